//! Split credit: a sales line that several partners are credited for becomes one line for each of them.

use super::findings::Problem;
use super::rates::Report;
use super::value::{number_at, set_number};
use super::{ColumnData, Dictionary, NO_CODE, Table};
use crate::amount::{Exact, power_of_ten, split_by_largest_remainder};
use crate::diagnostic::DiagnosticCode;
use crate::in_full::InFull;
use crate::order;
use crate::record::RecordKind;

/// A share of 1 in millionths.
const WHOLE: i128 = 1_000_000;

/// From where until where.
type Bounds = (usize, usize);

/// Who is credited for which sale.
#[derive(Debug)]
pub(super) struct Credits {
    /// Fraction digits that amounts are split to.
    scale: u32,
    /// Rows of partners with their shares in millionths; those of a sale stand together, by partner id.
    parts: Vec<(u32, i128)>,
    /// Bounds in `parts` by the row of the sale, or by the code of its id where sales come in batches; in that order.
    of: Vec<(u32, Bounds)>,
    /// Split credit is for the whole build.
    _in_full: InFull,
}

impl Credits {
    /// Reads the table of credits. `None` when it is wrong and that has been reported.
    pub fn read(kind: &RecordKind, table: &Table, partners: &Dictionary, scale: u32, report: &mut Report<'_>) -> Option<Credits> {
        let (sale, partner, share) = (kind.position("sale")?, kind.position("partner")?, kind.position("share")?);
        let Some(in_full) = InFull::here() else {
            if table.rows == 0 {
                return None;
            }
            let problem = Problem::new(DiagnosticCode::NotInThisBuild, "split credit is left out of this build of qudao");
            report(0, sale, problem.with_help("use the whole build: `qudao/full` on npm, the feature `full` in Rust"));
            return None;
        };
        let sales = match table.column(sale) {
            ColumnData::Rows(codes) | ColumnData::Codes(codes) => codes.as_slice(),
            _ => &[],
        };
        let credited = match table.column(partner) {
            ColumnData::Rows(rows) => rows.as_slice(),
            _ => &[],
        };
        let mut right = true;
        let mut rows = Vec::with_capacity(table.rows);
        for row in 0..table.rows {
            let found = |codes: &[u32]| codes.get(row).copied().filter(|code| *code != NO_CODE);
            let part = number_at(table.column(share), row);
            if part.is_some_and(|part| part <= 0) {
                report(row, share, Problem::new(DiagnosticCode::OutOfRange, "a share is above 0"));
            }
            let part = part.filter(|part| *part > 0);
            right &= part.is_some();
            match found(sales) {
                Some(sale) => rows.push((sale, found(credited), row, part)),
                None => right = false,
            }
        }
        let id = |partner: Option<u32>| partner.and_then(|row| partners.text(row));
        let rows = order::sorted_by(&rows, |(a, x, m, _), (b, y, n, _)| a.cmp(b).then(id(*x).cmp(&id(*y))).then(m.cmp(n)));
        let mut credits = Credits { scale, parts: Vec::with_capacity(rows.len()), of: Vec::new(), _in_full: in_full };
        for of_sale in rows.chunk_by(|a, b| a.0 == b.0) {
            let from = credits.parts.len();
            // of the sale as far as it can be read: what a record has wrong is reported already
            let mut sum = Some(0i128);
            let mut first = None;
            let mut before = None;
            for (sale, credited, row, part) in of_sale {
                if before.is_some() && before == *credited {
                    let message = format!("`{}` is credited for the sale already", id(*credited).unwrap_or_default());
                    report(*row, partner, Problem::new(DiagnosticCode::DuplicateId, message));
                    right = false;
                }
                before = *credited;
                sum = sum.zip(*part).and_then(|(sum, part)| sum.checked_add(part));
                first = Some(first.map_or((*row, *sale), |first: (usize, u32)| first.min((*row, *sale))));
                match credited.zip(*part) {
                    Some(part) => credits.parts.push(part),
                    None => right = false,
                }
            }
            let Some((row, sale)) = first else { continue };
            credits.of.push((sale, (from, credits.parts.len())));
            if let Some(sum) = sum.filter(|sum| *sum != WHOLE) {
                let sum = Exact::scaled(sum, Exact::FACT_FRACTION_DIGITS).map(|sum| sum.to_string()).unwrap_or_default();
                let problem = Problem::new(DiagnosticCode::SharesDoNotSum, format!("the shares of the sale sum to {sum}, not to 1"));
                report(row, share, problem.with_help("shares have at most 6 fraction digits, such as 0.333333 twice and 0.333334"));
                right = false;
            }
        }
        right.then_some(credits)
    }

