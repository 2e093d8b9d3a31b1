//! The fast decision: numbers of one partner, no reasons. The guide of the programme states every step.

use crate::amount::{Exact, Overflow, power_of_ten};
use crate::condition::{Condition, Leaf, Test, TierTest, WhenUnknown};
use crate::decision::AwardOutcome;
use crate::facts::{Cell, Facts};
use crate::incentive::{Incentive, Reward};
use crate::metric::MetricValue;
use crate::period::epoch_days;
use crate::programme::Programme;
use crate::record::RecordKinds;
use crate::tier::{Operand, Qualify, Rule};

use super::items::Items;
use super::together::Shares;

use crate::period::AsOf;

mod award;
mod each;
mod group;
mod payable;

/// What is decided about one partner.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    pub(crate) tier: usize,
    pub(crate) awards: Vec<AwardNumbers>,
    pub(crate) total: i128,
    pub(crate) scores: Vec<(Exact, usize)>,
    /// Positions of the rules that decide; one past the last where none holds.
    pub(crate) classes: Vec<usize>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct AwardNumbers {
    pub(crate) outcome: AwardOutcome,
    pub(crate) earned: i128,
    pub(crate) amount: i128,
    /// What of it is payable; said by those incentives that have something to say about it, else the amount.
    pub(crate) payable: i128,
}

impl AwardNumbers {
    const NOT_APPLICABLE: AwardNumbers = AwardNumbers { outcome: AwardOutcome::NotApplicable, earned: 0, amount: 0, payable: 0 };

    fn earning(outcome: AwardOutcome, earned: i128, amount: i128) -> AwardNumbers {
        AwardNumbers { outcome, earned, amount, payable: 0 }
    }
}

/// The rule at which a number grew too large.
#[derive(Debug)]
pub(crate) enum Fault {
    Incentive(usize),
    Group(usize),
    Total,
    Scorecard(usize),
}

/// One partner as rules see it.
pub(crate) struct Partner<'a> {
    pub(crate) programme: &'a Programme,
    pub(crate) facts: &'a Facts,
    pub(crate) as_of: AsOf,
    pub(crate) row: u32,
    pub(crate) values: &'a [MetricValue],
    /// The records that parts go through one by one.
    pub(crate) items: &'a dyn Items,
    /// What it gets of what all partners share.
    pub(crate) shares: Shares<'a>,
}

