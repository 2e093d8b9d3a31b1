//! Measuring apart from deciding: batch by batch, on one machine or many.

use std::sync::Arc;

use super::Engine;
use super::review::Review;
use super::values::Values;
use crate::error::EvaluationError;
use crate::facts::{Facts, Table};
use crate::metric::measure::Passes;
use crate::metric::partial::Partial;
use crate::metric::plan::Plan;
use crate::period::AsOf;

/// A measurement under way: takes tables or batches of records, in any order.
#[derive(Debug)]
pub struct Measurement {
    partial: Partial,
    passes: Passes,
}

impl Engine {
    /// Measures the records in `facts`.
    ///
    /// # Errors
    /// As for [`Engine::review`].
    pub fn measure(&self, facts: &Facts, as_of: &AsOf) -> Result<Partial, EvaluationError> {
        self.check_date(as_of)?;
        self.measure_anytime(facts, as_of)
    }

    /// Begins a measurement for records that are not kept: the partners and the tables that records refer to are those of
    /// `facts`, everything else comes batch by batch.
    ///
    /// # Errors
    /// The programme is not in effect.
    pub fn measurement(&self, facts: &Facts, as_of: &AsOf) -> Result<Measurement, EvaluationError> {
        self.check_date(as_of)?;
        Ok(self.begin(facts, as_of))
    }

    fn begin(&self, facts: &Facts, as_of: &AsOf) -> Measurement {
        let plan = Arc::new(Plan::new(&self.programme, *as_of));
        Measurement { partial: Partial::new(&self.programme, plan, facts), passes: Passes::default() }
    }

    /// Measures the records in `facts` for a date on which the programme need not be in effect.
    pub(super) fn measure_anytime(&self, facts: &Facts, as_of: &AsOf) -> Result<Partial, EvaluationError> {
        self.begin(facts, as_of).all(facts)
    }

    /// Decides from what was measured, on one machine or many.
    ///
    /// # Errors
    /// The partial is of another programme, or names a partner that `facts` do not have.
    pub fn decide(&self, facts: &Facts, partial: &Partial) -> Result<Review, EvaluationError> {
        if partial.identity != *self.programme.identity() {
            return Err(EvaluationError::PlanMismatch);
        }
        Review::new(Arc::clone(&self.programme), facts, Values::new(&self.programme, facts, partial)?, partial.plan.as_of)
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
