//! What several awards or several partners share: groups, budgets, pools, contests.

use serde_json::{Map, Value, json};

use super::{Maker, Place, RATES};

impl Maker {
    /// Every group that an incentive may name; made after the incentives, whose ids an order lists.
    pub(super) fn groups(&mut self) -> Value {
        let mut groups = Map::new();
        for name in ["g1", "g2", "g3"] {
            let mut members: Vec<String> =
                self.written.iter().filter(|written| written.group == Some(name)).map(|written| written.id.clone()).collect();
            // nobody's group is one of money
            if name == "g3" && members.is_empty() {
                continue;
            }
            self.rng.shuffle(&mut members);
            let combine = self.pick(&["best_of", "best_of", "priority", "exclusive", "joint", "joint"]);
            let mut group = Map::new();
            if combine == "priority" && !members.is_empty() {
                group.insert("order".to_owned(), json!(members));
                group.insert("combine".to_owned(), json!(combine));
            } else if combine == "priority" {
                group.insert("combine".to_owned(), json!("joint"));
            } else {
                group.insert("combine".to_owned(), json!(combine));
            }
            if combine == "best_of" && self.rng.bool() {
                groups.insert(name.to_owned(), json!("best_of"));
                continue;
            }
            if self.chance(if combine == "joint" { 90 } else { 40 }) {
                let limits = self.limits(if name == "g3" { self.points_scale } else { self.scale });
                group.extend(limits);
            }
            groups.insert(name.to_owned(), Value::Object(group));
        }
        Value::Object(groups)
    }

    pub(super) fn budgets(&mut self) -> Value {
        let mut budgets = Map::new();
        for name in ["b1", "b2", "b3"] {
            // nobody's budget is one of money
            if name == "b3" && self.written.iter().all(|written| written.budget != Some(name)) {
                continue;
            }
            let amount = self.amount(if name == "b3" { self.points_scale } else { self.scale });
            let budget = if self.rng.bool() {
                json!({ "amount": amount, "when_short": "proportional" })
            } else {
                let metric = self.any_metric();
                json!({
                    "amount": amount, "when_short": "priority", "order_by": metric.name, "first": self.pick(&["highest", "lowest"]), "tie": "lowest_id"
                })
            };
            budgets.insert(name.to_owned(), budget);
        }
        Value::Object(budgets)
    }

    pub(super) fn pool(&mut self) -> Value {
        let amount = if self.rng.bool() {
            json!(self.amount(self.scale))
        } else {
            let money = self.money_metric();
            json!({ "percent_of_total": money.name, "rate": self.pick(RATES) })
        };
        let metric = self.any_metric();
        let mut pool =
            json!({ "amount": amount, "shared_by": metric.name, "left_over": self.pick(&["redistributed", "redistributed", "kept"]) });
        if self.chance(30) {
            pool["requires"] = self.condition(Place::Later, 1);
        }
        if self.chance(60) {
            pool["cap"] = json!((1 + self.rng.u32(..60)).to_string());
        }
        pool
    }

    pub(super) fn contest(&mut self) -> Value {
        let mut ranked = self.any_metric();
        // whole numbers meet more often
        if !ranked.is_whole {
            ranked = self.any_metric();
        }
        let ties = match self.rng.u32(..5) {
            0 | 1 => json!("share"),
            2 => json!("each"),
            3 => json!("review"),
            _ => {
                let second = self.any_metric();
                json!({ "then_by": second.name, "first": self.pick(&["highest", "lowest"]) })
            }
        };
        let prizes: Vec<&str> = ["100", "50", "10", "7"][..self.rng.usize(1..=4)].to_vec();
        let mut contest = json!({
            "rank_by": ranked.name, "first": self.pick(&["highest", "highest", "lowest"]), "participants": self.rng.u32(1..4), "prizes": prizes, "ties": ties
        });
        if self.chance(30) {
            contest["requires"] = self.condition(Place::Later, 1);
        }
        if self.chance(30) {
            contest["minimum"] = json!(self.pick(&["0", "1", "2", "100"]));
        }
        contest
    }
}
