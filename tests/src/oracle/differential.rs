//! Level differential: of every sale below, what the own rate is above the highest rate below.

use num_rational::BigRational;
use serde_json::Value;

use super::schedule::Schedule;
use super::{Measure, Question, text, zero};

impl<'a> Question<'a> {
    pub(super) fn differential(&self, part: &'a Value, measured: &str, partner: &str) -> BigRational {
        let levels = part["levels"].as_u64().expect("levels is an integer");
        let own = self.level_rate(&part["rates"], partner);
        let mut sum = zero();
        for seller in self.partner_ids() {
            let mut highest = zero();
            let mut distance = 0;
            let mut at = Some(seller);
            while let Some(below) = at.filter(|at| *at != partner) {
                highest = highest.max(self.level_rate(&part["rates"], below));
                distance += 1;
                at = self.parent(below);
            }
            if let (Some(_), true, Measure::Known(sales)) = (at, distance <= levels, self.metric(measured, seller)) {
                sum += sales * (&own - highest).max(zero());
            }
        }
        sum
    }

    fn level_rate(&self, rates: &Value, partner: &str) -> BigRational {
        if let Some(tiers) = rates.get("by_tier") {
            return self.of_tier(tiers, partner);
        }
        let Measure::Known(by) = self.metric(text(&rates["by"]), partner) else { return zero() };
        Schedule::new(rates, "rate", by, &BigRational::from_integer(1.into())).number().unwrap_or_else(zero)
    }
}
