//! Facts: tables handed over as JSON, dicts or Arrow streams.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::exceptions::{PyRuntimeError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping, PyString, PyTuple};
use qudao::{BatchColumn, DiagnosticCode, FactsBuilder, JsonPointer, Report};

use crate::arrow::{Converted, Origin, Reader, TablePlan};
use crate::error::{finding, raise_facts};
use crate::objects::{Floats, Writer, members};
use crate::programme::Programme;

const SCHEMA: &str = "qudao/facts/1";

/// Facts are open until they are first used; then they are checked, and closed.
#[derive(Debug)]
enum State {
    Open(Box<FactsBuilder>),
    Checked(Arc<qudao::Facts>),
    Refused(Report),
    /// A call is under way, or was cut short by an exception.
    Busy,
}

/// What happened, checked against a programme.
#[pyclass(frozen, module = "qudao")]
#[derive(Debug)]
pub(crate) struct Facts {
    programme: Arc<qudao::Programme>,
    state: Mutex<State>,
}

impl Facts {
    fn open(programme: &Programme) -> Facts {
        let builder = Box::new(FactsBuilder::new(&programme.inner));
        Facts { programme: Arc::clone(&programme.inner), state: Mutex::new(State::Open(builder)) }
    }

    fn take(&self) -> State {
        std::mem::replace(&mut *self.state.lock().unwrap_or_else(PoisonError::into_inner), State::Busy)
    }

    fn put(&self, state: State) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = state;
    }

    /// Adds to the builder; it goes back even when adding fails.
    fn adding(&self, add: impl FnOnce(&mut FactsBuilder) -> PyResult<()>) -> PyResult<()> {
        match self.take() {
            State::Open(mut builder) => {
                let outcome = add(&mut builder);
                self.put(State::Open(builder));
                outcome
            }
            State::Busy => Err(PyRuntimeError::new_err("these facts are being filled by another thread")),
            state => {
                self.put(state);
                Err(PyRuntimeError::new_err("these facts have been checked already; add everything before their first use"))
            }
        }
    }

    /// The checked facts. `streamed` names tables whose records come later.
    pub(crate) fn checked(&self, py: Python<'_>, streamed: &[String]) -> PyResult<Arc<qudao::Facts>> {
        let outcome = match self.take() {
            State::Open(mut builder) => py.detach(|| {
                for table in streamed {
                    builder.stream(table);
                }
                match builder.finish() {
                    Ok(facts) => State::Checked(Arc::new(facts)),
                    Err(report) => State::Refused(report),
                }
            }),
            State::Busy => return Err(PyRuntimeError::new_err("these facts are being filled by another thread")),
            state => state,
        };
        let answer = match &outcome {
            State::Checked(facts) => Ok(Arc::clone(facts)),
            State::Refused(report) => Err(raise_facts(report.clone())),
            State::Open(_) | State::Busy => Err(PyRuntimeError::new_err("these facts cannot be read")),
        };
        self.put(outcome);
        answer
    }
}

#[pymethods]
impl Facts {
    /// Empty facts, to be filled with `add`. They are checked, all tables together, when they are first used, or by `check`.
    #[new]
    #[pyo3(signature = (programme, /))]
    fn new(programme: &Programme) -> Facts {
        Facts::open(programme)
    }

    /// Reads and checks facts from JSON; raises FactsError with all findings.
    ///
    /// `stream` names tables that are not in the text because a review streams them.
    #[staticmethod]
    #[pyo3(signature = (programme, text, *, stream = Vec::new()))]
    fn from_json(py: Python<'_>, programme: &Programme, text: &str, stream: Vec<String>) -> PyResult<Facts> {
        let facts = Facts::open(programme);
        py.detach(|| {
            facts.adding(|builder| {
                builder.add_json(text);
                Ok(())
            })
        })?;
        facts.checked(py, &stream)?;
        Ok(facts)
    }

    /// Reads and checks facts from a mapping: table names to lists of records, as in the JSON form.
    ///
    /// Values are str, int, bool, Decimal, date, datetime (with an offset) or None. A float is refused (`amount_not_exact`)
    /// unless `floats="shortest"`: it is then read as the shortest decimal text that gives the same float.
    #[staticmethod]
    #[pyo3(signature = (programme, mapping, *, floats = "refuse", stream = Vec::new()))]
    fn from_dict(
        py: Python<'_>,
        programme: &Programme,
        mapping: &Bound<'_, PyMapping>,
        floats: &str,
        stream: Vec<String>,
    ) -> PyResult<Facts> {
        let mut writer = Writer::new(Floats::parse(floats)?);
        let mapping = py.get_type::<PyDict>().call1((mapping,))?.cast_into::<PyDict>()?;
        if !mapping.contains("schema")? {
            // the schema is that of this version: a mapping made by a program has no history
            let document = PyDict::new(py);
            document.set_item("schema", SCHEMA)?;
            document.update(mapping.as_mapping())?;
            writer.object(&JsonPointer::root(), members(&document))?;
        } else {
            writer.object(&JsonPointer::root(), members(&mapping))?;
        }
        Facts::from_json(py, programme, &writer.text, stream)
    }

