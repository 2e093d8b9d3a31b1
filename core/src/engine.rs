//! Compile, measure, decide, explain.
//!
//! Two pipelines over one programme. The fast one measures all partners in one pass and decides numbers only; the plain
//! one measures one partner record by record and decides with every reason. They must agree, and so serve as each other's
//! oracle.

#[cfg(feature = "full")]
mod across;
#[cfg(feature = "full")]
mod budgets;
mod claims;
#[cfg(feature = "full")]
mod decide;
#[cfg(feature = "full")]
mod funds;
#[cfg(feature = "full")]
mod inventory;
mod items;
mod plain;
#[cfg(feature = "full")]
mod prices;
mod reasons;
#[cfg(feature = "full")]
mod records;
mod review;
#[cfg_attr(not(feature = "full"), path = "engine/alone.rs")]
mod shared;
#[cfg(feature = "full")]
mod together;
mod values;

use std::sync::Arc;

#[cfg(feature = "full")]
pub use review::Outcomes;
pub use review::Review;

use crate::decision::PartnerDecision;
use crate::error::EvaluationError;
use crate::facts::{Facts, Table};
use crate::metric::MetricValue;
use crate::metric::measure::Passes;
use crate::metric::partial::Partial;
use crate::metric::plan::Plan;
use crate::period::{AsOf, date_text};
use crate::programme::Programme;

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

/// A measurement under way: takes tables or batches of records, in any order.
#[derive(Debug)]
pub struct Measurement {
    partial: Partial,
    passes: Passes,
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
        let partial = self.measure(facts, as_of)?;
        self.decide(facts, &partial)
    }

    /// Measures the records in `facts`.
    ///
    /// # Errors
    /// As for [`Engine::review`].
    pub fn measure(&self, facts: &Facts, as_of: &AsOf) -> Result<Partial, EvaluationError> {
        self.measurement(facts, as_of)?.all(facts)
    }

    /// Begins a measurement for records that are not kept: the partners and the tables that records refer to are those of
    /// `facts`, everything else comes batch by batch.
    ///
    /// # Errors
    /// The programme is not in effect.
    pub fn measurement(&self, facts: &Facts, as_of: &AsOf) -> Result<Measurement, EvaluationError> {
        if !self.programme.effective().contains(as_of.on) {
            return Err(EvaluationError::NotInEffect { as_of: date_text(as_of.on) });
        }
        Ok(self.begin(facts, as_of))
    }

    fn begin(&self, facts: &Facts, as_of: &AsOf) -> Measurement {
        let plan = Arc::new(Plan::new(&self.programme, *as_of));
        Measurement { partial: Partial::new(&self.programme, plan, facts), passes: Passes::default() }
    }

    /// Decides from what was measured, on one machine or many.
    ///
    /// # Errors
    /// The partial is of another programme, or names a partner that `facts` do not have.
    pub fn decide(&self, facts: &Facts, partial: &Partial) -> Result<Review, EvaluationError> {
        if partial.identity != *self.programme.identity() {
            return Err(EvaluationError::PlanMismatch);
        }
        Review::new(Arc::clone(&self.programme), facts, partial)
    }

    /// One partner's decision by the plain pipeline: measured record by record from `facts`, without the plan. Where partners
    /// share something, all of them are.
    ///
    /// # Errors
    /// As for [`Engine::review`], and for a partner that `facts` do not have.
    pub fn explain(&self, facts: &Facts, as_of: &AsOf, partner: &str) -> Result<PartnerDecision, EvaluationError> {
        if !self.programme.effective().contains(as_of.on) {
            return Err(EvaluationError::NotInEffect { as_of: date_text(as_of.on) });
        }
        let row = facts.partner_row(partner).ok_or_else(|| EvaluationError::UnknownPartner(partner.to_owned()))?;
        values::check_tables(&self.programme, facts, row, &|table| facts.table_named(table).is_some())?;
        let values: Vec<MetricValue> = plain::measure(&self.programme, facts, as_of, row)?;
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
}

impl Measurement {
    /// Takes the records of a table or batch that was read against `facts`.
    ///
    /// # Errors
    /// A sum grows past 128 bits.
    pub fn add(&mut self, facts: &Facts, table: &str, records: &Table) -> Result<(), EvaluationError> {
        self.partial.has_measured(table);
        let Some(kind) = facts.kinds().position(table) else { return Ok(()) };
        let plan = Arc::clone(&self.partial.plan);
        let (cells, rich) = (Arc::make_mut(&mut self.partial.cells), Arc::make_mut(&mut self.partial.rich));
        self.passes.measure(&plan, facts, kind, records, cells, rich).map_err(|overflow| self.partial.slot_overflow(&overflow))
    }

    /// Takes all records of `facts`.
    fn all(mut self, facts: &Facts) -> Result<Partial, EvaluationError> {
        for kind in facts.kinds().all() {
            if let Some((_, table)) = facts.table_named(&kind.name) {
                self.add(facts, &kind.name, table)?;
            }
        }
        Ok(self.finish(facts))
    }

    /// What was measured.
    #[must_use]
    pub fn finish(mut self, facts: &Facts) -> Partial {
        let (cells, rich) = (Arc::make_mut(&mut self.partial.cells), Arc::make_mut(&mut self.partial.rich));
        self.passes.settle(cells, rich);
        self.partial.seal(facts);
        self.partial
    }
}
