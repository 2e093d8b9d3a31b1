//! Explain a number: which rules and records an amount comes from, on the day of a review and years later for an auditor.
//!
//! `cargo run -p qudao --example explain_a_number`

use qudao::settlement::{Closing, Ledger, Programmes, settle};
use qudao::{AsOf, Date, Engine, Error, Facts, Locale, Programme, parse_date};

const PROGRAMME: &str = r#"{
    "schema": "qudao/programme/1", "id": "rebates-2026", "revision": 1, "currency": "CNY", "document": "Distribution agreement 2026",
    "effective": {"from": "2026-01-01", "until": "2027-01-01"}, "calendar": {"year_starts": "01-01"},
    "rounding": {"scale": 2, "mode": "half_up"},
    "metrics": {
        "net_sales": {"sum": "sales.amount", "tax": "excluded", "returns": "include", "basis": "sell_in", "date": "date",
            "window": {"period": "quarter", "part": "to_date"}, "scope": "own"},
        "overdue": {"count": "receivables", "date": "due", "window": "all_time", "scope": "own", "where": {"paid": {"missing": true}}}},
    "incentives": [{"id": "volume", "title": {"en": "Volume rebate", "zh-CN": "季度销售返利"}, "period": "quarter",
        "pays": [{"percent_of": "net_sales", "bands": {"method": "graduated", "by": "net_sales", "boundary": "from_included",
            "levels": [{"from": "0", "rate": "0"}, {"from": "100000", "rate": "0.02"}, {"from": "500000", "rate": "0.03"}]}}],
        "cap": "12000.00", "gates": {"overdue": {"at_most": "0"}}}]
}"#;

const FACTS: &str = r#"{ "schema": "qudao/facts/1",
    "partners": [{"id": "P-1"}],
    "sales": [
        {"partner": "P-1", "date": "2026-01-08", "amount": "620000", "basis": "sell_in"},
        {"partner": "P-1", "date": "2026-03-28", "amount": "-20000", "basis": "sell_in"}],
    "receivables": []
}"#;

fn day(text: &str) -> Date {
    parse_date(text).unwrap_or_default()
}

fn main() -> Result<(), Error> {
    let programme = Programme::from_json(PROGRAMME).map_err(Error::Programme)?;
    let facts = Facts::from_json(&programme, FACTS).map_err(Error::Facts)?;

    // on the day of the review: 400,000 × 2 % + 100,000 × 3 % = 11,000
    let review = Engine::compile(&programme).review(&facts, &AsOf::on(day("2026-03-31")))?;
    let decision = review.partner("P-1")?;
    println!("{}", decision.explain(&programme, Locale::En).to_text());

    // years later: what a posting was computed from, decided again under its revision and with what was known then
    let mut ledger = Ledger::new(&programme);
    let programmes = Programmes::new([programme])?;
    let quarter = settle(&programmes, &facts, &ledger, Closing::of(day("2026-03-31"), day("2026-04-03")))?;
    ledger.append(quarter)?;
    let award = ledger.explain(&programmes, &facts, 1)?;
    println!("{}", award.explain(programmes.latest(), Locale::ZhCn).to_text());
    if let Some(posting) = ledger.posting(1) {
        for again in ledger.recompute(&programmes, &facts, &posting.line)? {
            println!(
                "posting {}: {} posted, decided again: {:?}",
                again.number,
                again.posted,
                again.recomputed.map(|amount| amount.to_string())
            );
        }
    }
    Ok(())
}
