//! Engines: measure, decide, explain.

use std::sync::{Arc, Mutex, PoisonError};

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDate, PyDateTime, PyDict, PyString};
use qudao::{AsOf, EvaluationError, parse_date};

use crate::arrow::Reader;
use crate::decision::Decision;
use crate::error::{raise, raise_facts};
use crate::facts::{Facts, Plan, batch_columns};
use crate::programme::Programme;
use crate::review::Review;

/// A compiled programme; one engine serves any number of threads.
#[pyclass(frozen, module = "qudao")]
#[derive(Debug)]
pub(crate) struct Engine {
    programme: Arc<qudao::Programme>,
    inner: qudao::Engine,
}

/// Aggregates that were measured from a part of the records, and merge.
#[pyclass(frozen, module = "qudao")]
#[derive(Debug)]
pub(crate) struct Partial {
    inner: Mutex<qudao::Partial>,
}

impl Partial {
    fn get(&self) -> qudao::Partial {
        // only whole partials are ever put in, so that one left behind by a panic is whole
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[pymethods]
impl Engine {
    #[new]
    #[pyo3(signature = (programme, /))]
    fn new(py: Python<'_>, programme: &Programme) -> Engine {
        let programme = Arc::clone(&programme.inner);
        let inner = py.detach(|| qudao::Engine::compile(&programme));
        Engine { programme, inner }
    }

    /// The programme.
    #[getter]
    fn programme(&self) -> Programme {
        Programme { inner: Arc::clone(&self.programme) }
    }

    /// Decides for all partners.
    ///
    /// `stream` names tables whose records are measured batch by batch and not kept: any object with `__arrow_c_stream__`,
    /// or a `Source`. `progress` is called with the number of streamed rows so far. Ctrl-C stops between batches.
    #[pyo3(signature = (facts, as_of, *, known_on = None, stream = None, progress = None))]
    fn review(
        &self,
        py: Python<'_>,
        facts: &Facts,
        as_of: &Bound<'_, PyAny>,
        known_on: Option<&Bound<'_, PyAny>>,
        stream: Option<&Bound<'_, PyDict>>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Review> {
        let as_of = read_as_of(as_of, known_on)?;
        let facts = facts.checked(py, &tables(stream)?)?;
        let review = match stream {
            None => py.detach(|| self.inner.review(&facts, &as_of)).map_err(raise)?,
            Some(stream) => {
                let partial = self.measure_stream(py, &facts, &as_of, stream, progress)?;
                py.detach(|| self.inner.decide(&facts, &partial)).map_err(raise)?
            }
        };
        Ok(Review::new(&self.programme, review))
    }

    /// Measures without deciding: aggregates that can be kept, sent and merged.
    #[pyo3(signature = (facts, as_of, *, known_on = None, stream = None, progress = None))]
    fn measure(
        &self,
        py: Python<'_>,
        facts: &Facts,
        as_of: &Bound<'_, PyAny>,
        known_on: Option<&Bound<'_, PyAny>>,
        stream: Option<&Bound<'_, PyDict>>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Partial> {
        let as_of = read_as_of(as_of, known_on)?;
        let facts = facts.checked(py, &tables(stream)?)?;
        let partial = match stream {
            None => py.detach(|| self.inner.measure(&facts, &as_of)).map_err(raise)?,
            Some(stream) => self.measure_stream(py, &facts, &as_of, stream, progress)?,
        };
        Ok(Partial { inner: Mutex::new(partial) })
    }

    /// Decides from merged aggregates; raises EvaluationError `plan_mismatch` when they are another programme's.
    #[pyo3(signature = (facts, partial, /))]
    fn decide(&self, py: Python<'_>, facts: &Facts, partial: &Partial) -> PyResult<Review> {
        let facts = facts.checked(py, &[])?;
        let merged = partial.get();
        let review = py.detach(|| self.inner.decide(&facts, &merged)).map_err(raise)?;
        Ok(Review::new(&self.programme, review))
    }

    /// Decides for one partner by the second, plain pipeline, which must give the same decision as `review`.
    #[pyo3(signature = (facts, as_of, partner, *, known_on = None))]
    fn explain(
        &self,
        py: Python<'_>,
        facts: &Facts,
        as_of: &Bound<'_, PyAny>,
        partner: &str,
        known_on: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Decision> {
        let as_of = read_as_of(as_of, known_on)?;
        let facts = facts.checked(py, &[])?;
        let decision = py.detach(|| self.inner.explain(&facts, &as_of, partner)).map_err(raise)?;
        Ok(Decision::new(&self.programme, decision, qudao::Locale::ZhCn))
    }

    /// What a partner pays for a product, with exact numbers and reasons; None when the programme makes no prices.
    #[pyo3(signature = (facts, as_of, partner, product, *, known_on = None))]
    fn price<'py>(
        &self,
        py: Python<'py>,
        facts: &Facts,
        as_of: &Bound<'py, PyAny>,
        partner: &str,
        product: &str,
        known_on: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        let as_of = read_as_of(as_of, known_on)?;
        let facts = facts.checked(py, &[])?;
        let Some(price) = py.detach(|| self.inner.price(&facts, &as_of, partner, product)).map_err(raise)? else { return Ok(None) };
        let text = serde_json::to_string(&price).unwrap_or_default();
        py.import("qudao._numbers")?.call_method1("price", (text,)).map(Some)
    }

    fn __repr__(&self) -> String {
        format!("<qudao.Engine {} revision {}>", self.programme.id(), self.programme.identity().revision)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> (Bound<'py, PyAny>, (Programme,)) {
        (py.get_type::<Engine>().into_any(), (self.programme(),))
    }
}

impl Engine {
    fn measure_stream(
        &self,
        py: Python<'_>,
        facts: &qudao::Facts,
        as_of: &AsOf,
        stream: &Bound<'_, PyDict>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<qudao::Partial> {
        // reading a batch adds its texts to the dictionaries; the caller's facts stay as they are
        let mut facts = facts.clone();
        let mut measurement = self.inner.measurement(&facts, as_of).map_err(raise)?;
        let mut done = 0;
        for (table, source) in stream {
            let table = table.cast::<PyString>()?.to_str()?;
            let (mut plan, data) = Plan::of_source(&self.programme, table, &source)?;
            let mut reader = Reader::open(&data)?;
            let mut first_row = 0;
            // the signal handlers run here, so that Ctrl-C is seen between batches
            while let Some(batch) = reader.next(py)? {
                py.check_signals()?;
                let rows = batch.num_rows();
                py.detach(|| {
                    let converted = plan.table.convert(&batch, first_row)?;
                    let records = facts.read_batch(table, rows, batch_columns(&converted)).map_err(raise_facts)?;
                    measurement.add(&facts, table, &records).map_err(raise)
                })?;
                first_row += rows;
                done += rows;
                if let Some(progress) = progress {
                    progress.call1((done,))?;
                }
            }
        }
        Ok(measurement.finish(&facts))
    }
}

#[pymethods]
impl Partial {
    /// Reads what `to_json` wrote; raises EvaluationError `bad_partial` or `plan_mismatch`.
    #[staticmethod]
    #[pyo3(signature = (engine, text, /))]
    fn from_json(py: Python<'_>, engine: &Engine, text: &str) -> PyResult<Partial> {
        let inner = py.detach(|| qudao::Partial::from_json(&engine.programme, text)).map_err(raise)?;
        Ok(Partial { inner: Mutex::new(inner) })
    }

    /// Its text, to be kept or sent.
    fn to_json(&self, py: Python<'_>) -> String {
        let partial = self.get();
        py.detach(|| partial.to_json())
    }

    /// Adds the aggregates of another part of the records; the order does not matter.
    #[pyo3(signature = (other, /))]
    fn merge(&self, py: Python<'_>, other: &Partial) -> PyResult<()> {
        // a copy, so that merging a partial with itself does not wait for itself
        let other = other.get();
        py.detach(|| {
            let mut own = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
            // merged aside: an overflow leaves this partial as it was
            let mut merged = own.clone();
            merged.merge(&other)?;
            *own = merged;
            Ok::<_, EvaluationError>(())
        })
        .map_err(raise)
    }

    fn __repr__(&self) -> String {
        let own = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        format!("<qudao.Partial of {} revision {}>", own.programme().id, own.programme().revision)
    }
}

fn read_as_of(on: &Bound<'_, PyAny>, known_on: Option<&Bound<'_, PyAny>>) -> PyResult<AsOf> {
    Ok(AsOf { on: read_date(on)?, known_on: known_on.map(read_date).transpose()? })
}

/// A `datetime.date` or `YYYY-MM-DD`; a `datetime` is refused, because its time would be dropped.
fn read_date(value: &Bound<'_, PyAny>) -> PyResult<qudao::Date> {
    let is_date = value.is_instance_of::<PyDate>() && !value.is_instance_of::<PyDateTime>();
    let text = if is_date { value.call_method0("isoformat")? } else { value.clone() };
    let Ok(text) = text.cast::<PyString>() else {
        return Err(PyTypeError::new_err("a date is a datetime.date or a text YYYY-MM-DD"));
    };
    let text = text.to_str()?;
    parse_date(text).ok_or_else(|| raise(EvaluationError::BadDate(text.to_owned())))
}

/// Names of the streamed tables.
fn tables(stream: Option<&Bound<'_, PyDict>>) -> PyResult<Vec<String>> {
    stream.map_or_else(|| Ok(Vec::new()), |stream| stream.keys().extract())
}
