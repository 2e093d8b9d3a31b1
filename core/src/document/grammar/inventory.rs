//! Channel inventory.

use super::incentives::DAYS_AFTER;
use super::members::{LENGTH, may, need};
use super::words::NOT_NEGATIVE;
use super::{Fields, Object, Shape};

pub(super) static INVENTORY: Shape = Shape::Object(&Object {
    what: "a channel inventory",
    fields: Fields {
        members: &[&[
            may("ship_and_debit", &SHIP_AND_DEBIT, "what a resale at a special price gives back"),
            may("price_protection", &PRICE_PROTECTION, "what a change of price gives for stock"),
            may("stock_rotation", &STOCK_ROTATION, "what may be sent back"),
        ]],
        choice: &[],
    },
});
static SHIP_AND_DEBIT: Shape = Shape::Object(&Object {
    what: "a ship and debit",
    fields: Fields {
        members: &[&[
            need("basis", &Shape::Words(&["bucket_cost", "list_price"]), "what the special price is compared with"),
            may("claim_within", &DAYS_AFTER, "a resale is claimed at most so long after it"),
        ]],
        choice: &[],
    },
});
static PRICE_PROTECTION: Shape = Shape::Object(&Object {
    what: "a price protection",
    fields: Fields {
        members: &[&[
            need("basis", &Shape::Words(&["bucket_cost", "old_price"]), "what the new price is compared with"),
            may("bought_within", &DAYS_AFTER, "only stock that was bought at most so long before the change"),
            need("pass_through", &NOT_NEGATIVE, "the share of the drop that is given: 1 is all of it"),
            need("rise", &Shape::Words(&["ignored", "charged_back"]), "what a higher price does"),
        ]],
        choice: &[],
    },
});
static STOCK_ROTATION: Shape = Shape::Object(&Object {
    what: "a stock rotation",
    fields: Fields {
        members: &[&[
            need("share", &NOT_NEGATIVE, "of the purchases: 0.05 is 5 %"),
            need("of_purchases", &LENGTH, "of so long up to and with the review"),
            may("bought_within", &DAYS_AFTER, "only stock that was bought at most so long before the review"),
            need("restocking_fee", &NOT_NEGATIVE, "the share of the worth that is kept back"),
        ]],
        choice: &[],
    },
});
