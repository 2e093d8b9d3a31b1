//! Programmes.

use std::sync::Arc;

use pyo3::prelude::*;

use crate::error::raise;
use crate::json_loads;

/// A vendor's rules, valid and immutable.
#[pyclass(frozen, module = "qudao")]
#[derive(Debug)]
pub(crate) struct Programme {
    pub(crate) inner: Arc<qudao::Programme>,
}

#[pymethods]
impl Programme {
    /// Reads and checks a document; raises ProgrammeError with all findings.
    #[staticmethod]
    #[pyo3(signature = (text, /))]
    fn from_json(py: Python<'_>, text: &str) -> PyResult<Programme> {
        let read = py.detach(|| qudao::Programme::from_json(text));
        let inner = Arc::new(read.map_err(|report| raise(qudao::Error::Programme(report)))?);
        Ok(Programme { inner })
    }

    /// The canonical text: members sorted, numbers in their shortest form. Its SHA-256 is the fingerprint.
    fn to_json(&self) -> &str {
        self.inner.to_json()
    }

    /// The programme's id.
    #[getter]
    fn id(&self) -> &str {
        self.inner.id()
    }

    /// Its revision.
    #[getter]
    fn revision(&self) -> u64 {
        self.inner.identity().revision
    }

    /// SHA-256 of its canonical text, in hexadecimal.
    #[getter]
    fn fingerprint(&self) -> &str {
        &self.inner.identity().fingerprint
    }

    /// Findings that do not refuse the document.
    #[getter]
    fn warnings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json_loads(py, &serde_json::to_string(self.inner.warnings()).unwrap_or_default())
    }

    fn __repr__(&self) -> String {
        format!("<qudao.Programme {} revision {}>", self.inner.id(), self.inner.identity().revision)
    }

    fn __eq__(&self, other: &Programme) -> bool {
        self.inner.identity().fingerprint == other.inner.identity().fingerprint
    }

    fn __hash__(&self) -> u64 {
        // the fingerprint is uniform already: its first 16 digits are a hash
        self.inner.identity().fingerprint.get(..16).and_then(|digits| u64::from_str_radix(digits, 16).ok()).unwrap_or_default()
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (&str,))> {
        Ok((py.get_type::<Programme>().getattr("from_json")?, (self.inner.to_json(),)))
    }
}

/// All findings about a programme document, warnings included; never raises for what the document says.
#[pyfunction]
#[pyo3(signature = (text, /))]
pub(crate) fn check<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    let report = py.detach(|| qudao::Programme::check(text));
    json_loads(py, &serde_json::to_string(&report).unwrap_or_default())
}

/// The JSON Schema of the programme document.
#[pyfunction]
pub(crate) fn json_schema() -> String {
    qudao::json_schema()
}
