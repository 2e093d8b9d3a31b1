//! Who owes whom for what was paid together.

use serde::Serialize;

use crate::amount::{Amount, Exact};
use crate::reason::Reason;

/// What came of a cost share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CostShareResult {
    /// The cost share.
    pub cost_share: String,
    /// What all paid.
    pub total: Amount,
    /// By partner.
    pub rows: Vec<CostShareRow>,
    /// What settles all nets, in the order in which it was found.
    pub transfers: Vec<Transfer>,
    /// Why nothing is shared.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason<'static>>,
}

/// What one partner paid and has to bear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CostShareRow {
    /// The partner.
    pub partner: String,
    /// What it paid.
    pub paid: Amount,
    /// Its weight as the metric has it, not below 0.
    pub weight: Exact,
    /// What it has to bear.
    pub share: Amount,
    /// Paid less share: what it is owed.
    pub net: Amount,
    /// Why a number is not its metric.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason<'static>>,
}

/// One payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Transfer {
    /// Who pays.
    pub from: String,
    /// Who is paid.
    pub to: String,
    /// How much.
    pub amount: Amount,
}
