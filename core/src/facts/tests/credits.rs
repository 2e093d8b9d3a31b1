//! Sales that several partners are credited for.

use std::borrow::Cow;

use super::*;
use crate::currencies::{Currencies, RateOf};
use crate::in_full::InFull;

const PARTNERS: &str = r#""partners": [{"id": "C"}, {"id": "A"}, {"id": "B"}]"#;
const SALES: &str = r#""sales": [
    {"id": "1", "partner": "B", "date": "2026-01-02", "amount": "5.00", "basis": "sell_in", "channel": "web"},
    {"id": "2", "partner": "C", "date": "2026-01-03", "amount": "-100.01", "tax": "0.02", "quantity": "1", "basis": "sell_out", "channel": "shop"},
    {"partner": "A", "date": "2026-01-04", "amount": "1.001", "basis": "sell_in"}]"#;
const THIRDS: &str = r#"{"sale": "2", "partner": "A", "share": "0.25"}, {"sale": "2", "partner": "B", "share": "0.5"}, {"sale": "2", "partner": "C", "share": "0.25"}"#;

/// Partner, amount, tax, quantity and channel of the sales with an id.
fn lines(facts: &Facts, table: &Table) -> Vec<String> {
    let kind = facts.kinds().position("sales").unwrap();
    let columns = ["id", "partner", "amount", "tax", "quantity", "channel"];
    let mut lines: Vec<String> = (0..table.rows())
        .map(|row| {
            let cells = columns.iter().map(|name| {
                let at = facts.kinds().get("sales").unwrap().position(name).unwrap();
                match facts.cell_at(kind, table, at, row) {
                    Cell::Text(text) => text.to_owned(),
                    Cell::Number(number) => number.to_string(),
                    _ => "-".to_owned(),
                }
            });
            cells.collect::<Vec<_>>().join(" ")
        })
        .collect();
    lines.sort();
    lines
}

fn listed(report: &Report) -> Vec<String> {
    report.findings().iter().map(|finding| format!("{} {}", finding.code, finding.path.as_str())).collect()
}

