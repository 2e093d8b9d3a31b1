//! Amounts in other currencies.

use std::borrow::Cow;

use super::*;
use crate::currencies::{Currencies, RateOf};
use crate::in_full::InFull;

const RATES: &str = r#""partners": [{"id": "A"}, {"id": "B"}], "rates": [
    {"currency": "USD", "date": "2026-03-03", "rate": "7.123456"}, {"currency": "USD", "date": "2026-03-01", "rate": "7.1"},
    {"currency": "EUR", "date": "2026-03-01", "rate": 8}]"#;

fn converting(currencies: Currencies) -> Programme {
    Programme { currencies: Some(currencies), ..programme(false) }
}

fn rates(rate: RateOf, round_records: bool) -> Currencies {
    Currencies { rate_on: "paid", rate, round_records, in_full: InFull::here().expect("the whole build") }
}

fn listed(report: &Report) -> Vec<String> {
    report.findings().iter().map(|finding| format!("{} {}", finding.code, finding.path.as_str())).collect()
}

fn sale(currency: &str, amount: &str, paid: &str) -> String {
    format!(
        r#"{{"partner": "A", "date": "2026-03-01", "basis": "sell_in", "currency": {currency}, "amount": "{amount}", "tax": "1", "paid": {paid}}}"#
    )
}

