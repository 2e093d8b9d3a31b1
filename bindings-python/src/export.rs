//! Reviews as Arrow: one row per partner, money as exact decimals.

use std::sync::Arc;

use arrow_array::builder::{Decimal128Builder, StringBuilder};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{ArrayRef, RecordBatch, RecordBatchIterator};
use arrow_schema::{ArrowError, Field, Schema};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use qudao::{Exact, Programme, Review};

use crate::error::raise;

/// Digits of a decimal column: all that 128 bits hold.
const PRECISION: u8 = 38;
const POINTS_SCALE: i8 = 12;

struct Columns {
    partner: StringBuilder,
    tier: StringBuilder,
    total: Decimal128Builder,
    /// Earned and amount of each incentive.
    awards: Vec<(Decimal128Builder, Decimal128Builder)>,
    /// Points and band of each scorecard.
    scores: Vec<(Decimal128Builder, StringBuilder)>,
}

/// The decisions as one batch.
pub(crate) fn table(programme: &Programme, review: &Review) -> PyResult<RecordBatch> {
    let scale = i8::try_from(programme.rounding().0).unwrap_or_default();
    let money = || Ok::<_, ArrowError>(Decimal128Builder::new().with_precision_and_scale(PRECISION, scale)?);
    let points = || Ok::<_, ArrowError>(Decimal128Builder::new().with_precision_and_scale(PRECISION, POINTS_SCALE)?);
    let new = || {
        Ok::<_, ArrowError>(Columns {
            partner: StringBuilder::new(),
            tier: StringBuilder::new(),
            total: money()?,
            awards: programme.incentives().iter().map(|_| Ok((money()?, money()?))).collect::<Result<_, ArrowError>>()?,
            scores: programme.scorecards().iter().map(|_| Ok((points()?, StringBuilder::new()))).collect::<Result<_, ArrowError>>()?,
        })
    };
    let mut columns = new().map_err(broken)?;
    for id in review.partner_ids() {
        let decision = review.partner(id.as_ref()).map_err(raise)?;
        columns.partner.append_value(&decision.partner);
        columns.tier.append_option(decision.standing.as_ref().map(|standing| standing.tier.as_str()));
        columns.total.append_value(decision.total.minor());
        for (award, (earned, amount)) in decision.awards.iter().zip(&mut columns.awards) {
            earned.append_value(award.earned.minor());
            amount.append_value(award.amount.minor());
        }
        for (score, (points, band)) in decision.scores.iter().zip(&mut columns.scores) {
            points.append_option(scaled(score.points));
            band.append_value(&score.band);
        }
    }
    batch(programme, columns).map_err(broken)
}

/// Points have at most twelve fraction digits, because those of the programme have.
fn scaled(points: Exact) -> Option<i128> {
    let (numerator, denominator) = points.parts();
    let power = 10i128.pow(POINTS_SCALE.unsigned_abs().into());
    (power % denominator == 0).then(|| numerator.checked_mul(power / denominator)).flatten()
}

fn batch(programme: &Programme, mut columns: Columns) -> Result<RecordBatch, ArrowError> {
    let mut fields: Vec<(String, ArrayRef)> = vec![("partner".to_owned(), Arc::new(columns.partner.finish()))];
    if programme.tiers().is_some() {
        fields.push(("tier".to_owned(), Arc::new(columns.tier.finish())));
    }
    fields.push(("total".to_owned(), Arc::new(columns.total.finish())));
    for (incentive, (earned, amount)) in programme.incentives().iter().zip(&mut columns.awards) {
        fields.push((format!("{}.earned", incentive.id), Arc::new(earned.finish())));
        fields.push((format!("{}.amount", incentive.id), Arc::new(amount.finish())));
    }
    for (scorecard, (points, band)) in programme.scorecards().iter().zip(&mut columns.scores) {
        fields.push((format!("{}.points", scorecard.id), Arc::new(points.finish())));
        fields.push((format!("{}.band", scorecard.id), Arc::new(band.finish())));
    }
    let schema = Schema::new(fields.iter().map(|(name, array)| Field::new(name, array.data_type().clone(), array.null_count() > 0)).collect::<Vec<_>>());
    RecordBatch::try_new(Arc::new(schema), fields.into_iter().map(|(_, array)| array).collect())
}

/// A batch as the capsule of an Arrow stream.
pub(crate) fn capsule(py: Python<'_>, batch: RecordBatch) -> PyResult<Bound<'_, PyCapsule>> {
    let schema = batch.schema();
    let stream = FFI_ArrowArrayStream::new(Box::new(RecordBatchIterator::new([Ok(batch)], schema)));
    PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
}

fn broken(error: ArrowError) -> PyErr {
    PyRuntimeError::new_err(error.to_string())
}
