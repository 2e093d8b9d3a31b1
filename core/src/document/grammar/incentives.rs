//! Incentives: parts, bands, factors, limits.

use super::members::{ID, LENGTH, NOTHING, TITLED, deciding, may, need};
use super::rewards::REWARD;
use super::words::{METRIC, NOT_NEGATIVE, NUMBER, RULE, TEXT};
use super::{Fields, Form, Member, Object, Shape, Variant, in_full};

pub(super) static INCENTIVES: Shape = Shape::List { of: &INCENTIVE, min: 0 };
static INCENTIVE: Shape = Shape::Object(&Object {
    what: "an incentive",
    fields: Fields {
        members: &[
            &[
                need("id", &ID, "its id"),
                may("requires", &RULE, "to whom it applies"),
                need("pays", &Shape::List { of: &PART, min: 1 }, "what is added up"),
                may("factors", &Shape::List { of: &FACTOR, min: 0 }, "what the sum is multiplied by"),
                may("floor", &LIMIT, "lower limit of the rounded amount"),
                may("cap", &LIMIT, "upper limit of the rounded amount"),
                may("forfeits", &RULE, "what loses the amount for good"),
                may("gates", &RULE, "what must hold for the amount to be paid"),
                may("group", &Shape::Refers("a group"), "its group"),
                may("budget", in_full(&Shape::Refers("a budget")), "the budget it is paid from"),
                may(
                    "pay_to",
                    in_full(&EACH_COLUMN),
                    "who the amount is shared among: the values of this column, which the one part goes through",
                ),
                may("minimum_payout", in_full(&MINIMUM_PAYOUT), "the smallest amount that is paid out"),
                may("period", &PERIOD, "the period that the award is for"),
                may("release", in_full(&RELEASE), "how much of the amount is payable"),
                may("instalments", in_full(&INSTALMENTS), "the amount in equal parts, one after the other"),
                may("reward", &REWARD, "what is given, where it is not simply money"),
                may("expected", in_full(&EXPECTED), "what the award would be at the level that is expected"),
                may("document", &TEXT, "the contract or notice in which it is agreed"),
                may("approver", &TEXT, "who approves a discretionary amount"),
            ],
            TITLED,
        ],
        choice: &[],
    },
});

const NOTHING_OR_HOLD: Shape = Shape::Words(&["nothing", "hold"]);
static UNKNOWN_PAY: &[Member] = &[may("unknown", &NOTHING_OR_HOLD, "what follows when something that is read here is unknown")];
static WHEN_NEGATIVE: &[Member] = &[need("when_negative", &Shape::Words(&["nothing", "deduct"]), "what a negative metric does")];
static ON_MEASURE: &[Member] = &[
    may("measure_cap", &NOT_NEGATIVE, "a larger measure counts as this much"),
    may("less", &Shape::List { of: &Shape::Refers("an incentive"), min: 1 }, "incentives whose amounts are taken off the measure"),
];
static EACH_COLUMN: Shape = Shape::Refers("a column as `kind.column`");
static BY_TIER: Shape = Shape::Map { key: Form::Id, of: &NUMBER };
/// What a metric is multiplied by needs a word on negative metrics; bands have none below 0.
const FLAT: Fields = Fields { members: &[WHEN_NEGATIVE], choice: &[] };
const UNKNOWN: Fields = Fields { members: &[UNKNOWN_PAY], choice: &[] };
const FLAT_UNKNOWN: Fields = Fields { members: &[UNKNOWN_PAY, WHEN_NEGATIVE], choice: &[] };

pub(super) static PART: Shape =
    Shape::Object(&Object { what: "a part of an incentive", fields: Fields { members: &[PART_MEMBERS], choice: PAYS } });
