//! What the program was asked for.

use std::path::PathBuf;

use qudao::{Date, Locale, parse_date};

/// The text of `--help`.
pub const HELP: &str = "\
Reviews a sales channel: which tier each partner has, what it is paid and why, how risky it is, and who is
credited when two partners claim the same deal. Prints a table and writes one HTML page in Chinese and English.

    channel_review [OPTIONS]

Without options it reviews the sample (an invented company) as of 2026-09-30.

    --programme FILE    the rules, a JSON document
    --mapping FILE      which file and column each table of facts comes from, a JSON document
    --data DIR          the directory of those files (CSV, UTF-8)
    --as-of DATE        the date of the review, YYYY-MM-DD; needed with --programme
    --known-on DATE     leave out what became known after this date
    --locale LOCALE     zh-CN or en: language of the terminal, and the one in which the page opens
    --out FILE          where the page goes (default: out/channel-review.html)
    --json FILE         also write the review as JSON, with every number exact
    --partner ID        print the whole explanation of one partner instead of the table; write no page
    --help              this text

--programme, --mapping and --data are given together or not at all.
It ends with 0, or with 1 when something is wrong; what is wrong is printed one finding per line.
";

/// Where rules and facts come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The sample.
    Sample,
    /// Files.
    Files {
        /// The rules.
        programme: PathBuf,
        /// The mapping.
        mapping: PathBuf,
        /// The directory of the facts.
        data: PathBuf,
    },
}

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arguments {
    /// Where rules and facts come from.
    pub source: Source,
    /// The date of the review.
    pub as_of: Date,
    /// What was known when.
    pub known_on: Option<Date>,
    /// The language, if it was asked for.
    pub locale: Option<Locale>,
    /// Where the page goes.
    pub out: PathBuf,
    /// Where the JSON goes.
    pub json: Option<PathBuf>,
    /// The one partner to explain.
    pub partner: Option<String>,
}

/// Reads the arguments; `None` when only the help is wanted.
///
/// # Errors
/// A sentence that says what is wrong.
pub fn read(mut parser: lexopt::Parser) -> Result<Option<Arguments>, String> {
    use lexopt::prelude::{Long, Short, ValueExt as _};
    let (mut programme, mut mapping, mut data) = (None, None, None);
    let (mut as_of, mut known_on, mut locale, mut json, mut partner) = (None, None, None, None, None);
    let mut out = PathBuf::from("out/channel-review.html");
    let text = |error: lexopt::Error| error.to_string();
    while let Some(argument) = parser.next().map_err(text)? {
        match argument {
            Short('h') | Long("help") => return Ok(None),
            Long("programme") => programme = Some(PathBuf::from(parser.value().map_err(text)?)),
            Long("mapping") => mapping = Some(PathBuf::from(parser.value().map_err(text)?)),
            Long("data") => data = Some(PathBuf::from(parser.value().map_err(text)?)),
            Long("out") => out = PathBuf::from(parser.value().map_err(text)?),
            Long("json") => json = Some(PathBuf::from(parser.value().map_err(text)?)),
            Long("partner") => partner = Some(parser.value().and_then(|value| value.string()).map_err(text)?),
            Long("as-of") => as_of = Some(date(&mut parser, "--as-of")?),
            Long("known-on") => known_on = Some(date(&mut parser, "--known-on")?),
            Long("locale") => {
                let tag = parser.value().and_then(|value| value.string()).map_err(text)?;
                locale = Some(Locale::from_tag(&tag).ok_or_else(|| format!("--locale takes zh-CN or en, not `{tag}`"))?);
            }
            other => return Err(other.unexpected().to_string()),
        }
    }
    let (source, default_date) = match (programme, mapping, data) {
        (None, None, None) => (Source::Sample, parse_date(qudao_report::sample::AS_OF)),
        (Some(programme), Some(mapping), Some(data)) => (Source::Files { programme, mapping, data }, None),
        _ => return Err("--programme, --mapping and --data are given together or not at all".to_owned()),
    };
    let as_of = as_of.or(default_date).ok_or("--as-of DATE is needed: the date of the review is never taken from the clock")?;
    Ok(Some(Arguments { source, as_of, known_on, locale, out, json, partner }))
}

fn date(parser: &mut lexopt::Parser, option: &str) -> Result<Date, String> {
    use lexopt::ValueExt as _;
    let text = parser.value().and_then(|value| value.string()).map_err(|error| error.to_string())?;
    parse_date(&text).ok_or_else(|| format!("{option} takes a date that exists, YYYY-MM-DD, not `{text}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(arguments: &[&str]) -> Result<Option<Arguments>, String> {
        read(lexopt::Parser::from_args(arguments))
    }

    #[test]
    fn nothing_means_the_sample() {
        let arguments = from(&[]).expect("valid").expect("not the help");
        assert_eq!(arguments.source, Source::Sample);
        assert_eq!(Some(arguments.as_of), parse_date("2026-09-30"));
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (arguments, expected) in [
            (&["--as-of", "2026-02-30"][..], "--as-of takes a date"),
            (&["--locale", "fr"], "--locale takes zh-CN or en"),
            (&["--data", "x"], "given together"),
            (&["--programme", "p", "--mapping", "m", "--data", "d"], "--as-of DATE is needed"),
            (&["--colour"], "--colour"),
        ] {
            let error = from(arguments).expect_err("refused");
            assert!(error.contains(expected), "{error}");
        }
        assert_eq!(from(&["--help"]), Ok(None));
    }
}