impl Partner<'_> {
    /// Decides tier, awards and scores into `numbers`, whose buffers are used again from partner to partner. What follows
    /// budgets is left to [`Partner::settle`].
    pub(crate) fn decide(&self, numbers: &mut Numbers) -> Result<(), Fault> {
        numbers.tier = self.tier();
        numbers.awards.clear();
        numbers.awards.resize(self.programme.incentives().len(), AwardNumbers::NOT_APPLICABLE);
        for index in self.programme.incentive_order.iter().copied() {
            let Some(incentive) = self.programme.incentives().get(index) else { continue };
            let award = self.award(incentive, numbers.tier, &numbers.awards).map_err(|_| Fault::Incentive(index))?;
            if let Some(place) = numbers.awards.get_mut(index) {
                *place = award;
            }
        }
        self.combine(&mut numbers.awards)?;
        numbers.scores.clear();
        for (index, card) in self.programme.scorecards().iter().enumerate() {
            let mut points = card.initial;
            for characteristic in &card.characteristics {
                let hit = characteristic.attributes.iter().find(|attribute| self.holds(&attribute.when, numbers.tier));
                let worth = hit.map_or(characteristic.otherwise, |attribute| attribute.points);
                points = points.checked_add(worth).map_err(|_| Fault::Scorecard(index))?;
            }
            numbers.scores.push((points, card.band(points)));
        }
        numbers.classes.clear();
        numbers.classes.extend(self.programme.classes().iter().map(|of| {
            let decides = of.rules.iter().position(|rule| self.holds(&rule.when, numbers.tier));
            decides.unwrap_or(of.rules.len())
        }));
        Ok(())
    }

    /// What follows budgets: what of the awards is payable, and their total.
    pub(crate) fn settle(&self, numbers: &mut Numbers) -> Result<(), Fault> {
        for (index, (incentive, award)) in self.programme.incentives().iter().zip(&mut numbers.awards).enumerate() {
            award.payable = award.amount;
            if incentive.has_payable() {
                self.pay_out(incentive, award).map_err(|_| Fault::Incentive(index))?;
            }
        }
        numbers.total = self.total(&numbers.awards).map_err(|_| Fault::Total)?;
        Ok(())
    }

    /// Its position in the tier ladder.
    pub(crate) fn tier(&self) -> usize {
        let Some(tiers) = self.programme.tiers() else { return 0 };
        let met = |(_, requires): &(crate::tier::Tier, Rule)| self.holds(requires, 0);
        match tiers.qualify {
            Qualify::HighestMet => tiers.ladder.iter().rposition(met).map_or(0, |rung| rung + 1),
            Qualify::Consecutive => tiers.ladder.iter().take_while(|rung| met(rung)).count(),
        }
    }

    /// Whether a rule holds for it; `tier` is the position of its tier.
    pub(crate) fn holds(&self, rule: &Rule, tier: usize) -> bool {
        self.condition_holds(&rule.condition, tier)
    }

    fn condition_holds(&self, condition: &Condition<Operand>, tier: usize) -> bool {
        match condition {
            Condition::All(list) => list.iter().all(|part| self.condition_holds(part, tier)),
            Condition::Any(list) => list.iter().any(|part| self.condition_holds(part, tier)),
            Condition::AtLeastK { k, of } => of.iter().filter(|part| self.condition_holds(part, tier)).count() >= *k,
            Condition::Not(inner) => !self.condition_holds(inner, tier),
            Condition::Leaf(leaf) => self.leaf_holds(leaf, tier),
        }
    }

    fn leaf_holds(&self, leaf: &Leaf<Operand>, tier: usize) -> bool {
        let when_unknown = leaf.unknown == Some(WhenUnknown::Holds);
        match &leaf.operand {
            Operand::Metric(metric) => match (self.values.get(*metric), &leaf.test) {
                (Some(MetricValue::Known(value)), Test::Number(test, bound)) => test.holds(*value, *bound),
                _ => when_unknown,
            },
            Operand::Tier => match (&leaf.test, self.programme.tiers()) {
                (Test::Tier(test, ids), Some(tiers)) => ids.iter().filter_map(|id| tiers.position(id)).any(|bound| match test {
                    TierTest::Is | TierTest::In => tier == bound,
                    TierTest::AtLeast => tier >= bound,
                    TierTest::AtMost => tier <= bound,
                }),
                _ => false,
            },
            Operand::Attribute(column) => {
                let cell = self.attribute(column);
                match (&leaf.test, cell) {
                    (Test::Missing(missing), cell) => (cell == Cell::Absent) == *missing,
                    (_, Cell::Absent) => when_unknown,
                    (Test::Number(test, bound), Cell::Number(value)) => test.holds(value, *bound),
                    (Test::Text { words, among, .. }, Cell::Text(text)) => words.iter().any(|word| word == text) == *among,
                    (Test::Date(test, bound), Cell::Day(day)) => test.holds(day, epoch_days(bound.resolve(self.as_of.on))),
                    (Test::Boolean(wanted), Cell::Boolean(value)) => *wanted == value,
                    _ => false,
                }
            }
        }
    }

    fn attribute(&self, column: &str) -> Cell<'_> {
        let kind = RecordKinds::PARTNERS;
        match (self.facts.table(kind), self.facts.kinds().all().get(kind).and_then(|kind| kind.position(column))) {
            (Some(table), Some(position)) => self.facts.cell_at(kind, table, position, self.row as usize),
            _ => Cell::Absent,
        }
    }

    fn value(&self, metric: usize) -> Option<Exact> {
        self.values.get(metric).copied().and_then(MetricValue::known)
    }

    /// The sum of all awards of money, within its limits.
    fn total(&self, awards: &[AwardNumbers]) -> Result<i128, Overflow> {
        let is_money = |incentive: &Incentive| matches!(incentive.reward, Reward::Money(_));
        let awards = self.programme.incentives().iter().zip(awards).filter(|(incentive, _)| is_money(incentive));
        let sum = awards.map(|(_, award)| award.amount).try_fold(0i128, i128::checked_add).ok_or(Overflow)?;
        let limits = self.programme.payout();
        let scale = self.programme.rounding().0;
        let limit = |limit: Option<Exact>| limit.map(|limit| minor_units(limit, scale)).transpose();
        Ok(within(sum, limit(limits.floor)?, limit(limits.cap)?))
    }
}

/// Minor units of a limit; the checker has seen to its digits.
pub(crate) fn minor_units(limit: Exact, scale: u32) -> Result<i128, Overflow> {
    let (numerator, denominator) = limit.parts();
    let power = power_of_ten(scale).ok_or(Overflow)?;
    Ok(numerator.checked_mul(power).ok_or(Overflow)? / denominator)
}

fn within(minor: i128, floor: Option<i128>, cap: Option<i128>) -> i128 {
    let raised = floor.map_or(minor, |floor| minor.max(floor));
    cap.map_or(raised, |cap| raised.min(cap))
}
