//! What of an award is payable on the date of the review, with reasons.

use std::borrow::Cow;

use super::Subject;
use super::award::{NOTHING, policy};
use crate::amount::{Amount, Exact, Overflow, Rounding};
use crate::decision::{Award, AwardOutcome, Due};
use crate::diagnostic::JsonPointer;
use crate::error::EvaluationError;
use crate::incentive::{BelowMinimum, Incentive, Release};
use crate::metric::MetricValue;
use crate::period::{Date, Shift, date_text, later};
use crate::reason::Reason;

/// After groups and budgets: what is payable of each award, and what it is worth.
pub(super) fn pay_out<'r>(subject: &Subject<'_, 'r>, awards: &mut [Award<'r>]) -> Result<(), EvaluationError> {
    for (incentive, award) in subject.programme.incentives.iter().zip(awards) {
        let path = &incentive.path;
        let overflow = |_: Overflow| subject.overflow(path);
        if incentive.has_payable() {
            let payable = payable(subject, incentive, path, award).map_err(overflow)?;
            award.payable = Some(payable);
        }
        if let Some(unit) = incentive.reward.unit_value() {
            award.value = Some(subject.amount(award.amount.exact().checked_mul(unit).map_err(overflow)?).map_err(overflow)?);
        }
    }
    Ok(())
}

fn payable<'r>(
    subject: &Subject<'_, 'r>,
    incentive: &'r Incentive,
    path: &'r JsonPointer,
    award: &mut Award<'r>,
) -> Result<Amount, Overflow> {
    let amount = award.amount;
    let of = |minor: i128| Amount::from_minor(minor, amount.scale());
    award.schedule = incentive.instalments.map(|_| Vec::new());
    // a deduction is due at once and in full
    if amount.minor() <= 0 {
        return Ok(amount);
    }
    let below = incentive.minimum_payout.filter(|minimum| amount.exact() < minimum.amount);
    if let Some(minimum) = below.filter(|minimum| minimum.below == BelowMinimum::Lose) {
        award.reasons.push(below_minimum(path, amount, minimum.amount, minimum.below)?);
        (award.amount, award.outcome) = (of(0), AwardOutcome::BelowMinimum);
        return Ok(of(0));
    }
    let mut payable = amount;
    let mut instalments_due = None;
    if let Some(instalments) = incentive.instalments {
        let parts = instalments.parts(amount.minor(), period_end(subject, incentive)?).ok_or(Overflow)?;
        let due = parts.iter().filter(|(day, _)| *day <= subject.as_of.on);
        payable = of(due.clone().map(|(_, part)| *part).sum());
        instalments_due = Some(Reason::InstalmentsDue {
            path: Cow::Owned(path.child("instalments")),
            due: due.count(),
            count: instalments.count,
            payable,
        });
        award.schedule = Some(parts.into_iter().map(|(day, part)| Due { due: date_text(day), amount: of(part) }).collect());
    }
    if let Some(minimum) = below {
        award.reasons.push(below_minimum(path, amount, minimum.amount, minimum.below)?);
        return Ok(of(0));
    }
    award.reasons.extend(instalments_due);
    release(subject, incentive, path, award, payable)
}

fn below_minimum<'r>(path: &JsonPointer, amount: Amount, minimum: Exact, below: BelowMinimum) -> Result<Reason<'r>, Overflow> {
    let minimum = Amount::from_minor(minimum.round_to_minor(amount.scale(), Rounding::Down)?, amount.scale());
    let contribution = if below == BelowMinimum::Lose { amount.exact().checked_neg()? } else { Exact::ZERO };
    Ok(Reason::BelowMinimum { path: Cow::Owned(path.child("minimum_payout")), minimum, policy: below.as_str(), contribution })
}

fn release<'r>(
    subject: &Subject<'_, 'r>,
    incentive: &'r Incentive,
    path: &'r JsonPointer,
    award: &mut Award<'r>,
    payable: Amount,
) -> Result<Amount, Overflow> {
    let of = |minor: i128| Amount::from_minor(minor, payable.scale());
    let place = path.child("release");
    match incentive.release {
        None => Ok(payable),
        Some(Release::AfterPeriod(days)) => {
            let days = i32::try_from(days).map_err(|_| Overflow)?;
            let until = later(period_end(subject, incentive)?, Shift::Days(days)).ok_or(Overflow)?;
            if subject.as_of.on >= until {
                return Ok(payable);
            }
            award.reasons.push(Reason::Waiting { path: place.into(), until: date_text(until) });
            Ok(of(0))
        }
        Some(Release::Share { metric, unknown }) => {
            let name = subject.name(metric);
            let value = match subject.value(metric) {
                MetricValue::Known(value) => value,
                state => {
                    let policy = policy(unknown);
                    award.reasons.push(Reason::ReleaseUnknown { path: place.into(), metric: name, state, policy });
                    if policy != NOTHING {
                        let contribution = award.amount.exact().checked_neg()?;
                        award.reasons.push(Reason::Held { path: Cow::Borrowed(path), contribution });
                        (award.amount, award.outcome) = (of(0), AwardOutcome::Held);
                        award.schedule = award.schedule.take().map(|_| Vec::new());
                    }
                    return Ok(of(0));
                }
            };
            let share = value.max(Exact::ZERO).min(Exact::ONE);
            let payable = of(payable.exact().checked_mul(share)?.round_to_minor(payable.scale(), Rounding::Down)?);
            award.reasons.push(Reason::Released { path: place.into(), metric: name, value, payable });
            Ok(payable)
        }
    }
}

/// The first day after the period that an incentive is for.
fn period_end<'r>(subject: &Subject<'_, 'r>, incentive: &Incentive) -> Result<Date, Overflow> {
    let period =
        incentive.period.and_then(|period| period.dates(subject.as_of.on, subject.programme.calendar, subject.programme.effective));
    period.and_then(|period| period.until).ok_or(Overflow)
}
