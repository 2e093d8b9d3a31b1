//! Parts that are worked out one by one or record after record, and who their amounts are for.

use std::borrow::Cow;

use super::award::{Earning, policy};
use super::part::{Paying, Stop, by_form};
use super::{Subject, add};
use crate::amount::{Amount, Exact, Overflow, split_by_largest_remainder, whole_weights};
use crate::decision::{Award, Payee};
use crate::engine::items::{self, Item};
use crate::error::EvaluationError;
use crate::incentive::{ForEach, Itemised, Pay, Returned, Schedule, WhenNegative, reached, run};
use crate::period::{date_text, from_epoch_days};
use crate::reason::{EachPaid, Reason, RunningRecord};

/// What one value of the column comes to.
#[derive(Clone, Copy)]
struct One {
    by_value: Option<Exact>,
    level: Option<usize>,
    rate: Option<Exact>,
    amount: Option<Exact>,
    contribution: Exact,
}

impl One {
    const NOTHING: One = One { by_value: None, level: None, rate: None, amount: None, contribution: Exact::ZERO };
}

impl<'r> Paying<'_, '_, 'r> {
    pub(super) fn one_by_one(&self, each: &'r ForEach, told: &mut Vec<Reason<'r>>) -> Result<(), Stop> {
        let Earning { subject, .. } = self.earning;
        let of = self.part.itemised().ok_or(Stop::Overflow)?;
        let times = self.times(&of)?;
        let mut all = Vec::new();
        let mut contribution = Exact::ZERO;
        for item in subject.items.of(subject.partner, self.part)? {
            let [measure, _] = item.values;
            let mut one = self.one(&of, &item, times)?;
            if each.rounds_each {
                one.contribution = self.earning.amount(one.contribution)?.exact();
            }
            if one.contribution.is_zero() {
                continue;
            }
            contribution = contribution.checked_add(one.contribution)?;
            all.push(EachPaid {
                value: item.key.map(|key| key.to_string()),
                measure,
                by_value: one.by_value,
                level: one.level,
                rate: one.rate,
                amount: one.amount,
                contribution: one.contribution,
            });
        }
        let metric = of.metrics.first().map(|metric| subject.name(*metric)).unwrap_or_default();
        add(told, || Reason::PartEach {
            path: Cow::Borrowed(&self.part.path),
            metric,
            column: Cow::Borrowed(&each.column),
            each: all,
            contribution,
        });
        Ok(())
    }

    fn one(&self, of: &Itemised, item: &Item, times: Option<Exact>) -> Result<One, Overflow> {
        let [measure, _] = item.values;
        let value = self.part.measure_cap.map_or(measure, |cap| measure.min(cap));
        match &self.part.pays {
            Pay::Flat { form, rate, when_negative, .. } => {
                let (rate_paid, amount) = by_form(*form, *rate);
                Ok(One { rate: rate_paid, amount, contribution: flat(value, *rate, *when_negative)?, ..One::NOTHING })
            }
            Pay::FlatByTier { form, rates, when_negative, .. } => {
                let (_, rate) = self.of_tier(rates);
                let (rate_paid, amount) = by_form(*form, rate);
                Ok(One { rate: rate_paid, amount, contribution: flat(value, rate, *when_negative)?, ..One::NOTHING })
            }
            Pay::PerFull { steps, .. } => {
                let contribution = steps.full(value)?.checked_mul(steps.amount)?;
                Ok(One { amount: Some(steps.amount), contribution, ..One::NOTHING })
            }
            Pay::Banded { form, schedule, .. } if !value.is_negative() => {
                let mut one = banded(schedule, value, item.by(of), times)?;
                one.by_value = Some(item.by(of)).filter(|_| of.metrics.len() > 1);
                (one.rate, one.amount) = one.rate.map_or((None, None), |rate| by_form(*form, rate));
                Ok(one)
            }
            Pay::LumpSumByLevel(bands) => {
                let levels = bands.levels(times)?;
                let level = reached(&levels, bands.boundary, item.by(of));
                let amount = level.and_then(|level| levels.get(level)).map(|(_, amount)| *amount);
                Ok(One { level, amount, contribution: amount.unwrap_or(Exact::ZERO), ..One::NOTHING })
            }
            _ => Ok(One::NOTHING),
        }
    }

