//! Conditions held against values: the same walk for rules over metrics and for filters over columns.

use crate::amount::{Exact, Overflow};
use crate::condition::{Condition, Leaf, NumberTest, Test, TierTest, WhenUnknown};
use crate::diagnostic::JsonPointer;
use crate::facts::{Cell, Facts};
use crate::metric::MetricValue;
use crate::period::{Date, date_text, epoch_days, from_epoch_days};
use crate::reason::{Actual, Bound, LeafResult};
use crate::tier::TierLadder;

/// What a leaf reads besides its own value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Surroundings<'a> {
    /// Where categories are.
    pub(crate) facts: &'a Facts,
    /// The order of tiers.
    pub(crate) ladder: Option<&'a TierLadder>,
    /// The date that `"as_of"` stands for.
    pub(crate) as_of: Date,
}

/// What was found for an operand.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Found<'a> {
    /// A metric.
    Number(MetricValue),
    /// A column.
    Cell(Cell<'a>),
    /// The position of the standing in the ladder.
    Tier(usize),
}

impl Found<'_> {
    fn known_number(self) -> Option<Exact> {
        match self {
            Found::Number(value) => value.known(),
            Found::Cell(Cell::Number(value)) => Some(value),
            Found::Cell(_) | Found::Tier(_) => None,
        }
    }

    fn is_unknown(self) -> bool {
        matches!(self, Found::Number(MetricValue::Missing | MetricValue::Undefined) | Found::Cell(Cell::Absent))
    }
}

/// Whether one leaf holds for what was found.
pub(crate) fn leaf_holds(test: &Test, unknown: Option<WhenUnknown>, found: Found<'_>, around: &Surroundings<'_>) -> bool {
    if let Test::Missing(wanted) = test {
        return found.is_unknown() == *wanted;
    }
    let known = match test {
        Test::Number(test, bound) => found.known_number().map(|actual| test.holds(actual, *bound)),
        Test::Text { words, among, .. } => text(found).map(|actual| words.iter().any(|word| word == actual) == *among),
        Test::Within(words) => text(found).map(|actual| is_within(around.facts, actual, words)),
        Test::Date(test, bound) => day(found).map(|actual| test.holds(actual, epoch_days(bound.resolve(around.as_of)))),
        Test::Boolean(wanted) => match found {
            Found::Cell(Cell::Boolean(actual)) => Some(actual == *wanted),
            Found::Cell(_) | Found::Number(_) | Found::Tier(_) => None,
        },
        Test::Tier(test, ids) => match found {
            Found::Tier(actual) => around.ladder.map(|ladder| tier_holds(*test, actual, ids, ladder)),
            Found::Cell(_) | Found::Number(_) => None,
        },
        Test::Missing(_) => None,
    };
    // a leaf that no document gave a policy fails: nobody is granted anything on a value that is not there
    known.unwrap_or(unknown == Some(WhenUnknown::Holds))
}

fn text(found: Found<'_>) -> Option<&str> {
    match found {
        Found::Cell(Cell::Text(text)) => Some(text),
        Found::Cell(_) | Found::Number(_) | Found::Tier(_) => None,
    }
}

fn day(found: Found<'_>) -> Option<i32> {
    match found {
        Found::Cell(Cell::Day(day)) => Some(day),
        Found::Cell(Cell::Instant(instant)) => instant.date().map(epoch_days),
        Found::Cell(_) | Found::Number(_) | Found::Tier(_) => None,
    }
}

fn tier_holds(test: TierTest, actual: usize, ids: &[String], ladder: &TierLadder) -> bool {
    ids.iter().filter_map(|id| ladder.position(id)).any(|bound| match test {
        TierTest::Is | TierTest::In => actual == bound,
        TierTest::AtLeast => actual >= bound,
        TierTest::AtMost => actual <= bound,
    })
}

/// Whether a category is one of `words` or below one of them.
fn is_within(facts: &Facts, category: &str, words: &[String]) -> bool {
    let ids = facts.kinds().position("categories").map(|kind| facts.dictionary(kind, 0));
    // categories are finite and their parents checked, but an oracle must end whatever it is handed
    let steps = ids.map_or(0, |ids| ids.len());
    let mut at = category;
    for _ in 0..=steps {
        if words.iter().any(|word| word == at) {
            return true;
        }
        let Some(row) = ids.and_then(|ids| ids.find(at)) else { return false };
        let Cell::Text(parent) = facts.cell("categories", "parent", row) else { return false };
        at = parent;
    }
    false
}

/// A condition with the result of each of its nodes.
#[derive(Debug, Clone)]
pub(crate) struct Checked {
    /// Whether it holds.
    pub(crate) holds: bool,
    node: Node,
}

#[derive(Debug, Clone)]
enum Node {
    Leaf(Box<LeafResult>),
    Several(Vec<Checked>),
    Not(Box<Checked>),
}

