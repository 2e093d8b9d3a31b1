//! Parts that read records by themselves: one by one, or in their order.

use serde_json::{Map, Value, json};

use super::incentive::Reward;
use super::{Maker, Metric, RATES};

/// Kinds of record with the columns that tell them apart.
const EACH: &[(&str, &[&str])] = &[
    ("sales", &["sales", "sales.order", "sales.order", "sales.seller", "sales.seller", "sales.customer", "sales.channel", "sales.product"]),
    ("receivables", &["receivables"]),
    ("payments", &["payments"]),
    ("activities", &["activities", "activities.kind"]),
    ("certificates", &["certificates.person"]),
];

impl Maker {
    /// The metrics that add up records of a kind.
    fn added_up(&self, kind: &str) -> Vec<Metric> {
        let of_kind = |metric: &&Metric| metric.added_up.is_some_and(|named| named.split('.').next() == Some(kind));
        self.metrics.iter().filter(of_kind).cloned().collect()
    }

    pub(super) fn one_by_one(&mut self, part: &mut Map<String, Value>, reward: Reward, may_be_unknown: &mut bool) {
        let usable: Vec<_> = EACH.iter().filter(|(kind, _)| !self.added_up(kind).is_empty()).collect();
        // there is always a sum of sales
        let (kind, columns) = if self.chance(70) { &EACH[0] } else { usable[self.rng.usize(..usable.len())] };
        let metrics = self.added_up(kind);
        let measure = metrics[self.rng.usize(..metrics.len())].clone();
        let by = metrics[self.rng.usize(..metrics.len())].clone();
        let mut read = vec![measure.name.clone()];
        *may_be_unknown |= measure.may_be_unknown;
        let (paid, level) = if measure.is_money && self.chance(70) { ("percent_of", "rate") } else { ("amount_per_unit_of", "amount") };
        match self.rng.u32(..6) {
            0 => {
                read = vec![by.name.clone()];
                *may_be_unknown = false;
                let bands = self.bands(&by, "amount", None, true, may_be_unknown);
                part.insert("lump_sum_by_level".to_owned(), bands);
            }
            1 => {
                part.insert("amount_per_full".to_owned(), json!(measure.name));
                part.insert("step".to_owned(), json!(self.pick(&["1", "10", "100.5"])));
                part.insert("above".to_owned(), json!(self.pick(&["0", "0", "1", "50"])));
                part.insert("amount".to_owned(), json!(self.pick(&["1", "5", "0.01"])));
            }
            2 => {
                part.insert(paid.to_owned(), json!(measure.name));
                part.insert(level.to_owned(), json!(self.pick(RATES)));
                part.insert("when_negative".to_owned(), json!(self.pick(&["nothing", "deduct"])));
            }
            3 => {
                part.insert(paid.to_owned(), json!(measure.name));
                let method = self.pick(&["whole_amount", "interpolated"]);
                let bands = self.bands(&by, level, Some(method), by.name == measure.name, may_be_unknown);
                part.insert("bands".to_owned(), bands);
                read.push(by.name);
            }
            4 if !self.tiers.is_empty() => {
                part.insert(paid.to_owned(), json!(measure.name));
                let rates = self.by_tier(&["0", "0.01", "0.125", "1"]);
                part.insert(format!("{level}s_by_tier"), rates);
                part.insert("when_negative".to_owned(), json!(self.pick(&["nothing", "deduct"])));
            }
            _ => {
                part.insert(paid.to_owned(), json!(measure.name));
                let method = self.pick(&["whole_amount", "graduated", "graduated", "overlapping_on_all", "overlapping_to_bounds"]);
                let bands = self.bands(&measure, level, Some(method), true, may_be_unknown);
                part.insert("bands".to_owned(), bands);
            }
        }
        if !part.contains_key("lump_sum_by_level") && self.chance(25) {
            part.insert("measure_cap".to_owned(), json!(self.pick(&["0", "10", "100", "150"])));
        }
        part.insert("for_each".to_owned(), json!(self.pick(columns)));
        let rounded = if reward == Reward::Honours { "total" } else { self.pick(&["each", "total"]) };
        part.insert("rounded".to_owned(), json!(rounded));
        self.singly.extend(read);
    }

    /// Running bands; nothing when there is no sum that they can go through.
    pub(super) fn running(&mut self, part: &mut Map<String, Value>, may_be_unknown: &mut bool) {
        let usable = |metric: &&Metric| metric.is_own && matches!(metric.added_up, Some("sales.amount" | "sales.quantity"));
        let metrics: Vec<Metric> = self.metrics.iter().filter(usable).cloned().collect();
        if metrics.is_empty() {
            return;
        }
        let measure = metrics[self.rng.usize(..metrics.len())].clone();
        let (paid, level) = if measure.is_money && self.chance(70) { ("percent_of", "rate") } else { ("amount_per_unit_of", "amount") };
        let mut bands = self.bands(&measure, level, Some("running"), true, may_be_unknown);
        bands["returned"] = json!(self.pick(&["top_first", "first_in_first_out", "original_rate", "original_rate"]));
        part.insert(paid.to_owned(), json!(measure.name));
        part.insert("bands".to_owned(), bands);
        self.singly.push(measure.name);
        self.in_order = true;
    }
}