    /// Adds records to a table: any object with `__arrow_c_stream__` (pandas, polars, pyarrow, duckdb), or a list of dicts.
    ///
    /// `columns` maps each column of the table to the name of the source's column or to `("constant", value)`.
    #[pyo3(signature = (table, data, *, columns = None, floats = "refuse"))]
    fn add(&self, py: Python<'_>, table: &str, data: &Bound<'_, PyAny>, columns: Option<&Bound<'_, PyAny>>, floats: &str) -> PyResult<()> {
        let mut plan = Plan::new(&self.programme, table, data, columns, Floats::parse(floats)?)?;
        if data.hasattr("__arrow_c_stream__")? {
            let mut reader = Reader::open(data)?;
            let mut first_row = 0;
            while let Some(batch) = reader.next(py)? {
                py.check_signals()?;
                py.detach(|| {
                    let converted = plan.table.convert(&batch, first_row)?;
                    self.adding(|builder| {
                        builder.add_batch(table, batch.num_rows(), batch_columns(&converted));
                        Ok(())
                    })
                })?;
                first_row += batch.num_rows();
            }
            return Ok(());
        }
        let text = plan.records(data)?;
        py.detach(|| {
            self.adding(|builder| {
                builder.add_json(&text);
                Ok(())
            })
        })
    }

    /// Hands over the value of a metric for a partner; None says that it is missing. It stands in place of the measured value.
    #[pyo3(signature = (partner, metric, value))]
    fn give(&self, partner: &str, metric: &str, value: &Bound<'_, PyAny>) -> PyResult<()> {
        let mut writer = Writer::new(Floats::Refuse);
        let path = JsonPointer::root().child("metrics").child(partner).child(metric);
        writer.value(&path, value)?;
        let text = match serde_json::from_str::<serde_json::Value>(&writer.text) {
            Ok(serde_json::Value::Null) => None,
            Ok(serde_json::Value::String(text)) => Some(text),
            // an integer's digits; anything else is refused by the core as text that is no number
            _ => Some(writer.text),
        };
        self.adding(|builder| {
            builder.give(partner, metric, text.as_deref());
            Ok(())
        })
    }

    /// Checks all tables together; raises FactsError with all findings. Nothing can be added afterwards.
    #[pyo3(signature = (*, stream = Vec::new()))]
    fn check(&self, py: Python<'_>, stream: Vec<String>) -> PyResult<()> {
        self.checked(py, &stream).map(|_| ())
    }

    fn __repr__(&self) -> String {
        let state = match &*self.state.lock().unwrap_or_else(PoisonError::into_inner) {
            State::Open(_) | State::Busy => "not checked yet".to_owned(),
            State::Checked(facts) => format!("{} partners", facts.partner_count()),
            State::Refused(report) => format!("refused, {} findings", report.findings().len()),
        };
        format!("<qudao.Facts for {}: {state}>", self.programme.id())
    }
}

/// Columns as the core takes them.
pub(crate) fn batch_columns(converted: &[(String, Converted)]) -> Vec<(String, BatchColumn<'_>)> {
    converted.iter().map(|(name, column)| (name.clone(), column.borrow())).collect()
}

/// How one source becomes one table.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) table: TablePlan,
    floats: Floats,
}

impl Plan {
    fn new(
        programme: &Arc<qudao::Programme>,
        table: &str,
        data: &Bound<'_, PyAny>,
        columns: Option<&Bound<'_, PyAny>>,
        floats: Floats,
    ) -> PyResult<Plan> {
        if data.is_instance_of::<PyString>() {
            return Err(PyTypeError::new_err(
                "records are an object with __arrow_c_stream__ or a list of dicts, not text; read text with Facts.from_json",
            ));
        }
        let origins = columns.map(|columns| origins(table, columns, floats)).transpose()?;
        Ok(Plan {
            table: TablePlan { programme: Arc::clone(programme), table: table.to_owned(), origins, floats, dictionaries: BTreeMap::new() },
            floats,
        })
    }

