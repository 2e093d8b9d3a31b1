//! Parts that are worked out one by one.

use super::Partner;
use super::award::{banded, lump_sum, not_positive};
use crate::amount::{Exact, Overflow, Rounding};
use crate::engine::items::Entry;
use crate::incentive::{ForEach, Itemised, Part, Pay, UnknownPay, WhenNegative};

impl Partner<'_> {
    /// What a part adds for all values of its column together; `None` when it holds the award.
    pub(super) fn one_by_one(
        &self,
        part: &Part,
        each: &ForEach,
        tier: usize,
        (scale, mode): (u32, Rounding),
    ) -> Result<Option<Exact>, Overflow> {
        let unknown = (part.unknown == Some(UnknownPay::Nothing)).then_some(Exact::ZERO);
        let Some(of) = part.itemised() else { return Ok(Some(Exact::ZERO)) };
        if of.metrics.iter().any(|metric| self.value(*metric).is_none()) {
            return Ok(unknown);
        }
        let bands = part.pays.bands();
        let times = match bands.and_then(|bands| bands.times) {
            Some(times) => match self.value(times.metric) {
                Some(value) => Some(value),
                None => return Ok(unknown),
            },
            None => None,
        };
        if let Some(paid) = bands.and_then(|bands| not_positive(bands, times)) {
            return Ok(paid);
        }
        let mut sum = Exact::ZERO;
        for entry in self.ledger.entries(self.row, part)? {
            let paid = self.for_one(part, &of, &entry, tier, times)?;
            let paid = if each.rounds_each { paid.round(scale, mode)? } else { paid };
            sum = sum.checked_add(paid)?;
        }
        Ok(Some(sum))
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
            Pay::Banded { schedule, .. } => Ok(banded(schedule, value, entry.by(of), times)?.unwrap_or(Exact::ZERO)),
            Pay::LumpSumByLevel(bands) => Ok(lump_sum(&part.pays, bands, entry.by(of), times)?.unwrap_or(Exact::ZERO)),
            // the checker has seen to it that no other part goes one by one
            _ => Ok(Exact::ZERO),
        }
    }
}
