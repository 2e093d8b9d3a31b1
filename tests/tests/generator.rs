//! Generated cases use every form of the guide, and reach what is rare: without the library, by the oracle alone.

use std::collections::BTreeMap;

use qudao_tests::{generate, oracle};
use serde_json::Value;

/// Forms that a programme may have, as they stand in its text.
const FORMS: &[&str] = &[
    "\"percent_of\"",
    "\"rates_by_tier\"",
    "\"amount_per_unit_of\"",
    "\"amounts_by_tier\"",
    "\"amount_per_full\"",
    "\"amount_of\"",
    "\"interest_on\"",
    "\"lump_sum\"",
    "\"lump_sum_by_tier\"",
    "\"lump_sum_by_level\"",
    "\"lump_sum_of_levels\"",
    "\"lump_sum_interpolated\"",
    "\"prize_in\"",
    "\"share_of_pool\"",
    "\"level_differential\"",
    "\"by_tier\"",
    "\"measure_cap\"",
    "\"less\"",
    "\"whole_amount\"",
    "\"graduated\"",
    "\"interpolated\"",
    "\"overlapping_on_all\"",
    "\"overlapping_to_bounds\"",
    "\"from_zero\"",
    "\"from_first\"",
    "\"from_times\"",
    "\"factors\"",
    "\"least\"",
    "\"below\"",
    "\"forfeits\"",
    "\"gates\"",
    "\"cap\":{",
    "\"floor\":{",
    "\"unknown\":\"none\"",
    "\"best_of\"",
    "\"priority\"",
    "\"exclusive\"",
    "\"joint\"",
    "\"proportional\"",
    "\"order_by\"",
    "\"percent_of_total\"",
    "\"redistributed\"",
    "\"kept\"",
    "\"share\"",
    "\"each\"",
    "\"review\"",
    "\"then_by\"",
    "\"carry\"",
    "\"lose\"",
    "\"after_period\"",
    "\"instalments\"",
    "\"points\":{\"",
    "\"goods\":{",
    "\"quota\"",
    "\"honour\"",
    "\"lost_when\"",
    "\"constant\"",
    "\"product\"",
    "\"largest_of\"",
    "\"smallest_of\"",
    "\"first_known\"",
    "\"active_share\"",
];

#[test]
fn every_form_is_generated() {
    let texts: Vec<String> = (0..1_000).map(|seed| generate::case(seed).programme.to_string()).collect();
    let rare: Vec<(&str, usize)> = FORMS
        .iter()
        .map(|form| (*form, texts.iter().filter(|text| text.contains(form)).count()))
        .filter(|(_, count)| *count < 10)
        .collect();
    assert!(rare.is_empty(), "in fewer than 10 of 1000 programmes: {rare:?}");
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
