//! When how much of an award is payable.

use crate::amount::Exact;
use crate::period::{Calendar, Date, Period, Shift, Unit, later};

use super::UnknownPay;

/// The smallest amount that is paid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MinimumPayout {
    /// The amount.
    pub amount: Exact,
    /// What becomes of a smaller one.
    pub below: BelowMinimum,
}

/// What becomes of an amount below the minimum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BelowMinimum {
    /// It is owed, but not payable yet.
    Carry,
    /// It is lost.
    Lose,
}

impl BelowMinimum {
    /// As written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            BelowMinimum::Carry => "carry",
            BelowMinimum::Lose => "lose",
        }
    }
}

/// The period that an award is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AwardPeriod {
    /// The one of the calendar that contains the date of the review.
    Calendar(Unit),
    /// The programme's effective period.
    Programme,
}

impl AwardPeriod {
    /// Every period with its name on the wire.
    pub const ALL: [(&'static str, AwardPeriod); 5] = [
        ("month", AwardPeriod::Calendar(Unit::Month)),
        ("quarter", AwardPeriod::Calendar(Unit::Quarter)),
        ("half_year", AwardPeriod::Calendar(Unit::HalfYear)),
        ("year", AwardPeriod::Calendar(Unit::Year)),
        ("programme", AwardPeriod::Programme),
    ];

    /// Its dates for a review on `as_of`; `None` when they leave the calendar.
    #[must_use]
    pub fn dates(self, as_of: Date, calendar: Calendar, effective: Period) -> Option<Period> {
        match self {
            AwardPeriod::Calendar(unit) => calendar.period(unit, as_of),
            AwardPeriod::Programme => Some(effective),
        }
    }
}

/// How much of an amount is payable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Release {
    /// This share of it.
    Share {
        /// Position of the metric; taken within 0 and 1.
        metric: usize,
        /// What follows when it is unknown; `None` where it cannot be.
        unknown: Option<UnknownPay>,
    },
    /// All of it, from so many days after the end of the period on.
    AfterPeriod(u32),
}

/// An amount in equal parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instalments {
    /// How many.
    pub count: u32,
    /// From one to the next; positive.
    pub every: Shift,
    /// Days from the end of the period to the first.
    pub first: u32,
}

impl Instalments {
    /// (day, minor units) of every part of an amount that is not negative, after a period that ends before `end`; what does
    /// not divide goes to the earliest. `None` when the days leave the calendar.
    #[must_use]
    pub fn parts(&self, amount: i128, end: Date) -> Option<Vec<(Date, i128)>> {
        let first = later(end, Shift::Days(i32::try_from(self.first).ok()?))?;
        let count = i128::from(self.count.max(1));
        let (each, rest) = (amount / count, amount % count);
        let mut parts = Vec::new();
        for number in 0..self.count {
            let steps = i32::try_from(number).ok()?;
            let distance = match self.every {
                Shift::Months(months) => Shift::Months(months.checked_mul(steps)?),
                Shift::Days(days) => Shift::Days(days.checked_mul(steps)?),
            };
            parts.push((later(first, distance)?, each + i128::from(i128::from(number) < rest)));
        }
        Some(parts)
    }
}
