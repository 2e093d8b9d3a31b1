//! The English catalogue.

use super::labels::Label;
use super::names::{Names, is_negated};
use super::{class, whole};
use crate::amount::{Exact, Rounding};
use crate::incentive::Boundary;
use crate::metric::MetricUnit;
use crate::period::{date_text, parse_date};
use crate::reason::{AmountOff, EachPaid, LeafResult, Reason, RunningRecord, Slice};

/// The sentence of a reason.
pub(super) fn sentence(reason: &Reason, names: &Names<'_>) -> String {
    match reason {
        Reason::TierMet { tier, .. } => format!("{}: requirement met", names.tier(tier)),
        Reason::TierNotMet { tier, .. } => format!("{}: requirement not met", names.tier(tier)),
        Reason::TierBase { tier, .. } => format!("No higher tier is reached, so the tier is {}", names.tier(tier)),
        Reason::NotApplicable { .. } => "Does not apply: its conditions are not met".to_owned(),
        Reason::Applicable { .. } => "Applies: its conditions are met".to_owned(),
        Reason::PartNotApplicable { path, .. } => format!("Part {} does not count: its condition is not met", names.part(path)),
        Reason::PartUnknown { path, metric, state, policy } => {
            let (part, metric, state) = (names.part(path), names.metric(metric), names.value(metric, *state));
            match *policy {
                "hold" => format!("Part {part}: {metric}: {state}, so the award is held until the number is known"),
                _ => format!("Part {part}: {metric}: {state}, so this part pays nothing"),
            }
        }
        Reason::PartBelowFirst { path, by, value, first } => {
            let unit = names.metric_unit(by);
            format!("{} {}: below level 1 ({})", names.metric(by), names.number(*value, unit), from(names, path, names.bound(*first, unit)))
        }
        Reason::PartNegative { metric, value, .. } => {
            let value = names.number(*value, names.metric_unit(metric));
            format!("{} {value}: a negative number, nothing is paid for it", names.metric(metric))
        }
        Reason::PartPaid { .. } => part_paid(reason, names),
        Reason::PartGraduated { metric, value, less, paid_on, times, times_value, level, contribution, .. } => format!(
            "{} {}{}, slice by slice up to level {}: {}",
            names.metric(metric),
            names.number(*value, names.metric_unit(metric)),
            measured(less, times.as_deref().zip(*times_value), *paid_on, metric, names),
            level + 1,
            names.money(*contribution)
        ),
        Reason::PartOverlapping { .. }
        | Reason::PartSteps { .. }
        | Reason::PartInterest { .. }
        | Reason::PartBaseNotPositive { .. }
        | Reason::PartHeldBy { .. }
        | Reason::Factor { .. }
        | Reason::FactorUnknown { .. }
        | Reason::LimitUnknown { .. } => counted(reason, names),
        Reason::NotForfeited { .. }
        | Reason::Forfeited { .. }
        | Reason::GroupHeld { .. }
        | Reason::GroupCapped { .. }
        | Reason::GroupRaised { .. }
        | Reason::BelowMinimum { .. }
        | Reason::InstalmentsDue { .. }
        | Reason::Released { .. }
        | Reason::ReleaseUnknown { .. }
        | Reason::Waiting { .. } => afterwards(reason, names),
        Reason::PartEach { .. } | Reason::PartRunning { .. } => one_by_one(reason, names),
        Reason::Rounded { from, to, mode, scale, .. } => {
            format!("Rounded {} to {scale} decimals: {} becomes {}", rounding(*mode), names.money(*from), names.amount(*to))
        }
        Reason::RaisedToFloor { floor, contribution, .. } => {
            format!("Raised to the guaranteed {}: {}", names.amount(*floor), names.signed_money(*contribution))
        }
        Reason::Capped { cap, contribution, .. } => format!("Capped at {}: {}", names.amount(*cap), names.signed_money(*contribution)),
        Reason::GatesHeld { .. } => "The conditions for payment are met".to_owned(),
        Reason::GatesFailed { contribution, .. } => {
            format!("Withheld, because the conditions for payment are not met: {}", names.signed_money(*contribution))
        }
        Reason::Superseded { group, by, contribution, .. } => {
            format!(
                "Of group {} only one is paid, which is {}: {}",
                names.group(group),
                names.incentive(by),
                names.signed_money(*contribution)
            )
        }
        Reason::Chosen { group, over, .. } => format!("Chosen in group {}, instead of {}", names.group(group), names.incentives(over)),
        Reason::Held { contribution, .. } => {
            format!("Held until the missing numbers are known; nothing is decided yet: {}", names.signed_money(*contribution))
        }
        Reason::Award { incentive, contribution, .. } => format!("{}: {}", names.incentive(incentive), names.money(*contribution)),
        Reason::TotalRaisedToFloor { floor, contribution, .. } => {
            format!("Total raised to the guaranteed {}: {}", names.amount(*floor), names.signed_money(*contribution))
        }
        Reason::TotalCapped { cap, contribution, .. } => {
            format!("Total capped at {}: {}", names.amount(*cap), names.signed_money(*contribution))
        }
        Reason::ClassNotMet { .. } | Reason::ClassMet { .. } | Reason::ClassOtherwise { .. } => class::sentence(reason, names),
        Reason::Initial { points, .. } => format!("Starts with {}", names.points(*points)),
        Reason::Scored { path, characteristic, points, rank, .. } => {
            let text = format!("{}: {}", names.characteristic(path, characteristic), names.points(*points));
            rank.map_or(text.clone(), |rank| format!("{text} (reason no. {rank})"))
        }
        Reason::ClaimCredited { held_from, held_until, .. } => {
            format!("Credited: protected from {held_from} {}", last_day(held_until))
        }
        Reason::ClaimBlocked { by, held_until, .. } => format!("Blocked: registration {by} is protected {}", last_day(held_until)),
        Reason::ClaimNotValid { leaves, .. } if leaves.is_empty() => "Not valid: the time that decides who was first is missing".to_owned(),
        Reason::ClaimNotValid { .. } => "Not valid: the conditions for a registration are not met".to_owned(),
        Reason::ClaimTied { with, .. } => {
            let with: Vec<&str> = with.iter().map(String::as_str).collect();
            format!("At the same moment as {}: a person has to decide", names.list(&with))
        }
        Reason::ClaimWithdrawn { on, .. } => format!("Withdrawn on {on}: free for others from that day"),
        Reason::ClaimIncompleteKey { column, .. } => {
            format!("The {} is not given, so the registration cannot be held against others", names.column(column))
        }
        _ => whole::sentence(reason, names),
    }
}

