//! The reader on whole documents and on broken ones.

use super::read;
use crate::metric::{Definition, MetricUnit};
use crate::period::{Part, Shift, Unit, Window};
use crate::{DiagnosticCode, Programme};

const FULL: &str = include_str!("tests/full.json");

fn valid(text: &str) -> Programme {
    read(text).unwrap_or_else(|report| panic!("{report}"))
}

#[test]
fn a_document_of_the_whole_grammar_reads_and_round_trips() {
    let programme = valid(FULL);
    assert_eq!(programme.warnings(), []);
    let again = valid(programme.to_json());
    assert_eq!(again, programme);
    assert_eq!(programme.identity().fingerprint.len(), 64);
    assert!(programme.to_json().contains(r#""weighted_sum":[["0.6","net_sales"],["-1","net_sales_before"]]"#));
    assert!(programme.to_json().contains(r#""requires":{"net_sales":{"at_least":"100000"}}"#));
    assert!(programme.to_json().contains(r#""k":1,"#));
}

#[test]
fn metrics_get_units_and_say_whether_they_may_be_unknown() {
    let programme = valid(FULL);
    let metric = |name: &str| &programme.metrics()[programme.metric(name).expect(name)];
    for (name, unit, unknown) in [
        ("net_sales", MetricUnit::Money, false),
        ("tax_sum", MetricUnit::Money, false),
        ("customers", MetricUnit::Number, false),
        ("score_mean", MetricUnit::Number, true),
        ("score_min", MetricUnit::Money, true),
        ("idle", MetricUnit::Days, true),
        ("concentration", MetricUnit::Share, true),
        ("annual_target", MetricUnit::Number, true),
        ("parents_sales", MetricUnit::Money, true),
        ("visit_weight", MetricUnit::Number, false),
        ("net_sales_before", MetricUnit::Money, false),
        ("tax_share", MetricUnit::Share, true),
        ("plus", MetricUnit::Money, false),
        ("growth_rate", MetricUnit::Share, false),
        ("attained", MetricUnit::Share, true),
        ("mix", MetricUnit::Money, false),
        ("index", MetricUnit::Number, true),
        ("limit", MetricUnit::Number, true),
        ("staff", MetricUnit::Number, false),
        ("headroom", MetricUnit::Money, true),
        ("others", MetricUnit::Number, true),
        ("won", MetricUnit::Number, false),
        ("won_sales", MetricUnit::Money, false),
        ("won_before", MetricUnit::Money, false),
        ("least", MetricUnit::Number, false),
        ("active", MetricUnit::Share, false),
        ("least_so_far", MetricUnit::Number, false),
        ("at_most", MetricUnit::Money, false),
        ("better", MetricUnit::Money, true),
        ("shown", MetricUnit::Share, false),
    ] {
        assert_eq!((metric(name).unit, metric(name).may_be_unknown), (unit, unknown), "{name}");
    }
    let Definition::Base(base) = &metric("net_sales_before").definition else { panic!("not a base") };
    assert_eq!(base.window, Window::Calendar { unit: Unit::Year, part: Part::ToDate, shift: Some(Shift::Months(-12)) });
    let mut done = Vec::new();
    for position in &programme.metric_order {
        if let Definition::Difference { of, minus } = programme.metrics()[*position].definition {
            assert!(done.contains(&of) && done.contains(&minus));
        }
        done.push(*position);
    }
    assert_eq!(done.len(), programme.metrics().len());
}

#[test]
fn a_missing_header_is_seven_findings() {
    let report = read("{}").expect_err("nothing is there");
    assert_eq!(report.findings().len(), 7);
    assert!(report.findings().iter().all(|finding| finding.code == DiagnosticCode::MissingMember));
}

mod broken;
mod broken_across;
mod broken_funds;
mod broken_incentives;

fn found(text: &str) -> Vec<String> {
    let report = read(text).expect_err("errors");
    report.findings().iter().map(|finding| format!("{} {}", finding.code, finding.path.as_str())).collect()
}

#[test]
fn ten_mistakes_are_ten_findings_in_document_order() {
    let text = r#"{
        "schema": "qudao/programme/1", "id": "ten mistakes", "revision": 1,
        "effective": { "from": "2026-01-01", "until": "2025-01-01" },
        "currency": "JPY", "calendar": { "year_starts": "01-01" }, "rounding": { "scale": 2, "mode": "half_up" },
        "metrics": {
            "net_sales": { "sum": "sales.amount", "window": { "period": "year", "part": "to_date" }, "date": "date", "scope": "own",
                           "basis": "all", "returns": "include" },
            "idle": { "days_since": "sales.dat", "window": "all_time", "scope": "own", "basis": "all", "returns": "include" },
            "a": { "difference": ["b", "net_sales"] },
            "b": { "difference": ["a", "net_sales"] }
        },
        "tiers": { "base": { "id": "none" }, "qualify": "highest_met",
            "ladder": [ { "id": "one", "requires": { "net_saels": { "at_least": "5" } } },
                        { "id": "two", "requires": { "idle": { "at_most": 90 } } } ] },
        "incentives": [ { "id": "x", "pays": [ { "percent_of": "net_sales", "rate": 0.02, "when_negative": "nothing" } ], "paid": 1 } ]
    }"#;
    let expected = [
        "bad_id /id",
        "period_empty /effective",
        "scale_exceeds_currency /rounding/scale",
        "switch_required /metrics/net_sales",
        "unknown_reference /metrics/idle/days_since",
        "metric_cycle /metrics/a",
        "unknown_reference /tiers/ladder/0/requires/net_saels",
        "unknown_policy_required /tiers/ladder/1/requires/idle",
        "amount_not_exact /incentives/0/pays/0/rate",
        "unknown_member /incentives/0/paid",
    ];
    assert_eq!(found(text), expected);
    let report = read(text).expect_err("errors");
    let helped = report.findings().iter().find(|finding| finding.path.as_str().ends_with("net_saels")).expect("is there");
    assert_eq!(helped.help.as_deref(), Some("did you mean `net_sales`?"));
}

#[test]
fn what_is_no_document_is_one_finding() {
    assert_eq!(found("[]"), ["wrong_type "]);
    assert_eq!(found("{"), ["syntax "]);
    assert_eq!(found(&"[".repeat(100)), ["too_deep "]);
    assert_eq!(found(&" ".repeat(super::MAX_BYTES + 1)), ["too_large "]);
}

#[test]
fn the_order_of_members_does_not_change_the_fingerprint() {
    let small = |effective: &str| {
        format!(
            r#"{{"schema": "qudao/programme/1", "id": "small", "revision": 1, "currency": "CNY", {effective},
            "calendar": {{"year_starts": "01-01"}}, "rounding": {{"scale": 2, "mode": "half_up"}}}}"#
        )
    };
    let one = valid(&small(r#""effective": {"from": "2026-01-01", "until": "2027-01-01"}"#));
    let two = valid(&small(r#""effective": {"until": "2027-01-01", "from": "2026-01-01"}"#));
    assert_eq!(one.identity(), two.identity());
    assert_eq!(one, two);
}

#[test]
fn no_prefix_and_no_damaged_value_fails_otherwise_than_with_findings() {
    for (prefix, _) in (0..FULL.len() - 1).step_by(7).filter_map(|end| FULL.split_at_checked(end)) {
        assert!(read(prefix).is_err_and(|report| report.has_errors()));
    }
    for damage in ["{}", "[]", "null", "7", "\"\""] {
        for (at, _) in FULL.match_indices(": ").step_by(2) {
            let (before, value) = FULL.split_at(at + 2);
            let Some(end) = value.find([',', '}', '\n']) else { continue };
            let text = format!("{before}{damage}{}", value.split_at(end).1);
            if let Err(report) = read(&text) {
                assert!(report.has_errors());
                assert!(!report.to_string().contains("could not be read"), "{text}");
            }
        }
    }
}
