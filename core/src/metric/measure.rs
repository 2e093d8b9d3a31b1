//! The one pass over a table or batch of records.

use crate::amount::Exact;
use crate::facts::{ColumnData, Facts, NO_CODE, NO_DAY, NO_I64, NO_I128, Table};
use crate::metric::items::{Item, ItemColumns};
use crate::metric::masks::{ColumnMasks, bit};
use crate::metric::newcomers::{Newcomers, code_columns};
use crate::metric::plan::{Action, Lane, Plan, Slot, Source, holds_at, signs, tests_of};
use crate::metric::spread::Spread;
use crate::metric::state::{Cells, Dated, Rich};
use crate::metric::{Filter, Operation};
use crate::order;
use crate::period::AsOf;
use crate::record::ColumnType;

/// Records whose masks are computed at a time: the buffers stay in the first-level cache.
const CHUNK: usize = 1024;
/// Groups of records whose column of groups is absent.
static NO_CODES: [u32; CHUNK] = [NO_CODE; CHUNK];

/// A sum grew past 128 bits.
#[derive(Debug)]
pub(crate) struct SlotOverflow {
    pub(crate) slot: usize,
    pub(crate) partner: u32,
}

/// The passes over the tables of one measurement, with what they keep from batch to batch.
#[derive(Debug, Default)]
pub(crate) struct Passes {
    /// By position of the kind; made when its first table arrives.
    by_kind: Vec<Option<Vec<Pass>>>,
}

/// One pass: at most 64 lanes over the records of a kind.
#[derive(Debug)]
struct Pass {
    kind: usize,
    as_of: AsOf,
    lanes: Vec<Lane>,
    masks: Vec<ColumnMasks>,
    /// Filters that read several columns at once, asked record by record.
    mixed: Vec<(usize, Filter)>,
    /// Lanes that take records with a non-negative, and with a negative amount.
    positive: u64,
    negative: u64,
    sources: Vec<SourceLanes>,
    itemising: Vec<Itemising>,
    spread: Spread,
}

/// The lanes that take the same value of a record and, where they add by group, the same group.
#[derive(Debug)]
struct SourceLanes {
    source: Source,
    /// The column of groups.
    by: Option<usize>,
    adding: u64,
    keeping: u64,
}

/// The lanes that keep records one by one in the same state.
#[derive(Debug)]
struct Itemising {
    state: usize,
    slot: usize,
    columns: ItemColumns,
    /// Lane, what it adds, and which value of the item that is.
    lanes: Vec<(usize, Source, usize)>,
}

