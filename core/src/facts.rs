//! Facts: what happened, held in columns. One representation for 200 lines and for 100 million.
//!
//! A [`Facts`] value has been checked against a programme: references resolve, ids are unique, amounts are exact.
//! Columns are dense; an absent value has a sentinel, so that measuring needs no second look-up.

#[cfg(feature = "full")]
mod batch;
mod builder;
mod credits;
#[cfg(feature = "csv")]
mod csv;
mod cycles;
mod findings;
mod finish;
mod hierarchy;
mod json;
#[cfg(feature = "full")]
mod mapping;
mod rates;
#[cfg(feature = "full")]
mod stream;
mod value;

use std::sync::Arc;

use rustc_hash::FxHashMap;

#[cfg(feature = "full")]
pub use batch::{BatchColumn, CodedDictionary};
pub use builder::FactsBuilder;
pub use hierarchy::Hierarchy;
pub(crate) use hierarchy::parents_on;
#[cfg(feature = "full")]
pub use mapping::Mapping;

use crate::amount::Exact;
use crate::diagnostic::Report;
use crate::metric::MetricValue;
use crate::period::Instant;
use crate::programme::Programme;
use crate::record::{ColumnType, RecordKinds};

/// Code of an absent text or reference.
pub const NO_CODE: u32 = u32::MAX;
/// Day of an absent date.
pub const NO_DAY: i32 = i32::MIN;
/// Mantissa of an absent 64-bit decimal.
pub const NO_I64: i64 = i64::MIN;
/// Mantissa of an absent 128-bit decimal.
pub const NO_I128: i128 = i128::MIN;

/// Texts numbered in the order of their first appearance.
#[derive(Debug, Clone, Default)]
pub struct Dictionary {
    texts: Vec<Arc<str>>,
    codes: FxHashMap<Arc<str>, u32>,
}

impl Dictionary {
    /// The code of a text, new or known.
    pub fn code(&mut self, text: &str) -> u32 {
        if let Some(code) = self.codes.get(text) {
            return *code;
        }
        let shared: Arc<str> = Arc::from(text);
        // u32::MAX texts do not fit in memory, so the sentinel is never handed out
        let code = u32::try_from(self.texts.len()).unwrap_or(NO_CODE);
        self.texts.push(Arc::clone(&shared));
        self.codes.insert(shared, code);
        code
    }

    /// The code of a text, if known.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<u32> {
        self.codes.get(text).copied()
    }

    /// The text of a code.
    #[must_use]
    pub fn text(&self, code: u32) -> Option<&str> {
        self.texts.get(code as usize).map(AsRef::as_ref)
    }

    /// All texts by code, shared.
    pub(crate) fn shared_texts(&self) -> &[Arc<str>] {
        &self.texts
    }

    /// The texts in the order of their codes.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(AsRef::as_ref)
    }

    /// Number of texts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }
}

/// The values of one column of one table or batch.
#[derive(Debug, Clone, Default)]
pub enum ColumnData {
    /// No record has a value.
    #[default]
    Absent,
    /// Text (or an unresolved reference): codes of the dictionary of this kind and column.
    Codes(Vec<u32>),
    /// Resolved reference: rows of the referenced table.
    Rows(Vec<u32>),
    /// Dates as days since 1970-01-01.
    Days(Vec<i32>),
    /// Decimals with [`Exact::FACT_FRACTION_DIGITS`] fraction digits, or integers with none.
    Small(Vec<i64>),
    /// The same where one of them needs 128 bits.
    Large(Vec<i128>),
    /// Moments.
    Instants(Vec<Option<Instant>>),
    /// Yes, no or absent.
    Booleans(Vec<Option<bool>>),
}

/// One value of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell<'a> {
    /// No value.
    Absent,
    /// A text or the id of a referenced record.
    Text(&'a str),
    /// Days since 1970-01-01.
    Day(i32),
    /// A decimal or an integer.
    Number(Exact),
    /// A moment.
    Instant(Instant),
    /// Yes or no.
    Boolean(bool),
}

/// The records of one kind; columns stand in the order of the kind's columns.
#[derive(Debug, Clone, Default)]
pub struct Table {
    pub(crate) rows: usize,
    pub(crate) columns: Vec<ColumnData>,
}

