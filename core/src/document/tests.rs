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
        ("others", MetricUnit::Number, true),
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