/// A column of values.
enum Values<'t> {
    One,
    Small(&'t [i64]),
    Large(&'t [i128]),
    Present(&'t ColumnData),
    WithTax(&'t ColumnData, &'t ColumnData),
    Absent,
}

/// One chunk of records: masks, partners and values stand side by side.
pub(crate) struct Chunk<'t> {
    pub(crate) start: usize,
    pub(crate) masks: &'t [u64],
    pub(crate) partners: &'t [u32],
    /// [`NO_I64`] where absent, or where the value needs more than 64 bits.
    pub(crate) values: &'t [i64],
}

impl Passes {
    /// Measures the records of `table`; `kind` is the position of its kind.
    pub(crate) fn measure(
        &mut self,
        plan: &Plan,
        facts: &Facts,
        kind: usize,
        table: &Table,
        cells: &mut Cells,
        rich: &mut [Rich],
    ) -> Result<(), SlotOverflow> {
        if self.by_kind.len() <= kind {
            self.by_kind.resize_with(kind + 1, || None);
        }
        let Some(passes) = self.by_kind.get_mut(kind) else { return Ok(()) };
        let passes = passes
            .get_or_insert_with(|| plan.passes(facts.kinds(), kind).into_iter().map(|lanes| Pass::new(plan, facts, kind, lanes)).collect());
        passes.iter_mut().try_for_each(|pass| pass.run(plan, facts, table, cells, rich))
    }

    /// Adds what is still held back.
    pub(crate) fn settle(&mut self, cells: &mut Cells, rich: &mut [Rich]) {
        self.by_kind.iter_mut().flatten().flatten().for_each(|pass| pass.spread.settle(cells, rich));
    }
}

impl Pass {
    fn new(plan: &Plan, facts: &Facts, kind: usize, lanes: Vec<Lane>) -> Pass {
        let (mut tests, mut mixed) = (Vec::new(), Vec::new());
        let (mut positive, mut negative) = (0u64, 0u64);
        for (index, lane) in lanes.iter().enumerate() {
            let Some(slot) = plan.slots.get(lane.slot).map(|slot| slot.read_by(lane)) else { continue };
            tests_of(index, &slot, plan.as_of, facts.kinds(), &mut tests, &mut mixed);
            let (non_negative_passes, negative_passes) = signs(&slot.base);
            positive |= if non_negative_passes { bit(index) } else { 0 };
            negative |= if negative_passes { bit(index) } else { 0 };
        }
        let mut paths: Vec<_> = tests.iter().map(|test| test.path.clone()).collect();
        order::sort_and_dedup(&mut paths);
        let on_path = |path| {
            ColumnMasks::new(facts, kind, path, tests.iter().filter(|test| test.path == *path).cloned().collect(), positive | negative)
        };
        let masks = paths.iter().map(on_path).collect();
        let sources = sources(&lanes, |lane| group_column(plan, facts, kind, lane));
        let adding = sources.iter().fold(0, |adding, lanes| adding | lanes.adding);
        let spread = Spread::new(&lanes, adding, facts.partner_count(), plan.width);
        let itemising = itemising(plan, &lanes);
        Pass { kind, as_of: plan.as_of, lanes, masks, mixed, positive, negative, sources, itemising, spread }
    }

    fn run(&mut self, plan: &Plan, facts: &Facts, table: &Table, cells: &mut Cells, rich: &mut [Rich]) -> Result<(), SlotOverflow> {
        self.masks.iter_mut().for_each(|masks| masks.prepare(facts, self.kind, table, self.as_of));
        let column = |name: &str| facts.kinds().all().get(self.kind)?.position(name).map(|position| table.column(position));
        self.reserve_groups(plan, facts, table, rich);
        let Some(ColumnData::Rows(all_partners)) = column("partner") else { return Ok(()) };
        let amount = column("amount").filter(|_| self.positive != self.negative);
        let mut masks = [0u64; CHUNK];
        let mut buffer = [0i64; CHUNK];
        for start in (0..table.rows()).step_by(CHUNK) {
            let length = CHUNK.min(table.rows() - start);
            let (Some(masks), Some(partners)) = (masks.get_mut(..length), all_partners.get(start..start + length)) else { break };
            masks.fill(self.positive | self.negative);
            self.masks.iter().for_each(|column| column.apply(facts, self.kind, table, self.as_of, start, masks));
            if let Some(amount) = amount {
                apply_signs(amount, start, masks, self.positive, self.negative);
            }
            self.apply_mixed(facts, table, start, masks);
            for lanes in &self.sources {
                let source = values(table, lanes.source);
                let values = match &source {
                    Values::Small(values) => values.get(start..start + length),
                    _ => buffer.get_mut(..length).map(|values| source.load(start, values)),
                };
                let Some(values) = values else { break };
                let chunk = Chunk { start, masks, partners, values };
                if lanes.adding != 0 {
                    let codes =
                        lanes.by.and_then(|by| codes(table, by)).and_then(|codes| codes.get(start..start + length)).unwrap_or(&NO_CODES);
                    if !self.spread.take(lanes.adding, &chunk, codes, cells, rich) {
                        add_wide(&self.lanes, lanes.adding, &source, &chunk, codes, cells, rich)?;
                    }
                }
                if lanes.keeping != 0 {
                    self.keep(plan, lanes.keeping, &source, &chunk, facts, table, rich);
                }
            }
            for items in &self.itemising {
                items.take(plan, facts, self.kind, table, start, (masks, partners), rich);
            }
        }
        Ok(())
    }

    fn apply_mixed(&self, facts: &Facts, table: &Table, start: usize, masks: &mut [u64]) {
        for (lane, filter) in &self.mixed {
            for (offset, mask) in masks.iter_mut().enumerate().filter(|(_, mask)| **mask & bit(*lane) != 0) {
                if !holds_at(filter, facts, self.kind, table, start + offset, self.as_of) {
                    *mask &= !bit(*lane);
                }
            }
        }
    }

    fn reserve_groups(&self, plan: &Plan, facts: &Facts, table: &Table, rich: &mut [Rich]) {
        for lane in &self.lanes {
            let (Action::Keep(at), Some(slot)) = (lane.action, plan.slots.get(lane.slot)) else { continue };
            if let (Some(Rich::Groups(groups)), Operation::MaxShare { by, .. }) = (rich.get_mut(at), &slot.base.operation) {
                groups.reserve(code_count(facts, self.kind, table, by));
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "what a slot reads: the plan, the values, the chunk, and where they stand")]
    fn keep(&self, plan: &Plan, keeping: u64, source: &Values<'_>, chunk: &Chunk<'_>, facts: &Facts, table: &Table, rich: &mut [Rich]) {
        for (index, lane) in self.lanes.iter().enumerate().filter(|(index, _)| keeping & bit(*index) != 0) {
            let (Action::Keep(at), Some(slot)) = (lane.action, plan.slots.get(lane.slot)) else { continue };
            let Some(state) = rich.get_mut(at) else { continue };
            if let Rich::Newcomers(newcomers) = &mut *state {
                let (customers, things) = code_columns(&slot.base);
                let codes = |name| codes_of(facts, self.kind, table, name);
                keep_newcomers(newcomers, lane.before, bit(index), (codes(customers), things.and_then(codes)), source, chunk);
                continue;
            }
            let codes = counted(facts, self.kind, table, slot).and_then(|codes| codes.get(chunk.start..));
            let days = days(facts, self.kind, table, slot);
            for (offset, (mask, partner)) in chunk.masks.iter().zip(chunk.partners).enumerate() {
                let code = codes.and_then(|codes| codes.get(offset)).copied().unwrap_or(NO_CODE);
                let row = chunk.start + offset;
                let day = days.and_then(|days| days.get(row)).copied().unwrap_or(NO_DAY);
                if mask & bit(index) != 0 {
                    keep_one(state, *partner, source, row, code, day);
                }
            }
        }
    }
}

/// Takes a chunk into what customers brought, or, before the window, into who was seen.
fn keep_newcomers(
    newcomers: &mut Newcomers,
    before: bool,
    lane: u64,
    (customers, things): (Option<&[u32]>, Option<&[u32]>),
    source: &Values<'_>,
    chunk: &Chunk<'_>,
) {
    for (offset, (_, partner)) in chunk.masks.iter().zip(chunk.partners).enumerate().filter(|(_, (mask, _))| *mask & lane != 0) {
        let row = chunk.start + offset;
        let code = |codes: Option<&[u32]>| codes.and_then(|codes| codes.get(row)).copied().unwrap_or(NO_CODE);
        let customer = code(customers);
        if before {
            newcomers.see(*partner, customer);
        } else if let Some(value) = source.wide(row) {
            newcomers.take(*partner, customer, code(things), value);
        }
    }
}

impl Itemising {
    #[expect(clippy::too_many_arguments, reason = "what it reads: the plan, the records, and where they stand")]
    fn take(
        &self,
        plan: &Plan,
        facts: &Facts,
        kind: usize,
        table: &Table,
        start: usize,
        (masks, partners): (&[u64], &[u32]),
        rich: &mut [Rich],
    ) {
        let (Some(Rich::Items(state)), Some(slot)) = (rich.get_mut(self.state), plan.slots.get(self.slot)) else { return };
        let keys = codes_of(facts, kind, table, &self.columns.key);
        let links = self.columns.link.as_ref().and_then(|link| codes_of(facts, kind, table, link));
        let days = if self.columns.is_dated { days(facts, kind, table, slot) } else { None };
        let any = self.lanes.iter().fold(0, |any, (lane, ..)| any | bit(*lane));
        for (offset, (mask, partner)) in masks.iter().zip(partners).enumerate().filter(|(_, (mask, _))| **mask & any != 0) {
            let row = start + offset;
            let mut item = Item::NOTHING;
            let mut adds = false;
            for (lane, source, at) in &self.lanes {
                let value = if mask & bit(*lane) == 0 { None } else { values(table, *source).wide(row) };
                adds |= value.is_some();
                item.add(*at, value.unwrap_or(0));
            }
            if adds {
                let code = |codes: Option<&[u32]>| codes.and_then(|codes| codes.get(row)).copied().filter(|code| *code != NO_CODE);
                // keys have the even codes of the texts then, links the odd ones
                let of_two = |code: u32| if self.columns.link.is_some() { code.saturating_mul(2) } else { code };
                item.key = code(keys).map_or(NO_CODE, of_two);
                item.link = code(links).map_or(NO_CODE, |link| of_two(link).saturating_add(1));
                item.day = days.and_then(|days| days.get(row)).copied().unwrap_or(NO_DAY);
                state.put(*partner as usize, item);
            }
        }
    }
}

/// The lanes that keep records one by one, by their states.
fn itemising(plan: &Plan, lanes: &[Lane]) -> Vec<Itemising> {
    let mut all: Vec<Itemising> = Vec::new();
    for (index, lane) in lanes.iter().enumerate() {
        let (Action::Itemise(state), Some((columns, at))) = (lane.action, plan.slots.get(lane.slot).and_then(|slot| slot.items.as_ref()))
        else {
            continue;
        };
        let one = (index, lane.source, *at);
        match all.iter_mut().find(|known| known.state == state) {
            Some(known) => known.lanes.push(one),
            None => all.push(Itemising { state, slot: lane.slot, columns: columns.clone(), lanes: vec![one] }),
        }
    }
    all
}

/// Lanes by what they add. Sums go with the first groups of the same value: a record is then added once.
fn sources(lanes: &[Lane], group_column: impl Fn(&Lane) -> Option<usize>) -> Vec<SourceLanes> {
    let sums = |lane: &&Lane| !matches!(lane.action, Action::Itemise(_));
    let mut kinds: Vec<(Source, Option<usize>)> = lanes.iter().filter(sums).map(|lane| (lane.source, group_column(lane))).collect();
    order::sort_and_dedup(&mut kinds);
    let grouped: Vec<Source> = kinds.iter().filter(|(_, by)| by.is_some()).map(|(source, _)| *source).collect();
    kinds.retain(|(source, by)| by.is_some() || !grouped.contains(source));
    let mut sources: Vec<SourceLanes> = kinds.into_iter().map(|(source, by)| SourceLanes { source, by, adding: 0, keeping: 0 }).collect();
    for (index, lane) in lanes.iter().enumerate().filter(|(_, lane)| sums(lane)) {
        let by = group_column(lane);
        let Some(of) = sources.iter_mut().find(|of| of.source == lane.source && (by.is_none() || of.by == by)) else { continue };
        match (lane.action, by) {
            (Action::Keep(_), None) => of.keeping |= bit(index),
            _ => of.adding |= bit(index),
        }
    }
    sources
}

/// The column that a lane adds by group of.
fn group_column(plan: &Plan, facts: &Facts, kind: usize, lane: &Lane) -> Option<usize> {
    match &plan.slots.get(lane.slot)?.base.operation {
        Operation::MaxShare { by, .. } => facts.kinds().all().get(kind)?.position(by),
        _ => None,
    }
}

/// The records of a chunk whose value needs more than 64 bits.
#[cold]
fn add_wide(
    lanes: &[Lane],
    adding: u64,
    source: &Values<'_>,
    chunk: &Chunk<'_>,
    codes: &[u32],
    cells: &mut Cells,
    rich: &mut [Rich],
) -> Result<(), SlotOverflow> {
    for (offset, (mask, partner)) in chunk.masks.iter().zip(chunk.partners).enumerate() {
        let (true, Some(value)) = (chunk.values.get(offset) == Some(&NO_I64), source.wide(chunk.start + offset)) else { continue };
        let code = codes.get(offset).copied().unwrap_or(NO_CODE);
        for (_, lane) in lanes.iter().enumerate().filter(|(index, _)| mask & adding & bit(*index) != 0) {
            let added = match lane.action {
                Action::Add(cell) => cells.add(*partner as usize, cell, value).is_ok(),
                Action::Keep(at) => match rich.get_mut(at) {
                    Some(Rich::Groups(groups)) => groups.add(*partner, code, value),
                    _ => true,
                },
                Action::Itemise(_) => true,
            };
            if !added {
                return Err(SlotOverflow { slot: lane.slot, partner: *partner });
            }
        }
    }
    Ok(())
}

fn values(table: &Table, source: Source) -> Values<'_> {
    match source {
        Source::One => Values::One,
        Source::Present(column) => Values::Present(table.column(column)),
        Source::WithTax(amount, tax) => Values::WithTax(table.column(amount), table.column(tax)),
        Source::Column(column) => match table.column(column) {
            ColumnData::Small(values) => Values::Small(values),
            ColumnData::Large(values) => Values::Large(values),
            _ => Values::Absent,
        },
    }
}

/// Number of codes that a column can have now.
fn code_count(facts: &Facts, kind: usize, table: &Table, column: &str) -> usize {
    let Some((position, column)) = facts.kinds().all().get(kind).and_then(|kind| Some((kind.position(column)?, kind.column(column)?)))
    else {
        return 0;
    };
    match (table.column(position), &column.kind) {
        (ColumnData::Rows(_), ColumnType::Reference(target)) => facts.table_named(target).map_or(0, |(_, table)| table.rows()),
        _ => facts.dictionary(kind, position).len(),
    }
}

/// The codes of a column by its name.
fn codes_of<'t>(facts: &Facts, kind: usize, table: &'t Table, name: &str) -> Option<&'t [u32]> {
    codes(table, facts.kinds().all().get(kind)?.position(name)?)
}

