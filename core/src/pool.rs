//! Pools: money that is given out in proportion to a metric.

use crate::amount::Exact;
use crate::tier::Rule;
use crate::title::Title;

/// A pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub title: Title,
    /// What is given out.
    pub amount: PoolAmount,
    /// Position of the metric by which it is shared.
    pub shared_by: usize,
    /// Among whom.
    pub requires: Option<Rule>,
    /// Upper limit of a share.
    pub cap: Option<Exact>,
    /// What becomes of what lies above the cap.
    pub left_over: LeftOver,
}

/// How much a pool gives out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PoolAmount {
    /// This amount.
    Amount(Exact),
    /// A percentage of the sum of a metric over all partners.
    PercentOfTotal {
        /// Position of the metric.
        metric: usize,
        /// The rate.
        rate: Exact,
    },
}

/// What becomes of what lies above the cap of a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOver {
    /// The others get it in proportion.
    Redistributed,
    /// Nobody gets it.
    Kept,
}
