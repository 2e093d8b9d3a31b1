//! Reviews as Arrow: one row per partner, money as exact decimals.

use std::sync::Arc;

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{ArrayRef, Decimal128Array, RecordBatch, RecordBatchIterator, StringArray};
use arrow_schema::{ArrowError, Field, Schema};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use qudao::{Exact, Outcomes, Programme};

/// Digits of a decimal column: all that 128 bits hold.
const PRECISION: u8 = 38;
/// Points have at most twelve fraction digits, because those of the programme have.
const POINTS_SCALE: u8 = 12;

/// The decisions as one batch.
pub(crate) fn table(programme: &Programme, outcomes: &Outcomes) -> PyResult<RecordBatch> {
    batch(programme, outcomes).map_err(|error| PyRuntimeError::new_err(error.to_string()))
}

fn batch(programme: &Programme, outcomes: &Outcomes) -> Result<RecordBatch, ArrowError> {
    let scale = u8::try_from(programme.rounding().0).unwrap_or_default();
    let mut columns: Vec<(String, ArrayRef)> = vec![("partner".to_owned(), Arc::new(StringArray::from_iter_values(&outcomes.partners)))];
    if let Some(tiers) = programme.tiers() {
        let ids = outcomes.tiers.iter().map(|position| &tiers.tier(usize::from(*position)).id);
        columns.push(("tier".to_owned(), Arc::new(StringArray::from_iter_values(ids))));
    }
    columns.push(("total".to_owned(), decimals(outcomes.totals.iter().copied().map(Some), scale)?));
    for (incentive, award) in programme.incentives().iter().zip(&outcomes.awards) {
        // points, pieces and places have fraction digits of their own
        let scale = u8::try_from(incentive.reward.rounding(programme.rounding()).0).unwrap_or_default();
        let mut column = |name: &str, numbers: &[i128]| -> Result<(), ArrowError> {
            columns.push((format!("{}.{name}", incentive.id), decimals(numbers.iter().copied().map(Some), scale)?));
            Ok(())
        };
        column("earned", &award.earned)?;
        column("amount", &award.amounts)?;
        if incentive.has_payable() {
            column("payable", &award.payable)?;
        }
    }
    for (scorecard, score) in programme.scorecards().iter().zip(&outcomes.scores) {
        columns.push((format!("{}.points", scorecard.id), decimals(score.points.iter().map(|points| scaled(*points)), POINTS_SCALE)?));
        let bands = score.bands.iter().map(|position| scorecard.bands.get(usize::from(*position)).map(|band| band.id.as_str()));
        columns.push((format!("{}.band", scorecard.id), Arc::new(StringArray::from_iter(bands))));
    }
    for (of, rules) in programme.classes().iter().zip(&outcomes.classes) {
        let class = |rule: &u16| of.rules.get(usize::from(*rule)).map_or(of.otherwise.as_str(), |rule| rule.class.as_str());
        columns.push((format!("{}.class", of.id), Arc::new(StringArray::from_iter_values(rules.iter().map(class)))));
    }
    let fields: Vec<Field> = columns.iter().map(|(name, array)| Field::new(name, array.data_type().clone(), true)).collect();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns.into_iter().map(|(_, array)| array).collect())
}

fn decimals(values: impl Iterator<Item = Option<i128>>, scale: u8) -> Result<ArrayRef, ArrowError> {
    let array: Decimal128Array = values.collect();
    let array = array.with_precision_and_scale(PRECISION, i8::try_from(scale).unwrap_or_default())?;
    array.validate_decimal_precision(PRECISION)?;
    Ok(Arc::new(array))
}

fn scaled(points: Exact) -> Option<i128> {
    let (numerator, denominator) = points.parts();
    let power = 10i128.pow(POINTS_SCALE.into());
    (power % denominator == 0).then(|| numerator.checked_mul(power / denominator)).flatten()
}

/// A batch as the capsule of an Arrow stream.
pub(crate) fn capsule(py: Python<'_>, batch: RecordBatch) -> PyResult<Bound<'_, PyCapsule>> {
    let schema = batch.schema();
    let stream = FFI_ArrowArrayStream::new(Box::new(RecordBatchIterator::new([Ok(batch)], schema)));
    PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
}
