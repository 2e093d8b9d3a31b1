//! qudao (渠道): the rules of a sales channel as one document, decided exactly and explained.
#![forbid(unsafe_code)]

mod amount;
mod check;
pub mod condition;
pub mod conflict;
mod decision;
pub mod diagnostic;
mod document;
mod engine;
mod error;
mod facts;
pub mod incentive;
mod json;
pub mod metric;
mod node;
mod order;
mod period;
mod programme;
mod reason;
pub mod record;
pub mod scorecard;
mod text;
pub mod tier;
mod title;

pub use amount::{Amount, Currency, Exact, NumberError, Overflow, Rounding, fixed_text, split_by_largest_remainder};
pub use decision::{Award, AwardOutcome, Claim, ClaimOutcome, Conflict, NextTier, PartnerDecision, Score, Standing};
pub use diagnostic::{Diagnostic, DiagnosticCode, JsonPointer, Report, Severity};
pub use document::json_schema;
pub use engine::{AsOf, Engine, Measurement, Outcomes, Review};
pub use error::{Error, EvaluationError};
pub use facts::{
    BatchColumn, Cell, CodedDictionary, ColumnData, Dictionary, Facts, FactsBuilder, Hierarchy, Mapping, NO_CODE, NO_DAY, NO_I64, NO_I128,
    Table,
};
pub use metric::partial::Partial;
pub use period::{Calendar, Date, Instant, Part, Period, Shift, Unit, Window, date_text, epoch_days, from_epoch_days, parse_date};
pub use programme::{Programme, ProgrammeIdentity};
pub use reason::{Actual, Bound, LeafResult, Reason, Slice};
pub use text::{Explanation, Label, Line, amount_text, label, leaf_text, metric_text};
pub use title::{Locale, Title};

/// The programme document, its words and their meaning.
#[doc = include_str!("../guide/programme.md")]
pub mod programme_guide {}
/// The facts: tables, columns and what is found wrong in them.
#[doc = include_str!("../guide/facts.md")]
pub mod facts_guide {}
/// The mapping of source columns to the columns of the facts.
#[doc = include_str!("../guide/mapping.md")]
pub mod mapping_guide {}
/// The review: decisions and reasons.
#[doc = include_str!("../guide/review.md")]
pub mod review_guide {}
