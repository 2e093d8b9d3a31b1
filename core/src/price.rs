//! Tier prices: what a partner pays for a product, from the list price and its standing.

use crate::amount::{Exact, Rounding};
use crate::metric::Filter;
use crate::tier::Rule;
use crate::title::Title;

/// How the price of a product is made for a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prices {
    /// In document order.
    pub discounts: Vec<Discount>,
    /// What several of them come to.
    pub combine: Discounts,
    /// Fraction digits of a price.
    pub scale: u32,
    /// How a price is rounded.
    pub rounding: Rounding,
    /// No price is below this share of the list price.
    pub not_below: Option<Exact>,
}

/// One discount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discount {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub title: Title,
    /// For whom.
    pub requires: Option<Rule>,
    /// On which products.
    pub filter: Option<Filter>,
    /// What it gives.
    pub gives: Off,
}

/// What a discount gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Off {
    /// A share of the price.
    Share(Exact),
    /// An amount.
    Amount(Exact),
    /// A price in place of it.
    Price(Exact),
}

/// What several discounts come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Discounts {
    /// The one with the lowest price.
    BestOf,
    /// Each on what the one before left.
    OneAfterAnother,
    /// All of the list price, together.
    Added,
}

impl Discounts {
    /// All with their names on the wire.
    pub const ALL: [(&'static str, Discounts); 3] =
        [("best_of", Discounts::BestOf), ("one_after_another", Discounts::OneAfterAnother), ("added", Discounts::Added)];
}
