//! The terms of settlement.

use super::incentives::LIMIT;
use super::members::{ID, LENGTH, UNIT, may, need};
use super::words::{FILTER, NOT_NEGATIVE};
use super::{Fields, Object, Shape};

pub(super) static SETTLEMENT: Shape = Shape::Object(&Object {
    what: "terms of settlement",
    fields: Fields {
        members: &[&[
            need("confirmation", &Shape::Words(&["required", "automatic"]), "whether partners agree before they get a rebate document"),
            need("valid", &Shape::Union(&[&Shape::Words(&["unlimited"]), &LENGTH]), "how long a rebate document is valid"),
            may(
                "redemption",
                &Shape::List { of: &RULE, min: 0 },
                "what of an order may be paid with documents; the first rule that applies counts",
            ),
            may("order_share", &NOT_NEGATIVE, "the share of an order that may be paid with documents"),
            may("smallest_payment", &NOT_NEGATIVE, "less than this is not paid out"),
            may("take_back", &Shape::Words(&["unlimited", "within_balance"]), "how much of money an adjustment takes back"),
            may("deposit", &DEPOSIT, "what each partner has to hold as its deposit"),
            may("audit", &AUDIT, "when the accounting is audited"),
        ]],
        choice: &[],
    },
});
static DEPOSIT: Shape = Shape::Object(&Object {
    what: "a deposit",
    fields: Fields { members: &[&[need("required", &LIMIT, "how much each partner has to hold")]], choice: &[] },
});
static AUDIT: Shape = Shape::Object(&Object {
    what: "an audit",
    fields: Fields {
        members: &[&[need("period", &UNIT, "the accounting of which periods"), need("within", &LENGTH, "how long after the end of each")]],
        choice: &[],
    },
});
static RULE: Shape = Shape::Object(&Object {
    what: "a redemption rule",
    fields: Fields {
        members: &[&[
            need("id", &ID, "its id"),
            may("where", &FILTER, "which lines of an order"),
            need("share", &NOT_NEGATIVE, "which share of the line's amount: 0.3 is 30 %"),
            may("most", &NOT_NEGATIVE, "at most this much of a line"),
            may("by_quantity", &Shape::List { of: &LEVEL, min: 1 }, "other shares from a quantity on, ascending"),
        ]],
        choice: &[],
    },
});
static LEVEL: Shape = Shape::Object(&Object {
    what: "a level of quantity",
    fields: Fields {
        members: &[&[need("from", &NOT_NEGATIVE, "where it starts"), need("share", &NOT_NEGATIVE, "the share from there on")]],
        choice: &[],
    },
});
