//! The Chinese catalogue. Bounds follow the convention of the civil code (art. 1259): 以上, 以下 include the number, 超过, 不满 do not.

use super::labels::Label;
use super::names::{Names, is_negated};
use super::{class, whole};
use crate::amount::{Exact, Rounding};
use crate::incentive::Boundary;
use crate::metric::MetricUnit;
use crate::period::{date_text, parse_date};
use crate::reason::{AmountOff, Bound, EachPaid, LeafResult, Reason, RunningRecord, Slice};

/// The sentence of a reason.
pub(super) fn sentence(reason: &Reason, names: &Names<'_>) -> String {
    match reason {
        Reason::TierMet { tier, .. } => format!("{}：符合要求", names.tier(tier)),
        Reason::TierNotMet { tier, .. } => format!("{}：未达到要求", names.tier(tier)),
        Reason::TierBase { tier, .. } => format!("未达到更高等级，等级为{}", names.tier(tier)),
        Reason::NotApplicable { .. } => "不适用：未满足适用条件".to_owned(),
        Reason::Applicable { .. } => "适用：已满足适用条件".to_owned(),
        Reason::PartNotApplicable { path, .. } => format!("第 {} 项不计：未满足该项条件", names.part(path)),
        Reason::PartUnknown { path, metric, state, policy } => {
            let (part, metric, state) = (names.part(path), names.metric(metric), names.value(metric, *state));
            match *policy {
                "hold" => format!("第 {part} 项：{metric}{state}，待数据齐备后再计算"),
                _ => format!("第 {part} 项：{metric}{state}，该项按 0 计"),
            }
        }
        Reason::PartBelowFirst { path, by, value, first } => {
            let unit = names.metric_unit(by);
            format!("{} {} 未达到第 1 档（{}）", names.metric(by), names.number(*value, unit), from(names, path, names.bound(*first, unit)))
        }
        Reason::PartNegative { metric, value, .. } => {
            format!("{} {} 为负数，按 0 计", names.metric(metric), names.number(*value, names.metric_unit(metric)))
        }
        Reason::PartPaid { .. } => part_paid(reason, names),
        Reason::PartGraduated { metric, value, less, paid_on, times, times_value, level, contribution, .. } => format!(
            "{} {}{} 超额累进至第 {} 档，合计 {}",
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
            format!("{}保留 {scale} 位小数：{} 计为 {}", rounding(*mode), names.money(*from), names.amount(*to))
        }
        Reason::RaisedToFloor { floor, contribution, .. } => {
            format!("保底 {}：{}", names.amount(*floor), names.signed_money(*contribution))
        }
        Reason::Capped { cap, contribution, .. } => format!("封顶 {}：{}", names.amount(*cap), names.signed_money(*contribution)),
        Reason::GatesHeld { .. } => "已满足兑付条件".to_owned(),
        Reason::GatesFailed { contribution, .. } => format!("未满足兑付条件，暂不兑付：{}", names.signed_money(*contribution)),
        Reason::Superseded { group, by, contribution, .. } => {
            format!("{} 组只兑付一项，即{}：{}", names.group(group), names.incentive(by), names.signed_money(*contribution))
        }
        Reason::Chosen { group, over, .. } => format!("{} 组中选定此项兑付，不再兑付{}", names.group(group), names.incentives(over)),
        Reason::Held { contribution, .. } => format!("数据未齐，暂不计算，待齐备后再定：{}", names.signed_money(*contribution)),
        Reason::Award { incentive, contribution, .. } => format!("{}：{}", names.incentive(incentive), names.money(*contribution)),
        Reason::TotalRaisedToFloor { floor, contribution, .. } => {
            format!("合计保底 {}：{}", names.amount(*floor), names.signed_money(*contribution))
        }
        Reason::TotalCapped { cap, contribution, .. } => format!("合计封顶 {}：{}", names.amount(*cap), names.signed_money(*contribution)),
        Reason::ClassNotMet { .. } | Reason::ClassMet { .. } | Reason::ClassOtherwise { .. } => class::sentence(reason, names),
        Reason::Initial { points, .. } => format!("起始 {}", names.points(*points)),
        Reason::Scored { path, characteristic, points, rank, .. } => {
            let text = format!("{}：{}", names.characteristic(path, characteristic), names.points(*points));
            rank.map_or(text.clone(), |rank| format!("{text}（第 {rank} 位原因）"))
        }
        Reason::ClaimCredited { held_from, held_until, .. } => format!("报备成功：保护期 {held_from} 起，{}", last_day(held_until)),
        Reason::ClaimBlocked { by, held_until, .. } => format!("撞单：报备 {by} 的保护期{}", last_day(held_until)),
        Reason::ClaimNotValid { leaves, .. } if leaves.is_empty() => "报备无效：缺少用于判定先后的时间".to_owned(),
        Reason::ClaimNotValid { .. } => "报备无效：未满足报备条件".to_owned(),
        Reason::ClaimTied { with, .. } => {
            let with: Vec<&str> = with.iter().map(String::as_str).collect();
            format!("与 {} 同时报备，须人工裁定", names.list(&with))
        }
        Reason::ClaimWithdrawn { on, .. } => format!("{on} 撤回，自当日起他人可以报备"),
        Reason::ClaimIncompleteKey { column, .. } => format!("未填写{}，无法与其他报备查重", names.column(column)),
        _ => whole::sentence(reason, names),
    }
}

