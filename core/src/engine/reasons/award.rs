//! Awards: parts, rounding, limits, gates, groups, and the total.

use super::Subject;
use super::condition::Checked;
use crate::amount::{Amount, Exact, Overflow};
use crate::decision::{Award, AwardOutcome};
use crate::diagnostic::JsonPointer;
use crate::error::EvaluationError;
use crate::incentive::{BandMethod, Bands, Incentive, Limit, Part, Pay, PayForm, Schedule, UnknownPay, WhenNegative, reached};
use crate::metric::MetricValue;
use crate::reason::{Reason, Slice};

/// One award per incentive, in document order.
pub(crate) fn decide(subject: &Subject<'_>, standing: Option<usize>) -> Result<Vec<Award>, EvaluationError> {
    let incentives = &subject.programme.incentives;
    let mut awards = Vec::with_capacity(incentives.len());
    for (position, incentive) in incentives.iter().enumerate() {
        awards.push(one(subject, incentive, &JsonPointer::from("/incentives").child(position), standing)?);
    }
    for (group, named) in subject.programme.groups.iter().enumerate() {
        best_of(subject, group, &named.id, &mut awards)?;
    }
    Ok(awards)
}

fn one(subject: &Subject<'_>, incentive: &Incentive, path: &JsonPointer, standing: Option<usize>) -> Result<Award, EvaluationError> {
    let overflow = |_: Overflow| subject.overflow(path);
    let nothing = subject.nothing();
    let mut award = Award {
        incentive: incentive.id.clone(),
        outcome: AwardOutcome::Nothing,
        earned: nothing,
        amount: nothing,
        reasons: Vec::with_capacity(incentive.pays.len() + 2),
    };
    if let Some(rule) = &incentive.requires {
        let path = path.child("requires");
        let Checked { holds, .. } = &push_check(subject, rule, &path, standing, &mut award.reasons, |holds, path, leaves| {
            if holds { Reason::Applicable { path, leaves } } else { Reason::NotApplicable { path, leaves } }
        })?;
        if !holds {
            award.outcome = AwardOutcome::NotApplicable;
            return Ok(award);
        }
    }
    let mut sum = Exact::ZERO;
    let mut is_held = false;
    for (position, part) in incentive.pays.iter().enumerate() {
        let reason = pay(subject, part, &path.child("pays").child(position), standing)?;
        sum = sum.checked_add(reason.contribution().unwrap_or(Exact::ZERO)).map_err(overflow)?;
        is_held |= matches!(reason, Reason::PartUnknown { policy: HOLD, .. });
        award.reasons.push(reason);
    }
    if is_held {
        award.outcome = AwardOutcome::Held;
        award.reasons.push(Reason::Held { path: path.clone(), contribution: sum.checked_neg().map_err(overflow)? });
        return Ok(award);
    }
    let rounded = round(subject, sum, &mut award.reasons).map_err(overflow)?;
    award.earned = limit(subject, incentive, path, rounded, &mut award.reasons).map_err(overflow)?;
    award.amount = award.earned;
    award.outcome = if award.amount.minor() == 0 { AwardOutcome::Nothing } else { AwardOutcome::Paid };
    if let Some(rule) = &incentive.gates {
        let withheld = award.earned.exact().checked_neg().map_err(overflow)?;
        let checked = push_check(subject, rule, &path.child("gates"), standing, &mut award.reasons, |holds, path, leaves| {
            if holds { Reason::GatesHeld { path, leaves } } else { Reason::GatesFailed { path, leaves, contribution: withheld } }
        })?;
        if !checked.holds {
            award.amount = nothing;
            award.outcome = AwardOutcome::Withheld;
        }
    }
    Ok(award)
}

fn push_check(
    subject: &Subject<'_>,
    rule: &crate::tier::Rule,
    path: &JsonPointer,
    standing: Option<usize>,
    reasons: &mut Vec<Reason>,
    reason: impl FnOnce(bool, JsonPointer, Vec<crate::reason::LeafResult>) -> Reason,
) -> Result<Checked, EvaluationError> {
    let checked = subject.check(rule, path, standing)?;
    reasons.push(reason(checked.holds, path.clone(), checked.leaves()));
    Ok(checked)
}

