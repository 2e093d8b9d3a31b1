//! Tier prices: discounts, and list prices of the days.

use chrono::Days;
use serde_json::{Value, json};

use super::{CATEGORIES, MODES, Maker, PRODUCTS, Place};

impl Maker {
    pub(super) fn prices(&mut self, most: u32) -> Value {
        let combine = self.pick(&["best_of", "best_of", "one_after_another", "added"]);
        let mut discounts = Vec::new();
        for id in self.some(&["gold", "north", "d3", "d4"]) {
            let mut discount = match self.rng.u32(..3) {
                0 if combine == "best_of" => json!({ "id": id, "price": self.pick(&["0", "50", "92", "99.99", "200"]) }),
                1 => json!({ "id": id, "amount_off": self.pick(&["0", "5", "0.01", "60", "1000"]) }),
                _ => json!({ "id": id, "off": self.pick(&["0", "0.08", "0.333333", "0.5", "1"]) }),
            };
            if self.rng.bool() {
                discount["requires"] = self.condition(Place::Later, 1);
            }
            if self.chance(40) {
                discount["where"] = match self.rng.u32(..3) {
                    0 => self.word("id", PRODUCTS, false),
                    1 => self.word("category", CATEGORIES, true),
                    _ => json!({ "category": { "within": self.pick(CATEGORIES), "unknown": self.policy() } }),
                };
            }
            discounts.push(discount);
        }
        let mut prices = json!({
            "discounts": discounts, "combine": combine, "rounding": { "scale": self.rng.u32(..=most), "mode": self.pick(MODES) }
        });
        if self.rng.bool() {
            prices["not_below"] = json!(self.pick(&["0.6", "0.333333", "1", "0"]));
        }
        prices
    }

    /// One price after the other for most products, with days between on which there is none.
    pub(super) fn list_prices(&mut self) -> Value {
        let mut rows = Vec::new();
        for product in PRODUCTS {
            let mut from = self.as_of - Days::new(self.rng.u64(..100));
            for _ in 0..self.rng.usize(..3) {
                let mut row =
                    json!({ "product": product, "from": from.to_string(), "price": self.pick(&["100", "99.99", "0", "0.05", "1000"]) });
                let until = from + Days::new(self.rng.u64(1..120));
                let goes_on = self.chance(20);
                if !goes_on {
                    row["until"] = json!(until.to_string());
                }
                rows.push(row);
                if goes_on {
                    break;
                }
                from = until + Days::new(self.rng.u64(..2) * self.rng.u64(..20));
            }
        }
        self.rng.shuffle(&mut rows);
        Value::Array(rows)
    }
}
