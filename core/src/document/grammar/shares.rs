//! What several incentives or several partners share: groups, the payout, budgets, pools, contests.

use super::members::{TITLED, may, need};
use super::words::{METRIC, NOT_NEGATIVE, NUMBER, RULE};
use super::{Fields, Form, Object, Shape};

pub(super) static HIGHEST_OR_LOWEST: Shape = Shape::Words(&["highest", "lowest"]);

pub(super) static GROUPS: Shape = Shape::Map { key: Form::Id, of: &GROUP };
static GROUP: Shape = Shape::Union(&[
    &Shape::Words(&["best_of"]),
    &Shape::Object(&Object {
        what: "a group",
        fields: Fields {
            members: &[
                &[
                    need("combine", &Shape::Words(&["best_of", "priority", "exclusive", "joint"]), "how its incentives combine"),
                    may(
                        "order",
                        &Shape::List { of: &Shape::Refers("an incentive"), min: 1 },
                        "which goes first; with `priority` only and always",
                    ),
                    may("cap", &NOT_NEGATIVE, "upper limit of the sum"),
                    may("floor", &NOT_NEGATIVE, "lower limit of the sum"),
                ],
                TITLED,
            ],
            choice: &[],
        },
    }),
]);
pub(super) static PAYOUT: Shape = Shape::Object(&Object {
    what: "limits on the payout",
    fields: Fields {
        members: &[&[may("cap", &NOT_NEGATIVE, "upper limit of the total"), may("floor", &NOT_NEGATIVE, "lower limit of the total")]],
        choice: &[],
    },
});

pub(super) static BUDGETS: Shape = Shape::Map { key: Form::Id, of: &BUDGET };
static BUDGET: Shape = Shape::Object(&Object {
    what: "a budget",
    fields: Fields {
        members: &[
            &[
                need("amount", &NOT_NEGATIVE, "what all partners together are paid at most"),
                need("when_short", &Shape::Words(&["proportional", "priority"]), "who is paid when it is not enough"),
                may("order_by", &METRIC, "the metric that decides who goes first; with `priority` only and always"),
                may("first", &HIGHEST_OR_LOWEST, "which end of it goes first; with `priority` only and always"),
                may("tie", &Shape::Words(&["lowest_id"]), "who goes first at equal values; with `priority` only and always"),
            ],
            TITLED,
        ],
        choice: &[],
    },
});

pub(super) static POOLS: Shape = Shape::Map { key: Form::Id, of: &POOL };
static POOL: Shape = Shape::Object(&Object {
    what: "a pool",
    fields: Fields {
        members: &[
            &[
                need("amount", &POOL_AMOUNT, "what is given out"),
                need("shared_by", &METRIC, "in proportion to this metric"),
                may("requires", &RULE, "among whom"),
                may("cap", &NOT_NEGATIVE, "upper limit of a share"),
                need("left_over", &Shape::Words(&["redistributed", "kept"]), "what becomes of what lies above the cap"),
            ],
            TITLED,
        ],
        choice: &[],
    },
});
static POOL_AMOUNT: Shape = Shape::Union(&[
    &NOT_NEGATIVE,
    &Shape::Object(&Object {
        what: "a percentage of a total",
        fields: Fields {
            members: &[&[
                need("percent_of_total", &METRIC, "the sum of this metric over all partners; it is money"),
                need("rate", &NOT_NEGATIVE, "times this rate: 0.01 is 1 %"),
            ]],
            choice: &[],
        },
    }),
]);

pub(super) static CONTESTS: Shape = Shape::Map { key: Form::Id, of: &CONTEST };
static CONTEST: Shape = Shape::Object(&Object {
    what: "a contest",
    fields: Fields {
        members: &[
            &[
                need("rank_by", &METRIC, "the metric that decides the place"),
                need("first", &HIGHEST_OR_LOWEST, "which end of it wins"),
                may("requires", &RULE, "who takes part"),
                may("minimum", &NUMBER, "who is worse than this takes no part"),
                need("participants", &Shape::Integer { min: 1, max: 1_000_000 }, "with fewer there are no prizes"),
                need("prizes", &Shape::List { of: &NOT_NEGATIVE, min: 1 }, "from the first place on"),
                need("ties", &TIES, "what equal partners get"),
            ],
            TITLED,
        ],
        choice: &[],
    },
});
static TIES: Shape = Shape::Union(&[
    &Shape::Words(&["share", "each", "review"]),
    &Shape::Object(&Object {
        what: "a second metric",
        fields: Fields {
            members: &[&[
                need("then_by", &METRIC, "decides between equal partners; who is still equal shares"),
                need("first", &HIGHEST_OR_LOWEST, "which end of it goes first"),
            ]],
            choice: &[],
        },
    }),
]);
