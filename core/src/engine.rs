//! Compile, measure, decide, explain.

mod claims;
mod plain;
mod reasons;

use std::sync::Arc;

use crate::decision::{Conflict, PartnerDecision};
use crate::error::EvaluationError;
use crate::facts::{Facts, Table};
use crate::period::Date;
use crate::programme::Programme;

/// The date of a review, and what was known when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AsOf {
    /// The date.
    pub on: Date,
    /// Records that became known later are left out; `None`: all count.
    pub known_on: Option<Date>,
}

/// A compiled programme. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Engine {
    programme: Arc<Programme>,
}

/// Mergeable partial aggregates.
#[derive(Debug, Clone)]
pub struct Partial {}

/// A measurement under way.
#[derive(Debug)]
pub struct Measurement {}

/// Numbers of all partners, in columns.
#[derive(Debug, Clone)]
pub struct Outcomes {}

/// All decisions for a date.
#[derive(Debug, Clone)]
pub struct Review {}
