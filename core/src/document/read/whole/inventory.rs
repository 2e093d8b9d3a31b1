//! Channel inventory.

use crate::inventory::{ChannelInventory, PriceProtection, ShipAndDebit, StockRotation};
use crate::node::Node;

use super::super::{days, exact, length, optional, word};

pub(super) fn inventory(node: &Node) -> Option<ChannelInventory> {
    Some(ChannelInventory {
        ship_and_debit: optional(node, "ship_and_debit", |node| {
            Some(ShipAndDebit {
                on_list_price: word(node, "basis", &[("bucket_cost", false), ("list_price", true)])?,
                claim_within: optional(node, "claim_within", days)?,
            })
        })?,
        price_protection: optional(node, "price_protection", |node| {
            Some(PriceProtection {
                on_old_price: word(node, "basis", &[("bucket_cost", false), ("old_price", true)])?,
                bought_within: optional(node, "bought_within", days)?,
                pass_through: exact(node, "pass_through")?,
                charges_rise: word(node, "rise", &[("ignored", false), ("charged_back", true)])?,
            })
        })?,
        stock_rotation: optional(node, "stock_rotation", |node| {
            Some(StockRotation {
                share: exact(node, "share")?,
                of_purchases: length(node.member("of_purchases")?)?,
                bought_within: optional(node, "bought_within", days)?,
                restocking_fee: exact(node, "restocking_fee")?,
            })
        })?,
        returns_known_on: None,
    })
}
