//! One incentive for one partner: parts, factors, limits, what forfeits and what gates.

use super::{AwardNumbers, Partner, minor_units, within};
use crate::amount::{Exact, Overflow, Rounding};
use crate::decision::AwardOutcome;
use crate::incentive::{
    Bands, Factor, Incentive, Limit, Part, Pay, Reward, Schedule, UnknownLimit, UnknownPay, WhenNegative, interpolated, reached,
};

/// What a limit comes to.
enum Limited {
    At(Option<i128>),
    Held,
}

impl Partner<'_> {
    /// Steps 1 to 7; `awards` has those of the incentives that this one takes off.
    pub(super) fn award(&self, incentive: &Incentive, tier: usize, awards: &[AwardNumbers]) -> Result<AwardNumbers, Overflow> {
        if incentive.requires.as_ref().is_some_and(|requires| !self.holds(requires, tier)) {
            return Ok(AwardNumbers::NOT_APPLICABLE);
        }
        let rounding @ (scale, mode) = incentive.reward.rounding(self.programme.rounding());
        let mut sum = Exact::ZERO;
        let mut held = false;
        for part in &incentive.pays {
            if part.when.as_ref().is_some_and(|when| !self.holds(when, tier)) {
                continue;
            }
            match self.part(part, tier, awards, rounding)? {
                Some(paid) => sum = sum.checked_add(paid)?,
                None => held = true,
            }
        }
        for factor in &incentive.factors {
            match self.factor(factor)? {
                Some(factor) => sum = sum.checked_mul(factor)?,
                None => held = true,
            }
        }
        let floor = self.limit(incentive.floor.as_ref(), rounding)?;
        let cap = self.limit(incentive.cap.as_ref(), rounding)?;
        let (Limited::At(floor), Limited::At(cap), false) = (floor, cap, held) else {
            return Ok(AwardNumbers::earning(AwardOutcome::Held, 0, 0));
        };
        let rounded = match &incentive.reward {
            Reward::Honour { .. } => i128::from(sum.signum() > 0),
            _ => sum.round_to_minor(scale, mode)?,
        };
        let earned = within(rounded, floor, cap);
        let lost = match &incentive.reward {
            Reward::Honour { lost_when, .. } => lost_when.as_ref(),
            _ => None,
        };
        if incentive.forfeits.iter().chain(lost).any(|rule| self.holds(rule, tier)) {
            return Ok(AwardNumbers::earning(AwardOutcome::Forfeited, earned, 0));
        }
        if incentive.gates.as_ref().is_some_and(|gates| !self.holds(gates, tier)) {
            return Ok(AwardNumbers::earning(AwardOutcome::Withheld, earned, 0));
        }
        let outcome = if earned == 0 { AwardOutcome::Nothing } else { AwardOutcome::Paid };
        Ok(AwardNumbers::earning(outcome, earned, earned))
    }

    /// What a part adds; `None` when it holds the award.
    fn part(&self, part: &Part, tier: usize, awards: &[AwardNumbers], rounding: (u32, Rounding)) -> Result<Option<Exact>, Overflow> {
        if let Some(each) = &part.each {
            return self.one_by_one(part, each, tier, rounding);
        }
        if let Some(returned) = part.pays.running() {
            return self.running(part, returned);
        }
        let unknown = || Ok((part.unknown == Some(UnknownPay::Nothing)).then_some(Exact::ZERO));
        let by_tier = |rates: &[Exact]| rates.get(tier).copied().unwrap_or(Exact::ZERO);
        let flat = |measure: usize, rate: Exact, when_negative: WhenNegative| match self.paid_on(part, measure, awards)? {
            Some(value) if value.is_negative() && when_negative == WhenNegative::Nothing => Ok(Some(Exact::ZERO)),
            Some(value) => value.checked_mul(rate).map(Some),
            None => unknown(),
        };
        match &part.pays {
            Pay::LumpSum(amount) => Ok(Some(*amount)),
            Pay::LumpSumByTier(amounts) => Ok(Some(by_tier(amounts))),
            Pay::Flat { measure, rate, when_negative, .. } => flat(*measure, *rate, *when_negative),
            Pay::FlatByTier { measure, rates, when_negative, .. } => flat(*measure, by_tier(rates), *when_negative),
            Pay::AmountOf { measure, when_negative } => flat(*measure, Exact::ONE, *when_negative),
            Pay::Interest { measure, annual_rate, year_days, when_negative } => {
                let days = Exact::from(i64::from(*year_days));
                match flat(*measure, *annual_rate, *when_negative)? {
                    Some(interest) => interest.checked_div(days),
                    None => Ok(None),
                }
            }
            Pay::PerFull { measure, steps } => match self.paid_on(part, *measure, awards)? {
                Some(value) => steps.full(value)?.checked_mul(steps.amount).map(Some),
                None => unknown(),
            },
            Pay::Banded { measure, schedule, .. } => {
                let (Some(_), Some((by, times))) = (self.value(*measure), self.levels_by(&schedule.bands)) else { return unknown() };
                if let Some(paid) = not_positive(&schedule.bands, times) {
                    return Ok(paid);
                }
                match self.paid_on(part, *measure, awards)? {
                    Some(value) => banded(schedule, value, by, times).map(Some),
                    None => unknown(),
                }
            }
            Pay::LumpSumByLevel(bands) | Pay::LumpSumOfLevels(bands) | Pay::LumpSumInterpolated(bands) => match self.levels_by(bands) {
                Some((by, times)) => lump_sum(&part.pays, bands, by, times),
                None => unknown(),
            },
            Pay::OfAll(of) => Ok(self.shares.paid(of)),
        }
    }

    /// What is left of a measure; `None` when it is unknown or what is taken off it is held.
    fn paid_on(&self, part: &Part, measure: usize, awards: &[AwardNumbers]) -> Result<Option<Exact>, Overflow> {
        let Some(mut value) = self.value(measure) else { return Ok(None) };
        for award in part.less.iter().filter_map(|less| awards.get(*less)) {
            if award.outcome == AwardOutcome::Held {
                return Ok(None);
            }
            let amount = Exact::scaled(award.amount, self.programme.rounding().0).ok_or(Overflow)?;
            value = value.checked_sub(amount)?;
        }
        Ok(Some(part.measure_cap.map_or(value, |cap| value.min(cap))))
    }

    /// What decides the level, and what the starts are multiplied by; `None` when one of them is unknown.
    fn levels_by(&self, bands: &Bands) -> Option<(Exact, Option<Exact>)> {
        let by = self.value(bands.by)?;
        match bands.times {
            Some(times) => Some((by, Some(self.value(times.metric)?))),
            None => Some((by, None)),
        }
    }

    fn factor(&self, factor: &Factor) -> Result<Option<Exact>, Overflow> {
        match self.value(factor.metric) {
            Some(value) => factor.of(value).map(|(factor, _)| Some(factor)),
            None => Ok((factor.unknown == Some(UnknownPay::Nothing)).then_some(Exact::ZERO)),
        }
    }

    fn limit(&self, limit: Option<&Limit>, (scale, mode): (u32, Rounding)) -> Result<Limited, Overflow> {
        match limit {
            None => Ok(Limited::At(None)),
            Some(Limit::Amount(amount)) => Ok(Limited::At(Some(minor_units(*amount, scale)?))),
            Some(Limit::Metric { metric, unknown }) => match self.value(*metric) {
                Some(value) => Ok(Limited::At(Some(value.round_to_minor(scale, mode)?.max(0)))),
                None if *unknown == Some(UnknownLimit::None) => Ok(Limited::At(None)),
                None => Ok(Limited::Held),
            },
        }
    }
}

