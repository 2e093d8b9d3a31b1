//! What a decision about one partner takes from all partners, and from records beyond the metrics.

use super::budgets::Budgets;
use super::reasons::{Subject, of_all};
use super::records::Links;
use super::together::{self, Together};
use super::{funds, inventory};
use crate::amount::Overflow;
use crate::decision::{Award, FundBalance, Inventory};
use crate::diagnostic::JsonPointer;
use crate::error::EvaluationError;
use crate::facts::Facts;
use crate::incentive::OfAll;
use crate::period::AsOf;
use crate::programme::Programme;
use crate::reason::Reason;

/// What a decision about one partner takes from all partners, and from records beyond the metrics.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shared {
    /// What all partners share.
    together: Together,
    /// What budgets leave of everybody's awards.
    budgets: Budgets,
    /// Which records belong to whom.
    pub(crate) links: Links,
}

impl Shared {
    pub(crate) fn new(programme: &Programme, facts: &Facts, together: Together, budgets: Budgets) -> Result<Shared, EvaluationError> {
        Ok(Shared { together, budgets, links: Links::new(programme, facts)? })
    }

    /// The same by the plain pipeline.
    pub(crate) fn plain(programme: &Programme, facts: &Facts, as_of: AsOf) -> Result<Shared, EvaluationError> {
        let (together, budgets) = together::plain::decide(programme, facts, as_of)?;
        Shared::new(programme, facts, together, budgets)
    }

    /// For decisions that no records beyond the metrics decide.
    pub(crate) fn without_records(together: Together, budgets: Budgets) -> Shared {
        Shared { together, budgets, links: Links::default() }
    }

    pub(crate) fn into_together(self) -> Together {
        self.together
    }

    /// What a part that depends on all partners adds, as its reason.
    pub(super) fn part<'r>(&self, subject: &Subject<'_, 'r>, path: &'r JsonPointer, of: &'r OfAll) -> Result<Reason<'r>, Overflow> {
        let shares = self.together.shares(subject.partner, subject.programme);
        match of {
            OfAll::PrizeIn(contest) => Ok(of_all::prize(subject, shares, path, *contest)),
            OfAll::ShareOfPool(pool) => Ok(of_all::share(subject, shares, path, *pool)),
            OfAll::LevelDifferential(of) => of_all::differential(subject, shares, path, of),
        }
    }

    /// Whether the reason of such a part holds its award.
    pub(super) fn holds(reason: &Reason<'_>) -> bool {
        of_all::is_tied(reason)
    }

    /// What short budgets leave of the amounts.
    pub(super) fn cut<'r>(&self, subject: &Subject<'_, 'r>, awards: &mut [Award<'r>]) -> Result<(), EvaluationError> {
        of_all::cut(subject, &self.budgets, awards)
    }

    /// The funds of a partner; `awards` are its awards before groups.
    pub(super) fn funds(
        &self,
        subject: &Subject<'_, '_>,
        standing: Option<usize>,
        awards: &[Award<'_>],
    ) -> Result<Vec<FundBalance>, EvaluationError> {
        funds::decide(subject, standing, awards)
    }

    /// The inventory of a partner.
    pub(super) fn inventory(&self, subject: &Subject<'_, '_>) -> Result<Option<Inventory>, EvaluationError> {
        inventory::decide(subject)
    }
}
