//! Masks of lanes by the value of a column: what a filter says of every value that the column can have, asked once.

use crate::condition::Test;
use crate::facts::{Cell, ColumnData, Facts, NO_DAY, Table};
use crate::metric::Filter;
use crate::metric::plan::{ColumnTest, Must, holds_for};
use crate::order;
use crate::period::AsOf;
use crate::period::epoch_days;
use crate::record::{ColumnPath, ColumnType};

/// Days that a table may span; filters with wider bounds are searched instead.
const MAX_DAYS: usize = 1 << 16;

pub(crate) const fn bit(lane: usize) -> u64 {
    1u64 << (lane % 64)
}

/// The tests on one column, with the tables made of them; kept from batch to batch.
#[derive(Debug)]
pub(crate) struct ColumnMasks {
    column: usize,
    far: Option<String>,
    tests: Vec<ColumnTest>,
    all: u64,
    codes: Vec<u64>,
    days: Option<DayMasks>,
}

/// Masks by day.
#[derive(Debug)]
struct DayMasks {
    first: i32,
    /// By day − `first` + 1, clamped; empty when the bounds are too far apart.
    table: Vec<u64>,
    /// The days at which an answer changes, and the masks between them.
    breaks: Vec<i32>,
    between: Vec<u64>,
    absent: u64,
}

impl ColumnMasks {
    pub(crate) fn new(facts: &Facts, kind: usize, path: &ColumnPath, tests: Vec<ColumnTest>, all: u64) -> ColumnMasks {
        let column = facts.kinds().all().get(kind).and_then(|kind| kind.position(&path.column)).unwrap_or(usize::MAX);
        ColumnMasks { column, far: path.of_reference.clone(), tests, all, codes: Vec::new(), days: None }
    }

    fn mask_of(&self, cell: Cell<'_>, facts: &Facts, as_of: AsOf) -> u64 {
        self.tests.iter().fold(self.all, |mask, test| if passes(&test.must, cell, facts, as_of) { mask } else { mask & !bit(test.lane) })
    }

    /// Brings the tables up to what `facts` and `table` hold now: dictionaries grow from batch to batch.
    pub(crate) fn prepare(&mut self, facts: &Facts, kind: usize, table: &Table, as_of: AsOf) {
        if self.codes.is_empty() {
            self.codes.push(self.mask_of(Cell::Absent, facts, as_of));
        }
        match table.column(self.column) {
            ColumnData::Codes(_) if self.far.is_none() => {
                let dictionary = facts.dictionary(kind, self.column);
                while let Some(text) = u32::try_from(self.codes.len() - 1).ok().and_then(|code| dictionary.text(code)) {
                    let mask = self.mask_of(Cell::Text(text), facts, as_of);
                    self.codes.push(mask);
                }
            }
            ColumnData::Rows(_) => {
                let Some((target, table, at)) = referenced(facts, kind, self.column, self.far.as_deref()) else { return };
                while self.codes.len() <= table.rows() {
                    let mask = self.mask_of(facts.cell_at(target, table, at, self.codes.len() - 1), facts, as_of);
                    self.codes.push(mask);
                }
            }
            ColumnData::Days(_) if self.days.is_none() => self.days = Some(self.day_masks(facts, as_of)),
            _ => {}
        }
    }

    fn day_masks(&self, facts: &Facts, as_of: AsOf) -> DayMasks {
        let mut breaks: Vec<i32> = self.tests.iter().flat_map(|test| breakpoints(&test.must, as_of)).collect();
        order::sort_and_dedup(&mut breaks);
        let (first, last) = (breaks.first().copied().unwrap_or(0), breaks.last().copied().unwrap_or(0));
        let starts = std::iter::once(first.saturating_sub(1)).chain(breaks.iter().copied());
        let between: Vec<u64> = starts.map(|day| self.mask_of(Cell::Day(day), facts, as_of)).collect();
        let span = usize::try_from(i64::from(last) - i64::from(first)).unwrap_or(usize::MAX);
        let at = |day: i32| between.get(breaks.partition_point(|from| *from <= day)).copied().unwrap_or(0);
        let table = if span > MAX_DAYS { Vec::new() } else { (first.saturating_sub(1)..=last).map(at).collect() };
        DayMasks { first, table, breaks, between, absent: self.mask_of(Cell::Absent, facts, as_of) }
    }

