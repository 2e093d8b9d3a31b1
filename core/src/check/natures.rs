//! What a derived metric is, from what it reads: its unit, and whether a percentage of it may be paid.

use crate::metric::MetricUnit;

use super::MetricEntry;

/// Whether the values of a metric can be paid by percentage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Money {
    Yes,
    No,
    /// A number that is what it stands next to: a constant, a given metric, and what is made of them alone.
    Either,
}

/// Unit, whether it may be unknown, whether it is money; each `None` when it cannot be said.
pub(super) type Nature = (Option<MetricUnit>, Option<bool>, Option<Money>);

/// True when all are, false when one is not, `None` when that cannot be said.
pub(super) fn every(values: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut result = Some(true);
    for value in values {
        match value {
            Some(false) => return Some(false),
            Some(true) => {}
            None => result = None,
        }
    }
    result
}

/// Numbers of either kind beside money are money; of amounts and other numbers together, nothing is paid.
pub(super) fn together(entries: &[Option<&MetricEntry<'_>>]) -> Option<Money> {
    let is = |money: Money| entries.iter().map(move |entry| entry.and_then(|entry| entry.money).map(|own| own == money));
    let none_is_no = every(is(Money::No).map(|no| no.map(|no| !no)));
    match (none_is_no, every(is(Money::Either))) {
        (Some(false), _) => Some(Money::No),
        (Some(true), Some(true)) => Some(Money::Either),
        (Some(true), Some(false)) => Some(Money::Yes),
        _ => None,
    }
}

/// The unit of all operands that have one of their own: plain numbers of either kind take that of what stands beside them.
pub(super) fn common_unit(entries: &[Option<&MetricEntry<'_>>]) -> Option<MetricUnit> {
    let mut common = None;
    let mut all_said = true;
    for entry in entries {
        match entry.and_then(|entry| Some((entry.unit?, entry.money?))) {
            None => all_said = false,
            Some((MetricUnit::Number, Money::Either)) => {}
            Some((unit, _)) if common.is_none_or(|common| common == unit) => common = Some(unit),
            Some(_) => return Some(MetricUnit::Number),
        }
    }
    all_said.then(|| common.unwrap_or(MetricUnit::Number))
}

/// So much of an amount is an amount; the product of two amounts is none.
pub(super) fn product_unit(of: &MetricEntry<'_>, by: &MetricEntry<'_>) -> Option<MetricUnit> {
    Some(match (of.unit?, by.unit?) {
        (MetricUnit::Money, MetricUnit::Money) => MetricUnit::Number,
        (MetricUnit::Money, _) | (_, MetricUnit::Money) => MetricUnit::Money,
        (MetricUnit::Share, MetricUnit::Share) => MetricUnit::Share,
        _ => MetricUnit::Number,
    })
}

pub(super) fn product_money(of: &MetricEntry<'_>, by: &MetricEntry<'_>) -> Option<Money> {
    Some(match (of.money?, by.money?) {
        (Money::Yes, Money::Yes) | (Money::No, Money::No) => Money::No,
        (Money::Yes, _) | (_, Money::Yes) => Money::Yes,
        _ => Money::Either,
    })
}
