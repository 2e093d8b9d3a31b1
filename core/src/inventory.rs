//! Channel inventory: what a partner may claim for what it has in stock and what it resold.

use crate::amount::Exact;
use crate::period::{Date, Shift};

/// Which claims there are; what is absent cannot be claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChannelInventory {
    /// What a resale at a special price gives back.
    pub ship_and_debit: Option<ShipAndDebit>,
    /// What a change of price gives for stock.
    pub price_protection: Option<PriceProtection>,
    /// What may be sent back.
    pub stock_rotation: Option<StockRotation>,
    /// Returns that became known after this day do not count; never written, a settlement asks so for the causes.
    pub(crate) returns_known_on: Option<Date>,
}

/// What a resale at a special price gives back (特价补差).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShipAndDebit {
    /// Whether the list price is the basis; otherwise the cost of the bucket is.
    pub on_list_price: bool,
    /// Days in which a resale is to be claimed.
    pub claim_within: Option<u32>,
}

/// What a change of price gives for stock (价保).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PriceProtection {
    /// Whether the old price is the basis; otherwise the cost of the bucket is.
    pub on_old_price: bool,
    /// Only stock that was bought in so many days before the change.
    pub bought_within: Option<u32>,
    /// The share of the drop that is given.
    pub pass_through: Exact,
    /// Whether a rise is charged back; otherwise it counts as nothing.
    pub charges_rise: bool,
}

/// What may be sent back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StockRotation {
    /// Of the purchases.
    pub share: Exact,
    /// Of so long up to the review.
    pub of_purchases: Shift,
    /// Only stock that was bought in so many days before the review.
    pub bought_within: Option<u32>,
    /// The share that is kept back.
    pub restocking_fee: Exact,
}
