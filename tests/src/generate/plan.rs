//! Tiers, scorecards, deal registration.

use serde_json::{Value, json};

use super::{Maker, Place};

impl Maker {
    pub(super) fn ladder(&mut self) -> Value {
        let rungs = self.some(&["zinc", "silver", "gold", "amber"]);
        let ladder: Vec<Value> = rungs.iter().map(|id| json!({ "id": id, "requires": self.condition(Place::Tiers, 2) })).collect();
        self.tiers = vec!["registered"];
        self.tiers.extend(rungs);
        json!({ "base": { "id": "registered" }, "qualify": self.pick(&["highest_met", "consecutive"]), "ladder": ladder })
    }

    pub(super) fn scorecard(&mut self) -> Value {
        let initial = self.rng.i32(-10..20);
        let mut least = initial;
        let mut characteristics = Vec::new();
        for id in self.some(&["overdue", "trend", "concentration"]) {
            let otherwise = self.rng.i32(-5..20);
            let mut smallest = otherwise;
            let mut attributes = Vec::new();
            for _ in 0..self.rng.usize(1..4) {
                let points = [-5, 0, 10, 10, 25][self.rng.usize(..5)];
                smallest = smallest.min(points);
                attributes.push(json!({ "when": self.condition(Place::Later, 1), "points": points.to_string() }));
            }
            least += smallest;
            characteristics.push(json!({ "id": id, "baseline": self.rng.i32(-5..15).to_string(), "attributes": attributes, "otherwise": otherwise.to_string() }));
        }
        let low = least - self.rng.i32(0..2) * 5;
        let middle = low + self.rng.i32(1..20);
        json!({
            "initial": initial.to_string(), "direction": self.pick(&["high_is_bad", "high_is_good"]), "characteristics": characteristics,
            "bands": [{ "id": "low", "from": low.to_string() }, { "id": "middle", "from": middle.to_string() }, { "id": "high", "from": (middle + 10).to_string() }]
        })
    }

    pub(super) fn conflict(&mut self) -> Value {
        let keys: &[&[&str]] =
            &[&["customer"], &["customer"], &["customer", "product"], &["customer", "product.category"], &["opportunity"]];
        let mut policy = json!({
            "claims": "registrations", "match": keys[self.rng.usize(..keys.len())], "order_by": self.pick(&["registered_at", "registered_at", "completed_at"]),
            "protection": { "days": self.one_of(&[2, 7, 30, 90]), "first_day": self.pick(&["counted", "not_counted"]) },
            "tie": self.pick(&["lowest_id", "review"])
        });
        if self.chance(40) {
            policy["valid"] = self.condition(Place::Registrations, 1);
        }
        policy
    }
}
