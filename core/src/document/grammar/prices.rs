//! Tier prices.

use super::members::{ID, NOTHING, ROUNDING, TITLED, may, need};
use super::words::{FILTER, NOT_NEGATIVE, RULE};
use super::{Fields, Object, Shape, Variant};

pub(super) static PRICES: Shape = Shape::Object(&Object {
    what: "prices",
    fields: Fields {
        members: &[&[
            need("discounts", &Shape::List { of: &DISCOUNT, min: 0 }, "what a standing takes off the list price"),
            need("combine", &Shape::Words(&["best_of", "one_after_another", "added"]), "what several discounts come to"),
            need("rounding", &ROUNDING, "how a price is rounded"),
            may("not_below", &NOT_NEGATIVE, "no price is below this share of the list price"),
        ]],
        choice: &[],
    },
});
static DISCOUNT: Shape = Shape::Object(&Object {
    what: "a discount",
    fields: Fields {
        members: &[&[need("id", &ID, "its id"), may("requires", &RULE, "for whom"), may("where", &FILTER, "on which products")], TITLED],
        choice: &[
            Variant { key: need("off", &NOT_NEGATIVE, "a share of the price: 0.08 is 8 %"), then: NOTHING },
            Variant { key: need("amount_off", &NOT_NEGATIVE, "an amount"), then: NOTHING },
            Variant { key: need("price", &NOT_NEGATIVE, "this price, in place of the list price; with `best_of` only"), then: NOTHING },
        ],
    },
});
