//! Schedules that pay less on a little more. A rate below 0 is a charge, and that it takes more within its own level is what it is for;
//! where it sets in, though, a cliff is told like any other.

use crate::amount::{Exact, Overflow};
use crate::diagnostic::DiagnosticCode;
use crate::document::place::Place;

use super::Checker;
use super::warnings::{BANDED, Levels, level_of, levels};

/// How a payout comes to fall.
enum Fall {
    /// By so much where the level starts; what is known by itself, of a level that is met by what is paid on.
    At(Exact),
    /// Somewhere where the level starts, from the first rate to the second.
    Rate(Exact, Exact),
    /// On the way from this level to the next one.
    Between,
}

/// What the cliffs of a schedule depend on.
struct Schedule<'s> {
    method: &'s str,
    levels: &'s Levels,
    reaches_back: bool,
    /// Whether the level is found by what is paid on, and nothing is taken off that.
    is_plain: bool,
}

impl<'a> Checker<'a, '_> {
    /// Reports each level at which, or on the way to which, a part pays less.
    pub(super) fn warn_of_cliffs(&mut self, part: Place<'a>) {
        let measure = part.text_of("percent_of").or_else(|| part.text_of("amount_per_unit_of"));
        let is_whole = ["measure_cap", "less"].iter().all(|name| part.node.member(name).is_none());
        for (name, bands) in BANDED.iter().filter_map(|name| Some((*name, part.member(name)?))) {
            let levels = levels(bands);
            let is_scaled = bands.node.member("from_times").is_some();
            let is_lump = name.starts_with("lump_sum");
            let schedule = Schedule {
                method: if is_lump { name } else { bands.text_of("method").unwrap_or_default() },
                levels: &levels,
                reaches_back: bands.text_of("base") != Some("from_first"),
                is_plain: is_lump || (!is_scaled && is_whole && bands.text_of("by") == measure),
            };
            for index in 0..levels.len() {
                let Ok(Some(fall)) = schedule.fall(index) else { continue };
                let from = levels.get(index).map_or(Exact::ZERO, |(from, _)| *from);
                let level = index.saturating_add(1);
                let message = match fall {
                    Fall::At(lost) if is_scaled => format!("where level {level} starts, the payout falls by {lost}"),
                    Fall::At(lost) => format!("at {from}, where level {level} starts, the payout falls by {lost}"),
                    Fall::Rate(before, rate) => format!("where level {level} starts the payout falls: its rate is {rate} after {before}"),
                    Fall::Between => format!("the payout falls on the way from level {level} to the next one"),
                };
                self.warning(DiagnosticCode::PayoutFalls, level_of(bands, index), message);
            }
        }
    }
}

impl Schedule<'_> {
    fn level(&self, index: usize) -> Option<(Exact, Exact)> {
        self.levels.get(index).copied()
    }

    /// What lies below is not paid on.
    fn paid_from(&self) -> Exact {
        self.level(0).filter(|_| !self.reaches_back).map_or(Exact::ZERO, |(first, _)| first)
    }

    /// How the payout falls at a level, or on the way from it to the next one.
    fn fall(&self, index: usize) -> Result<Option<Fall>, Overflow> {
        let Some((from, rate)) = self.level(index) else { return Ok(None) };
        let before = index.checked_sub(1).and_then(|before| self.level(before)).map(|(_, rate)| rate);
        match self.method {
            "lump_sum_by_level" => self.by_amount(from, before.map_or(Ok(rate), |before| rate.checked_sub(before))?),
            "lump_sum_of_levels" => self.by_amount(from, rate),
            "lump_sum_interpolated" => match (before, self.level(index.saturating_add(1))) {
                (None, _) if rate.is_negative() && from.signum() > 0 => self.by_amount(from, rate),
                (_, Some((_, next))) if next < rate => Ok(Some(Fall::Between)),
                _ => Ok(None),
            },
            "whole_amount" => self.by_rate(from, before.unwrap_or(Exact::ZERO), rate),
            "overlapping_on_all" | "overlapping_to_bounds" => self.by_rate(from, Exact::ZERO, rate),
            "graduated" if index == 0 => self.by_rate(from, Exact::ZERO, rate),
            "interpolated" => match self.level(index.saturating_add(1)) {
                _ if index == 0 && rate.is_negative() && self.reaches_back && from.signum() > 0 => self.by_rate(from, Exact::ZERO, rate),
                Some(next) => Ok(self.bends_down((from, rate), next)?.then_some(Fall::Between)),
                None => Ok(None),
            },
            _ => Ok(None),
        }
    }

    /// A change of an amount, which tells by how much. Of what starts at 0 there is nothing before.
    fn by_amount(&self, from: Exact, change: Exact) -> Result<Option<Fall>, Overflow> {
        let falls = change.is_negative() && from.signum() > 0;
        falls.then(|| change.checked_neg().map(Fall::At)).transpose()
    }

    /// A change of the rate on everything up to here.
    fn by_rate(&self, from: Exact, before: Exact, rate: Exact) -> Result<Option<Fall>, Overflow> {
        let (on, fall) = (from.checked_sub(self.paid_from())?, before.checked_sub(rate)?);
        if fall.signum() <= 0 || on.signum() <= 0 {
            return Ok(None);
        }
        Ok(Some(if self.is_plain { Fall::At(on.checked_mul(fall)?) } else { Fall::Rate(before, rate) }))
    }

    /// Whether measure × rate falls before the next level, where the rate shrinks to the next one's: its slope just before that is
    /// the next rate less what the rate loses per unit of the level, times the measure.
    fn bends_down(&self, (from, rate): (Exact, Exact), (until, next): (Exact, Exact)) -> Result<bool, Overflow> {
        if next >= rate {
            return Ok(false);
        }
        if !self.is_plain {
            return Ok(true);
        }
        let Some(steepness) = next.checked_sub(rate)?.checked_div(until.checked_sub(from)?)? else { return Ok(false) };
        Ok(next.checked_add(until.checked_sub(self.paid_from())?.checked_mul(steepness)?)?.is_negative())
    }
}
