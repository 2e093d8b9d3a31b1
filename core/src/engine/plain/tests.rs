//! Metrics computed by hand from the guide.

use super::measure;
use crate::facts::Facts;
use crate::period::AsOf;
use crate::period::parse_date;
use crate::programme::Programme;

/// One metric over these sales lines, for partner P above Q.
fn measured(metric: &str, sales: &str, known_on: Option<&str>) -> [String; 2] {
    let programme = format!(
        r#"{{"schema": "qudao/programme/1", "id": "p", "revision": 1, "currency": "CNY", "effective": {{"from": "2026-01-01"}},
            "calendar": {{"year_starts": "01-01"}}, "rounding": {{"scale": 2, "mode": "half_up"}}, "metrics": {{"m": {{{metric}}}}}}}"#
    );
    let programme = Programme::from_json(&programme).expect("programme");
    let facts = format!(r#"{{"schema": "qudao/facts/1", "partners": [{{"id": "P"}}, {{"id": "Q", "parent": "P"}}], "sales": [{sales}]}}"#);
    let facts = Facts::from_json(&programme, &facts).expect("facts");
    let as_of = AsOf { on: parse_date("2026-06-30").expect("date"), known_on: known_on.and_then(parse_date) };
    ["P", "Q"].map(|partner| {
        let row = facts.partner_row(partner).expect("partner");
        measure(&programme, &facts, &as_of, row).expect("measured")[0].to_string()
    })
}

const SALES: &str = r#"
    {"partner": "P", "date": "2026-06-30", "amount": "10", "tax": "1.3", "basis": "sell_in", "channel": "web"},
    {"partner": "P", "date": "2026-03-01", "amount": "-4", "basis": "sell_in", "known_on": "2026-07-02"},
    {"partner": "Q", "date": "2026-03-01", "amount": "7", "basis": "sell_out", "channel": "web"},
    {"partner": "Q", "date": "2026-07-01", "amount": "100", "basis": "sell_in"},
    {"partner": "Q", "date": "2025-12-31", "amount": "1000", "basis": "sell_in"}"#;

const YEAR: &str = r#""window": {"period": "year", "part": "whole"}"#;

#[test]
fn sums_by_scope_window_basis_returns_and_tax() {
    let sum = |scope: &str, basis: &str, returns: &str, tax: &str| {
        format!(
            r#""sum": "sales.amount", "date": "date", "scope": "{scope}", "basis": "{basis}", "returns": "{returns}", "tax": "{tax}", {YEAR}"#
        )
    };
    for (metric, known_on, expected) in [
        (sum("own", "all", "include", "excluded"), None, ["6", "7"]),
        (sum("descendants", "all", "include", "excluded"), None, ["13", "7"]),
        (sum("parent", "all", "include", "excluded"), None, ["missing", "6"]),
        (sum("own", "sell_in", "include", "excluded"), None, ["6", "0"]),
        (sum("own", "all", "exclude", "excluded"), None, ["10", "7"]),
        (sum("own", "all", "only", "excluded"), None, ["-4", "0"]),
        (sum("own", "all", "include", "included"), None, ["7.3", "7"]),
        (sum("own", "all", "include", "excluded"), Some("2026-07-01"), ["10", "7"]),
        (sum("own", "all", "include", "excluded"), Some("2026-07-02"), ["6", "7"]),
    ] {
        assert_eq!(measured(&metric, SALES, known_on), expected.map(str::to_owned), "{metric}");
    }
}

#[test]
fn every_operation_and_its_empty_case() {
    let rest = r#""date": "date", "scope": "own", "basis": "all", "returns": "include", "window": "all_time""#;
    let amount = |operation: &str| format!(r#"{operation}, "tax": "excluded", {rest}"#);
    let lines = r#"
        {"partner": "P", "date": "2026-01-01", "amount": "8", "basis": "sell_in", "ship_to": "x", "channel": "web"},
        {"partner": "P", "date": "2026-02-01", "amount": "1", "basis": "sell_in"},
        {"partner": "P", "date": "2026-02-01", "amount": "3", "basis": "sell_in", "channel": "shop"},
        {"partner": "P", "date": "2026-01-01", "amount": "2", "basis": "sell_in", "channel": "web"}"#;
    for (metric, expected, empty) in [
        (amount(r#""sum": "sales.amount""#), "14", "0"),
        (format!(r#""count": "sales", {rest}"#), "4", "0"),
        (format!(r#""distinct": "sales.channel", {rest}"#), "2", "0"),
        (amount(r#""mean": "sales.amount""#), "3.5", "missing"),
        (amount(r#""median": "sales.amount""#), "2.5", "missing"),
        (amount(r#""min": "sales.amount""#), "1", "missing"),
        (amount(r#""max": "sales.amount""#), "8", "missing"),
        (amount(r#""latest": "sales.amount", "tie": "highest""#), "3", "missing"),
        (amount(r#""latest": "sales.amount", "tie": "lowest""#), "1", "missing"),
        (amount(r#""first": "sales.amount", "tie": "lowest""#), "2", "missing"),
        // x 8, without 6
        (amount(r#""max_share": "sales.amount", "by": "sales.ship_to""#), "4/7", "undefined"),
        (
            r#""days_since": "sales.date", "scope": "own", "basis": "all", "returns": "include", "window": "all_time""#.to_owned(),
            "149",
            "missing",
        ),
    ] {
        assert_eq!(measured(&metric, lines, None), [expected.to_owned(), empty.to_owned()], "{metric}");
    }
}

#[test]
fn the_share_of_a_window_that_has_passed() {
    for (window, expected) in [
        (r#"{"period": "year", "part": "whole"}"#, "181/365"),
        (r#"{"period": "quarter", "part": "whole"}"#, "1"),
        (r#"{"period": "year", "part": "to_date"}"#, "1"),
        (r#"{"period": "month", "part": "whole", "shift": {"months": 1}}"#, "0"),
        (r#"{"from": "2026-06-21", "until": "2026-07-11"}"#, "0.5"),
        (r#"{"from": "2026-01-01", "until": "2026-02-01"}"#, "1"),
    ] {
        assert_eq!(measured(&format!(r#""elapsed_share": {window}"#), SALES, None), [expected, expected], "{window}");
    }
}
