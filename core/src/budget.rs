//! Budgets: money that limits what all partners get.

use crate::amount::Exact;
use crate::title::Title;

/// A budget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub title: Title,
    /// What is paid at most.
    pub amount: Exact,
    /// Who is paid when it is not enough.
    pub when_short: WhenShort,
}

/// Who is paid when a budget is not enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenShort {
    /// Everybody the same share.
    Proportional,
    /// One after the other in the order of a metric; equal ones by partner id.
    Priority {
        /// Position of the metric.
        order_by: usize,
        /// Which end of it goes first.
        first: First,
    },
}

/// Which end of a metric goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum First {
    /// The largest.
    Highest,
    /// The smallest.
    Lowest,
}

impl First {
    /// Both with their names on the wire.
    pub const ALL: [(&'static str, First); 2] = [("highest", First::Highest), ("lowest", First::Lowest)];
}