/// ≥ or >, as the bands include the boundary or not.
fn from(names: &Names<'_>, path: &crate::JsonPointer, bound: String) -> String {
    match names.boundary(path) {
        Boundary::FromIncluded => format!("≥ {bound}"),
        Boundary::FromExcluded => format!("> {bound}"),
    }
}

/// What is taken off the measure, what its starts are multiplied by, and what is paid on in the end.
fn measured(less: &[AmountOff], times: Option<(&str, Exact)>, paid_on: Option<Exact>, metric: &str, names: &Names<'_>) -> String {
    let mut text = String::new();
    for off in less {
        text.push_str(&format!("，减{} {}", names.incentive(&off.incentive), names.amount(off.amount)));
    }
    if let Some((times, value)) = times {
        text.push_str(&format!("，起点按{} {} 计", names.metric(times), names.number(value, names.metric_unit(times))));
    }
    if let Some(paid_on) = paid_on {
        text.push_str(&format!("，计奖基数 {}", names.number(paid_on, names.metric_unit(metric))));
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
        let start = start.map_or(String::new(), |start| format!("（{}）", from(names, path, names.bound(start, unit))));
        (by, format!("{} {} 达到第 {} 档{start}", names.metric(by), names.number(by_value, unit), level + 1))
    });
    let level = level.or(tier.as_deref().map(|tier| ("", names.entry(Label::Tier, names.tier(tier)))));
    let factor = match (rate, amount) {
        (Some(rate), _) => names.rate(*rate),
        (None, Some(amount)) => format!("每单位 {}", names.money(*amount)),
        (None, None) => String::new(),
    };
    let off = measured(less, times.as_deref().zip(*times_value), *paid_on, metric.as_deref().unwrap_or_default(), names);
    let measure = metric.as_deref().zip(*value).map(|(metric, value)| (metric, names.number(value, names.metric_unit(metric))));
    match (level, measure) {
        (Some((by, level)), Some((metric, _))) if by == metric => format!("{level}{off}，按 {factor} 计 {paid}"),
        (Some((_, level)), Some((metric, value))) => format!("{level}，{} {value}{off}，按 {factor} 计 {paid}", names.metric(metric)),
        (Some((_, level)), None) => format!("{level}{off}，计 {paid}"),
        (None, Some((metric, value))) if factor.is_empty() => format!("{} {value}，计 {paid}", names.metric(metric)),
        (None, Some((metric, value))) => {
            let off = if off.is_empty() { off } else { format!("{off}，") };
            format!("{} {value} {off}按 {factor} 计 {paid}", names.metric(metric)).replace(" ，", "，")
        }
        (None, None) => format!("固定金额 {paid}"),
    }
}

