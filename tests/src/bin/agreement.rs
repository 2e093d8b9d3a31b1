//! Cases for the agreement of hosts.
//!
//! `agreement generate N FILE` writes N generated cases, one JSON object a line; `agreement run FILE OUT` answers them, one
//! canonical line each. Other hosts answer the same file, and the answers are compared byte by byte.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::process::ExitCode;

use qudao_tests::{answer, generate};
use serde_json::{Value, json};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["generate", count, file] => generate_cases(count, file),
        ["run", file, out] => run(file, out),
        _ => Err("usage: agreement generate N FILE | agreement run FILE OUT".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn generate_cases(count: &str, file: &str) -> Outcome {
    let mut out = BufWriter::new(File::create(file)?);
    for seed in 0..count.parse()? {
        let case = generate::case(seed);
        let line = json!({"programme": case.programme, "facts": case.facts, "as_of": case.as_of, "known_on": case.known_on});
        writeln!(out, "{line}")?;
    }
    Ok(out.flush()?)
}

fn run(file: &str, out: &str) -> Outcome {
    let mut out = BufWriter::new(File::create(out)?);
    for line in BufReader::new(File::open(file)?).lines() {
        let case: Value = serde_json::from_str(&line?)?;
        let as_of = case["as_of"].as_str().ok_or("a case without a date")?;
        writeln!(out, "{}", answer(&case["programme"].to_string(), &case["facts"].to_string(), as_of, case["known_on"].as_str()))?;
    }
    Ok(out.flush()?)
}