impl Table {
    /// Number of records.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// The column at a position of the kind's columns.
    #[must_use]
    pub fn column(&self, position: usize) -> &ColumnData {
        const ABSENT: &ColumnData = &ColumnData::Absent;
        self.columns.get(position).unwrap_or(ABSENT)
    }
}

/// Checked facts.
#[derive(Debug, Clone)]
pub struct Facts {
    pub(crate) kinds: RecordKinds,
    /// By position of the kind; `None` when the table was not handed over.
    pub(crate) tables: Vec<Option<Arc<Table>>>,
    /// By position of the kind and of the column. Shared, as tables are, by copies of the facts.
    pub(crate) dictionaries: Vec<Arc<Vec<Dictionary>>>,
    /// Values handed over by the host: (row of the partner, position of the metric).
    pub(crate) given: GivenValues,
    /// Names of the metrics by position, of the programme against which they were read.
    #[cfg(feature = "full")]
    pub(crate) metrics: Vec<String>,
    /// Rows of partners sorted by id.
    pub(crate) partner_order: Vec<u32>,
    /// What reading of batches needs.
    #[cfg(feature = "full")]
    pub(crate) streams: stream::Streams,
}

impl Facts {
    /// Reads facts from JSON.
    ///
    /// # Errors
    /// All findings at once.
    pub fn from_json(programme: &Programme, text: &str) -> Result<Facts, Report> {
        let mut builder = FactsBuilder::new(programme);
        builder.add_json(text);
        builder.finish()
    }

    /// Record kinds they were checked against.
    #[must_use]
    pub const fn kinds(&self) -> &RecordKinds {
        &self.kinds
    }

    /// The table of a kind, if handed over.
    #[must_use]
    pub fn table(&self, kind: usize) -> Option<&Table> {
        self.tables.get(kind)?.as_deref()
    }

    /// The table of a kind by name, with the kind's position.
    #[must_use]
    pub fn table_named(&self, kind: &str) -> Option<(usize, &Table)> {
        let position = self.kinds.position(kind)?;
        Some((position, self.table(position)?))
    }

    /// The dictionary of a text column.
    #[must_use]
    pub fn dictionary(&self, kind: usize, column: usize) -> &Dictionary {
        static EMPTY: std::sync::OnceLock<Dictionary> = std::sync::OnceLock::new();
        self.dictionaries.get(kind).and_then(|columns| columns.get(column)).unwrap_or_else(|| EMPTY.get_or_init(Dictionary::default))
    }

    /// Number of partners.
    #[must_use]
    pub fn partner_count(&self) -> usize {
        self.partner_order.len()
    }

    /// Rows of partners in the order of their ids: the order of every result.
    #[must_use]
    pub fn partners_by_id(&self) -> &[u32] {
        &self.partner_order
    }

    /// Id of the partner at a row.
    #[must_use]
    pub fn partner_id(&self, row: u32) -> &str {
        // ids are unique, so the code of an id is its row: rows are numbered as ids appear
        self.dictionary(RecordKinds::PARTNERS, 0).text(row).unwrap_or("")
    }

    /// Row of a partner.
    #[must_use]
    pub fn partner_row(&self, id: &str) -> Option<u32> {
        self.dictionary(RecordKinds::PARTNERS, 0).find(id)
    }

