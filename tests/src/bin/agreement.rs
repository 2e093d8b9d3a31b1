//! Cases for the agreement of hosts.
//!
//! `agreement generate N FILE` writes N generated cases, one JSON object a line; `agreement run FILE OUT` answers them, one
//! canonical line each: the review, and behind tabs what it is asked: the targets of each cascade, and each leaderboard as the first
//! partner of the facts may see it. Other hosts answer the same file, and the answers are compared byte by byte.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::process::ExitCode;

use qudao::Error;
use qudao_tests::{generate, review};
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
        let answers = answers(&case).unwrap_or_else(|error| vec![error.to_json()]);
        writeln!(out, "{}", answers.join("\t"))?;
    }
    Ok(out.flush()?)
}

fn answers(case: &Value) -> Result<Vec<String>, Error> {
    let as_of = case["as_of"].as_str().unwrap_or_default();
    let (_, review) = review(&case["programme"].to_string(), &case["facts"].to_string(), as_of, case["known_on"].as_str())?;
    let mut answers = vec![review.to_json()?];
    answers
        .extend(ids(&case["programme"]["cascades"]).into_iter().map(|id| serde_json::to_string(&review.targets(id)).unwrap_or_default()));
    let viewer = case["facts"]["partners"][0]["id"].as_str().unwrap_or_default();
    for id in ids(&case["programme"]["leaderboards"]) {
        answers.push(serde_json::to_string(&review.leaderboard(id, viewer)?).unwrap_or_default());
    }
    Ok(answers)
}

/// The names of an object's members in their order; none where there is no object.
fn ids(members: &Value) -> Vec<&str> {
    let mut ids: Vec<&str> = members.as_object().into_iter().flatten().map(|(id, _)| id.as_str()).collect();
    ids.sort_unstable();
    ids
}
