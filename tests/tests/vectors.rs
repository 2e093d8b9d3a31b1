//! Every hand-written vector holds, its canonical answer is the one on record, and both pipelines and the oracle agree on it.

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigInt;
use num_rational::BigRational;
use qudao_tests::comparison::first_difference;
use qudao_tests::vectors;
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

/// Every accrual that the library makes is the one of the oracle, of which more than a review was asked: Σ of what was posted is what
/// is owed.
#[test]
fn oracle_agrees_on_accruals() {
    let mut compared = 0;
    for (path, vector) in vectors::all() {
        // documents with mistakes, or that do not belong together, are not for the oracle
        if vector.expect.as_ref().is_none_or(|wanted| wanted.contains_key("/code")) {
            continue;
        }
        let Some(said) = vector.said_by_the_oracle() else { continue };
        let Some(answers) = said["answers"].as_array() else { continue };
        let found: Value = serde_json::from_str(&vector.answer()).expect("JSON");
        for (index, said) in answers.iter().enumerate().filter(|(_, said)| said.get("postings").is_some()) {
            let place = format!("/answers/{index}");
            let found = &found["answers"][index];
            // a step may be refused for what the oracle does not look at
            if found.get("error").is_some() {
                break;
            }
            assert_eq!(first_difference(&format!("{place}/held"), &said["held"], &found["held"]), "", "{path}");
            let all = found["postings"].as_array().expect("a list of postings");
            let accruals = all.iter().filter(|posting| posting["kind"] == "accrue" || posting["kind"] == "adjust").cloned().collect();
            let difference = first_difference(&format!("{place}/postings"), &said["postings"], &Value::Array(accruals));
            assert_eq!(difference, "", "{path}");
            compared += 1;
        }
    }
    assert!(compared > 150, "only {compared} settlements were compared");
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

/// Whether the oracle would say it: of steps only the accruals that a settlement makes, and of them no causes and no chain.
fn is_told(said: &Value, pointer: &str) -> bool {
    let Some(answers) = said.get("answers") else { return true };
    let mut parts = pointer.split('/').skip(1);
    if parts.next() != Some("answers") {
        return false;
    }
    let answer = parts.next().and_then(|index| index.parse::<usize>().ok()).map_or(&Value::Null, |index| &answers[index]);
    let told = ["kind", "amount", "partner", "incentive", "period", "booked_on", "posted_on"];
    let index = pointer.split('/').nth(4).and_then(|index| index.parse::<usize>().ok());
    // what is confirmed in the same run follows the accruals
    let accrual = index.is_some_and(|index| answer["postings"].get(index).is_some());
    pointer.contains("/postings/") && accrual && told.iter().any(|member| pointer.ends_with(member))
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
