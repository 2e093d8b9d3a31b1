//! Partners side by side: targets broken down, rankings, pay against performance, shared costs; and classes.

use chrono::Days;
use serde_json::{Map, Value, json};

use super::incentive::Reward;
use super::{Maker, Metric, Place};

/// A metric that is always measured and that the host may take back all the same; only members here read it.
const TAKEN_BACK: &str = "taken_back";
/// One of small whole numbers, for few 0: equal weights, and parts that do not divide.
const COARSE: &str = "coarse";
/// The two added up, with many digits.
const SPREAD: &str = "spread";
/// A ratio to that: of several partners it has no common denominator.
const UNEVEN: &str = "uneven";

impl Maker {
    /// Written last: pay checks name the incentives, and nothing else reads these members.
    pub(super) fn side_by_side(&mut self, programme: &mut Value) {
        let own = [(TAKEN_BACK, "sum", "sales.amount"), (COARSE, "distinct", "sales.channel")].map(|(name, operation, column)| {
            let mut metric = json!({
                operation: column, "date": "date", "window": "all_time", "scope": "own", "basis": "all", "returns": "include"
            });
            if operation == "sum" {
                metric["tax"] = json!("excluded");
            }
            let members = metric.as_object().expect("an object").clone();
            let (written, about) = self.about(operation, column, members, false);
            programme["metrics"][name] = written;
            Metric { name: name.to_owned(), ..about }
        });
        programme["metrics"][SPREAD] = json!({ "weighted_sum": [["1.000003", TAKEN_BACK], ["0.000007", COARSE]] });
        programme["metrics"][UNEVEN] = json!({ "ratio": [COARSE, SPREAD], "when_zero": "0" });
        let uneven = Metric { name: UNEVEN.to_owned(), is_whole: false, shiftable: None, added_up: None, depth: 1, ..own[1].clone() };
        let own = [own[0].clone(), own[1].clone(), uneven];
        for (member, names) in [
            ("cascades", ["plan", "annual:2027"]),
            ("leaderboards", ["sales", "9.best"]),
            ("pay_checks", ["parity", "Z"]),
            ("cost_shares", ["fair", "A-1"]),
            ("classes", ["credit", "_segment"]),
        ] {
            if !self.chance(45) {
                continue;
            }
            let names = if self.chance(4) { Vec::new() } else { self.some(&names) };
            let mut written = Map::new();
            for name in names {
                let made = match member {
                    "cascades" => Some(self.cascade(&own)),
                    "leaderboards" => Some(self.leaderboard(&own)),
                    "pay_checks" => self.pay_check(&programme["metrics"], &own),
                    "cost_shares" => Some(self.cost_share(&programme["metrics"], &own)),
                    _ => Some(self.classification()),
                };
                written.extend(made.map(|made| (name.to_owned(), made)));
            }
            programme[member] = Value::Object(written);
        }
        self.taken_back = Some(TAKEN_BACK);
        self.metrics.extend(own);
    }

    /// What something is split in proportion to, or ranked by.
    fn measure(&mut self, own: &[Metric]) -> Metric {
        if self.chance(65) { own[self.rng.usize(..own.len())].clone() } else { self.any_metric() }
    }

    /// A metric that may stand where money is read: also a number that is whatever stands beside it.
    fn payment(&mut self, metrics: &Value) -> Metric {
        let is_either = |metric: &Metric| ["attribute", "constant"].iter().any(|operation| metrics[&metric.name].get(operation).is_some());
        let either: Vec<Metric> = self.metrics.iter().filter(|metric| is_either(metric)).cloned().collect();
        if either.is_empty() || self.chance(70) { self.money_metric() } else { either[self.rng.usize(..either.len())].clone() }
    }

    fn insert_who(&mut self, rule: &mut Value, percent: u32) {
        if self.chance(percent) {
            rule["requires"] = self.condition(Place::Later, 2);
        }
        if self.chance(10) {
            rule["title"] = json!({ "en": "Side by side", "zh-CN": "并列" });
        }
    }