fn split(credits: &str) -> Result<Vec<String>, Vec<String>> {
    let text = document(&format!(r#"{PARTNERS}, {SALES}, "credits": [{credits}]"#));
    let facts = Facts::from_json(&programme(false), &text).map_err(|report| listed(&report))?;
    Ok(lines(&facts, facts.table_named("sales").unwrap().1))
}

#[test]
fn a_credited_sale_becomes_one_line_for_each_partner() {
    let plain = ["- A 1.001 - - -", "1 B 5 - - web", "2 C -100.01 0.02 1 shop"];
    assert_eq!(split("").unwrap(), plain);
    // one cent and one cent of tax are left over: the largest remainder has it, then the partner that sorts first
    let expected = ["- A 1.001 - - -", "1 A 5 - - web", "2 A -25 0.01 0.25 shop", "2 B -50.01 0.01 0.5 shop", "2 C -25 0 0.25 shop"];
    assert_eq!(split(&format!(r#"{{"sale": "1", "partner": "A", "share": 1}}, {THIRDS}"#)).unwrap(), expected);
    let thirds = r#"{"sale": "2", "partner": "C", "share": "0.333333"}, {"sale": "2", "partner": "A", "share": "0.333333"},
        {"sale": "2", "partner": "B", "share": "0.333334"}"#;
    let expected = [
        "- A 1.001 - - -",
        "1 B 5 - - web",
        "2 A -33.34 0.01 0.333333 shop",
        "2 B -33.34 0.01 0.333334 shop",
        "2 C -33.33 0 0.333333 shop",
    ];
    assert_eq!(split(thirds).unwrap(), expected);
}

#[test]
fn references_to_a_split_sale_lead_to_its_first_part() {
    let text = document(&format!(
        r#"{PARTNERS}, "sales": [{{"id": "1", "partner": "B", "date": "2026-01-02", "amount": "999999999999999", "basis": "sell_in"}},
            {{"id": "2", "partner": "B", "date": "2026-01-02", "amount": "0.03", "basis": "sell_in"}}],
            "credits": [{{"sale": "1", "partner": "A", "share": "0.5"}}, {{"sale": "1", "partner": "C", "share": "0.5"}}]"#
    ));
    let facts = Facts::from_json(&programme(false), &text).unwrap();
    let partners: Vec<Cell<'_>> = (0..3).map(|row| facts.cell("sales", "partner", row)).collect();
    assert_eq!(partners, [Cell::Text("A"), Cell::Text("B"), Cell::Text("C")]);
    assert_eq!(facts.cell("sales", "amount", 2), Cell::Number("499999999999999.5".parse().unwrap()));
    assert_eq!((facts.cell("credits", "sale", 1), facts.cell("sales", "id", 2)), (Cell::Text("1"), Cell::Text("1")));
}

#[test]
fn wrong_credits_are_found() {
    let one = |sale: &str, partner: &str, share: &str| format!(r#"{{"sale": "{sale}", "partner": "{partner}", "share": "{share}"}}"#);
    for (credits, expected) in [
        (vec![one("1", "A", "0.5"), one("2", "A", "1"), one("1", "B", "0.6")], vec!["shares_do_not_sum /credits/0/share"]),
        (
            vec![one("1", "A", "0"), one("1", "B", "1"), one("2", "A", "0.9")],
            vec!["out_of_range /credits/0/share", "shares_do_not_sum /credits/2/share"],
        ),
        (vec![one("1", "A", "0.5"), one("1", "A", "0.5")], vec!["duplicate_id /credits/1/partner"]),
        (
            vec![one("9", "A", "0.5"), one("1", "Z", "0.5")],
            vec!["unknown_reference /credits/0/sale", "unknown_reference /credits/1/partner", "shares_do_not_sum /credits/1/share"],
        ),
        (vec![one("1", "A", "1.0000001")], vec!["too_precise /credits/0/share"]),
        (vec![r#"{"sale": "1", "partner": "A"}"#.to_owned()], vec!["missing_value /credits/0/share"]),
    ] {
        let expected = expected.into_iter().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(split(&credits.join(", ")), Err(expected), "{credits:?}");
    }
    let text = document(&format!(
        r#"{PARTNERS}, "sales": [{{"id": "1", "partner": "B", "date": "2026-01-02", "amount": "1.005", "tax": "1.005", "basis": "sell_in"}}],
            "credits": [{{"sale": "1", "partner": "A", "share": "1"}}]"#
    ));
    let found = Facts::from_json(&programme(false), &text).unwrap_err();
    assert_eq!(listed(&found), ["too_precise /sales/0/amount", "too_precise /sales/0/tax"]);
}

#[test]
fn batches_are_split_as_they_are_read() {
    let currencies =
        Currencies { rate_on: "date", rate: RateOf::OnOrBefore, round_records: true, in_full: InFull::here().expect("the whole build") };
    let programme = Programme { currencies: Some(currencies), ..programme(false) };
    let dimensions = document(&format!(
        r#"{PARTNERS}, "credits": [{THIRDS}], "rates": [{{"currency": "USD", "date": "2026-01-01", "rate": "7.1255"}}]"#
    ));
    let batch = || {
        vec![
            ("id", BatchColumn::Texts(vec![Some("1"), Some("2"), None])),
            ("partner", BatchColumn::Constant("C")),
            ("date", BatchColumn::Days(Cow::Borrowed(&[20_455, 20_456, 20_457]))),
            ("amount", BatchColumn::Integers(Cow::Borrowed(&[1, 1, 1]))),
            ("currency", BatchColumn::Constant("USD")),
            ("basis", BatchColumn::Constant("sell_in")),
        ]
    };
    let named = |columns: Vec<(&str, BatchColumn<'static>)>| columns.into_iter().map(|(name, column)| (name.to_owned(), column)).collect();
    let mut kept = FactsBuilder::new(&programme);
    kept.add_json(&dimensions);
    kept.add_batch("sales", 3, named(batch()));
    let kept = kept.finish().unwrap();
    let mut streamed = FactsBuilder::new(&programme);
    streamed.add_json(&dimensions);
    streamed.stream("sales");
    let mut streamed = streamed.finish().unwrap();
    let table = streamed.read_batch("sales", 3, named(batch())).unwrap();
    let expected = ["- C 7.13 - - -", "1 C 7.13 - - -", "2 A 1.78 - - -", "2 B 3.57 - - -", "2 C 1.78 - - -"];
    assert_eq!(lines(&streamed, &table), expected);
    assert_eq!(lines(&kept, kept.table_named("sales").unwrap().1), expected);
    // rows are counted as they are handed over
    let without_ids = batch().into_iter().skip(1).collect();
    assert_eq!(listed(&streamed.read_batch("sales", 3, named(without_ids)).unwrap_err()), ["missing_value /sales/3/id"]);
    let mut again = batch();
    again[0].1 = BatchColumn::Texts(vec![Some("x"), Some("y"), Some("x")]);
    assert_eq!(listed(&streamed.read_batch("sales", 3, named(again)).unwrap_err()), ["duplicate_id /sales/8/id"]);
}