    /// The plan of a `stream` entry and its data: a `Source`, or the data itself.
    pub(crate) fn of_source<'py>(
        programme: &Arc<qudao::Programme>,
        table: &str,
        source: &Bound<'py, PyAny>,
    ) -> PyResult<(Plan, Bound<'py, PyAny>)> {
        let kind = source.py().import("qudao._source")?.getattr("Source")?;
        if !source.is_instance(&kind)? {
            return Ok((Plan::new(programme, table, source, None, Floats::Refuse)?, source.clone()));
        }
        let data = source.getattr("data")?;
        let columns = source.getattr("columns")?;
        let floats = source.getattr("floats")?;
        let floats = Floats::parse(floats.cast::<PyString>()?.to_str()?)?;
        let columns = if columns.is_none() { None } else { Some(&columns) };
        Ok((Plan::new(programme, table, &data, columns, floats)?, data))
    }

    /// A list of dicts as a facts document with this one table.
    fn records(&self, data: &Bound<'_, PyAny>) -> PyResult<String> {
        let table = &self.table.table;
        let mut writer = Writer::new(self.floats);
        writer.text.push_str("{\"schema\":\"");
        writer.text.push_str(SCHEMA);
        writer.text.push_str("\",");
        writer.string(table);
        writer.text.push_str(":[");
        let path = JsonPointer::root().child(table);
        let mut found = vec![false; self.table.origins.as_ref().map_or(0, Vec::len)];
        let mut rows = 0;
        for (row, record) in data.try_iter()?.enumerate() {
            let record = record?;
            let place = path.child(row);
            if row > 0 {
                writer.text.push(',');
            }
            match (&self.table.origins, record.cast::<PyDict>()) {
                (Some(origins), Ok(record)) => writer.record(&place, origins, record, &mut found)?,
                _ => writer.value(&place, &record)?,
            }
            rows += 1;
        }
        writer.text.push_str("]}");
        for ((target, origin), found) in self.table.origins.iter().flatten().zip(found) {
            if let Origin::Column(source) = origin
                && !found
                && rows > 0
            {
                return Err(raise_facts(missing_column(table, target, source)));
            }
        }
        Ok(writer.text)
    }
}

impl Writer {
    fn record(
        &mut self,
        place: &JsonPointer,
        origins: &[(String, Origin)],
        record: &Bound<'_, PyDict>,
        found: &mut [bool],
    ) -> PyResult<()> {
        self.text.push('{');
        let mut first = true;
        for ((target, origin), found) in origins.iter().zip(found) {
            let value = match origin {
                Origin::Column(source) => record.get_item(source)?,
                Origin::Constant(_) => None,
            };
            if value.is_none() && matches!(origin, Origin::Column(_)) {
                continue;
            }
            if !std::mem::take(&mut first) {
                self.text.push(',');
            }
            self.string(target);
            self.text.push(':');
            match (origin, value) {
                (Origin::Constant(constant), _) => self.text.push_str(&constant.to_string()),
                (Origin::Column(_), Some(value)) => {
                    *found = true;
                    self.value(&place.child(target), &value)?;
                }
                (Origin::Column(_), None) => {}
            }
        }
        self.text.push('}');
        Ok(())
    }
}

pub(crate) fn missing_column(table: &str, target: &str, source: &str) -> Report {
    let path = JsonPointer::root().child(table).child(target);
    finding(DiagnosticCode::MissingColumn, path, format!("the source has no column `{source}`"), "")
}

/// Reads `{target: source}` and `{target: ("constant", value)}`.
fn origins(table: &str, columns: &Bound<'_, PyAny>, floats: Floats) -> PyResult<Vec<(String, Origin)>> {
    let columns = columns.py().get_type::<PyDict>().call1((columns,))?.cast_into::<PyDict>()?;
    members(&columns)
        .map(|member| {
            let (target, value) = member?;
            if let Ok(name) = value.cast::<PyString>() {
                return Ok((target, Origin::Column(name.to_str()?.to_owned())));
            }
            let constant = value.cast::<PyTuple>().ok().filter(|pair| pair.len() == 2);
            if let Some(pair) = constant
                && pair.get_item(0)?.eq("constant")?
            {
                let mut writer = Writer::new(floats);
                writer.value(&JsonPointer::root().child(table).child(&target), &pair.get_item(1)?)?;
                let constant = serde_json::from_str(&writer.text).map_err(|error| PyValueError::new_err(error.to_string()))?;
                return Ok((target, Origin::Constant(constant)));
            }
            Err(PyTypeError::new_err(format!("columns[{target:?}] is neither the name of a column nor (\"constant\", value)")))
        })
        .collect()
}
