//! Market development funds (市场支持费用): money that accrues, is asked for, approved and claimed with proof.

use crate::amount::Exact;
use crate::incentive::{AwardPeriod, Incentive};
use crate::period::{Calendar, Date, Period, Shift, later};
use crate::title::Title;

/// A fund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fund {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub title: Title,
    /// What a partner's budget of the period is: an incentive of the fund's id that nothing but `requires` and `cap` limits.
    pub accrual: Incentive,
    /// Who contributes what each part of `accrual` adds; empty where nobody says so.
    pub parties: Vec<String>,
    /// The period of the budget.
    pub period: AwardPeriod,
    /// The kinds of activity that are supported; any, where there is no list.
    pub activities: Option<Vec<String>>,
    /// The vendor's share of what is spent; above 0, up to 1.
    pub participation: Exact,
    /// The most that one claim is paid.
    pub claim_cap: Option<Exact>,
    /// Days that lie at least between a request and the start of its activity.
    pub request_before: Option<u32>,
    /// Days that lie at most between the end of an activity and its claim.
    pub claim_within: u32,
    /// Kinds of proof that a claim must have.
    pub proof: Vec<String>,
    /// How long after the end of the period an approval may still be claimed.
    pub expires: Expiry,
}

/// How long after the end of its period an approval may still be claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expiry {
    /// Only within the period.
    PeriodEnd,
    /// So much longer.
    After(Shift),
}

impl Fund {
    /// The first day on which an approval of a request of that day may no longer be claimed; `None`: there is no such day.
    #[must_use]
    pub fn expires_on(&self, requested_on: Date, calendar: Calendar, effective: Period) -> Option<Date> {
        let end = self.period.dates(requested_on, calendar, effective)?.until?;
        match self.expires {
            Expiry::PeriodEnd => Some(end),
            Expiry::After(length) => later(end, length),
        }
    }
}