/// How a part, a factor or a limit came about, beyond the simple ones.
fn counted(reason: &Reason, names: &Names<'_>) -> String {
    let value_of = |metric: &str, value: Exact| format!("{} {}", names.metric(metric), names.number(value, names.metric_unit(metric)));
    match reason {
        Reason::PartOverlapping { metric, value, less, paid_on, times, times_value, level, contribution, .. } => format!(
            "{}{}，第 1 至 {} 档叠加，合计 {}",
            value_of(metric, *value),
            measured(less, times.as_deref().zip(*times_value), *paid_on, metric, names),
            level + 1,
            names.money(*contribution)
        ),
        Reason::PartSteps { metric, value, less, paid_on, above, step, steps, amount, contribution, .. } => {
            let unit = names.metric_unit(metric);
            let above = if above.is_zero() { String::new() } else { format!("超过 {} 的部分", names.bound(*above, unit)) };
            format!(
                "{}{}：{above}每满 {} 计一次，共 {} 次 × {} = {}",
                value_of(metric, *value),
                measured(less, None, *paid_on, metric, names),
                names.bound(*step, unit),
                names.number(*steps, MetricUnit::Number),
                names.money(*amount),
                names.money(*contribution)
            )
        }
        Reason::PartInterest { metric, value, rate, year_days, contribution, .. } => {
            format!(
                "贴息：{}，年利率 {}，一年按 {year_days} 天计，计 {}",
                value_of(metric, *value),
                names.rate(*rate),
                names.money(*contribution)
            )
        }
        Reason::PartBaseNotPositive { path, metric, value, policy } => match *policy {
            "hold" => format!("第 {} 项：{} 不为正数，暂不计算", names.part(path), value_of(metric, *value)),
            _ => format!("第 {} 项：{} 不为正数，该项按 0 计", names.part(path), value_of(metric, *value)),
        },
        Reason::PartHeldBy { path, incentive, policy } => match *policy {
            "hold" => format!("第 {} 项：{}尚未确定，本激励暂不计算", names.part(path), names.incentive(incentive)),
            _ => format!("第 {} 项：{}尚未确定，该项按 0 计", names.part(path), names.incentive(incentive)),
        },
        Reason::Factor { metric, value, factor, contribution, .. } => {
            let factor = names.number(*factor, MetricUnit::Number);
            format!("{}：系数 {factor}，{}", value_of(metric, *value), names.signed_money(*contribution))
        }
        Reason::FactorUnknown { metric, state, policy, contribution, .. } => {
            let (metric, state) = (names.metric(metric), names.value(metric, *state));
            match *policy {
                "hold" => format!("系数指标{metric}{state}，待数据齐备后再计算"),
                _ => format!("系数指标{metric}{state}，系数按 0 计：{}", names.signed_money(*contribution)),
            }
        }
        Reason::LimitUnknown { metric, state, policy, .. } => {
            let (metric, state) = (names.metric(metric), names.value(metric, *state));
            match *policy {
                "hold" => format!("限额指标{metric}{state}，待数据齐备后再计算"),
                _ => format!("限额指标{metric}{state}，不设限额"),
            }
        }
        _ => String::new(),
    }
}

