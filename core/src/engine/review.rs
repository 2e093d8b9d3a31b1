//! A review: the numbers of all partners, and each partner's reasons when they are asked for.

#[cfg_attr(not(feature = "full"), path = "review/alone.rs")]
mod columns;

use std::sync::Arc;

#[cfg(feature = "full")]
pub use columns::Outcomes;

use serde::Serialize;
use serde::ser::SerializeSeq;

use super::shared::Shared;
use super::values::Values;
use super::{claims, reasons};
use crate::amount::Amount;
use crate::decision::{
    BudgetUse, CascadeResult, Conflict, ContestResult, CostShareResult, LeaderboardResult, PartnerDecision, PayCheckResult, PoolUse,
};
use crate::diagnostic::JsonPointer;
use crate::error::EvaluationError;
use crate::facts::Facts;
use crate::metric::MetricValue;
use crate::period::{AsOf, date_text};
use crate::programme::{Programme, ProgrammeIdentity};
use columns::Decided;

/// All decisions for a date.
#[derive(Debug, Clone)]
pub struct Review {
    programme: Arc<Programme>,
    /// The partners, what rules read of them, the values handed over, and the records that funds and inventory need.
    facts: Arc<Facts>,
    values: Values,
    as_of: AsOf,
    conflicts: Vec<Conflict>,
    shared: Arc<Shared>,
    decided: Decided,
}

impl Review {
    pub(super) fn new(programme: Arc<Programme>, facts: &Facts, values: Values, as_of: AsOf) -> Result<Review, EvaluationError> {
        let (decided, shared) = Decided::all(&programme, facts, &values, as_of)?;
        let conflicts = claims::decide(&programme, facts, &as_of)?;
        let facts = values.kept(&programme, facts);
        Ok(Review { programme, facts, values, as_of, conflicts, shared: Arc::new(shared), decided })
    }

    /// The programme it was made under.
    #[must_use]
    pub fn programme(&self) -> &Programme {
        &self.programme
    }

    /// Its date.
    #[must_use]
    pub const fn as_of(&self) -> AsOf {
        self.as_of
    }

    /// Ids of all partners, ascending.
    #[must_use]
    pub fn partner_ids(&self) -> &[String] {
        self.decided.partners()
    }

    /// All claimed things.
    #[must_use]
    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }

    /// What came of the budgets, by id.
    #[must_use]
    pub fn budgets(&self) -> &[BudgetUse] {
        self.decided.budgets()
    }

    /// What came of the pools, by id.
    #[must_use]
    pub fn pools(&self) -> &[PoolUse] {
        self.decided.pools()
    }

    /// What came of the contests, by id.
    #[must_use]
    pub fn contests(&self) -> &[ContestResult] {
        self.decided.contests()
    }

    /// What is paid to all partners.
    ///
    /// # Errors
    /// The sum grows past 128 bits.
    pub fn total(&self) -> Result<Amount, EvaluationError> {
        let minor = self.decided.total().ok_or(EvaluationError::Overflow { path: JsonPointer::from("/payout"), partner: String::new() })?;
        Ok(Amount::from_minor(minor, self.programme.rounding().0))
    }

    /// One partner's decision with all its reasons; it borrows from the review.
    ///
    /// # Errors
    /// There is no such partner.
    pub fn partner(&self, id: &str) -> Result<PartnerDecision<'_>, EvaluationError> {
        let row = self.facts.partner_row(id).ok_or_else(|| EvaluationError::UnknownPartner(id.to_owned()))?;
        self.at_row(row, &mut Vec::new())
    }

    /// Row of a partner, and what is shared, for what is worked out record by record.
    #[cfg(feature = "full")]
    pub(crate) fn row_of(&self, id: &str) -> Option<(u32, &Shared)> {
        self.facts.partner_row(id).map(|row| (row, self.shared.as_ref()))
    }

    fn at_row(&self, row: u32, values: &mut Vec<MetricValue>) -> Result<PartnerDecision<'_>, EvaluationError> {
        reasons::decide(&self.subject(row, values)?)
    }

    /// One partner as its decision sees it; `values` is where its metrics come to stand.
    pub(crate) fn subject<'s, 'r: 's>(
        &'r self,
        row: u32,
        values: &'s mut Vec<MetricValue>,
    ) -> Result<reasons::Subject<'s, 'r>, EvaluationError> {
        self.values.fill(&self.programme, &self.facts, row, values)?;
        Ok(reasons::Subject {
            programme: &self.programme,
            facts: &self.facts,
            as_of: self.as_of,
            partner: row,
            values,
            items: &self.values,
            shared: &self.shared,
        })
    }

    /// All decisions in the order of partners, one at a time.
    pub fn partners(&self) -> impl Iterator<Item = Result<PartnerDecision<'_>, EvaluationError>> + '_ {
        let mut values = Vec::new();
        self.facts.partners_by_id().iter().map(move |row| self.at_row(*row, &mut values))
    }

    /// The canonical JSON of the whole review: the same bytes in every host.
    ///
    /// # Errors
    /// The sum of all totals grows past 128 bits.
    pub fn to_json(&self) -> Result<String, EvaluationError> {
        let total = self.total()?;
        let fault = std::cell::RefCell::new(None);
        let wire = Wire {
            schema: "qudao/review/1",
            programme: self.programme.identity(),
            as_of: date_text(self.as_of.on),
            known_on: self.as_of.known_on.map(date_text),
            currency: self.programme.currency().code(),
            partners: Partners { review: self, fault: &fault },
            conflicts: &self.conflicts,
            budgets: self.budgets(),
            pools: self.pools(),
            contests: self.contests(),
            cascades: self.decided.cascades(),
            leaderboards: self.decided.leaderboards(),
            pay_checks: self.decided.pay_checks(),
            cost_shares: self.decided.cost_shares(),
            total,
        };
        let text = serde_json::to_string(&wire);
        match (fault.into_inner(), text) {
            (Some(error), _) => Err(error),
            // the wire types have only text keys and no fallible part but the one above
            (None, text) => Ok(text.unwrap_or_default()),
        }
    }
}

#[derive(Serialize)]
struct Wire<'a> {
    schema: &'static str,
    programme: &'a ProgrammeIdentity,
    as_of: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    known_on: Option<String>,
    currency: &'a str,
    partners: Partners<'a>,
    conflicts: &'a [Conflict],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    budgets: &'a [BudgetUse],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pools: &'a [PoolUse],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    contests: &'a [ContestResult],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    cascades: &'a [CascadeResult],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    leaderboards: &'a [LeaderboardResult],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pay_checks: &'a [PayCheckResult],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    cost_shares: &'a [CostShareResult],
    total: Amount,
}

/// Decisions written one at a time, so that a review of many partners is never held twice.
struct Partners<'a> {
    review: &'a Review,
    fault: &'a std::cell::RefCell<Option<EvaluationError>>,
}

impl Serialize for Partners<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        let mut values = Vec::new();
        for row in self.review.facts.partners_by_id() {
            match self.review.at_row(*row, &mut values) {
                Ok(decision) => list.serialize_element(&decision)?,
                // the text is not used after this
                Err(error) => {
                    *self.fault.borrow_mut() = Some(error);
                    break;
                }
            }
        }
        list.end()
    }
}
