//! The one pass over a table or batch of records.

use crate::amount::Exact;
use crate::engine::AsOf;
use crate::facts::{Cell, ColumnData, Facts, NO_CODE, NO_DAY, NO_I64, NO_I128, Table};
use crate::metric::plan::{Action, ColumnTest, Lane, Must, Plan, Slot, Source, holds_for, signs, tests_of};
use crate::metric::state::{CellOverflow, Cells, Dated, Rich};
use crate::metric::{Filter, Operation};
use crate::period::epoch_days;
use crate::record::{ColumnPath, ColumnType};

/// Records whose masks are computed at a time: the buffers stay in the first-level cache.
const CHUNK: usize = 1024;
/// Days that a table may span; filters with wider bounds are searched instead.
const MAX_DAYS: usize = 1 << 16;

/// A sum grew past 128 bits.
#[derive(Debug)]
pub(crate) struct SlotOverflow {
    pub(crate) slot: usize,
    pub(crate) partner: u32,
}

/// Masks by the value of one column.
enum MaskTable<'t> {
    /// By code + 1; 0 is absent.
    Codes { codes: &'t [u32], masks: Vec<u64> },
    /// By day − `first` + 1, clamped; absent days have a mask of their own.
    Days { days: &'t [i32], first: i32, masks: Vec<u64>, absent: u64 },
    /// By day between sorted breakpoints.
    WideDays { days: &'t [i32], breaks: Vec<i32>, masks: Vec<u64>, absent: u64 },
    /// The column has no value in this table.
    Constant(u64),
    /// Anything else is asked record by record.
    PerRow { column: usize, lanes: Vec<(u64, &'t Filter)> },
}

/// A column of values, chunk by chunk, with [`NO_I64`] where absent or too wide.
enum Values<'t> {
    One,
    Small(&'t [i64]),
    Large(&'t [i128]),
    Present(&'t ColumnData),
    WithTax(&'t ColumnData, &'t ColumnData),
    Absent,
}

/// What all passes over one table share.
struct Pass<'t> {
    plan: &'t Plan,
    facts: &'t Facts,
    kind: usize,
    table: &'t Table,
    as_of: AsOf,
}

/// Measures the records of `table`; `kind` is the position of its kind.
pub(crate) fn measure(
    plan: &Plan,
    facts: &Facts,
    kind: usize,
    table: &Table,
    cells: &mut Cells,
    rich: &mut [Rich],
) -> Result<(), SlotOverflow> {
    let pass = Pass { plan, facts, kind, table, as_of: plan.as_of };
    for lanes in plan.passes(facts.kinds(), kind) {
        pass.run(&lanes, cells, rich)?;
    }
    Ok(())
}

fn bit(lane: usize) -> u64 {
    1u64 << (lane % 64)
}

impl<'t> Pass<'t> {
    fn run(&self, lanes: &[Lane], cells: &mut Cells, rich: &mut [Rich]) -> Result<(), SlotOverflow> {
        let (mut tests, mut mixed) = (Vec::new(), Vec::new());
        let (mut positive, mut negative) = (0u64, 0u64);
        for (index, lane) in lanes.iter().enumerate() {
            let Some(slot) = self.plan.slots.get(lane.slot) else { continue };
            tests_of(index, slot, self.as_of, self.facts.kinds(), &mut tests, &mut mixed);
            let (non_negative_passes, negative_passes) = signs(&slot.base);
            positive |= if non_negative_passes { bit(index) } else { 0 };
            negative |= if negative_passes { bit(index) } else { 0 };
        }
        let all = positive | negative;
        let tables = self.mask_tables(&tests, all);
        let amount = self.kind_column("amount").filter(|_| positive != negative).map(|column| self.table.column(column));
        let sources = self.sources(lanes);
        for lane in lanes {
            if let (Action::Keep(at), Some(slot)) = (lane.action, self.plan.slots.get(lane.slot)) {
                if let (Some(Rich::Groups(groups)), Operation::MaxShare { by, .. }) = (rich.get_mut(at), &slot.base.operation) {
                    groups.reserve(self.code_count(by));
                }
            }
        }
        let Some(ColumnData::Rows(partners)) = self.kind_column("partner").map(|column| self.table.column(column)) else { return Ok(()) };
        let mut masks = [0u64; CHUNK];
        let mut buffer = [0i64; CHUNK];
        let mut start = 0;
        while start < self.table.rows() {
            let length = CHUNK.min(self.table.rows() - start);
            let Some(masks) = masks.get_mut(..length) else { break };
            masks.fill(all);
            for table in &tables {
                self.apply(table, start, masks);
            }
            if let Some(amount) = amount {
                apply_signs(amount, start, masks, positive, negative);
            }
            for (lane, filter) in &mixed {
                for (offset, mask) in masks.iter_mut().enumerate().filter(|(_, mask)| **mask & bit(*lane) != 0) {
                    if !crate::engine::filter_holds(filter, self.facts, self.kind, self.table, start + offset, self.as_of.on) {
                        *mask &= !bit(*lane);
                    }
                }
            }
            let Some(partners) = partners.get(start..start + length) else { break };
            for (source, adding, keeping) in &sources {
                let Some(values) = buffer.get_mut(..length) else { break };
                self.load(source, start, values);
                if adding.0 != 0 {
                    self.scatter(lanes, adding, source, start, masks, partners, values, cells)?;
                }
                if *keeping != 0 {
                    self.keep(lanes, *keeping, source, start, masks, partners, rich)?;
                }
            }
            start += length;
        }
        Ok(())
    }

    fn kind_column(&self, name: &str) -> Option<usize> {
        self.facts.kinds().all().get(self.kind)?.position(name)
    }

    fn code_count(&self, column: &str) -> usize {
        let Some(position) = self.kind_column(column) else { return 0 };
        match (self.table.column(position), self.facts.kinds().all().get(self.kind).and_then(|kind| kind.columns.get(position))) {
            (ColumnData::Rows(_), Some(column)) => match &column.kind {
                ColumnType::Reference(target) => self.facts.table_named(target).map_or(0, |(_, table)| table.rows()),
                _ => 0,
            },
            _ => self.facts.dictionary(self.kind, position).len(),
        }
    }

    /// Lanes by what they add: (source, (adding lanes, bit → cell), keeping lanes).
    fn sources(&self, lanes: &[Lane]) -> Vec<(Values<'t>, (u64, [usize; 64]), u64)> {
        let mut kinds: Vec<Source> = lanes.iter().map(|lane| lane.source).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
            .into_iter()
            .map(|source| {
                let (mut adding, mut keeping, mut cell_of) = (0u64, 0u64, [0usize; 64]);
                for (index, lane) in lanes.iter().enumerate().filter(|(_, lane)| lane.source == source) {
                    match lane.action {
                        Action::Add(cell) => {
                            adding |= bit(index);
                            if let Some(at) = cell_of.get_mut(index) {
                                *at = cell;
                            }
                        }
                        Action::Keep(_) => keeping |= bit(index),
                    }
                }
                (self.values(source), (adding, cell_of), keeping)
            })
            .collect()
    }

    fn values(&self, source: Source) -> Values<'t> {
        match source {
            Source::One => Values::One,
            Source::Present(column) => Values::Present(self.table.column(column)),
            Source::WithTax(amount, tax) => Values::WithTax(self.table.column(amount), self.table.column(tax)),
            Source::Column(column) => match self.table.column(column) {
                ColumnData::Small(values) => Values::Small(values),
                ColumnData::Large(values) => Values::Large(values),
                _ => Values::Absent,
            },
        }
    }

    fn load(&self, source: &Values<'_>, start: usize, into: &mut [i64]) {
        match source {
            Values::One => into.fill(1),
            Values::Small(values) => match values.get(start..start + into.len()) {
                Some(values) => into.copy_from_slice(values),
                None => into.fill(NO_I64),
            },
            Values::Absent => into.fill(NO_I64),
            other => {
                for (offset, value) in into.iter_mut().enumerate() {
                    *value = wide(other, start + offset).and_then(|value| i64::try_from(value).ok()).unwrap_or(NO_I64);
                }
            }
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the inner loop gets what it reads, and nothing through a struct it would have to reload"
    )]
    fn scatter(
        &self,
        lanes: &[Lane],
        (adding, cell_of): &(u64, [usize; 64]),
        source: &Values<'_>,
        start: usize,
        masks: &[u64],
        partners: &[u32],
        values: &[i64],
        cells: &mut Cells,
    ) -> Result<(), SlotOverflow> {
        let width = cells.width;
        for (offset, ((mask, partner), value)) in masks.iter().zip(partners).zip(values).enumerate() {
            let mut left = mask & adding;
            if left == 0 {
                continue;
            }
            if *value == NO_I64 {
                self.scatter_wide(lanes, left, source, start + offset, *partner, cells)?;
                continue;
            }
            let base = *partner as usize * width;
            let Some(row) = cells.small.get_mut(base..base + width) else { continue };
            let mut outgrown = 0u64;
            while left != 0 {
                let lane = left.trailing_zeros() as usize;
                if let Some(held) = row.get_mut(cell_of[lane & 63]) {
                    let (sum, overflowed) = held.overflowing_add(*value);
                    if overflowed {
                        outgrown = left;
                        break;
                    }
                    *held = sum;
                }
                left &= left - 1;
            }
            if outgrown != 0 {
                self.scatter_wide(lanes, outgrown, source, start + offset, *partner, cells)?;
            }
        }
        Ok(())
    }

    /// One record whose value, or a sum with it, needs more than 64 bits.
    #[cold]
    fn scatter_wide(
        &self,
        lanes: &[Lane],
        mut left: u64,
        source: &Values<'_>,
        row: usize,
        partner: u32,
        cells: &mut Cells,
    ) -> Result<(), SlotOverflow> {
        let Some(value) = wide(source, row) else { return Ok(()) };
        while left != 0 {
            let index = left.trailing_zeros() as usize;
            left &= left - 1;
            if let Some(Lane { slot, action: Action::Add(cell), .. }) = lanes.get(index) {
                cells.add(partner as usize, *cell, value).map_err(|CellOverflow| SlotOverflow { slot: *slot, partner })?;
            }
        }
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "as above")]
    fn keep(
        &self,
        lanes: &[Lane],
        keeping: u64,
        source: &Values<'_>,
        start: usize,
        masks: &[u64],
        partners: &[u32],
        rich: &mut [Rich],
    ) -> Result<(), SlotOverflow> {
        for (index, lane) in lanes.iter().enumerate().filter(|(index, _)| keeping & bit(*index) != 0) {
            let (Action::Keep(at), Some(slot)) = (lane.action, self.plan.slots.get(lane.slot)) else { continue };
            let Some(state) = rich.get_mut(at) else { continue };
            let codes = self.codes(slot);
            let days = self.days(slot);
            for (offset, (mask, partner)) in masks.iter().zip(partners).enumerate() {
                if mask & bit(index) != 0 && !keep_one(state, *partner, start + offset, source, codes, days) {
                    return Err(SlotOverflow { slot: lane.slot, partner: *partner });
                }
            }
        }
        Ok(())
    }

    /// The column that a slot counts or groups by.
    fn codes(&self, slot: &Slot) -> Option<&'t [u32]> {
        let name = match &slot.base.operation {
            Operation::Distinct(column) | Operation::MaxShare { by: column, .. } => column,
            _ => return None,
        };
        match self.table.column(self.kind_column(name)?) {
            ColumnData::Codes(codes) | ColumnData::Rows(codes) => Some(codes),
            _ => None,
        }
    }

    /// The column that dates a slot's records.
    fn days(&self, slot: &Slot) -> Option<&'t [i32]> {
        let name = match &slot.base.operation {
            Operation::DaysSince(column) => Some(column),
            _ => slot.base.date.as_ref(),
        };
        match self.table.column(self.kind_column(name?)?) {
            ColumnData::Days(days) => Some(days),
            _ => None,
        }
    }

    fn mask_tables(&self, tests: &[ColumnTest<'t>], all: u64) -> Vec<MaskTable<'t>> {
        let mut paths: Vec<&ColumnPath> = tests.iter().map(|test| &test.path).collect();
        paths.sort_unstable();
        paths.dedup();
        paths
            .into_iter()
            .filter_map(|path| {
                let on_path: Vec<&ColumnTest<'t>> = tests.iter().filter(|test| test.path == *path).collect();
                let table = self.mask_table(path, &on_path, all);
                // a column that lets every lane pass costs nothing
                let idle = match &table {
                    MaskTable::Codes { masks, .. } => masks.iter().all(|mask| *mask == all),
                    MaskTable::Constant(mask) => *mask == all,
                    _ => false,
                };
                (!idle).then_some(table)
            })
            .collect()
    }

    fn mask_table(&self, path: &ColumnPath, tests: &[&ColumnTest<'t>], all: u64) -> MaskTable<'t> {
        let column = self.kind_column(&path.column).unwrap_or(usize::MAX);
        let mask_of =
            |cell: Cell<'_>| tests.iter().fold(all, |mask, test| if self.passes(&test.test, cell) { mask } else { mask & !bit(test.lane) });
        match (self.table.column(column), &path.of_reference) {
            (ColumnData::Absent, _) => MaskTable::Constant(mask_of(Cell::Absent)),
            (ColumnData::Codes(codes), None) => {
                let dictionary = self.facts.dictionary(self.kind, column);
                let texts = (0..dictionary.len()).map(|code| u32::try_from(code).ok().and_then(|code| dictionary.text(code)));
                let masks = std::iter::once(mask_of(Cell::Absent))
                    .chain(texts.map(|text| text.map_or(0, |text| mask_of(Cell::Text(text)))))
                    .collect();
                MaskTable::Codes { codes, masks }
            }
            (ColumnData::Rows(rows), far) => {
                let Some((target, table, at)) = self.referenced(column, far.as_deref()) else {
                    return MaskTable::Constant(mask_of(Cell::Absent));
                };
                let cells = (0..table.rows()).map(|row| self.facts.cell_at(target, table, at, row));
                let masks = std::iter::once(mask_of(Cell::Absent)).chain(cells.map(mask_of)).collect();
                MaskTable::Codes { codes: rows, masks }
            }
            (ColumnData::Days(days), None) => day_table(days, tests, self.as_of, &mask_of),
            _ => {
                let lanes = tests.iter().filter_map(|test| match test.test {
                    Must::Pass(filter) => Some((bit(test.lane), filter)),
                    _ => None,
                });
                MaskTable::PerRow { column, lanes: lanes.collect() }
            }
        }
    }

    /// The table that a reference column points to, and there the far column (its id when none is named).
    fn referenced(&self, column: usize, far: Option<&str>) -> Option<(usize, &'t Table, usize)> {
        let kinds = self.facts.kinds();
        let ColumnType::Reference(name) = &kinds.all().get(self.kind)?.columns.get(column)?.kind else { return None };
        let (target, table) = self.facts.table_named(name)?;
        Some((target, table, kinds.get(name)?.position(far.unwrap_or("id"))?))
    }

    fn passes(&self, must: &Must<'_>, cell: Cell<'_>) -> bool {
        match (must, cell) {
            (Must::Pass(filter), cell) => holds_for(filter, cell, self.facts, self.as_of),
            (Must::LieIn(period, last), Cell::Day(day)) => {
                let (from, until) = period.day_bounds();
                day >= from && day < until && last.is_none_or(|last| day <= last)
            }
            (Must::BeKnownBy(known), Cell::Day(day)) => day <= *known,
            (Must::BeKnownBy(_), _) => true,
            (Must::BeWord(word), Cell::Text(text)) => *word == text,
            (Must::EndBy(until), Cell::Day(day)) => day <= *until,
            (Must::LieIn(..) | Must::BeWord(_) | Must::EndBy(_), _) => false,
        }
    }

    fn apply(&self, table: &MaskTable<'_>, start: usize, into: &mut [u64]) {
        match table {
            MaskTable::Constant(mask) => into.iter_mut().for_each(|m| *m &= mask),
            MaskTable::Codes { codes, masks } => {
                for (mask, code) in into.iter_mut().zip(codes.get(start..).unwrap_or_default()) {
                    *mask &= masks.get(code.wrapping_add(1) as usize).copied().unwrap_or(0);
                }
            }
            MaskTable::Days { days, first, masks, absent } => {
                let last = i32::try_from(masks.len()).unwrap_or(i32::MAX) - 1;
                for (mask, day) in into.iter_mut().zip(days.get(start..).unwrap_or_default()) {
                    let at = day.saturating_sub(*first).saturating_add(1).clamp(0, last);
                    let found = usize::try_from(at).ok().and_then(|at| masks.get(at)).copied().unwrap_or(0);
                    *mask &= if *day == NO_DAY { *absent } else { found };
                }
            }
            MaskTable::WideDays { days, breaks, masks, absent } => {
                for (mask, day) in into.iter_mut().zip(days.get(start..).unwrap_or_default()) {
                    let found = masks.get(breaks.partition_point(|from| from <= day)).copied().unwrap_or(0);
                    *mask &= if *day == NO_DAY { *absent } else { found };
                }
            }
            MaskTable::PerRow { column, lanes } => {
                for (offset, mask) in into.iter_mut().enumerate() {
                    for (bit, filter) in lanes.iter().filter(|(bit, _)| *mask & bit != 0).collect::<Vec<_>>() {
                        let cell = self.facts.cell_at(self.kind, self.table, *column, start + offset);
                        if !holds_for(filter, cell, self.facts, self.as_of) {
                            *mask &= !bit;
                        }
                    }
                }
            }
        }
    }
}

/// A table from days to masks, as wide as the bounds of its tests.
fn day_table<'t>(days: &'t [i32], tests: &[&ColumnTest<'_>], as_of: AsOf, mask_of: &dyn Fn(Cell<'_>) -> u64) -> MaskTable<'t> {
    let mut breaks: Vec<i32> = tests.iter().flat_map(|test| breakpoints(&test.test, as_of)).collect();
    breaks.sort_unstable();
    breaks.dedup();
    let absent = mask_of(Cell::Absent);
    let before = breaks.first().map_or(0, |first| first.saturating_sub(1));
    let (first, last) = (breaks.first().copied().unwrap_or(0), breaks.last().copied().unwrap_or(0));
    let between: Vec<u64> = std::iter::once(before).chain(breaks.iter().copied()).map(|day| mask_of(Cell::Day(day))).collect();
    let span = usize::try_from(i64::from(last) - i64::from(first)).unwrap_or(usize::MAX);
    if span > MAX_DAYS {
        return MaskTable::WideDays { days, breaks, masks: between, absent };
    }
    let masks = (first.saturating_sub(1)..=last)
        .map(|day| between.get(breaks.partition_point(|from| *from <= day)).copied().unwrap_or(0))
        .collect();
    MaskTable::Days { days, first, masks, absent }
}

/// The days at which the answer of a test can change.
fn breakpoints(must: &Must<'_>, as_of: AsOf) -> Vec<i32> {
    let bounds = |from: i32, until: i32| [from, until].into_iter().filter(|day| *day != i32::MIN && *day != i32::MAX);
    match must {
        Must::LieIn(period, last) => {
            let (from, until) = period.day_bounds();
            bounds(from, until).chain(last.map(|last| last.saturating_add(1))).collect()
        }
        Must::BeKnownBy(day) | Must::EndBy(day) => bounds(day.saturating_add(1), i32::MAX).collect(),
        Must::BeWord(_) => Vec::new(),
        Must::Pass(filter) => {
            let mut days = Vec::new();
            filter.for_each_leaf(&crate::JsonPointer::root(), &mut |_, leaf| {
                if let crate::condition::Test::Date(_, bound) = &leaf.test {
                    let day = epoch_days(bound.resolve(as_of.on));
                    days.extend([day, day.saturating_add(1)]);
                }
            });
            days
        }
    }
}

fn apply_signs(amount: &ColumnData, start: usize, masks: &mut [u64], positive: u64, negative: u64) {
    match amount {
        ColumnData::Small(values) => {
            for (mask, value) in masks.iter_mut().zip(values.get(start..).unwrap_or_default()) {
                *mask &= if *value < 0 { negative } else { positive };
            }
        }
        ColumnData::Large(values) => {
            for (mask, value) in masks.iter_mut().zip(values.get(start..).unwrap_or_default()) {
                *mask &= if *value < 0 { negative } else { positive };
            }
        }
        _ => {}
    }
}

/// The value of a record in full width.
fn wide(source: &Values<'_>, row: usize) -> Option<i128> {
    let of = |column: &ColumnData| match column {
        ColumnData::Small(values) => values.get(row).filter(|value| **value != NO_I64).map(|value| i128::from(*value)),
        ColumnData::Large(values) => values.get(row).filter(|value| **value != NO_I128).copied(),
        _ => None,
    };
    match source {
        Values::One => Some(1),
        Values::Small(values) => values.get(row).filter(|value| **value != NO_I64).map(|value| i128::from(*value)),
        Values::Large(values) => values.get(row).filter(|value| **value != NO_I128).copied(),
        Values::Present(column) => of(column).map(|_| 1),
        // mantissas of facts have at most 21 digits: their sum fits
        Values::WithTax(amount, tax) => of(amount).map(|amount| amount + of(tax).unwrap_or(0)),
        Values::Absent => None,
    }
}

/// Takes one record into a state. `false`: past 128 bits.
fn keep_one(state: &mut Rich, partner: u32, row: usize, source: &Values<'_>, codes: Option<&[u32]>, days: Option<&[i32]>) -> bool {
    let code = codes.and_then(|codes| codes.get(row)).copied().unwrap_or(NO_CODE);
    let day = days.and_then(|days| days.get(row)).copied().unwrap_or(NO_DAY);
    let at = partner as usize;
    match state {
        Rich::Distinct(sets) => {
            if let (Some(set), true) = (sets.get_mut(at), code != NO_CODE) {
                remember(set, code);
            }
        }
        Rich::Day(latest) => {
            if let Some(latest) = latest.get_mut(at) {
                *latest = (*latest).max(day);
            }
        }
        Rich::Groups(groups) => {
            if let Some(value) = wide(source, row) {
                return groups.add(partner, code, value);
            }
        }
        Rich::Values(lists) => {
            if let (Some(list), Some(value)) = (lists.get_mut(at), wide(source, row)) {
                list.push(value);
            }
        }
        Rich::Extreme { best, largest } => {
            if let (Some(best), Some(value)) = (best.get_mut(at), wide(source, row)) {
                Rich::take_extreme(best, value, *largest);
            }
        }
        Rich::Dated { best, last, highest } => {
            if let (Some(best), Some(value)) = (best.get_mut(at), wide(source, row)) {
                Rich::take_dated(best, Dated { day, value }, *last, *highest);
            }
        }
    }
    true
}

/// Adds a code to a set kept as a list: sorted and cleared of repeats whenever it has doubled.
fn remember(set: &mut Vec<u32>, code: u32) {
    if set.last() == Some(&code) {
        return;
    }
    if set.len() == set.capacity() && set.len() >= 32 {
        set.sort_unstable();
        set.dedup();
    }
    set.push(code);
}

/// The exact number of a mantissa of a slot.
pub(crate) fn number(slot: &Slot, mantissa: i128) -> Exact {
    Exact::scaled(mantissa, slot.scale).unwrap_or(Exact::ZERO)
}
