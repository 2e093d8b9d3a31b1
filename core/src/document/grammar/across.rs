//! What is told across partners: cascades, leaderboards, pay checks, cost shares.

use super::members::{TITLED, may, need};
use super::shares::HIGHEST_OR_LOWEST;
use super::words::{DATE, METRIC, NOT_NEGATIVE, RULE, TEXT};
use super::{Fields, Form, Object, Shape};

static UNKNOWN: Shape = Shape::Words(&["nothing", "hold"]);

pub(super) static CASCADES: Shape = Shape::Map { key: Form::Id, of: &CASCADE };
static CASCADE: Shape = Shape::Object(&Object {
    what: "a cascade",
    fields: Fields {
        members: &[
            &[
                need("target", &TEXT, "the name of the target"),
                need("amount", &NOT_NEGATIVE, "the target for all"),
                need("period", &PERIOD, "the days that it is for: `[from, until)`"),
                need("shared_by", &METRIC, "in proportion to this metric"),
                need("along", &Shape::Words(&["partners", "hierarchy"]), "at once among all, or from the top of the hierarchy down"),
                may("requires", &RULE, "who takes part"),
                may("unknown", &UNKNOWN, "what an unknown metric is"),
                need("when_no_weight", &Shape::Words(&["equally", "nothing"]), "what follows when the metric is above 0 for nobody"),
            ],
            TITLED,
        ],
        choice: &[],
    },
});
static PERIOD: Shape = Shape::Object(&Object {
    what: "a period",
    fields: Fields { members: &[&[need("from", &DATE, "the first day"), need("until", &DATE, "the first day after")]], choice: &[] },
});

pub(super) static LEADERBOARDS: Shape = Shape::Map { key: Form::Id, of: &LEADERBOARD };
static LEADERBOARD: Shape = Shape::Object(&Object {
    what: "a leaderboard",
    fields: Fields {
        members: &[
            &[
                need("rank_by", &METRIC, "the metric that decides the place"),
                need("first", &HIGHEST_OR_LOWEST, "which end of it is first"),
                may("requires", &RULE, "who is ranked"),
                may("before", &METRIC, "the metric by which places are compared"),
                need("names", &Shape::Words(&["shown", "masked"]), "whether partners see each other's names"),
            ],
            TITLED,
        ],
        choice: &[],
    },
});

pub(super) static PAY_CHECKS: Shape = Shape::Map { key: Form::Id, of: &PAY_CHECK };
static PAY_CHECK: Shape = Shape::Object(&Object {
    what: "a pay check",
    fields: Fields {
        members: &[
            &[
                need("of", &Shape::List { of: &Shape::Refers("an incentive"), min: 1 }, "the incentives whose pay is looked at"),
                need("achievement", &METRIC, "the metric that pay should follow"),
                need("base", &METRIC, "what pay is a share of; it is money"),
                may("requires", &RULE, "whose pay is looked at"),
                may("peers", &Shape::Refers("a column as `partner.column`"), "who has the same value in this text column is a peer"),
                may("outlier_above", &NOT_NEGATIVE, "so many times the median of the peers is too much; above 1"),
                may("outlier_below", &NOT_NEGATIVE, "so many times the median of the peers is too little; below 1"),
            ],
            TITLED,
        ],
        choice: &[],
    },
});

pub(super) static COST_SHARES: Shape = Shape::Map { key: Form::Id, of: &COST_SHARE };
static COST_SHARE: Shape = Shape::Object(&Object {
    what: "a cost share",
    fields: Fields {
        members: &[
            &[
                need("paid", &METRIC, "what each paid; it is money"),
                need("shared_by", &METRIC, "in proportion to this metric"),
                may("requires", &RULE, "who takes part"),
                may("unknown", &UNKNOWN, "what an unknown metric is"),
            ],
            TITLED,
        ],
        choice: &[],
    },
});
