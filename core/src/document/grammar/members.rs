//! The objects of the document, from the root to the leaves.

use super::across::{CASCADES, COST_SHARES, LEADERBOARDS, PAY_CHECKS};
use super::classes::CLASSES;
use super::funds::FUNDS;
use super::incentives::INCENTIVES;
use super::inventory::INVENTORY;
use super::prices::PRICES;
use super::settlement::SETTLEMENT;
use super::shares::{BUDGETS, CONTESTS, GROUPS, PAYOUT, POOLS};
use super::words::{DATE, FILTER, METRIC, NUMBER, NUMBER_OR_UNDEFINED, RULE, TEXT};
use super::{Fields, Form, Member, Object, Shape, Variant, in_full};

/// The schema that is read.
const SCHEMA: &str = "qudao/programme/1";

/// The largest whole number that every host carries exactly.
const SAFE: i64 = (1 << 53) - 1;

pub(super) const fn need(name: &'static str, shape: &'static Shape, doc: &'static str) -> Member {
    Member::required(name, shape, doc)
}

pub(super) const fn deciding(name: &'static str, shape: &'static Shape, doc: &'static str) -> Member {
    Member::deciding(name, shape, doc)
}

pub(super) const fn may(name: &'static str, shape: &'static Shape, doc: &'static str) -> Member {
    Member::optional(name, shape, doc)
}

pub(super) const NOTHING: Fields = Fields { members: &[], choice: &[] };

pub(super) static ID: Shape = Shape::Defines(Form::Id);
pub(super) static TITLE: Shape = Shape::Object(&Object {
    what: "a title",
    fields: Fields { members: &[&[may("en", &TEXT, "in English"), may("zh-CN", &TEXT, "in Simplified Chinese")]], choice: &[] },
});
pub(super) static TITLED: &[Member] = &[may("title", &TITLE, "what people call it")];

pub(crate) static PROGRAMME: Shape = Shape::Object(&Object {
    what: "a programme",
    fields: Fields {
        members: &[
            &[
                need("schema", &Shape::Schema(SCHEMA), "which schema the document follows"),
                need("id", &ID, "identity of the programme"),
                need("revision", &Shape::Integer { min: 1, max: SAFE }, "which revision of it"),
                need("effective", &EFFECTIVE, "when it is in effect: `[from, until)`"),
                need("currency", &Shape::Currency, "ISO 4217 code of all its money"),
                need("calendar", &CALENDAR, "when its years start"),
                need("rounding", &ROUNDING, "how money is rounded"),
                may("currencies", in_full(&CURRENCIES), "how amounts in other currencies are converted"),
                may("records", &RECORDS, "columns added to built-in record kinds, and record kinds of one's own"),
                may("metrics", &METRICS, "numbers measured per partner, by name"),
                may("tiers", &TIERS, "the tier ladder"),
                may("incentives", &INCENTIVES, "what is paid"),
                may("groups", &GROUPS, "how the incentives of a group combine"),
                may("payout", &PAYOUT, "limits on a partner's total"),
                may("budgets", in_full(&BUDGETS), "money that several partners are paid from, by id"),
                may("pools", in_full(&POOLS), "money that is given out in shares, by id"),
                may("contests", in_full(&CONTESTS), "prizes for the best partners, by id"),
                may("funds", in_full(&FUNDS), "market development funds, by id"),
                may("channel_inventory", in_full(&INVENTORY), "what partners may claim for stock and resales"),
                may("prices", in_full(&PRICES), "what a partner pays for a product"),
                may("cascades", in_full(&CASCADES), "targets for all that are broken down to partners, by id"),
                may("leaderboards", in_full(&LEADERBOARDS), "partners ranked by a metric, by id"),
                may("pay_checks", in_full(&PAY_CHECKS), "whether pay follows performance, by id"),
                may("cost_shares", in_full(&COST_SHARES), "what partners paid for together, by id"),
                may("classes", &CLASSES, "decision lists that put each partner into a class, by id"),
                may("document", &TEXT, "the contract or notice in which the rewards are agreed"),
                may("scorecards", &SCORECARDS, "scorecards, by id"),
                may("conflicts", &CONFLICTS, "deal registration policies, by id"),
                may("settlement", &SETTLEMENT, "how what was accrued is confirmed, paid and redeemed"),
            ],
            TITLED,
        ],
        choice: &[],
    },
});

