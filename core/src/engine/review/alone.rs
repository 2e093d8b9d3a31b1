//! The numbers of all partners where no batch is decided: what their reasons come to.

use crate::decision::{BudgetUse, CascadeResult, ContestResult, CostShareResult, LeaderboardResult, PayCheckResult, PoolUse};
use crate::engine::reasons::{self, Subject};
use crate::engine::shared::Shared;
use crate::engine::values::Values;
use crate::error::EvaluationError;
use crate::facts::Facts;
use crate::period::AsOf;
use crate::programme::Programme;

/// What was decided.
#[derive(Debug, Clone)]
pub(super) struct Decided {
    partners: Vec<String>,
    total: Option<i128>,
}

impl Decided {
    pub(super) fn all(programme: &Programme, facts: &Facts, values: &Values, as_of: AsOf) -> Result<(Decided, Shared), EvaluationError> {
        let mut partners = Vec::new();
        let mut total = Some(0i128);
        let mut scratch = Vec::new();
        for partner in facts.partners_by_id().iter().copied() {
            values.fill(programme, facts, partner, &mut scratch)?;
            let subject = Subject { programme, facts, as_of, partner, values: &scratch, items: values, shared: &Shared };
            let decision = reasons::decide(&subject)?;
            total = total.and_then(|sum| sum.checked_add(decision.total.minor()));
            partners.push(decision.partner.into_owned());
        }
        Ok((Decided { partners, total }, Shared))
    }

    /// Ids, ascending.
    pub(super) fn partners(&self) -> &[String] {
        &self.partners
    }

    /// The sum of all totals, in minor units; `None` past 128 bits.
    pub(super) const fn total(&self) -> Option<i128> {
        self.total
    }

    pub(super) const fn budgets(&self) -> &[BudgetUse] {
        &[]
    }

    pub(super) const fn pools(&self) -> &[PoolUse] {
        &[]
    }

    pub(super) const fn contests(&self) -> &[ContestResult] {
        &[]
    }

    pub(super) const fn cascades(&self) -> &[CascadeResult] {
        &[]
    }

    pub(super) const fn leaderboards(&self) -> &[LeaderboardResult] {
        &[]
    }

    pub(super) const fn pay_checks(&self) -> &[PayCheckResult] {
        &[]
    }

    pub(super) const fn cost_shares(&self) -> &[CostShareResult] {
        &[]
    }
}
