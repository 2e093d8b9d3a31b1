//! What can go wrong after a document has been accepted.

use serde::Serialize;

use crate::diagnostic::{JsonPointer, Report};

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
}

/// Why a review could not be made from an accepted programme and accepted facts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvaluationError {
    /// A calculation left the range of 128-bit integers.
    #[error("a number became too large at {path} for partner `{partner}`")]
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
}

impl Error {
    /// `programme`, `facts` or `evaluation`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Error::Programme(_) => "programme",
            Error::Facts(_) => "facts",
            Error::Evaluation(_) => "evaluation",
        }
    }

    /// The code of the first finding, or of the evaluation error.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Error::Programme(report) | Error::Facts(report) => report.findings().first().map_or("", |f| f.code.as_str()),
            Error::Evaluation(error) => error.code(),
        }
    }

    /// The place of the first finding, or of the evaluation error.
    #[must_use]
    pub fn path(&self) -> JsonPointer {
        match self {
            Error::Programme(report) | Error::Facts(report) => report.findings().first().map_or_else(JsonPointer::root, |f| f.path.clone()),
            Error::Evaluation(error) => error.path(),
        }
    }

    /// All findings, when there are any.
    #[must_use]
    pub const fn report(&self) -> Option<&Report> {
        match self {
            Error::Programme(report) | Error::Facts(report) => Some(report),
            Error::Evaluation(_) => None,
        }
    }

    /// As JSON: `{"kind", "code", "path", "message", "diagnostics"}`, the same in every host.
    #[must_use]
    pub fn to_json(&self) -> String {
        let wire = Wire { kind: self.kind(), code: self.code(), path: self.path(), message: self.to_string(), diagnostics: self.report() };
        serde_json::to_string(&wire).unwrap_or_default()
    }
}
