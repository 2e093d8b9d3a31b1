//! Cascades: a target for all, broken down to partners.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_rational::BigRational;
use serde_json::{Value, json};

use super::number::{cut_off, exact_text, parse, split};
use super::share::{Counted, Place, told};
use super::{Question, sorted, text, zero};
use crate::comparison::ABSENT;

/// What a partner has of the target, itself and with all below it.
#[derive(Clone)]
struct Part {
    own: BigRational,
    subtree: BigRational,
}

impl<'a> Question<'a> {
    pub(super) fn cascades(&self) -> Vec<Value> {
        sorted(&self.programme["cascades"]).into_iter().map(|(id, cascade)| self.cascade(id, cascade)).collect()
    }

    /// The records of the table `targets` that a cascade comes to; nothing when there is no such cascade.
    pub(super) fn targets(&self, id: &str) -> Option<Value> {
        let cascade = self.cascade(id, self.programme["cascades"].get(id)?);
        let rows = cascade["rows"].as_array().expect("rows");
        let with_part = rows.iter().filter(|row| parse(&row["own"]) > zero());
        let record = |row: &Value| json!({ "partner": row["partner"], "target": cascade["target"], "from": cascade["from"], "until": cascade["until"], "amount": row["own"] });
        Some(with_part.map(record).collect())
    }

    fn cascade(&self, id: &str, cascade: &Value) -> Value {
        let place = Place::new("cascades", id, cascade);
        let amount = parse(&cascade["amount"]);
        let along_hierarchy = text(&cascade["along"]) == "hierarchy";
        let taking_part: BTreeMap<&str, Counted> = self
            .partner_ids()
            .into_iter()
            .filter(|partner| self.takes_part(cascade, partner))
            .map(|partner| (partner, self.weight(&place, partner)))
            .collect();
        let mut weights: BTreeMap<&str, BigRational> = {
            let numbers: Vec<BigRational> = taking_part.values().map(|weight| weight.number.clone()).collect();
            taking_part.keys().copied().zip(cut_off(&numbers)).collect()
        };
        let mut reasons = Vec::new();
        let unknown = taking_part.values().filter(|weight| weight.is_unknown).count();
        if let Some(held) = place.held(unknown) {
            reasons.push(held);
            weights.clear();
        } else if weights.values().all(|weight| *weight == zero()) {
            reasons.push(place.no_weight("when_no_weight", &cascade["when_no_weight"]));
            let each = BigRational::from_integer(BigInt::from(i32::from(cascade["when_no_weight"] == "equally")));
            weights.values_mut().for_each(|weight| *weight = each.clone());
        }
        let mut parts = BTreeMap::new();
        if along_hierarchy {
            self.hand_down(&amount, None, &weights, &mut parts);
        } else if weights.values().any(|weight| *weight > zero()) {
            let own = split(&amount, &weights.values().cloned().collect::<Vec<_>>(), self.scale());
            parts.extend(weights.keys().copied().zip(own.into_iter().map(|own| Part { own, subtree: zero() })));
        }
        let mut rows = Vec::new();
        for partner in self.partner_ids() {
            let passes_on = || along_hierarchy && taking_part.keys().any(|below| *below != partner && self.is_below(below, partner));
            let (weight, said) = match taking_part.get(partner) {
                Some(counted) => (counted.number.clone(), counted.reasons.clone()),
                None if passes_on() => (zero(), vec![json!({ "code": "share_passed_on", "path": format!("{}/requires", place.path) })]),
                None => continue,
            };
            let part = parts.get(partner).cloned().unwrap_or(Part { own: zero(), subtree: zero() });
            let (mut parent, mut subtree) = (json!(ABSENT), json!(ABSENT));
            if along_hierarchy {
                parent = json!(self.parent(partner).unwrap_or(ABSENT));
                subtree = json!(self.money(&part.subtree));
            }
            rows.push(json!({
                "partner": partner, "parent": parent, "weight": exact_text(&weight), "own": self.money(&part.own), "subtree": subtree,
                "reasons": told(said)
            }));
        }
        let given: BigRational = parts.values().map(|part| &part.own).sum();
        json!({
            "cascade": id, "target": cascade["target"], "from": cascade["period"]["from"], "until": cascade["period"]["until"],
            "amount": self.money(&amount), "given": self.money(&given), "rows": rows, "reasons": told(reasons)
        })
    }

    /// Splits what a subtree has between its top and the subtrees below it, or the whole among those of the roots.
    fn hand_down(
        &self,
        amount: &BigRational,
        top: Option<&'a str>,
        weights: &BTreeMap<&'a str, BigRational>,
        parts: &mut BTreeMap<&'a str, Part>,
    ) {
        let below: Vec<&str> = self.partner_ids().into_iter().filter(|partner| self.parent(partner) == top).collect();
        let of_subtree = |top: &str| weights.iter().filter(|(partner, _)| self.is_below(partner, top)).map(|(_, weight)| weight).sum();
        // the top itself comes first among equal remainders
        let mut all: Vec<BigRational> = top.map(|top| weights.get(top).cloned().unwrap_or_else(zero)).into_iter().collect();
        all.extend(below.iter().map(|partner| of_subtree(partner)));
        if all.iter().all(|weight| *weight == zero()) {
            return;
        }
        let mut shares = split(amount, &all, self.scale()).into_iter();
        if let Some(top) = top {
            parts.insert(top, Part { own: shares.next().expect("one for each weight"), subtree: amount.clone() });
        }
        for (partner, share) in below.into_iter().zip(shares) {
            self.hand_down(&share, Some(partner), weights, parts);
        }
    }
}
