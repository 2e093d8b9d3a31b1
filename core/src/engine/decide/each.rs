//! Parts that are worked out one by one.

use super::Partner;
use super::award::{banded, lump_sum, not_positive};
use crate::amount::{Exact, Overflow, Rounding};
use crate::engine::items::{self, Entry};
use crate::incentive::{ForEach, Itemised, Part, Pay, Returned, UnknownPay, WhenNegative, run};

impl Partner<'_> {
    /// What a part adds for all values of its column together; `None` when it holds the award.
    pub(super) fn one_by_one(
        &self,
        part: &Part,
        each: &ForEach,
        tier: usize,
        (scale, mode): (u32, Rounding),
    ) -> Result<Option<Exact>, Overflow> {
        let Some(of) = part.itemised() else { return Ok(Some(Exact::ZERO)) };
        let times = match self.times(part, &of) {
            Ok(times) => times,
            Err(paid) => return Ok(paid),
        };
        let mut sum = Exact::ZERO;
        for entry in self.ledger.entries(self.row, part)? {
            let paid = self.for_one(part, &of, &entry, tier, times)?;
            let paid = if each.rounds_each { paid.round(scale, mode)? } else { paid };
            sum = sum.checked_add(paid)?;
        }
        Ok(Some(sum))
    }

    /// What a part adds along a running total; `None` when it holds the award.
    pub(super) fn running(&self, part: &Part, returned: Returned) -> Result<Option<Exact>, Overflow> {
        let (Some(of), Some(bands)) = (part.itemised(), part.pays.bands()) else { return Ok(Some(Exact::ZERO)) };
        let times = match self.times(part, &of) {
            Ok(times) => times,
            Err(paid) => return Ok(paid),
        };
        let steps = items::steps(&self.ledger.entries(self.row, part)?);
        let records = run(&bands.levels(times)?, returned, &steps)?;
        records.iter().try_fold(Exact::ZERO, |sum, (_, contribution)| sum.checked_add(*contribution)).map(Some)
    }

    /// What starts are multiplied by, if they are; else what the part pays instead, `None` when it holds the award.
    fn times(&self, part: &Part, of: &Itemised) -> Result<Option<Exact>, Option<Exact>> {
        let unknown = (part.unknown == Some(UnknownPay::Nothing)).then_some(Exact::ZERO);
        if of.metrics.iter().any(|metric| self.value(*metric).is_none()) {
            return Err(unknown);
        }
        let Some((bands, times)) = part.pays.bands().and_then(|bands| Some((bands, bands.times?))) else { return Ok(None) };
        let value = Some(self.value(times.metric).ok_or(unknown)?);
        not_positive(bands, value).map_or(Ok(value), Err)
    }

    fn for_one(&self, part: &Part, of: &Itemised, entry: &Entry, tier: usize, times: Option<Exact>) -> Result<Exact, Overflow> {
        let [measure, _] = entry.values;
        let value = part.measure_cap.map_or(measure, |cap| measure.min(cap));
        let flat = |rate: Exact, when_negative: WhenNegative| match (value.is_negative(), when_negative) {
            (true, WhenNegative::Nothing) => Ok(Exact::ZERO),
            _ => value.checked_mul(rate),
        };
        match &part.pays {
            Pay::Flat { rate, when_negative, .. } => flat(*rate, *when_negative),
            Pay::FlatByTier { rates, when_negative, .. } => flat(rates.get(tier).copied().unwrap_or(Exact::ZERO), *when_negative),
            Pay::PerFull { steps, .. } => steps.full(value)?.checked_mul(steps.amount),
            Pay::Banded { schedule, .. } => banded(schedule, value, entry.by(of), times),
            Pay::LumpSumByLevel(bands) => Ok(lump_sum(&part.pays, bands, entry.by(of), times)?.unwrap_or(Exact::ZERO)),
            // the checker has seen to it that no other part goes one by one
            _ => Ok(Exact::ZERO),
        }
    }
}