    /// Takes the lanes that a record's value does not pass out of its mask; `start` is the first record of the chunk.
    pub(crate) fn apply(&self, facts: &Facts, kind: usize, table: &Table, as_of: AsOf, start: usize, into: &mut [u64]) {
        let absent = self.codes.first().copied().unwrap_or(0);
        match (table.column(self.column), &self.days) {
            (ColumnData::Absent, _) => into.iter_mut().for_each(|mask| *mask &= absent),
            (ColumnData::Codes(codes) | ColumnData::Rows(codes), _) => {
                for (mask, code) in into.iter_mut().zip(codes.get(start..).unwrap_or_default()) {
                    *mask &= self.codes.get(code.wrapping_add(1) as usize).copied().unwrap_or(0);
                }
            }
            (ColumnData::Days(days), Some(masks)) => masks.apply(days.get(start..).unwrap_or_default(), into),
            _ => {
                for (offset, mask) in into.iter_mut().enumerate().filter(|(_, mask)| **mask != 0) {
                    *mask &= self.mask_of(facts.cell_at(kind, table, self.column, start + offset), facts, as_of);
                }
            }
        }
    }
}

impl DayMasks {
    fn apply(&self, days: &[i32], into: &mut [u64]) {
        if self.table.is_empty() {
            for (mask, day) in into.iter_mut().zip(days) {
                let found = self.between.get(self.breaks.partition_point(|from| from <= day)).copied().unwrap_or(0);
                *mask &= if *day == NO_DAY { self.absent } else { found };
            }
            return;
        }
        let before = self.first.saturating_sub(1);
        let last = before.saturating_add(i32::try_from(self.table.len()).unwrap_or(i32::MAX) - 1);
        for (mask, day) in into.iter_mut().zip(days) {
            let at = (*day).clamp(before, last).wrapping_sub(before) as usize;
            let found = self.table.get(at).copied().unwrap_or(0);
            *mask &= if *day == NO_DAY { self.absent } else { found };
        }
    }
}

/// The table that a reference column points to, and there the far column (its id when none is named).
fn referenced<'f>(facts: &'f Facts, kind: usize, column: usize, far: Option<&str>) -> Option<(usize, &'f Table, usize)> {
    let kinds = facts.kinds();
    let ColumnType::Reference(name) = &kinds.all().get(kind)?.columns.get(column)?.kind else { return None };
    let (target, table) = facts.table_named(name)?;
    Some((target, table, kinds.get(name)?.position(far.unwrap_or("id"))?))
}

fn passes(must: &Must, cell: Cell<'_>, facts: &Facts, as_of: AsOf) -> bool {
    match (must, cell) {
        (Must::Pass(filter), cell) => holds_for(filter, cell, facts, as_of),
        (Must::LieIn(period, last), Cell::Day(day)) => {
            let (from, until) = period.day_bounds();
            day >= from && day < until && last.is_none_or(|last| day <= last)
        }
        (Must::BeKnownBy(known), Cell::Day(day)) => day <= *known,
        (Must::BeKnownBy(_), _) => true,
        (Must::BeWord(word), Cell::Text(text)) => word == text,
        (Must::EndBy(until), Cell::Day(day)) => day <= *until,
        (Must::LieIn(..) | Must::BeWord(_) | Must::EndBy(_), _) => false,
    }
}

/// The days at which the answer of a test can change.
fn breakpoints(must: &Must, as_of: AsOf) -> Vec<i32> {
    let bounds = |from: i32, until: i32| [from, until].into_iter().filter(|day| *day != i32::MIN && *day != i32::MAX);
    match must {
        Must::LieIn(period, last) => {
            let (from, until) = period.day_bounds();
            bounds(from, until).chain(last.map(|last| last.saturating_add(1))).collect()
        }
        Must::BeKnownBy(day) | Must::EndBy(day) => bounds(day.saturating_add(1), i32::MAX).collect(),
        Must::BeWord(_) => Vec::new(),
        Must::Pass(filter) => days_of(filter, as_of),
    }
}

fn days_of(filter: &Filter, as_of: AsOf) -> Vec<i32> {
    let mut days = Vec::new();
    filter.for_each_leaf(&mut |leaf| {
        if let Test::Date(_, bound) = &leaf.test {
            let day = epoch_days(bound.resolve(as_of.on));
            days.extend([day, day.saturating_add(1)]);
        }
    });
    days
}
