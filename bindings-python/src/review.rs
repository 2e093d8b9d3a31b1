//! Reviews: all decisions for a date.

use std::sync::{Arc, OnceLock};

use pyo3::exceptions::{PyKeyError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyString};
use qudao::{EvaluationError, Locale, date_text};

use crate::decision::Decision;
use crate::error::raise;
use crate::{export, html, json_loads};

/// All decisions for a date.
#[pyclass(frozen, module = "qudao")]
#[derive(Debug)]
pub(crate) struct Review {
    programme: Arc<qudao::Programme>,
    inner: Arc<qudao::Review>,
    as_of: String,
    locale: Locale,
    json: Arc<OnceLock<String>>,
}

impl Review {
    pub(crate) fn new(programme: &Arc<qudao::Programme>, inner: qudao::Review) -> Review {
        let as_of = date_text(inner.as_of().on);
        Review { programme: Arc::clone(programme), inner: Arc::new(inner), as_of, locale: Locale::ZhCn, json: Arc::default() }
    }

    fn json(&self, py: Python<'_>) -> PyResult<&str> {
        if let Some(text) = self.json.get() {
            return Ok(text);
        }
        let text = py.detach(|| self.inner.to_json()).map_err(raise)?;
        Ok(self.json.get_or_init(|| text))
    }

    fn ids(&self) -> Vec<String> {
        self.inner.partner_ids().to_vec()
    }
}

#[pymethods]
impl Review {
    /// Canonical JSON, the same bytes in every host.
    fn to_json<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyString>> {
        Ok(PyString::new(py, self.json(py)?))
    }