    /// Whether nobody is credited.
    pub fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    /// The sales that are in the table, which has all sales.
    pub fn kept_lines(&self) -> Vec<(usize, Bounds)> {
        self.of.iter().map(|(sale, bounds)| (*sale as usize, *bounds)).collect()
    }

    /// The sales of a batch, whose ids are codes of `ids`; `sales` are the ids in the table of credits.
    #[cfg(feature = "full")]
    pub fn lines_of_batch(&self, codes: &ColumnData, ids: &Dictionary, sales: &Dictionary) -> Vec<(usize, Bounds)> {
        let ColumnData::Codes(codes) = codes else { return Vec::new() };
        let bounds = |code: &u32| {
            let sale = sales.find(ids.text(*code)?)?;
            let at = self.of.binary_search_by_key(&sale, |(sale, _)| *sale).ok()?;
            self.of.get(at).map(|(_, bounds)| *bounds)
        };
        codes.iter().enumerate().filter_map(|(row, code)| Some((row, bounds(code)?))).collect()
    }

    /// Makes one line for each credited partner of these lines: the first in the place of the line, where references to it
    /// lead, and the others at the end.
    pub fn split(&self, kind: &RecordKind, table: &mut Table, lines: &[(usize, Bounds)], report: &mut Report<'_>) {
        let parts = |(from, until): Bounds| self.parts.get(from..until).unwrap_or(&[]);
        let mut copied = Vec::new();
        for (row, bounds) in lines {
            copied.extend(std::iter::repeat_n(*row, parts(*bounds).len().saturating_sub(1)));
        }
        let first_copy = table.rows;
        table.rows += copied.len();
        for data in &mut table.columns {
            append_copies(data, &copied);
        }
        // the rows of each line's parts
        let rows_of = |row: usize, next: &mut usize, count: usize| {
            let from = *next;
            *next += count.saturating_sub(1);
            std::iter::once(row).chain(from..*next)
        };
        let partner = kind.position("partner").and_then(|column| table.columns.get_mut(column));
        if let Some(ColumnData::Rows(partners)) = partner {
            let mut next = first_copy;
            for (row, bounds) in lines {
                let parts = parts(*bounds);
                for (row, (credited, _)) in rows_of(*row, &mut next, parts.len()).zip(parts) {
                    partners.get_mut(row).into_iter().for_each(|partner| *partner = *credited);
                }
            }
        }
        for (name, scale) in [("amount", self.scale), ("tax", self.scale), ("quantity", Exact::FACT_FRACTION_DIGITS)] {
            let Some(column) = kind.position(name) else { continue };
            let Some(data) = table.columns.get_mut(column) else { continue };
            let unit = Exact::FACT_FRACTION_DIGITS.checked_sub(scale).and_then(power_of_ten).unwrap_or(1);
            let mut next = first_copy;
            for (row, bounds) in lines {
                let parts = parts(*bounds);
                let rows = rows_of(*row, &mut next, parts.len());
                let Some(value) = number_at(data, *row) else { continue };
                if value % unit != 0 {
                    let message = format!("a sale that is split has at most {scale} fraction digits, as money of the programme");
                    report(*row, column, Problem::new(DiagnosticCode::TooPrecise, message));
                    continue;
                }
                let shares: Vec<i128> = parts.iter().map(|(_, share)| *share).collect();
                let amounts = split_by_largest_remainder(value / unit, &shares).unwrap_or_default();
                for (row, amount) in rows.zip(amounts) {
                    set_number(data, row, amount * unit);
                }
            }
        }
    }
}

/// Appends copies of the values of these rows.
fn append_copies(data: &mut ColumnData, rows: &[usize]) {
    fn copy<T: Copy>(values: &mut Vec<T>, rows: &[usize]) {
        values.reserve(rows.len());
        for row in rows {
            if let Some(value) = values.get(*row).copied() {
                values.push(value);
            }
        }
    }
    match data {
        ColumnData::Absent => {}
        ColumnData::Codes(values) | ColumnData::Rows(values) => copy(values, rows),
        ColumnData::Days(values) => copy(values, rows),
        ColumnData::Small(values) => copy(values, rows),
        ColumnData::Large(values) => copy(values, rows),
        ColumnData::Instants(values) => copy(values, rows),
        ColumnData::Booleans(values) => copy(values, rows),
    }
}
