//! Incentives and their parts.

use crate::amount::{Exact, Rounding};
use crate::in_full::InFull;
use crate::incentive::{
    AwardPeriod, BandBase, BandMethod, Bands, BelowMinimum, Boundary, Expected, Factor, FactorBy, ForEach, Incentive, Instalments, Limit,
    MinimumPayout, MoneyForm, Part, Pay, PayForm, Release, Returned, Reversal, Reward, Schedule, Steps, Times, UnknownLimit, UnknownPay,
    WhenNegative,
};
use crate::node::Node;
use crate::period::Shift;

use super::super::place::{integer, number};
use super::{Ids, Names, conditions, days, elements, exact, length, metric, optional, sorted_ids, text, title, whole, word};

const BOUNDARIES: &[(&str, Boundary)] = &[("from_included", Boundary::FromIncluded), ("from_excluded", Boundary::FromExcluded)];
const NOTHING_OR_HOLD: &[(&str, UnknownPay)] = &[("nothing", UnknownPay::Nothing), ("hold", UnknownPay::Hold)];

pub(super) fn incentive(node: &Node, ids: &Ids<'_>) -> Option<Incentive> {
    let rule = |node: &Node| conditions::rule(node, ids.metrics);
    Some(Incentive {
        id: text(node, "id")?,
        title: title(node),
        requires: optional(node, "requires", rule)?,
        pays: elements(node, "pays").iter().map(|node| part(node, ids)).collect::<Option<_>>()?,
        factors: elements(node, "factors").iter().map(|node| factor(node, ids.metrics)).collect::<Option<_>>()?,
        floor: optional(node, "floor", |node| limit(node, ids.metrics))?,
        cap: optional(node, "cap", |node| limit(node, ids.metrics))?,
        forfeits: optional(node, "forfeits", rule)?,
        gates: optional(node, "gates", rule)?,
        group: optional(node, "group", |node| position(&sorted_ids(ids.root, "groups"), node))?,
        budget: whole::budget(node, ids)?,
        pay_to: node.member("pay_to").is_some(),
        minimum_payout: optional(node, "minimum_payout", |node| {
            let below = word(node, "below", &[("carry", BelowMinimum::Carry), ("lose", BelowMinimum::Lose)])?;
            Some(MinimumPayout { amount: exact(node, "amount")?, below })
        })?,
        period: word(node, "period", &AwardPeriod::ALL),
        release: optional(node, "release", |node| release(node, ids.metrics))?,
        instalments: optional(node, "instalments", |node| {
            let count = u32::try_from(integer(node.member("count")?)?).ok()?;
            Some(Instalments { count, every: length(node.member("every")?)?, first: days(node.member("first")?)? })
        })?,
        reward: match node.member("reward") {
            Some(node) => reward(node, ids)?,
            None => Reward::Money(None),
        },
        expected: optional(node, "expected", |node| expected(node, ids.metrics))?,
        document: text(node, "document"),
        approver: text(node, "approver"),
    })
}

fn expected(node: &Node, metrics: Names<'_>) -> Option<Expected> {
    let named = node.member("metrics")?.members().iter();
    let pair = |(actual, expected): &(String, Node)| Some((metrics(actual)?, metrics(expected.text()?)?));
    Some(Expected { metrics: named.map(pair).collect::<Option<_>>()?, unknown: unknown(node), in_full: InFull::here()? })
}

pub(super) fn position(ids: &[&str], node: &Node) -> Option<usize> {
    ids.iter().position(|id| Some(*id) == node.text())
}

fn unknown(node: &Node) -> Option<UnknownPay> {
    word(node, "unknown", NOTHING_OR_HOLD)
}

