//! What came of what partners share.

use serde::Serialize;

use crate::amount::{Amount, Exact};
use crate::metric::MetricValue;

/// What came of a budget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BudgetUse {
    /// The budget.
    pub budget: String,
    /// What it holds.
    pub amount: Amount,
    /// What all partners would get of it.
    pub demand: Amount,
    /// What they get.
    pub given: Amount,
}

/// What came of a pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PoolUse {
    /// The pool.
    pub pool: String,
    /// What it holds.
    pub amount: Amount,
    /// What is given out.
    pub given: Amount,
    /// Among how many partners.
    pub sharing: usize,
}

/// What came of a contest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContestResult {
    /// The contest.
    pub contest: String,
    /// How many take part.
    pub participants: usize,
    /// First to last; equal ones by partner.
    pub places: Vec<Place>,
}

/// One place of a contest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// From 1; equal ones have the same.
    pub place: usize,
    /// Who has it.
    pub partner: String,
    /// The value that decided.
    pub value: Exact,
    /// The value that decides between equal ones, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub then: Option<MetricValue>,
    /// The prize, where one is won.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prize: Option<Amount>,
}
