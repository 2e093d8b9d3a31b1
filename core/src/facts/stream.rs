//! Records that are too many to keep: batches read against the dimension tables, one at a time.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::batch::{BatchColumn, Pour, Remap, Target, placed};
use super::credits::Credits;
use super::findings::{Findings, Place, Problem, pointer};
use super::rates::{Money, Rates, currency_column};
use super::value::ColumnState;
use super::{ColumnData, Facts, Table};
use crate::diagnostic::{Diagnostic, DiagnosticCode, JsonPointer, Report};
use crate::record::{Column, ColumnType};

/// What facts keep so that batches can be read against them.
#[derive(Debug, Clone)]
pub(crate) struct Streams {
    money: Money,
    /// Where the programme has other currencies.
    rates: Option<Arc<Rates>>,
    /// Where sales that come in batches are split.
    credits: Option<Arc<Credits>>,
    /// Rows by the codes of each table's ids, where a row is not its code.
    rows_of_codes: Vec<Option<Vec<u32>>>,
    /// How many records have been read, by position of the kind.
    read: FxHashMap<usize, usize>,
    /// The dictionary that a column was handed over with last, by positions of the kind and the column.
    remaps: FxHashMap<(usize, usize), Remap>,
}

impl Streams {
    /// For facts without event records, which read no further batches.
    pub(super) fn for_dimensions(&self) -> Streams {
        Streams::new(self.money, None, None, Vec::new())
    }

    pub(super) fn new(
        money: Money,
        rates: Option<Arc<Rates>>,
        credits: Option<Arc<Credits>>,
        rows_of_codes: Vec<Option<Vec<u32>>>,
    ) -> Streams {
        Streams { money, rates, credits, rows_of_codes, read: FxHashMap::default(), remaps: FxHashMap::default() }
    }
}

