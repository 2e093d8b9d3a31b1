//! Market development funds.

use super::incentives::{DAYS_AFTER, LIMIT, PART_MEMBERS, PAYS, PERIOD};
use super::members::{ID, LENGTH, TITLED, may, need};
use super::words::{NOT_NEGATIVE, RULE, TEXT};
use super::{Fields, Form, Object, Shape};

pub(super) static FUNDS: Shape = Shape::Map { key: Form::Id, of: &FUND };
static FUND: Shape = Shape::Object(&Object {
    what: "a fund",
    fields: Fields {
        members: &[
            &[
                need("accrues", &Shape::List { of: &PART, min: 1 }, "what is added up to a partner's budget of the period"),
                may("cap", &LIMIT, "upper limit of the budget"),
                may("requires", &RULE, "who has a budget"),
                need("period", &PERIOD, "the period of the budget"),
                may("activities", &Shape::List { of: &TEXT, min: 1 }, "the kinds of activity that are supported; any, without it"),
                need("participation", &NOT_NEGATIVE, "the vendor's share of what is spent: 0.5 is 50 %"),
                may("claim_cap", &NOT_NEGATIVE, "the most that one claim is paid"),
                may("request_before", &DAYS_AFTER, "a request is made at least so long before its activity begins"),
                need("claim_within", &DAYS_AFTER, "a claim is made at most so long after the activity ends"),
                may("proof", &Shape::List { of: &TEXT, min: 1 }, "kinds of proof that a claim must have, all of them"),
                need("expires", &EXPIRES, "how long after the end of the period an approval may still be claimed"),
            ],
            TITLED,
        ],
        choice: &[],
    },
});
static PART: Shape = Shape::Object(&Object {
    what: "a part of a fund",
    fields: Fields { members: &[PART_MEMBERS, &[may("party", &ID, "who contributes what the part adds")]], choice: PAYS },
});
static EXPIRES: Shape = Shape::Union(&[&Shape::Words(&["period_end"]), &LENGTH]);
