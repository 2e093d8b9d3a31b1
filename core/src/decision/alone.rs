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

/// What came of a cascade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum CascadeResult {}

/// A leaderboard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum LeaderboardResult {}

/// What came of a pay check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum PayCheckResult {}

/// What came of a cost share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum CostShareResult {}

/// One fund of a partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum FundBalance {}

/// Stock and claims of a partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Inventory {}
