//! Other currencies with their rates, and lines that are credited to several.

use std::collections::BTreeSet;

use chrono::Days;
use serde_json::{Value, json};

use super::{Maker, SALES_DATES, day};

/// Currencies that no generated programme has.
const FOREIGN: &[&str] = &["USD", "HKD"];
const RATE: &[&str] = &["7", "7.1", "0.05", "1.25", "0.333333", "1"];
const SHARES: &[&[&str]] = &[
    &["1"],
    &["0.5", "0.5"],
    &["0.1", "0.9"],
    &["0.000001", "0.999999"],
    &["0.333333", "0.333333", "0.333334"],
    &["0.25", "0.25", "0.5"],
    &["0.25", "0.25", "0.25", "0.25"],
];

impl Maker {
    pub(super) fn currencies(&mut self) -> Value {
        json!({
            "rate_on": self.pick(SALES_DATES), "rate": self.pick(&["same_day", "on_or_before"]), "round": self.pick(&["record", "nothing"])
        })
    }

    /// Some records are in another currency, where the programme allows it.
    pub(super) fn foreign(&mut self, row: &mut Value, programme: &Value) {
        if programme.get("currencies").is_some() && self.chance(40) {
            row["currency"] = json!(self.pick(FOREIGN));
        }
    }

    /// A rate for every record in another currency, and some that nobody needs.
    pub(super) fn rates(&mut self, facts: &Value, programme: &Value) -> Value {
        let rule = &programme["currencies"];
        let mut days = BTreeSet::new();
        for (kind, own) in [("sales", "date"), ("receivables", "issued"), ("payments", "date")] {
            for row in facts[kind].as_array().into_iter().flatten() {
                let Some(currency) = row["currency"].as_str().filter(|currency| FOREIGN.contains(currency)) else { continue };
                let chosen = rule["rate_on"].as_str().filter(|_| kind == "sales").and_then(|column| row[column].as_str());
                let mut on = day(chosen.or(row[own].as_str()).expect("a record has its date"));
                if rule["rate"] == "on_or_before" && self.rng.bool() {
                    on = on - Days::new(self.rng.u64(..40));
                }
                days.insert((currency.to_owned(), on));
            }
        }
        for currency in FOREIGN {
            if self.rng.bool() {
                days.insert(((*currency).to_owned(), self.edge()));
            }
        }
        let rate = |(currency, on): (String, _)| json!({ "currency": currency, "date": format!("{on}"), "rate": self.pick(RATE) });
        let mut rows: Vec<Value> = days.into_iter().map(rate).collect();
        self.rng.shuffle(&mut rows);
        Value::Array(rows)
    }

    /// Credits of some lines that are no finer than money.
    pub(super) fn credits(&mut self, facts: &Value, partners: &[&str], programme: &Value) -> Value {
        let converted = programme["currencies"]["round"] == "record";
        let fits = |number: &Value| {
            let written = number.as_str().map_or_else(|| number.to_string(), str::to_owned);
            number.is_null() || written.split_once('.').is_none_or(|(_, digits)| digits.len() <= self.scale as usize)
        };
        let can_be_split = |row: &&Value| {
            let foreign = row["currency"].as_str().is_some_and(|currency| FOREIGN.contains(&currency));
            row["id"].is_string() && if foreign { converted } else { fits(&row["amount"]) && fits(&row["tax"]) }
        };
        let lines: Vec<Value> = facts["sales"].as_array().into_iter().flatten().filter(can_be_split).map(|row| row["id"].clone()).collect();
        let mut rows = Vec::new();
        for line in lines {
            if self.rng.bool() {
                continue;
            }
            let shares = SHARES[self.rng.usize(..SHARES.len())];
            let mut among = partners.to_vec();
            self.rng.shuffle(&mut among);
            if shares.len() > among.len() {
                continue;
            }
            rows.extend(shares.iter().zip(among).map(|(share, partner)| json!({ "sale": line, "partner": partner, "share": share })));
        }
        self.rng.shuffle(&mut rows);
        Value::Array(rows)
    }
}
