//! Metrics and their windows.

use crate::amount::Exact;
use crate::check::{Checked, MetricEntry};
use crate::metric::{Base, Definition, Metric, MetricUnit, Operation, Returns, Scope, Tax, Tie, Unseen, shifted_window};
use crate::node::Node;
use crate::period::{Part, Unit, Window};
use crate::record::BASES;

use super::value::Value;

pub(super) fn metrics(checked: &Checked<'_>, document: Value<'_>) -> Vec<Metric> {
    let metrics = document.at("metrics");
    let mut all = Vec::with_capacity(checked.metrics.list.len());
    for entry in &checked.metrics.list {
        let value = metrics.at(entry.name);
        let definition = definition(entry, checked, metrics, value);
        if entry.unit.is_none() || entry.may_be_unknown.is_none() {
            value.unread(());
        }
        let unit = entry.unit.unwrap_or(MetricUnit::Number);
        let may_be_unknown = entry.may_be_unknown.unwrap_or(true);
        all.push(Metric { name: entry.name.to_owned(), title: value.title(), definition, unit, may_be_unknown });
    }
    all
}

fn definition(entry: &MetricEntry<'_>, checked: &Checked<'_>, metrics: Value<'_>, value: Value<'_>) -> Definition {
    let Some((operation, _)) = entry.operation else { return value.unread(Definition::Given) };
    let operand = value.at(operation);
    let pair = || match operand.each(Value::metric).as_slice() {
        [first, second] => (*first, *second),
        _ => value.unread((0, 0)),
    };
    match operation {
        "same" => {
            let original = checked.metrics.get(operand.node.text().unwrap_or_default());
            let Some((entry, operation)) = original.and_then(|entry| Some((entry, entry.operation?.0))) else {
                return value.unread(Definition::Given);
            };
            let base = base(metrics.at(entry.name), operation);
            let window = match value.get("window") {
                Some(own) => window(own),
                None => shifted_window(base.window, value.at("shift").length()).unwrap_or_else(|| value.unread(Window::AllTime)),
            };
            Definition::Base(Box::new(Base { window, ..base }))
        }
        "ratio" => {
            let (of, to) = pair();
            Definition::Ratio { of, to, when_zero: fallback(value.at("when_zero")) }
        }
        "difference" => {
            let (of, minus) = pair();
            Definition::Difference { of, minus }
        }
        "growth" => {
            let (of, base) = pair();
            Definition::Growth { of, base, when_base_not_positive: fallback(value.at("when_base_not_positive")) }
        }
        "attainment" => {
            let (of, target) = pair();
            Definition::Attainment { of, target, when_target_not_positive: fallback(value.at("when_target_not_positive")) }
        }
        "weighted_sum" => Definition::WeightedSum(operand.each(|addend| {
            let parts = addend.each(|part| part);
            match parts.as_slice() {
                [weight, metric] => (weight.number(), metric.metric()),
                _ => addend.unread((Exact::ZERO, 0)),
            }
        })),
        "constant" => Definition::Constant(operand.number()),
        "product" => {
            let (of, by) = pair();
            Definition::Product { of, by }
        }
        "largest_of" => Definition::LargestOf(operand.each(Value::metric)),
        "smallest_of" => Definition::SmallestOf(operand.each(Value::metric)),
        "first_known" => Definition::FirstKnown(operand.each(Value::metric)),
        "active_share" => Definition::ActiveShare(window(operand)),
        "elapsed_share" => Definition::ElapsedShare(window(operand)),
        "attribute" => Definition::Attribute(operand.string()),
        "given" => Definition::Given,
        operation => Definition::Base(Box::new(base(value, operation))),
    }
}

/// `None` for `undefined`.
fn fallback(value: Value<'_>) -> Option<Exact> {
    if value.node.text() == Some("undefined") { None } else { Some(value.number()) }
}

fn base(value: Value<'_>, operation: &str) -> Base {
    let operand = value.text(operation);
    let (kind, column) = operand.split_once('.').unwrap_or((operand.as_str(), ""));
    let column = || column.to_owned();
    let tie = || value.choice("tie", &[("highest", Tie::Highest), ("lowest", Tie::Lowest)], Tie::Highest);
    let read = match operation {
        "sum" => Operation::Sum(column()),
        "count" => Operation::Count,
        "distinct" => Operation::Distinct(column()),
        "mean" => Operation::Mean(column()),
        "median" => Operation::Median(column()),
        "min" => Operation::Min(column()),
        "max" => Operation::Max(column()),
        "latest" => Operation::Latest(column(), tie()),
        "first" => Operation::First(column(), tie()),
        "days_since" => Operation::DaysSince(column()),
        "max_share" => Operation::MaxShare { of: column(), by: value.text("by").split_once('.').unwrap_or_default().1.to_owned() },
        "target" => Operation::Target(operand.clone()),
        _ => value.unread(Operation::Count),
    };
    let basis = value.node.member("basis").and_then(Node::text);
    Base {
        kind: if operation == "target" { "targets" } else { kind }.to_owned(),
        operation: read,
        date: value.maybe_text("date"),
        window: window(value.at("window")),
        scope: scope(value.at("scope")),
        basis: BASES.iter().copied().find(|word| Some(*word) == basis),
        returns: value.word("returns", &[("exclude", Returns::Exclude), ("only", Returns::Only)]).unwrap_or(Returns::Include),
        tax: value.word("tax", &[("included", Tax::Included)]).unwrap_or(Tax::Excluded),
        filter: value.filter("where"),
        only_new: value.optional("only_new", |only_new| {
            let unseen = only_new.at("unseen");
            if unseen.node.text().is_some() { Unseen::Ever } else { Unseen::For(unseen.length()) }
        }),
    }
}

fn scope(value: Value<'_>) -> Scope {
    match value.node.text() {
        Some("own") => Scope::Own,
        Some("descendants") => Scope::Descendants,
        Some("parent") => Scope::Parent,
        _ => Scope::Same(value.text("same").strip_prefix("partner.").unwrap_or_default().to_owned()),
    }
}

fn window(value: Value<'_>) -> Window {
    match value.node.text() {
        Some("programme") => return Window::Programme,
        Some("all_time") => return Window::AllTime,
        _ => {}
    }
    let shift = value.optional("shift", Value::length);
    if let Some(length) = value.get("trailing") {
        return Window::Trailing { length: length.length(), shift };
    }
    if value.has("from") {
        return Window::Fixed(value.period());
    }
    let part = part(&value.text("part")).unwrap_or_else(|| value.unread(Part::Whole));
    Window::Calendar { unit: value.choice("period", &Unit::ALL, Unit::Year), part, shift }
}

fn part(text: &str) -> Option<Part> {
    match text {
        "to_date" => return Some(Part::ToDate),
        "whole" => return Some(Part::Whole),
        _ => {}
    }
    let (unit, number) = text.split_once('_')?;
    let unit = match unit {
        "half" => Unit::HalfYear,
        "quarter" => Unit::Quarter,
        "month" => Unit::Month,
        _ => return None,
    };
    Some(Part::Nth(unit, number.parse::<u32>().ok()?.checked_sub(1)?))
}