/// What becomes of an amount that is earned.
fn afterwards(reason: &Reason, names: &Names<'_>) -> String {
    match reason {
        Reason::NotForfeited { .. } => "没有取消奖励的情形".to_owned(),
        Reason::Forfeited { contribution, .. } => format!("已取消，不再兑付：{}", names.signed_money(*contribution)),
        Reason::GroupHeld { group, others, contribution, .. } => format!(
            "{} 组只能享受一项，而{}也有金额，须人工裁定：{}",
            names.group(group),
            names.incentives(others),
            names.signed_money(*contribution)
        ),
        Reason::GroupCapped { group, cap, contribution, .. } => {
            format!("{} 组合计封顶 {}：{}", names.group(group), names.amount(*cap), names.signed_money(*contribution))
        }
        Reason::GroupRaised { group, floor, contribution, .. } => {
            format!("{} 组合计保底 {}：{}", names.group(group), names.amount(*floor), names.signed_money(*contribution))
        }
        Reason::BelowMinimum { minimum, policy: "lose", contribution, .. } => {
            format!("未达最低兑付额 {}，不予兑付：{}", names.amount(*minimum), names.signed_money(*contribution))
        }
        Reason::BelowMinimum { minimum, .. } => {
            format!("未达最低兑付额 {}，结转下期，本次不兑付", names.amount(*minimum))
        }
        Reason::InstalmentsDue { due, count, payable, .. } => {
            format!("分期兑付：共 {count} 期，已到期 {due} 期，可兑付 {}", names.amount(*payable))
        }
        Reason::Released { metric, value, payable, .. } => {
            let value = names.number(*value, names.metric_unit(metric));
            format!("按{} {value} 释放，可兑付 {}", names.metric(metric), names.amount(*payable))
        }
        Reason::ReleaseUnknown { metric, state, policy, .. } => {
            let (metric, state) = (names.metric(metric), names.value(metric, *state));
            match *policy {
                "hold" => format!("释放指标{metric}{state}，待数据齐备后再定"),
                _ => format!("释放指标{metric}{state}，暂不可兑付"),
            }
        }
        Reason::Waiting { until, .. } => format!("{until} 起可兑付"),
        _ => String::new(),
    }
}

/// What rests on single records.
fn one_by_one(reason: &Reason, names: &Names<'_>) -> String {
    match reason {
        Reason::PartEach { metric, column, contribution, .. } => {
            format!("{}逐项（按{}）计算，合计 {}", names.metric(metric), names.each(column), names.money(*contribution))
        }
        Reason::PartRunning { metric, value, contribution, .. } => {
            let value = names.number(*value, names.metric_unit(metric));
            format!("{} {value}，按单据先后逐笔计算，合计 {}", names.metric(metric), names.money(*contribution))
        }
        _ => String::new(),
    }
}

/// One value of a column.
pub(super) fn one(one: &EachPaid, metric: &str, names: &Names<'_>) -> String {
    let value = one.value.as_deref().unwrap_or(names.absent());
    let measure = names.number(one.measure, names.metric_unit(metric));
    let level = one.level.map_or(String::new(), |level| format!("，第 {} 档", level + 1));
    let factor = one.rate.map(|rate| names.rate(rate)).or(one.amount.map(|amount| names.money(amount)));
    let factor = factor.map_or(String::new(), |factor| format!("，按 {factor}"));
    format!("{value}：{measure}{level}{factor} 计 {}", names.money(one.contribution))
}

/// A record along a running total.
pub(super) fn record(record: &RunningRecord, metric: &str, names: &Names<'_>) -> String {
    let (measure, total) = (names.number(record.measure, names.metric_unit(metric)), names.number(record.total, names.metric_unit(metric)));
    format!("{} {}：{measure}，累计 {total}，计 {}", record.date, record.record, names.signed_money(record.contribution))
}

/// One slice of graduated bands.
pub(super) fn slice(slice: &Slice, metric: &str, names: &Names<'_>) -> String {
    let unit = names.metric_unit(metric);
    let range = match slice.until {
        Some(until) => format!("{} 至 {}", names.bound(slice.from, unit), names.bound(until, unit)),
        None => format!("超过 {} 的部分", names.bound(slice.from, unit)),
    };
    let factor = slice.rate.map(|rate| names.rate(rate)).or_else(|| slice.amount.map(|amount| names.money(amount))).unwrap_or_default();
    format!("第 {} 档（{range}）：{} × {factor} = {}", slice.level + 1, names.number(slice.in_slice, unit), names.money(slice.contribution))
}