static EFFECTIVE: Shape = Shape::Object(&Object {
    what: "an effective period",
    fields: Fields { members: &[&[need("from", &DATE, "the first day"), may("until", &DATE, "the first day after")]], choice: &[] },
});
static CALENDAR: Shape = Shape::Object(&Object {
    what: "a calendar",
    fields: Fields { members: &[&[need("year_starts", &Shape::MonthDay, "first day of the year as MM-DD, day 01 to 28")]], choice: &[] },
});
pub(super) static ROUNDING_MODES: Shape = Shape::Words(&["half_up", "half_down", "half_even", "up", "down", "ceiling", "floor"]);
pub(super) static ROUNDING: Shape = Shape::Object(&Object {
    what: "a rounding",
    fields: Fields {
        members: &[&[
            need("scale", &Shape::Integer { min: 0, max: 6 }, "fraction digits of money"),
            need("mode", &ROUNDING_MODES, "how a number between two amounts is settled"),
        ]],
        choice: &[],
    },
});

static CURRENCIES: Shape = Shape::Object(&Object {
    what: "other currencies",
    fields: Fields {
        members: &[&[
            need(
                "rate_on",
                &Shape::Words(&["date", "invoiced", "shipped", "paid"]),
                "the date column whose day has the rate; a record without it takes its own date",
            ),
            need("rate", &Shape::Words(&["same_day", "on_or_before"]), "the rate of that day, or the latest on or before it"),
            need("round", &Shape::Words(&["record", "nothing"]), "whether each record is rounded as money is"),
        ]],
        choice: &[],
    },
});

static RECORDS: Shape = Shape::Map { key: Form::Kind, of: &RECORD_KIND };
static COLUMN_TYPE: Shape = Shape::Refers("a column type");
static COLUMN_NAMES: Shape = Shape::List { of: &Shape::Refers("a column"), min: 0 };
static RECORD_KIND: Shape = Shape::Object(&Object {
    what: "a record kind",
    fields: Fields {
        members: &[&[
            need(
                "columns",
                &Shape::Map { key: Form::Column, of: &COLUMN_TYPE },
                "name and type: text, date, instant, decimal, integer, boolean, or the name of a record kind",
            ),
            may("optional", &COLUMN_NAMES, "the columns of these that a record may lack"),
        ]],
        choice: &[],
    },
});

