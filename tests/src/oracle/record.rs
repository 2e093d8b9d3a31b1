//! Records as they count: in the currency of the programme, and with those who are credited.

use num_rational::BigRational;
use serde_json::{Value, json};

use super::number::{apportion, exact_text, parse, round};
use super::{list, text, zero};

/// The facts with all amounts in the programme's currency and every split line as its parts.
pub(super) fn read(programme: &Value, facts: &Value) -> Value {
    let mut facts = facts.clone();
    if let Some(rule) = programme.get("currencies") {
        for (kind, own) in [("sales", "date"), ("receivables", "issued"), ("payments", "date")] {
            let Some(rows) = facts.get_mut(kind).map(Value::take) else { continue };
            let mut rows = rows;
            for row in rows.as_array_mut().expect("a list of records") {
                let by = Some(&row[text(&rule["rate_on"])]).filter(|day| !day.is_null()).unwrap_or(&row[own]).clone();
                convert(row, text(&by), rule, programme, &facts["rates"]);
            }
            facts[kind] = rows;
        }
    }
    let scale = programme["rounding"]["scale"].as_u64().and_then(|scale| u32::try_from(scale).ok()).expect("a small scale");
    if facts.get("credits").is_some() {
        let lines = list(&facts["sales"]).iter().flat_map(|line| split(line, list(&facts["credits"]), scale));
        facts["sales"] = lines.collect();
    }
    facts
}

fn convert(row: &mut Value, day: &str, rule: &Value, programme: &Value, rates: &Value) {
    if row["currency"].is_null() || row["currency"] == programme["currency"] {
        return;
    }
    let same_day = rule["rate"] == "same_day";
    let rate = list(rates)
        .iter()
        .filter(|rate| rate["currency"] == row["currency"])
        .filter(|rate| if same_day { rate["date"] == day } else { text(&rate["date"]) <= day })
        .max_by_key(|rate| text(&rate["date"]))
        .map(|rate| parse(&rate["rate"]))
        .expect("there is a rate");
    let rounding = &programme["rounding"];
    let scale = rounding["scale"].as_u64().and_then(|scale| u32::try_from(scale).ok()).expect("a small scale");
    for column in ["amount", "tax"] {
        if row[column].is_null() {
            continue;
        }
        let mut amount = parse(&row[column]) * &rate;
        if rule["round"] == "record" {
            amount = round(&amount, scale, text(&rounding["mode"]));
        }
        row[column] = json!(exact_text(&amount));
    }
}

/// A line, or its parts when others are credited.
fn split(line: &Value, credits: &[Value], scale: u32) -> Vec<Value> {
    let mut shares: Vec<(&str, BigRational)> = credits
        .iter()
        .filter(|credit| !line["id"].is_null() && credit["sale"] == line["id"])
        .map(|credit| (text(&credit["partner"]), parse(&credit["share"])))
        .collect();
    if shares.is_empty() {
        return vec![line.clone()];
    }
    shares.sort();
    let mut parts: Vec<Value> = shares
        .iter()
        .map(|(partner, _)| {
            let mut part = line.clone();
            part["partner"] = json!(partner);
            part
        })
        .collect();
    for (column, scale) in [("amount", scale), ("tax", scale), ("quantity", 6)] {
        if line.get(column).is_none_or(Value::is_null) {
            continue;
        }
        let whole = parse(&line[column]);
        let positive = whole.clone().max(-whole.clone());
        let exact: Vec<BigRational> = shares.iter().map(|(_, share)| share * &positive).collect();
        for (part, share) in parts.iter_mut().zip(apportion(&exact, scale)) {
            part[column] = json!(exact_text(&if whole < zero() { -share } else { share }));
        }
    }
    parts
}