    /// In the order of the records, along a running total.
    pub(super) fn running(&self, returned: Returned, told: &mut Vec<Reason<'r>>) -> Result<(), Stop> {
        let Earning { subject, .. } = self.earning;
        let (of, bands) = self.part.itemised().zip(self.part.pays.bands()).ok_or(Stop::Overflow)?;
        let times = self.times(&of)?;
        let items = subject.items.of(subject.partner, self.part)?;
        let after = run(&bands.levels(times)?, returned, &items::steps(&items))?;
        let mut sum = Exact::ZERO;
        let mut records = Vec::with_capacity(items.len());
        for (item, (total, contribution)) in items.into_iter().zip(after) {
            let [measure, _] = item.values;
            sum = sum.checked_add(contribution)?;
            let record = item.key.map(|key| key.to_string()).unwrap_or_default();
            let date = from_epoch_days(item.day).map(date_text).unwrap_or_default();
            records.push(RunningRecord { record, date, measure, total, contribution });
        }
        let (path, metric, value) = (Cow::Borrowed(&self.part.path), subject.name(bands.by), self.known(bands.by)?);
        add(told, || Reason::PartRunning { path, metric, value, records, contribution: sum });
        Ok(())
    }

    /// What starts are multiplied by, if they are; stops where that or a metric is unknown, or it is not positive.
    fn times(&self, of: &Itemised) -> Result<Option<Exact>, Stop> {
        for metric in &of.metrics {
            self.known(*metric)?;
        }
        let Some(times) = self.part.pays.bands().and_then(|bands| bands.times) else { return Ok(None) };
        let value = self.known(times.metric)?;
        if value.signum() <= 0 {
            return Err(Stop::BaseNotPositive { metric: times.metric, value, policy: policy(Some(times.when_not_positive)) });
        }
        Ok(Some(value))
    }
}

fn flat(value: Exact, rate: Exact, when_negative: WhenNegative) -> Result<Exact, Overflow> {
    if value.is_negative() && when_negative == WhenNegative::Nothing { Ok(Exact::ZERO) } else { value.checked_mul(rate) }
}

fn banded(schedule: &Schedule, value: Exact, by: Exact, times: Option<Exact>) -> Result<One, Overflow> {
    let levels = schedule.bands.levels(times)?;
    let Some(level) = reached(&levels, schedule.bands.boundary, by) else { return Ok(One::NOTHING) };
    let mut one = One { level: Some(level), ..One::NOTHING };
    if let Some(rate) = schedule.rate(&levels, level, by)? {
        one.rate = Some(rate);
        one.contribution = schedule.base_of(&levels, value)?.checked_mul(rate)?;
        return Ok(one);
    }
    schedule.for_each_slice(&levels, level, value, &mut |slice| {
        one.contribution = one.contribution.checked_add(slice.paid_on.checked_mul(slice.rate)?)?;
        Ok(())
    })?;
    Ok(one)
}

/// Who the amounts are for, where an incentive says it.
pub(super) fn name_payees<'r>(subject: &Subject<'_, 'r>, awards: &mut [Award<'r>]) -> Result<(), EvaluationError> {
    for (incentive, award) in subject.programme.incentives.iter().zip(awards) {
        if incentive.pay_to {
            award.payees = Some(payees(award).map_err(|_: Overflow| subject.overflow(&incentive.path))?);
        }
    }
    Ok(())
}

fn payees<'r>(award: &Award<'r>) -> Result<Vec<Payee>, Overflow> {
    if award.amount.minor() <= 0 {
        return Ok(Vec::new());
    }
    let one_by_one = award.reasons.iter().find_map(|reason| match reason {
        Reason::PartEach { each, .. } => Some(each.as_slice()),
        _ => None,
    });
    let positive = || one_by_one.unwrap_or_default().iter().filter(|one| one.contribution.signum() > 0);
    let results: Vec<Exact> = positive().map(|one| one.contribution).collect();
    let mut weights = Vec::with_capacity(results.len());
    for weight in whole_weights(&results)? {
        weights.push(i128::try_from(weight).map_err(|_| Overflow)?);
    }
    // a floor may have raised what nobody has earned
    let Some(parts) = split_by_largest_remainder(award.amount.minor(), &weights) else {
        return Ok(vec![Payee { payee: None, amount: award.amount }]);
    };
    let of = |(one, part): (&EachPaid, i128)| Payee { payee: one.value.clone(), amount: Amount::from_minor(part, award.amount.scale()) };
    Ok(positive().zip(parts).map(of).filter(|payee| payee.amount.minor() > 0).collect())
}
