//! The hand-written vectors; their page is `vectors/README.md`.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::ledger::Case;
use crate::oracle;

/// One vector.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vector {
    /// What is asserted.
    pub name: String,
    /// Where the guide says so.
    pub clause: String,
    /// The arithmetic.
    pub working: Option<String>,
    programme: Option<Value>,
    programmes: Option<Vec<Value>>,
    programme_text: Option<String>,
    facts: Option<Value>,
    facts_text: Option<String>,
    ledger: Option<Value>,
    ledger_text: Option<String>,
    steps: Option<Vec<Value>>,
    as_of: Option<String>,
    known_on: Option<String>,
    /// Whose price of what is asked for.
    pub price: Option<PriceQuestion>,
    leaderboard: Option<LeaderboardQuestion>,
    targets: Option<String>,
    /// Values at places of the review.
    pub expect: Option<BTreeMap<String, Value>>,
    /// Which document has the findings.
    pub stage: Option<String>,
    /// The exact list of errors.
    pub expect_findings: Option<Vec<Finding>>,
    /// The code of the evaluation error.
    pub expect_error: Option<Failure>,
}

/// Whose price of what is asked for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceQuestion {
    /// Who buys.
    pub partner: String,
    /// What is bought.
    pub product: String,
}

/// Who looks at which leaderboard.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeaderboardQuestion {
    /// The leaderboard.
    pub id: String,
    /// The partner who looks.
    pub viewer: String,
}

/// One expected finding.
#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// Its code.
    pub code: String,
    /// Its place.
    pub path: String,
}

/// An expected evaluation error.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Failure {
    /// Its code.
    pub code: String,
}

impl Vector {
    /// The canonical answer of the library.
    #[must_use]
    pub fn answer(&self) -> String {
        let text =
            |value: &Option<Value>, text: &Option<String>| text.clone().unwrap_or_else(|| value.clone().unwrap_or(Value::Null).to_string());
        let (programme, facts) = (text(&self.programme, &self.programme_text), text(&self.facts, &self.facts_text));
        if let Some(steps) = &self.steps {
            let programmes = self.programmes.as_ref().map(|list| list.iter().map(Value::to_string).collect());
            let ledger = self.ledger_text.clone().or_else(|| self.ledger.as_ref().map(Value::to_string));
            return Case { programmes: programmes.unwrap_or_else(|| vec![programme]), facts, ledger, steps }.answer();
        }
        let as_of = self.as_of.as_deref().unwrap_or("2026-01-01");
        if let Some(PriceQuestion { partner, product }) = &self.price {
            return crate::price(&programme, &facts, as_of, self.known_on.as_deref(), (partner, product));
        }
        let known_on = self.known_on.as_deref();
        if let Some(LeaderboardQuestion { id, viewer }) = &self.leaderboard {
            return crate::of_review(&programme, &facts, as_of, known_on, |review| review.leaderboard(id, viewer));
        }
        if let Some(cascade) = &self.targets {
            return crate::of_review(&programme, &facts, as_of, known_on, |review| Ok(review.targets(cascade)));
        }
        crate::answer(&programme, &facts, as_of, known_on)
    }

    /// What is done with a ledger.
    #[must_use]
    pub fn steps(&self) -> Option<&[Value]> {
        self.steps.as_deref()
    }

    /// What the oracle says, where it can.
    #[must_use]
    pub fn said_by_the_oracle(&self) -> Option<Value> {
        if let (Some(steps), Some(facts)) = (&self.steps, &self.facts) {
            let programmes = self.programmes.clone().or_else(|| Some(vec![self.programme.clone()?]))?;
            return Some(oracle::settlements(&programmes, facts, self.ledger.as_ref(), steps));
        }
        let (programme, facts) = (self.programme.as_ref()?, self.facts.as_ref()?);
        let (as_of, known_on) = (self.as_of.as_deref()?, self.known_on.as_deref());
        if let Some(PriceQuestion { partner, product }) = &self.price {
            return Some(oracle::price(programme, facts, as_of, known_on, partner, product));
        }
        if let Some(LeaderboardQuestion { id, viewer }) = &self.leaderboard {
            return Some(oracle::leaderboard(programme, facts, as_of, known_on, id, viewer));
        }
        if let Some(cascade) = &self.targets {
            return Some(oracle::targets(programme, facts, as_of, known_on, cascade));
        }
        Some(oracle::review(programme, facts, as_of, known_on))
    }

    /// Whether it has steps, of which the oracle tells the accruals only.
    #[must_use]
    pub fn works_on_a_ledger(&self) -> bool {
        self.steps.is_some()
    }

    /// Whether the oracle is asked: it expects documents without mistakes, and tells of no error but that of who looks at a leaderboard.
    #[must_use]
    pub fn is_for_the_oracle(&self) -> bool {
        self.expect.is_some() || (self.expect_error.is_some() && self.leaderboard.is_some())
    }

    /// What the answer lacks; empty when the vector holds.
    #[must_use]
    pub fn failures(&self, answer: &str) -> Vec<String> {
        let json: Value = match serde_json::from_str(answer) {
            Ok(json) => json,
            Err(error) => return vec![format!("the answer is not JSON: {error}")],
        };
        let mut failures = Vec::new();
        for (pointer, wanted) in self.expect.iter().flatten() {
            let found = json.pointer(pointer);
            let right = match wanted.as_str() {
                Some("<absent>") => found.is_none(),
                _ => found == Some(wanted),
            };
            if !right {
                failures.push(format!("{pointer}: expected {wanted}, found {}", found.map_or("nothing".to_owned(), Value::to_string)));
            }
        }
        if let Some(wanted) = &self.expect_findings {
            let found: Vec<Finding> = json["diagnostics"]
                .as_array()
                .into_iter()
                .flatten()
                .filter(|finding| finding["severity"] == "error")
                .filter_map(|finding| {
                    Some(Finding { code: finding["code"].as_str()?.to_owned(), path: finding["path"].as_str()?.to_owned() })
                })
                .collect();
            if found != *wanted || json["kind"].as_str() != self.stage.as_deref() {
                failures.push(format!("expected {:?} {wanted:?}, found {:?} {found:?}", self.stage, json["kind"].as_str()));
            }
        }
        if let Some(wanted) = &self.expect_error
            && (json["code"].as_str() != Some(&wanted.code) || json["kind"] != "evaluation")
        {
            failures.push(format!("expected the error {}, found {answer}", wanted.code));
        }
        if self.expect.is_none() && self.expect_findings.is_none() && self.expect_error.is_none() {
            failures.push("the vector expects nothing".to_owned());
        }
        failures
    }
}

/// Where the vectors lie.
#[must_use]
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors")
}

/// All vectors of the index with their paths.
///
/// # Panics
/// When the index or a vector cannot be read: a vector that is not run must not go unseen.
#[must_use]
pub fn all() -> Vec<(String, Vector)> {
    let read = |path: &Path| std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let index: Vec<String> = serde_json::from_str(&read(&folder().join("index.json"))).expect("index.json is a list of paths");
    let vector = |path: String| {
        let vector = serde_json::from_str(&read(&folder().join(&path))).unwrap_or_else(|error| panic!("{path}: {error}"));
        (path, vector)
    };
    index.into_iter().map(vector).collect()
}

/// SHA-256 in hexadecimal.
#[must_use]
pub fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
