//! Prices worked out by hand from the guide.

use crate::decision::PriceDecision;
use crate::engine::Engine;
use crate::facts::Facts;
use crate::period::{AsOf, parse_date};
use crate::programme::Programme;
use crate::reason::Reason;

fn price(prices: &str, on: &str, product: &str) -> PriceDecision {
    let text = format!(
        r#"{{"schema": "qudao/programme/1", "id": "p", "revision": 1, "currency": "CNY", "effective": {{"from": "2026-01-01"}},
        "calendar": {{"year_starts": "01-01"}}, "rounding": {{"scale": 2, "mode": "half_up"}}, "metrics": {{"net": {{"given": "decimal"}}}},
        "prices": {{{prices}}}}}"#
    );
    let programme = Programme::from_json(&text).expect("programme");
    let facts = r#"{"schema": "qudao/facts/1", "partners": [{"id": "P"}], "metrics": {"P": {"net": "100"}},
        "categories": [{"id": "pump"}, {"id": "small", "parent": "pump"}],
        "products": [{"id": "X", "category": "small"}, {"id": "Y"}],
        "list_prices": [{"product": "X", "from": "2026-06-01", "price": "200"}, {"product": "X", "from": "2026-01-01", "until": "2026-06-01", "price": "99.99"}]}"#;
    let facts = Facts::from_json(&programme, facts).expect("facts");
    let as_of = AsOf::on(parse_date(on).expect("date"));
    let decision = Engine::compile(&programme).price(&facts, &as_of, "P", product).expect("decides").expect("prices");
    if let (Some(list), Some(price)) = (decision.list, decision.price) {
        let sum = decision.reasons.iter().filter_map(Reason::contribution).try_fold(list, crate::Exact::checked_add);
        assert_eq!(sum, Ok(price.exact()), "{decision:?}");
    }
    decision
}

/// Price, then codes.
fn check(discounts: &str, combine: &str, more: &str, expected: &str, codes: &[&str]) {
    let prices = format!(r#""discounts": [{discounts}], "combine": "{combine}", "rounding": {{"scale": 2, "mode": "floor"}}{more}"#);
    let decision = price(&prices, "2026-05-31", "X");
    let found: Vec<&str> = decision.reasons.iter().map(Reason::code).collect();
    assert_eq!((decision.price.expect("a price").to_string().as_str(), found.as_slice()), (expected, codes));
}

const TEN: &str = r#"{"id": "a", "requires": {"net": {"at_least": "100", "unknown": "fails"}}, "off": "0.1"}"#;
const FIVE: &str = r#"{"id": "b", "where": {"category": {"within": "pump", "unknown": "fails"}}, "amount_off": "5"}"#;
const NOT: &str = r#"{"id": "c", "requires": {"net": {"more_than": "100", "unknown": "fails"}}, "off": "1"}"#;

#[test]
fn discounts_combine() {
    let both = format!("{TEN}, {NOT}, {FIVE}");
    // 89.991 and 94.99
    check(&both, "best_of", "", "89.99", &["discount", "discount_not_applicable", "discount_superseded", "rounded"]);
    // 89.991 − 5
    check(&both, "one_after_another", "", "84.99", &["discount", "discount_not_applicable", "discount", "rounded"]);
    // (99.99 − 5) × 0.9 = 85.491
    check(&format!("{FIVE}, {TEN}"), "one_after_another", "", "85.49", &["discount", "discount", "rounded"]);
    // 99.99 − 9.999 − 5
    check(&format!("{FIVE}, {TEN}"), "added", "", "84.99", &["discount", "discount", "rounded"]);
    check("", "added", "", "99.99", &[]);
    check(r#"{"id": "a", "price": "80"}, {"id": "b", "price": "80.00"}"#, "best_of", "", "80.00", &["discount", "discount_superseded"]);
    // a fixed price above the list price is no discount
    check(r#"{"id": "a", "price": "120"}"#, "best_of", "", "99.99", &["discount"]);
}

#[test]
fn no_price_is_below_its_minimum() {
    let much = r#"{"id": "a", "amount_off": "500"}"#;
    check(much, "added", "", "0.00", &["discount", "raised_to_minimum"]);
    // 99.99 × 0.55 = 54.9945, which must not be rounded down
    check(much, "added", r#", "not_below": "0.55""#, "55.00", &["discount", "raised_to_minimum", "rounded"]);
}

#[test]
fn a_list_price_holds_for_its_dates() {
    let prices = r#""discounts": [], "combine": "added", "rounding": {"scale": 0, "mode": "half_up"}"#;
    let of = |on: &str, product: &str| price(prices, on, product).price.map(|price| price.to_string());
    assert_eq!(of("2026-05-31", "X").as_deref(), Some("100"));
    assert_eq!(of("2026-06-01", "X").as_deref(), Some("200"));
    assert_eq!(of("2026-06-01", "Y"), None);
    let none = price(prices, "2026-06-01", "Z");
    assert_eq!((none.list, none.reasons[0].code()), (None, "no_list_price"));
}

#[test]
fn a_product_has_one_list_price_at_a_time() {
    let programme = r#"{"schema": "qudao/programme/1", "id": "p", "revision": 1, "currency": "CNY", "effective": {"from": "2026-01-01"},
        "calendar": {"year_starts": "01-01"}, "rounding": {"scale": 2, "mode": "half_up"},
        "prices": {"discounts": [], "combine": "added", "rounding": {"scale": 2, "mode": "half_up"}}}"#;
    let programme = Programme::from_json(programme).expect("programme");
    let found = |prices: &str| {
        let facts = format!(r#"{{"schema": "qudao/facts/1", "partners": [{{"id": "P"}}]{prices}}}"#);
        let report = Facts::from_json(&programme, &facts).expect_err("refused");
        report.findings().iter().map(|finding| format!("{} {}", finding.code, finding.path)).collect::<Vec<_>>()
    };
    let two =
        r#", "list_prices": [{"product": "X", "from": "2026-01-01", "price": "1"}, {"product": "X", "from": "2026-02-01", "price": "1"}]"#;
    assert_eq!(found(two), ["overlapping_prices /list_prices/1/from"]);
    assert_eq!(found(""), ["missing_table /list_prices"]);
}