fn rounding(mode: Rounding) -> &'static str {
    match mode {
        Rounding::HalfUp => "四舍五入",
        Rounding::HalfDown => "五舍六入",
        Rounding::HalfEven => "四舍六入五成双",
        Rounding::Up => "按绝对值进位",
        Rounding::Down => "按绝对值舍去",
        Rounding::Ceiling => "向上取整",
        Rounding::Floor => "向下取整",
    }
}

/// The end of a protection as people say it: its last day.
fn last_day(until: &str) -> String {
    match parse_date(until).and_then(|date| date.pred_opt()) {
        Some(last) => format!("至 {}（含当日）", date_text(last)),
        None => format!("至 {until}"),
    }
}

/// One comparison.
pub(super) fn leaf(leaf: &LeafResult, names: &Names<'_>) -> String {
    let negated = is_negated(leaf);
    let (operand, actual) = (names.operand(leaf), names.actual(leaf));
    let required = requirement(leaf, &names.required(leaf), negated);
    let text = format!("{operand} {actual}，要求{required}");
    let Some(gap) = leaf.gap.filter(|_| !negated) else { return text };
    if gap.is_zero() {
        return format!("{text}（不含本数）");
    }
    let gap = names.gap(gap, names.unit(leaf));
    match leaf.operator {
        "at_least" => format!("{text}，还差 {gap}"),
        "more_than" => format!("{text}，还须增加超过 {gap}"),
        "less_than" => format!("{text}，须减少超过 {gap}"),
        _ => format!("{text}，超出 {gap}"),
    }
}

/// With a space before it where figures follow Chinese characters.
fn spaced(bound: &str) -> String {
    if bound.starts_with(|first: char| first.is_ascii()) { format!(" {bound}") } else { bound.to_owned() }
}

/// The operator in words; under a `not` its opposite, which is what is asked for.
fn requirement(leaf: &LeafResult, bound: &str, negated: bool) -> String {
    let given = matches!((&leaf.required, negated), (Bound::Boolean(false), false) | (Bound::Boolean(true), true));
    match (leaf.operator, negated) {
        ("at_least", false) | ("less_than", true) => format!("{}以上", spaced(bound)),
        ("more_than", false) | ("at_most", true) => format!("超过 {bound}"),
        ("at_most", false) | ("more_than", true) => format!("{}以下", spaced(bound)),
        ("less_than", false) | ("at_least", true) => format!("不满 {bound}"),
        ("equals", false) | ("differs", true) => format!("等于 {bound}"),
        ("differs", false) | ("equals", true) => format!("不等于 {bound}"),
        ("is", false) | ("is_not", true) => format!("为{}", spaced(bound)),
        ("is_not", false) | ("is", true) => format!("不为{}", spaced(bound)),
        ("in", false) | ("not_in", true) => format!("为其中之一：{bound}"),
        ("not_in", false) | ("in", true) => format!("不为其中任何一个：{bound}"),
        ("within", false) => format!("属于{}（含下级）", spaced(bound)),
        ("within", true) => format!("不属于{}（含下级）", spaced(bound)),
        ("on_or_after", false) | ("before", true) => format!("在 {bound} 当日或之后"),
        ("after", false) | ("on_or_before", true) => format!("在 {bound} 之后"),
        ("on_or_before", false) | ("after", true) => format!("在 {bound} 当日或之前"),
        ("before", false) | ("on_or_after", true) => format!("在 {bound} 之前"),
        ("missing", _) => if given { "已填写" } else { "不填写" }.to_owned(),
        (operator, false) => format!(" {operator} {bound}"),
        (operator, true) => format!("不符合 {operator} {bound}"),
    }
}
