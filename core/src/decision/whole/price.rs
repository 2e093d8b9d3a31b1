//! What a partner pays for a product.

use serde::Serialize;

use crate::amount::{Amount, Exact};
use crate::reason::Reason;

/// The price of a product for a partner on a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PriceDecision {
    /// Who pays it.
    pub partner: String,
    /// For what.
    pub product: String,
    /// The list price; absent where there is none on that date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<Exact>,
    /// What is paid; absent where there is no list price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Amount>,
    /// Why; the list price and their contributions sum to the price.
    pub reasons: Vec<Reason<'static>>,
}
