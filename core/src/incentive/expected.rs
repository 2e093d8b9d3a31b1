//! What an award would be at the level that is expected.

use super::UnknownPay;
use crate::in_full::InFull;

/// Which metrics stand for others where the incentive looks up a level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// Positions of the metrics: the one by which a level is found, and the expected one.
    pub metrics: Vec<(usize, usize)>,
    /// What follows when an expected one is unknown; `None` where none can be.
    pub unknown: Option<UnknownPay>,
    /// Provisions are for the whole build.
    pub in_full: InFull,
}

impl Expected {
    /// The metric that stands for this one.
    #[must_use]
    pub fn of(&self, metric: usize) -> Option<usize> {
        self.metrics.iter().find(|(actual, _)| *actual == metric).map(|(_, expected)| *expected)
    }
}
