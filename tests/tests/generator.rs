//! Generated cases use every form of the guide, and reach what is rare: without the library, by the oracle alone.

use std::collections::BTreeMap;

use qudao_tests::coverage::Coverage;
use qudao_tests::{generate, oracle};
use serde_json::{Value, json};

/// Every form of the schema, in a few of the cases that the program `oracle` examines.
#[test]
fn every_form_is_generated() {
    let mut coverage = Coverage::default();
    (0..2_000).for_each(|seed| coverage.add_forms(&generate::case(seed)));
    let rare = coverage.rare_forms(1_000);
    assert!(rare.is_empty(), "too few of 2000 cases have {rare:?}");
}

#[test]
fn a_form_that_is_not_generated_is_named() {
    let mut coverage = Coverage::default();
    let mut case = generate::case(0);
    case.programme = json!({ "schema": "qudao/programme/1", "incentives": [{ "id": "a", "pays": [{ "lump_sum": "1" }] }] });
    coverage.add_forms(&case);
    let rare: Vec<String> = coverage.rare_forms(1).into_iter().map(|(form, _)| form).collect();
    let is_rare = |form: &str| rare.iter().any(|rare| rare == form);
    assert!(!is_rare("part_of_an_incentive(lump_sum).lump_sum") && !is_rare("incentive.pays"), "{rare:?}");
    for form in ["part_of_an_incentive(amount_of).when_negative=deduct", "bands_of_rates.method=running", "group of joint.with floor"] {
        assert!(is_rare(form), "{form} in {rare:?}");
    }
}

#[test]
fn rare_outcomes_are_reached() {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut count = |what: &str| *counts.entry(what.to_owned()).or_default() += 1;
    for seed in 0..600 {
        let case = generate::case(seed);
        let review = oracle::review(&case.programme, &case.facts, &case.as_of, case.known_on.as_deref());
        for award in list(&review["partners"]).iter().flat_map(|partner| list(&partner["awards"])) {
            count(award["outcome"].as_str().expect("an outcome"));
            if award["unit"].is_string() && award["outcome"] == "paid" {
                count(award["unit"].as_str().expect("a unit"));
            }
            if award["payable"].is_string() && award["payable"] != award["amount"] {
                count("not all payable");
            }
        }
        for budget in list(&review["budgets"]).iter().filter(|budget| budget["demand"] != budget["given"]) {
            count(if budget["given"] == "0" { "empty budget" } else { "short budget" });
        }
        for pool in list(&review["pools"]) {
            let shared = pool["sharing"].as_u64().is_some_and(|sharing| sharing > 1);
            count(if shared && pool["amount"] == pool["given"] { "shared pool" } else { "pool that keeps something" });
        }
        for contest in list(&review["contests"]) {
            let places = list(&contest["places"]);
            let tied = places.windows(2).any(|pair| pair[0]["place"] == pair[1]["place"] && pair[0].get("prize").is_some());
            count(if tied { "tied prize" } else { "contest without a tied prize" });
        }
    }
    let wanted = [
        "paid",
        "nothing",
        "not_applicable",
        "withheld",
        "forfeited",
        "superseded",
        "below_minimum",
        "held",
        "points",
        "pieces",
        "places",
        "honours",
        "not all payable",
        "short budget",
        "shared pool",
        "pool that keeps something",
        "tied prize",
    ];
    let rare: Vec<&str> = wanted.into_iter().filter(|what| counts.get(*what).is_none_or(|count| *count < 10)).collect();
    assert!(rare.is_empty(), "fewer than 10 of {rare:?} in {counts:?}");
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