/// The codes of a column.
fn codes(table: &Table, column: usize) -> Option<&[u32]> {
    match table.column(column) {
        ColumnData::Codes(codes) | ColumnData::Rows(codes) => Some(codes),
        _ => None,
    }
}

/// The codes that a slot counts.
fn counted<'t>(facts: &Facts, kind: usize, table: &'t Table, slot: &Slot) -> Option<&'t [u32]> {
    match &slot.base.operation {
        Operation::Distinct(name) => codes_of(facts, kind, table, name),
        _ => None,
    }
}

/// The column that dates a slot's records.
fn days<'t>(facts: &Facts, kind: usize, table: &'t Table, slot: &Slot) -> Option<&'t [i32]> {
    let name = match &slot.base.operation {
        Operation::DaysSince(column) => Some(column),
        _ => slot.base.date.as_ref(),
    };
    match table.column(facts.kinds().all().get(kind)?.position(name?)?) {
        ColumnData::Days(days) => Some(days),
        _ => None,
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

impl Values<'_> {
    /// The values from `start` on, [`NO_I64`] where they are absent or need more than 64 bits.
    fn load<'b>(&self, start: usize, into: &'b mut [i64]) -> &'b [i64] {
        match self {
            Values::One => into.fill(1),
            Values::Absent => into.fill(NO_I64),
            other => {
                for (offset, value) in into.iter_mut().enumerate() {
                    *value = other.wide(start + offset).and_then(|value| i64::try_from(value).ok()).unwrap_or(NO_I64);
                }
            }
        }
        into
    }

    /// The value of a record in full width.
    fn wide(&self, row: usize) -> Option<i128> {
        let of = |column: &ColumnData| match column {
            ColumnData::Small(values) => values.get(row).filter(|value| **value != NO_I64).map(|value| i128::from(*value)),
            ColumnData::Large(values) => values.get(row).filter(|value| **value != NO_I128).copied(),
            _ => None,
        };
        match self {
            Values::One => Some(1),
            Values::Small(values) => values.get(row).filter(|value| **value != NO_I64).map(|value| i128::from(*value)),
            Values::Large(values) => values.get(row).filter(|value| **value != NO_I128).copied(),
            Values::Present(column) => of(column).map(|_| 1),
            // mantissas of facts have at most 21 digits: their sum fits
            Values::WithTax(amount, tax) => of(amount).map(|amount| amount + of(tax).unwrap_or(0)),
            Values::Absent => None,
        }
    }
}