    /// The canonical JSON as dicts and lists; exact numbers stay text.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json_loads(py, self.json(py)?)
    }

    /// The decision about a partner; raises EvaluationError `unknown_partner`.
    #[pyo3(signature = (partner, /))]
    fn partner(&self, partner: &str) -> PyResult<Decision> {
        let decision = self.inner.partner(partner).map_err(raise)?;
        Ok(Decision::new(&self.programme, decision, self.locale))
    }

    /// The decision about a partner in words.
    #[pyo3(signature = (partner, /, locale = None))]
    fn explain(&self, partner: &str, locale: Option<&str>) -> PyResult<String> {
        self.partner(partner)?.explain(locale)
    }

    /// Every thing that was claimed, with its claims and who holds it.
    #[getter]
    fn conflicts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json_loads(py, &serde_json::to_string(self.inner.conflicts()).unwrap_or_default())
    }

    /// What came of the budgets, by id.
    #[getter]
    fn budgets<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json_loads(py, &serde_json::to_string(self.inner.budgets()).unwrap_or_default())
    }

    /// What came of the pools, by id.
    #[getter]
    fn pools<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json_loads(py, &serde_json::to_string(self.inner.pools()).unwrap_or_default())
    }

    /// What came of the contests, by id.
    #[getter]
    fn contests<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json_loads(py, &serde_json::to_string(self.inner.contests()).unwrap_or_default())
    }

    /// What targets for all come to for each partner, by id.
    #[getter]
    fn cascades<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json_loads(py, &serde_json::to_string(self.inner.cascades()).unwrap_or_default())
    }

    /// The records of the table `targets` that a cascade comes to; None when the programme has no such cascade.
    #[pyo3(signature = (cascade, /))]
    fn targets<'py>(&self, py: Python<'py>, cascade: &str) -> PyResult<Bound<'py, PyAny>> {
        json_loads(py, &serde_json::to_string(&self.inner.targets(cascade)).unwrap_or_default())
    }

    /// All leaderboards with their names, by id: what the vendor sees.
    #[getter]
    fn leaderboards<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json_loads(py, &serde_json::to_string(self.inner.leaderboards()).unwrap_or_default())
    }

    /// A leaderboard as one partner may see it; None when the programme has no such leaderboard.
    #[pyo3(signature = (leaderboard, viewer, /))]
    fn leaderboard<'py>(&self, py: Python<'py>, leaderboard: &str, viewer: &str) -> PyResult<Bound<'py, PyAny>> {
        let seen = self.inner.leaderboard(leaderboard, viewer).map_err(raise)?;
        json_loads(py, &serde_json::to_string(&seen).unwrap_or_default())
    }

    /// Whether pay follows performance, by id.
    #[getter]
    fn pay_checks<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json_loads(py, &serde_json::to_string(self.inner.pay_checks()).unwrap_or_default())
    }

    /// Who owes whom for what was paid together, by id.
    #[getter]
    fn cost_shares<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json_loads(py, &serde_json::to_string(self.inner.cost_shares()).unwrap_or_default())
    }

    /// The date of the review.
    #[getter]
    fn as_of<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("datetime")?.getattr("date")?.call_method1("fromisoformat", (&self.as_of,))
    }

    /// The language of its texts and tables.
    #[getter]
    fn locale(&self) -> &'static str {
        Locale::ALL.iter().find(|(_, known)| *known == self.locale).map_or("", |(tag, _)| tag)
    }

    /// The same review, shown in another language ("zh-CN" or "en").
    #[pyo3(signature = (locale, /))]
    fn in_locale(&self, locale: &str) -> PyResult<Review> {
        Ok(Review {
            programme: Arc::clone(&self.programme),
            inner: Arc::clone(&self.inner),
            as_of: self.as_of.clone(),
            locale: self::locale(Some(locale), self.locale)?,
            json: Arc::clone(&self.json),
        })
    }

    fn __getitem__(&self, partner: &str) -> PyResult<Decision> {
        match self.inner.partner(partner) {
            Ok(decision) => Ok(Decision::new(&self.programme, decision, self.locale)),
            Err(EvaluationError::UnknownPartner(id)) => Err(PyKeyError::new_err(id)),
            Err(error) => Err(raise(error)),
        }
    }

    fn __contains__(&self, partner: &Bound<'_, PyAny>) -> bool {
        partner
            .cast::<PyString>()
            .is_ok_and(|id| id.to_str().is_ok_and(|id| self.inner.partner_ids().binary_search_by(|known| known.as_str().cmp(id)).is_ok()))
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.ids().into_pyobject(py)?.call_method0("__iter__")
    }

    fn __len__(&self) -> usize {
        self.inner.partner_ids().len()
    }

    fn __repr__(&self) -> String {
        format!("<qudao.Review {} as of {}: {} partners>", self.programme.id(), self.as_of, self.__len__())
    }

    fn _repr_html_(&self) -> PyResult<String> {
        let ids = self.ids();
        let shown: Result<Vec<_>, _> = ids.iter().take(html::ROWS).map(|id| self.inner.partner(id)).collect();
        Ok(html::table(&html::Summary {
            programme: &self.programme,
            locale: self.locale,
            as_of: self.as_of.clone(),
            shown: shown.map_err(raise)?,
            partners: ids.len(),
            conflicts: self.inner.conflicts(),
        }))
    }

    /// One row per partner, as an Arrow stream: pyarrow.table(review), polars.DataFrame(review), duckdb.sql("from review").
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(&self, py: Python<'py>, requested_schema: Option<Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyCapsule>> {
        // a wish that the protocol allows to be passed over
        drop(requested_schema);
        let batch = py.detach(|| export::table(&self.programme, self.inner.outcomes()))?;
        export::capsule(py, batch)
    }
}

/// The locale of a tag, or the one that applies without it.
pub(crate) fn locale(tag: Option<&str>, otherwise: Locale) -> PyResult<Locale> {
    match tag {
        None => Ok(otherwise),
        Some(tag) => {
            Locale::from_tag(tag).ok_or_else(|| PyValueError::new_err(format!("locale is `{tag}`, which is neither `zh-CN` nor `en`")))
        }
    }
}
