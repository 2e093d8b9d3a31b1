//! The numbers of all partners in columns, decided by the fast pipeline.

use std::sync::Arc;

use super::Review;
use crate::amount::Exact;
use crate::decision::{
    AwardOutcome, BudgetUse, CascadeResult, ContestResult, CostShareResult, LeaderboardResult, PayCheckResult, PoolUse, TargetRecord,
};
use crate::diagnostic::JsonPointer;
use crate::engine::across::{Across, Ground};
use crate::engine::budgets::{Budgets, Queues};
use crate::engine::decide::{AwardNumbers, Fault, Numbers, Partner};
use crate::engine::shared::Shared;
use crate::engine::together::{Gathering, Together};
use crate::engine::values::Values;
use crate::error::EvaluationError;
use crate::facts::Facts;
use crate::period::AsOf;
use crate::programme::Programme;

/// The numbers of all partners, in columns; row `i` is partner `i` of [`Outcomes::partners`].
#[derive(Debug, Clone, Default)]
pub struct Outcomes {
    /// Ids, ascending.
    pub partners: Vec<String>,
    /// Positions in the tier ladder: 0 the base tier, then the rungs.
    pub tiers: Vec<u16>,
    /// One per incentive, in document order.
    pub awards: Vec<AwardColumn>,
    /// Totals in minor units.
    pub totals: Vec<i128>,
    /// One per scorecard, by id.
    pub scores: Vec<ScoreColumn>,
    /// One per classification, by id: positions of the rules that decide, one past the last where none holds.
    pub classes: Vec<Vec<u16>>,
}

/// One incentive's numbers.
#[derive(Debug, Clone, Default)]
pub struct AwardColumn {
    /// How each ended.
    pub outcomes: Vec<AwardOutcome>,
    /// After floor and cap, in minor units of what the incentive pays.
    pub earned: Vec<i128>,
    /// Paid, in minor units.
    pub amounts: Vec<i128>,
    /// What of that is payable on the date of the review.
    pub payable: Vec<i128>,
}

impl AwardColumn {
    fn with_capacity(partners: usize) -> AwardColumn {
        let numbers = || Vec::with_capacity(partners);
        AwardColumn { outcomes: Vec::with_capacity(partners), earned: numbers(), amounts: numbers(), payable: numbers() }
    }
}

/// One scorecard's numbers.
#[derive(Debug, Clone, Default)]
pub struct ScoreColumn {
    /// Points.
    pub points: Vec<Exact>,
    /// Positions of bands.
    pub bands: Vec<u16>,
}

impl ScoreColumn {
    fn with_capacity(partners: usize) -> ScoreColumn {
        ScoreColumn { points: Vec::with_capacity(partners), bands: Vec::with_capacity(partners) }
    }
}

/// What was decided, and what came of what partners share.
#[derive(Debug, Clone)]
pub(super) struct Decided {
    outcomes: Outcomes,
    budgets: Vec<BudgetUse>,
    pools: Vec<PoolUse>,
    contests: Vec<ContestResult>,
    across: Arc<Across>,
}

impl Decided {
    pub(super) fn all(programme: &Programme, facts: &Facts, values: &Values, as_of: AsOf) -> Result<(Decided, Shared), EvaluationError> {
        let together = gather_all(programme, facts, values, as_of)?;
        let (outcomes, leaves) = decide_all(programme, facts, values, as_of, &together)?;
        let across = Across::decide(&Ground { programme, facts, values, as_of, outcomes: &outcomes })?;
        let decided = Decided {
            across: Arc::new(across),
            outcomes,
            budgets: leaves.uses(programme),
            pools: together.pool_uses(programme),
            contests: together.contest_results(programme, facts),
        };
        Ok((decided, Shared::new(programme, facts, together, leaves)?))
    }

    /// Ids, ascending.
    pub(super) fn partners(&self) -> &[String] {
        &self.outcomes.partners
    }

    /// The sum of all totals, in minor units; `None` past 128 bits.
    pub(super) fn total(&self) -> Option<i128> {
        self.outcomes.totals.iter().try_fold(0i128, |sum, total| sum.checked_add(*total))
    }

