//! What a target for all comes to for each partner.

use serde::Serialize;

use crate::amount::{Amount, Exact};
use crate::reason::Reason;

/// What came of a cascade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CascadeResult {
    /// The cascade.
    pub cascade: String,
    /// The name of the target.
    pub target: String,
    /// The first day that it is for.
    pub from: String,
    /// The first day after.
    pub until: String,
    /// The target for all.
    pub amount: Amount,
    /// What is given of it: all or nothing.
    pub given: Amount,
    /// By partner.
    pub rows: Vec<CascadeRow>,
    /// Why it was not simply given out by weight.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason<'static>>,
}

/// What a cascade comes to for one partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CascadeRow {
    /// The partner.
    pub partner: String,
    /// Of whose subtree it has a part; only along the hierarchy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Its weight as the metric has it, not below 0.
    pub weight: Exact,
    /// Its own part.
    pub own: Amount,
    /// Its own part and those of all below it; only along the hierarchy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtree: Option<Amount>,
    /// Why its weight is not its metric.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason<'static>>,
}

/// A record of the table `targets`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TargetRecord {
    /// Whose target.
    pub partner: String,
    /// Its name.
    pub target: String,
    /// The first day that it is for.
    pub from: String,
    /// The first day after.
    pub until: String,
    /// How much.
    pub amount: Amount,
}

impl CascadeResult {
    /// The records of the table `targets` that it comes to: what each partner has for itself.
    #[must_use]
    pub fn targets(&self) -> Vec<TargetRecord> {
        let record = |row: &CascadeRow| TargetRecord {
            partner: row.partner.clone(),
            target: self.target.clone(),
            from: self.from.clone(),
            until: self.until.clone(),
            amount: row.own,
        };
        self.rows.iter().filter(|row| row.own.minor() > 0).map(record).collect()
    }
}
