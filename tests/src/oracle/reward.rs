//! What an incentive pays in: its unit, how that is rounded, what it is worth.

use num_rational::BigRational;
use serde_json::Value;

use super::number::{money_text, parse, round};
use super::{Question, text, zero};

/// The unit of an award's amounts.
pub(super) struct Unit<'a> {
    /// Nothing for money.
    pub(super) name: Option<&'static str>,
    pub(super) scale: u32,
    pub(super) mode: &'a str,
    /// What one of it is worth in money.
    pub(super) value: Option<BigRational>,
}

impl Unit<'_> {
    /// The sum of the parts, after factors, in this unit.
    pub(super) fn round(&self, sum: &BigRational) -> BigRational {
        if self.name == Some("honours") {
            return BigRational::from_integer(i32::from(*sum > zero()).into());
        }
        round(sum, self.scale, self.mode)
    }

    pub(super) fn text(&self, amount: &BigRational) -> String {
        money_text(amount, self.scale)
    }
}

impl<'a> Question<'a> {
    pub(super) fn unit(&self, incentive: &'a Value) -> Unit<'a> {
        let reward = &incentive["reward"];
        let whole = |name, reward: &Value| Unit { name: Some(name), scale: 0, mode: "down", value: reward.get("unit_value").map(parse) };
        if let Some(points) = reward.get("points") {
            let scale = points["scale"].as_u64().and_then(|scale| u32::try_from(scale).ok()).expect("a small scale");
            Unit { name: Some("points"), scale, mode: text(&points["mode"]), value: None }
        } else if let Some(goods) = reward.get("goods") {
            whole("pieces", goods)
        } else if let Some(quota) = reward.get("quota") {
            whole("places", quota)
        } else if let Some(honour) = reward.get("honour") {
            whole("honours", honour)
        } else {
            Unit { name: None, scale: self.scale(), mode: text(&self.programme["rounding"]["mode"]), value: None }
        }
    }
}
