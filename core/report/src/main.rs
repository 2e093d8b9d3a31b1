//! Reviews a sales channel: `channel_review --help`.

mod arguments;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use arguments::{Arguments, Source};
use qudao::{AsOf, Engine, Locale};
use qudao_report::input::{self, InputError};
use qudao_report::{Account, Material, page, terminal, words};

fn main() -> ExitCode {
    let arguments = match arguments::read(lexopt::Parser::from_env()) {
        Ok(Some(arguments)) => arguments,
        Ok(None) => {
            print(arguments::HELP);
            return ExitCode::SUCCESS;
        }
        Err(problem) => {
            eprintln!("{problem}\n`channel_review --help` lists the options");
            return ExitCode::FAILURE;
        }
    };
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

/// Prints to standard output; a reader that has gone away (`| head`) is no error.
fn print(text: &str) {
    use std::io::Write as _;
    let _ = std::io::stdout().write_all(text.as_bytes());
}

#[expect(clippy::disallowed_methods, reason = "a program may ask which language its user reads; the core may not")]
fn user_locale() -> Locale {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| std::env::var(name).ok());
    let first = set.into_iter().find(|value| !value.is_empty());
    first.filter(|tag| tag.starts_with("zh")).map_or(Locale::En, |_| Locale::ZhCn)
}

/// How wide the terminal is, where there is one.
fn width() -> u16 {
    terminal_size::terminal_size().map_or(132, |(width, _)| width.0).clamp(72, 180)
}

fn run(arguments: &Arguments) -> Result<(), String> {
    let locale = arguments.locale.unwrap_or_else(user_locale);
    let (programme, facts) = match &arguments.source {
        Source::Sample => input::sample(),
        Source::Files { programme, mapping, data } => input::files(programme, mapping, data),
    }
    .map_err(|error| findings(&error))?;
    let as_of = AsOf { on: arguments.as_of, known_on: arguments.known_on };
    let failed = |error: qudao::EvaluationError| format!("error[{}] {}: {error}", error.code(), error.path());
    let review = Engine::compile(&programme).review(&facts, &as_of).map_err(failed)?;
    let account = Account::keep(&programme, &facts, as_of).map_err(|error| refused(&error))?;
    let material = Material::gather(&facts, &review).map_err(failed)?.with_account(account);
    if let Some(path) = &arguments.json {
        write(path, &review.to_json().map_err(failed)?)?;
    }
    if let Some(id) = &arguments.partner {
        print(&terminal::partner(&material, id, locale).ok_or_else(|| words::T_NO_SUCH_PARTNER.fill(locale, &[id]))?);
    } else {
        print(&terminal::text(&material, locale, width()));
        write(&arguments.out, &page::page(&material, locale).map_err(|error| error.to_string())?)?;
        print(&format!("\n{}\n", words::T_WRITTEN.fill(locale, &[&arguments.out.display().to_string()])));
    }
    if let Some(path) = &arguments.json {
        print(&format!("{}\n", words::T_JSON.fill(locale, &[&path.display().to_string()])));
    }
    Ok(())
}

/// Code, place, sentence and what helps.
fn refused(error: &qudao::Error) -> String {
    let help = match error {
        qudao::Error::Settlement(settlement) => settlement.help.as_deref(),
        _ => None,
    };
    let help = help.map_or_else(String::new, |help| format!("\n  help: {help}"));
    format!("error[{}] {}: {error}{help}", error.code(), error.path())
}

/// One finding per line: where it was found, code, place, sentence, help.
fn findings(error: &InputError) -> String {
    match error {
        InputError::File { .. } => error.to_string(),
        InputError::Findings(source, report) => {
            let lines = report.findings().iter().map(|finding| format!("{source}: {finding}"));
            lines.collect::<Vec<_>>().join("\n")
        }
    }
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{}: {error}\n  help: choose a place that can be written to", path.display());
    if let Some(directory) = path.parent() {
        fs::create_dir_all(directory).map_err(failed)?;
    }
    fs::write(path, text).map_err(failed)
}
