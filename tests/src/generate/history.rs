//! Histories for settlement: a programme that is revised, facts that change, days on which it is settled.

use chrono::{Days, NaiveDate};
use serde_json::{Map, Value, json};

use super::{Maker, RATES, day};

/// One ledger from its beginning.
#[derive(Debug, Clone)]
pub struct History {
    /// The revisions of one programme, the oldest first.
    pub programmes: Vec<Value>,
    /// The facts to begin with.
    pub facts: Value,
    /// What is done, as the vectors of settlement write it.
    pub steps: Vec<Value>,
}

/// The history of a seed, always the same one.
pub fn history(seed: u64) -> History {
    let mut maker = Maker::new(seed);
    let mut programme = maker.programme();
    let facts = maker.facts(&programme);
    maker.settled_by_period(&mut programme);
    let mut programmes = vec![programme];
    for _ in 0..maker.rng.usize(..3) {
        let revision = maker.revised(&programmes[programmes.len() - 1]);
        programmes.push(revision);
    }
    let steps = maker.steps(&facts);
    History { programmes, facts, steps }
}

const UNITS: &[&str] = &["month", "quarter", "half_year", "year", "programme"];

impl Maker {
    /// A programme whose incentives nearly all belong to a period, in effect for a while.
    fn settled_by_period(&mut self, programme: &mut Value) {
        let members = programme.as_object_mut().expect("an object");
        // a limit on the whole belongs to no period; the others are not settled
        let apart = ["payout", "conflicts", "scorecards", "cascades", "leaderboards", "pay_checks", "cost_shares", "classes"];
        apart.iter().for_each(|member| {
            members.remove(*member);
        });
        let from = self.as_of - Days::new(self.rng.u64(..300));
        programme["effective"]["from"] = json!(from.to_string());
        let has_until = programme["effective"].get("until").is_some();
        for incentive in programme.get_mut("incentives").and_then(Value::as_array_mut).into_iter().flatten() {
            let waits = incentive["release"].get("after_period").is_some() || incentive.get("instalments").is_some();
            let units = if waits && !has_until { &UNITS[..4] } else { UNITS };
            if incentive.get("period").is_none() && self.rng.u32(..10) > 0 {
                incentive["period"] = json!(units[self.rng.usize(..units.len())]);
            }
        }
        if self.chance(30) {
            programme["settlement"] = json!({ "confirmation": self.pick(&["required", "automatic"]), "valid": { "months": 12 } });
        }
    }

    /// The next revision: other rates, an incentive less, another time in effect.
    fn revised(&mut self, programme: &Value) -> Value {
        let mut revision = programme.clone();
        revision["revision"] = json!(programme["revision"].as_u64().expect("a revision") + 1 + self.rng.u64(..2));
        if self.rng.bool() {
            revision.get_mut("incentives").into_iter().for_each(|incentives| self.other_rates(incentives));
        }
        let from = day(programme["effective"]["from"].as_str().expect("a date"));
        if self.rng.bool() {
            revision["effective"]["from"] = json!((from + Days::new(self.rng.u64(1..150))).to_string());
        }
        let starts = day(revision["effective"]["from"].as_str().expect("a date"));
        if revision["effective"].get("until").is_some() {
            revision["effective"]["until"] = json!((starts.max(self.as_of) + Days::new(1 + self.rng.u64(..100))).to_string());
        }
        let read_by_others = |id: &Value, all: &[Value]| {
            let parts = all.iter().flat_map(|incentive| incentive["pays"].as_array().into_iter().flatten());
            parts.flat_map(|part| part["less"].as_array().into_iter().flatten()).any(|less| less == id)
        };
        let incentives = revision["incentives"].as_array().cloned().unwrap_or_default();
        let shares = |incentive: &Value| ["group", "budget"].iter().any(|member| incentive.get(member).is_some());
        if incentives.len() > 1 && self.chance(40) {
            let at = self.rng.usize(..incentives.len());
            if !shares(&incentives[at]) && !read_by_others(&incentives[at]["id"], &incentives) {
                revision["incentives"].as_array_mut().expect("a list").remove(at);
            }
        }
        revision
    }

    fn other_rates(&mut self, value: &mut Value) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    if name == "rate" && member.is_string() && self.rng.bool() {
                        *member = json!(self.pick(RATES));
                    } else {
                        self.other_rates(member);
                    }
                }
            }
            Value::Array(list) => list.iter_mut().for_each(|element| self.other_rates(element)),
            _ => {}
        }
    }

    fn steps(&mut self, facts: &Value) -> Vec<Value> {
        let mut on = self.as_of - Days::new(self.rng.u64(..40));
        let mut facts = facts.clone();
        let mut steps = Vec::new();
        for _ in 0..self.rng.usize(2..6) {
            match self.rng.u32(..6) {
                0..=2 => {
                    let mut settle = json!({ "as_of": (on - Days::new(self.rng.u64(..20))).to_string(), "on": on.to_string() });
                    if self.chance(20) {
                        settle["since"] = json!((on - Days::new(self.rng.u64(..120))).to_string());
                    }
                    steps.push(json!({ "settle": settle }));
                }
                3 => steps.push(json!({ "lock": { "until": (on - Days::new(self.rng.u64(..60))).to_string() } })),
                _ => {
                    self.change(&mut facts, on);
                    steps.push(json!({ "facts": facts.clone() }));
                }
            }
            on = on + Days::new(self.rng.u64(..50));
        }
        steps.push(json!({ "settle": { "as_of": on.to_string(), "on": on.to_string() } }));
        steps
    }

    /// Records are corrected, vanish, or become known.
    fn change(&mut self, facts: &mut Value, on: NaiveDate) {
        let has_credits = facts.get("credits").is_some();
        let Some(sales) = facts["sales"].as_array_mut() else { return };
        let mut kept = Vec::new();
        for mut row in std::mem::take(sales) {
            match self.rng.u32(..12) {
                // a credit names its line, and a running schedule the one that came back
                0 if !has_credits => continue,
                1 => row["known_on"] = json!(on.to_string()),
                2 => {
                    row.as_object_mut().map(|members: &mut Map<String, Value>| members.remove("known_on"));
                }
                3 if !has_credits => row["amount"] = json!(self.pick(&["1", "10", "100", "99", "-10", "500"])),
                _ => {}
            }
            kept.push(row);
        }
        *sales = kept;
    }
}
