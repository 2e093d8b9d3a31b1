//! Channel inventory.

use crate::document::read::value::Value;
use crate::inventory::{ChannelInventory, PriceProtection, ShipAndDebit, StockRotation};

pub(super) fn inventory(value: Value<'_>) -> ChannelInventory {
    ChannelInventory {
        ship_and_debit: value.optional("ship_and_debit", |value| ShipAndDebit {
            on_list_price: value.choice("basis", &[("bucket_cost", false), ("list_price", true)], false),
            claim_within: value.optional("claim_within", Value::days),
        }),
        price_protection: value.optional("price_protection", |value| PriceProtection {
            on_old_price: value.choice("basis", &[("bucket_cost", false), ("old_price", true)], false),
            bought_within: value.optional("bought_within", Value::days),
            pass_through: value.exact("pass_through"),
            charges_rise: value.choice("rise", &[("ignored", false), ("charged_back", true)], false),
        }),
        stock_rotation: value.optional("stock_rotation", |value| StockRotation {
            share: value.exact("share"),
            of_purchases: value.at("of_purchases").length(),
            bought_within: value.optional("bought_within", Value::days),
            restocking_fee: value.exact("restocking_fee"),
        }),
        returns_known_on: None,
    }
}
