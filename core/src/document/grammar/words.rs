//! Simple shapes, and what conditions are made of.

use super::{Fields, Member, Object, Operator, Reads, Shape, for_schema};

pub(crate) static TEXT: Shape = Shape::Text;
pub(crate) static BOOLEAN: Shape = Shape::Boolean;
pub(crate) static UNKNOWN: Shape = Shape::Words(&["holds", "fails"]);
pub(super) static DATE: Shape = Shape::Date { or: None };
pub(super) static NUMBER: Shape = Shape::Number { or: None, negative: true };
pub(super) static NOT_NEGATIVE: Shape = Shape::Number { or: None, negative: false };
pub(super) static NUMBER_OR_UNDEFINED: Shape = Shape::Number { or: Some("undefined"), negative: true };
pub(super) static METRIC: Shape = Shape::Refers("a metric");
pub(super) static RULE: Shape = Shape::Condition(Reads::Rule);
pub(super) static FILTER: Shape = Shape::Condition(Reads::Filter);

static DATE_BOUND: Shape = Shape::Date { or: Some("as_of") };
static TEXTS: Shape = Shape::List { of: &TEXT, min: 1 };
static TEXT_OR_BOOLEAN: Shape = Shape::Union(&[&TEXT, &BOOLEAN]);
static TEXT_OR_TEXTS: Shape = Shape::Union(&[&TEXT, &TEXTS]);
static TIER: Shape = Shape::Refers("a tier");
static TIERS: Shape = Shape::List { of: &TIER, min: 1 };

const fn operator(name: &'static str, bound: &'static Shape, doc: &'static str) -> Operator {
    Operator { name, bound, doc: for_schema(doc) }
}

/// The operators of metrics, attributes and columns.
pub(super) static OPERATORS: &[Operator] = &[
    operator("at_least", &NUMBER, "≥ this number"),
    operator("more_than", &NUMBER, "> this number"),
    operator("at_most", &NUMBER, "≤ this number"),
    operator("less_than", &NUMBER, "< this number"),
    operator("equals", &NUMBER, "equal to this number"),
    operator("differs", &NUMBER, "not equal to this number"),
    operator("is", &TEXT_OR_BOOLEAN, "this text, or true / false"),
    operator("is_not", &TEXT, "another text than this"),
    operator("in", &TEXTS, "one of these texts"),
    operator("not_in", &TEXTS, "none of these texts"),
    operator("within", &TEXT_OR_TEXTS, "this category or one below it; only on the `category` of a product"),
    operator("on_or_after", &DATE_BOUND, "this date or later"),
    operator("after", &DATE_BOUND, "later than this date"),
    operator("on_or_before", &DATE_BOUND, "this date or earlier"),
    operator("before", &DATE_BOUND, "earlier than this date"),
    operator("missing", &BOOLEAN, "whether there is no value; only on optional columns"),
];

/// The operators of `tier`, by the order of the ladder.
pub(super) static TIER_OPERATORS: &[Operator] = &[
    operator("is", &TIER, "this tier"),
    operator("at_least", &TIER, "this tier or a higher one"),
    operator("at_most", &TIER, "this tier or a lower one"),
    operator("in", &TIERS, "one of these tiers"),
];

static HOW_MANY: Shape = Shape::Integer { min: 1, max: 1_000 };

static RULES: Shape = Shape::List { of: &RULE, min: 0 };
static RULES_TO_COUNT: Shape = Shape::List { of: &RULE, min: 1 };
static AT_LEAST_K_RULES: Shape = Shape::Object(&Object {
    what: "a count of conditions",
    fields: Fields {
        members: &[&[Member::required("k", &HOW_MANY, "how many must hold"), Member::required("of", &RULES_TO_COUNT, "of these")]],
        choice: &[],
    },
});

pub(super) static RULE_COMBINATORS: &[Member] = &[
    Member::required("all", &RULES, "all hold; of nothing: holds"),
    Member::required("any", &RULES, "at least one holds; of nothing: does not"),
    Member::required("at_least_k", &AT_LEAST_K_RULES, "at least `k` of these hold"),
    Member::required("not", &RULE, "does not hold"),
];

static FILTERS: Shape = Shape::List { of: &FILTER, min: 0 };
static FILTERS_TO_COUNT: Shape = Shape::List { of: &FILTER, min: 1 };
static AT_LEAST_K_FILTERS: Shape = Shape::Object(&Object {
    what: "a count of filters",
    fields: Fields {
        members: &[&[Member::required("k", &HOW_MANY, "how many must hold"), Member::required("of", &FILTERS_TO_COUNT, "of these")]],
        choice: &[],
    },
});

pub(super) static FILTER_COMBINATORS: &[Member] = &[
    Member::required("all", &FILTERS, "all hold; of nothing: holds"),
    Member::required("any", &FILTERS, "at least one holds; of nothing: does not"),
    Member::required("at_least_k", &AT_LEAST_K_FILTERS, "at least `k` of these hold"),
    Member::required("not", &FILTER, "does not hold"),
];
