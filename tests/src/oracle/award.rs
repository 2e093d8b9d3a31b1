//! One award as far as one incentive and one partner decide it: from `requires` to `gates`.

use num_rational::BigRational;
use serde_json::Value;

use super::reward::Unit;
use super::{Question, list, text, zero};

/// No metric stands for another.
pub(super) static NOTHING_EXPECTED: Value = Value::Null;

/// The metric that stands for this one.
pub(super) fn stands_for<'e>(expected: &'e Value, metric: &str) -> Option<&'e str> {
    expected["metrics"].get(metric).map(text)
}

/// What a partner gets under one incentive.
pub(super) struct Award<'a> {
    pub(super) incentive: &'a Value,
    pub(super) partner: &'a str,
    pub(super) unit: Unit<'a>,
    pub(super) outcome: &'static str,
    pub(super) earned: BigRational,
    pub(super) amount: BigRational,
}

impl<'a> Award<'a> {
    pub(super) fn id(&self) -> &'a str {
        text(&self.incentive["id"])
    }

    /// Changes the amount and says what that makes of it.
    pub(super) fn set(&mut self, amount: BigRational) {
        self.outcome = if amount == zero() { "nothing" } else { "paid" };
        self.amount = amount;
    }

    /// Takes the amount away for the reason that the outcome names.
    pub(super) fn take_away(&mut self, outcome: &'static str) {
        self.outcome = outcome;
        self.amount = zero();
    }
}

impl<'a> Question<'a> {
    pub(super) fn award(&self, incentive: &'a Value, partner: &'a str) -> Award<'a> {
        self.award_at(incentive, partner, &NOTHING_EXPECTED)
    }

    /// The award with levels found by what is expected.
    pub(super) fn expected(&self, incentive: &'a Value, partner: &'a str) -> Option<Award<'a>> {
        incentive.get("expected").map(|expected| self.award_at(incentive, partner, expected))
    }

    fn award_at(&self, incentive: &'a Value, partner: &'a str, expected: &'a Value) -> Award<'a> {
        let holds = |condition: &Value| self.condition(condition, partner, self.tier(partner).as_deref());
        let unit = self.unit(incentive);
        let mut award = Award { incentive, partner, unit, outcome: "not_applicable", earned: zero(), amount: zero() };
        if !incentive.get("requires").is_none_or(holds) {
            return award;
        }
        let mut sum = zero();
        let mut held = false;
        for part in list(&incentive["pays"]) {
            if part.get("when").is_none_or(holds) {
                match self.part(part, &award.unit, partner, expected) {
                    Ok(amount) => sum += amount,
                    Err(policy) => held |= policy == "hold",
                }
            }
        }
        for factor in list(&incentive["factors"]) {
            match self.factor(factor, partner, expected) {
                Ok(factor) => sum *= factor,
                Err("hold") => held = true,
                Err(_) => sum = zero(),
            }
        }
        let mut limits = [None, None];
        for (limit, member) in limits.iter_mut().zip(["floor", "cap"]) {
            match self.limit(incentive.get(member), &award.unit, partner) {
                Ok(amount) => *limit = amount,
                Err("hold") => held = true,
                Err(_) => {}
            }
        }
        if held {
            award.outcome = "held";
            return award;
        }
        let [floor, cap] = limits;
        let mut earned = award.unit.round(&sum);
        if let Some(floor) = floor {
            earned = earned.max(floor);
        }
        // a floor above the cap counts as the cap
        if let Some(cap) = cap {
            earned = earned.min(cap);
        }
        award.earned = earned.clone();
        let lost = incentive["reward"]["honour"].get("lost_when");
        if incentive.get("forfeits").into_iter().chain(lost).any(holds) {
            award.outcome = "forfeited";
        } else if !incentive.get("gates").is_none_or(holds) {
            award.outcome = "withheld";
        } else {
            award.set(earned);
        }
        award
    }

    /// The incentive of an id.
    pub(super) fn incentive(&self, id: &str) -> &'a Value {
        list(&self.programme["incentives"]).iter().find(|incentive| text(&incentive["id"]) == id).expect("the incentive is there")
    }
}
