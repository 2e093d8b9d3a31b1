//! Settle a month: what the partners have earned in January is posted, confirmed and paid; a return that becomes known in February
//! takes part of it back, and the statement says why.
//!
//! `cargo run -p qudao --example settle_a_month`

use qudao::settlement::{Closing, Entry, Ledger, Programmes, settle};
use qudao::{Date, Error, Facts, Locale, Programme, parse_date};

const PROGRAMME: &str = r#"{
    "schema": "qudao/programme/1", "id": "rebates-2026", "revision": 1, "currency": "CNY", "document": "Distribution agreement 2026",
    "title": {"en": "Rebates 2026", "zh-CN": "2026 年度返利政策"},
    "effective": {"from": "2026-01-01", "until": "2027-01-01"}, "calendar": {"year_starts": "01-01"},
    "rounding": {"scale": 2, "mode": "half_up"},
    "metrics": {"net_sales": {"sum": "sales.amount", "tax": "excluded", "returns": "include", "basis": "sell_in", "date": "date",
        "window": {"period": "month", "part": "to_date"}, "scope": "own"}},
    "incentives": [{"id": "volume", "title": {"en": "Volume rebate", "zh-CN": "月度销售返利"}, "period": "month",
        "pays": [{"percent_of": "net_sales", "bands": {"method": "whole_amount", "by": "net_sales", "boundary": "from_included",
            "levels": [{"from": "0", "rate": "0.01"}, {"from": "100000", "rate": "0.02"}]}}]}],
    "settlement": {"confirmation": "required", "valid": {"months": 12}, "smallest_payment": "50.00"}
}"#;

const FACTS: &str = r#"{ "schema": "qudao/facts/1",
    "partners": [{"id": "P-1", "name": "North"}, {"id": "P-2", "name": "South"}],
    "sales": [
        {"id": "1", "partner": "P-1", "date": "2026-01-08", "amount": "120000", "basis": "sell_in"},
        {"id": "2", "partner": "P-2", "date": "2026-01-20", "amount": "40000", "basis": "sell_in"},
        {"id": "3", "partner": "P-1", "date": "2026-01-28", "amount": "-30000", "basis": "sell_in", "known_on": "2026-02-12"}]
}"#;

fn day(text: &str) -> Date {
    parse_date(text).unwrap_or_default()
}

fn main() -> Result<(), Error> {
    let programme = Programme::from_json(PROGRAMME).map_err(Error::Programme)?;
    let facts = Facts::from_json(&programme, FACTS).map_err(Error::Facts)?;
    let mut ledger = Ledger::new(&programme);
    let programmes = Programmes::new([programme])?;

    // 120,000 × 2 % = 2,400 and 40,000 × 1 % = 400: the return is not known yet
    let january = settle(&programmes, &facts, &ledger, Closing::of(day("2026-01-31"), day("2026-02-02")))?;
    ledger.append(january)?;
    for partner in ["P-1", "P-2"] {
        ledger.confirm(&programmes, partner, Entry::on(day("2026-02-05")))?;
    }
    for partner in ["P-1", "P-2"] {
        ledger.pay(&programmes, partner, Entry { on: day("2026-02-06"), note: Some("bank transfer") })?;
    }
    ledger.lock(day("2026-02-01"))?;

    // 90,000 × 1 % = 900: of the 1,500 less, 1,200 go with the rate on 120,000 and 300 with the goods
    let february = settle(&programmes, &facts, &ledger, Closing::of(day("2026-02-28"), day("2026-03-02")))?;
    ledger.append(february)?;

    let statement = ledger.statement_with_reasons(&programmes, &facts, "P-1", (day("2026-01-01"), day("2026-04-01")))?;
    for locale in [Locale::En, Locale::ZhCn] {
        if let Ok(lines) = statement.explain(programmes.latest(), locale) {
            println!("{}", lines.to_text());
        }
    }

    // the host keeps the text; whoever holds the last hash sees that nothing before it was edited
    let kept = ledger.to_json();
    Ledger::from_json(&kept).map_err(Error::Ledger)?.verify()?;
    println!("{} postings, last hash {}", ledger.postings().len(), ledger.last_hash());
    Ok(())
}