/// Evaluates every node; no short circuit, because every leaf is listed.
pub(crate) fn check<'a, O>(
    condition: &Condition<O>,
    path: &JsonPointer,
    around: &Surroundings<'a>,
    look: &dyn Fn(&O) -> (String, Found<'a>),
) -> Result<Checked, Overflow> {
    let several = |list: &[Condition<O>], path: &JsonPointer| -> Result<Vec<Checked>, Overflow> {
        list.iter().enumerate().map(|(position, inner)| check(inner, &path.child(position), around, look)).collect()
    };
    let checked = match condition {
        Condition::All(list) => {
            let nodes = several(list, &path.child("all"))?;
            Checked { holds: nodes.iter().all(|node| node.holds), node: Node::Several(nodes) }
        }
        Condition::Any(list) => {
            let nodes = several(list, &path.child("any"))?;
            Checked { holds: nodes.iter().any(|node| node.holds), node: Node::Several(nodes) }
        }
        Condition::AtLeastK { k, of } => {
            let nodes = several(of, &path.child("at_least_k").child("of"))?;
            Checked { holds: nodes.iter().filter(|node| node.holds).count() >= *k, node: Node::Several(nodes) }
        }
        Condition::Not(inner) => {
            let inner = check(inner, &path.child("not"), around, look)?;
            Checked { holds: !inner.holds, node: Node::Not(Box::new(inner)) }
        }
        Condition::Leaf(leaf) => {
            let (operand, found) = look(&leaf.operand);
            let result = leaf_result(leaf, operand, found, path, around)?;
            Checked { holds: result.holds, node: Node::Leaf(Box::new(result)) }
        }
    };
    Ok(checked)
}

impl Checked {
    /// All leaves in document order.
    pub(crate) fn leaves(self) -> Vec<LeafResult> {
        let mut leaves = Vec::new();
        self.each(&mut leaves);
        leaves
    }

    fn each(self, leaves: &mut Vec<LeafResult>) {
        match self.node {
            Node::Leaf(leaf) => leaves.push(*leaf),
            Node::Several(nodes) => nodes.into_iter().for_each(|node| node.each(leaves)),
            Node::Not(inner) => inner.each(leaves),
        }
    }

    /// The leaves that keep the condition from holding, in document order.
    pub(crate) fn shortfalls(&self) -> Vec<LeafResult> {
        let mut leaves = Vec::new();
        self.lacking(true, &mut leaves);
        leaves
    }

    /// Below a node that is as it should be nothing is missing, whatever its leaves are; `not` turns round what should be.
    fn lacking(&self, wanted: bool, leaves: &mut Vec<LeafResult>) {
        if self.holds == wanted {
            return;
        }
        match &self.node {
            Node::Leaf(leaf) => leaves.push((**leaf).clone()),
            Node::Several(nodes) => nodes.iter().for_each(|node| node.lacking(wanted, leaves)),
            Node::Not(inner) => inner.lacking(!wanted, leaves),
        }
    }
}

fn leaf_result<O>(
    leaf: &Leaf<O>,
    operand: String,
    found: Found<'_>,
    path: &JsonPointer,
    around: &Surroundings<'_>,
) -> Result<LeafResult, Overflow> {
    let holds = leaf_holds(&leaf.test, leaf.unknown, found, around);
    let gap = match (&leaf.test, found.known_number()) {
        (Test::Number(test, bound), Some(actual)) if !holds => gap(*test, actual, *bound)?,
        _ => None,
    };
    Ok(LeafResult {
        path: path.clone(),
        operand,
        operator: leaf.test.operator(),
        required: bound(&leaf.test, around.as_of),
        actual: actual(found, around),
        holds,
        gap,
    })
}

/// How far `actual` is from a bound that it misses; equality has no distance worth walking.
fn gap(test: NumberTest, actual: Exact, bound: Exact) -> Result<Option<Exact>, Overflow> {
    match test {
        NumberTest::AtLeast | NumberTest::MoreThan | NumberTest::AtMost | NumberTest::LessThan => {
            bound.checked_sub(actual)?.checked_abs().map(Some)
        }
        NumberTest::Equals | NumberTest::Differs => Ok(None),
    }
}

fn bound(test: &Test, as_of: Date) -> Bound {
    let one_or_list = |words: &[String], single: bool| match words {
        [word] if single => Bound::Text(word.clone()),
        words => Bound::List(words.to_vec()),
    };
    match test {
        Test::Number(_, bound) => Bound::Number(*bound),
        Test::Text { words, single, .. } => one_or_list(words, *single),
        Test::Within(words) => one_or_list(words, true),
        Test::Tier(test, ids) => one_or_list(ids, *test != TierTest::In),
        Test::Date(_, bound) => Bound::Text(date_text(bound.resolve(as_of))),
        Test::Boolean(wanted) | Test::Missing(wanted) => Bound::Boolean(*wanted),
    }
}

fn actual(found: Found<'_>, around: &Surroundings<'_>) -> Actual {
    match found {
        Found::Number(value) => Actual::Value(value),
        Found::Tier(position) => Actual::Text(around.ladder.map(|ladder| ladder.tier(position).id.clone()).unwrap_or_default()),
        Found::Cell(Cell::Absent) => Actual::Value(MetricValue::Missing),
        Found::Cell(Cell::Number(number)) => Actual::Value(MetricValue::Known(number)),
        Found::Cell(Cell::Text(text)) => Actual::Text(text.to_owned()),
        Found::Cell(Cell::Day(day)) => Actual::Text(from_epoch_days(day).map(date_text).unwrap_or_default()),
        Found::Cell(Cell::Instant(instant)) => Actual::Text(instant.to_string()),
        Found::Cell(Cell::Boolean(value)) => Actual::Boolean(value),
    }
}
