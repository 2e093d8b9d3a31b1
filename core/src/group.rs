//! Groups: how several incentives of one partner combine.

use crate::diagnostic::JsonPointer;
use crate::incentive::PayoutLimits;
use crate::title::Title;

/// A group of incentives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Where it stands.
    pub path: JsonPointer,
    /// Its id.
    pub id: String,
    /// What people call it.
    pub title: Title,
    /// How its incentives combine.
    pub combine: Combine,
    /// Limits on the sum of their amounts.
    pub limits: PayoutLimits,
}

/// How the incentives of a group combine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Combine {
    /// The largest amount is paid.
    BestOf,
    /// The first one of these positions of incentives that has an amount is paid.
    Priority(Vec<usize>),
    /// At most one may have an amount; more are held.
    Exclusive,
    /// All are paid.
    Joint,
}
