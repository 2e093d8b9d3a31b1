//! Levels: which one is reached, and what a measure earns by them.

use num_rational::BigRational;
use serde_json::Value;

use super::number::parse;
use super::{list, text, zero};

/// Levels as they hold for one partner.
pub(super) struct Schedule<'a> {
    bands: &'a Value,
    by: BigRational,
    starts: Vec<BigRational>,
    numbers: Vec<BigRational>,
}

impl<'a> Schedule<'a> {
    /// `member` is what the levels say (`rate`, `amount`, `factor`), `times` what their starts are multiplied by.
    pub(super) fn new(bands: &'a Value, member: &str, by: BigRational, times: &BigRational) -> Schedule<'a> {
        let levels = list(&bands["levels"]);
        let starts = levels.iter().map(|level| parse(&level["from"]) * times).collect();
        Schedule { bands, by, starts, numbers: levels.iter().map(|level| parse(&level[member])).collect() }
    }

    /// The index of the level reached, nothing below the first.
    fn reached(&self) -> Option<usize> {
        let included = text(&self.bands["boundary"]) == "from_included";
        self.starts.iter().rposition(|start| *start < self.by || (included && *start == self.by))
    }

    /// The number of the level reached.
    pub(super) fn number(&self) -> Option<BigRational> {
        self.reached().map(|level| self.numbers[level].clone())
    }

    /// The number between the level reached and the next one, in proportion.
    pub(super) fn interpolated(&self) -> Option<BigRational> {
        let level = self.reached()?;
        let (start, number) = (&self.starts[level], &self.numbers[level]);
        let Some(next) = self.starts.get(level + 1) else { return Some(number.clone()) };
        Some(number + (&self.numbers[level + 1] - number) * (&self.by - start) / (next - start))
    }

    pub(super) fn lump_sum(&self, kind: &str) -> BigRational {
        let paid = match kind {
            "lump_sum_by_level" => self.number(),
            "lump_sum_of_levels" => self.reached().map(|level| self.numbers[..=level].iter().sum()),
            _ => self.interpolated(),
        };
        paid.unwrap_or_else(zero)
    }

    /// The rate of a whole measure, and what of it is paid on.
    pub(super) fn rate(&self, left: &BigRational) -> Option<(BigRational, BigRational)> {
        self.reached()?;
        let from_first = self.bands.get("base").is_some_and(|base| base == "from_first");
        let on = if from_first { left - &self.starts[0] } else { left.clone() };
        let rate = if self.bands["method"] == "interpolated" { self.interpolated() } else { self.number() };
        (on >= zero()).then_some(()).and(rate).map(|rate| (rate, on))
    }

    /// What is earned on `left` of the measure.
    pub(super) fn pays(&self, left: &BigRational) -> BigRational {
        let Some(level) = self.reached() else { return zero() };
        let from_first = self.bands.get("base").is_some_and(|base| base == "from_first");
        let base = if from_first { self.starts[0].clone() } else { zero() };
        let method = text(&self.bands["method"]);
        if method == "graduated" {
            let mut sum = zero();
            for (index, number) in self.numbers.iter().enumerate() {
                let bottom = if index == 0 { &base } else { &self.starts[index] };
                let top = self.starts.get(index + 1).map_or(left, |next| next.min(left));
                if top > bottom {
                    sum += (top - bottom) * number;
                }
            }
            return sum;
        }
        let on = left - base;
        if on < zero() {
            return zero();
        }
        match method {
            "whole_amount" => &self.numbers[level] * on,
            "interpolated" => self.interpolated().expect("a level is reached") * on,
            "overlapping_on_all" => self.numbers[..=level].iter().sum::<BigRational>() * on,
            "overlapping_to_bounds" => {
                let completed = (0..level).map(|index| &self.numbers[index] * (&self.starts[index + 1]).min(&on)).sum::<BigRational>();
                completed + &self.numbers[level] * &on
            }
            other => panic!("method {other}"),
        }
    }
}
