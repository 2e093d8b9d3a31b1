//! The wire format of programmes: the only place that knows the names of a document's members.

use crate::diagnostic::Report;
use crate::programme::Programme;

/// Reads and checks a document.
pub(crate) fn read(_text: &str) -> Result<Programme, Report> {
    Err(Report::default())
}

/// The JSON Schema of the programme document.
#[must_use]
pub fn json_schema() -> String {
    String::new()
}
