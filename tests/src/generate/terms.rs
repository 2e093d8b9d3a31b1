//! How postings go on: confirmation, documents, redemption, deposit.

use serde_json::{Value, json};

use super::{Maker, Place};

impl Maker {
    pub(super) fn terms(&mut self) -> Value {
        let valid = match self.rng.u32(..4) {
            0 => json!("unlimited"),
            1 => json!({ "days": self.one_of(&[1, 20, 90]) }),
            _ => json!({ "months": self.one_of(&[1, 3, 12]) }),
        };
        let mut terms = json!({ "confirmation": self.pick(&["required", "automatic"]), "valid": valid });
        if self.chance(75) {
            let rules: Vec<Value> = (0..self.rng.usize(1..4)).map(|index| self.rule(index)).collect();
            terms["redemption"] = Value::Array(rules);
        }
        if self.rng.bool() {
            terms["order_share"] = json!(self.pick(&["0.5", "0.333333", "1", "0"]));
        }
        if self.rng.bool() {
            terms["smallest_payment"] = json!(self.pick(&["1", "10", "0", "100"]));
        }
        if self.chance(60) {
            terms["take_back"] = json!(self.pick(&["unlimited", "within_balance", "within_balance"]));
        }
        if self.chance(40) {
            let required = if self.rng.bool() { self.limit_by_metric() } else { json!(self.pick(&["0", "500", "50000"])) };
            terms["deposit"] = json!({ "required": required });
        }
        if self.chance(40) {
            let within =
                if self.rng.bool() { json!({ "days": self.one_of(&[1, 30, 120]) }) } else { json!({ "months": self.one_of(&[1, 4]) }) };
            terms["audit"] = json!({ "period": self.pick(&["month", "quarter", "half_year", "year"]), "within": within });
        }
        terms
    }

    /// A limit that a metric says.
    pub(super) fn limit_by_metric(&mut self) -> Value {
        let metric = self.any_metric();
        let mut limit = json!({ "metric": metric.name });
        if metric.may_be_unknown {
            limit["unknown"] = json!(self.pick(&["none", "none", "hold"]));
        }
        limit
    }

    fn rule(&mut self, index: usize) -> Value {
        let mut rule = json!({ "id": format!("rule-{index}"), "share": self.pick(&["0", "0.3", "0.5", "1", "0.333333"]) });
        if self.rng.bool() {
            rule["where"] = self.condition(Place::Sales, 1);
        }
        if self.chance(40) {
            rule["most"] = json!(self.pick(&["0", "5", "40"]));
        }
        if self.chance(40) {
            rule["by_quantity"] = json!([{ "from": "2", "share": self.pick(&["0.1", "1"]) }, { "from": "10", "share": "0.4" }]);
        }
        rule
    }
}
