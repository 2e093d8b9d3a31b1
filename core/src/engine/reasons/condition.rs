//! Conditions held against values: the same walk for rules over metrics and for filters over columns.

use std::borrow::Cow;

use crate::amount::{Exact, Overflow};
use crate::condition::{Condition, NumberTest, Test, TierTest, WhenUnknown};
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

/// What a leaf reads.
pub(crate) type Look<'l, 'a, O> = dyn Fn(&O) -> Found<'a> + 'l;

/// Whether a condition holds.
pub(crate) fn holds<'a, O>(condition: &Condition<O>, around: &Surroundings<'a>, look: &Look<'_, 'a, O>) -> bool {
    let inner = |condition: &Condition<O>| holds(condition, around, look);
    match condition {
        Condition::All(list) => list.iter().all(inner),
        Condition::Any(list) => list.iter().any(inner),
        Condition::AtLeastK { k, of } => of.iter().filter(|condition| inner(condition)).count() >= *k,
        Condition::Not(condition) => !inner(condition),
        Condition::Leaf(leaf) => leaf_holds(&leaf.test, leaf.unknown, look(&leaf.operand), around),
    }
}

/// Whether a condition holds, with every leaf in document order; no short circuit, because every leaf is listed.
pub(crate) fn check<'r, O>(
    condition: &'r Condition<O>,
    around: &Surroundings<'r>,
    look: &Look<'_, 'r, O>,
    leaves: &mut Vec<LeafResult<'r>>,
) -> Result<bool, Overflow> {
    if let Condition::Leaf(leaf) = condition {
        let found = look(&leaf.operand);
        let holds = leaf_holds(&leaf.test, leaf.unknown, found, around);
        let gap = match (&leaf.test, found.known_number()) {
            (Test::Number(test, bound), Some(actual)) if !holds => gap(*test, actual, *bound)?,
            _ => None,
        };
        super::add(leaves, || LeafResult {
            path: Cow::Borrowed(&leaf.place.path),
            operand: Cow::Borrowed(&leaf.place.operand),
            operator: leaf.test.operator(),
            required: bound(&leaf.test, around.as_of),
            actual: actual(found, around),
            holds,
            gap,
        });
        return Ok(holds);
    }
    let list = condition.parts();
    let mut held = 0;
    for inner in list {
        held += usize::from(check(inner, around, look, leaves)?);
    }
    Ok(condition.holds_with(held))
}

/// The leaves that keep a condition from holding, in document order; `leaves` are all of it.
pub(crate) fn shortfalls<'r, O>(condition: &Condition<O>, leaves: &[LeafResult<'r>]) -> Vec<LeafResult<'r>> {
    let mut lacking = Vec::new();
    lack(condition, leaves, true, &mut lacking);
    lacking
}

/// Below a condition that is as it should be nothing is missing, whatever its leaves are; `not` turns round what should be.
fn lack<'r, O>(condition: &Condition<O>, leaves: &[LeafResult<'r>], wanted: bool, lacking: &mut Vec<LeafResult<'r>>) {
    if held(condition, leaves) == wanted {
        return;
    }
    match condition {
        Condition::Leaf(_) => lacking.extend_from_slice(leaves),
        Condition::Not(inner) => lack(inner, leaves, !wanted, lacking),
        _ => each(condition, leaves, &mut |inner, leaves| lack(inner, leaves, wanted, lacking)),
    }
}

/// Whether a condition held when its leaves were looked at.
fn held<O>(condition: &Condition<O>, leaves: &[LeafResult<'_>]) -> bool {
    if let Condition::Leaf(_) = condition {
        return leaves.iter().any(|leaf| leaf.holds);
    }
    let mut count = 0;
    each(condition, leaves, &mut |inner, leaves| count += usize::from(held(inner, leaves)));
    condition.holds_with(count)
}

/// The parts of a condition, each with its own leaves.
fn each<'r, O>(condition: &Condition<O>, mut leaves: &[LeafResult<'r>], visit: &mut dyn FnMut(&Condition<O>, &[LeafResult<'r>])) {
    for inner in condition.parts() {
        let (own, rest) = leaves.split_at_checked(inner.leaf_count()).unwrap_or((leaves, &[]));
        visit(inner, own);
        leaves = rest;
    }
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

fn bound(test: &Test, as_of: Date) -> Bound<'_> {
    let (words, is_single) = match test {
        Test::Number(_, bound) => return Bound::Number(*bound),
        Test::Date(_, bound) => return Bound::Text(Cow::Owned(date_text(bound.resolve(as_of)))),
        Test::Boolean(wanted) | Test::Missing(wanted) => return Bound::Boolean(*wanted),
        Test::Text { words, single, .. } => (words, *single),
        Test::Within(words) => (words, true),
        Test::Tier(test, ids) => (ids, *test != TierTest::In),
    };
    match words.as_slice() {
        [word] if is_single => Bound::Text(Cow::Borrowed(word)),
        words => Bound::List(Cow::Borrowed(words)),
    }
}

fn actual<'r>(found: Found<'r>, around: &Surroundings<'r>) -> Actual<'r> {
    let text = match found {
        Found::Number(value) => return Actual::Value(value),
        Found::Cell(Cell::Absent) => return Actual::Value(MetricValue::Missing),
        Found::Cell(Cell::Number(number)) => return Actual::Value(MetricValue::Known(number)),
        Found::Cell(Cell::Boolean(value)) => return Actual::Boolean(value),
        Found::Tier(position) => around.ladder.map(|ladder| Cow::Borrowed(ladder.tier(position).id.as_str())),
        Found::Cell(Cell::Text(text)) => Some(Cow::Borrowed(text)),
        Found::Cell(Cell::Day(day)) => from_epoch_days(day).map(|day| Cow::Owned(date_text(day))),
        Found::Cell(Cell::Instant(instant)) => Some(Cow::Owned(instant.to_string())),
    };
    Actual::Text(text.unwrap_or_default())
}
