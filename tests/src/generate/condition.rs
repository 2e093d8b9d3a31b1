//! Conditions over partners, filters over records.

use serde_json::{Value, json};

use super::{BOUNDS, CATEGORIES, CHANNELS, CUSTOMERS, Maker, PARTNERS, PLACES, Place, one};

impl Maker {
    pub(super) fn condition(&mut self, place: Place, depth: u32) -> Value {
        if depth == 0 || self.chance(55) {
            return self.leaf(place);
        }
        let count = self.rng.usize(1..4);
        let inner = |maker: &mut Self, count: usize| (0..count).map(|_| maker.condition(place, depth - 1)).collect::<Vec<Value>>();
        match self.rng.u32(..8) {
            0 => json!({ "not": self.condition(place, depth - 1) }),
            1 | 2 => json!({ "any": inner(self, count) }),
            3 => {
                json!({ "at_least_k": { "k": self.rng.usize(1..=count), "of": inner(self, count) } })
            }
            4 if self.chance(20) => json!({ "all": [] }),
            _ => json!({ "all": inner(self, count) }),
        }
    }

    pub(super) fn leaf(&mut self, place: Place) -> Value {
        match place {
            Place::Sales => self.sales_leaf(),
            Place::Registrations => match self.rng.u32(..4) {
                0 => self.number("amount", true, false),
                1 => self.word("product.category", CATEGORIES, true),
                2 => self.word("partner.territory", PLACES, true),
                _ => self.word("customer", CUSTOMERS, false),
            },
            Place::Tiers | Place::Later => match self.rng.u32(..12) {
                0 => self.word("partner.territory", PLACES, true),
                1 => self.moment("partner.joined", true),
                2 => self.word("partner.id", PARTNERS, false),
                3 if self.with_records => self.number("partner.staff", false, true),
                4 if self.with_records => {
                    json!({ "partner.signed": { "is": self.rng.bool(), "unknown": self.policy() } })
                }
                5 | 6 if place == Place::Later && !self.tiers.is_empty() => self.tier_leaf(),
                _ => {
                    let metric = self.metrics[self.rng.usize(..self.metrics.len())].clone();
                    self.number(&metric.name, metric.may_be_unknown, metric.is_whole)
                }
            },
        }
    }

    pub(super) fn sales_leaf(&mut self) -> Value {
        match self.rng.u32(..14) {
            0 | 1 => self.word("channel", CHANNELS, true),
            2 => self.word("customer", CUSTOMERS, true),
            3 => self.word("product.category", CATEGORIES, true),
            4 | 5 => {
                json!({ "product.category": { "within": self.pick(CATEGORIES), "unknown": self.policy() } })
            }
            6 => self.word("partner.territory", PLACES, true),
            7 => {
                self.reads_customers = true;
                self.word("customer.segment", PLACES, true)
            }
            8 => self.number("quantity", true, false),
            9 => self.number("amount", false, false),
            10 => self.moment("date", false),
            11 => {
                let column = self.pick(&["paid", "invoiced"]);
                self.moment(column, true)
            }
            12 if self.with_records => self.number("partner.staff", false, true),
            _ => self.word("basis", &["sell_in", "sell_out"], false),
        }
    }

    pub(super) fn word(&mut self, operand: &str, words: &[&'static str], may_be_unknown: bool) -> Value {
        if may_be_unknown && self.chance(15) {
            return one(operand, json!({ "missing": self.rng.bool() }));
        }
        let (operator, bound) = match self.rng.u32(..4) {
            0 => ("is", json!(self.pick(words))),
            1 => ("is_not", json!(self.pick(words))),
            2 => ("in", json!(self.some(words))),
            _ => ("not_in", json!(self.some(words))),
        };
        self.operated(operand, operator, bound, may_be_unknown)
    }

    pub(super) fn number(&mut self, operand: &str, may_be_unknown: bool, is_whole: bool) -> Value {
        let operator = self.pick(&["at_least", "at_least", "more_than", "at_most", "less_than", "equals", "differs"]);
        let bound = if is_whole { self.pick(&["0", "1", "2", "3", "5", "30", "90"]) } else { self.pick(BOUNDS) };
        self.operated(operand, operator, json!(bound), may_be_unknown)
    }

    pub(super) fn moment(&mut self, operand: &str, may_be_unknown: bool) -> Value {
        let operator = self.pick(&["on_or_after", "after", "on_or_before", "before"]);
        let bound = if self.rng.bool() { "as_of".to_owned() } else { self.edge().to_string() };
        self.operated(operand, operator, json!(bound), may_be_unknown)
    }

    pub(super) fn tier_leaf(&mut self) -> Value {
        let order = self.tiers.clone();
        match self.rng.u32(..4) {
            0 => json!({ "tier": { "is": self.pick(&order) } }),
            1 => json!({ "tier": { "at_most": self.pick(&order) } }),
            2 => json!({ "tier": { "in": self.some(&order) } }),
            _ => json!({ "tier": { "at_least": self.pick(&order) } }),
        }
    }

    pub(super) fn operated(&mut self, operand: &str, operator: &str, bound: Value, may_be_unknown: bool) -> Value {
        let mut body = one(operator, bound);
        if may_be_unknown {
            body["unknown"] = json!(self.policy());
        }
        one(operand, body)
    }
}
