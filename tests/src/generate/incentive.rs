//! Incentives: reward, limits, factors, what must hold, when an amount is payable.

use serde_json::{Map, Value, json};

use super::part::with_ends;
use super::{FACTORS, Maker, Place};

/// What an incentive pays in.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Reward {
    Money,
    Points,
    Pieces,
    Places,
    Honours,
}

/// What later incentives need to know of one.
#[derive(Clone)]
pub(super) struct Written {
    pub(super) id: String,
    pub(super) reward: Reward,
    pub(super) group: Option<&'static str>,
    pub(super) budget: Option<&'static str>,
}

impl Maker {
    pub(super) fn incentive(&mut self, id: &str, groups: bool, budgets: bool) -> Value {
        let reward = match self.rng.u32(..20) {
            0..=13 => Reward::Money,
            14 | 15 => Reward::Points,
            16 | 17 => Reward::Pieces,
            18 => Reward::Places,
            _ => Reward::Honours,
        };
        let group = match reward {
            Reward::Money if groups && self.chance(70) => Some(self.pick(&["g1", "g1", "g2"])),
            Reward::Points if groups && self.chance(70) => Some("g3"),
            _ => None,
        };
        let budget = match reward {
            Reward::Money if budgets && self.chance(60) => Some(self.pick(&["b1", "b1", "b2"])),
            Reward::Points if budgets && self.chance(60) => Some("b3"),
            _ => None,
        };
        let mut incentive = Map::new();
        incentive.insert("id".to_owned(), json!(id));
        for (member, value) in [("group", group), ("budget", budget)] {
            if let Some(value) = value {
                incentive.insert(member.to_owned(), json!(value));
            }
        }
        if let Some(value) = self.reward(reward) {
            incentive.insert("reward".to_owned(), value);
        }
        for (member, percent) in [("requires", 40), ("forfeits", 12), ("gates", 25)] {
            if self.chance(percent) {
                let condition = self.condition(Place::Later, 2);
                incentive.insert(member.to_owned(), condition);
            }
        }
        let pays: Vec<Value> = (0..self.rng.usize(1..4)).map(|_| self.part(reward, group)).collect();
        let each = pays[0]["for_each"].as_str().filter(|each| pays.len() == 1 && each.contains('.')).map(str::to_owned);
        if let Some(column) = each.filter(|_| self.chance(90)) {
            incentive.insert("pay_to".to_owned(), json!(column));
        }
        incentive.insert("pays".to_owned(), Value::Array(pays));
        if reward != Reward::Honours {
            if self.chance(35) {
                let factors: Vec<Value> = (0..self.rng.usize(1..3)).map(|_| self.factor()).collect();
                incentive.insert("factors".to_owned(), Value::Array(factors));
            }
            self.insert_limits(&mut incentive, reward);
            self.insert_release(&mut incentive, reward);
        }
        if self.chance(30) {
            self.insert_expected(&mut incentive);
        }
        for (member, value) in [("document", "C-2026-7"), ("approver", "Li Na")] {
            if self.chance(30) {
                incentive.insert(member.to_owned(), json!(value));
            }
        }
        self.written.push(Written { id: id.to_owned(), reward, group, budget });
        Value::Object(incentive)
    }

    /// Other metrics for some of those that its levels are found by.
    fn insert_expected(&mut self, incentive: &mut Map<String, Value>) {
        let list = |member: &str| incentive.get(member).and_then(Value::as_array).cloned().unwrap_or_default();
        let mut looked_up = Vec::new();
        for part in list("pays") {
            let lump_sums = ["lump_sum_by_level", "lump_sum_of_levels", "lump_sum_interpolated"];
            let bands = ["bands"].iter().chain(&lump_sums).find_map(|kind| part.get(*kind));
            let Some(bands) = bands.filter(|bands| part.get("for_each").is_none() && bands["method"] != "running") else { continue };
            looked_up.extend(["by", "from_times"].iter().filter_map(|member| bands.get(*member).cloned()));
        }
        looked_up.extend(list("factors").iter().filter_map(|factor| factor.get("by").or_else(|| factor.get("metric")).cloned()));
        let (mut metrics, mut may_be_unknown) = (Map::new(), false);
        for name in looked_up.iter().filter_map(Value::as_str) {
            if metrics.is_empty() || self.rng.bool() {
                let other = self.any_metric();
                // a later one of the same name takes the place of the one before
                metrics.insert(name.to_owned(), json!(other.name));
            }
        }
        for metric in &self.metrics {
            may_be_unknown |= metric.may_be_unknown && metrics.values().any(|name| *name == metric.name);
        }
        if metrics.is_empty() {
            return;
        }
        let mut expected = json!({ "metrics": metrics });
        if may_be_unknown {
            expected["unknown"] = json!(self.pick(&["nothing", "nothing", "hold"]));
        }
        incentive.insert("expected".to_owned(), expected);
    }

