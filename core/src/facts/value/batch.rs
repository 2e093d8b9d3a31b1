//! What columns need where values come by the column, or as text only.

use super::{ColumnState, put};
use crate::diagnostic::DiagnosticCode;
use crate::facts::findings::Problem;
use crate::facts::{ColumnData, Dictionary, NO_CODE, NO_DAY, NO_I64};
use crate::record::Column;

/// Both, with the rows between them absent; without a copy when there is nothing before.
fn appended<T: Copy>(mut earlier: Vec<T>, start: usize, absent: T, more: Vec<T>) -> Vec<T> {
    if start == 0 {
        return more;
    }
    earlier.resize(start, absent);
    earlier.extend_from_slice(&more);
    earlier
}

impl ColumnState {
    /// A column with the texts known so far.
    pub fn with_dictionary(dictionary: Dictionary) -> ColumnState {
        ColumnState { dictionary, ..ColumnState::default() }
    }

    pub fn put_row(&mut self, row: usize, target: u32) {
        match &mut self.data {
            ColumnData::Rows(values) => put(values, row, NO_CODE, target),
            data => {
                let mut values = vec![NO_CODE; row];
                values.push(target);
                *data = ColumnData::Rows(values);
            }
        }
    }

    /// Gives the value before row `row` to `more` records from there on, if it is there.
    pub fn repeat_last(&mut self, row: usize, more: usize) {
        fn repeat<T: Copy>(values: &mut Vec<T>, row: usize, more: usize) {
            if let Some(last) = values.last().copied().filter(|_| values.len() == row) {
                values.resize(row + more, last);
            }
        }
        match &mut self.data {
            ColumnData::Absent => {}
            ColumnData::Codes(values) | ColumnData::Rows(values) => repeat(values, row, more),
            ColumnData::Days(values) => repeat(values, row, more),
            ColumnData::Small(values) => repeat(values, row, more),
            ColumnData::Large(values) => repeat(values, row, more),
            ColumnData::Instants(values) => repeat(values, row, more),
            ColumnData::Booleans(values) => repeat(values, row, more),
        }
    }

    /// Appends codes, or rows of the referenced table, from row `start` on.
    pub fn append_codes(&mut self, start: usize, more: Vec<u32>, resolved: bool) {
        let earlier = match std::mem::take(&mut self.data) {
            ColumnData::Codes(values) | ColumnData::Rows(values) => values,
            _ => Vec::new(),
        };
        let values = appended(earlier, start, NO_CODE, more);
        self.data = if resolved { ColumnData::Rows(values) } else { ColumnData::Codes(values) };
    }

    pub fn append_days(&mut self, start: usize, more: Vec<i32>) {
        let earlier = match std::mem::take(&mut self.data) {
            ColumnData::Days(values) => values,
            _ => Vec::new(),
        };
        self.data = ColumnData::Days(appended(earlier, start, NO_DAY, more));
    }

    /// Appends numbers of 64 bits to a column that has no larger ones.
    pub fn append_small(&mut self, start: usize, more: Vec<i64>) {
        let earlier = match std::mem::take(&mut self.data) {
            ColumnData::Small(values) => values,
            _ => Vec::new(),
        };
        self.data = ColumnData::Small(appended(earlier, start, NO_I64, more));
    }
}

/// A boolean where there is only text.
pub(in crate::facts) fn boolean(column: &Column, text: &str) -> Result<bool, Box<Problem>> {
    match text {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(Problem::new(DiagnosticCode::WrongType, format!("`{}` takes true or false, not `{text}`", column.name))),
    }
}