static METRICS: Shape = Shape::Map { key: Form::Metric, of: &METRIC_OBJECT };
static COLUMN: Shape = Shape::Refers("a column as `kind.column`");
static TIE: &[Member] = &[need("tie", &Shape::Words(&["highest", "lowest"]), "which of several values on that date is taken")];
static BASE: &[Member] = &[
    need("window", &WINDOW, "which time"),
    need("scope", &SCOPE, "whose records"),
    may("date", &Shape::Refers("a date column"), "which date column places a record in the window"),
    may("basis", &Shape::Words(&["sell_in", "sell_out", "all"]), "which sales; on sales only and always"),
    may("returns", &Shape::Words(&["include", "exclude", "only"]), "whether lines with a negative amount count; on sales only and always"),
    may("tax", &Shape::Words(&["excluded", "included"]), "whether tax counts; on `sales.amount` only and always"),
    may("where", &FILTER, "which records"),
    may("only_new", &ONLY_NEW, "only records of customers without an earlier sale; on a sum, count or distinct of sales"),
];
static SCOPE: Shape = Shape::Union(&[
    &Shape::Words(&["own", "descendants", "parent"]),
    &Shape::Object(&Object {
        what: "a scope of equals",
        fields: Fields {
            members: &[&[need(
                "same",
                &Shape::Refers("a column as `partner.column`"),
                "all partners with the same value in this text column",
            )]],
            choice: &[],
        },
    }),
]);
static ONLY_NEW: Shape = Shape::Object(&Object {
    what: "who is new",
    fields: Fields {
        members: &[&[
            need("of", &Shape::Words(&["customer"]), "who is new or not"),
            need("unseen", &Shape::Union(&[&Shape::Words(&["ever"]), &LENGTH]), "how long before the window there was no sale"),
        ]],
        choice: &[],
    },
});
const BASE_FIELDS: Fields = Fields { members: &[BASE], choice: &[] };
const BASE_FIELDS_WITH_TIE: Fields = Fields { members: &[BASE, TIE], choice: &[] };
static PAIR: Shape = Shape::Tuple(&[&METRIC, &METRIC]);
static SEVERAL: Shape = Shape::List { of: &METRIC, min: 2 };
static WEIGHTED: Shape = Shape::List { of: &Shape::Tuple(&[&NUMBER, &METRIC]), min: 1 };
static METRIC_OBJECT: Shape = Shape::Object(&Object {
    what: "a metric",
    fields: Fields {
        members: &[TITLED],
        choice: &[
            Variant { key: deciding("sum", &COLUMN, "the sum of a decimal or integer column; of nothing: 0"), then: BASE_FIELDS },
            Variant { key: deciding("count", &Shape::Refers("a record kind"), "the number of records of a kind"), then: BASE_FIELDS },
            Variant {
                key: deciding("distinct", &COLUMN, "the number of different values of a text or reference column"),
                then: BASE_FIELDS,
            },
            Variant { key: deciding("mean", &COLUMN, "the mean of a column"), then: BASE_FIELDS },
            Variant { key: deciding("median", &COLUMN, "the middle value of a column"), then: BASE_FIELDS },
            Variant { key: deciding("min", &COLUMN, "the smallest value of a column"), then: BASE_FIELDS },
            Variant { key: deciding("max", &COLUMN, "the largest value of a column"), then: BASE_FIELDS },
            Variant { key: deciding("latest", &COLUMN, "the value on the last date"), then: BASE_FIELDS_WITH_TIE },
            Variant { key: deciding("first", &COLUMN, "the value on the first date"), then: BASE_FIELDS_WITH_TIE },
            Variant { key: deciding("days_since", &COLUMN, "days from the latest date in a column to the review"), then: BASE_FIELDS },
            Variant {
                key: deciding("max_share", &COLUMN, "the largest group's share of the sum of a column"),
                then: Fields { members: &[BASE, &[need("by", &COLUMN, "the column that groups")]], choice: &[] },
            },
            Variant { key: deciding("target", &TEXT, "the sum of the targets of this name inside the window"), then: BASE_FIELDS },
            Variant {
                key: deciding("ratio", &PAIR, "the first metric divided by the second"),
                then: Fields { members: &[&[need("when_zero", &NUMBER_OR_UNDEFINED, "its value when the second is 0")]], choice: &[] },
            },
            Variant { key: deciding("difference", &PAIR, "the first metric less the second"), then: NOTHING },
            Variant {
                key: deciding("growth", &PAIR, "(now − base) ÷ base of the metrics now and base"),
                then: Fields {
                    members: &[&[need("when_base_not_positive", &NUMBER_OR_UNDEFINED, "its value when the base is 0 or less")]],
                    choice: &[],
                },
            },
            Variant {
                key: deciding("attainment", &PAIR, "the first metric divided by its target, the second"),
                then: Fields {
                    members: &[&[need("when_target_not_positive", &NUMBER_OR_UNDEFINED, "its value when the target is 0 or less")]],
                    choice: &[],
                },
            },
            Variant { key: deciding("weighted_sum", &WEIGHTED, "the sum of weight × metric"), then: NOTHING },
            Variant {
                key: deciding("same", &METRIC, "a base metric again, over another time"),
                then: Fields {
                    members: &[],
                    choice: &[
                        Variant { key: deciding("shift", &SHIFT, "its window moved; negative: earlier"), then: NOTHING },
                        Variant { key: deciding("window", &WINDOW, "another window"), then: NOTHING },
                    ],
                },
            },
            Variant { key: deciding("constant", &NUMBER, "this number, the same for every partner"), then: NOTHING },
            Variant { key: deciding("product", &PAIR, "the first metric times the second"), then: NOTHING },
            Variant { key: deciding("largest_of", &SEVERAL, "the largest of two or more metrics"), then: NOTHING },
            Variant { key: deciding("smallest_of", &SEVERAL, "the smallest of two or more metrics"), then: NOTHING },
            Variant { key: deciding("first_known", &SEVERAL, "the first of two or more metrics that is known"), then: NOTHING },
            Variant {
                key: deciding("active_share", &WINDOW, "the share of the window's days on which the partner was active"),
                then: NOTHING,
            },
            Variant {
                key: deciding(
                    "attribute",
                    &Shape::Refers("a column of partners"),
                    "the partner's own value in a decimal or integer column",
                ),
                then: NOTHING,
            },
            Variant {
                key: deciding("elapsed_share", &WINDOW, "the share of the window's days up to and with the date of the review"),
                then: NOTHING,
            },
            Variant { key: deciding("given", &Shape::Words(&["decimal"]), "only the host hands it over"), then: NOTHING },
        ],
    },
});

