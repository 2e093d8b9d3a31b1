//! What can go wrong after a document has been accepted.

mod settlement;

pub use settlement::{SettlementCode, SettlementError};

use serde::Serialize;

use crate::diagnostic::{Diagnostic, JsonPointer, Report};

/// Anything that qudao refuses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The programme has errors.
    #[error("{0}")]
    Programme(Report),
    /// The facts have errors.
    #[error("{0}")]
    Facts(Report),
    /// A review could not be made.
    #[error(transparent)]
    Evaluation(#[from] EvaluationError),
    /// The text of a ledger has errors.
    #[error("{0}")]
    Ledger(Report),
    /// The text of an operation on a ledger has errors.
    #[error("{0}")]
    Step(Report),
    /// A ledger does not take an operation.
    #[error(transparent)]
    Settlement(#[from] SettlementError),
}

/// Why a review could not be made from an accepted programme and accepted facts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvaluationError {
    /// A calculation left the range of 128-bit integers.
    #[error("a number became too large at {path}{}", for_whom(partner))]
    Overflow {
        /// Which rule or metric.
        path: JsonPointer,
        /// For whom; empty when it concerns no single partner.
        partner: String,
    },
    /// The date of the review lies outside the programme's effective period.
    #[error("the programme is not in effect on {as_of}")]
    NotInEffect {
        /// The date asked for.
        as_of: String,
    },
    /// Partial aggregates of another programme or another date.
    #[error("the partial was measured under another plan")]
    PlanMismatch,
    /// The text of a partial aggregate cannot be read.
    #[error("not a partial aggregate: {0}")]
    BadPartial(String),
    /// A table that the programme reads was not handed over.
    #[error("table `{table}` was not handed over but metric `{metric}` reads it")]
    MissingTable {
        /// The table.
        table: String,
        /// One metric or conflict policy that reads it.
        metric: String,
    },
    /// A partner that the facts do not have.
    #[error("partner `{0}` is not in the facts")]
    UnknownPartner(String),
    /// An argument of a call that is not a date.
    #[error("`{0}` is not a date (YYYY-MM-DD)")]
    BadDate(String),
}

fn for_whom(partner: &str) -> String {
    if partner.is_empty() { String::new() } else { format!(" for partner `{partner}`") }
}

impl EvaluationError {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            EvaluationError::Overflow { .. } => "overflow",
            EvaluationError::NotInEffect { .. } => "not_in_effect",
            EvaluationError::PlanMismatch => "plan_mismatch",
            EvaluationError::BadPartial(_) => "bad_partial",
            EvaluationError::MissingTable { .. } => "missing_table",
            EvaluationError::UnknownPartner(_) => "unknown_partner",
            EvaluationError::BadDate(_) => "bad_date",
        }
    }

    /// The place it concerns.
    #[must_use]
    pub fn path(&self) -> JsonPointer {
        match self {
            EvaluationError::Overflow { path, .. } => path.clone(),
            EvaluationError::NotInEffect { .. } => JsonPointer::from("/effective"),
            EvaluationError::MissingTable { table, .. } => JsonPointer::root().child(table),
            EvaluationError::UnknownPartner(_) => JsonPointer::from("/partners"),
            EvaluationError::PlanMismatch | EvaluationError::BadPartial(_) | EvaluationError::BadDate(_) => JsonPointer::root(),
        }
    }
}

/// The one shape in which every host sees an error.
#[derive(Serialize)]
struct Wire<'a> {
    kind: &'static str,
    code: &'a str,
    path: JsonPointer,
    message: String,
    diagnostics: Option<&'a Report>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
}

impl Error {
    /// `programme`, `facts`, `evaluation`, `ledger`, `step` or `settlement`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Error::Programme(_) => "programme",
            Error::Facts(_) => "facts",
            Error::Evaluation(_) => "evaluation",
            Error::Ledger(_) => "ledger",
            Error::Step(_) => "step",
            Error::Settlement(_) => "settlement",
        }
    }

    /// The code of the first finding, or of the error.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Error::Evaluation(error) => error.code(),
            Error::Settlement(error) => error.code.as_str(),
            _ => self.first().map_or("", |finding| finding.code.as_str()),
        }
    }

    /// The place of the first finding, or of the error.
    #[must_use]
    pub fn path(&self) -> JsonPointer {
        match self {
            Error::Evaluation(error) => error.path(),
            Error::Settlement(error) => error.path.clone(),
            _ => self.first().map_or_else(JsonPointer::root, |finding| finding.path.clone()),
        }
    }

    /// What to do about it, where that is known.
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        match self {
            Error::Evaluation(_) => None,
            Error::Settlement(error) => error.help.as_deref(),
            _ => self.first().and_then(|finding| finding.help.as_deref()),
        }
    }

    fn first(&self) -> Option<&Diagnostic> {
        self.report().and_then(|report| report.findings().first())
    }

    /// All findings, when there are any.
    #[must_use]
    pub const fn report(&self) -> Option<&Report> {
        match self {
            Error::Programme(report) | Error::Facts(report) | Error::Ledger(report) | Error::Step(report) => Some(report),
            Error::Evaluation(_) | Error::Settlement(_) => None,
        }
    }

    /// As JSON: `{"kind", "code", "path", "message", "diagnostics"}` and `help` of a refused settlement, the same in every host.
    #[must_use]
    pub fn to_json(&self) -> String {
        let help = if self.report().is_none() { self.help() } else { None };
        let (path, message, diagnostics) = (self.path(), self.to_string(), self.report());
        let wire = Wire { kind: self.kind(), code: self.code(), path, message, diagnostics, help };
        serde_json::to_string(&wire).unwrap_or_default()
    }
}