pub(super) fn part(node: &Node, ids: &Ids<'_>) -> Option<Part> {
    Some(Part {
        when: optional(node, "when", |node| conditions::rule(node, ids.metrics))?,
        pays: pay(node, ids)?,
        measure_cap: exact(node, "measure_cap"),
        less: elements(node, "less").iter().map(|node| position(&ids.incentives, node)).collect::<Option<_>>()?,
        each: optional(node, "for_each", |each| {
            Some(ForEach {
                column: each.text()?.to_owned(),
                rounds_each: word(node, "rounded", &[("each", true), ("total", false)])?,
                in_full: InFull::here()?,
            })
        })?,
        unknown: unknown(node),
    })
}

fn pay(node: &Node, ids: &Ids<'_>) -> Option<Pay> {
    for (form, name, value, values) in
        [(PayForm::Percent, "percent_of", "rate", "rates_by_tier"), (PayForm::PerUnit, "amount_per_unit_of", "amount", "amounts_by_tier")]
    {
        if node.member(name).is_some() {
            return on_measure(node, ids, form, metric(node, name, ids.metrics)?, value, values);
        }
    }
    // each form is known by the member that names it
    let named = |name: &str| node.member(name);
    if named("lump_sum").is_some() {
        return exact(node, "lump_sum").map(Pay::LumpSum);
    }
    if let Some(node) = named("lump_sum_by_tier") {
        return by_tier(node, ids).map(Pay::LumpSumByTier);
    }
    if let Some(node) = named("lump_sum_by_level") {
        return bands(node, "amount", ids.metrics).map(Pay::LumpSumByLevel);
    }
    if let Some(node) = named("lump_sum_of_levels") {
        return bands(node, "amount", ids.metrics).map(Pay::LumpSumOfLevels);
    }
    if let Some(node) = named("lump_sum_interpolated") {
        return bands(node, "amount", ids.metrics).map(Pay::LumpSumInterpolated);
    }
    if let Some(of) = whole::of_all(node, ids)? {
        return Some(Pay::OfAll(of));
    }
    if named("amount_per_full").is_some() {
        let steps = Steps { step: exact(node, "step")?, above: exact(node, "above")?, amount: exact(node, "amount")? };
        return Some(Pay::PerFull { measure: metric(node, "amount_per_full", ids.metrics)?, steps });
    }
    let when_negative = when_negative(node)?;
    if named("amount_of").is_some() {
        return Some(Pay::AmountOf { measure: metric(node, "amount_of", ids.metrics)?, when_negative });
    }
    let year_days = u32::try_from(integer(node.member("year_days")?)?).ok()?;
    let measure = metric(node, "interest_on", ids.metrics)?;
    Some(Pay::Interest { measure, annual_rate: exact(node, "annual_rate")?, year_days, when_negative })
}

fn when_negative(node: &Node) -> Option<WhenNegative> {
    word(node, "when_negative", &[("nothing", WhenNegative::Nothing), ("deduct", WhenNegative::Deduct)])
}

fn on_measure(node: &Node, ids: &Ids<'_>, form: PayForm, measure: usize, value: &str, values: &str) -> Option<Pay> {
    if let Some(node) = node.member("bands") {
        return Some(Pay::Banded { form, measure, schedule: schedule(node, value, ids.metrics)? });
    }
    let when_negative = when_negative(node)?;
    match node.member(values) {
        Some(node) => Some(Pay::FlatByTier { form, measure, rates: by_tier(node, ids)?, when_negative }),
        None => Some(Pay::Flat { form, measure, rate: exact(node, value)?, when_negative }),
    }
}

/// One number per tier, in the order of the ladder.
pub(super) fn by_tier(node: &Node, ids: &Ids<'_>) -> Option<Vec<Exact>> {
    ids.tiers.iter().map(|tier| exact(node, tier)).collect()
}

