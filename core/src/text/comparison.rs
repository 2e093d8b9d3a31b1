//! Comparisons in words: what was found, what is required, what is missing.

use super::names::{Names, is_negated};
use crate::metric::MetricUnit;
use crate::reason::{Bound, LeafResult};

/// The opposites of operators, which are what is asked for under a `not`.
const OPPOSITES: &[(&str, &str)] = &[
    ("at_least", "less_than"),
    ("more_than", "at_most"),
    ("equals", "differs"),
    ("is", "is_not"),
    ("in", "not_in"),
    ("within", "not_within"),
    ("on_or_after", "before"),
    ("after", "on_or_before"),
    ("missing", "given"),
];

fn opposite(operator: &str) -> &str {
    let found = OPPOSITES.iter().find(|(one, other)| *one == operator || *other == operator);
    found.map_or(operator, |(one, other)| if *one == operator { other } else { one })
}

/// One comparison.
pub(super) fn sentence(leaf: &LeafResult, names: &Names<'_>) -> String {
    let is_negated = is_negated(leaf);
    let bound = names.required(leaf);
    // a value that must not be missing has to be given
    let is_turned = is_negated != (leaf.operator == "missing" && leaf.required == Bound::Boolean(false));
    let operator = if is_turned { opposite(leaf.operator) } else { leaf.operator };
    let required = names.say(operator, "", &[("bound", &bound)]);
    let lack = leaf.gap.filter(|_| !is_negated).map(|gap| {
        let case = match leaf.operator {
            _ if gap.is_zero() => "bound",
            "at_least" | "more_than" | "less_than" => leaf.operator,
            _ if names.unit(leaf) == MetricUnit::Money => "money",
            _ => "",
        };
        names.say("lack", case, &[("gap", &names.gap(gap, names.unit(leaf)))])
    });
    let (operand, actual, lack) = (names.operand(leaf), names.actual(leaf), lack.unwrap_or_default());
    names.say("leaf", "", &[("operand", &operand), ("actual", &actual), ("required", &required), ("lack", &lack)])
}