/// Amount and tax of the first sale, or what is found.
fn converted(currencies: Currencies, tables: &str, sale: &str) -> Result<String, Vec<String>> {
    let text = document(&format!(r#"{tables}, "sales": [{sale}]"#));
    let facts = Facts::from_json(&converting(currencies), &text).map_err(|report| listed(&report))?;
    let show = |column: &str| match facts.cell("sales", column, 0) {
        Cell::Number(number) => number.to_string(),
        other => format!("{other:?}"),
    };
    Ok(format!("{} {}", show("amount"), show("tax")))
}

#[test]
fn amounts_take_the_rate_of_their_day() {
    type Case = (RateOf, bool, &'static str, &'static str, &'static str, Result<&'static str, &'static [&'static str]>);
    let (same, before) = (RateOf::SameDay, RateOf::OnOrBefore);
    let cases: &[Case] = &[
        (same, true, "null", "10.005", "null", Ok("10.005 1")),
        (same, true, r#""CNY""#, "10.005", "null", Ok("10.005 1")),
        (same, true, r#""USD""#, "10", "null", Ok("71 7.1")),
        (same, true, r#""USD""#, "10", r#""2026-03-03""#, Ok("71.23 7.12")),
        (before, true, r#""USD""#, "-0.35", r#""2026-03-02""#, Ok("-2.49 7.1")),
        (before, false, r#""USD""#, "10.5", r#""2026-03-09""#, Ok("74.796288 7.123456")),
        (before, true, r#""EUR""#, "999999999999999", "null", Err(&["too_large_amount /sales/0/amount"])),
        (before, true, r#""EUR""#, "99999999999999.99", "null", Ok("799999999999999.92 8")),
        (before, false, r#""USD""#, "0.1", r#""2026-03-03""#, Err(&["too_precise /sales/0/amount"])),
        (same, true, r#""USD""#, "10", r#""2026-03-02""#, Err(&["missing_rate /sales/0/currency"])),
        (before, true, r#""USD""#, "10", r#""2026-02-28""#, Err(&["missing_rate /sales/0/currency"])),
        (before, true, r#""JPY""#, "10", "null", Err(&["missing_rate /sales/0/currency"])),
        (before, true, r#""RMB""#, "10", "null", Err(&["unknown_currency /sales/0/currency"])),
    ];
    for (rate, round, currency, amount, paid, expected) in cases {
        let found = converted(rates(*rate, *round), RATES, &sale(currency, amount, paid));
        let expected = expected.map(str::to_owned).map_err(|findings| findings.iter().map(|text| (*text).to_owned()).collect());
        assert_eq!(found, expected, "{amount} {currency} paid {paid}");
    }
    let lonely = converted(rates(same, true), r#""partners": [{"id": "A"}]"#, &sale(r#""USD""#, "1", "null"));
    assert_eq!(lonely, Err(vec!["missing_rate /sales/0/currency".to_owned()]));
}

#[test]
fn receivables_and_payments_take_their_own_dates() {
    let text = document(&format!(
        r#"{RATES}, "receivables": [{{"partner": "A", "issued": "2026-03-01", "due": "2026-04-01", "amount": "1", "currency": "USD"}},
            {{"partner": "A", "issued": "2026-03-01", "due": "2026-04-01", "paid": "2026-03-03", "amount": "1", "currency": "USD"}}],
            "payments": [{{"partner": "A", "date": "2026-03-03", "amount": "1", "currency": "USD"}}]"#
    ));
    let facts = Facts::from_json(&converting(rates(RateOf::SameDay, false)), &text).unwrap();
    let number = |text: &str| Cell::Number(text.parse().unwrap());
    assert_eq!(facts.cell("receivables", "amount", 0), number("7.1"));
    assert_eq!(facts.cell("receivables", "amount", 1), number("7.123456"));
    assert_eq!(facts.cell("payments", "amount", 0), number("7.123456"));
    assert_eq!(facts.cell("payments", "currency", 0), Cell::Text("USD"));
}

#[test]
fn wrong_rates_are_found_once() {
    let usd = sale(r#""USD""#, "1", "null");
    for (rates_table, expected) in [
        (r#"[{"currency": "USD", "date": "2026-03-01", "rate": "0"}]"#, "out_of_range /rates/0/rate"),
        (r#"[{"currency": "RMB", "date": "2026-03-01", "rate": "1"}]"#, "unknown_currency /rates/0/currency"),
        (r#"[{"currency": "USD", "date": "2026-03-01"}]"#, "missing_value /rates/0/rate"),
        (
            r#"[{"currency": "USD", "date": "2026-03-01", "rate": "7"}, {"currency": "USD", "date": "2026-03-01", "rate": "7"}]"#,
            "duplicate_id /rates/1/date",
        ),
    ] {
        let tables = format!(r#""partners": [{{"id": "A"}}], "rates": {rates_table}"#);
        assert_eq!(converted(rates(RateOf::SameDay, true), &tables, &usd), Err(vec![expected.to_owned()]));
    }
    // without other currencies the table is read and nothing is converted
    let text = document(&format!(r#"{RATES}, "sales": [{usd}]"#));
    assert_eq!(listed(&Facts::from_json(&programme(false), &text).unwrap_err()), ["currency_mismatch /sales/0/currency"]);
}

#[test]
fn batches_are_converted_as_they_are_read() {
    let programme = converting(rates(RateOf::OnOrBefore, true));
    let texts = CodedDictionary::new(["USD", "CNY", "JPY"]);
    let batch = |last: u32| {
        let codes: Vec<u32> = vec![1, 0, last];
        let currency = BatchColumn::Coded { codes: codes.into(), dictionary: texts.clone() };
        let columns = vec![
            ("partner", BatchColumn::Constant("A")),
            ("date", BatchColumn::Days(Cow::Borrowed(&[20_515, 20_515, 20_520]))),
            ("amount", BatchColumn::Decimals64 { mantissas: Cow::Borrowed(&[100, 100, 100]), scale: 2 }),
            ("currency", currency),
            ("basis", BatchColumn::Constant("sell_in")),
        ];
        columns.into_iter().map(|(name, column)| (name.to_owned(), column)).collect::<Vec<_>>()
    };
    let mut kept = FactsBuilder::new(&programme);
    kept.add_json(&document(RATES));
    let mut streamed = FactsBuilder::new(&programme);
    streamed.add_json(&document(RATES));
    streamed.stream("sales");
    kept.add_batch("sales", 3, batch(0));
    let kept = kept.finish().unwrap();
    let mut streamed = streamed.finish().unwrap();
    let table = streamed.read_batch("sales", 3, batch(0)).unwrap();
    let (kind, sales) = kept.table_named("sales").unwrap();
    assert_eq!(dump_table(&streamed, kind, &table), dump_table(&kept, kind, sales));
    assert_eq!(kept.cell("sales", "amount", 2), Cell::Number("7.12".parse().unwrap()));
    assert_eq!(listed(&streamed.read_batch("sales", 3, batch(2)).unwrap_err()), ["missing_rate /sales/5/currency"]);
}
