//! Incentives and their parts.

use crate::amount::{Exact, Rounding};
use crate::diagnostic::JsonPointer;
use crate::in_full::InFull;
use crate::incentive::{
    AwardPeriod, BandBase, BandMethod, Bands, BelowMinimum, Boundary, Expected, Factor, FactorBy, ForEach, Incentive, Instalments, Limit,
    MinimumPayout, MoneyForm, Part, Pay, PayForm, Release, Returned, Reversal, Reward, Schedule, Steps, Times, UnknownLimit, UnknownPay,
    WhenNegative,
};
use crate::period::Shift;

use super::super::place::number;
use super::value::{Form, Value};
use super::whole;

const BOUNDARIES: [(&str, Boundary); 2] = [("from_included", Boundary::FromIncluded), ("from_excluded", Boundary::FromExcluded)];
const NOTHING_OR_HOLD: [(&str, UnknownPay); 2] = [("nothing", UnknownPay::Nothing), ("hold", UnknownPay::Hold)];

pub(super) fn incentive(value: Value<'_>) -> Incentive {
    Incentive {
        path: JsonPointer::root(),
        id: value.text("id"),
        title: value.title(),
        requires: value.requires(),
        pays: value.list("pays", part),
        factors: value.list("factors", factor),
        floor: value.optional("floor", limit),
        cap: value.optional("cap", limit),
        forfeits: value.optional("forfeits", Value::rule),
        gates: value.optional("gates", Value::rule),
        group: value.optional("group", |group| group.position_in("groups")),
        budget: whole::budget(value),
        pay_to: value.has("pay_to"),
        minimum_payout: value.optional("minimum_payout", |value| {
            let below = [("carry", BelowMinimum::Carry), ("lose", BelowMinimum::Lose)];
            MinimumPayout { amount: value.exact("amount"), below: value.choice("below", &below, BelowMinimum::Carry) }
        }),
        period: value.word("period", &AwardPeriod::ALL),
        release: value.optional("release", release),
        instalments: value.optional("instalments", |value| Instalments {
            count: value.count("count"),
            every: value.at("every").length(),
            first: value.at("first").days(),
        }),
        reward: value.optional("reward", reward).unwrap_or(Reward::Money(None)),
        expected: value
            .optional("expected", |value| {
                Some(Expected {
                    metrics: value.members("metrics", |actual, expected| (value.metric_named(actual), expected.metric())),
                    unknown: unknown(value),
                    in_full: InFull::here()?,
                })
            })
            .flatten(),
        document: value.maybe_text("document"),
        approver: value.maybe_text("approver"),
    }
}

fn unknown(value: Value<'_>) -> Option<UnknownPay> {
    value.word("unknown", &NOTHING_OR_HOLD)
}

pub(super) fn part(value: Value<'_>) -> Part {
    Part {
        path: JsonPointer::root(),
        when: value.optional("when", Value::rule),
        pays: pay(value),
        measure_cap: value.maybe_exact("measure_cap"),
        less: value.list("less", Value::incentive),
        each: value
            .optional("for_each", |each| {
                Some(ForEach {
                    column: each.string(),
                    rounds_each: value.choice("rounded", &[("each", true), ("total", false)], false),
                    in_full: InFull::here()?,
                })
            })
            .flatten(),
        unknown: unknown(value),
    }
}

fn pay(value: Value<'_>) -> Pay {
    for (form, name, rate, rates) in
        [(PayForm::Percent, "percent_of", "rate", "rates_by_tier"), (PayForm::PerUnit, "amount_per_unit_of", "amount", "amounts_by_tier")]
    {
        if let Some(measure) = value.get(name) {
            return on_measure(value, form, measure.metric(), rate, rates);
        }
    }
    // each form is known by the member that names it
    if let Some(amount) = value.get("lump_sum") {
        return Pay::LumpSum(amount.number());
    }
    if let Some(amounts) = value.get("lump_sum_by_tier") {
        return Pay::LumpSumByTier(amounts.by_tier());
    }
    let lumps: [Form<Bands, Pay>; 3] = [
        ("lump_sum_by_level", Pay::LumpSumByLevel),
        ("lump_sum_of_levels", Pay::LumpSumOfLevels),
        ("lump_sum_interpolated", Pay::LumpSumInterpolated),
    ];
    for (name, pay) in lumps {
        if let Some(lump) = value.get(name) {
            return pay(bands(lump, "amount"));
        }
    }
    if let Some(of) = whole::of_all(value) {
        return Pay::OfAll(of);
    }
    if let Some(measure) = value.get("amount_per_full") {
        let steps = Steps { step: value.exact("step"), above: value.exact("above"), amount: value.exact("amount") };
        return Pay::PerFull { measure: measure.metric(), steps };
    }
    let when_negative = when_negative(value);
    if let Some(measure) = value.get("amount_of") {
        return Pay::AmountOf { measure: measure.metric(), when_negative };
    }
    let (measure, annual_rate) = (value.at("interest_on").metric(), value.exact("annual_rate"));
    Pay::Interest { measure, annual_rate, year_days: value.count("year_days"), when_negative }
}