fn schedule(node: &Node, value: &str, names: Names<'_>) -> Option<Schedule> {
    let methods = [
        ("whole_amount", BandMethod::WholeAmount),
        ("graduated", BandMethod::Graduated),
        ("interpolated", BandMethod::Interpolated),
        ("overlapping_on_all", BandMethod::OverlappingOnAll),
        ("overlapping_to_bounds", BandMethod::OverlappingToBounds),
    ];
    Some(Schedule {
        bands: bands(node, value, names)?,
        method: match word(node, "returned", &Returned::ALL) {
            Some(returned) => BandMethod::Running(returned, InFull::here()?),
            None => word(node, "method", &methods)?,
        },
        base: word(node, "base", &[("from_first", BandBase::FromFirst)]).unwrap_or(BandBase::FromZero),
    })
}

fn levels(node: &Node, value: &str) -> Option<Vec<(Exact, Exact)>> {
    elements(node, "levels").iter().map(|node| Some((exact(node, "from")?, exact(node, value)?))).collect()
}

pub(super) fn bands(node: &Node, value: &str, names: Names<'_>) -> Option<Bands> {
    Some(Bands {
        by: metric(node, "by", names)?,
        boundary: word(node, "boundary", BOUNDARIES)?,
        levels: levels(node, value)?,
        times: optional(node, "from_times", |times| {
            Some(Times { metric: names(times.text()?)?, when_not_positive: word(node, "when_not_positive", NOTHING_OR_HOLD)? })
        })?,
    })
}

fn factor(node: &Node, names: Names<'_>) -> Option<Factor> {
    let unknown = unknown(node);
    if node.member("metric").is_some() {
        let by = FactorBy::Within { least: exact(node, "least")?, most: exact(node, "most")? };
        return Some(Factor { metric: metric(node, "metric", names)?, by, unknown });
    }
    let by = FactorBy::Levels {
        boundary: word(node, "boundary", BOUNDARIES)?,
        levels: levels(node, "factor")?,
        below: exact(node, "below")?,
        interpolated: word(node, "method", &[("reached", false), ("interpolated", true)])?,
    };
    Some(Factor { metric: metric(node, "by", names)?, by, unknown })
}

pub(super) fn limit(node: &Node, names: Names<'_>) -> Option<Limit> {
    match number(node) {
        Some(amount) => Some(Limit::Amount(amount)),
        None => Some(Limit::Metric {
            metric: metric(node, "metric", names)?,
            unknown: word(node, "unknown", &[("hold", UnknownLimit::Hold), ("none", UnknownLimit::None)]),
        }),
    }
}

fn release(node: &Node, names: Names<'_>) -> Option<Release> {
    match node.member("after_period") {
        Some(node) => days(node).map(Release::AfterPeriod),
        None => Some(Release::Share { metric: metric(node, "share", names)?, unknown: unknown(node) }),
    }
}

fn reward(node: &Node, ids: &Ids<'_>) -> Option<Reward> {
    let [(name, inner)] = node.members() else { return None };
    match name.as_str() {
        "money" => word(node, "money", &MoneyForm::ALL).map(|form| Reward::Money(Some(form))),
        "points" => Some(Reward::Points {
            scale: u32::try_from(integer(inner.member("scale")?)?).ok()?,
            mode: word(inner, "mode", &Rounding::ALL)?,
            pending_days: days(inner.member("pending")?)?,
            expires: length_or_never(inner.member("expires")?)?,
            reversal: word(inner, "reversal", &Reversal::ALL)?,
        }),
        "goods" => Some(Reward::Goods { product: text(inner, "product")?, unit_value: exact(inner, "unit_value")? }),
        "quota" => Some(Reward::Quota { of: text(inner, "of")?, unit_value: exact(inner, "unit_value") }),
        "honour" => Some(Reward::Honour {
            lasts: length_or_never(inner.member("lasts")?)?,
            lost_when: optional(inner, "lost_when", |node| conditions::rule(node, ids.metrics))?,
        }),
        _ => None,
    }
}

/// `Some(None)` for the word that says that there is no end.
fn length_or_never(node: &Node) -> Option<Option<Shift>> {
    match node.text() {
        Some(_) => Some(None),
        None => length(node).map(Some),
    }
}
