//! The tasks of this repository. `cargo xtask test` is the one command that tests everything.

mod agreement;
mod apt;
mod chromium;
mod count;
mod oracle;
mod process;
mod python;
mod rust;
mod session;
mod tools;
mod wasm;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::process::Task;
use crate::session::Session;

const USAGE: &str = "\
cargo xtask test                                             everything, as in CI
cargo xtask test --only rust|oracle|wasm|python|agreement    one part of it
cargo xtask wasm                                             builds the npm package in bindings-wasm/pkg
cargo xtask bless                                            writes tests/vectors/golden.json anew";

/// One part of the tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Rust,
    Oracle,
    Wasm,
    Python,
    Agreement,
}

impl Part {
    fn parse(word: &str) -> Result<Part> {
        Ok(match word {
            "rust" => Part::Rust,
            "oracle" => Part::Oracle,
            "wasm" => Part::Wasm,
            "python" => Part::Python,
            "agreement" => Part::Agreement,
            other => bail!("`{other}` is none of rust, oracle, wasm, python, agreement"),
        })
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["test"] => return run_tests(None),
        ["test", "--only", part] => match Part::parse(part) {
            Ok(part) => return run_tests(Some(part)),
            Err(error) => Err(error),
        },
        ["wasm"] => wasm::build_package().map(|size| println!("{size}")),
        ["bless"] => Task::cargo(["run", "--locked", "--package", "qudao-tests", "--bin", "bless"]).run(),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run_tests(only: Option<Part>) -> ExitCode {
    let mut session = Session::default();
    let outcome = test(&mut session, only);
    session.close(outcome)
}

fn test(session: &mut Session, only: Option<Part>) -> Result<()> {
    let wanted = |part| only.is_none() || only == Some(part);
    tools::prepare(session, wanted)?;
    if wanted(Part::Rust) {
        rust::test(session)?;
    }
    if wanted(Part::Oracle) {
        oracle::test(session)?;
    }
    if wanted(Part::Wasm) || wanted(Part::Agreement) {
        wasm::package(session)?;
    }
    if wanted(Part::Wasm) {
        wasm::test(session)?;
    }
    if wanted(Part::Python) || wanted(Part::Agreement) {
        python::install(session)?;
    }
    if wanted(Part::Python) {
        python::test(session)?;
    }
    if wanted(Part::Agreement) {
        agreement::test(session)?;
    }
    Ok(())
}
