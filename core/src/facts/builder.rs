//! Building facts table by table: tables are filled here in any order, and checked against each other at the end.

use super::findings::{Findings, Place, pointer};
use super::rates::Money;
use super::value::{ColumnState, Scalar, given_number};
use super::{Facts, finish};
use crate::diagnostic::{Diagnostic, DiagnosticCode, JsonPointer, Report};
use crate::metric::MetricValue;
use crate::programme::Programme;
use crate::record::{RecordKind, RecordKinds};

/// The most columns that the order within a record is kept for.
const UNKNOWN_COLUMN: u16 = u16::MAX;

/// Records of one kind while they are read.
#[derive(Debug, Default)]
pub(super) struct TableState {
    pub rows: usize,
    pub columns: Vec<ColumnState>,
    /// Position of the table among all that was handed over.
    pub place: u32,
    /// Columns in the order in which the records from `shapes` on name them.
    pub order: Vec<u16>,
    /// Row from which on an order holds, and its bounds in `orders`.
    shapes: Vec<(usize, usize, usize)>,
    orders: Vec<u16>,
}

impl TableState {
    pub fn new(kind: &RecordKind, place: u32) -> TableState {
        let columns = kind.columns.iter().map(|_| ColumnState::default()).collect();
        TableState { columns, place, ..TableState::default() }
    }

    /// Remembers `order` as the order of the columns from the row `row` on.
    pub fn shape_from(&mut self, row: usize) {
        let from = self.orders.len();
        self.orders.extend_from_slice(&self.order);
        self.shapes.push((row, from, self.orders.len()));
    }

    /// Sets the order of a batch.
    #[cfg(feature = "full")]
    pub fn shape_batch(&mut self, columns: impl Iterator<Item = usize>) {
        self.order.clear();
        self.order.extend(columns.map(|column| u16::try_from(column).unwrap_or(UNKNOWN_COLUMN)));
        self.shape_from(self.rows);
    }

    /// Where a value stands, for findings that come after reading.
    pub fn place_of(&self, row: usize, column: usize) -> Place {
        let at = self.shapes.partition_point(|(first, _, _)| *first <= row);
        let shape = at.checked_sub(1).and_then(|at| self.shapes.get(at));
        let order = shape.and_then(|(_, from, until)| self.orders.get(*from..*until)).unwrap_or(&[]);
        let named = order.iter().position(|named| usize::from(*named) == column);
        let ordinal = named.unwrap_or(usize::from(UNKNOWN_COLUMN) + column);
        Place { table: self.place, row, ordinal: u32::try_from(ordinal).unwrap_or(u32::MAX) }
    }
}

/// A value handed over for a metric, before partners are known.
#[derive(Debug)]
pub(super) struct Given {
    pub partner: String,
    pub metric: usize,
    pub value: MetricValue,
    pub place: Place,
}

/// Which metrics and policies read a table.
#[derive(Debug, Default, Clone)]
pub(super) struct Readers {
    /// Positions of the metrics.
    pub metrics: Vec<usize>,
    /// Whether something reads it that no handed-over value replaces.
    pub always: bool,
}

/// Builds facts from several sources, table by table and in any order; a table may come in several parts.
///
/// What is wrong is collected and reported at once by [`FactsBuilder::finish`].
///
/// ```
/// # #[cfg(feature = "full")] {
/// use qudao::{BatchColumn, FactsBuilder, Programme};
/// # let text = r#"{"schema": "qudao/programme/1", "id": "small", "revision": 1, "currency": "CNY",
/// #     "effective": {"from": "2026-01-01"}, "calendar": {"year_starts": "01-01"},
/// #     "rounding": {"scale": 2, "mode": "half_up"}}"#;
/// # let programme = Programme::from_json(text).expect("valid");
/// let mut builder = FactsBuilder::new(&programme);
/// builder.add_json(r#"{"schema": "qudao/facts/1", "partners": [{"id": "P-1"}, {"id": "P-2"}]}"#);
/// builder.add_batch("activities", 2, vec![
///     ("partner".to_owned(), BatchColumn::Texts(vec![Some("P-2"), Some("P-1")])),
///     ("kind".to_owned(), BatchColumn::Constant("visit")),
///     ("date".to_owned(), BatchColumn::Constant("2026-03-01")),
/// ]);
/// let facts = builder.finish().expect("nothing is wrong");
/// assert_eq!(facts.partner_count(), 2);
/// # }
/// ```
#[derive(Debug)]
pub struct FactsBuilder {
    pub(super) kinds: RecordKinds,
    pub(super) money: Money,
    /// Names of the metrics, sorted.
    pub(super) metrics: Vec<String>,
    /// Positions of those that need their records, because a part goes through them.
    pub(super) itemised: Vec<usize>,
    /// By position of the kind.
    pub(super) readers: Vec<Readers>,
    /// By position of the kind.
    pub(super) tables: Vec<Option<TableState>>,
    /// By position of the kind: whether records come later in batches that are not kept.
    pub(super) streamed: Vec<bool>,
    pub(super) given: Vec<Given>,
    /// Partners for whom there are such values, with their places.
    pub(super) given_partners: Vec<(String, Place)>,
    /// Place of the values for metrics, once there are any.
    given_place: Option<u32>,
    /// How many partners were given values in documents.
    pub(super) given_rows: usize,
    /// Whether a text could not be read to its end, so that what is missing says nothing.
    pub(super) unreadable: bool,
    pub(super) findings: Findings,
    next_place: u32,
}

