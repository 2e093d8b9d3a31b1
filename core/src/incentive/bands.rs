//! Bands and the arithmetic of schedules: which level is reached and what it pays on. Pure functions of exact numbers, which
//! both pipelines of the engine use; that they say what the guide says is for the oracle of the tests.

use std::borrow::Cow;

use crate::amount::{Exact, Overflow};

use super::{Returned, UnknownPay};
use crate::in_full::InFull;

/// Ascending bands; each reaches to the next one's start, the last is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bands {
    /// Position of the metric that decides the level.
    pub by: usize,
    /// Which band a value on a boundary belongs to.
    pub boundary: Boundary,
    /// (start, rate or amount), ascending, at least one.
    pub levels: Vec<(Exact, Exact)>,
    /// What every start is multiplied by.
    pub times: Option<Times>,
}

/// A metric that every start is multiplied by: levels as shares of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// Position of the metric.
    pub metric: usize,
    /// What follows when it is 0 or negative.
    pub when_not_positive: UnknownPay,
}

/// Which band a value on a boundary belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Boundary {
    /// `[from, next)`.
    FromIncluded,
    /// `(from, next]`.
    FromExcluded,
}

/// Bands of rates with the way in which they pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// The bands.
    pub bands: Bands,
    /// How they apply.
    pub method: BandMethod,
    /// What the first level pays on.
    pub base: BandBase,
}

/// How bands apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BandMethod {
    /// The level reached sets the rate for everything (全额累进).
    WholeAmount,
    /// Each slice its own rate (超额累进).
    Graduated,
    /// Between two levels the rate grows in proportion.
    Interpolated,
    /// Every level reached adds its rate on everything.
    OverlappingOnAll,
    /// Every completed level pays on all up to its end, the one reached on everything; no level on more than there is.
    OverlappingToBounds,
    /// Each record the slices that it adds to a running total.
    Running(Returned, InFull),
}

/// What the first level pays on once it is reached; the same where it starts at 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BandBase {
    /// Everything: the first level reaches back to 0.
    FromZero,
    /// Only what lies above its start.
    FromFirst,
}

/// What one level pays on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BandSlice {
    /// Which level, from 0.
    pub level: usize,
    /// Where it starts.
    pub from: Exact,
    /// Where it ends, if it does.
    pub until: Option<Exact>,
    /// What its rate is paid on.
    pub paid_on: Exact,
    /// Its rate or amount.
    pub rate: Exact,
}

impl Bands {
    /// The levels with their starts multiplied, where they are.
    ///
    /// # Errors
    /// [`Overflow`] past 128 bits.
    pub fn levels(&self, times: Option<Exact>) -> Result<Cow<'_, [(Exact, Exact)]>, Overflow> {
        let Some(times) = times else { return Ok(Cow::Borrowed(&self.levels)) };
        let mut levels = Vec::with_capacity(self.levels.len());
        for (from, number) in &self.levels {
            levels.push((from.checked_mul(times)?, *number));
        }
        Ok(Cow::Owned(levels))
    }
}

/// The level of `levels` that `value` is in; `None` below the first.
#[must_use]
pub fn reached(levels: &[(Exact, Exact)], boundary: Boundary, value: Exact) -> Option<usize> {
    let reached = match boundary {
        Boundary::FromIncluded => levels.iter().take_while(|(from, _)| value >= *from).count(),
        Boundary::FromExcluded => levels.iter().take_while(|(from, _)| value > *from).count(),
    };
    reached.checked_sub(1)
}

/// The number of `level` on its way to the next one's in proportion to `value`; the last level's own.
///
/// # Errors
/// [`Overflow`] past 128 bits.
pub fn interpolated(levels: &[(Exact, Exact)], level: usize, value: Exact) -> Result<Exact, Overflow> {
    let Some((from, number)) = levels.get(level).copied() else { return Ok(Exact::ZERO) };
    let Some((next, above)) = levels.get(level + 1).copied() else { return Ok(number) };
    let way = value.checked_sub(from)?.checked_div(next.checked_sub(from)?)?.unwrap_or(Exact::ZERO);
    number.checked_add(above.checked_sub(number)?.checked_mul(way)?)
}

impl Schedule {
    /// What is paid on of a measure that is not negative: all of it, or what lies above the first level.
    ///
    /// # Errors
    /// [`Overflow`] past 128 bits.
    pub fn base_of(&self, levels: &[(Exact, Exact)], value: Exact) -> Result<Exact, Overflow> {
        match (self.base, levels.first()) {
            (BandBase::FromFirst, Some((first, _))) => Ok(value.checked_sub(*first)?.max(Exact::ZERO)),
            _ => Ok(value),
        }
    }

    /// The one rate of `whole_amount` and `interpolated`; `None` for the methods that pay by slices.
    ///
    /// # Errors
    /// [`Overflow`] past 128 bits.
    pub fn rate(&self, levels: &[(Exact, Exact)], level: usize, by: Exact) -> Result<Option<Exact>, Overflow> {
        match self.method {
            BandMethod::WholeAmount => Ok(Some(levels.get(level).map_or(Exact::ZERO, |(_, rate)| *rate))),
            BandMethod::Interpolated => interpolated(levels, level, by).map(Some),
            BandMethod::Graduated | BandMethod::OverlappingOnAll | BandMethod::OverlappingToBounds | BandMethod::Running(..) => Ok(None),
        }
    }

    /// Calls `each` with every level that pays on something of `value`, `level` being the one reached.
    ///
    /// # Errors
    /// [`Overflow`] past 128 bits, or that of `each`.
    pub fn for_each_slice(
        &self,
        levels: &[(Exact, Exact)],
        level: usize,
        value: Exact,
        each: &mut dyn FnMut(BandSlice) -> Result<(), Overflow>,
    ) -> Result<(), Overflow> {
        for (index, (from, rate)) in levels.iter().copied().enumerate() {
            let until = levels.get(index + 1).map(|(next, _)| *next);
            let (from, paid_on) = match self.method {
                BandMethod::Graduated => {
                    let from = if index == 0 && self.base == BandBase::FromZero { Exact::ZERO } else { from };
                    (from, until.map_or(value, |until| value.min(until)).checked_sub(from)?)
                }
                _ if index > level => break,
                BandMethod::OverlappingToBounds if index < level => (from, until.map_or(value, |until| until.min(value))),
                _ => (from, value),
            };
            if paid_on.signum() <= 0 {
                break;
            }
            each(BandSlice { level: index, from, until, paid_on, rate })?;
        }
        Ok(())
    }
}