/// "from X" or "more than X", as the bands include the boundary or not.
fn from(names: &Names<'_>, path: &crate::JsonPointer, bound: String) -> String {
    match names.boundary(path) {
        Boundary::FromIncluded => format!("from {bound}"),
        Boundary::FromExcluded => format!("more than {bound}"),
    }
}

/// What is taken off the measure, what its starts are multiplied by, and what is paid on in the end.
fn measured(less: &[AmountOff], times: Option<(&str, Exact)>, paid_on: Option<Exact>, metric: &str, names: &Names<'_>) -> String {
    let mut text = String::new();
    for off in less {
        text.push_str(&format!(", less {} {}", names.incentive(&off.incentive), names.amount(off.amount)));
    }
    if let Some((times, value)) = times {
        text.push_str(&format!(", levels × {} {}", names.metric(times), names.number(value, names.metric_unit(times))));
    }
    if let Some(paid_on) = paid_on {
        text.push_str(&format!(", paid on {}", names.number(paid_on, names.metric_unit(metric))));
    }
    text
}

fn part_paid(reason: &Reason, names: &Names<'_>) -> String {
    let Reason::PartPaid { path, metric, value, less, paid_on, rate, amount, by, tier, by_value, times, times_value, level, contribution } =
        reason
    else {
        return String::new();
    };
    let paid = names.money(*contribution);
    let level = by.as_deref().zip(*by_value).zip(*level).map(|((by, by_value), level)| {
        let unit = names.metric_unit(by);
        let start = names.level_start(path, level).filter(|_| times.is_none());
        let start = start.map_or(String::new(), |start| format!(" ({})", from(names, path, names.bound(start, unit))));
        (by, format!("{} {}: level {} reached{start}", names.metric(by), names.number(by_value, unit), level + 1))
    });
    let level = level.or(tier.as_deref().map(|tier| ("", names.entry(Label::Tier, names.tier(tier)))));
    let factor = match (rate, amount) {
        (Some(rate), _) => names.rate(*rate),
        (None, Some(amount)) => names.money(*amount),
        (None, None) => String::new(),
    };
    let off = measured(less, times.as_deref().zip(*times_value), *paid_on, metric.as_deref().unwrap_or_default(), names);
    let measure = metric.as_deref().zip(*value).map(|(metric, value)| (metric, names.number(value, names.metric_unit(metric))));
    match (level, measure) {
        (Some((by, level)), Some((metric, _))) if by == metric => format!("{level}{off}, {factor} = {paid}"),
        (Some((_, level)), Some((metric, value))) => format!("{level}, {} {value}{off} × {factor} = {paid}", names.metric(metric)),
        (Some((_, level)), None) => format!("{level}{off}, {paid}"),
        (None, Some((metric, value))) if factor.is_empty() => format!("{} {value}: {paid}", names.metric(metric)),
        (None, Some((metric, value))) => format!("{} {value}{off} × {factor} = {paid}", names.metric(metric)),
        (None, None) => format!("Fixed amount: {paid}"),
    }
}