    pub(super) fn budgets(&self) -> &[BudgetUse] {
        &self.budgets
    }

    pub(super) fn pools(&self) -> &[PoolUse] {
        &self.pools
    }

    pub(super) fn contests(&self) -> &[ContestResult] {
        &self.contests
    }

    pub(super) fn cascades(&self) -> &[CascadeResult] {
        &self.across.cascades
    }

    pub(super) fn leaderboards(&self) -> &[LeaderboardResult] {
        &self.across.leaderboards
    }

    pub(super) fn pay_checks(&self) -> &[PayCheckResult] {
        &self.across.pay_checks
    }

    pub(super) fn cost_shares(&self) -> &[CostShareResult] {
        &self.across.cost_shares
    }
}

impl Review {
    /// The numbers of all partners, in columns.
    #[must_use]
    pub const fn outcomes(&self) -> &Outcomes {
        &self.decided.outcomes
    }

    /// What targets for all come to for each partner, by id.
    #[must_use]
    pub fn cascades(&self) -> &[CascadeResult] {
        self.decided.cascades()
    }

    /// The records of the table `targets` that a cascade comes to; `None` when the programme has no such cascade.
    #[must_use]
    pub fn targets(&self, cascade: &str) -> Option<Vec<TargetRecord>> {
        self.cascades().iter().find(|one| one.cascade == cascade).map(CascadeResult::targets)
    }

    /// All leaderboards with their names, by id: what the vendor sees.
    #[must_use]
    pub fn leaderboards(&self) -> &[LeaderboardResult] {
        self.decided.leaderboards()
    }

    /// A leaderboard as one partner may see it; `None` when the programme has no such leaderboard.
    ///
    /// # Errors
    /// There is no such partner.
    pub fn leaderboard(&self, id: &str, viewer: &str) -> Result<Option<LeaderboardResult>, EvaluationError> {
        if self.facts.partner_row(viewer).is_none() {
            return Err(EvaluationError::UnknownPartner(viewer.to_owned()));
        }
        Ok(self.leaderboards().iter().find(|one| one.leaderboard == id).map(|one| one.seen_by(viewer)))
    }

    /// Whether pay follows performance, by id.
    #[must_use]
    pub fn pay_checks(&self) -> &[PayCheckResult] {
        self.decided.pay_checks()
    }

    /// Who owes whom for what was paid together, by id.
    #[must_use]
    pub fn cost_shares(&self) -> &[CostShareResult] {
        self.decided.cost_shares()
    }
}

/// What is decided over all partners before anything is decided about one.
fn gather_all(programme: &Programme, facts: &Facts, values: &Values, as_of: AsOf) -> Result<Together, EvaluationError> {
    let nothing = Together::default();
    if !Together::is_needed(programme) {
        return Ok(nothing);
    }
    let mut gathering = Gathering::new(programme, facts);
    let mut scratch = Vec::new();
    for row in facts.partners_by_id().iter().copied() {
        values.fill(programme, facts, row, &mut scratch)?;
        let partner = Partner { programme, facts, as_of, row, values: &scratch, items: values, shares: nothing.shares(row, programme) };
        let tier = partner.tier();
        gathering.add(row, &scratch, tier, &|rule| partner.holds(rule, tier))?;
    }
    gathering.finish(&values.parents)
}

