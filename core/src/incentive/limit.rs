//! Limits of amounts.

use crate::amount::Exact;

/// A floor or a cap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// This amount.
    Amount(Exact),
    /// The value of a metric, rounded as the amount is, at least 0.
    Metric {
        /// Position of the metric.
        metric: usize,
        /// What follows when it is unknown; `None` where it cannot be.
        unknown: Option<UnknownLimit>,
    },
}

/// What follows when the metric of a limit is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownLimit {
    /// The whole award is held.
    Hold,
    /// There is no limit.
    None,
}

/// Limits on a sum: of a partner's awards of money, or of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PayoutLimits {
    /// Upper limit.
    pub cap: Option<Exact>,
    /// Lower limit.
    pub floor: Option<Exact>,
}