/// The one rounding of an award.
fn round(subject: &Subject<'_>, sum: Exact, reasons: &mut Vec<Reason>) -> Result<Amount, Overflow> {
    let (scale, mode) = super::rounding(subject.programme);
    let to = subject.amount(sum)?;
    if to.exact() != sum {
        let contribution = to.exact().checked_sub(sum)?;
        reasons.push(Reason::Rounded { path: JsonPointer::from("/rounding"), from: sum, to, mode, scale, contribution });
    }
    Ok(to)
}

fn limit(
    subject: &Subject<'_>,
    incentive: &Incentive,
    path: &JsonPointer,
    mut amount: Amount,
    reasons: &mut Vec<Reason>,
) -> Result<Amount, Overflow> {
    if let Some(floor) = fixed(incentive.floor).filter(|floor| amount.exact() < *floor) {
        let floor = subject.amount(floor)?;
        let contribution = floor.exact().checked_sub(amount.exact())?;
        reasons.push(Reason::RaisedToFloor { path: path.child("floor"), floor, contribution });
        amount = floor;
    }
    if let Some(cap) = fixed(incentive.cap).filter(|cap| amount.exact() > *cap) {
        let cap = subject.amount(cap)?;
        let contribution = cap.exact().checked_sub(amount.exact())?;
        reasons.push(Reason::Capped { path: path.child("cap"), cap, contribution });
        amount = cap;
    }
    Ok(amount)
}

fn fixed(limit: Option<Limit>) -> Option<Exact> {
    match limit {
        Some(Limit::Amount(amount)) => Some(amount),
        _ => None,
    }
}

const HOLD: &str = "hold";
const NOTHING: &str = "nothing";

/// What one part adds, as its reason.
fn pay(subject: &Subject<'_>, part: &Part, path: &JsonPointer, standing: Option<usize>) -> Result<Reason, EvaluationError> {
    if let Some(rule) = &part.when {
        let checked = subject.check(rule, &path.child("when"), standing)?;
        if !checked.holds {
            return Ok(Reason::PartNotApplicable { path: path.clone(), leaves: checked.leaves() });
        }
    }
    let unknown = |metric: usize| Reason::PartUnknown {
        path: path.clone(),
        metric: subject.name(metric),
        state: subject.value(metric),
        // a host may hand over `null` for a metric that no record could leave open; then nothing is decided
        policy: if part.unknown == Some(UnknownPay::Nothing) { NOTHING } else { HOLD },
    };
    // `percent_of` is named before `by`: the first unknown one of them is reported
    let known = |metric: usize| match subject.value(metric) {
        MetricValue::Known(value) => Ok(value),
        MetricValue::Undefined | MetricValue::Missing => Err(Box::new(unknown(metric))),
    };
    let reason = match &part.pays {
        Pay::Flat { form, measure, rate, when_negative } => match known(*measure) {
            Ok(value) => flat(subject, path, *form, *measure, value, *rate, *when_negative),
            Err(reason) => Ok(*reason),
        },
        Pay::Banded { form, measure, schedule: Schedule { method, bands, .. } } => {
            match known(*measure).and_then(|value| Ok((value, known(bands.by)?))) {
                Ok((value, by)) => banded(subject, path, *form, (*measure, value), *method, bands, by),
                Err(reason) => Ok(*reason),
            }
        }
        Pay::LumpSum(amount) => Ok(lump_sum(path, *amount)),
        Pay::LumpSumByLevel(bands) => match known(bands.by) {
            Ok(by) => Ok(lump_sum_by_level(subject, path, bands, by)),
            Err(reason) => Ok(*reason),
        },
        _ => Ok(lump_sum(path, Exact::ZERO)),
    };
    reason.map_err(|_: Overflow| subject.overflow(path))
}

