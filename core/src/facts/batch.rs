//! Columns as hosts have them, and how they are poured into dense columns of the table's types.

use std::borrow::Cow;
use std::sync::Arc;

use super::builder::{missing_code, unknown_column};
use super::findings::{Findings, Place, Problem, did_you_mean, pointer};
use super::finish::row_of_code;
use super::value::{ColumnState, DECIMAL_BOUND, SAFE_INTEGER, check_choice, check_currency, empty_text, expected, is_id};
use super::{ColumnData, Dictionary, FactsBuilder, NO_CODE, NO_DAY, NO_I64, NO_I128};
use crate::amount::{Currency, Exact, fixed_text, power_of_ten};
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::record::{Column, ColumnType, RecordKind};

/// Texts that the codes of a column refer to.
///
/// The same dictionary (or a clone of it) handed over with several batches is looked up once, not once per batch;
/// one column remembers one dictionary at a time.
///
/// ```
/// let channels = qudao::CodedDictionary::new(["online", "shop"]);
/// assert_eq!((channels.len(), channels.text(1)), (2, Some("shop")));
/// ```
#[derive(Debug, Clone)]
pub struct CodedDictionary(Arc<Texts>);

#[derive(Debug)]
struct Texts {
    all: String,
    ends: Vec<usize>,
}

impl CodedDictionary {
    /// A dictionary of these texts, in the order of their codes.
    pub fn new<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> CodedDictionary {
        let (mut all, mut ends) = (String::new(), Vec::new());
        for text in texts {
            all.push_str(text.as_ref());
            ends.push(all.len());
        }
        CodedDictionary(Arc::new(Texts { all, ends }))
    }

    /// Number of texts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.ends.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.ends.is_empty()
    }

    /// The text of a code.
    #[must_use]
    pub fn text(&self, code: u32) -> Option<&str> {
        let at = code as usize;
        let from = at.checked_sub(1).map_or(Some(0), |before| self.0.ends.get(before).copied())?;
        self.0.all.get(from..*self.0.ends.get(at)?)
    }
}

/// A column as a host has it. Borrowed or owned: an owned column of the right form is taken over without a copy.
#[derive(Debug, Clone)]
pub enum BatchColumn<'a> {
    /// Every record has this text.
    Constant(&'a str),
    /// Texts, read by the column's type exactly as the texts of a JSON document.
    Texts(Vec<Option<&'a str>>),
    /// Positions in a dictionary; [`crate::NO_CODE`] says absent.
    Coded {
        /// The positions.
        codes: Cow<'a, [u32]>,
        /// The texts.
        dictionary: CodedDictionary,
    },
    /// Days since 1970-01-01 for a date column; [`crate::NO_DAY`] says absent.
    Days(Cow<'a, [i32]>),
    /// Numbers × 10^`scale`; [`crate::NO_I128`] says absent.
    Decimals {
        /// The numbers.
        mantissas: Cow<'a, [i128]>,
        /// Their fraction digits.
        scale: u32,
    },
    /// The same in 64 bits; [`crate::NO_I64`] says absent.
    Decimals64 {
        /// The numbers.
        mantissas: Cow<'a, [i64]>,
        /// Their fraction digits.
        scale: u32,
    },
    /// Whole numbers; [`crate::NO_I64`] says absent.
    Integers(Cow<'a, [i64]>),
    /// Yes, no or absent, for a boolean column.
    Booleans(Vec<Option<bool>>),
}

impl BatchColumn<'_> {
    fn len(&self) -> Option<usize> {
        match self {
            BatchColumn::Constant(_) => None,
            BatchColumn::Texts(values) => Some(values.len()),
            BatchColumn::Coded { codes, .. } => Some(codes.len()),
            BatchColumn::Days(days) => Some(days.len()),
            BatchColumn::Decimals { mantissas, .. } => Some(mantissas.len()),
            BatchColumn::Decimals64 { mantissas, .. } => Some(mantissas.len()),
            BatchColumn::Integers(values) => Some(values.len()),
            BatchColumn::Booleans(values) => Some(values.len()),
        }
    }

    /// What its values are, in words.
    const fn describe(&self) -> &'static str {
        match self {
            BatchColumn::Constant(_) | BatchColumn::Texts(_) | BatchColumn::Coded { .. } => "texts",
            BatchColumn::Days(_) => "days",
            BatchColumn::Decimals { .. } | BatchColumn::Decimals64 { .. } => "decimals",
            BatchColumn::Integers(_) => "whole numbers",
            BatchColumn::Booleans(_) => "booleans",
        }
    }

    const fn fits(&self, kind: &ColumnType) -> bool {
        match self {
            BatchColumn::Constant(_) | BatchColumn::Texts(_) | BatchColumn::Coded { .. } => true,
            BatchColumn::Days(_) => matches!(kind, ColumnType::Date),
            BatchColumn::Decimals { .. } | BatchColumn::Decimals64 { .. } | BatchColumn::Integers(_) => {
                matches!(kind, ColumnType::Decimal | ColumnType::Integer)
            }
            BatchColumn::Booleans(_) => matches!(kind, ColumnType::Boolean),
        }
    }
}

/// A dictionary of a host and what its codes are in the column: codes of the column's dictionary, or rows.
#[derive(Debug, Clone)]
pub(super) struct Remap {
    source: CodedDictionary,
    codes: Vec<u32>,
    /// Whether each code stays what it is: the host has the same texts in the same order.
    same: bool,
}

/// Mantissas of 64 or 128 bits.
trait Mantissa: Copy + PartialEq {
    const ABSENT: Self;

    /// The low 64 bits, and whether more are needed.
    fn low(self) -> (i64, bool);

    fn wide(self) -> i128;
}

impl Mantissa for i64 {
    const ABSENT: i64 = NO_I64;

    fn low(self) -> (i64, bool) {
        (self, false)
    }

    fn wide(self) -> i128 {
        i128::from(self)
    }
}

impl Mantissa for i128 {
    const ABSENT: i128 = NO_I128;

    fn low(self) -> (i64, bool) {
        // cutting and comparing is cheaper than a conversion that may fail
        let low = self as i64;
        (low, i128::from(low) != self)
    }

    fn wide(self) -> i128 {
        self
    }
}

/// A text of a dictionary that is wrong in its column; told apart from texts that are only absent.
const WRONG: u32 = NO_CODE - 1;

/// The table that a reference refers to, where it is known already.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target<'a> {
    pub name: &'a str,
    pub ids: &'a Dictionary,
    pub by_code: Option<&'a [u32]>,
    pub rows: usize,
}

