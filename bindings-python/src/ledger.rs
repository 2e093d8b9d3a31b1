//! Ledgers: operations as text, done by the core.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pyo3::prelude::*;
use qudao::settlement;

use crate::error::raise;
use crate::facts::Facts;
use crate::programme::Programme;

/// The revisions of one programme.
#[pyclass(frozen, module = "qudao")]
#[derive(Debug)]
pub(crate) struct Programmes {
    inner: settlement::Programmes,
}

#[pymethods]
impl Programmes {
    #[new]
    #[pyo3(signature = (revisions, /))]
    fn new(revisions: Vec<Py<Programme>>) -> PyResult<Programmes> {
        let revisions = revisions.iter().map(|revision| Arc::clone(&revision.get().inner)).collect();
        Ok(Programmes { inner: settlement::Programmes::shared(revisions).map_err(raise)? })
    }

    /// The highest revision; facts are read against it.
    #[getter]
    fn latest(&self) -> Programme {
        let latest = self.inner.latest().identity();
        let inner = self.inner.revisions().iter().rfind(|revision| revision.identity() == latest);
        Programme { inner: inner.map_or_else(|| Arc::new(self.inner.latest().clone()), Arc::clone) }
    }
}

/// A ledger with its programmes; `qudao.Ledger` gives its operations names.
#[pyclass(frozen, module = "qudao")]
#[derive(Debug)]
pub(crate) struct LedgerCore {
    programmes: settlement::Programmes,
    inner: Mutex<settlement::Ledger>,
}

impl LedgerCore {
    fn get(&self) -> MutexGuard<'_, settlement::Ledger> {
        // a refused operation leaves the ledger as it was, and so does one that panics before it has posted
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl LedgerCore {
    /// An empty ledger, or the one of a text.
    #[new]
    #[pyo3(signature = (programmes, text = None, /))]
    fn new(programmes: &Programmes, text: Option<&str>) -> PyResult<LedgerCore> {
        let inner = match text {
            Some(text) => settlement::Ledger::from_json(text).map_err(|report| raise(qudao::Error::Ledger(report)))?,
            None => settlement::Ledger::new(programmes.inner.latest()),
        };
        Ok(LedgerCore { programmes: programmes.inner.clone(), inner: Mutex::new(inner) })
    }

    /// The canonical text.
    fn to_json(&self) -> String {
        self.get().to_json()
    }

    /// Does one operation that is written as JSON, and answers in JSON.
    #[pyo3(signature = (operation, facts = None, /))]
    fn step(&self, py: Python<'_>, operation: &str, facts: Option<&Facts>) -> PyResult<String> {
        let facts = facts.map(|facts| facts.checked(py, &[])).transpose()?;
        py.detach(|| self.get().step(&self.programmes, facts.as_deref(), operation)).map_err(raise)
    }
}