/// Rate and amount as the form writes them: a percent has a rate, a unit has an amount.
const fn by_form(form: PayForm, number: Exact) -> (Option<Exact>, Option<Exact>) {
    match form {
        PayForm::Percent => (Some(number), None),
        PayForm::PerUnit => (None, Some(number)),
    }
}

fn flat(
    subject: &Subject<'_>,
    path: &JsonPointer,
    form: PayForm,
    measure: usize,
    value: Exact,
    number: Exact,
    when_negative: WhenNegative,
) -> Result<Reason, Overflow> {
    let (path, metric) = (path.clone(), subject.name(measure));
    if value.is_negative() && when_negative == WhenNegative::Nothing {
        return Ok(Reason::PartNegative { path, metric, value });
    }
    let (rate, amount) = by_form(form, number);
    let contribution = value.checked_mul(number)?;
    Ok(Reason::PartPaid {
        path,
        metric: Some(metric),
        value: Some(value),
        rate,
        amount,
        by: None,
        by_value: None,
        level: None,
        contribution,
    })
}

fn below_first(subject: &Subject<'_>, path: &JsonPointer, bands: &Bands, by: Exact) -> Reason {
    let first = bands.levels.first().map_or(Exact::ZERO, |(from, _)| *from);
    Reason::PartBelowFirst { path: path.clone(), by: subject.name(bands.by), value: by, first }
}

fn banded(
    subject: &Subject<'_>,
    path: &JsonPointer,
    form: PayForm,
    (measure, value): (usize, Exact),
    method: BandMethod,
    bands: &Bands,
    by: Exact,
) -> Result<Reason, Overflow> {
    let Some(level) = reached(&bands.levels, bands.boundary, by) else { return Ok(below_first(subject, path, bands, by)) };
    let (path, metric) = (path.clone(), subject.name(measure));
    match method {
        BandMethod::WholeAmount if value.is_negative() => Ok(Reason::PartNegative { path, metric, value }),
        BandMethod::WholeAmount => {
            let number = bands.levels.get(level).map_or(Exact::ZERO, |(_, number)| *number);
            let (rate, amount) = by_form(form, number);
            let contribution = value.checked_mul(number)?;
            let (by, by_value) = (Some(subject.name(bands.by)), Some(by));
            Ok(Reason::PartPaid {
                path,
                metric: Some(metric),
                value: Some(value),
                rate,
                amount,
                by,
                by_value,
                level: Some(level),
                contribution,
            })
        }
        _ => {
            let slices = slices(form, bands, value)?;
            let contribution = slices.iter().try_fold(Exact::ZERO, |sum, slice| sum.checked_add(slice.contribution))?;
            Ok(Reason::PartGraduated { path, metric, value, level, slices, contribution })
        }
    }
}

/// The slices of a measure that have something in them.
fn slices(form: PayForm, bands: &Bands, value: Exact) -> Result<Vec<Slice>, Overflow> {
    let mut slices = Vec::new();
    for (level, (from, number)) in bands.levels.iter().enumerate() {
        let until = bands.levels.get(level + 1).map(|(next, _)| *next);
        let end = until.map_or(value, |until| until.min(value));
        if end <= *from {
            break;
        }
        let in_slice = end.checked_sub(*from)?;
        let (rate, amount) = by_form(form, *number);
        slices.push(Slice { level, from: *from, until, in_slice, rate, amount, contribution: in_slice.checked_mul(*number)? });
    }
    Ok(slices)
}

fn lump_sum(path: &JsonPointer, amount: Exact) -> Reason {
    Reason::PartPaid {
        path: path.clone(),
        metric: None,
        value: None,
        rate: None,
        amount: Some(amount),
        by: None,
        by_value: None,
        level: None,
        contribution: amount,
    }
}