    fn cascade(&mut self, own: &[Metric]) -> Value {
        let weight = self.measure(own);
        let amount = match self.rng.u32(..10) {
            0 => "0".to_owned(),
            1 => "120000000".to_owned(),
            2 => "1".to_owned(),
            _ => self.amount(self.scale),
        };
        let from = self.edge();
        let mut cascade = json!({
            "target": self.pick(&["annual", "quarterly"]), "amount": amount, "shared_by": weight.name,
            "period": { "from": from.to_string(), "until": (from + Days::new(self.rng.u64(1..400))).to_string() },
            "along": self.pick(&["partners", "hierarchy", "hierarchy"]), "when_no_weight": self.pick(&["equally", "nothing"])
        });
        if weight.may_be_unknown || self.chance(10) {
            cascade["unknown"] = json!(self.pick(&["nothing", "nothing", "hold"]));
        }
        self.insert_who(&mut cascade, 45);
        cascade
    }

    fn leaderboard(&mut self, own: &[Metric]) -> Value {
        let ranked = self.measure(own);
        let mut board =
            json!({ "rank_by": ranked.name, "first": self.pick(&["highest", "lowest"]), "names": self.pick(&["shown", "masked"]) });
        if self.chance(60) {
            let before = self.measure(own);
            board["before"] = json!(before.name);
        }
        self.insert_who(&mut board, 30);
        board
    }

    /// Nothing when there is no incentive of money whose pay could be looked at.
    fn pay_check(&mut self, metrics: &Value, own: &[Metric]) -> Option<Value> {
        let mut of: Vec<String> =
            self.written.iter().filter(|written| written.reward == Reward::Money).map(|written| written.id.clone()).collect();
        self.rng.shuffle(&mut of);
        of.truncate(self.rng.usize(1..4));
        if of.is_empty() {
            return None;
        }
        let (achievement, base) = (self.measure(own), if self.chance(40) { own[0].clone() } else { self.payment(metrics) });
        let mut check = json!({ "of": of, "achievement": achievement.name, "base": base.name });
        if self.chance(60) {
            check["peers"] = json!(self.pick(&["partner.territory", "partner.kind", "partner.kind", "partner.id"]));
        }
        for (member, bounds) in [("outlier_above", ["1.000001", "1.5", "3"]), ("outlier_below", ["0", "0.2", "0.999999"])] {
            if self.chance(60) {
                check[member] = json!(self.pick(&bounds));
            }
        }
        self.insert_who(&mut check, 25);
        Some(check)
    }

    fn cost_share(&mut self, metrics: &Value, own: &[Metric]) -> Value {
        let weight = self.measure(own);
        let paid = if self.chance(40) { own[0].clone() } else { self.payment(metrics) };
        let mut share = json!({ "paid": paid.name, "shared_by": weight.name });
        if weight.may_be_unknown || paid.may_be_unknown || self.chance(10) {
            share["unknown"] = json!(self.pick(&["nothing", "nothing", "hold"]));
        }
        self.insert_who(&mut share, 30);
        share
    }

    fn classification(&mut self) -> Value {
        let classes = ["hold", "release", "prepay", "9", "A.b"];
        let mut rules = Vec::new();
        for _ in 0..self.rng.usize(1..5) {
            let mut rule = json!({ "class": self.pick(&classes), "when": self.condition(Place::Later, 2) });
            if self.chance(20) {
                rule["action"] = json!({ "zh-CN": "停止发货" });
            }
            rules.push(rule);
        }
        let mut titles = Map::new();
        for class in rules.iter().filter_map(|rule| rule["class"].as_str()) {
            if self.chance(20) {
                titles.insert(class.to_owned(), json!({ "en": class, "zh-CN": "扣货" }));
            }
        }
        let mut classification = json!({ "rules": rules, "otherwise": self.pick(&classes) });
        if !titles.is_empty() || self.chance(5) {
            classification["titles"] = Value::Object(titles);
        }
        if self.chance(10) {
            classification["title"] = json!({ "en": "Credit" });
        }
        classification
    }
}
