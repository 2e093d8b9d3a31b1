//! qudao (渠道): the rules of a sales channel as one document, decided exactly and explained.
//!
//! # The main types
//!
//! Five of them, in the order in which they are used:
//!
//! 1. [`Programme`]: a vendor's rules. [`Programme::from_json`] gives either a valid programme or a [`Report`] with every
//!    finding; [`Programme::check`] gives the findings alone.
//! 2. [`Facts`]: partners and records in columns, checked against the programme. [`Facts::from_json`] reads a document;
//!    [`FactsBuilder`] also takes columns, and CSV files through a [`Mapping`] (feature `csv`).
//! 3. [`Engine`]: a compiled programme. [`Engine::review`] decides for all partners on a date, [`AsOf`];
//!    [`Engine::measure`] and [`Engine::decide`] do so in two steps, with a [`Partial`] between them that merges with others
//!    in any order; [`Engine::measurement`] takes records batch by batch and keeps none.
//! 4. [`Review`]: all decisions. [`Review::partner`] gives a [`PartnerDecision`]: its [`Standing`], [`Award`]s and
//!    [`Score`]s; [`Review::conflicts`] who is credited where claims clash; [`Review::to_json`] the canonical text, the same
//!    bytes in every host.
//! 5. [`Reason`]: why. The contributions of an award's reasons sum to its amount. [`PartnerDecision::explain`] puts them
//!    into words of a [`Locale`].
//!
//! What is owed becomes postings by [`settlement::settle`], with the causes of every difference; see [`settlement`].
//!
//! [`Exact`] is the number of all calculation, a fraction of 128-bit integers; [`Amount`] is money after rounding.
//! An example stands at [`Engine`].
//!
//! # Architecture
//!
//! Text becomes a tree that knows what was inexact or written twice (`node`); `document` holds it against one grammar, which
//! is also where the JSON Schema comes from; `check` finds what no grammar can; only then is a [`Programme`]
//! built, so that no later step meets an invalid one. `facts` turns records into columns with dictionaries. `metric` plans
//! all base metrics into one pass over each table. `engine` decides by two pipelines, a fast one over columns and a plain one
//! record by record, that must agree. `settlement` asks the engine what is owed and posts what has changed. `text` renders reasons
//! and statements and decides nothing; `step` takes the operations of hosts as text.
//!
//! # What it does not do
//!
//! It reads no clock, no files and no network, draws no random numbers, and calculates nothing in floating point. It does
//! not remember: what was accrued, paid or clawed back stands in a [`settlement::Ledger`], a value that the host keeps. It has no
//! formulas of one's own, one currency in which it decides, and no opinion on which rules are lawful.
//!
//! # Features
//!
//! `full`, on by default: everything. Without it there is what one partner's page needs: no settlement, no budgets, pools, contests,
//! level differentials, cascades, leaderboards, pay checks, cost shares, funds, channel inventory and prices; no parts one by one, running
//! bands, expectations, minimum payouts, releases and instalments; no other currencies and split credit (a programme that has one is
//! refused with `not_in_this_build`); no warnings of programmes, facts as JSON only, no partials and no columns of [`Review`]s. What is
//! decided is the same. `csv`: `FactsBuilder::add_csv`. `schema`: `json_schema`.
#![forbid(unsafe_code)]

mod amount;
pub mod budget;
pub mod cascade;
mod check;
pub mod classification;
pub mod condition;
pub mod conflict;
pub mod contest;
pub mod cost_share;
pub mod currencies;
mod decision;
pub mod diagnostic;
mod document;
mod engine;
mod error;
mod facts;
pub mod fund;
pub mod group;
mod in_full;
pub mod incentive;
pub mod inventory;
mod json;
pub mod leaderboard;
pub mod metric;
mod node;
mod order;
pub mod pay_check;
mod period;
pub mod pool;
pub mod price;
mod programme;
mod reason;
pub mod record;
pub mod scorecard;
#[cfg(feature = "full")]
pub mod settlement;
#[cfg(feature = "full")]
mod sharing;
#[cfg(feature = "full")]
mod step;
pub mod terms;
mod text;
pub mod tier;
mod title;

pub use amount::{Amount, Currency, Exact, NumberError, Overflow, Rounding, fixed_text, split_by_largest_remainder};
pub use decision::*;
pub use diagnostic::{Diagnostic, DiagnosticCode, JsonPointer, Report, Severity};
#[cfg(feature = "schema")]
pub use document::json_schema;
pub use engine::{Engine, Review};
#[cfg(feature = "full")]
pub use engine::{Measurement, Outcomes};
pub use error::{Error, EvaluationError, SettlementCode, SettlementError};
#[cfg(feature = "full")]
pub use facts::{BatchColumn, CodedDictionary, Mapping};
pub use facts::{Cell, ColumnData, Dictionary, Facts, FactsBuilder, Hierarchy, NO_CODE, NO_DAY, NO_I64, NO_I128, Table};
#[cfg(feature = "full")]
pub use metric::partial::Partial;
pub use period::{AsOf, Calendar, Date, Instant, Part, Period, Shift, Unit, Window, date_text, epoch_days, from_epoch_days, parse_date};
pub use programme::{Programme, ProgrammeIdentity};
pub use reason::{Actual, AmountOff, Bound, DifferentialSource, EachPaid, LeafResult, Reason, RunningRecord, Slice};
pub use text::{Explanation, Label, Line, amount_text, label, leaf_text, metric_text, reward_text};
pub use title::{Locale, Title};

/// The programme document, its words and their meaning.
#[doc = include_str!("../guide/programme.md")]
pub mod programme_guide {}
/// Incentives: what is paid, on what, and what limits it.
#[doc = include_str!("../guide/incentives.md")]
pub mod incentives_guide {}
/// Funds: what accrues, is requested, approved and claimed.
#[cfg(feature = "full")]
#[doc = include_str!("../guide/funds.md")]
pub mod funds_guide {}
/// Channel inventory: ship and debit, price protection, stock rotation.
#[cfg(feature = "full")]
#[doc = include_str!("../guide/channel_inventory.md")]
pub mod channel_inventory_guide {}
/// Tier prices: what a partner pays for a product.
#[cfg(feature = "full")]
#[doc = include_str!("../guide/prices.md")]
pub mod prices_guide {}
/// Partners side by side: cascades of targets, leaderboards, pay checks, cost shares, classes.
#[cfg(feature = "full")]
#[doc = include_str!("../guide/together.md")]
pub mod together_guide {}
/// Settlement: the ledger, what is posted and why, statements and audit.
#[cfg(feature = "full")]
#[doc = include_str!("../guide/settlement.md")]
pub mod settlement_guide {}
/// The facts: tables, columns and what is found wrong in them.
#[doc = include_str!("../guide/facts.md")]
pub mod facts_guide {}
/// The mapping of source columns to the columns of the facts.
#[doc = include_str!("../guide/mapping.md")]
pub mod mapping_guide {}
/// The review: decisions and reasons.
#[doc = include_str!("../guide/review.md")]
pub mod review_guide {}

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
mod readme {}
