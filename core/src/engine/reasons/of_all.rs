//! Parts whose amount depends on all partners, and budgets.

use std::borrow::Cow;

use super::award::{Decided, Earning};
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
pub(crate) fn is_tied(reason: &Reason<'_>) -> bool {
    matches!(reason, Reason::PartNoPrize { why: TIED, .. })
}

const TIED: &str = "tied";

/// What a contest adds, as its reason.
pub(crate) fn prize<'r>(subject: &Subject<'_, 'r>, shares: Shares<'_>, path: &'r JsonPointer, contest: usize) -> Reason<'r> {
    let path = Cow::Borrowed(path);
    let id = Cow::Borrowed(subject.programme.contests.get(contest).map_or("", |contest| contest.id.as_str()));
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
pub(crate) fn share<'r>(subject: &Subject<'_, 'r>, shares: Shares<'_>, path: &'r JsonPointer, position: usize) -> Reason<'r> {
    let pool = subject.programme.pools.get(position);
    let (path, id) = (Cow::Borrowed(path), Cow::Borrowed(pool.map_or("", |pool| pool.id.as_str())));
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
pub(crate) fn differential<'r>(
    subject: &Subject<'_, 'r>,
    shares: Shares<'_>,
    path: &'r JsonPointer,
    of: &LevelDifferential,
) -> Result<Reason<'r>, Overflow> {
    let (rate, sources) = shares.sources(of, subject.facts)?;
    let contribution = sources.iter().try_fold(Exact::ZERO, |sum, source| sum.checked_add(source.contribution))?;
    Ok(Reason::PartDifferential { path: Cow::Borrowed(path), metric: subject.name(of.measure), rate, sources, contribution })
}

/// What short budgets leave of the amounts.
pub(crate) fn cut<'r>(subject: &Subject<'_, 'r>, budgets: &Budgets, awards: &mut [Award<'r>]) -> Result<(), EvaluationError> {
    for (position, (incentive, award)) in subject.programme.incentives.iter().zip(awards).enumerate() {
        let Some(cut) = budgets.cut(position, subject.partner).filter(|_| award.amount.minor() > 0) else { continue };
        let Some(budget) = incentive.budget.and_then(|budget| subject.programme.budgets.get(budget)) else { continue };
        let path = JsonPointer::from("/budgets").child(&budget.id);
        let (scale, _) = incentive.reward.rounding(super::rounding(subject.programme));
        let given = Amount::from_minor(cut.given, scale);
        let contribution = given.exact().checked_sub(award.amount.exact()).map_err(|_| subject.overflow(&path))?;
        award.reasons.push(Reason::BudgetShort {
            path: path.into(),
            budget: Cow::Borrowed(&budget.id),
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

/// What a fund accrues, as an award; `awards` are those of the incentives before groups.
pub(crate) fn accrual<'r>(
    subject: &Subject<'_, 'r>,
    accrual: &'r Incentive,
    standing: Option<usize>,
    awards: &[Award<'r>],
) -> Result<Award<'r>, EvaluationError> {
    let decided: Vec<Decided> = awards.iter().map(Decided::of).collect();
    Earning { subject, incentive: accrual, is_accrual: true, expected: None, standing }.award(&decided)
}

/// Position of the partner's tier; `None` without tiers.
pub(crate) fn position<'r>(subject: &Subject<'_, 'r>) -> Result<Option<usize>, EvaluationError> {
    let Some(tiers) = &subject.programme.tiers else { return Ok(None) };
    Ok(tiers.position(&standing::decide(subject, tiers)?.tier))
}
