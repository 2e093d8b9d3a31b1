//! Conditions and filters.

use crate::condition::{Condition, DateBound, DateTest, Leaf, LeafPlace, NumberTest, Test, TierTest, WhenUnknown};
use crate::diagnostic::JsonPointer;
use crate::metric::Filter;
use crate::node::Node;
use crate::record::ColumnPath;
use crate::tier::{Operand, Rule};

use super::value::Value;

pub(super) fn rule(value: Value<'_>) -> Rule {
    let operand = |name: &str| match (name, name.strip_prefix("partner.")) {
        ("tier", _) => Operand::Tier,
        (_, Some(column)) => Operand::Attribute(column.to_owned()),
        (name, None) => Operand::Metric(value.metric_named(name)),
    };
    let condition = condition(value, &operand);
    Rule { path: JsonPointer::root(), leaf_count: condition.leaf_count(), condition }
}

pub(super) fn filter(value: Value<'_>) -> Filter {
    condition(value, &ColumnPath::parse)
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

fn condition<O: Tells>(value: Value<'_>, operand: &dyn Fn(&str) -> O) -> Condition<O> {
    let [(name, _)] = value.node.members() else { return value.unread(Condition::All(Vec::new())) };
    let inner = value.at(name);
    let list = |value: Value<'_>| value.each(|value| condition(value, operand));
    match name.as_str() {
        "all" => Condition::All(list(inner)),
        "any" => Condition::Any(list(inner)),
        "not" => Condition::Not(Box::new(condition(inner, operand))),
        "at_least_k" => Condition::AtLeastK { k: inner.count("k") as usize, of: list(inner.at("of")) },
        _ => {
            let operand = operand(name);
            let test = test(inner, operand.is_tier());
            let unknown = inner.word("unknown", &[("holds", WhenUnknown::Holds), ("fails", WhenUnknown::Fails)]);
            Condition::Leaf(Leaf { operand, place: LeafPlace::default(), test, unknown })
        }
    }
}

fn test(leaf: Value<'_>, is_tier: bool) -> Test {
    let operator = leaf.node.members().iter().map(|(name, _)| name.as_str()).find(|name| *name != "unknown").unwrap_or_default();
    let bound = leaf.at(operator);
    if is_tier {
        let test = match operator {
            "at_least" => TierTest::AtLeast,
            "at_most" => TierTest::AtMost,
            "in" => TierTest::In,
            _ => TierTest::Is,
        };
        return Test::Tier(test, texts(bound));
    }
    if let Some((_, test)) = NumberTest::ALL.iter().find(|(name, _)| *name == operator) {
        return Test::Number(*test, bound.number());
    }
    if let Some((_, test)) = DateTest::ALL.iter().find(|(name, _)| *name == operator) {
        return Test::Date(*test, if bound.node.text() == Some("as_of") { DateBound::AsOf } else { DateBound::On(bound.date()) });
    }
    let text = |among, single| Test::Text { words: texts(bound), among, single };
    match (operator, bound.node) {
        ("is", Node::Boolean(value)) => Test::Boolean(*value),
        ("is", _) => text(true, true),
        ("is_not", _) => text(false, true),
        ("in", _) => text(true, false),
        ("not_in", _) => text(false, false),
        ("within", _) => Test::Within(texts(bound)),
        ("missing", Node::Boolean(value)) => Test::Missing(*value),
        _ => leaf.unread(Test::Missing(true)),
    }
}

fn texts(bound: Value<'_>) -> Vec<String> {
    match bound.node {
        Node::Text(text) => vec![text.clone()],
        _ => bound.each(Value::string),
    }
}
