//! Periods that end before they begin.

use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::document::place::{Place, date};

/// A finding when `until` is not after `from`.
pub(super) fn empty(period: Place<'_>) -> Option<Diagnostic> {
    let from = date(period.node.member("from")?)?;
    let until = date(period.node.member("until")?)?;
    (until <= from).then(|| {
        period
            .error(DiagnosticCode::PeriodEmpty, "the period has no day: `until` is not after `from`")
            .with_help("`until` is the first day after the period")
    })
}