impl Target<'_> {
    fn row(&self, id: &str) -> u32 {
        self.ids.find(id).map_or(NO_CODE, |code| row_of_code(self.by_code, self.rows, code))
    }

    #[cold]
    fn unknown(&self, id: &str) -> Box<Problem> {
        // looking for a near id costs as much as there are ids
        const AT_MOST: usize = 10_000;
        let problem = Problem::new(DiagnosticCode::UnknownReference, format!("`{id}` is not in `{}`", self.name));
        let near = if self.ids.len() > AT_MOST { None } else { did_you_mean(id, self.ids.texts()) };
        match near {
            Some(help) => problem.with_help(help),
            None => problem,
        }
    }
}

/// Pours one column of a batch into a column of a table.
pub(super) struct Pour<'a> {
    pub kind: &'a RecordKind,
    pub column: &'a Column,
    pub currency: Option<Currency>,
    pub target: Option<Target<'a>>,
    /// Number of records of the batch.
    pub rows: usize,
    /// Rows that the column of the table has before the batch.
    pub start: usize,
    /// Row of the batch's first record, for findings.
    pub first: usize,
    /// Place of the batch's first value.
    pub place: Place,
    pub findings: &'a mut Findings,
}

impl Pour<'_> {
    #[cold]
    fn report(&mut self, row: usize, problem: Problem) {
        let row = self.first + row;
        let place = Place { row, ..self.place };
        self.findings.value(place, pointer(&self.kind.name, row, &self.column.name), problem);
    }

    #[cold]
    fn missing(&mut self, row: usize) {
        let problem = Problem::new(missing_code(self.kind, &self.column.name), format!("the record has no `{}`", self.column.name));
        self.report(row, *problem);
    }

    /// Pours a column in; what is wrong becomes findings.
    pub fn pour(&mut self, state: &mut ColumnState, remap: &mut Option<Remap>, batch: BatchColumn<'_>) {
        if let Some(length) = batch.len().filter(|length| *length != self.rows) {
            let message = format!("`{}` has {length} values for {} records", self.column.name, self.rows);
            return self.report(0, *Problem::new(DiagnosticCode::OutOfRange, message));
        }
        if !batch.fits(&self.column.kind) {
            let message = format!("`{}` takes {}, not {}", self.column.name, expected(&self.column.kind), batch.describe());
            return self.report(0, *Problem::new(DiagnosticCode::WrongType, message));
        }
        match batch {
            BatchColumn::Constant(text) => self.constant(state, text),
            BatchColumn::Texts(texts) => texts.iter().enumerate().for_each(|(row, text)| self.text(state, row, *text)),
            BatchColumn::Coded { codes, dictionary } => self.coded(state, remap, codes, dictionary),
            BatchColumn::Days(days) => self.days(state, days.into_owned()),
            BatchColumn::Decimals { mantissas, scale } => self.numbers(state, &mantissas, scale),
            BatchColumn::Decimals64 { mantissas, scale } => self.numbers(state, &mantissas, scale),
            BatchColumn::Integers(values) => self.numbers(state, &values, 0),
            BatchColumn::Booleans(values) => {
                for (row, value) in values.iter().enumerate() {
                    match value {
                        Some(value) => state.put_boolean(self.start + row, *value),
                        None if self.column.optional => {}
                        None => self.missing(row),
                    }
                }
            }
        }
    }

    fn text(&mut self, state: &mut ColumnState, row: usize, text: Option<&str>) {
        let Some(text) = text else {
            if !self.column.optional {
                self.missing(row);
            }
            return;
        };
        let at = self.start + row;
        let put = match self.target {
            Some(_) if text.is_empty() => Err(empty_text()),
            Some(target) => match target.row(text) {
                NO_CODE => Err(target.unknown(text)),
                found => {
                    state.put_row(at, found);
                    Ok(())
                }
            },
            None => state.put_text(self.column, self.currency, at, text),
        };
        if let Err(problem) = put {
            self.report(row, *problem);
        }
    }

    fn constant(&mut self, state: &mut ColumnState, text: &str) {
        if is_id(self.column) {
            return (0..self.rows).for_each(|row| self.text(state, row, Some(text)));
        }
        if self.rows > 0 {
            self.text(state, 0, Some(text));
            state.repeat_last(self.start + 1, self.rows - 1);
        }
    }

    fn coded(&mut self, state: &mut ColumnState, remap: &mut Option<Remap>, codes: Cow<'_, [u32]>, dictionary: CodedDictionary) {
        let by_code = match self.column.kind {
            ColumnType::Text => !is_id(self.column),
            ColumnType::Reference(_) | ColumnType::Choice(_) | ColumnType::Currency => true,
            _ => false,
        };
        if !by_code {
            for (row, code) in codes.iter().enumerate() {
                match dictionary.text(*code) {
                    Some(text) => self.text(state, row, Some(text)),
                    None if *code == NO_CODE => self.text(state, row, None),
                    None => self.outside(row, *code, &dictionary),
                }
            }
            return;
        }
        let known = remap.take().filter(|known| Arc::ptr_eq(&known.source.0, &dictionary.0));
        let known = known.unwrap_or_else(|| {
            let codes =
                (0u32..).take(dictionary.len()).map(|code| self.code(state, dictionary.text(code).unwrap_or_default()).unwrap_or(WRONG));
            let codes: Vec<u32> = codes.collect();
            let same = (0u32..).zip(&codes).all(|(code, value)| code == *value);
            Remap { codes, same, source: dictionary }
        });
        if known.same && codes.iter().fold(0, |highest, code| highest.max(*code as usize)) < known.codes.len() {
            if !codes.is_empty() {
                state.append_codes(self.start, codes.into_owned(), self.target.is_some());
            }
            *remap = Some(known);
            return;
        }
        let (mut lowest, mut highest) = (NO_CODE, 0);
        let mut values: Vec<u32> = codes
            .iter()
            .map(|code| {
                let value = match known.codes.get(*code as usize) {
                    Some(value) => *value,
                    None if *code == NO_CODE => NO_CODE,
                    None => WRONG,
                };
                (lowest, highest) = (value.min(lowest), value.max(highest));
                value
            })
            .collect();
        if highest >= WRONG {
            self.wrong_codes(state, &codes, &mut values, &known.source);
        }
        if lowest < WRONG {
            state.append_codes(self.start, values, self.target.is_some());
        }
        *remap = Some(known);
    }

    /// What a text of a dictionary is in the column.
    fn code(&self, state: &mut ColumnState, text: &str) -> Result<u32, Box<Problem>> {
        match &self.column.kind {
            ColumnType::Choice(words) => check_choice(words, text)?,
            ColumnType::Currency => check_currency(self.currency, text)?,
            _ if text.is_empty() => return Err(empty_text()),
            _ => {}
        }
        match self.target {
            Some(target) => match target.row(text) {
                NO_CODE => Err(target.unknown(text)),
                row => Ok(row),
            },
            None => Ok(state.code(text)),
        }
    }

    #[cold]
    fn wrong_codes(&mut self, state: &mut ColumnState, codes: &[u32], values: &mut [u32], dictionary: &CodedDictionary) {
        for (row, (code, value)) in codes.iter().zip(values).enumerate() {
            if *value < WRONG {
                continue;
            }
            *value = NO_CODE;
            match dictionary.text(*code) {
                Some(text) => {
                    if let Err(problem) = self.code(state, text) {
                        self.report(row, *problem);
                    }
                }
                None if *code != NO_CODE => self.outside(row, *code, dictionary),
                None if self.column.optional => {}
                None => self.missing(row),
            }
        }
    }

    #[cold]
    fn outside(&mut self, row: usize, code: u32, dictionary: &CodedDictionary) {
        let message = format!("code {code} is outside a dictionary of {} texts", dictionary.len());
        self.report(row, *Problem::new(DiagnosticCode::OutOfRange, message));
    }

    fn days(&mut self, state: &mut ColumnState, days: Vec<i32>) {
        // 0001-01-01 to 9999-12-31, as dates are written
        const RANGE: std::ops::RangeInclusive<i32> = -719_162..=2_932_896;
        let (mut absent, mut outside) = (0usize, 0usize);
        for day in &days {
            absent += usize::from(*day == NO_DAY);
            outside += usize::from(!RANGE.contains(day));
        }
        if outside > absent || (absent > 0 && !self.column.optional) {
            for (row, day) in days.iter().enumerate().filter(|(_, day)| !RANGE.contains(day)) {
                if *day != NO_DAY {
                    self.report(row, *Problem::new(DiagnosticCode::BadDate, format!("day {day} is outside the years 1 to 9999")));
                } else if !self.column.optional {
                    self.missing(row);
                }
            }
        }
        if absent < days.len() {
            state.append_days(self.start, days);
        }
    }

    /// Fraction digits, and the first magnitude that is too large.
    fn number_form(&self) -> (u32, i128) {
        match self.column.kind {
            ColumnType::Integer => (0, SAFE_INTEGER + 1),
            _ => (Exact::FACT_FRACTION_DIGITS, DECIMAL_BOUND),
        }
    }

    fn numbers<T: Mantissa>(&mut self, state: &mut ColumnState, mantissas: &[T], scale: u32) {
        let (digits, bound) = self.number_form();
        let factor = digits.checked_sub(scale).and_then(power_of_ten).and_then(|factor| i64::try_from(factor).ok());
        let (Some(factor), false) = (factor, matches!(state.data, ColumnData::Large(_))) else {
            return self.numbers_one_by_one(state, mantissas, scale);
        };
        let most = i64::try_from((bound - 1).min(i128::from(i64::MAX)) / i128::from(factor)).unwrap_or(0);
        let (mut absent, mut outside) = (0usize, 0usize);
        let values: Vec<i64> = mantissas
            .iter()
            .map(|mantissa| {
                let (value, cut) = mantissa.low();
                let missing = *mantissa == T::ABSENT;
                absent += usize::from(missing);
                outside += usize::from(missing | cut | (value > most) | (value < -most));
                if missing { NO_I64 } else { value.wrapping_mul(factor) }
            })
            .collect();
        // a number that needs more, or is wrong, or a record that lacks one: the careful way
        if outside > absent || (absent > 0 && !self.column.optional) {
            return self.numbers_one_by_one(state, mantissas, scale);
        }
        if absent < values.len() {
            state.append_small(self.start, values);
        }
    }

    fn numbers_one_by_one<T: Mantissa>(&mut self, state: &mut ColumnState, mantissas: &[T], scale: u32) {
        let (digits, bound) = self.number_form();
        let power = power_of_ten(digits.abs_diff(scale)).unwrap_or(0);
        let fewer = scale > digits;
        for (row, mantissa) in mantissas.iter().enumerate() {
            if *mantissa == T::ABSENT {
                if !self.column.optional {
                    self.missing(row);
                }
                continue;
            }
            let mantissa = mantissa.wide();
            let scaled = match (i64::try_from(mantissa), i64::try_from(power)) {
                // 64-bit division is several times cheaper and nearly always enough
                (Ok(value), Ok(power)) if fewer && power > 0 => (value % power == 0).then(|| i128::from(value / power)),
                _ if fewer && power == 0 => (mantissa == 0).then_some(0),
                _ if fewer => (mantissa % power == 0).then(|| mantissa / power),
                _ => Some(mantissa.saturating_mul(power)),
            };
            match scaled {
                Some(value) if value > -bound && value < bound => state.put_number(self.start + row, value),
                Some(_) => self.report(row, *self.unfit(DiagnosticCode::TooLargeAmount, mantissa, scale)),
                None => self.report(row, *self.unfit(DiagnosticCode::TooPrecise, mantissa, scale)),
            }
        }
    }

    #[cold]
    fn unfit(&self, code: DiagnosticCode, mantissa: i128, scale: u32) -> Box<Problem> {
        let shown = if power_of_ten(scale).is_some() { fixed_text(mantissa, scale) } else { format!("{mantissa}e-{scale}") };
        let why = match (code, &self.column.kind) {
            (DiagnosticCode::TooPrecise, ColumnType::Integer) => "is not a whole number".to_owned(),
            (DiagnosticCode::TooPrecise, _) => format!("has more than {} fraction digits", Exact::FACT_FRACTION_DIGITS),
            (_, ColumnType::Integer) => "is beyond ±9007199254740991".to_owned(),
            _ => format!("has more than {} integer digits", Exact::MAX_INTEGER_DIGITS),
        };
        Problem::new(code, format!("`{shown}` {why}"))
    }
}