fn decide_all(
    programme: &Programme,
    facts: &Facts,
    values: &Values,
    as_of: AsOf,
    together: &Together,
) -> Result<(Outcomes, Budgets), EvaluationError> {
    let count = facts.partner_count();
    let mut outcomes = Outcomes {
        partners: Vec::with_capacity(count),
        tiers: Vec::with_capacity(count),
        awards: programme.incentives().iter().map(|_| AwardColumn::with_capacity(count)).collect(),
        totals: Vec::with_capacity(count),
        scores: programme.scorecards().iter().map(|_| ScoreColumn::with_capacity(count)).collect(),
        classes: programme.classes().iter().map(|_| Vec::with_capacity(count)).collect(),
    };
    let has_budgets = !programme.budgets().is_empty();
    let mut queues = Queues::default();
    let mut numbers = Numbers::default();
    let mut scratch = Vec::new();
    for row in facts.partners_by_id() {
        values.fill(programme, facts, *row, &mut scratch)?;
        let partner =
            Partner { programme, facts, as_of, row: *row, values: &scratch, items: values, shares: together.shares(*row, programme) };
        let fault = |fault: Fault| overflow(programme, &fault, facts.partner_id(*row));
        partner.decide(&mut numbers).map_err(fault)?;
        if has_budgets {
            queues.add(programme, &scratch);
        } else {
            partner.settle(&mut numbers).map_err(fault)?;
        }
        outcomes.push(facts.partner_id(*row), &numbers);
    }
    if !has_budgets {
        return Ok((outcomes, Budgets::default()));
    }
    let amount = |incentive: usize, partner: usize| {
        let column = outcomes.awards.get(incentive).map(|column| &column.amounts);
        column.and_then(|amounts| amounts.get(partner)).copied().unwrap_or(0)
    };
    let budgets = Budgets::decide(programme, facts, &queues, &amount)?;
    for (position, row) in facts.partners_by_id().iter().enumerate() {
        values.fill(programme, facts, *row, &mut scratch)?;
        let partner =
            Partner { programme, facts, as_of, row: *row, values: &scratch, items: values, shares: together.shares(*row, programme) };
        outcomes.read(position, &mut numbers);
        budgets.cut_all(*row, &mut numbers.awards);
        partner.settle(&mut numbers).map_err(|fault| overflow(programme, &fault, facts.partner_id(*row)))?;
        outcomes.settle(position, &numbers);
    }
    Ok((outcomes, budgets))
}

impl Outcomes {
    fn push(&mut self, partner: &str, numbers: &Numbers) {
        self.partners.push(partner.to_owned());
        self.tiers.push(u16::try_from(numbers.tier).unwrap_or(u16::MAX));
        self.totals.push(numbers.total);
        for (column, award) in self.awards.iter_mut().zip(&numbers.awards) {
            column.outcomes.push(award.outcome);
            column.earned.push(award.earned);
            column.amounts.push(award.amount);
            column.payable.push(award.payable);
        }
        for (column, (points, band)) in self.scores.iter_mut().zip(&numbers.scores) {
            column.points.push(*points);
            column.bands.push(u16::try_from(*band).unwrap_or(u16::MAX));
        }
        for (column, rule) in self.classes.iter_mut().zip(&numbers.classes) {
            column.push(u16::try_from(*rule).unwrap_or(u16::MAX));
        }
    }

    /// The awards of the partner at a position, as they were pushed.
    fn read(&self, position: usize, numbers: &mut Numbers) {
        numbers.awards.clear();
        numbers.awards.extend(self.awards.iter().filter_map(|column| {
            let (outcome, earned) = (*column.outcomes.get(position)?, *column.earned.get(position)?);
            Some(AwardNumbers { outcome, earned, amount: *column.amounts.get(position)?, payable: 0 })
        }));
    }

    /// Writes what budgets and everything after them changed.
    fn settle(&mut self, position: usize, numbers: &Numbers) {
        for (column, award) in self.awards.iter_mut().zip(&numbers.awards) {
            if let Some(outcome) = column.outcomes.get_mut(position) {
                *outcome = award.outcome;
            }
            for (numbers, number) in [(&mut column.amounts, award.amount), (&mut column.payable, award.payable)] {
                if let Some(place) = numbers.get_mut(position) {
                    *place = number;
                }
            }
        }
        if let Some(total) = self.totals.get_mut(position) {
            *total = numbers.total;
        }
    }
}

fn overflow(programme: &Programme, fault: &Fault, partner: &str) -> EvaluationError {
    let path = match fault {
        Fault::Incentive(index) => JsonPointer::root().child("incentives").child(index),
        Fault::Group(index) => {
            let id = programme.groups().get(*index).map_or("", |group| group.id.as_str());
            JsonPointer::root().child("groups").child(id)
        }
        Fault::Total => JsonPointer::root().child("payout"),
        Fault::Scorecard(index) => {
            let id = programme.scorecards().get(*index).map_or("", |card| card.id.as_str());
            JsonPointer::root().child("scorecards").child(id)
        }
    };
    EvaluationError::Overflow { path, partner: partner.to_owned() }
}
