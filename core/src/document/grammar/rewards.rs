//! Rewards: money in its forms, and what is not money.

use super::incentives::DAYS_AFTER;
use super::members::{ID, LENGTH, NOTHING, ROUNDING_MODES, may, need};
use super::words::{NOT_NEGATIVE, RULE};
use super::{Fields, Object, Shape, Variant};

pub(super) static REWARD: Shape = Shape::Object(&Object {
    what: "a reward",
    fields: Fields {
        members: &[],
        choice: &[
            Variant {
                key: need(
                    "money",
                    &Shape::Words(&["cash", "credit_note", "goods", "discount"]),
                    "money, and the form in which it is given",
                ),
                then: NOTHING,
            },
            Variant { key: need("points", &POINTS, "points"), then: NOTHING },
            Variant { key: need("goods", &GOODS, "pieces of a product"), then: NOTHING },
            Variant { key: need("quota", &QUOTA, "places"), then: NOTHING },
            Variant { key: need("honour", &HONOUR, "a title or badge"), then: NOTHING },
        ],
    },
});
static POINTS: Shape = Shape::Object(&Object {
    what: "a reward of points",
    fields: Fields {
        members: &[&[
            need("scale", &Shape::Integer { min: 0, max: 6 }, "fraction digits of the points"),
            need("mode", &ROUNDING_MODES, "how a number between two is settled"),
            need("pending", &DAYS_AFTER, "how long they cannot be used yet"),
            need("expires", &Shape::Union(&[&Shape::Words(&["never"]), &LENGTH]), "how long they can be used"),
            need("reversal", &Shape::Words(&["pending_only", "within_balance", "unlimited"]), "how many can be taken back"),
        ]],
        choice: &[],
    },
});
static GOODS: Shape = Shape::Object(&Object {
    what: "a reward of goods",
    fields: Fields {
        members: &[&[need("product", &ID, "which product"), need("unit_value", &NOT_NEGATIVE, "what a piece is worth")]],
        choice: &[],
    },
});
static QUOTA: Shape = Shape::Object(&Object {
    what: "a quota",
    fields: Fields {
        members: &[&[need("of", &ID, "places of what"), may("unit_value", &NOT_NEGATIVE, "what a place is worth")]],
        choice: &[],
    },
});
static HONOUR: Shape = Shape::Object(&Object {
    what: "an honour",
    fields: Fields {
        members: &[&[
            need("lasts", &Shape::Union(&[&Shape::Words(&["until_lost"]), &LENGTH]), "how long it is held"),
            may("lost_when", &RULE, "what loses it"),
        ]],
        choice: &[],
    },
});
