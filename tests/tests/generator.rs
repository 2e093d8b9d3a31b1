//! Generated cases use every form of the guide, and reach what is rare: without the library, by the oracle alone.

use std::collections::{BTreeMap, BTreeSet};

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

/// What decides between equal ones, what is left over, what counts for nothing: each is met where partners stand side by side.
#[test]
fn edges_of_what_partners_share_are_reached() {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in 0..2_500 {
        let case = generate::case(seed);
        let review = oracle::review(&case.programme, &case.facts, &case.as_of, case.known_on.as_deref());
        let mut met: BTreeSet<&str> = BTreeSet::new();
        for cascade in list(&review["cascades"]) {
            edges_of_a_cascade(&case.programme, cascade, &mut met);
        }
        for board in list(&review["leaderboards"]) {
            let entries = list(&board["entries"]);
            met.extend(entries.windows(2).any(|pair| pair[0]["place"] == pair[1]["place"]).then_some("a shared place"));
            met.extend((entries.len() == 1).then_some("a leaderboard of one"));
            met.extend(entries.is_empty().then_some("a leaderboard of nobody"));
            met.extend((!list(&board["unknown"]).is_empty()).then_some("an unknown rank"));
            let moves = entries.iter().filter_map(|entry| entry["movement"].as_i64()).collect::<Vec<_>>();
            met.extend(moves.iter().any(|movement| *movement > 0).then_some("a rise"));
            met.extend(moves.iter().any(|movement| *movement < 0).then_some("a fall"));
            met.extend((!moves.is_empty() && moves.len() < entries.len()).then_some("a place before that is not known"));
        }
        for check in list(&review["pay_checks"]) {
            let (rows, groups) = (list(&check["rows"]), list(&check["groups"]));
            met.extend((list(&check["inversions"]).len() > 1).then_some("several inversions"));
            for outlier in list(&check["outliers"]) {
                met.insert(if outlier["side"] == "above" { "an outlier above" } else { "an outlier below" });
            }
            met.extend((groups.len() > 1 && groups.last().is_some_and(|group| group["group"].is_null())).then_some("a group of no text"));
            met.extend(groups.iter().any(|group| group["median"] == "undefined").then_some("a group without a median"));
            met.extend(rows.is_empty().then_some("a pay check of nobody"));
            met.extend((check["cost_ratio"] == "undefined").then_some("nothing that was paid on"));
            met.extend(rows.iter().any(|row| row["base"] == "missing").then_some("an unknown base"));
        }
        for share in list(&review["cost_shares"]) {
            let rows = list(&share["rows"]);
            met.extend((list(&share["transfers"]).len() > 1).then_some("several transfers"));
            met.extend(share["total"].as_str().is_some_and(|total| total.starts_with('-')).then_some("a total that was got back"));
            met.extend(rows.is_empty().then_some("a cost share of nobody"));
            let both = rows.iter().any(|row| list(&row["reasons"]).len() > 1);
            met.extend(both.then_some("two reasons of one row"));
            met.extend(rows.iter().any(|row| row["share"] != row["paid"]).then_some("costs that are shared"));
        }
        met.into_iter().for_each(|what| *counts.entry(what).or_default() += 1);
    }
    let rare: Vec<_> = counts.iter().filter(|(_, count)| **count < 5).collect();
    assert!(rare.is_empty() && counts.len() == 33, "{} of 33, and fewer than 5 of {rare:?} in {counts:?}", counts.len());
}

fn edges_of_a_cascade(programme: &Value, cascade: &Value, met: &mut BTreeSet<&str>) {
    let written = &programme["cascades"][cascade["cascade"].as_str().expect("an id")];
    let rows = list(&cascade["rows"]);
    let code = |of: &Value, code: &str| list(&of["reasons"]).iter().any(|reason| reason["code"] == code);
    let positive = |text: &Value| text.as_str().is_some_and(|text| text.bytes().any(|digit| (b'1'..=b'9').contains(&digit)));
    met.extend(code(cascade, "share_held").then_some("a cascade that is held"));
    met.extend((code(cascade, "share_held") && written.get("unknown").is_none()).then_some("held by what was taken back"));
    met.extend(rows.is_empty().then_some("a cascade of nobody"));
    if code(cascade, "share_no_weight") {
        met.insert(if positive(&cascade["given"]) { "in equal parts" } else { "no weight and nothing given" });
        return;
    }
    if !positive(&cascade["given"]) {
        return;
    }
    met.extend(rows.iter().any(|row| code(row, "share_negative")).then_some("a negative weight among others"));
    met.extend(rows.iter().any(|row| code(row, "share_unknown")).then_some("an unknown weight among others"));
    met.extend(rows.iter().any(|row| code(row, "share_passed_on") && positive(&row["subtree"])).then_some("what is passed on"));
    // equal weights side by side, and not the same part: what is left over decided
    let under = |row: &Value| row["parent"].clone();
    let uneven = |rows: &[Value], by: &str| {
        rows.iter().any(|one| {
            rows.iter()
                .any(|other| under(one) == under(other) && one["weight"] == other["weight"] && positive(&one[by]) && one[by] != other[by])
        })
    };
    if written["along"] == "partners" {
        met.extend(uneven(rows, "own").then_some("a unit that is left over"));
        met.extend(rows.iter().any(|row| positive(&row["weight"]) && !positive(&row["own"])).then_some("a weight too small for a unit"));
        return;
    }
    let leaves: Vec<Value> = rows.iter().filter(|row| rows.iter().all(|other| other["parent"] != row["partner"])).cloned().collect();
    met.extend(uneven(&leaves, "own").then_some("a unit that is left over below a top"));
    let parent = |id: &Value| rows.iter().find(|row| row["partner"] == *id).map(|row| row["parent"].clone());
    let depth = |row: &Value| std::iter::successors(Some(row["parent"].clone()), parent).take_while(|id| *id != "<absent>").count();
    met.extend(rows.iter().any(|row| depth(row) >= 3 && positive(&row["own"])).then_some("a part four levels down"));
    met.extend(
        rows.iter()
            .any(|row| positive(&row["weight"]) && positive(&row["own"]) && row["own"] != row["subtree"])
            .then_some("a part of a top itself"),
    );
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