pub(super) static PART_MEMBERS: &[Member] = &[
    may("when", &RULE, "when it counts"),
    may(
        "for_each",
        in_full(&Shape::Refers("a column as `kind.column`, or a record kind")),
        "worked out for each value of this column, or each record",
    ),
    may("rounded", in_full(&Shape::Words(&["each", "total"])), "with `for_each`: whether each result is rounded, or only their sum"),
];
/// What a part pays.
pub(super) static PAYS: &[Variant] = &[
    Variant {
        key: deciding("percent_of", &METRIC, "this metric × rate; the metric is money"),
        then: Fields {
            members: &[UNKNOWN_PAY, ON_MEASURE],
            choice: &[
                Variant { key: deciding("rate", &NUMBER, "the rate: 0.02 is 2 %"), then: FLAT },
                Variant { key: deciding("rates_by_tier", &BY_TIER, "the rate of every tier"), then: FLAT },
                Variant { key: deciding("bands", &RATE_BANDS, "rates by level"), then: NOTHING },
            ],
        },
    },
    Variant {
        key: deciding("amount_per_unit_of", &METRIC, "this metric × amount"),
        then: Fields {
            members: &[UNKNOWN_PAY, ON_MEASURE],
            choice: &[
                Variant { key: deciding("amount", &NUMBER, "the amount per unit"), then: FLAT },
                Variant { key: deciding("amounts_by_tier", &BY_TIER, "the amount per unit of every tier"), then: FLAT },
                Variant { key: deciding("bands", &AMOUNT_BANDS, "amounts per unit by level"), then: NOTHING },
            ],
        },
    },
    Variant {
        key: deciding("amount_per_full", &METRIC, "an amount for every full step of this metric (每满)"),
        then: Fields {
            members: &[
                &[
                    need("step", &NOT_NEGATIVE, "how much a step is"),
                    need("above", &NUMBER, "where the first step starts"),
                    need("amount", &NUMBER, "the amount of a step"),
                ],
                UNKNOWN_PAY,
                ON_MEASURE,
            ],
            choice: &[],
        },
    },
    Variant { key: deciding("amount_of", &METRIC, "this metric itself; it is money"), then: FLAT_UNKNOWN },
    Variant {
        key: deciding("interest_on", &METRIC, "interest on this sum of amount × days (贴息)"),
        then: Fields {
            members: &[
                &[
                    need("annual_rate", &NUMBER, "the rate of a year: 0.06 is 6 %"),
                    need("year_days", &Shape::Integers(&[360, 365]), "the days of a year"),
                ],
                UNKNOWN_PAY,
                WHEN_NEGATIVE,
            ],
            choice: &[],
        },
    },
    Variant { key: deciding("lump_sum", &NUMBER, "this amount"), then: NOTHING },
    Variant { key: deciding("lump_sum_by_tier", &BY_TIER, "the amount of every tier"), then: NOTHING },
    Variant { key: deciding("lump_sum_by_level", &LUMP_BANDS, "the amount of the level reached"), then: UNKNOWN },
    Variant { key: deciding("lump_sum_of_levels", &LUMP_BANDS, "the sum of the amounts of all levels reached"), then: UNKNOWN },
    Variant { key: deciding("lump_sum_interpolated", &LUMP_BANDS, "grows in proportion between two levels"), then: UNKNOWN },
    Variant { key: deciding("prize_in", in_full(&Shape::Refers("a contest")), "the prize won in a contest"), then: NOTHING },
    Variant { key: deciding("share_of_pool", in_full(&Shape::Refers("a pool")), "the share of a pool"), then: NOTHING },
    Variant {
        key: deciding("level_differential", in_full(&METRIC), "the difference to the level below (级差)"),
        then: Fields {
            members: &[&[
                need("rates", &DIFFERENTIAL_RATES, "the rate of a partner"),
                need("levels", &Shape::Integer { min: 1, max: 9 }, "how many levels below take part"),
            ]],
            choice: &[],
        },
    },
];

const METHOD_MEMBER: Member = need(
    "method",
    &Shape::Words(&["whole_amount", "graduated", "interpolated", "overlapping_on_all", "overlapping_to_bounds", "running"]),
    "how the levels are paid: the one reached for all (全额累进), each slice its own (超额累进), in proportion between levels, overlapping, or along a running total",
);
static BY: &[Member] = &[
    need("by", &METRIC, "the metric that decides the level"),
    need("boundary", &Shape::Words(&["from_included", "from_excluded"]), "which level a value on a boundary belongs to"),
];
static TIMES: &[Member] = &[
    may("from_times", &METRIC, "every `from` is multiplied by this metric"),
    may("when_not_positive", &NOTHING_OR_HOLD, "what follows when the metric of `from_times` is 0 or negative"),
];
const BASE_MEMBER: Member = may(
    "base",
    &Shape::Words(&["from_zero", "from_first"]),
    "what the first level pays on once it is reached; exactly when its `from` is above 0",
);
const RETURNED_MEMBER: Member = may(
    "returned",
    in_full(&Shape::Words(&["top_first", "first_in_first_out", "original_rate"])),
    "what a return takes back; with `running` only and always",
);
static RATE_BANDS: Shape = Shape::Object(&Object {
    what: "bands of rates",
    fields: Fields {
        members: &[
            &[METHOD_MEMBER],
            BY,
            &[BASE_MEMBER, RETURNED_MEMBER],
            TIMES,
            &[need("levels", &Shape::List { of: &RATE_LEVEL, min: 1 }, "ascending")],
        ],
        choice: &[],
    },
});
static AMOUNT_BANDS: Shape = Shape::Object(&Object {
    what: "bands of amounts",
    fields: Fields {
        members: &[
            &[METHOD_MEMBER],
            BY,
            &[BASE_MEMBER, RETURNED_MEMBER],
            TIMES,
            &[need("levels", &Shape::List { of: &AMOUNT_LEVEL, min: 1 }, "ascending")],
        ],
        choice: &[],
    },
});
static LUMP_BANDS: Shape = Shape::Object(&Object {
    what: "bands of lump sums",
    fields: Fields { members: &[BY, TIMES, &[need("levels", &Shape::List { of: &AMOUNT_LEVEL, min: 1 }, "ascending")]], choice: &[] },
});
static LEVEL: &[Member] =
    &[need("from", &NUMBER, "where it starts"), may("until", &NUMBER, "where it ends, which is where the next one starts")];