impl FactsBuilder {
    /// Facts of a programme, empty so far.
    #[must_use]
    pub fn new(programme: &Programme) -> FactsBuilder {
        let kinds = programme.kinds.clone();
        let count = kinds.all().len();
        FactsBuilder {
            readers: finish::readers(programme),
            kinds,
            money: Money::of(programme),
            metrics: programme.metrics.iter().map(|metric| metric.name.clone()).collect(),
            tables: (0..count).map(|_| None).collect(),
            streamed: vec![false; count],
            itemised: programme.itemised().into_iter().flat_map(|of| of.metrics).collect(),
            given: Vec::new(),
            given_partners: Vec::new(),
            given_place: None,
            given_rows: 0,
            unreadable: false,
            findings: Findings::default(),
            next_place: 0,
        }
    }

    /// Says that records of a table come later through [`Facts::read_batch`], so that the table is not missing.
    /// Unknown tables are a finding (`unknown_table`).
    pub fn stream(&mut self, table: &str) {
        match self.kinds.position(table).and_then(|kind| self.streamed.get_mut(kind)) {
            Some(streamed) => *streamed = true,
            None => {
                let place = Place::of_table(self.place());
                self.unknown_table(table, place);
            }
        }
    }

    /// Hands over the value of a metric for a partner: text of the number grammar, or `None` to say that it is missing.
    /// It stands in place of the measured value. Wrong names and values become findings.
    pub fn give(&mut self, partner: &str, metric: &str, value: Option<&str>) {
        let table = self.given_table();
        let row = self.given_rows;
        self.given_rows += 1;
        self.given_partners.push((partner.to_owned(), Place { table, row, ordinal: 0 }));
        self.give_scalar(partner, metric, value.map_or(Scalar::Null, Scalar::Text), Place { table, row, ordinal: 1 });
    }

    pub(super) fn give_scalar(&mut self, partner: &str, metric: &str, value: Scalar<'_>, place: Place) {
        let Ok(position) = self.metrics.binary_search_by(|name| name.as_str().cmp(metric)) else {
            let finding = Diagnostic::error(
                DiagnosticCode::UnknownMetric,
                pointer("metrics", partner, metric),
                format!("the programme has no metric `{metric}`"),
            );
            let help = super::findings::did_you_mean(metric, self.metrics.iter().map(String::as_str));
            self.findings.push(place, Diagnostic { help, ..finding });
            return;
        };
        let value = match value {
            Scalar::Null => Ok(MetricValue::Missing),
            value => given_number(value).map(MetricValue::Known),
        };
        match value {
            Ok(value) => self.given.push(Given { partner: partner.to_owned(), metric: position, value, place }),
            Err(problem) => self.findings.value(place, pointer("metrics", partner, metric), *problem),
        }
    }

    /// Place of the values for metrics.
    pub(super) fn given_table(&mut self) -> u32 {
        match self.given_place {
            Some(place) => place,
            None => {
                let place = self.place();
                self.given_place = Some(place);
                place
            }
        }
    }

    /// The next place among all that is handed over.
    pub(super) fn place(&mut self) -> u32 {
        let place = self.next_place;
        self.next_place = self.next_place.saturating_add(1);
        place
    }

    /// Takes the table of a kind out, to fill it.
    pub(super) fn take_table(&mut self, kind: usize) -> TableState {
        if let Some(table) = self.tables.get_mut(kind).and_then(Option::take) {
            return table;
        }
        let place = self.place();
        match self.kinds.all().get(kind) {
            Some(kind) => TableState::new(kind, place),
            None => TableState::default(),
        }
    }

    pub(super) fn put_table(&mut self, kind: usize, table: TableState) {
        if let Some(slot) = self.tables.get_mut(kind) {
            *slot = Some(table);
        }
    }

    #[cold]
    pub(super) fn unknown_table(&mut self, name: &str, place: Place) {
        let finding = Diagnostic::error(
            DiagnosticCode::UnknownTable,
            JsonPointer::root().child(name),
            format!("the programme knows no table `{name}`"),
        );
        let known = self.kinds.all().iter().map(|kind| kind.name.as_str()).chain(["metrics"]);
        let help = super::findings::did_you_mean(name, known);
        self.findings.push(place, Diagnostic { help, ..finding });
    }

    /// Checks the tables against each other and hands over the facts.
    ///
    /// # Errors
    /// All findings at once, also those of the tables.
    pub fn finish(self) -> Result<Facts, Report> {
        finish::finish(self)
    }
}

/// A column that its table does not know.
#[cold]
pub(super) fn unknown_column(kind: &RecordKind, row: usize, name: &str) -> Diagnostic {
    let message = format!("`{}` has no column `{name}`", kind.name);
    let finding = Diagnostic::error(DiagnosticCode::UnknownColumn, pointer(&kind.name, row, name), message);
    let help = super::findings::did_you_mean(name, kind.columns.iter().map(|column| column.name.as_str()));
    Diagnostic { help, ..finding }
}

/// The id of sales is needed only because the programme goes through them in their order.
pub(super) fn missing_code(kind: &RecordKind, column: &str) -> DiagnosticCode {
    if kind.name == "sales" && column == "id" { DiagnosticCode::IdRequired } else { DiagnosticCode::MissingValue }
}

/// A record that lacks a value.
#[cold]
pub(super) fn missing_value(kind: &RecordKind, row: usize, column: &str) -> Diagnostic {
    let message = format!("the record has no `{column}`");
    Diagnostic::error(missing_code(kind, column), pointer(&kind.name, row, column), message)
}
