//! Cascades: a target for all, broken down to partners.

use crate::amount::Exact;
use crate::incentive::UnknownPay;
use crate::period::Date;
use crate::tier::Rule;
use crate::title::Title;

/// A cascade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cascade {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub title: Title,
    /// The name of the target.
    pub target: String,
    /// The target for all.
    pub amount: Exact,
    /// The first day that it is for.
    pub from: Date,
    /// The first day after.
    pub until: Date,
    /// Position of the metric in proportion to which it is split.
    pub shared_by: usize,
    /// Among whom.
    pub along: Along,
    /// Who takes part.
    pub requires: Option<Rule>,
    /// What an unknown metric is; `None` where it never is.
    pub unknown: Option<UnknownPay>,
    /// What follows when nobody has any weight.
    pub when_no_weight: NoWeight,
}

/// Along what a cascade is split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Along {
    /// At once among all partners.
    Partners,
    /// From the roots of the hierarchy down.
    Hierarchy,
}

/// What follows when nobody has any weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoWeight {
    /// Everybody has the same.
    Equally,
    /// Nothing is given.
    Nothing,
}

impl NoWeight {
    /// Both with their names on the wire.
    pub const ALL: [(&'static str, NoWeight); 2] = [("equally", NoWeight::Equally), ("nothing", NoWeight::Nothing)];
}
