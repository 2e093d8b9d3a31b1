//! Errors of the core as Python exceptions, which are defined in Python.

use pyo3::prelude::*;
use qudao::{Diagnostic, DiagnosticCode, Error, JsonPointer, Report};

pyo3::import_exception!(qudao._errors, EvaluationError);
pyo3::import_exception!(qudao._errors, FactsError);
pyo3::import_exception!(qudao._errors, LedgerError);
pyo3::import_exception!(qudao._errors, ProgrammeError);
pyo3::import_exception!(qudao._errors, SettlementError);

/// The exception of an error; it reads everything from the one JSON form.
pub(crate) fn raise(error: impl Into<Error>) -> PyErr {
    let error = error.into();
    let text = error.to_json();
    match error {
        Error::Programme(_) => ProgrammeError::new_err(text),
        Error::Facts(_) => FactsError::new_err(text),
        Error::Evaluation(_) => EvaluationError::new_err(text),
        Error::Ledger(_) => LedgerError::new_err(text),
        Error::Step(_) | Error::Settlement(_) => SettlementError::new_err(text),
    }
}

/// The exception of findings about facts.
pub(crate) fn raise_facts(report: Report) -> PyErr {
    raise(Error::Facts(report))
}

/// One finding that concerns only the way in which a host hands over facts.
pub(crate) fn finding(code: DiagnosticCode, path: JsonPointer, message: String, help: &str) -> Report {
    let diagnostic = Diagnostic::error(code, path, message);
    Report::new(vec![if help.is_empty() { diagnostic } else { diagnostic.with_help(help) }])
}