    /// The fraction digits of the amounts of a reward.
    fn scale_of(&self, reward: Reward) -> u32 {
        match reward {
            Reward::Money => self.scale,
            Reward::Points => self.points_scale,
            Reward::Pieces | Reward::Places | Reward::Honours => 0,
        }
    }

    fn reward(&mut self, reward: Reward) -> Option<Value> {
        Some(match reward {
            Reward::Money if self.rng.bool() => return None,
            Reward::Money => json!({ "money": self.pick(&["cash", "credit_note", "goods", "discount"]) }),
            // all points are of one kind, for groups and budgets of them
            Reward::Points => json!({ "points": {
                "scale": self.points_scale, "mode": self.points_mode, "pending": { "days": 14 },
                "expires": if self.chance(30) { json!("never") } else { json!({ "months": 24 }) },
                "reversal": self.pick(&["pending_only", "within_balance", "unlimited"])
            } }),
            Reward::Pieces => json!({ "goods": { "product": "pump", "unit_value": self.pick(&["30", "1", "7"]) } }),
            Reward::Places if self.rng.bool() => json!({ "quota": { "of": "training_seats" } }),
            Reward::Places => json!({ "quota": { "of": "training_seats", "unit_value": "500" } }),
            Reward::Honours if self.rng.bool() => json!({ "honour": { "lasts": { "months": 12 } } }),
            Reward::Honours => json!({ "honour": { "lasts": "until_lost", "lost_when": self.condition(Place::Later, 1) } }),
        })
    }

    fn factor(&mut self) -> Value {
        let metric = self.any_metric();
        let mut factor = if self.rng.bool() {
            json!({ "metric": metric.name, "least": self.pick(&["0", "0.5"]), "most": self.pick(&["1", "1", "1.5"]) })
        } else {
            let froms = self.some(&["-10", "0", "1", "2", "10", "100", "100.5"]);
            let levels: Vec<Value> = froms.into_iter().map(|from| json!({ "from": from, "factor": self.pick(FACTORS) })).collect();
            json!({
                "by": metric.name, "boundary": self.pick(&["from_included", "from_excluded"]), "levels": with_ends(levels),
                "below": self.pick(FACTORS), "method": self.pick(&["reached", "interpolated"])
            })
        };
        if metric.may_be_unknown {
            factor["unknown"] = json!(self.pick(&["nothing", "nothing", "hold"]));
        }
        factor
    }

    /// A floor, a cap, both or none; the floor is not above the cap.
    pub(super) fn limits(&mut self, scale: u32) -> Map<String, Value> {
        let mut limits = Map::new();
        let floor = self.rng.u32(..50);
        if self.rng.bool() {
            limits.insert("floor".to_owned(), json!(floor.to_string()));
        }
        if self.rng.bool() {
            let cap = if self.chance(10) { floor.to_string() } else { format!("{}{}", floor + 50, if scale > 0 { ".5" } else { "" }) };
            limits.insert("cap".to_owned(), json!(cap));
        }
        limits
    }

    fn insert_limits(&mut self, incentive: &mut Map<String, Value>, reward: Reward) {
        if self.chance(40) {
            let limits = self.limits(self.scale_of(reward));
            incentive.extend(limits);
        }
        for member in ["floor", "cap"] {
            if self.chance(12) {
                let metric = self.any_metric();
                let mut limit = json!({ "metric": metric.name });
                if metric.may_be_unknown {
                    limit["unknown"] = json!(self.pick(&["none", "none", "hold"]));
                }
                incentive.insert(member.to_owned(), limit);
            }
        }
    }

    fn insert_release(&mut self, incentive: &mut Map<String, Value>, reward: Reward) {
        if self.chance(25) {
            let amount = self.amount(self.scale_of(reward));
            incentive.insert("minimum_payout".to_owned(), json!({ "amount": amount, "below": self.pick(&["carry", "lose"]) }));
        }
        let mut units = vec!["quarter", "half_year", "year", "month"];
        if self.has_until {
            units.push("programme");
        }
        let choice = self.rng.u32(..10);
        if choice < 4 {
            let unit = self.pick(&units);
            incentive.insert("period".to_owned(), json!(unit));
        }
        match choice {
            0 => {
                incentive.insert("release".to_owned(), json!({ "after_period": { "days": self.one_of(&[0, 1, 30]) } }));
            }
            1 | 2 => {
                let plan = json!({ "count": self.one_of(&[1, 2, 3, 7, 12]), "every": { "months": self.one_of(&[1, 3]) }, "first": { "days": self.one_of(&[0, 29, 30]) } });
                incentive.insert("instalments".to_owned(), plan);
            }
            _ => {}
        }
        if (1..6).contains(&choice) && self.chance(50) {
            let metric = self.any_metric();
            let mut release = json!({ "share": metric.name });
            if metric.may_be_unknown {
                release["unknown"] = json!(self.pick(&["nothing", "hold"]));
            }
            incentive.insert("release".to_owned(), release);
        }
    }
}
