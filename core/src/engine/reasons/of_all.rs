//! Parts whose amount depends on all partners, and budgets.

use super::award::Earning;
use super::{Subject, standing};
use crate::amount::{Amount, Exact, Overflow};
use crate::decision::{Award, AwardOutcome};
use crate::diagnostic::JsonPointer;
use crate::engine::budgets::Budgets;
use crate::engine::together::{Prize, Shares};
use crate::error::EvaluationError;
use crate::incentive::{Incentive, LevelDifferential};
use crate::reason::Reason;

/// Whether a reason holds its award, because a person has to decide.
pub(crate) fn is_tied(reason: &Reason) -> bool {
    matches!(reason, Reason::PartNoPrize { why: TIED, .. })
}

const TIED: &str = "tied";

/// What a contest adds, as its reason.
pub(crate) fn prize(subject: &Subject<'_>, shares: Shares<'_>, path: &JsonPointer, contest: usize) -> Reason {
    let (path, id) = (path.clone(), subject.programme.contests.get(contest).map(|contest| contest.id.clone()).unwrap_or_default());
    let none = |path, contest, place, why| Reason::PartNoPrize { path, contest, place, why };
    match shares.prize(contest) {
        Prize::Won { place, amount } => Reason::PartPrize { path, contest: id, place, contribution: amount },
        Prize::NotEntered => none(path, id, None, "not_entered"),
        Prize::TooFew { place } => none(path, id, Some(place), "too_few"),
        Prize::None { place } => none(path, id, Some(place), "no_prize"),
        Prize::Tied { place } => none(path, id, Some(place), TIED),
    }
}

/// What a pool adds, as its reason.
pub(crate) fn share(subject: &Subject<'_>, shares: Shares<'_>, path: &JsonPointer, position: usize) -> Reason {
    let pool = subject.programme.pools.get(position);
    let (path, id) = (path.clone(), pool.map(|pool| pool.id.clone()).unwrap_or_default());
    match (pool, shares.of_pool(position)) {
        (Some(pool), Some((value, contribution))) => {
            Reason::PartPool { path, pool: id, metric: subject.name(pool.shared_by), value, contribution }
        }
        _ => Reason::PartNoShare { path, pool: id },
    }
}

/// What a level differential adds, as its reason.
///
/// # Errors
/// A number leaves 128 bits.
pub(crate) fn differential(
    subject: &Subject<'_>,
    shares: Shares<'_>,
    path: &JsonPointer,
    of: &LevelDifferential,
) -> Result<Reason, Overflow> {
    let (rate, sources) = shares.sources(of, subject.facts)?;
    let contribution = sources.iter().try_fold(Exact::ZERO, |sum, source| sum.checked_add(source.contribution))?;
    Ok(Reason::PartDifferential { path: path.clone(), metric: subject.name(of.measure), rate, sources, contribution })
}

/// What short budgets leave of the amounts.
pub(crate) fn cut(subject: &Subject<'_>, budgets: &Budgets, awards: &mut [Award]) -> Result<(), EvaluationError> {
    for (position, (incentive, award)) in subject.programme.incentives.iter().zip(awards).enumerate() {
        let Some(cut) = budgets.cut(position, subject.partner).filter(|_| award.amount.minor() > 0) else { continue };
        let Some(budget) = incentive.budget.and_then(|budget| subject.programme.budgets.get(budget)) else { continue };
        let path = JsonPointer::from("/budgets").child(&budget.id);
        let (scale, _) = incentive.reward.rounding(super::rounding(subject.programme));
        let given = Amount::from_minor(cut.given, scale);
        let contribution = given.exact().checked_sub(award.amount.exact()).map_err(|_| subject.overflow(&path))?;
        award.reasons.push(Reason::BudgetShort {
            path,
            budget: budget.id.clone(),
            demand: Amount::from_minor(cut.demand, scale),
            contribution,
        });
        award.amount = given;
        if cut.given == 0 {
            award.outcome = AwardOutcome::Nothing;
        }
    }
    Ok(())
}

/// What a fund at `path` accrues, as an award; `awards` are those of the incentives before groups.
pub(crate) fn accrual(
    subject: &Subject<'_>,
    accrual: &Incentive,
    path: &JsonPointer,
    standing: Option<usize>,
    awards: &[Award],
) -> Result<Award, EvaluationError> {
    Earning { subject, incentive: accrual, path, parts: "accrues", expected: None, standing }.award(awards)
}

/// Position of the partner's tier; `None` without tiers.
pub(crate) fn position(subject: &Subject<'_>) -> Result<Option<usize>, EvaluationError> {
    let Some(tiers) = &subject.programme.tiers else { return Ok(None) };
    Ok(tiers.position(&standing::decide(subject, tiers)?.tier))
}
