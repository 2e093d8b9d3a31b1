//! Decisions computed by hand from the guide. Metrics are handed over, so that a case is one line of numbers.

use std::collections::BTreeMap;

use super::{Subject, decide};
use crate::amount::Exact;
use crate::decision::{Award, AwardOutcome, PartnerDecision};
use crate::engine::shared::Shared;
use crate::engine::{AsOf, plain};
use crate::facts::{Facts, parents_on};
use crate::period::parse_date;
use crate::programme::Programme;
use crate::reason::Reason;

const HEAD: &str = r#""schema": "qudao/programme/1", "id": "p", "revision": 1, "currency": "CNY", "effective": {"from": "2026-01-01"},
    "calendar": {"year_starts": "01-01"}, "rounding": {"scale": 2, "mode": "half_up"},
    "metrics": {"a": {"given": "decimal"}, "b": {"given": "decimal"}, "r": {"ratio": ["a", "b"], "when_zero": "undefined"}}"#;

/// A decision about one partner with these values of `a` and `b` (`null`: missing).
fn decided(rules: &str, values: &str) -> PartnerDecision<'static> {
    let programme = Programme::from_json(&format!("{{{HEAD}, {rules}}}")).expect("programme");
    let facts =
        format!(r#"{{"schema": "qudao/facts/1", "partners": [{{"id": "P", "territory": "north"}}], "metrics": {{"P": {values}}}}}"#);
    let facts = Facts::from_json(&programme, &facts).expect("facts");
    let as_of = AsOf::on(parse_date("2026-06-30").expect("date"));
    let values = plain::measure(&programme, &facts, &as_of, 0, &parents_on(&facts, as_of.on)).expect("measured");
    let shared = Shared::plain(&programme, &facts, as_of).expect("decided");
    let subject = Subject {
        programme: &programme,
        facts: &facts,
        as_of,
        partner: 0,
        values: &values,
        items: &plain::Records { programme: &programme, facts: &facts, as_of: &as_of },
        shared: &shared,
    };
    decide(&subject).expect("decided").into_owned()
}

