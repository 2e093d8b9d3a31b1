//! Channel inventory: its terms, stock that moves, agreements, changes of price, and what partners claim.

use chrono::Days;
use serde_json::{Map, Value, json};

use super::{CUSTOMERS, Maker, PRODUCTS};

/// What a piece costs.
const COSTS: &[&str] = &["10", "12", "7.5", "0.01", "0"];
const PRICES: &[&str] = &["8", "9.5", "10", "0", "11", "6.666666"];

impl Maker {
    pub(super) fn channel_inventory(&mut self) -> Value {
        let mut terms = Map::new();
        if self.chance(75) {
            let mut debit = json!({ "basis": self.pick(&["bucket_cost", "bucket_cost", "list_price"]) });
            if self.rng.bool() {
                debit["claim_within"] = json!({ "days": self.one_of(&[0, 10, 30, 90]) });
            }
            terms.insert("ship_and_debit".to_owned(), debit);
        }
        if self.chance(75) {
            let mut protection = json!({
                "basis": self.pick(&["bucket_cost", "old_price"]), "pass_through": self.pick(&["1", "0.5", "0.333333"]),
                "rise": self.pick(&["ignored", "charged_back", "charged_back"])
            });
            self.bought_within(&mut protection);
            terms.insert("price_protection".to_owned(), protection);
        }
        if self.chance(75) {
            let length =
                if self.rng.bool() { json!({ "months": self.one_of(&[1, 3, 12]) }) } else { json!({ "days": self.one_of(&[30, 200]) }) };
            let mut rotation = json!({
                "share": self.pick(&["0.05", "0.5", "1", "0.333333"]), "of_purchases": length, "restocking_fee": self.pick(&["0", "0.1", "1"])
            });
            self.bought_within(&mut rotation);
            terms.insert("stock_rotation".to_owned(), rotation);
        }
        Value::Object(terms)
    }

    fn bought_within(&mut self, terms: &mut Value) {
        if self.chance(40) {
            terms["bought_within"] = json!({ "days": self.one_of(&[0, 30, 60, 180]) });
        }
    }

    /// Purchases, resales and returns that belong together, beside the sales of everybody.
    pub(super) fn stock(&mut self, facts: &mut Value, partners: &[&str]) {
        let mut rows = Vec::new();
        for _ in 0..self.rng.usize(1..4) {
            let partner = partners[self.rng.usize(..partners.len())];
            let product = self.pick(PRODUCTS);
            for _ in 0..self.rng.usize(2..9) {
                let index = rows.len();
                let quantity = self.rng.u32(1..11);
                let basis = self.pick(&["sell_in", "sell_in", "sell_out"]);
                let cents = hundredths(self.pick(COSTS)) * u64::from(quantity);
                let date = if self.rng.bool() { self.edge() } else { self.as_of - Days::new(self.rng.u64(..120)) };
                let sign = if self.chance(15) { "-" } else { "" };
                let amount = if self.scale < 2 { format!("{}", cents / 100) } else { format!("{}.{:02}", cents / 100, cents % 100) };
                let mut row = json!({
                    "partner": partner, "date": date.to_string(), "basis": basis, "product": product, "quantity": format!("{sign}{quantity}"),
                    "amount": if self.rng.bool() && !amount.trim_matches(['0', '.']).is_empty() { format!("{sign}{amount}") } else { amount }
                });
                if self.in_order || self.chance(90) {
                    row["id"] = json!(format!("T{index}"));
                }
                if sign == "-" && self.chance(70) && index > 0 {
                    row["return_of"] = json!(format!("T{}", self.rng.usize(..index)));
                }
                if self.chance(70) {
                    row["customer"] = json!(self.pick(CUSTOMERS));
                }
                if self.chance(30) {
                    row["order"] = json!(self.pick(&["1", "2", "01"]));
                }
                self.perhaps_known(&mut row);
                rows.push(row);
            }
        }
        facts["sales"].as_array_mut().expect("sales").extend(rows);
    }

    /// Agreements, changes of price, and what is claimed by them.
    pub(super) fn claimed_of_inventory(&mut self, facts: &mut Value, partners: &[&str]) {
        let moved: Vec<Value> = facts["sales"].as_array().into_iter().flatten().filter(|row| row["product"].is_string()).cloned().collect();
        let any = |maker: &mut Maker| (!moved.is_empty()).then(|| moved[maker.rng.usize(..moved.len())].clone());
        let mut agreements = Vec::new();
        for index in 0..self.rng.usize(..8) {
            let like = any(self);
            let from = self.edge() - Days::new(self.rng.u64(..90));
            let mut row = json!({
                "id": format!("A{index}"), "price": self.pick(PRICES), "from": from.to_string(),
                "until": (from + Days::new(self.rng.u64(1..200))).to_string(),
                "partner": like.as_ref().map_or(json!(partners[0]), |like| like["partner"].clone()),
                "product": like.as_ref().map_or(json!("pump"), |like| like["product"].clone())
            });
            if self.rng.bool() {
                row["customer"] = json!(self.pick(CUSTOMERS));
            }
            if self.rng.bool() {
                row["quantity"] = json!(self.pick(&["1", "3", "2.5", "10"]));
            }
            self.perhaps_known(&mut row);
            agreements.push(row);
        }
        let mut changes = Vec::new();
        for index in 0..self.rng.usize(..6) {
            let product = any(self).map_or(json!("pump"), |like| like["product"].clone());
            let mut row = json!({
                "id": format!("K{index}"), "product": product, "date": (self.edge() - Days::new(self.rng.u64(..40))).to_string(),
                "old_price": self.pick(&["10", "12", "9"]), "new_price": self.pick(PRICES)
            });
            self.perhaps_known(&mut row);
            changes.push(row);
        }
        let mut lines = Vec::new();
        for index in 0..self.rng.usize(..9) {
            let kind = self.pick(&["ship_and_debit", "price_protection", "stock_rotation"]);
            let mut row = json!({
                "id": if self.chance(5) { format!("K{index}") } else { format!("L{index}") }, "kind": kind, "partner": partners[self.rng.usize(..partners.len())],
                "quantity": self.pick(&["1", "2", "3", "5", "10"]), "amount": self.pick(&["1", "2", "4", "5", "10", "2.5", "100", "-1", "0"])
            });
            if kind == "ship_and_debit"
                && let Some(sale) = any(self).filter(|sale| sale["id"].is_string() && sale["basis"] == "sell_out")
            {
                row["sale"] = sale["id"].clone();
                row["partner"] = sale["partner"].clone();
            } else if kind == "price_protection" && !changes.is_empty() {
                row["change"] = changes[self.rng.usize(..changes.len())]["id"].clone();
            } else if self.rng.bool() {
                row["product"] = json!(self.pick(PRODUCTS));
            }
            if self.rng.bool() {
                row["known_on"] = json!((self.as_of - Days::new(self.rng.u64(..60))).to_string());
            }
            lines.push(row);
        }
        for (table, mut rows) in [("special_prices", agreements), ("price_changes", changes), ("claim_lines", lines)] {
            self.rng.shuffle(&mut rows);
            facts[table] = Value::Array(rows);
        }
    }
}

/// A cost in hundredths.
fn hundredths(cost: &str) -> u64 {
    let (whole, fraction) = cost.split_once('.').unwrap_or((cost, ""));
    format!("{whole}{fraction:0<2}").parse().expect("a small cost")
}