/// The columns of a batch with their positions in the kind; names that are unknown or there twice become findings.
pub(super) fn placed<'a>(
    kind: &RecordKind,
    rows: usize,
    first: usize,
    table: u32,
    columns: Vec<(String, BatchColumn<'a>)>,
    findings: &mut Findings,
) -> Vec<(usize, u32, BatchColumn<'a>)> {
    let mut placed: Vec<(usize, u32, BatchColumn<'a>)> = Vec::with_capacity(columns.len());
    for (ordinal, (name, column)) in (0u32..).zip(columns) {
        let place = Place { table, row: first, ordinal };
        match kind.position(&name) {
            Some(position) if placed.iter().any(|(other, _, _)| *other == position) => {
                let message = format!("column `{name}` is there twice");
                findings.push(place, Diagnostic::error(DiagnosticCode::DuplicateMember, pointer(&kind.name, first, &name), message));
            }
            Some(position) => placed.push((position, ordinal, column)),
            None => findings.push(place, unknown_column(kind, first, &name)),
        }
    }
    for column in kind.columns.iter().enumerate().filter(|(at, column)| !column.optional && !placed.iter().any(|(other, _, _)| other == at))
    {
        if rows > 0 {
            let place = Place { table, row: first, ordinal: u32::MAX };
            let message = format!("no record of the batch has `{}`", column.1.name);
            findings
                .push(place, Diagnostic::error(missing_code(kind, &column.1.name), pointer(&kind.name, first, &column.1.name), message));
        }
    }
    placed
}

impl FactsBuilder {
    /// Adds records that are there as columns, named as the columns of the table.
    ///
    /// Wrong names, lengths and values become findings; a required column that is not handed over is one finding for
    /// the whole batch.
    pub fn add_batch(&mut self, table: &str, rows: usize, columns: Vec<(String, BatchColumn<'_>)>) {
        let Some(position) = self.kinds.position(table) else {
            let place = Place::of_table(self.place());
            return self.unknown_table(table, place);
        };
        let mut state = self.take_table(position);
        if let Some(kind) = self.kinds.all().get(position) {
            let first = state.rows;
            let columns = placed(kind, rows, first, state.place, columns, &mut self.findings);
            state.shape_batch(columns.iter().map(|(column, _, _)| *column));
            for (at, ordinal, batch) in columns {
                let (Some(column), Some(filled)) = (kind.columns.get(at), state.columns.get_mut(at)) else { continue };
                let place = Place { table: state.place, row: first, ordinal };
                let findings = &mut self.findings;
                let currency = self.money.required(kind);
                let mut pour = Pour { kind, column, currency, target: None, rows, start: first, first, place, findings };
                let mut remap = filled.remap.take();
                pour.pour(filled, &mut remap, batch);
                filled.remap = remap;
            }
            state.rows += rows;
        }
        self.put_table(position, state);
    }
}
