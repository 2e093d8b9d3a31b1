//! What of an award is payable on the day up to which is settled. The award itself is decided on the last day of its period, when
//! waiting times and instalments have yet to run.

use super::overflow;
use crate::amount::{Amount, Exact, Overflow, Rounding};
use crate::engine::Review;
use crate::error::{Error, EvaluationError};
use crate::incentive::{BelowMinimum, Incentive, Release};
use crate::metric::MetricValue;
use crate::period::{Date, Shift, later};
use crate::programme::Programme;

/// How much of an amount is payable on `as_of`; `decided`: how much the review of the period's last day found.
pub(super) fn payable(
    review: &Review,
    partner: &str,
    incentive: &Incentive,
    end: Option<Date>,
    (amount, decided): (Amount, i128),
    as_of: Date,
) -> Result<Amount, Error> {
    let of = |minor: i128| Amount::from_minor(minor, amount.scale());
    // a deduction is due at once and in full
    if amount.minor() <= 0 || !incentive.has_payable() {
        return Ok(amount);
    }
    let is_small = |least: Exact| amount.exact() < least;
    if incentive.minimum_payout.is_some_and(|minimum| minimum.below == BelowMinimum::Carry && is_small(minimum.amount)) {
        return Ok(of(0));
    }
    let mut due = amount;
    if let Some(instalments) = incentive.instalments {
        let parts = end.and_then(|end| instalments.parts(amount.minor(), end)).ok_or_else(overflow)?;
        due = of(parts.iter().filter(|(day, _)| *day <= as_of).map(|(_, part)| *part).sum());
    }
    match incentive.release {
        None => Ok(due),
        Some(Release::Share { .. }) if incentive.instalments.is_none() => Ok(of(decided)),
        Some(Release::Share { metric, .. }) => {
            let share = share(review.programme(), review, partner, metric)?;
            let minor = due.exact().checked_mul(share).and_then(|due| due.round_to_minor(amount.scale(), Rounding::Down));
            minor.map(of).map_err(|Overflow| overflow())
        }
        Some(Release::AfterPeriod(days)) => {
            let days = i32::try_from(days).map_err(|_| overflow())?;
            let first = end.and_then(|end| later(end, Shift::Days(days))).ok_or_else(overflow)?;
            Ok(if as_of < first { of(0) } else { due })
        }
    }
}

/// The metric that says how much is released, within 0 and 1; what is unknown releases nothing.
fn share(programme: &Programme, review: &Review, partner: &str, metric: usize) -> Result<Exact, EvaluationError> {
    let name = programme.metrics().get(metric).map_or("", |metric| metric.name.as_str());
    Ok(match review.partner(partner)?.metrics.get(name) {
        Some(MetricValue::Known(share)) => share.max(Exact::ZERO).min(Exact::ONE),
        _ => Exact::ZERO,
    })
}