/// Whether bands whose starts are multiplied by this hold their award; `None` where the number is positive.
pub(super) fn not_positive(bands: &Bands, times: Option<Exact>) -> Option<Option<Exact>> {
    let policy = bands.times.filter(|_| times.is_some_and(|times| times.signum() <= 0))?.when_not_positive;
    Some((policy == UnknownPay::Nothing).then_some(Exact::ZERO))
}

pub(super) fn banded(schedule: &Schedule, value: Exact, by: Exact, times: Option<Exact>) -> Result<Exact, Overflow> {
    let levels = schedule.bands.levels(times)?;
    let Some(level) = reached(&levels, schedule.bands.boundary, by).filter(|_| !value.is_negative()) else { return Ok(Exact::ZERO) };
    if let Some(rate) = schedule.rate(&levels, level, by)? {
        return schedule.base_of(&levels, value)?.checked_mul(rate);
    }
    let mut sum = Exact::ZERO;
    schedule.for_each_slice(&levels, level, value, &mut |slice| {
        sum = sum.checked_add(slice.paid_on.checked_mul(slice.rate)?)?;
        Ok(())
    })?;
    Ok(sum)
}

pub(super) fn lump_sum(pays: &Pay, bands: &Bands, by: Exact, times: Option<Exact>) -> Result<Option<Exact>, Overflow> {
    if let Some(paid) = not_positive(bands, times) {
        return Ok(paid);
    }
    let levels = bands.levels(times)?;
    let Some(level) = reached(&levels, bands.boundary, by) else { return Ok(Some(Exact::ZERO)) };
    match pays {
        Pay::LumpSumInterpolated(_) => interpolated(&levels, level, by).map(Some),
        Pay::LumpSumOfLevels(_) => {
            levels.iter().take(level + 1).try_fold(Exact::ZERO, |sum, (_, amount)| sum.checked_add(*amount)).map(Some)
        }
        _ => Ok(levels.get(level).map(|(_, amount)| *amount)),
    }
}
