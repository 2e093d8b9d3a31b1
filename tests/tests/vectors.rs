//! Every hand-written vector holds, its canonical answer is the one on record, and both pipelines and the oracle agree on it.

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigInt;
use num_rational::BigRational;
use qudao_tests::comparison::first_difference;
use qudao_tests::{ledger, vectors};
use serde_json::Value;

#[test]
fn hold() {
    let all = vectors::all();
    let mut failures = Vec::new();
    for (path, vector) in &all {
        let answer = vector.answer();
        failures.extend(vector.failures(&answer).into_iter().map(|failure| format!("{path}: {failure}")));
    }
    println!("{} vectors", all.len());
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
    assert!(all.len() >= 550, "only {} vectors", all.len());
}

#[test]
fn index_lists_every_file() {
    let folder = vectors::folder();
    let mut files = BTreeSet::new();
    for area in std::fs::read_dir(&folder).expect("the folder of vectors").flatten().filter(|entry| entry.path().is_dir()) {
        for file in std::fs::read_dir(area.path()).expect("an area").flatten() {
            files.insert(format!("{}/{}", area.file_name().to_string_lossy(), file.file_name().to_string_lossy()));
        }
    }
    let listed: BTreeSet<String> = vectors::all().into_iter().map(|(path, _)| path).collect();
    assert_eq!(listed, files);
}

#[test]
fn answers_are_on_record() {
    let text = std::fs::read_to_string(vectors::folder().join("golden.json")).expect("golden.json");
    let golden: BTreeMap<String, String> = serde_json::from_str(&text).expect("a map of digests");
    let answers: BTreeMap<String, String> =
        vectors::all().into_iter().map(|(path, vector)| (path, vectors::digest(&vector.answer()))).collect();
    for (path, digest) in &answers {
        assert_eq!(golden.get(path), Some(digest), "{path}: the canonical answer changed; see it, then `cargo xtask bless`");
    }
    assert_eq!(golden.len(), answers.len(), "golden.json has entries without a vector");
}

#[test]
fn oracle_agrees() {
    let mut compared = 0;
    for (path, vector) in vectors::all() {
        if !vector.is_for_the_oracle() || vector.works_on_a_ledger() {
            continue;
        }
        let Some(expected) = vector.said_by_the_oracle() else { continue };
        let found: Value = serde_json::from_str(&vector.answer()).expect("JSON");
        assert_eq!(first_difference("", &expected, &found), "", "{path}");
        compared += 1;
    }
    assert!(compared > 450, "only {compared} vectors were compared");
}

/// Every answer of every ledger, and the ledger at its end with the digests of its postings, is the one of the oracle.
#[test]
fn oracle_agrees_on_ledgers() {
    let mut compared = 0;
    for (path, vector) in vectors::all() {
        let (Some(steps), true) = (vector.steps(), vector.expect.is_some()) else { continue };
        let said = vector.said_by_the_oracle().expect("a ledger is told");
        let found: Value = serde_json::from_str(&vector.answer()).expect("JSON");
        assert_eq!(ledger::first_difference(steps, &said, &found), "", "{path}");
        compared += steps.len();
    }
    assert!(compared > 550, "only {compared} steps were compared");
}

/// So is every price, with what each discount comes to.
#[test]
fn oracle_agrees_on_prices() {
    let mut compared = 0;
    for (path, vector) in vectors::all() {
        if vector.price.is_none() || vector.expect.is_none() {
            continue;
        }
        let said = vector.said_by_the_oracle().expect("a price is told");
        let found: Value = serde_json::from_str(&vector.answer()).expect("JSON");
        assert_eq!(first_difference("", &said, &found), "", "{path}");
        compared += 1;
    }
    assert!(compared > 15, "only {compared} prices were compared");
}

/// What the oracle leaves out of a review.
const UNTOLD: &[&str] = &["reasons", "shortfalls", "conflicts", "known_on", "schema", "currency", "as_of"];

/// The oracle gives what the hand-written vectors expect, wherever it says anything: the two were written apart from each other,
/// and neither needs the library.
#[test]
fn oracle_meets_the_expectations() {
    let mut compared = 0;
    for (path, vector) in vectors::all() {
        // documents with mistakes are not for the oracle
        let Some(wanted) = &vector.expect else { continue };
        let Some(said) = vector.said_by_the_oracle() else { continue };
        for (pointer, wanted) in wanted {
            match said.pointer(pointer) {
                Some(found) => assert_eq!(first_difference(pointer, found, wanted), "", "{path}"),
                None => assert!(
                    wanted == "<absent>" || UNTOLD.iter().any(|part| pointer.contains(part)) || !is_told(&said, pointer),
                    "{path} {pointer}: the oracle says nothing"
                ),
            }
            compared += 1;
        }
    }
    assert!(compared > 1_000, "only {compared} numbers were compared");
}

/// Whether the oracle would say it: of ledgers everything but what is told in words.
fn is_told(said: &Value, pointer: &str) -> bool {
    let in_words = ["kind", "message", "help", "text", "html"].iter().any(|word| pointer.ends_with(word));
    said.get("answers").is_none() || !(in_words || pointer.contains("/diagnostics"))
}

/// Where a vector writes out all reasons of an award and its amount, the contributions sum to it: the expectations are not only
/// right one by one.
#[test]
fn written_reasons_reconcile() {
    let mut sums = 0;
    for (path, vector) in vectors::all() {
        let Some(wanted) = &vector.expect else { continue };
        for (pointer, reasons) in wanted {
            let amount = pointer.strip_suffix("/reasons").and_then(|award| wanted.get(&format!("{award}/amount")));
            let (Some(reasons), Some(amount)) = (reasons.as_array(), amount) else { continue };
            let sum: BigRational = reasons.iter().filter_map(|reason| reason.get("contribution")).map(exact).sum();
            assert_eq!(sum, exact(amount), "{path} {pointer}");
            sums += 1;
        }
    }
    assert!(sums > 100, "only {sums} lists of reasons were added up");
}

/// A number of a review: a plain decimal or a fraction.
fn exact(text: &Value) -> BigRational {
    let text = text.as_str().expect("a number is text");
    if text.contains('/') {
        return text.parse().expect("a fraction");
    }
    let (integer, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits: BigInt = format!("{integer}{fraction}").parse().expect("digits with a point");
    BigRational::new(digits, BigInt::from(10).pow(u32::try_from(fraction.len()).expect("few digits")))
}