fn codes(reasons: &[Reason<'_>]) -> Vec<&'static str> {
    reasons.iter().map(Reason::code).collect()
}

fn contributions(reasons: &[Reason<'_>]) -> Vec<String> {
    reasons.iter().filter_map(Reason::contribution).map(|number| number.to_string()).collect()
}

fn sums(award: &Award<'_>) {
    let sum = award.reasons.iter().filter_map(Reason::contribution).try_fold(Exact::ZERO, Exact::checked_add).expect("in range");
    assert_eq!(sum, award.amount.exact(), "{award:?}");
}

fn award(incentive: &str, values: &str) -> Award<'static> {
    let mut decision = decided(&format!(r#""incentives": [{{"id": "i", {incentive}}}]"#), values);
    decision.awards.iter().for_each(sums);
    decision.awards.remove(0)
}

/// Outcome, amount, codes and contributions of one incentive.
fn check(incentive: &str, values: &str, outcome: AwardOutcome, amount: &str, expected: &[&str], added: &[&str]) {
    let award = award(incentive, values);
    assert_eq!((award.outcome, award.amount.to_string().as_str()), (outcome, amount), "{incentive} {values}");
    assert_eq!(codes(&award.reasons), expected, "{incentive} {values}");
    assert_eq!(contributions(&award.reasons), added, "{incentive} {values}");
}

const LUMP: &str = r#""pays": [{"lump_sum": "1"}]"#;

#[test]
fn unknown_leaves_follow_their_policy() {
    use AwardOutcome::{NotApplicable, Paid};
    for (leaf, values, outcome) in [
        (r#""a": {"at_least": "5", "unknown": "holds"}"#, r#"{"a": null}"#, Paid),
        (r#""a": {"at_least": "5", "unknown": "fails"}"#, r#"{"a": null}"#, NotApplicable),
        (r#""a": {"at_least": "5", "unknown": "holds"}"#, r#"{"a": "4"}"#, NotApplicable),
        (r#""r": {"at_most": "5", "unknown": "holds"}"#, r#"{"a": "1", "b": "0"}"#, Paid),
        (r#""not": {"a": {"at_least": "5", "unknown": "fails"}}"#, r#"{"a": null}"#, Paid),
        (r#""partner.territory": {"is": "north", "unknown": "fails"}"#, "{}", Paid),
        (r#""partner.territory": {"missing": true}"#, "{}", NotApplicable),
        (r#""partner.kind": {"missing": true}"#, "{}", Paid),
        (r#""partner.kind": {"is_not": "dealer", "unknown": "fails"}"#, "{}", NotApplicable),
        (r#""partner.joined": {"before": "as_of", "unknown": "holds"}"#, "{}", Paid),
    ] {
        let award = award(&format!(r#""requires": {{{leaf}}}, {LUMP}"#), values);
        assert_eq!(award.outcome, outcome, "{leaf} {values}");
    }
    // 0/0 is undefined, but a missing operand is missing first
    let undefined = award(&format!(r#""requires": {{"r": {{"equals": "1", "unknown": "fails"}}}}, {LUMP}"#), r#"{"a": "0", "b": "0"}"#);
    let text = serde_json::to_string(&undefined.reasons).expect("json");
    assert_eq!(
        text,
        r#"[{"code":"not_applicable","path":"/incentives/0/requires","leaves":[{"path":"/incentives/0/requires","operand":"r","operator":"equals","required":"1","actual":"undefined","holds":false}]}]"#
    );
}

/// Paths and gaps of what is missing for the only rung.
fn shortfalls(requires: &str, values: &str) -> Vec<(String, Option<String>)> {
    let tiers =
        format!(r#""tiers": {{"base": {{"id": "base"}}, "qualify": "highest_met", "ladder": [{{"id": "gold", "requires": {requires}}}]}}"#);
    let standing = decided(&tiers, values).standing.expect("standing");
    let next = standing.next.map(|next| next.shortfalls).unwrap_or_default();
    next.into_iter()
        .map(|leaf| (leaf.path.as_str().trim_start_matches("/tiers/ladder/0/requires").to_owned(), leaf.gap.map(|gap| gap.to_string())))
        .collect()
}

#[test]
fn shortfalls_are_the_leaves_that_are_needed() {
    let a5 = r#"{"a": {"at_least": "5", "unknown": "fails"}}"#;
    let b5 = r#"{"b": {"at_most": "5", "unknown": "fails"}}"#;
    let b9 = r#"{"b": {"at_least": "9", "unknown": "fails"}}"#;
    let values = r#"{"a": "3", "b": "7"}"#;
    let gap = |path: &str, gap: Option<&str>| (path.to_owned(), gap.map(str::to_owned));
    assert_eq!(shortfalls(a5, values), [gap("", Some("2"))]);
    assert_eq!(shortfalls(&format!(r#"{{"any": [{a5}, {b5}]}}"#), values), [gap("/any/0", Some("2")), gap("/any/1", Some("2"))]);
    // a satisfied `any` lacks nothing, though one of its leaves fails
    let satisfied = format!(r#"{{"all": [{{"any": [{a5}, {{"b": {{"at_least": "7", "unknown": "fails"}}}}]}}, {b9}]}}"#);
    assert_eq!(shortfalls(&satisfied, values), [gap("/all/1", Some("2"))]);
    let two_of_three = format!(r#"{{"at_least_k": {{"k": 2, "of": [{a5}, {b9}, {{"a": {{"equals": "3", "unknown": "fails"}}}}]}}}}"#);
    assert_eq!(shortfalls(&two_of_three, values), [gap("/at_least_k/of/0", Some("2")), gap("/at_least_k/of/1", Some("2"))]);
    // under a `not` that fails: the leaves that hold, without a gap
    let holding = r#"{"b": {"at_least": "6", "unknown": "fails"}}"#;
    assert_eq!(shortfalls(&format!(r#"{{"not": {{"any": [{a5}, {holding}]}}}}"#), values), [gap("/not/any/1", None)]);
    // a `not` that holds lacks nothing, though a leaf under it holds
    let held = format!(r#"{{"all": [{{"not": {{"all": [{a5}, {holding}]}}}}, {a5}]}}"#);
    assert_eq!(shortfalls(&held, values), [gap("/all/1", Some("2"))]);
    // unknown: needed, but no distance; equality has none either
    assert_eq!(shortfalls(a5, r#"{"a": null, "b": "1"}"#), [gap("", None)]);
    assert_eq!(shortfalls(r#"{"a": {"equals": "5", "unknown": "fails"}}"#, values), [gap("", None)]);
    assert_eq!(shortfalls(r#"{"a": {"more_than": "3", "unknown": "fails"}}"#, values), [gap("", Some("0"))]);
}

#[test]
fn qualify_decides_which_rung_counts() {
    let ladder = |qualify: &str| {
        format!(
            r#""tiers": {{"base": {{"id": "base"}}, "qualify": "{qualify}", "ladder": [
                {{"id": "silver", "requires": {{"a": {{"at_least": "5", "unknown": "fails"}}}}}},
                {{"id": "gold", "requires": {{"b": {{"at_least": "5", "unknown": "fails"}}}}}}]}}"#
        )
    };
    for (qualify, values, tier, next, expected) in [
        ("highest_met", r#"{"a": "1", "b": "6"}"#, "gold", None, vec!["tier_not_met", "tier_met"]),
        ("consecutive", r#"{"a": "1", "b": "6"}"#, "base", Some("silver"), vec!["tier_not_met", "tier_met", "tier_base"]),
        ("consecutive", r#"{"a": "5", "b": "5"}"#, "gold", None, vec!["tier_met", "tier_met"]),
        ("highest_met", r#"{"a": "5", "b": "4.99"}"#, "silver", Some("gold"), vec!["tier_met", "tier_not_met"]),
    ] {
        let standing = decided(&ladder(qualify), values).standing.expect("standing");
        assert_eq!((&*standing.tier, standing.next.as_ref().map(|next| &*next.tier)), (tier, next), "{qualify} {values}");
        assert_eq!(codes(&standing.reasons), expected, "{qualify} {values}");
    }
}

fn graduated(boundary: &str) -> String {
    format!(
        r#""pays": [{{"percent_of": "a", "unknown": "hold", "bands": {{"method": "graduated", "by": "a", "boundary": "{boundary}", "base": "from_first",
            "levels": [{{"from": "100", "rate": "0.1"}}, {{"from": "200", "rate": "0.2"}}, {{"from": "400", "rate": "0.3"}}]}}}}]"#
    )
}

#[test]
fn graduated_slices_at_both_sides_of_a_boundary() {
    for (boundary, value, level, parts) in [
        ("from_included", "199.99", 0, vec![("99.99", "9.999")]),
        ("from_included", "200", 1, vec![("100", "10")]),
        ("from_excluded", "200", 0, vec![("100", "10")]),
        ("from_excluded", "200.01", 1, vec![("100", "10"), ("0.01", "0.002")]),
        ("from_included", "100", 0, vec![]),
        ("from_included", "500", 2, vec![("100", "10"), ("200", "40"), ("100", "30")]),
    ] {
        let award = award(&graduated(boundary), &format!(r#"{{"a": "{value}"}}"#));
        let Some(Reason::PartGraduated { level: reached, slices, .. }) = award.reasons.first() else { panic!("{award:?}") };
        let found: Vec<(String, String)> =
            slices.iter().map(|slice| (slice.in_slice.to_string(), slice.contribution.to_string())).collect();
        let expected: Vec<(String, String)> = parts.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        assert_eq!((*reached, found), (level, expected), "{boundary} {value}");
    }
    check(&graduated("from_excluded"), r#"{"a": "100"}"#, AwardOutcome::Nothing, "0.00", &["part_below_first"], &[]);
    check(&graduated("from_included"), r#"{"a": "-1"}"#, AwardOutcome::Nothing, "0.00", &["part_below_first"], &[]);
    check(
        &graduated("from_included"),
        r#"{"a": "199.99"}"#,
        AwardOutcome::Paid,
        "10.00",
        &["part_graduated", "rounded"],
        &["9.999", "0.001"],
    );
}

#[test]
fn whole_amount_pays_one_rate_for_everything() {
    let bands = |by: &str| {
        format!(
            r#""pays": [{{"percent_of": "a", "unknown": "hold", "bands": {{"method": "whole_amount", "by": "{by}", "boundary": "from_included",
                "levels": [{{"from": "0", "rate": "0.01"}}, {{"from": "100", "rate": "0.02"}}]}}}}]"#
        )
    };
    check(&bands("a"), r#"{"a": "100"}"#, AwardOutcome::Paid, "2.00", &["part_paid"], &["2"]);
    check(&bands("a"), r#"{"a": "99"}"#, AwardOutcome::Paid, "0.99", &["part_paid"], &["0.99"]);
    check(&bands("b"), r#"{"a": "-10", "b": "100"}"#, AwardOutcome::Nothing, "0.00", &["part_negative"], &[]);
    check(&bands("b"), r#"{"a": "-10", "b": "-1"}"#, AwardOutcome::Nothing, "0.00", &["part_below_first"], &[]);
    check(&bands("b"), r#"{"a": "10", "b": null}"#, AwardOutcome::Held, "0.00", &["part_unknown", "held"], &["0"]);
}

#[test]
fn parts_that_are_negative_unknown_or_not_due() {
    let flat = |when_negative: &str, unknown: &str, more: &str| {
        format!(
            r#""pays": [{{"lump_sum": "5"}}, {{"percent_of": "a", "rate": "0.1", "when_negative": "{when_negative}", "unknown": "{unknown}"{more}}}]"#
        )
    };
    let paid = AwardOutcome::Paid;
    check(&flat("deduct", "hold", ""), r#"{"a": "-80"}"#, paid, "-3.00", &["part_paid", "part_paid"], &["5", "-8"]);
    check(&flat("nothing", "hold", ""), r#"{"a": "-80"}"#, paid, "5.00", &["part_paid", "part_negative"], &["5"]);
    check(&flat("nothing", "nothing", ""), r#"{"a": null}"#, paid, "5.00", &["part_paid", "part_unknown"], &["5"]);
    check(&flat("nothing", "hold", ""), r#"{"a": null}"#, AwardOutcome::Held, "0.00", &["part_paid", "part_unknown", "held"], &["5", "-5"]);
    let when = r#", "when": {"b": {"at_least": "1", "unknown": "fails"}}"#;
    check(&flat("nothing", "hold", when), r#"{"a": null, "b": "0"}"#, paid, "5.00", &["part_paid", "part_not_applicable"], &["5"]);
}

#[test]
fn rounding_floor_cap_and_gates_in_this_order() {
    let part = r#""pays": [{"percent_of": "a", "rate": "0.01", "when_negative": "deduct", "unknown": "hold"}]"#;
    let all = format!(r#"{part}, "floor": "1", "cap": "3", "gates": {{"b": {{"at_least": "1", "unknown": "fails"}}}}"#);
    let (paid, withheld) = (AwardOutcome::Paid, AwardOutcome::Withheld);
    check(part, r#"{"a": "100.5"}"#, paid, "1.01", &["part_paid", "rounded"], &["1.005", "0.005"]);
    check(part, r#"{"a": "-100.5"}"#, paid, "-1.01", &["part_paid", "rounded"], &["-1.005", "-0.005"]);
    check(
        &all,
        r#"{"a": "50.4", "b": "1"}"#,
        paid,
        "1.00",
        &["part_paid", "rounded", "raised_to_floor", "gates_held"],
        &["0.504", "-0.004", "0.5"],
    );
    check(&all, r#"{"a": "500", "b": "1"}"#, paid, "3.00", &["part_paid", "capped", "gates_held"], &["5", "-2"]);
    check(&all, r#"{"a": "300", "b": "1"}"#, paid, "3.00", &["part_paid", "gates_held"], &["3"]);
    check(&all, r#"{"a": "500", "b": "0"}"#, withheld, "0.00", &["part_paid", "capped", "gates_failed"], &["5", "-2", "-3"]);
    assert_eq!(award(&all, r#"{"a": "500", "b": "0"}"#).earned.to_string(), "3.00");
}

#[test]
fn a_group_pays_its_best() {
    let group = |held: &str| {
        format!(
            r#""groups": {{"g": "best_of"}}, "payout": {{"cap": "7"}}, "incentives": [
            {{"id": "z", "group": "g", "pays": [{{"lump_sum": "6"}}]}},
            {{"id": "y", "group": "g", "pays": [{{"percent_of": "a", "rate": "1", "when_negative": "deduct", "unknown": "hold"}}]}},
            {{"id": "gated", "group": "g", "pays": [{{"lump_sum": "9"}}], "gates": {{"any": []}}}},
            {{"id": "other", "group": "g", "requires": {{"any": []}}, "pays": [{{"lump_sum": "99"}}]}},
            {{"id": "alone", "pays": [{{"lump_sum": "{held}"}}]}}]"#
        )
    };
    let outcomes = |decision: &PartnerDecision<'_>| -> BTreeMap<String, (&'static str, String)> {
        decision
            .awards
            .iter()
            .inspect(|award| sums(award))
            .map(|award| (award.incentive.to_string(), (award.outcome.as_str(), award.amount.to_string())))
            .collect()
    };
    // 6 and 6: `y` sorts first; the withheld one takes part with 0; what does not apply stays what it is
    let decision = decided(&group("2"), r#"{"a": "6"}"#);
    let found = outcomes(&decision);
    assert_eq!(found["y"], ("paid", "6.00".to_owned()));
    assert_eq!(found["z"], ("superseded", "0.00".to_owned()));
    assert_eq!(found["gated"], ("superseded", "0.00".to_owned()));
    assert_eq!(found["other"], ("not_applicable", "0.00".to_owned()));
    assert_eq!(codes(&decision.awards[2].reasons), ["part_paid", "gates_failed", "superseded"]);
    assert_eq!(contributions(&decision.awards[2].reasons), ["9", "-9", "0"]);
    let Some(Reason::Chosen { over, .. }) = decision.awards[1].reasons.last() else { panic!("{decision:?}") };
    assert_eq!(over, &["z", "gated"]);
    // 6 + 2 is capped at 7
    assert_eq!(decision.total.to_string(), "7.00");
    assert_eq!(codes(&decision.total_reasons), ["award", "award", "total_capped"]);
    assert_eq!(contributions(&decision.total_reasons), ["6", "2", "-1"]);
    // a held one is left out of the comparison
    let found = outcomes(&decided(&group("2"), r#"{"a": null}"#));
    assert_eq!((found["y"].0, found["z"].0), ("held", "paid"));
    // a deduction is superseded like any smaller amount: 6 is paid and 4 is not taken
    let found = outcomes(&decided(&group("2"), r#"{"a": "-4"}"#));
    assert_eq!((found["y"].0, found["z"].0), ("superseded", "paid"));
}

#[test]
fn scores_rank_what_speaks_against_the_partner() {
    let card = |direction: &str| {
        let point = |id: &str, metric: &str, points: &str| {
            format!(
                r#"{{"id": "{id}", "baseline": "10", "attributes": [
                    {{"when": {{"{metric}": {{"at_least": "9", "unknown": "fails"}}}}, "points": "40"}},
                    {{"when": {{"{metric}": {{"at_least": "5", "unknown": "fails"}}}}, "points": "{points}"}}], "otherwise": "0"}}"#
            )
        };
        format!(
            r#""scorecards": {{"risk": {{"initial": "5", "direction": "{direction}", "characteristics": [{}, {}, {}],
                "bands": [{{"id": "low", "from": "0"}}, {{"id": "high", "from": "65"}}]}}}}"#,
            point("one", "a", "20"),
            point("two", "b", "30"),
            point("three", "a", "20")
        )
    };
    let ranks = |decision: &PartnerDecision<'_>| -> Vec<(String, Option<usize>)> {
        decision.scores[0]
            .reasons
            .iter()
            .filter_map(|reason| match reason {
                Reason::Scored { points, rank, .. } => Some((points.to_string(), *rank)),
                _ => None,
            })
            .collect()
    };
    let row = |points: &str, rank: Option<usize>| (points.to_owned(), rank);
    let decision = decided(&card("high_is_bad"), r#"{"a": "6", "b": "6"}"#);
    assert_eq!((decision.scores[0].points.to_string().as_str(), &*decision.scores[0].band), ("75", "high"));
    assert_eq!(ranks(&decision), [row("20", Some(2)), row("30", Some(1)), row("20", Some(3))]);
    assert_eq!(decision.scores[0].reasons[1].path().as_str(), "/scorecards/risk/characteristics/0/attributes/1");
    let decision = decided(&card("high_is_good"), r#"{"a": "6", "b": null}"#);
    assert_eq!((decision.scores[0].points.to_string().as_str(), &*decision.scores[0].band), ("45", "low"));
    assert_eq!(ranks(&decision), [row("20", None), row("0", Some(1)), row("20", None)]);
    assert_eq!(decision.scores[0].reasons[2].path().as_str(), "/scorecards/risk/characteristics/1/otherwise");
}

#[test]
fn overflow_names_place_and_partner() {
    let metrics = r#"{"schema": "qudao/programme/1", "id": "p", "revision": 1, "currency": "CNY", "effective": {"from": "2026-01-01"},
        "calendar": {"year_starts": "01-01"}, "rounding": {"scale": 2, "mode": "half_up"}, "metrics": {"a": {"given": "decimal"},
        "b": {"weighted_sum": [["999999999999999.111111111111", "a"]]}}}"#;
    let programme = Programme::from_json(metrics).expect("programme");
    let facts = r#"{"schema": "qudao/facts/1", "partners": [{"id": "P"}], "metrics": {"P": {"a": "999999999999999.111111"}}}"#;
    let facts = Facts::from_json(&programme, facts).expect("facts");
    let error = plain::measure(&programme, &facts, &AsOf::on(parse_date("2026-06-30").expect("date")), 0, &[]).expect_err("too large");
    assert_eq!((error.code(), error.path().as_str()), ("overflow", "/metrics/b"));
    assert!(error.to_string().contains("`P`"), "{error}");
}

#[test]
fn the_first_rule_that_holds_gives_the_class() {
    let rules = r#""classes": {"size": {"rules": [{"class": "large", "when": {"a": {"at_least": "5", "unknown": "fails"}}},
        {"class": "odd", "when": {"r": {"equals": "1", "unknown": "fails"}}},
        {"class": "large", "when": {"b": {"at_least": "5", "unknown": "holds"}}}], "otherwise": "small"}}"#;
    for (values, class, expected) in [
        (r#"{"a": "5", "b": "1"}"#, "large", &["class_met"][..]),
        (r#"{"a": "2", "b": "2"}"#, "odd", &["class_not_met", "class_met"]),
        (r#"{"a": "2", "b": null}"#, "large", &["class_not_met", "class_not_met", "class_met"]),
        (r#"{"a": null, "b": "0"}"#, "small", &["class_not_met", "class_not_met", "class_not_met", "class_otherwise"]),
    ] {
        let decision = decided(rules, values);
        let found = &decision.classes[0];
        assert_eq!((&*found.class, codes(&found.reasons).as_slice()), (class, expected), "{values}");
        assert_eq!(found.reasons.last().map(|reason| reason.path().as_str().starts_with("/classes/size/")), Some(true));
    }
}
