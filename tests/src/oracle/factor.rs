//! What multiplies and what limits the sum of the parts.

use num_rational::BigRational;
use serde_json::Value;

use super::award::stands_for;
use super::number::parse;
use super::part::Paid;
use super::reward::Unit;
use super::schedule::Schedule;
use super::{Measure, Question, policy, text, zero};

impl<'a> Question<'a> {
    pub(super) fn factor(&self, factor: &'a Value, partner: &str, expected: &'a Value) -> Paid<'a> {
        let metric = text(factor.get("by").unwrap_or_else(|| &factor["metric"]));
        let (metric, policies) = stands_for(expected, metric).map_or((metric, factor), |other| (other, expected));
        let Measure::Known(value) = self.metric(metric, partner) else { return Err(policy(policies)) };
        if factor.get("by").is_none() {
            return Ok(value.max(parse(&factor["least"])).min(parse(&factor["most"])));
        }
        let schedule = Schedule::new(factor, "factor", value, &BigRational::from_integer(1.into()));
        let reached = if text(&factor["method"]) == "interpolated" { schedule.interpolated() } else { schedule.number() };
        Ok(reached.unwrap_or_else(|| parse(&factor["below"])))
    }

    /// A floor or a cap: none, an amount, or the policy when it is unknown.
    pub(super) fn limit(&self, limit: Option<&'a Value>, unit: &Unit<'_>, partner: &str) -> Result<Option<BigRational>, &'a str> {
        let Some(limit) = limit else { return Ok(None) };
        let Some(metric) = limit.get("metric") else { return Ok(Some(parse(limit))) };
        match self.metric(text(metric), partner) {
            Measure::Known(value) => Ok(Some(unit.round(&value).max(zero()))),
            Measure::Missing | Measure::Undefined => Err(policy(limit)),
        }
    }
}
