//! The fast decision: numbers of one partner, no reasons. The guide of the programme states every step.

use crate::amount::{Exact, Overflow, power_of_ten};
use crate::condition::{Condition, Leaf, Test, TierTest, WhenUnknown};
use crate::decision::AwardOutcome;
use crate::facts::{Cell, Facts};
use crate::incentive::{BandMethod, Bands, Incentive, Limit, Pay, Schedule, UnknownPay, WhenNegative, reached};
use crate::metric::MetricValue;
use crate::period::epoch_days;
use crate::programme::Programme;
use crate::record::RecordKinds;
use crate::tier::{Operand, Qualify, Rule};

use crate::period::AsOf;

/// What is decided about one partner.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    pub(crate) tier: usize,
    pub(crate) awards: Vec<AwardNumbers>,
    pub(crate) total: i128,
    pub(crate) scores: Vec<(Exact, usize)>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct AwardNumbers {
    pub(crate) outcome: AwardOutcome,
    pub(crate) earned: i128,
    pub(crate) amount: i128,
}

/// The rule at which a number grew too large.
#[derive(Debug)]
pub(crate) enum Fault {
    Incentive(usize),
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
}

impl Partner<'_> {
    /// Decides into `numbers`, whose buffers are used again from partner to partner.
    pub(crate) fn decide(&self, numbers: &mut Numbers) -> Result<(), Fault> {
        numbers.tier = self.tier();
        numbers.awards.clear();
        for (index, incentive) in self.programme.incentives().iter().enumerate() {
            let award = self.award(incentive, numbers.tier).map_err(|_| Fault::Incentive(index))?;
            numbers.awards.push(award);
        }
        self.combine(&mut numbers.awards);
        numbers.total = self.total(&numbers.awards).map_err(|_| Fault::Total)?;
        numbers.scores.clear();
        for (index, card) in self.programme.scorecards().iter().enumerate() {
            let mut points = card.initial;
            for characteristic in &card.characteristics {
                let hit = characteristic.attributes.iter().find(|(when, _)| self.holds(when, numbers.tier));
                let worth = hit.map_or(characteristic.otherwise, |(_, points)| *points);
                points = points.checked_add(worth).map_err(|_| Fault::Scorecard(index))?;
            }
            numbers.scores.push((points, card.band(points)));
        }
        Ok(())
    }

    fn tier(&self) -> usize {
        let Some(tiers) = self.programme.tiers() else { return 0 };
        let met = |(_, requires): &(crate::tier::Tier, Rule)| self.holds(requires, 0);
        match tiers.qualify {
            Qualify::HighestMet => tiers.ladder.iter().rposition(met).map_or(0, |rung| rung + 1),
            Qualify::Consecutive => tiers.ladder.iter().take_while(|rung| met(rung)).count(),
        }
    }

    fn holds(&self, rule: &Rule, tier: usize) -> bool {
        match rule {
            Condition::All(list) => list.iter().all(|part| self.holds(part, tier)),
            Condition::Any(list) => list.iter().any(|part| self.holds(part, tier)),
            Condition::AtLeastK { k, of } => of.iter().filter(|part| self.holds(part, tier)).count() >= *k,
            Condition::Not(inner) => !self.holds(inner, tier),
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

    fn award(&self, incentive: &Incentive, tier: usize) -> Result<AwardNumbers, Overflow> {
        if incentive.requires.as_ref().is_some_and(|requires| !self.holds(requires, tier)) {
            return Ok(AwardNumbers { outcome: AwardOutcome::NotApplicable, earned: 0, amount: 0 });
        }
        let mut sum = Exact::ZERO;
        let mut held = false;
        for part in &incentive.pays {
            if part.when.as_ref().is_some_and(|when| !self.holds(when, tier)) {
                continue;
            }
            match self.part(&part.pays)? {
                Some(paid) => sum = sum.checked_add(paid)?,
                None => held |= part.unknown == Some(UnknownPay::Hold),
            }
        }
        if held {
            return Ok(AwardNumbers { outcome: AwardOutcome::Held, earned: 0, amount: 0 });
        }
        let (scale, mode) = self.programme.rounding();
        let earned = within(sum.round_to_minor(scale, mode)?, fixed(incentive.floor), fixed(incentive.cap), scale)?;
        let withheld = incentive.gates.as_ref().is_some_and(|gates| !self.holds(gates, tier));
        let outcome = match (withheld, earned) {
            (true, _) => AwardOutcome::Withheld,
            (false, 0) => AwardOutcome::Nothing,
            (false, _) => AwardOutcome::Paid,
        };
        Ok(AwardNumbers { outcome, earned, amount: if withheld { 0 } else { earned } })
    }

    fn value(&self, metric: usize) -> Option<Exact> {
        self.values.get(metric).copied().and_then(MetricValue::known)
    }

    /// What a part adds; `None` when a metric it reads is unknown.
    fn part(&self, pays: &Pay) -> Result<Option<Exact>, Overflow> {
        Ok(match pays {
            Pay::LumpSum(amount) => Some(*amount),
            Pay::LumpSumByLevel(bands) => self.value(bands.by).map(|by| {
                reached(&bands.levels, bands.boundary, by)
                    .and_then(|level| bands.levels.get(level))
                    .map_or(Exact::ZERO, |(_, amount)| *amount)
            }),
            Pay::Flat { measure, rate, when_negative, .. } => match self.value(*measure) {
                Some(value) if value.is_negative() && *when_negative == WhenNegative::Nothing => Some(Exact::ZERO),
                Some(value) => Some(value.checked_mul(*rate)?),
                None => None,
            },
            Pay::Banded { measure, schedule: Schedule { method, bands, .. }, .. } => match (self.value(*measure), self.value(bands.by)) {
                (Some(value), Some(by)) => Some(banded(value, by, *method, bands)?),
                _ => None,
            },
            _ => Some(Exact::ZERO),
        })
    }

    /// Of each group the best is paid; what does not apply or is held takes no part.
    fn combine(&self, awards: &mut [AwardNumbers]) {
        for group in 0..self.programme.groups().len() {
            let mut best: Option<(i128, &str, usize)> = None;
            let mut any_amount = false;
            for (index, (incentive, award)) in self.programme.incentives().iter().zip(awards.iter()).enumerate() {
                if incentive.group != Some(group) || !takes_part(award.outcome) {
                    continue;
                }
                any_amount |= award.amount != 0;
                let better =
                    best.is_none_or(|(amount, id, _)| award.amount > amount || (award.amount == amount && incentive.id.as_str() < id));
                if better {
                    best = Some((award.amount, &incentive.id, index));
                }
            }
            let (Some((_, _, chosen)), true) = (best, any_amount) else { continue };
            for (index, (incentive, award)) in self.programme.incentives().iter().zip(awards.iter_mut()).enumerate() {
                if incentive.group == Some(group) && index != chosen && takes_part(award.outcome) {
                    award.outcome = AwardOutcome::Superseded;
                    award.amount = 0;
                }
            }
        }
    }

    fn total(&self, awards: &[AwardNumbers]) -> Result<i128, Overflow> {
        let sum = awards.iter().try_fold(0i128, |sum, award| sum.checked_add(award.amount)).ok_or(Overflow)?;
        let limits = self.programme.payout();
        within(sum, limits.floor, limits.cap, self.programme.rounding().0)
    }
}

const fn takes_part(outcome: AwardOutcome) -> bool {
    !matches!(outcome, AwardOutcome::Held | AwardOutcome::NotApplicable)
}

fn banded(value: Exact, by: Exact, method: BandMethod, bands: &Bands) -> Result<Exact, Overflow> {
    let Some(level) = reached(&bands.levels, bands.boundary, by) else { return Ok(Exact::ZERO) };
    match method {
        BandMethod::WholeAmount if value.is_negative() => Ok(Exact::ZERO),
        BandMethod::WholeAmount => bands.levels.get(level).map_or(Ok(Exact::ZERO), |(_, rate)| value.checked_mul(*rate)),
        _ => {
            let mut sum = Exact::ZERO;
            for (index, (from, rate)) in bands.levels.iter().enumerate().take_while(|(_, (from, _))| value > *from) {
                let until = bands.levels.get(index + 1).map_or(value, |(next, _)| value.min(*next));
                sum = sum.checked_add(until.checked_sub(*from)?.checked_mul(*rate)?)?;
            }
            Ok(sum)
        }
    }
}

fn fixed(limit: Option<Limit>) -> Option<Exact> {
    match limit {
        Some(Limit::Amount(amount)) => Some(amount),
        _ => None,
    }
}

/// Minor units of a limit; the checker has seen to its digits.
pub(crate) fn minor_units(limit: Exact, scale: u32) -> Result<i128, Overflow> {
    let (numerator, denominator) = limit.parts();
    let power = power_of_ten(scale).ok_or(Overflow)?;
    Ok(numerator.checked_mul(power).ok_or(Overflow)? / denominator)
}

fn within(minor: i128, floor: Option<Exact>, cap: Option<Exact>, scale: u32) -> Result<i128, Overflow> {
    let raised = match floor {
        Some(floor) => minor.max(minor_units(floor, scale)?),
        None => minor,
    };
    Ok(match cap {
        Some(cap) => raised.min(minor_units(cap, scale)?),
        None => raised,
    })
}
