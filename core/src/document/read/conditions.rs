//! Conditions and filters.

use crate::condition::{Condition, DateBound, DateTest, Leaf, NumberTest, Test, TierTest, WhenUnknown};
use crate::metric::Filter;
use crate::node::Node;
use crate::record::ColumnPath;
use crate::tier::{Operand, Rule};

use super::super::place::{date, integer, number};
use super::{Names, elements, word};

pub(super) fn rule(node: &Node, names: Names<'_>) -> Option<Rule> {
    condition(node, &|name| match (name, name.strip_prefix("partner.")) {
        ("tier", _) => Some(Operand::Tier),
        (_, Some(column)) => Some(Operand::Attribute(column.to_owned())),
        (name, None) => names(name).map(Operand::Metric),
    })
}

pub(super) fn filter(node: &Node) -> Option<Filter> {
    condition(node, &|name| Some(ColumnPath::parse(name)))
}

trait Tells {
    /// Whether this operand is compared by the order of the ladder.
    fn is_tier(&self) -> bool;
}

impl Tells for Operand {
    fn is_tier(&self) -> bool {
        *self == Operand::Tier
    }
}

impl Tells for ColumnPath {
    fn is_tier(&self) -> bool {
        false
    }
}

fn condition<O: Tells>(node: &Node, operand: &dyn Fn(&str) -> Option<O>) -> Option<Condition<O>> {
    let [(name, inner)] = node.members() else { return None };
    let list = |list: &[Node]| list.iter().map(|node| condition(node, operand)).collect::<Option<Vec<_>>>();
    match name.as_str() {
        "all" => Some(Condition::All(list(inner.list())?)),
        "any" => Some(Condition::Any(list(inner.list())?)),
        "not" => Some(Condition::Not(Box::new(condition(inner, operand)?))),
        "at_least_k" => {
            let k = usize::try_from(integer(inner.member("k")?)?).ok()?;
            Some(Condition::AtLeastK { k, of: list(elements(inner, "of"))? })
        }
        _ => {
            let operand = operand(name)?;
            let (operator, bound) = inner.members().iter().find(|(name, _)| name != "unknown")?;
            let test = if operand.is_tier() { tier_test(operator, bound)? } else { test(operator, bound)? };
            let unknown = word(inner, "unknown", &[("holds", WhenUnknown::Holds), ("fails", WhenUnknown::Fails)]);
            Some(Condition::Leaf(Leaf { operand, test, unknown }))
        }
    }
}

fn texts(bound: &Node) -> Option<Vec<String>> {
    match bound {
        Node::Text(text) => Some(vec![text.clone()]),
        bound => bound.list().iter().map(|node| node.text().map(str::to_owned)).collect(),
    }
}

fn tier_test(operator: &str, bound: &Node) -> Option<Test> {
    let test = match operator {
        "is" => TierTest::Is,
        "at_least" => TierTest::AtLeast,
        "at_most" => TierTest::AtMost,
        "in" => TierTest::In,
        _ => return None,
    };
    Some(Test::Tier(test, texts(bound)?))
}

fn test(operator: &str, bound: &Node) -> Option<Test> {
    if let Some((_, test)) = NumberTest::ALL.iter().find(|(name, _)| *name == operator) {
        return Some(Test::Number(*test, number(bound)?));
    }
    if let Some((_, test)) = DateTest::ALL.iter().find(|(name, _)| *name == operator) {
        let bound = if bound.text() == Some("as_of") { DateBound::AsOf } else { DateBound::On(date(bound)?) };
        return Some(Test::Date(*test, bound));
    }
    match (operator, bound) {
        ("is", Node::Boolean(value)) => Some(Test::Boolean(*value)),
        ("is", bound) => Some(Test::Text { words: texts(bound)?, among: true, single: true }),
        ("is_not", bound) => Some(Test::Text { words: texts(bound)?, among: false, single: true }),
        ("in", bound) => Some(Test::Text { words: texts(bound)?, among: true, single: false }),
        ("not_in", bound) => Some(Test::Text { words: texts(bound)?, among: false, single: false }),
        ("within", bound) => Some(Test::Within(texts(bound)?)),
        ("missing", Node::Boolean(value)) => Some(Test::Missing(*value)),
        _ => None,
    }
}
