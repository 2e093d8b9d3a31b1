//! What of an award is payable on the date of the review.

use super::{AwardNumbers, Partner, minor_units};
use crate::amount::{Exact, Overflow, Rounding};
use crate::decision::AwardOutcome;
use crate::incentive::{BelowMinimum, Incentive, Release, UnknownPay};
use crate::period::{Date, Shift, later};

impl Partner<'_> {
    pub(super) fn pay_out(&self, incentive: &Incentive, award: &mut AwardNumbers) -> Result<(), Overflow> {
        // a deduction is due at once and in full
        if award.amount <= 0 {
            return Ok(());
        }
        let (scale, _) = incentive.reward.rounding(self.programme.rounding());
        if let Some(minimum) = incentive.minimum_payout
            && award.amount < minor_units(minimum.amount, scale)?
        {
            award.payable = 0;
            if minimum.below == BelowMinimum::Lose {
                award.amount = 0;
                award.outcome = AwardOutcome::BelowMinimum;
            }
            return Ok(());
        }
        if let Some(instalments) = incentive.instalments {
            let parts = instalments.parts(award.amount, self.period_end(incentive)?).ok_or(Overflow)?;
            award.payable = parts.iter().filter(|(due, _)| *due <= self.as_of.on).map(|(_, part)| *part).sum();
        }
        match incentive.release {
            Some(Release::Share { metric, unknown }) => match self.value(metric) {
                Some(share) => {
                    let share = share.max(Exact::ZERO).min(Exact::ONE);
                    award.payable =
                        Exact::scaled(award.payable, 0).ok_or(Overflow)?.checked_mul(share)?.round_to_minor(0, Rounding::Down)?;
                }
                None => {
                    award.payable = 0;
                    if unknown != Some(UnknownPay::Nothing) {
                        award.amount = 0;
                        award.outcome = AwardOutcome::Held;
                    }
                }
            },
            Some(Release::AfterPeriod(days)) => {
                let days = i32::try_from(days).map_err(|_| Overflow)?;
                if self.as_of.on < later(self.period_end(incentive)?, Shift::Days(days)).ok_or(Overflow)? {
                    award.payable = 0;
                }
            }
            None => {}
        }
        Ok(())
    }

    /// The first day after the period that an incentive is for.
    fn period_end(&self, incentive: &Incentive) -> Result<Date, Overflow> {
        let (calendar, effective) = (self.programme.calendar(), self.programme.effective());
        let period = incentive.period.and_then(|period| period.dates(self.as_of.on, calendar, effective));
        period.and_then(|period| period.until).ok_or(Overflow)
    }
}