fn when_negative(value: Value<'_>) -> WhenNegative {
    value.choice("when_negative", &[("nothing", WhenNegative::Nothing), ("deduct", WhenNegative::Deduct)], WhenNegative::Nothing)
}

fn on_measure(value: Value<'_>, form: PayForm, measure: usize, rate: &str, rates: &str) -> Pay {
    if let Some(bands) = value.get("bands") {
        return Pay::Banded { form, measure, schedule: schedule(bands, rate) };
    }
    let when_negative = when_negative(value);
    match value.get(rates) {
        Some(rates) => Pay::FlatByTier { form, measure, rates: rates.by_tier(), when_negative },
        None => Pay::Flat { form, measure, rate: value.exact(rate), when_negative },
    }
}

fn schedule(value: Value<'_>, rate: &str) -> Schedule {
    let methods = [
        ("whole_amount", BandMethod::WholeAmount),
        ("graduated", BandMethod::Graduated),
        ("interpolated", BandMethod::Interpolated),
        ("overlapping_on_all", BandMethod::OverlappingOnAll),
        ("overlapping_to_bounds", BandMethod::OverlappingToBounds),
    ];
    Schedule {
        bands: bands(value, rate),
        method: match value.word("returned", &Returned::ALL).zip(InFull::here()) {
            Some((returned, in_full)) => BandMethod::Running(returned, in_full),
            None => value.choice("method", &methods, BandMethod::WholeAmount),
        },
        base: value.word("base", &[("from_first", BandBase::FromFirst)]).unwrap_or(BandBase::FromZero),
    }
}

fn levels(value: Value<'_>, rate: &str) -> Vec<(Exact, Exact)> {
    value.list("levels", |level| (level.exact("from"), level.exact(rate)))
}

pub(super) fn bands(value: Value<'_>, rate: &str) -> Bands {
    Bands {
        by: value.at("by").metric(),
        boundary: value.choice("boundary", &BOUNDARIES, Boundary::FromIncluded),
        levels: levels(value, rate),
        times: value.optional("from_times", |times| Times {
            metric: times.metric(),
            when_not_positive: value.choice("when_not_positive", &NOTHING_OR_HOLD, UnknownPay::Hold),
        }),
    }
}

fn factor(value: Value<'_>) -> Factor {
    let (path, unknown) = (JsonPointer::root(), unknown(value));
    if let Some(metric) = value.get("metric") {
        let by = FactorBy::Within { least: value.exact("least"), most: value.exact("most") };
        return Factor { path, metric: metric.metric(), by, unknown };
    }
    let by = FactorBy::Levels {
        boundary: value.choice("boundary", &BOUNDARIES, Boundary::FromIncluded),
        levels: levels(value, "factor"),
        below: value.exact("below"),
        interpolated: value.choice("method", &[("reached", false), ("interpolated", true)], false),
    };
    Factor { path, metric: value.at("by").metric(), by, unknown }
}

pub(super) fn limit(value: Value<'_>) -> Limit {
    match number(value.node) {
        Some(amount) => Limit::Amount(amount),
        None => Limit::Metric {
            metric: value.at("metric").metric(),
            unknown: value.word("unknown", &[("hold", UnknownLimit::Hold), ("none", UnknownLimit::None)]),
        },
    }
}

fn release(value: Value<'_>) -> Release {
    match value.get("after_period") {
        Some(after) => Release::AfterPeriod(after.days()),
        None => Release::Share { metric: value.at("share").metric(), unknown: unknown(value) },
    }
}

fn reward(value: Value<'_>) -> Reward {
    if let Some(points) = value.get("points") {
        return Reward::Points {
            scale: points.count("scale"),
            mode: points.choice("mode", &Rounding::ALL, Rounding::HalfUp),
            pending_days: points.at("pending").days(),
            expires: length_or_never(points.at("expires")),
            reversal: points.choice("reversal", &Reversal::ALL, Reversal::PendingOnly),
        };
    }
    if let Some(goods) = value.get("goods") {
        return Reward::Goods { product: goods.text("product"), unit_value: goods.exact("unit_value") };
    }
    if let Some(quota) = value.get("quota") {
        return Reward::Quota { of: quota.text("of"), unit_value: quota.maybe_exact("unit_value") };
    }
    if let Some(honour) = value.get("honour") {
        let lasts = length_or_never(honour.at("lasts"));
        return Reward::Honour { lasts, lost_when: honour.optional("lost_when", Value::rule) };
    }
    Reward::Money(value.word("money", &MoneyForm::ALL))
}

/// A word says that there is no end.
fn length_or_never(value: Value<'_>) -> Option<Shift> {
    if value.node.text().is_some() { None } else { Some(value.length()) }
}
