//! Factors: what the sum of an incentive's parts is multiplied by.

use crate::amount::{Exact, Overflow};
use crate::diagnostic::JsonPointer;

use super::{Boundary, UnknownPay, interpolated, reached};

/// One factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Factor {
    /// Where it stands.
    pub path: JsonPointer,
    /// Position of the metric that it comes from.
    pub metric: usize,
    /// How it comes from it.
    pub by: FactorBy,
    /// What follows when the metric is unknown; `None` where it cannot be.
    pub unknown: Option<UnknownPay>,
}

/// How a factor comes from its metric.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactorBy {
    /// The factor of the level reached.
    Levels {
        /// Which level a value on a boundary belongs to.
        boundary: Boundary,
        /// (start, factor), ascending, at least one.
        levels: Vec<(Exact, Exact)>,
        /// The factor under the first level.
        below: Exact,
        /// Whether it grows in proportion between two levels.
        interpolated: bool,
    },
    /// The metric itself, within these limits.
    Within {
        /// A smaller metric counts as this.
        least: Exact,
        /// A larger metric counts as this.
        most: Exact,
    },
}

impl Factor {
    /// The factor of a value of the metric, and the level where one level alone decides it.
    ///
    /// # Errors
    /// [`Overflow`] past 128 bits.
    pub fn of(&self, value: Exact) -> Result<(Exact, Option<usize>), Overflow> {
        match &self.by {
            FactorBy::Within { least, most } => Ok((value.max(*least).min(*most), None)),
            FactorBy::Levels { boundary, levels, below, interpolated: in_between } => match reached(levels, *boundary, value) {
                None => Ok((*below, None)),
                Some(level) if *in_between => interpolated(levels, level, value).map(|factor| (factor, None)),
                Some(level) => Ok((levels.get(level).map_or(*below, |(_, factor)| *factor), Some(level))),
            },
        }
    }
}
