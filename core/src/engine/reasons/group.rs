//! How the awards of a group combine, with reasons.

use std::borrow::Cow;

use super::{Subject, add};
use crate::amount::{Amount, Exact, Overflow, Rounding, split_by_largest_remainder};
use crate::decision::{Award, AwardOutcome};
use crate::diagnostic::JsonPointer;
use crate::error::EvaluationError;
use crate::group::{Combine, Group};
use crate::reason::Reason;

/// Held ones are undecided, and those that do not apply never compete; where every amount is 0 there is nothing to choose.
pub(super) fn combine<'r>(
    subject: &Subject<'_, 'r>,
    position: usize,
    group: &'r Group,
    awards: &mut [Award<'r>],
) -> Result<(), EvaluationError> {
    let path = &group.path;
    let takes_part = |award: &Award| !matches!(award.outcome, AwardOutcome::Held | AwardOutcome::NotApplicable);
    let of_group = subject.programme.incentives.iter().map(|incentive| incentive.group == Some(position));
    let mut members: Vec<(usize, &mut Award<'r>)> = awards
        .iter_mut()
        .zip(of_group)
        .enumerate()
        .filter(|(_, (award, own))| *own && takes_part(award))
        .map(|(at, (award, _))| (at, award))
        .collect();
    let combined = match &group.combine {
        Combine::BestOf => {
            let by_worth = |a: &&(usize, &mut Award<'r>), b: &&(usize, &mut Award<'r>)| {
                a.1.amount.cmp(&b.1.amount).then_with(|| b.1.incentive.cmp(&a.1.incentive))
            };
            let has_amount = members.iter().any(|(_, award)| award.amount.minor() != 0);
            let best = members.iter().filter(|_| has_amount).max_by(by_worth).map(|(at, _)| *at);
            choose(path, group, best, &mut members)
        }
        Combine::Priority(order) => {
            let has_amount = |at: &usize| members.iter().any(|(member, award)| member == at && award.amount.minor() != 0);
            let first = order.iter().copied().find(has_amount);
            choose(path, group, first, &mut members)
        }
        Combine::Exclusive => hold_several(path, group, &mut members),
        Combine::Joint => Ok(()),
    };
    combined.and_then(|()| limit(path, group, &mut members)).map_err(|_| subject.overflow(path))
}

fn choose<'r>(
    path: &'r JsonPointer,
    group: &'r Group,
    chosen: Option<usize>,
    members: &mut [(usize, &mut Award<'r>)],
) -> Result<(), Overflow> {
    let name = |at: usize| members.iter().find(|(member, _)| *member == at).map(|(_, award)| award.incentive.clone());
    let Some((chosen, by)) = chosen.and_then(|at| Some((at, name(at)?))).filter(|_| members.len() > 1) else { return Ok(()) };
    let mut over = Vec::with_capacity(members.len());
    over.extend(members.iter().filter(|(at, _)| *at != chosen).map(|(_, award)| award.incentive.clone()));
    for (at, award) in members {
        let (path, group) = (Cow::Borrowed(path), Cow::Borrowed(group.id.as_str()));
        if *at == chosen {
            let over = std::mem::take(&mut over);
            add(&mut award.reasons, || Reason::Chosen { path, group, over });
            continue;
        }
        let contribution = award.amount.exact().checked_neg()?;
        let by = by.clone();
        add(&mut award.reasons, || Reason::Superseded { path, group, by, contribution });
        (award.amount, award.outcome) = (with_minor(award.amount, 0), AwardOutcome::Superseded);
    }
    Ok(())
}

fn hold_several<'r>(path: &'r JsonPointer, group: &'r Group, members: &mut [(usize, &mut Award<'r>)]) -> Result<(), Overflow> {
    let with_amount: Vec<Cow<'r, str>> =
        members.iter().filter(|(_, award)| award.amount.minor() != 0).map(|(_, award)| award.incentive.clone()).collect();
    if with_amount.len() < 2 {
        return Ok(());
    }
    for (_, award) in members.iter_mut().filter(|(_, award)| award.amount.minor() != 0) {
        let others = with_amount.iter().filter(|id| **id != award.incentive).cloned().collect();
        let contribution = award.amount.exact().checked_neg()?;
        award.reasons.push(Reason::GroupHeld { path: Cow::Borrowed(path), group: Cow::Borrowed(&group.id), others, contribution });
        (award.amount, award.outcome) = (with_minor(award.amount, 0), AwardOutcome::Held);
    }
    Ok(())
}

/// The same unit with another number.
fn with_minor(amount: Amount, minor: i128) -> Amount {
    Amount::from_minor(minor, amount.scale())
}

fn limit<'r>(path: &'r JsonPointer, group: &'r Group, members: &mut [(usize, &mut Award<'r>)]) -> Result<(), Overflow> {
    let Some(scale) = members.first().map(|(_, award)| award.amount.scale()) else { return Ok(()) };
    let minor = |limit: Exact| limit.round_to_minor(scale, Rounding::Down);
    let sum = members.iter().try_fold(0i128, |sum, (_, award)| sum.checked_add(award.amount.minor())).ok_or(Overflow)?;
    if let Some(cap) = group.limits.cap.map(minor).transpose()?.filter(|cap| sum > *cap) {
        let cut = sum.checked_sub(cap).ok_or(Overflow)?;
        let limit = Amount::from_minor(cap, scale);
        return spread(members, cut, -1, &|contribution| Reason::GroupCapped {
            path: Cow::Owned(path.child("cap")),
            group: Cow::Borrowed(&group.id),
            cap: limit,
            contribution,
        });
    }
    if let Some(floor) = group.limits.floor.map(minor).transpose()?.filter(|floor| sum < *floor) {
        let rise = floor.checked_sub(sum).ok_or(Overflow)?;
        let limit = Amount::from_minor(floor, scale);
        return spread(members, rise, 1, &|contribution| Reason::GroupRaised {
            path: Cow::Owned(path.child("floor")),
            group: Cow::Borrowed(&group.id),
            floor: limit,
            contribution,
        });
    }
    Ok(())
}

/// Spreads a cut or a rise over the positive amounts; a rise of none goes to the first that is open to it.
fn spread<'r>(
    members: &mut [(usize, &mut Award<'r>)],
    change: i128,
    sign: i128,
    reason: &dyn Fn(Exact) -> Reason<'r>,
) -> Result<(), Overflow> {
    let is_positive = |award: &Award| award.amount.minor() > 0;
    let some = members.iter().any(|(_, award)| is_positive(award));
    let mut concerned: Vec<&mut Award<'r>> = members.iter_mut().map(|(_, award)| &mut **award).collect();
    match some {
        true => concerned.retain(|award| is_positive(award)),
        false => {
            concerned.retain(|award| award.outcome == AwardOutcome::Nothing);
            concerned.truncate(1);
        }
    }
    crate::order::sort_by(&mut concerned, |a, b| a.incentive.cmp(&b.incentive));
    let weights: Vec<i128> = concerned.iter().map(|award| award.amount.minor()).collect();
    let parts = if some { split_by_largest_remainder(change, &weights).ok_or(Overflow)? } else { vec![change] };
    for (award, part) in concerned.into_iter().zip(parts).filter(|(_, part)| *part != 0) {
        let part = part * sign;
        award.reasons.push(reason(with_minor(award.amount, part).exact()));
        award.amount = with_minor(award.amount, award.amount.minor().checked_add(part).ok_or(Overflow)?);
        award.outcome = if award.amount.minor() == 0 { AwardOutcome::Nothing } else { AwardOutcome::Paid };
    }
    Ok(())
}
