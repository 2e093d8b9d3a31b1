//! Metrics and their windows.

use crate::amount::Exact;
use crate::check::{Checked, MetricEntry};
use crate::metric::{Base, Definition, Metric, Operation, Returns, Scope, Tax, Tie, Unseen, shifted_window};
use crate::node::Node;
use crate::period::{Part, Unit, Window};
use crate::record::BASES;

use super::super::place::number;
use super::{Names, conditions, length, optional, period, text, title, word};

pub(super) fn metrics(checked: &Checked<'_>, names: Names<'_>) -> Option<Vec<Metric>> {
    checked.metrics.list.iter().map(|entry| metric(entry, checked, names)).collect()
}

fn metric(entry: &MetricEntry<'_>, checked: &Checked<'_>, names: Names<'_>) -> Option<Metric> {
    let node = entry.place.node;
    let (operation, operand) = entry.operation.as_ref()?;
    let definition = match *operation {
        "same" => {
            let (operation, operand) = checked.metrics.get(operand.text()?)?.operation.as_ref()?;
            let original = checked.metrics.get(node.member("same")?.text()?)?.place.node;
            let base = base(original, operation, operand.text()?)?;
            let window = match node.member("window") {
                Some(node) => window(node)?,
                None => shifted_window(base.window, length(node.member("shift")?)?)?,
            };
            Definition::Base(Box::new(Base { window, ..base }))
        }
        "ratio" => {
            let (of, to) = pair(operand.node, names)?;
            Definition::Ratio { of, to, when_zero: fallback(node, "when_zero")? }
        }
        "difference" => {
            let (of, minus) = pair(operand.node, names)?;
            Definition::Difference { of, minus }
        }
        "growth" => {
            let (of, base) = pair(operand.node, names)?;
            Definition::Growth { of, base, when_base_not_positive: fallback(node, "when_base_not_positive")? }
        }
        "attainment" => {
            let (of, target) = pair(operand.node, names)?;
            Definition::Attainment { of, target, when_target_not_positive: fallback(node, "when_target_not_positive")? }
        }
        "weighted_sum" => {
            let addend = |node: &Node| match node.list() {
                [weight, metric] => Some((number(weight)?, names(metric.text()?)?)),
                _ => None,
            };
            Definition::WeightedSum(operand.node.list().iter().map(addend).collect::<Option<_>>()?)
        }
        "constant" => Definition::Constant(number(operand.node)?),
        "product" => {
            let (of, by) = pair(operand.node, names)?;
            Definition::Product { of, by }
        }
        "largest_of" => Definition::LargestOf(several(operand.node, names)?),
        "smallest_of" => Definition::SmallestOf(several(operand.node, names)?),
        "first_known" => Definition::FirstKnown(several(operand.node, names)?),
        "active_share" => Definition::ActiveShare(window(operand.node)?),
        "attribute" => Definition::Attribute(operand.text()?.to_owned()),
        "given" => Definition::Given,
        operation => Definition::Base(Box::new(base(node, operation, operand.text()?)?)),
    };
    Some(Metric { name: entry.name.to_owned(), title: title(node), definition, unit: entry.unit?, may_be_unknown: entry.may_be_unknown? })
}

fn pair(node: &Node, names: Names<'_>) -> Option<(usize, usize)> {
    match node.list() {
        [first, second] => Some((names(first.text()?)?, names(second.text()?)?)),
        _ => None,
    }
}

fn several(node: &Node, names: Names<'_>) -> Option<Vec<usize>> {
    node.list().iter().map(|metric| names(metric.text()?)).collect()
}

/// `Some(None)` for `undefined`.
fn fallback(node: &Node, name: &str) -> Option<Option<Exact>> {
    match node.member(name)? {
        Node::Text(text) if text == "undefined" => Some(None),
        node => number(node).map(Some),
    }
}

fn base(node: &Node, operation: &str, operand: &str) -> Option<Base> {
    let column = || operand.split_once('.').map(|(_, column)| column.to_owned());
    let tie = || word(node, "tie", &[("highest", Tie::Highest), ("lowest", Tie::Lowest)]);
    let read = match operation {
        "sum" => Operation::Sum(column()?),
        "count" => Operation::Count,
        "distinct" => Operation::Distinct(column()?),
        "mean" => Operation::Mean(column()?),
        "median" => Operation::Median(column()?),
        "min" => Operation::Min(column()?),
        "max" => Operation::Max(column()?),
        "latest" => Operation::Latest(column()?, tie()?),
        "first" => Operation::First(column()?, tie()?),
        "days_since" => Operation::DaysSince(column()?),
        "max_share" => {
            let by = node.member("by")?.text()?.split_once('.')?.1.to_owned();
            Operation::MaxShare { of: column()?, by }
        }
        "target" => Operation::Target(operand.to_owned()),
        _ => return None,
    };
    let kind = match operation {
        "count" => operand,
        "target" => "targets",
        _ => operand.split_once('.')?.0,
    };
    let basis = node.member("basis").and_then(Node::text);
    Some(Base {
        kind: kind.to_owned(),
        operation: read,
        date: text(node, "date"),
        window: window(node.member("window")?)?,
        scope: scope(node.member("scope")?)?,
        basis: BASES.iter().copied().find(|word| Some(*word) == basis),
        returns: word(node, "returns", &[("exclude", Returns::Exclude), ("only", Returns::Only)]).unwrap_or(Returns::Include),
        tax: word(node, "tax", &[("included", Tax::Included)]).unwrap_or(Tax::Excluded),
        filter: optional(node, "where", conditions::filter)?,
        only_new: optional(node, "only_new", unseen)?,
    })
}

fn scope(node: &Node) -> Option<Scope> {
    match node.text() {
        Some("own") => Some(Scope::Own),
        Some("descendants") => Some(Scope::Descendants),
        Some("parent") => Some(Scope::Parent),
        Some(_) => None,
        None => text(node, "same")?.strip_prefix("partner.").map(|column| Scope::Same(column.to_owned())),
    }
}

fn unseen(only_new: &Node) -> Option<Unseen> {
    match only_new.member("unseen")? {
        Node::Text(_) => Some(Unseen::Ever),
        length => super::length(length).map(Unseen::For),
    }
}

fn window(node: &Node) -> Option<Window> {
    match node.text() {
        Some("programme") => return Some(Window::Programme),
        Some("all_time") => return Some(Window::AllTime),
        _ => {}
    }
    let moved = optional(node, "shift", length)?;
    if let Some(length) = node.member("trailing") {
        return Some(Window::Trailing { length: super::length(length)?, shift: moved });
    }
    if node.member("from").is_some() {
        return Some(Window::Fixed(period(node)));
    }
    Some(Window::Calendar { unit: word(node, "period", &Unit::ALL)?, part: part(node.member("part")?.text()?)?, shift: moved })
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