    /// One value by names; for few look-ups, not for loops over records.
    #[must_use]
    pub fn cell(&self, kind: &str, column: &str, row: u32) -> Cell<'_> {
        let Some((position, table)) = self.table_named(kind) else { return Cell::Absent };
        let Some(at) = self.kinds.get(kind).and_then(|kind| kind.position(column)) else { return Cell::Absent };
        self.cell_at(position, table, at, row as usize)
    }

    /// One value of a table or batch of the kind at `kind`.
    #[must_use]
    pub fn cell_at<'a>(&'a self, kind: usize, table: &'a Table, column: usize, row: usize) -> Cell<'a> {
        let column_type = self.kinds.all().get(kind).and_then(|k| k.columns.get(column)).map(|c| &c.kind);
        let scale = if matches!(column_type, Some(ColumnType::Integer)) { 0 } else { Exact::FACT_FRACTION_DIGITS };
        let cell = match table.column(column) {
            ColumnData::Absent => None,
            ColumnData::Codes(codes) => {
                codes.get(row).filter(|c| **c != NO_CODE).and_then(|c| self.dictionary(kind, column).text(*c)).map(Cell::Text)
            }
            ColumnData::Rows(rows) => rows.get(row).filter(|r| **r != NO_CODE).and_then(|target| match column_type {
                Some(ColumnType::Reference(name)) => match self.cell(name, "id", *target) {
                    Cell::Text(id) => Some(Cell::Text(id)),
                    _ => None,
                },
                _ => None,
            }),
            ColumnData::Days(days) => days.get(row).filter(|d| **d != NO_DAY).map(|d| Cell::Day(*d)),
            ColumnData::Small(values) => {
                values.get(row).filter(|v| **v != NO_I64).and_then(|v| Exact::scaled(i128::from(*v), scale)).map(Cell::Number)
            }
            ColumnData::Large(values) => {
                values.get(row).filter(|v| **v != NO_I128).and_then(|v| Exact::scaled(*v, scale)).map(Cell::Number)
            }
            ColumnData::Instants(values) => values.get(row).copied().flatten().map(Cell::Instant),
            ColumnData::Booleans(values) => values.get(row).copied().flatten().map(Cell::Boolean),
        };
        cell.unwrap_or(Cell::Absent)
    }

    /// What rules and results read once all records are measured: the partners, the values handed over, and the records of
    /// which results are worked out one by one.
    #[cfg(feature = "full")]
    #[must_use]
    pub(crate) fn kept_for(&self, programme: &Programme) -> Facts {
        let names = programme.kept_tables();
        let kinds = self.kinds.all();
        let mut keep: Vec<bool> = kinds.iter().map(|kind| names.contains(&kind.name.as_str())).collect();
        // the id of a record that another one refers to stands in its own table
        for column in names.iter().filter_map(|name| self.kinds.get(name)).flat_map(|kind| &kind.columns) {
            if let ColumnType::Reference(target) = &column.kind
                && let Some(keep) = self.kinds.position(target).and_then(|target| keep.get_mut(target))
            {
                *keep = true;
            }
        }
        let tables = self.tables.iter().zip(&keep).map(|(table, keep)| if *keep { table.clone() } else { None });
        let dictionaries =
            self.dictionaries.iter().zip(&keep).map(|(columns, keep)| if *keep { Arc::clone(columns) } else { Arc::default() });
        Facts {
            kinds: self.kinds.clone(),
            tables: tables.collect(),
            dictionaries: dictionaries.collect(),
            given: self.given.clone(),
            metrics: self.metrics.clone(),
            partner_order: self.partner_order.clone(),
            streams: self.streams.for_dimensions(),
        }
    }

    /// Whether a category is `of` or below it by the table of categories; a category that is not in the table is only itself.
    #[must_use]
    pub fn category_within(&self, category: &str, of: &str) -> bool {
        let Some((kind, table)) = self.table_named("categories") else { return category == of };
        let ids = self.dictionary(kind, 0);
        let parents = match self.kinds.get("categories").and_then(|kind| kind.position("parent")).map(|parent| table.column(parent)) {
            Some(ColumnData::Rows(parents)) => parents.as_slice(),
            _ => &[],
        };
        // ids are unique and required, so the code of an id is its row
        let above = std::iter::successors(ids.find(category), |row| parents.get(*row as usize).copied().filter(|row| *row != NO_CODE));
        category == of || above.take(table.rows).any(|row| ids.text(row) == Some(of))
    }

    /// The value that the host handed over for a partner's metric.
    #[must_use]
    pub fn given(&self, partner: u32, metric: usize) -> Option<MetricValue> {
        given_at(&self.given, partner, metric)
    }
}

#[cfg(test)]
mod tests;

/// Values handed over, sorted by the row of the partner and the position of the metric.
pub(crate) type GivenValues = Vec<((u32, usize), MetricValue)>;

pub(crate) fn given_at(given: &GivenValues, partner: u32, metric: usize) -> Option<MetricValue> {
    let at = given.binary_search_by(|(key, _)| key.cmp(&(partner, metric))).ok()?;
    given.get(at).map(|(_, value)| *value)
}
