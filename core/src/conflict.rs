//! Conflicts: who is credited when partners claim the same thing.

use crate::metric::Filter;
use crate::record::ColumnPath;
use crate::title::Title;

/// A deal registration policy: the first valid claim holds the thing for its protection period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistrationPolicy {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub title: Title,
    /// Columns that must be equal for two claims to be about the same thing.
    pub matches: Vec<ColumnPath>,
    /// Which instant decides who was first: `registered_at` or `completed_at`.
    pub order_by: String,
    /// Which claims are valid.
    pub valid: Option<Filter>,
    /// How many days a claim is protected.
    pub protection_days: u32,
    /// Whether the claim's own day is the first of them.
    pub first_day: FirstDay,
    /// What happens at the same instant.
    pub tie: ClaimTie,
}

/// Whether the claim's own day counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstDay {
    /// It is the first protected day.
    Counted,
    /// The day after is.
    NotCounted,
}

/// What happens to claims of the same instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimTie {
    /// The lowest id wins.
    LowestId,
    /// None is credited; all go to review.
    Review,
}
