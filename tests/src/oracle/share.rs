//! What counts of a partner where something is split among several, and what is said of it.

use num_rational::BigRational;
use serde_json::{Value, json};

use super::{Measure, Question, text, zero};
use crate::comparison::ABSENT;

/// Where something is split: its clause and the pointer to it.
pub(super) struct Place<'a> {
    pub(super) rule: &'a Value,
    pub(super) path: String,
}

impl<'a> Place<'a> {
    pub(super) fn new(kind: &str, id: &str, rule: &'a Value) -> Place<'a> {
        Place { rule, path: format!("/{kind}/{id}") }
    }

    /// What follows from an unknown number; also where nothing is written, of one that the host took back.
    fn policy(&self) -> &'a str {
        self.rule.get("unknown").map_or("hold", text)
    }

    /// What holds everything: for so many a number is unknown.
    pub(super) fn held(&self, unknown: usize) -> Option<Value> {
        let holds = unknown > 0 && self.policy() == "hold";
        holds.then(|| json!({ "code": "share_held", "path": format!("{}/unknown", self.path), "partners": unknown }))
    }

    pub(super) fn no_weight(&self, member: &str, policy: &Value) -> Value {
        json!({ "code": "share_no_weight", "path": format!("{}/{member}", self.path), "policy": policy })
    }
}

/// A number as it counts.
#[derive(Clone)]
pub(super) struct Counted {
    pub(super) number: BigRational,
    pub(super) is_unknown: bool,
    pub(super) reasons: Vec<Value>,
}

impl Question<'_> {
    /// The metric that a member names: 0 when it is unknown.
    pub(super) fn counted_as(&self, place: &Place<'_>, member: &str, partner: &str) -> Counted {
        let metric = text(&place.rule[member]);
        let state = match self.metric(metric, partner) {
            Measure::Known(number) => return Counted { number, is_unknown: false, reasons: Vec::new() },
            unknown => unknown.text(),
        };
        let path = format!("{}/{member}", place.path);
        let reason = json!({ "code": "share_unknown", "path": path, "metric": metric, "state": state, "policy": place.policy() });
        Counted { number: zero(), is_unknown: true, reasons: vec![reason] }
    }

    /// The weight of a partner: 0 also when the metric is negative.
    pub(super) fn weight(&self, place: &Place<'_>, partner: &str) -> Counted {
        let counted = self.counted_as(place, "shared_by", partner);
        if counted.number >= zero() {
            return counted;
        }
        let (metric, value) = (&place.rule["shared_by"], Measure::Known(counted.number).text());
        let path = format!("{}/shared_by", place.path);
        Counted {
            number: zero(),
            is_unknown: false,
            reasons: vec![json!({ "code": "share_negative", "path": path, "metric": metric, "value": value })],
        }
    }
}

/// Reasons are left out where there is none.
pub(super) fn told(reasons: Vec<Value>) -> Value {
    if reasons.is_empty() { json!(ABSENT) } else { Value::Array(reasons) }
}