/// Takes one record into a state that is no sum.
fn keep_one(state: &mut Rich, partner: u32, source: &Values<'_>, row: usize, code: u32, day: i32) {
    let at = partner as usize;
    match state {
        Rich::Distinct(sets) => {
            if let (Some(set), true) = (sets.get_mut(at), code != NO_CODE) {
                remember(set, code);
            }
        }
        // they read several columns and are taken chunk by chunk
        Rich::Newcomers(_) | Rich::Items(_) => {}
        Rich::Day(latest) => {
            if let Some(latest) = latest.get_mut(at) {
                *latest = (*latest).max(day);
            }
        }
        // sums by group are additions
        Rich::Groups(_) => {}
        Rich::Values(lists) => {
            if let (Some(list), Some(value)) = (lists.get_mut(at), source.wide(row)) {
                list.push(value);
            }
        }
        Rich::Extreme { best, largest } => {
            if let (Some(best), Some(value)) = (best.get_mut(at), source.wide(row)) {
                Rich::take_extreme(best, value, *largest);
            }
        }
        Rich::Dated { best, last, highest } => {
            if let (Some(best), Some(value)) = (best.get_mut(at), source.wide(row)) {
                Rich::take_dated(best, Dated { day, value }, *last, *highest);
            }
        }
    }
}

/// Adds a code to a set kept as a list: sorted and cleared of repeats whenever it has doubled.
fn remember(set: &mut Vec<u32>, code: u32) {
    if set.last() == Some(&code) {
        return;
    }
    if set.len() == set.capacity() && set.len() >= 32 {
        order::sort_numbers(set);
        set.dedup();
    }
    set.push(code);
}

/// The exact number of a mantissa of a slot.
pub(crate) fn number(slot: &Slot, mantissa: i128) -> Exact {
    Exact::scaled(mantissa, slot.scale).unwrap_or(Exact::ZERO)
}