static RATE_LEVEL: Shape = Shape::Object(&Object {
    what: "a level with a rate",
    fields: Fields { members: &[LEVEL, &[need("rate", &NUMBER, "its rate")]], choice: &[] },
});
static AMOUNT_LEVEL: Shape = Shape::Object(&Object {
    what: "a level with an amount",
    fields: Fields { members: &[LEVEL, &[need("amount", &NUMBER, "its amount")]], choice: &[] },
});
static DIFFERENTIAL_RATES: Shape = Shape::Object(&Object {
    what: "rates of a level differential",
    fields: Fields {
        members: &[],
        choice: &[
            Variant { key: deciding("by_tier", &BY_TIER, "the rate of every tier"), then: NOTHING },
            Variant {
                key: deciding("method", &Shape::Words(&["whole_amount"]), "the rate of the level reached"),
                then: Fields { members: &[BY, &[need("levels", &Shape::List { of: &RATE_LEVEL, min: 1 }, "ascending")]], choice: &[] },
            },
        ],
    },
});

static FACTOR: Shape = Shape::Object(&Object {
    what: "a factor",
    fields: Fields {
        members: &[UNKNOWN_PAY],
        choice: &[
            Variant {
                key: deciding("by", &METRIC, "the metric that decides the level"),
                then: Fields {
                    members: &[&[
                        need(
                            "boundary",
                            &Shape::Words(&["from_included", "from_excluded"]),
                            "which level a value on a boundary belongs to",
                        ),
                        need("levels", &Shape::List { of: &FACTOR_LEVEL, min: 1 }, "ascending"),
                        need("below", &NUMBER, "the factor under the first level"),
                        need("method", &Shape::Words(&["reached", "interpolated"]), "the level reached, or in proportion between levels"),
                    ]],
                    choice: &[],
                },
            },
            Variant {
                key: deciding("metric", &METRIC, "the metric that is the factor"),
                then: Fields {
                    members: &[&[
                        need("least", &NUMBER, "a smaller metric counts as this"),
                        need("most", &NUMBER, "a larger metric counts as this"),
                    ]],
                    choice: &[],
                },
            },
        ],
    },
});
static FACTOR_LEVEL: Shape = Shape::Object(&Object {
    what: "a level with a factor",
    fields: Fields { members: &[LEVEL, &[need("factor", &NUMBER, "its factor")]], choice: &[] },
});
pub(super) static LIMIT: Shape = Shape::Union(&[
    &NOT_NEGATIVE,
    &Shape::Object(&Object {
        what: "a limit by a metric",
        fields: Fields {
            members: &[&[
                need("metric", &METRIC, "its value is the limit"),
                may("unknown", &Shape::Words(&["hold", "none"]), "what follows when the metric is unknown"),
            ]],
            choice: &[],
        },
    }),
]);

static EXPECTED: Shape = Shape::Object(&Object {
    what: "an expectation",
    fields: Fields {
        members: &[
            &[need("metrics", &Shape::Map { key: Form::Metric, of: &METRIC }, "which metric stands for which where a level is looked up")],
            UNKNOWN_PAY,
        ],
        choice: &[],
    },
});
static MINIMUM_PAYOUT: Shape = Shape::Object(&Object {
    what: "a minimum payout",
    fields: Fields {
        members: &[&[
            need("amount", &NOT_NEGATIVE, "the smallest amount that is paid out"),
            need("below", &Shape::Words(&["carry", "lose"]), "whether a smaller amount is carried on or lost"),
        ]],
        choice: &[],
    },
});
pub(super) static PERIOD: Shape = Shape::Words(&["month", "quarter", "half_year", "year", "programme"]);
pub(super) static DAYS_AFTER: Shape = Shape::Object(&Object {
    what: "a number of days",
    fields: Fields { members: &[&[need("days", &Shape::Integer { min: 0, max: 36_500 }, "so many days")]], choice: &[] },
});
static RELEASE: Shape = Shape::Object(&Object {
    what: "a release",
    fields: Fields {
        members: &[],
        choice: &[
            Variant { key: deciding("share", &METRIC, "only this share of the amount is payable"), then: UNKNOWN },
            Variant {
                key: deciding("after_period", &DAYS_AFTER, "nothing is payable before so many days after the period"),
                then: NOTHING,
            },
        ],
    },
});
static INSTALMENTS: Shape = Shape::Object(&Object {
    what: "instalments",
    fields: Fields {
        members: &[&[
            need("count", &Shape::Integer { min: 1, max: 1_200 }, "how many"),
            need("every", &LENGTH, "from one to the next"),
            need("first", &DAYS_AFTER, "from the end of the period to the first"),
        ]],
        choice: &[],
    },
});
