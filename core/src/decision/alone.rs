//! What a build without `full` decides nothing about: there is no value of these types.

use serde::Serialize;

/// What came of a budget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum BudgetUse {}

/// What came of a pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum PoolUse {}

/// What came of a contest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum ContestResult {}

/// One fund of a partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum FundBalance {}

/// Stock and claims of a partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Inventory {}