/// Which parts a calendar period has: those of every unit, then those of a year only.
const WINDOW_PARTS: &[&str] = &[
    "to_date",
    "whole",
    "half_1",
    "half_2",
    "quarter_1",
    "quarter_2",
    "quarter_3",
    "quarter_4",
    "month_1",
    "month_2",
    "month_3",
    "month_4",
    "month_5",
    "month_6",
    "month_7",
    "month_8",
    "month_9",
    "month_10",
    "month_11",
    "month_12",
];
static SHIFT: Shape = Shape::Object(&Object {
    what: "a shift",
    fields: Fields {
        members: &[],
        choice: &[
            Variant { key: deciding("years", &Shape::Integer { min: -100, max: 100 }, "by years"), then: NOTHING },
            Variant { key: deciding("months", &Shape::Integer { min: -1_200, max: 1_200 }, "by months"), then: NOTHING },
            Variant { key: deciding("days", &Shape::Integer { min: -36_500, max: 36_500 }, "by days"), then: NOTHING },
        ],
    },
});
pub(super) static LENGTH: Shape = Shape::Object(&Object {
    what: "a length of time",
    fields: Fields {
        members: &[],
        choice: &[
            Variant { key: deciding("months", &Shape::Integer { min: 1, max: 1_200 }, "this many months"), then: NOTHING },
            Variant { key: deciding("days", &Shape::Integer { min: 1, max: 36_500 }, "this many days"), then: NOTHING },
        ],
    },
});
pub(super) static UNIT: Shape = Shape::Words(&["year", "half_year", "quarter", "month"]);
static SHIFTABLE: &[Member] = &[may("shift", &SHIFT, "moves both bounds; negative: earlier")];
static WINDOW: Shape = Shape::Union(&[
    &Shape::Words(&["programme", "all_time"]),
    &Shape::Object(&Object {
        what: "a window",
        fields: Fields {
            members: &[],
            choice: &[
                Variant {
                    key: deciding("period", &UNIT, "the period that contains the review"),
                    then: Fields {
                        members: &[
                            &[need("part", &Shape::Words(WINDOW_PARTS), "which part of it; halves, quarters, months of a year")],
                            SHIFTABLE,
                        ],
                        choice: &[],
                    },
                },
                Variant {
                    key: deciding("trailing", &LENGTH, "up to and with the date of the review"),
                    then: Fields { members: &[SHIFTABLE], choice: &[] },
                },
                Variant {
                    key: deciding("from", &DATE, "the first day"),
                    then: Fields { members: &[&[need("until", &DATE, "the first day after")]], choice: &[] },
                },
            ],
        },
    }),
]);

