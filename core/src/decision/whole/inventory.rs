//! What a partner has in stock and what it may claim for it.

use serde::Serialize;

use crate::amount::{Amount, Exact};
use crate::period::Date;
use crate::reason::Reason;

/// Stock and claims of a partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Inventory {
    /// By product, day and id of the purchase.
    pub buckets: Vec<Bucket>,
    /// What we find, by kind, product, day and id.
    pub claims: Vec<InventoryClaim>,
    /// What the partner claims held against it, by kind, thing and id of the claim line.
    pub matches: Vec<ClaimMatch>,
    /// Lines of sales that do not count, wholly or in part, by day and id.
    pub left_out: Vec<LeftOut>,
}

/// A purchase and what is left of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bucket {
    /// The product.
    pub product: String,
    /// The purchase.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sale: Option<String>,
    /// Its day.
    pub bought: String,
    /// Amount ÷ quantity.
    pub unit_cost: Exact,
    /// How much was bought.
    pub quantity: Exact,
    /// How much of it is in stock.
    pub left: Exact,
}

/// What may be claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimKind {
    /// For a resale at a special price.
    ShipAndDebit,
    /// For stock at a change of price.
    PriceProtection,
    /// For stock that is sent back.
    StockRotation,
}

impl ClaimKind {
    /// All with their names on the wire.
    pub const ALL: [(&'static str, ClaimKind); 3] = [
        ("ship_and_debit", ClaimKind::ShipAndDebit),
        ("price_protection", ClaimKind::PriceProtection),
        ("stock_rotation", ClaimKind::StockRotation),
    ];

    /// As written in the review.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        ClaimKind::ALL.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }
}

/// One thing that may be claimed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InventoryClaim {
    /// For what.
    pub kind: ClaimKind,
    /// The resale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sale: Option<String>,
    /// The change of price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<String>,
    /// The product; a rotation is of all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// Of how much.
    pub quantity: Exact,
    /// What it comes to.
    pub amount: Amount,
    /// The day of the resale or the change, or that of the review.
    #[serde(skip)]
    pub(crate) on: Date,
    /// Oldest first.
    pub buckets: Vec<ClaimedBucket>,
    /// Why; their contributions sum to `amount`.
    pub reasons: Vec<Reason<'static>>,
}

/// What a bucket adds to a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClaimedBucket {
    /// The purchase.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sale: Option<String>,
    /// How much of it.
    pub quantity: Exact,
    /// What a unit cost.
    pub unit_cost: Exact,
    /// What a unit gives.
    pub each: Exact,
}

/// What the partner claims for a thing, and what we find.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClaimMatch {
    /// The claim line; none where nothing is claimed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claim: Option<String>,
    /// For what.
    pub kind: ClaimKind,
    /// The resale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sale: Option<String>,
    /// The change of price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<String>,
    /// How they compare.
    pub outcome: MatchOutcome,
    /// What we find.
    pub ours: Amount,
    /// What is claimed.
    pub theirs: Amount,
    /// Theirs less ours.
    pub difference: Amount,
    /// When the claim line became known.
    #[serde(skip)]
    pub(crate) known_on: Option<Date>,
}

/// How a claim line compares with what we find.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchOutcome {
    /// They are the same.
    Matched,
    /// Another quantity.
    QuantityDiffers,
    /// The same quantity, another amount.
    PriceDiffers,
    /// We find nothing.
    NotEligible,
    /// The thing is claimed already.
    Duplicate,
    /// Claimed after the time for it.
    Late,
    /// We find something that is not claimed.
    NotClaimed,
}

/// A line of sales that does not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sale: Option<String>,
    /// Why.
    pub why: &'static str,
}
