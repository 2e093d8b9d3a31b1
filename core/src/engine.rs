//! Compile, measure, decide, explain.
//!
//! Two pipelines over one programme. The fast one measures all partners in one pass and decides numbers only; the plain
//! one measures one partner record by record and decides with every reason. They must agree, and so serve as each other's
//! oracle. A build without `full` has the plain one only.

#[cfg(feature = "full")]
mod across;
#[cfg(feature = "full")]
mod budgets;
#[cfg(feature = "full")]
mod claim_days;
mod claims;
#[cfg(feature = "full")]
mod decide;
#[cfg(feature = "full")]
mod funds;
#[cfg(feature = "full")]
mod inventory;
mod items;
#[cfg(feature = "full")]
mod measurement;
mod plain;
#[cfg(feature = "full")]
mod prices;
mod reasons;
#[cfg(feature = "full")]
mod records;
mod review;
#[cfg_attr(not(feature = "full"), path = "engine/alone.rs")]
mod shared;
mod tables;
#[cfg(feature = "full")]
mod together;
#[cfg_attr(not(feature = "full"), path = "engine/values/alone.rs")]
mod values;

use std::sync::Arc;

#[cfg(feature = "full")]
pub use measurement::Measurement;
#[cfg(feature = "full")]
pub use review::Outcomes;
pub use review::Review;

#[cfg(feature = "full")]
pub(crate) use claim_days::ClaimDays;
#[cfg(feature = "full")]
pub(crate) use funds::{PeriodClaims, of_period as fund_claims_of, requested_on};
#[cfg(feature = "full")]
pub(crate) use inventory::of_partner as inventory_of;

use crate::decision::PartnerDecision;
use crate::error::EvaluationError;
use crate::facts::{Facts, parents_on};
use crate::metric::MetricValue;
use crate::period::{AsOf, date_text};
use crate::programme::Programme;
use values::Values;

/// A compiled programme: decides as often as it is asked. Cheap to clone, and safe to share between threads.
///
/// ```
/// use qudao::{AsOf, Engine, Facts, Programme, parse_date};
/// let programme = Programme::from_json(r#"{
///     "schema": "qudao/programme/1", "id": "small", "revision": 1, "currency": "CNY",
///     "effective": {"from": "2026-01-01"}, "calendar": {"year_starts": "01-01"},
///     "rounding": {"scale": 2, "mode": "half_up"},
///     "metrics": {"net_sales": {"sum": "sales.amount", "tax": "excluded", "returns": "include", "basis": "sell_in",
///         "date": "date", "window": {"period": "year", "part": "to_date"}, "scope": "own"}},
///     "incentives": [{"id": "volume", "pays": [{"percent_of": "net_sales", "rate": "0.02", "when_negative": "nothing"}]}]
/// }"#).expect("valid");
/// let facts = Facts::from_json(&programme, r#"{ "schema": "qudao/facts/1", "partners": [{"id": "P-1"}],
///     "sales": [{"partner": "P-1", "date": "2026-03-01", "amount": "1234.56", "basis": "sell_in"}] }"#).expect("valid");
/// let engine = Engine::compile(&programme);
/// let review = engine.review(&facts, &AsOf::on(parse_date("2026-03-31").unwrap())).expect("decides");
/// assert_eq!(review.partner("P-1").unwrap().total.to_string(), "24.69");
/// ```
#[derive(Debug, Clone)]
pub struct Engine {
    programme: Arc<Programme>,
}

impl Engine {
    /// Prepares a programme. Nothing can fail here: all that could was a finding of the programme.
    #[must_use]
    pub fn compile(programme: &Programme) -> Engine {
        Engine { programme: Arc::new(programme.clone()) }
    }

    /// The same for a programme that is shared already, without a copy of it.
    #[must_use]
    pub fn shared(programme: Arc<Programme>) -> Engine {
        Engine { programme }
    }

    /// The programme.
    #[must_use]
    pub fn programme(&self) -> &Programme {
        &self.programme
    }

    /// Decides everything for a date.
    ///
    /// # Errors
    /// The programme is not in effect, a table is missing, or a number grows past 128 bits.
    pub fn review(&self, facts: &Facts, as_of: &AsOf) -> Result<Review, EvaluationError> {
        self.check_date(as_of)?;
        self.review_anytime(facts, as_of)
    }

    /// Decides for a date on which the programme need not be in effect: what this revision would have said then.
    pub(crate) fn review_anytime(&self, facts: &Facts, as_of: &AsOf) -> Result<Review, EvaluationError> {
        Review::new(Arc::clone(&self.programme), facts, Values::measured(self, facts, as_of)?, *as_of)
    }

    /// One partner's decision by the plain pipeline: measured record by record from `facts`, without the plan. Where partners
    /// share something, all of them are.
    ///
    /// # Errors
    /// As for [`Engine::review`], and for a partner that `facts` do not have.
    pub fn explain<'r>(&'r self, facts: &'r Facts, as_of: &AsOf, partner: &str) -> Result<PartnerDecision<'r>, EvaluationError> {
        self.check_date(as_of)?;
        let row = facts.partner_row(partner).ok_or_else(|| EvaluationError::UnknownPartner(partner.to_owned()))?;
        let values: Vec<MetricValue> = plain::measure(&self.programme, facts, as_of, row, &parents_on(facts, as_of.on))?;
        let shared = shared::Shared::plain(&self.programme, facts, *as_of)?;
        reasons::decide(&reasons::Subject {
            programme: &self.programme,
            facts,
            as_of: *as_of,
            partner: row,
            values: &values,
            items: &plain::Records { programme: &self.programme, facts, as_of },
            shared: &shared,
        })
    }

    /// Whether the programme is in effect.
    fn check_date(&self, as_of: &AsOf) -> Result<(), EvaluationError> {
        match self.programme.effective().contains(as_of.on) {
            true => Ok(()),
            false => Err(EvaluationError::NotInEffect { as_of: date_text(as_of.on) }),
        }
    }
}