fn lump_sum_by_level(subject: &Subject<'_>, path: &JsonPointer, bands: &Bands, by: Exact) -> Reason {
    let Some((level, amount)) = reached(&bands.levels, bands.boundary, by).and_then(|level| Some((level, bands.levels.get(level)?.1)))
    else {
        return below_first(subject, path, bands, by);
    };
    Reason::PartPaid {
        path: path.clone(),
        metric: None,
        value: None,
        rate: None,
        amount: Some(amount),
        by: Some(subject.name(bands.by)),
        by_value: Some(by),
        level: Some(level),
        contribution: amount,
    }
}

/// Pays the largest award of a group and supersedes the others. Held ones are undecided, and those that do not apply never
/// compete; where every amount is 0 there is nothing to choose.
fn best_of(subject: &Subject<'_>, group: usize, id: &str, awards: &mut [Award]) -> Result<(), EvaluationError> {
    let members: Vec<usize> = subject
        .programme
        .incentives
        .iter()
        .zip(awards.iter())
        .enumerate()
        .filter(|(_, (incentive, award))| {
            incentive.group == Some(group) && !matches!(award.outcome, AwardOutcome::Held | AwardOutcome::NotApplicable)
        })
        .map(|(position, _)| position)
        .collect();
    let minor = |position: usize| awards.get(position).map_or(0, |award| award.amount.minor());
    let name = |position: usize| awards.get(position).map_or("", |award| award.incentive.as_str());
    if members.len() < 2 || members.iter().all(|position| minor(*position) == 0) {
        return Ok(());
    }
    let best = members.iter().copied().reduce(|best, other| {
        let better = minor(other).cmp(&minor(best)).then_with(|| name(best).cmp(name(other)));
        if better.is_gt() { other } else { best }
    });
    let Some(best) = best else { return Ok(()) };
    let by = name(best).to_owned();
    let over: Vec<String> = members.iter().filter(|position| **position != best).map(|position| name(*position).to_owned()).collect();
    let path = JsonPointer::from("/groups").child(id);
    for position in members {
        let Some(award) = awards.get_mut(position) else { continue };
        if position == best {
            award.reasons.push(Reason::Chosen { path: path.clone(), group: id.to_owned(), over: over.clone() });
            continue;
        }
        let contribution = award.amount.exact().checked_neg().map_err(|_| subject.overflow(&path))?;
        award.reasons.push(Reason::Superseded { path: path.clone(), group: id.to_owned(), by: by.clone(), contribution });
        award.amount = subject.nothing();
        award.outcome = AwardOutcome::Superseded;
    }
    Ok(())
}

/// What is paid in all, and why.
pub(crate) fn total(subject: &Subject<'_>, awards: &[Award]) -> Result<(Amount, Vec<Reason>), EvaluationError> {
    let path = JsonPointer::from("/payout");
    let overflow = |_: Overflow| subject.overflow(&path);
    let incentives = JsonPointer::from("/incentives");
    let mut total = Exact::ZERO;
    let mut reasons = Vec::new();
    for (position, award) in awards.iter().enumerate().filter(|(_, award)| award.amount.minor() != 0) {
        let contribution = award.amount.exact();
        total = total.checked_add(contribution).map_err(overflow)?;
        reasons.push(Reason::Award { path: incentives.child(position), incentive: award.incentive.clone(), contribution });
    }
    let mut total = subject.amount(total).map_err(overflow)?;
    let payout = &subject.programme.payout;
    if let Some(floor) = payout.floor.filter(|floor| total.exact() < *floor) {
        let floor = subject.amount(floor).map_err(overflow)?;
        let contribution = floor.exact().checked_sub(total.exact()).map_err(overflow)?;
        reasons.push(Reason::TotalRaisedToFloor { path: path.child("floor"), floor, contribution });
        total = floor;
    }
    if let Some(cap) = payout.cap.filter(|cap| total.exact() > *cap) {
        let cap = subject.amount(cap).map_err(overflow)?;
        let contribution = cap.exact().checked_sub(total.exact()).map_err(overflow)?;
        reasons.push(Reason::TotalCapped { path: path.child("cap"), cap, contribution });
        total = cap;
    }
    Ok((total, reasons))
}