/// How a part, a factor or a limit came about, beyond the simple ones.
fn counted(reason: &Reason, names: &Names<'_>) -> String {
    let value_of = |metric: &str, value: Exact| format!("{} {}", names.metric(metric), names.number(value, names.metric_unit(metric)));
    match reason {
        Reason::PartOverlapping { metric, value, less, paid_on, times, times_value, level, contribution, .. } => format!(
            "{}{}, all levels up to level {} together: {}",
            value_of(metric, *value),
            measured(less, times.as_deref().zip(*times_value), *paid_on, metric, names),
            level + 1,
            names.money(*contribution)
        ),
        Reason::PartSteps { metric, value, less, paid_on, above, step, steps, amount, contribution, .. } => {
            let unit = names.metric_unit(metric);
            let above = if above.is_zero() { String::new() } else { format!(" above {}", names.bound(*above, unit)) };
            format!(
                "{}{}: {} full steps of {}{above} × {} = {}",
                value_of(metric, *value),
                measured(less, None, *paid_on, metric, names),
                names.number(*steps, MetricUnit::Number),
                names.bound(*step, unit),
                names.money(*amount),
                names.money(*contribution)
            )
        }
        Reason::PartInterest { metric, value, rate, year_days, contribution, .. } => {
            format!(
                "Interest on {} at {} a year of {year_days} days: {}",
                value_of(metric, *value),
                names.rate(*rate),
                names.money(*contribution)
            )
        }
        Reason::PartBaseNotPositive { path, metric, value, policy } => match *policy {
            "hold" => format!("Part {}: {} is not positive, so the award is held", names.part(path), value_of(metric, *value)),
            _ => format!("Part {}: {} is not positive, so this part pays nothing", names.part(path), value_of(metric, *value)),
        },
        Reason::PartHeldBy { path, incentive, policy } => match *policy {
            "hold" => format!("Part {}: {} is held, so this award is held too", names.part(path), names.incentive(incentive)),
            _ => format!("Part {}: {} is held, so this part pays nothing", names.part(path), names.incentive(incentive)),
        },
        Reason::Factor { metric, value, factor, contribution, .. } => {
            let factor = names.number(*factor, MetricUnit::Number);
            format!("{}: factor {factor}, {}", value_of(metric, *value), names.signed_money(*contribution))
        }
        Reason::FactorUnknown { metric, state, policy, contribution, .. } => {
            let (metric, state) = (names.metric(metric), names.value(metric, *state));
            match *policy {
                "hold" => format!("Factor by {metric}: {state}, so the award is held until the number is known"),
                _ => format!("Factor by {metric}: {state}, so the factor is 0: {}", names.signed_money(*contribution)),
            }
        }
        Reason::LimitUnknown { metric, state, policy, .. } => {
            let (metric, state) = (names.metric(metric), names.value(metric, *state));
            match *policy {
                "hold" => format!("Limit by {metric}: {state}, so the award is held until the number is known"),
                _ => format!("Limit by {metric}: {state}, so there is no limit"),
            }
        }
        _ => String::new(),
    }
}

