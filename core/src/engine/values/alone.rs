//! The metrics of partners where no batch is measured: record by record, for one partner after the other.

use std::sync::Arc;

use super::items::{Item, Items};
use super::{Engine, plain};
use crate::amount::Overflow;
use crate::error::EvaluationError;
use crate::facts::{Facts, parents_on};
use crate::incentive::Part;
use crate::metric::MetricValue;
use crate::period::AsOf;
use crate::programme::Programme;

/// Measured values by partner.
#[derive(Debug, Clone)]
pub(crate) struct Values {
    programme: Arc<Programme>,
    facts: Arc<Facts>,
    as_of: AsOf,
    /// By row; the values of a partner who cannot be measured are asked for only after those of the partners before.
    by_partner: Vec<Result<Vec<MetricValue>, EvaluationError>>,
}

impl Values {
    /// The measured values of all partners.
    pub(super) fn measured(engine: &Engine, facts: &Facts, as_of: &AsOf) -> Result<Values, EvaluationError> {
        let (programme, facts) = (Arc::clone(&engine.programme), Arc::new(facts.clone()));
        let parents = parents_on(&facts, as_of.on);
        let rows = (0u32..).take(facts.partner_count());
        let by_partner = rows.map(|row| plain::measure(&programme, &facts, as_of, row, &parents)).collect();
        Ok(Values { programme, facts, as_of: *as_of, by_partner })
    }

    /// What is read of the facts once they are measured: parts may go through records again.
    pub(super) fn kept(&self, _: &Programme, _: &Facts) -> Arc<Facts> {
        Arc::clone(&self.facts)
    }

    /// All metrics of a partner, by position, into `values`.
    pub(crate) fn fill(&self, _: &Programme, _: &Facts, partner: u32, values: &mut Vec<MetricValue>) -> Result<(), EvaluationError> {
        values.clear();
        match self.by_partner.get(partner as usize) {
            Some(Ok(measured)) => values.extend_from_slice(measured),
            Some(Err(error)) => return Err(error.clone()),
            None => {}
        }
        Ok(())
    }
}

impl Items for Values {
    fn of(&self, partner: u32, part: &Part) -> Result<Vec<Item>, Overflow> {
        plain::Records { programme: &self.programme, facts: &self.facts, as_of: &self.as_of }.of(partner, part)
    }
}
