//! A build without `full` decides each partner alone, by its metrics.

use super::reasons::Subject;
use crate::amount::Overflow;
use crate::decision::{Award, FundBalance, Inventory};
use crate::diagnostic::JsonPointer;
use crate::error::EvaluationError;
use crate::facts::Facts;
use crate::incentive::OfAll;
use crate::period::AsOf;
use crate::programme::Programme;
use crate::reason::Reason;

/// What a decision about one partner takes from all partners: nothing, in this build.
#[derive(Debug, Clone)]
pub(crate) struct Shared;

impl Shared {
    pub(crate) const fn plain(_: &Programme, _: &Facts, _: AsOf) -> Result<Shared, EvaluationError> {
        Ok(Shared)
    }

    pub(super) const fn part<'r>(&self, _: &Subject<'_, 'r>, _: &'r JsonPointer, of: &'r OfAll) -> Result<Reason<'r>, Overflow> {
        match *of {}
    }

    pub(super) const fn holds(_: &Reason<'_>) -> bool {
        false
    }

    pub(super) const fn cut(&self, _: &Subject<'_, '_>, _: &mut [Award<'_>]) -> Result<(), EvaluationError> {
        Ok(())
    }

    pub(super) const fn funds(&self, _: &Subject<'_, '_>, _: Option<usize>, _: &[Award<'_>]) -> Result<Vec<FundBalance>, EvaluationError> {
        Ok(Vec::new())
    }

    pub(super) const fn inventory(&self, _: &Subject<'_, '_>) -> Result<Option<Inventory>, EvaluationError> {
        Ok(None)
    }
}
