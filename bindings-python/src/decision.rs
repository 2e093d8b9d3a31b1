//! One partner's decision, like a dict with exact numbers.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyList};
use qudao::{Locale, PartnerDecision};

use crate::html;
use crate::review::locale;

/// Everything decided about one partner, with reasons.
#[pyclass(frozen, mapping, module = "qudao")]
pub(crate) struct Decision {
    programme: Arc<qudao::Programme>,
    inner: PartnerDecision<'static>,
    locale: Locale,
    members: PyOnceLock<Py<PyDict>>,
}

impl Decision {
    pub(crate) fn new(programme: &Arc<qudao::Programme>, inner: PartnerDecision<'_>, locale: Locale) -> Decision {
        Decision { programme: Arc::clone(programme), inner: inner.into_owned(), locale, members: PyOnceLock::new() }
    }

    fn text(&self) -> String {
        serde_json::to_string(&self.inner).unwrap_or_default()
    }

    fn members<'py>(&self, py: Python<'py>) -> PyResult<&Bound<'py, PyDict>> {
        let members = self.members.get_or_try_init(py, || -> PyResult<Py<PyDict>> {
            let members = py.import("qudao._numbers")?.call_method1("decision", (self.text(),))?;
            Ok(members.cast_into::<PyDict>()?.unbind())
        })?;
        Ok(members.bind(py))
    }
}

#[pymethods]
impl Decision {
    /// The partner's id.
    #[getter]
    fn partner(&self) -> &str {
        &self.inner.partner
    }

    /// Id of its tier; None when the programme has no tiers.
    #[getter]
    fn tier(&self) -> Option<&str> {
        self.inner.standing.as_ref().map(|standing| &*standing.tier)
    }

    /// What is paid in all.
    #[getter]
    fn total<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.__getitem__(py, "total")
    }

    /// All metrics by name: a Decimal, a Fraction, or "missing" or "undefined".
    #[getter]
    fn metrics<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.__getitem__(py, "metrics")
    }

    /// One per incentive, in document order.
    #[getter]
    fn awards<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.__getitem__(py, "awards")
    }

    /// One per scorecard, by id.
    #[getter]
    fn scores<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.__getitem__(py, "scores")
    }

    /// One per classification, by id.
    #[getter]
    fn classes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.get(py, "classes", Some(PyList::empty(py).into_any()))
    }

    /// One per market development fund, by id.
    #[getter]
    fn funds<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.get(py, "funds", Some(PyList::empty(py).into_any()))
    }

    /// Stock and claims; None when the programme says nothing of them.
    #[getter]
    fn inventory<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.get(py, "inventory", None)
    }

    /// The decision in words.
    #[pyo3(signature = (locale = None))]
    pub(crate) fn explain(&self, locale: Option<&str>) -> PyResult<String> {
        let locale = self::locale(locale, self.locale)?;
        Ok(self.inner.explain(&self.programme, locale).to_text())
    }

    /// Canonical JSON, as it stands in the review.
    fn to_json(&self) -> String {
        self.text()
    }

    /// A dict with exact numbers.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("copy")?.call_method1("deepcopy", (self.members(py)?,))
    }

    /// Names of the members.
    fn keys<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.members(py)?.call_method0("keys")
    }

    /// The members.
    fn values<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.members(py)?.call_method0("values")
    }

    /// Names and members.
    fn items<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.members(py)?.call_method0("items")
    }

    /// A member, or the default when it is absent.
    #[pyo3(signature = (name, default = None, /))]
    fn get<'py>(&self, py: Python<'py>, name: &str, default: Option<Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyAny>> {
        self.members(py)?.call_method1("get", (name, default))
    }

    fn __getitem__<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
        self.members(py)?.as_any().get_item(name)
    }

    fn __contains__(&self, py: Python<'_>, name: &Bound<'_, PyAny>) -> PyResult<bool> {
        self.members(py)?.contains(name)
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.members(py)?.call_method0("__iter__")
    }

    fn __len__(&self, py: Python<'_>) -> PyResult<usize> {
        Ok(self.members(py)?.len())
    }

    fn __eq__(&self, other: &Decision) -> bool {
        self.inner == other.inner
    }

    fn __repr__(&self) -> String {
        let tier = self.inner.standing.as_ref().map(|standing| format!(" tier {}", standing.tier)).unwrap_or_default();
        format!("<qudao.Decision {}{tier} total {}>", self.inner.partner, html::amount(self.inner.total))
    }

    fn _repr_html_(&self) -> String {
        html::explanation(&self.inner.explain(&self.programme, self.locale).to_text())
    }
}