/// What becomes of an amount that is earned.
fn afterwards(reason: &Reason, names: &Names<'_>) -> String {
    match reason {
        Reason::NotForfeited { .. } => "Nothing makes the amount forfeit".to_owned(),
        Reason::Forfeited { contribution, .. } => format!("Forfeited for good: {}", names.signed_money(*contribution)),
        Reason::GroupHeld { group, others, contribution, .. } => format!(
            "Only one of group {} may be paid, and {} would be paid too; a person has to decide: {}",
            names.group(group),
            names.incentives(others),
            names.signed_money(*contribution)
        ),
        Reason::GroupCapped { group, cap, contribution, .. } => {
            format!("Group {} capped at {} in all: {}", names.group(group), names.amount(*cap), names.signed_money(*contribution))
        }
        Reason::GroupRaised { group, floor, contribution, .. } => {
            format!("Group {} raised to {} in all: {}", names.group(group), names.amount(*floor), names.signed_money(*contribution))
        }
        Reason::BelowMinimum { minimum, policy: "lose", contribution, .. } => {
            format!("Below the minimum payout of {}: lost, {}", names.amount(*minimum), names.signed_money(*contribution))
        }
        Reason::BelowMinimum { minimum, .. } => {
            format!("Below the minimum payout of {}: carried on, nothing is payable yet", names.amount(*minimum))
        }
        Reason::InstalmentsDue { due, count, payable, .. } => {
            format!("{due} of {count} instalments are due: {} payable", names.amount(*payable))
        }
        Reason::Released { metric, value, payable, .. } => {
            let value = names.number(*value, names.metric_unit(metric));
            format!("Payable as far as {} {value}: {}", names.metric(metric), names.amount(*payable))
        }
        Reason::ReleaseUnknown { metric, state, policy, .. } => {
            let (metric, state) = (names.metric(metric), names.value(metric, *state));
            match *policy {
                "hold" => format!("Release by {metric}: {state}, so the award is held until the number is known"),
                _ => format!("Release by {metric}: {state}, so nothing is payable yet"),
            }
        }
        Reason::Waiting { until, .. } => format!("Payable from {until} on"),
        _ => String::new(),
    }
}

/// What rests on single records.
fn one_by_one(reason: &Reason, names: &Names<'_>) -> String {
    match reason {
        Reason::PartEach { metric, column, contribution, .. } => {
            format!("{} one by one ({}): {}", names.metric(metric), names.each(column), names.money(*contribution))
        }
        Reason::PartRunning { metric, value, contribution, .. } => {
            let value = names.number(*value, names.metric_unit(metric));
            format!("{} {value} record by record: {}", names.metric(metric), names.money(*contribution))
        }
        _ => String::new(),
    }
}

/// One value of a column.
pub(super) fn one(one: &EachPaid, metric: &str, names: &Names<'_>) -> String {
    let value = one.value.as_deref().unwrap_or(names.absent());
    let measure = names.number(one.measure, names.metric_unit(metric));
    let level = one.level.map_or(String::new(), |level| format!(" (level {})", level + 1));
    let factor = one.rate.map(|rate| names.rate(rate)).or(one.amount.map(|amount| names.money(amount)));
    let factor = factor.map_or(String::new(), |factor| format!(" at {factor}"));
    format!("{value}: {measure}{level}{factor} = {}", names.money(one.contribution))
}

/// A record along a running total.
pub(super) fn record(record: &RunningRecord, metric: &str, names: &Names<'_>) -> String {
    let (measure, total) = (names.number(record.measure, names.metric_unit(metric)), names.number(record.total, names.metric_unit(metric)));
    format!("{} {}: {measure}, total {total}: {}", record.date, record.record, names.signed_money(record.contribution))
}

/// One slice of graduated bands.
pub(super) fn slice(slice: &Slice, metric: &str, names: &Names<'_>) -> String {
    let unit = names.metric_unit(metric);
    let until = slice.until.map_or("open".to_owned(), |until| names.bound(until, unit));
    let factor = slice.rate.map(|rate| names.rate(rate)).or_else(|| slice.amount.map(|amount| names.money(amount))).unwrap_or_default();
    format!(
        "Level {} ({} – {until}): {} × {factor} = {}",
        slice.level + 1,
        names.bound(slice.from, unit),
        names.number(slice.in_slice, unit),
        names.money(slice.contribution)
    )
}