static TIERS: Shape = Shape::Object(&Object {
    what: "a tier ladder",
    fields: Fields {
        members: &[&[
            need("base", &BASE_TIER, "the tier of those who reach none"),
            need("qualify", &Shape::Words(&["highest_met", "consecutive"]), "which rung is reached"),
            need("ladder", &Shape::List { of: &RUNG, min: 1 }, "the tiers, ascending"),
        ]],
        choice: &[],
    },
});
static BASE_TIER: Shape =
    Shape::Object(&Object { what: "a base tier", fields: Fields { members: &[&[need("id", &ID, "its id")], TITLED], choice: &[] } });
static RUNG: Shape = Shape::Object(&Object {
    what: "a tier",
    fields: Fields { members: &[&[need("id", &ID, "its id"), need("requires", &RULE, "what reaches it")], TITLED], choice: &[] },
});

static SCORECARDS: Shape = Shape::Map { key: Form::Id, of: &SCORECARD };
static SCORECARD: Shape = Shape::Object(&Object {
    what: "a scorecard",
    fields: Fields {
        members: &[
            &[
                need("initial", &NUMBER, "points before any characteristic"),
                need("direction", &Shape::Words(&["high_is_bad", "high_is_good"]), "what many points mean"),
                need("characteristics", &Shape::List { of: &CHARACTERISTIC, min: 1 }, "what is looked at"),
                need("bands", &Shape::List { of: &SCORE_BAND, min: 1 }, "ascending, each [from, next)"),
            ],
            TITLED,
        ],
        choice: &[],
    },
});
static CHARACTERISTIC: Shape = Shape::Object(&Object {
    what: "a characteristic",
    fields: Fields {
        members: &[
            &[
                need("id", &ID, "its id"),
                need("baseline", &NUMBER, "what its points are compared with to rank reasons"),
                need("attributes", &Shape::List { of: &ATTRIBUTE, min: 1 }, "the first whose condition holds counts"),
                need("otherwise", &NUMBER, "points when none holds"),
            ],
            TITLED,
        ],
        choice: &[],
    },
});
static ATTRIBUTE: Shape = Shape::Object(&Object {
    what: "an attribute",
    fields: Fields { members: &[&[need("when", &RULE, "when it counts"), need("points", &NUMBER, "its points")]], choice: &[] },
});
static SCORE_BAND: Shape = Shape::Object(&Object {
    what: "a band",
    fields: Fields { members: &[&[need("id", &ID, "its id"), need("from", &NUMBER, "the smallest score in it")], TITLED], choice: &[] },
});

static CONFLICTS: Shape = Shape::Map { key: Form::Id, of: &POLICY };
static POLICY: Shape = Shape::Object(&Object {
    what: "a registration policy",
    fields: Fields {
        members: &[
            &[
                need("claims", &Shape::Words(&["registrations"]), "the record kind of the claims"),
                need(
                    "match",
                    &Shape::List { of: &Shape::Refers("a column"), min: 1 },
                    "columns that are equal when claims are about the same",
                ),
                need("order_by", &Shape::Words(&["registered_at", "completed_at"]), "which instant decides who was first"),
                may("valid", &FILTER, "which claims are valid"),
                need("protection", &PROTECTION, "how long a claim is protected"),
                need("tie", &Shape::Words(&["lowest_id", "review"]), "what happens at equal instants"),
            ],
            TITLED,
        ],
        choice: &[],
    },
});
static PROTECTION: Shape = Shape::Object(&Object {
    what: "a protection",
    fields: Fields {
        members: &[&[
            need("days", &Shape::Integer { min: 1, max: 36_500 }, "how many days"),
            need("first_day", &Shape::Words(&["counted", "not_counted"]), "whether the claim's own day is the first of them"),
        ]],
        choice: &[],
    },
});