impl Facts {
    /// Reads a batch of records that are too many to keep: resolves them against the tables of these facts, adds new
    /// texts to the dictionaries, and hands the batch back without storing it.
    ///
    /// Works for tables whose records belong to a partner. Texts stay in the dictionaries, so memory grows with the
    /// number of different texts; with a column `id` that is one text per record, because ids are checked for being
    /// unique across all batches. Leave `id` out where that has been seen to elsewhere. A dictionary that is handed over
    /// again with the next batch (see [`crate::CodedDictionary`]) costs one look-up per value.
    ///
    /// Amounts in other currencies are converted by the rates of these facts, and a sale that several partners are credited
    /// for comes back as one record for each of them; such batches need their `id`.
    ///
    /// # Errors
    /// All findings about the batch at once. They name the table, the row counted across all batches of the table, and
    /// the column. After an error, ids and texts of the refused batch stay known.
    ///
    /// # Example
    /// ```
    /// use std::borrow::Cow;
    /// use qudao::{BatchColumn, CodedDictionary, FactsBuilder, Programme};
    /// # let text = r#"{"schema": "qudao/programme/1", "id": "small", "revision": 1, "currency": "CNY",
    /// #     "effective": {"from": "2026-01-01"}, "calendar": {"year_starts": "01-01"},
    /// #     "rounding": {"scale": 2, "mode": "half_up"}}"#;
    /// # let programme = Programme::from_json(text).expect("valid");
    /// let mut builder = FactsBuilder::new(&programme);
    /// builder.add_json(r#"{"schema": "qudao/facts/1", "partners": [{"id": "P-1"}, {"id": "P-2"}]}"#);
    /// builder.stream("sales");
    /// let mut facts = builder.finish().expect("nothing is wrong");
    /// let partners = CodedDictionary::new(["P-2", "P-1"]);
    /// let batch = facts.read_batch("sales", 2, vec![
    ///     ("partner".to_owned(), BatchColumn::Coded { codes: Cow::Borrowed(&[0, 1]), dictionary: partners.clone() }),
    ///     ("date".to_owned(), BatchColumn::Days(Cow::Borrowed(&[20_500, 20_501]))),
    ///     ("amount".to_owned(), BatchColumn::Decimals64 { mantissas: Cow::Borrowed(&[12_50, 99_00]), scale: 2 }),
    ///     ("basis".to_owned(), BatchColumn::Constant("sell_in")),
    /// ]).expect("nothing is wrong");
    /// assert_eq!(batch.rows(), 2);
    /// ```
    pub fn read_batch(&mut self, table: &str, rows: usize, columns: Vec<(String, BatchColumn<'_>)>) -> Result<Table, Report> {
        let unknown = |message: String| {
            let path = JsonPointer::root().child(table);
            Err(Report::new(vec![Diagnostic::error(DiagnosticCode::UnknownTable, path, message)]))
        };
        let Some(position) = self.kinds.position(table) else { return unknown(format!("the programme knows no table `{table}`")) };
        let Some(kind) = self.kinds.all().get(position).filter(|kind| kind.is_measurable()) else {
            return unknown(format!("records of `{table}` are kept, not read in batches"));
        };
        let count = self.streams.read.entry(position).or_default();
        let first = *count;
        *count += rows;
        let mut findings = Findings::default();
        let mut filled = Table { rows, columns: Vec::new() };
        filled.columns.resize_with(kind.columns.len(), Default::default);
        let columns = placed(kind, rows, first, 0, columns, &mut findings);
        let ordinals: Vec<(usize, u32)> = columns.iter().map(|(at, ordinal, _)| (*at, *ordinal)).collect();
        for (at, ordinal, batch) in columns {
            let Some(column) = kind.columns.get(at) else { continue };
            let own = self.dictionaries.get_mut(position).and_then(|columns| Arc::make_mut(columns).get_mut(at));
            let mut state = ColumnState::with_dictionary(own.map(std::mem::take).unwrap_or_default());
            let mut remap = self.streams.remaps.remove(&(position, at));
            let target = self.target(column);
            let place = Place { table: 0, row: first, ordinal };
            let findings = &mut findings;
            let currency = self.streams.money.required(kind);
            let mut pour = Pour { kind, column, currency, target, rows, start: 0, first, place, findings };
            pour.pour(&mut state, &mut remap, batch);
            state.close(rows);
            if let Some(remap) = remap {
                self.streams.remaps.insert((position, at), remap);
            }
            if let Some(own) = self.dictionaries.get_mut(position).and_then(|columns| Arc::make_mut(columns).get_mut(at)) {
                *own = state.dictionary;
            }
            if let Some(slot) = filled.columns.get_mut(at) {
                *slot = state.data;
            }
        }
        let mut report = |row: usize, at: usize, problem: Box<Problem>| {
            let ordinal = ordinals.iter().find(|(other, _)| *other == at).map_or(u32::MAX, |(_, ordinal)| *ordinal);
            let name = kind.columns.get(at).map_or("", |column| column.name.as_str());
            let row = first + row;
            findings.value(Place { table: 0, row, ordinal }, pointer(&kind.name, row, name), *problem);
        };
        if let Some(rates) = self.streams.rates.as_deref() {
            let texts = currency_column(kind).and_then(|column| self.dictionaries.get(position)?.get(column));
            if let Some(texts) = texts {
                rates.convert(kind, &mut filled, texts, &mut report);
            }
        }
        if let Some(credits) = self.streams.credits.as_deref().filter(|_| kind.name == "sales") {
            self.split(credits, position, &mut filled, &mut report);
        }
        if findings.is_empty() { Ok(filled) } else { Err(findings.into_report()) }
    }

    /// Splits the sales of a batch that several partners are credited for.
    fn split(&self, credits: &Credits, position: usize, batch: &mut Table, report: &mut super::rates::Report<'_>) -> Option<()> {
        let kind = self.kinds.all().get(position)?;
        let id = kind.position("id")?;
        let (credited, described) = (self.kinds.position("credits")?, self.kinds.get("credits")?);
        let sales = self.dictionary(credited, described.position("sale")?);
        if batch.rows > 0 && matches!(batch.column(id), ColumnData::Absent) {
            let problem = Problem::new(DiagnosticCode::MissingValue, "no record of the batch has `id`, by which `credits` splits sales");
            report(0, id, problem);
        }
        let lines = credits.lines_of_batch(batch.column(id), self.dictionary(position, id), sales);
        credits.split(kind, batch, &lines, report);
        Some(())
    }

    /// The table that a column refers to, if it was handed over.
    fn target(&self, column: &Column) -> Option<Target<'_>> {
        let ColumnType::Reference(name) = &column.kind else { return None };
        let (position, table) = self.table_named(name)?;
        let id = self.kinds.get(name)?.position("id")?;
        let by_code = self.streams.rows_of_codes.get(position).and_then(Option::as_deref);
        let name = &self.kinds.all().get(position)?.name;
        Some(Target { name, ids: self.dictionaries.get(position)?.get(id)?, by_code, rows: table.rows })
    }
}