fn rounding(mode: Rounding) -> &'static str {
    match mode {
        Rounding::HalfUp => "half up",
        Rounding::HalfDown => "half down",
        Rounding::HalfEven => "half to even",
        Rounding::Up => "away from zero",
        Rounding::Down => "towards zero",
        Rounding::Ceiling => "up to the next",
        Rounding::Floor => "down to the next",
    }
}

/// The end of a protection as people say it: its last day.
fn last_day(until: &str) -> String {
    match parse_date(until).and_then(|date| date.pred_opt()) {
        Some(last) => format!("up to and including {}", date_text(last)),
        None => format!("until {until}"),
    }
}

/// One comparison.
pub(super) fn leaf(leaf: &LeafResult, names: &Names<'_>) -> String {
    let negated = is_negated(leaf);
    let (operand, actual) = (names.operand(leaf), names.actual(leaf));
    let required = requirement(leaf, &names.required(leaf), negated);
    let text = format!("{} {actual}, required: {required}", capital(&operand));
    let Some(gap) = leaf.gap.filter(|_| !negated) else { return text };
    if gap.is_zero() {
        return format!("{text}; the bound itself does not count");
    }
    let (unit, gap) = (names.unit(leaf), names.gap(gap, names.unit(leaf)));
    match leaf.operator {
        "at_least" => format!("{text}; {gap} missing"),
        "more_than" => format!("{text}; more than {gap} missing"),
        "less_than" => format!("{text}; has to fall by more than {gap}"),
        _ if unit == MetricUnit::Money => format!("{text}; {gap} too much"),
        _ => format!("{text}; {gap} over"),
    }
}

/// Starts a sentence with a word that may be written small: the letters of western Europe, without the 24 kB in which
/// Unicode lists the cases of all scripts.
fn capital(word: &str) -> String {
    let mut rest = word.chars();
    let upper = |first: char| match first {
        'à'..='ö' | 'ø'..='þ' => char::from_u32(u32::from(first) - 0x20).unwrap_or(first),
        _ => first.to_ascii_uppercase(),
    };
    rest.next().map(|first| std::iter::once(upper(first)).chain(rest).collect()).unwrap_or_default()
}

/// The operator in words; under a `not` its opposite, which is what is asked for.
fn requirement(leaf: &LeafResult, bound: &str, negated: bool) -> String {
    let given =
        matches!((&leaf.required, negated), (crate::reason::Bound::Boolean(false), false) | (crate::reason::Bound::Boolean(true), true));
    match (leaf.operator, negated) {
        ("at_least", false) | ("less_than", true) => format!("at least {bound}"),
        ("more_than", false) | ("at_most", true) => format!("more than {bound}"),
        ("at_most", false) | ("more_than", true) => format!("at most {bound}"),
        ("less_than", false) | ("at_least", true) => format!("less than {bound}"),
        ("equals", false) | ("differs", true) => format!("exactly {bound}"),
        ("differs", false) | ("equals", true) => format!("other than {bound}"),
        ("is", false) | ("is_not", true) => bound.to_owned(),
        ("is_not", false) | ("is", true) => format!("not {bound}"),
        ("in", false) | ("not_in", true) => format!("one of {bound}"),
        ("not_in", false) | ("in", true) => format!("none of {bound}"),
        ("within", false) => format!("{bound} or below it"),
        ("within", true) => format!("neither {bound} nor below it"),
        ("on_or_after", false) | ("before", true) => format!("on or after {bound}"),
        ("after", false) | ("on_or_before", true) => format!("after {bound}"),
        ("on_or_before", false) | ("after", true) => format!("on or before {bound}"),
        ("before", false) | ("on_or_after", true) => format!("before {bound}"),
        ("missing", _) => if given { "has to be given" } else { "must not be given" }.to_owned(),
        (operator, false) => format!("{operator} {bound}"),
        (operator, true) => format!("not {operator} {bound}"),
    }
}
