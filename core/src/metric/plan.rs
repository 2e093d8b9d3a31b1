//! The measuring plan: base metrics as lanes of one pass over each table.
//!
//! A lane is one accumulator with its filter. What a record adds to is a mask of lanes, and nearly every filter is a
//! function of one column, so it becomes a table from that column's code (or day) to a mask. A record then costs a few
//! look-ups, ANDed, and one addition per lane that is left: nothing is interpreted per record.

use crate::condition::{Condition, Leaf, Test, WhenUnknown};
use crate::facts::{Cell, ColumnData, Facts, NO_CODE, Table};
use crate::incentive::Itemised;
use crate::metric::items::{ItemColumns, Items};
use crate::metric::state::Rich;
use crate::metric::{Base, Definition, Filter, Operation, Returns, Scope, Tax};
use crate::period::AsOf;
use crate::period::{Period, epoch_days};
use crate::programme::Programme;
use crate::record::{ColumnPath, ColumnType, RecordKinds};

/// Lanes per pass: one bit each.
pub(crate) const LANES: usize = 64;

/// What a lane adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Source {
    /// 1 per record.
    One,
    /// The value of a column.
    Column(usize),
    /// 1 per record with a value in the column.
    Present(usize),
    /// Amount plus tax.
    WithTax(usize, usize),
}

/// One measured quantity of a kind; the metrics with the same base share it, whatever their scope.
#[derive(Debug, Clone)]
pub(crate) struct Slot {
    pub(crate) base: Base,
    pub(crate) kind: usize,
    pub(crate) period: Period,
    /// When a new customer has no sale, for slots that only take those.
    pub(crate) before: Option<Period>,
    /// First accumulator cell, for slots that only add.
    pub(crate) cell: usize,
    /// Index among the slots that keep more than sums.
    pub(crate) rich: Option<usize>,
    /// Where its records are kept one by one: the columns, and which value of an item it adds to.
    pub(crate) items: Option<(ItemColumns, usize)>,
    /// Fraction digits of what it measures.
    pub(crate) scale: u32,
}

/// One accumulator: a cell of the partner's row, or a slot that keeps more.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Action {
    Add(usize),
    Keep(usize),
    /// Records one by one, of which all lanes with the same state take a part.
    Itemise(usize),
}

/// A bit of the mask.
#[derive(Debug, Clone)]
pub(crate) struct Lane {
    pub(crate) slot: usize,
    pub(crate) source: Source,
    pub(crate) action: Action,
    /// Takes the records before the window, not those in it.
    pub(crate) before: bool,
}

/// Everything measured in a review.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) as_of: AsOf,
    pub(crate) slots: Vec<Slot>,
    /// By position of the metric: its slot, if it is a base metric.
    pub(crate) slot_of: Vec<Option<usize>>,
    /// Cells per partner.
    pub(crate) width: usize,
    /// Slots that keep more than sums, in order.
    pub(crate) rich: Vec<usize>,
    /// What parts read of single records, with the slots that measure it.
    pub(crate) itemised: Vec<(Itemised, Vec<usize>)>,
    /// Names of the metrics by position.
    pub(crate) names: Vec<String>,
}

impl Plan {
    pub(crate) fn new(programme: &Programme, as_of: AsOf) -> Plan {
        let mut plan =
            Plan { as_of, slots: Vec::new(), slot_of: Vec::new(), width: 0, rich: Vec::new(), itemised: Vec::new(), names: Vec::new() };
        for metric in programme.metrics() {
            let slot = match &metric.definition {
                Definition::Base(base) => plan.slot(programme, base),
                _ => None,
            };
            plan.slot_of.push(slot);
            plan.names.push(metric.name.to_string());
        }
        programme.itemised().into_iter().for_each(|of| plan.itemise(of));
        plan
    }

    fn slot(&mut self, programme: &Programme, base: &Base) -> Option<usize> {
        let own = Base { scope: Scope::Own, ..base.clone() };
        if let Some(known) = self.slots.iter().position(|slot| slot.base == own && slot.items.is_none()) {
            return Some(known);
        }
        let kinds = programme.kinds();
        let kind = kinds.position(&own.kind)?;
        // a window beyond the years 1 to 9999 contains no date that can be written
        let never = Period { from: Some(self.as_of.on), until: Some(self.as_of.on) };
        let period = own.window.resolve(self.as_of.on, programme.calendar(), programme.effective()).unwrap_or(never);
        let before = own.only_new.map(|unseen| unseen.before(&period).unwrap_or(never));
        let cells = match own.operation {
            _ if before.is_some() => 0,
            Operation::Sum(_) | Operation::Count => 1,
            Operation::Mean(_) | Operation::Target(_) => 2,
            _ => 0,
        };
        let rich = (cells == 0).then_some(self.rich.len());
        if rich.is_some() {
            self.rich.push(self.slots.len());
        }
        let scale = scale_of(kinds, &own);
        self.slots.push(Slot { base: own, kind, period, before, cell: self.width, rich, items: None, scale });
        self.width += cells;
        Some(self.slots.len() - 1)
    }

    /// Slots that keep the records of metrics one by one, in one state.
    fn itemise(&mut self, of: Itemised) {
        let columns = ItemColumns::new(&of);
        let rich = self.rich.len();
        let mut slots = Vec::new();
        for (at, metric) in of.metrics.iter().enumerate() {
            // the slot of the metric itself, which is measured too
            let measured = self.slot_of.get(*metric).copied().flatten().and_then(|slot| self.slots.get(slot)).cloned();
            let Some(measured) = measured else { continue };
            slots.push(self.slots.len());
            self.slots.push(Slot { rich: Some(rich), items: Some((columns.clone(), at)), ..measured });
        }
        self.rich.extend(slots.first());
        self.itemised.push((of, slots));
    }

    /// The states of the slots that keep more than sums, empty.
    pub(crate) fn rich_states(&self, partners: usize) -> Vec<Rich> {
        self.rich.iter().filter_map(|slot| self.slots.get(*slot)).map(|slot| slot.state(partners)).collect()
    }

    /// The lanes of a kind, in passes of at most [`LANES`].
    pub(crate) fn passes(&self, kinds: &RecordKinds, kind: usize) -> Vec<Vec<Lane>> {
        let mut lanes = Vec::new();
        for (index, slot) in self.slots.iter().enumerate().filter(|(_, slot)| slot.kind == kind) {
            let column = slot.base.operation.column().and_then(|name| kinds.all().get(kind)?.position(name)).unwrap_or(usize::MAX);
            let source = match (&slot.base.operation, slot.base.tax) {
                (Operation::Count | Operation::Distinct(_) | Operation::DaysSince(_), _) => Source::One,
                (_, Tax::Included) => Source::WithTax(column, kinds.all().get(kind).and_then(|k| k.position("tax")).unwrap_or(usize::MAX)),
                _ => Source::Column(column),
            };
            let mut lane = |source, action, before| lanes.push(Lane { slot: index, source, action, before });
            if let (Some(rich), Some(_)) = (slot.rich, &slot.items) {
                lane(source, Action::Itemise(rich), false);
                continue;
            }
            match (&slot.base.operation, slot.rich) {
                (_, Some(rich)) => {
                    lane(source, Action::Keep(rich), false);
                    if slot.before.is_some() {
                        lane(Source::One, Action::Keep(rich), true);
                    }
                }
                (Operation::Mean(_) | Operation::Target(_), None) => {
                    lane(source, Action::Add(slot.cell), false);
                    lane(Source::Present(column), Action::Add(slot.cell + 1), false);
                }
                _ => lane(source, Action::Add(slot.cell), false),
            }
        }
        let mut passes: Vec<Vec<Lane>> = Vec::new();
        for lanes in lanes.chunk_by(|a, b| matches!((a.action, b.action), (Action::Itemise(a), Action::Itemise(b)) if a == b)) {
            match passes.last_mut() {
                // those that look at a record together stay together
                Some(pass) if pass.len() + lanes.len() <= LANES => pass.extend_from_slice(lanes),
                _ => passes.push(lanes.to_vec()),
            }
        }
        passes
    }
}

impl Slot {
    /// Its state, empty, where it keeps more than sums.
    fn state(&self, partners: usize) -> Rich {
        match &self.items {
            Some((columns, _)) => Rich::Items(Items::new(columns, partners)),
            None => Rich::new(&self.base, partners),
        }
    }

    /// This slot as a lane reads it: over its window, or over the time before, where a return is a sale like any other.
    pub(crate) fn read_by(&self, lane: &Lane) -> Slot {
        let mut read = self.clone();
        if let (Some(before), true) = (self.before, lane.before) {
            read.period = before;
            read.base.returns = Returns::Include;
        }
        read
    }
}

fn scale_of(kinds: &RecordKinds, base: &Base) -> u32 {
    let column = base.operation.column().and_then(|name| kinds.get(&base.kind)?.column(name));
    match column.map(|column| &column.kind) {
        Some(ColumnType::Decimal) => crate::amount::Exact::FACT_FRACTION_DIGITS,
        _ => 0,
    }
}

/// A test on one column that a lane makes: which lane, and what must hold.
#[derive(Debug, Clone)]
pub(crate) struct ColumnTest {
    pub(crate) lane: usize,
    pub(crate) path: ColumnPath,
    pub(crate) must: Must,
}

/// What must hold for the value of one column.
#[derive(Debug, Clone)]
pub(crate) enum Must {
    /// A part of a filter that reads only this column.
    Pass(Filter),
    /// Dates inside the period, and not after the review.
    LieIn(Period, Option<i32>),
    /// Known by then, or always known.
    BeKnownBy(i32),
    /// Exactly this word.
    BeWord(String),
    /// The period of a target lies inside (its other end).
    EndBy(i32),
}

/// The tests of one lane, and the filters that read several columns at once.
pub(crate) fn tests_of(
    lane: usize,
    slot: &Slot,
    as_of: AsOf,
    kinds: &RecordKinds,
    tests: &mut Vec<ColumnTest>,
    mixed: &mut Vec<(usize, Filter)>,
) {
    let base = &slot.base;
    let mut test = |column: &str, must: Must| {
        tests.push(ColumnTest { lane, path: ColumnPath { column: column.to_owned(), of_reference: None }, must });
    };
    let today = epoch_days(as_of.on);
    match &base.operation {
        Operation::Target(target) => {
            let (_, until) = slot.period.day_bounds();
            test("target", Must::BeWord(target.clone()));
            test("from", Must::LieIn(Period { from: slot.period.from, until: None }, None));
            test("until", Must::EndBy(until));
        }
        Operation::DaysSince(date) => test(date, Must::LieIn(slot.period, Some(today))),
        _ => {
            if let Some(date) = &base.date {
                test(date, Must::LieIn(slot.period, Some(today)));
            }
        }
    }
    if let (Some(known_on), Some(kind)) = (as_of.known_on, kinds.all().get(slot.kind))
        && kind.column("known_on").is_some()
    {
        test("known_on", Must::BeKnownBy(epoch_days(known_on)));
    }
    if let Some(basis) = base.basis {
        test("basis", Must::BeWord(basis.to_owned()));
    }
    if let Some(filter) = &base.filter {
        conjuncts(filter, &mut |part| match single_column(part) {
            Some(path) => tests.push(ColumnTest { lane, path, must: Must::Pass(part.clone()) }),
            None => mixed.push((lane, part.clone())),
        });
    }
}

/// Which sign a lane asks of `amount`: (non-negative passes, negative passes).
pub(crate) fn signs(base: &Base) -> (bool, bool) {
    match base.returns {
        Returns::Include => (true, true),
        Returns::Exclude => (true, false),
        Returns::Only => (false, true),
    }
}

fn conjuncts<'p>(filter: &'p Filter, visit: &mut dyn FnMut(&'p Filter)) {
    match filter {
        Condition::All(list) => list.iter().for_each(|part| conjuncts(part, visit)),
        other => visit(other),
    }
}

/// The one column that a filter reads, if it reads just one.
fn single_column(filter: &Filter) -> Option<ColumnPath> {
    let mut found: Option<ColumnPath> = None;
    let mut single = true;
    filter.for_each_leaf(&mut |leaf| match &found {
        None => found = Some(leaf.operand.clone()),
        Some(path) => single &= *path == leaf.operand,
    });
    if single { found } else { None }
}

/// Whether a filter that reads one column holds for a value of it.
pub(crate) fn holds_for(filter: &Filter, cell: Cell<'_>, facts: &Facts, as_of: AsOf) -> bool {
    match filter {
        Condition::All(list) => list.iter().all(|part| holds_for(part, cell, facts, as_of)),
        Condition::Any(list) => list.iter().any(|part| holds_for(part, cell, facts, as_of)),
        Condition::AtLeastK { k, of } => of.iter().filter(|part| holds_for(part, cell, facts, as_of)).count() >= *k,
        Condition::Not(inner) => !holds_for(inner, cell, facts, as_of),
        Condition::Leaf(leaf) => leaf_holds(leaf, cell, facts, as_of),
    }
}

/// Whether a filter that reads several columns holds for a record.
pub(crate) fn holds_at(filter: &Filter, facts: &Facts, kind: usize, table: &Table, row: usize, as_of: AsOf) -> bool {
    match filter {
        Condition::All(list) => list.iter().all(|part| holds_at(part, facts, kind, table, row, as_of)),
        Condition::Any(list) => list.iter().any(|part| holds_at(part, facts, kind, table, row, as_of)),
        Condition::AtLeastK { k, of } => of.iter().filter(|part| holds_at(part, facts, kind, table, row, as_of)).count() >= *k,
        Condition::Not(inner) => !holds_at(inner, facts, kind, table, row, as_of),
        Condition::Leaf(leaf) => leaf_holds(leaf, cell_of(&leaf.operand, facts, kind, table, row), facts, as_of),
    }
}

/// The value of a record's column, or of a column of the record that it refers to.
fn cell_of<'f>(path: &ColumnPath, facts: &'f Facts, kind: usize, table: &'f Table, row: usize) -> Cell<'f> {
    let Some((position, column)) =
        facts.kinds().all().get(kind).and_then(|kind| Some((kind.position(&path.column)?, kind.column(&path.column)?)))
    else {
        return Cell::Absent;
    };
    let Some(far) = &path.of_reference else { return facts.cell_at(kind, table, position, row) };
    match (table.column(position), &column.kind) {
        (ColumnData::Rows(rows), ColumnType::Reference(target)) => match rows.get(row) {
            Some(target_row) if *target_row != NO_CODE => facts.cell(target, far, *target_row),
            _ => Cell::Absent,
        },
        _ => Cell::Absent,
    }
}

fn leaf_holds(leaf: &Leaf<ColumnPath>, cell: Cell<'_>, facts: &Facts, as_of: AsOf) -> bool {
    if let Test::Missing(missing) = leaf.test {
        return (cell == Cell::Absent) == missing;
    }
    match (&leaf.test, cell) {
        (_, Cell::Absent) => leaf.unknown == Some(WhenUnknown::Holds),
        (Test::Number(test, bound), Cell::Number(value)) => test.holds(value, *bound),
        (Test::Text { words, among, .. }, Cell::Text(text)) => words.iter().any(|word| word == text) == *among,
        (Test::Within(categories), Cell::Text(text)) => categories.iter().any(|of| facts.category_within(text, of)),
        (Test::Date(test, bound), Cell::Day(day)) => test.holds(day, epoch_days(bound.resolve(as_of.on))),
        (Test::Boolean(wanted), Cell::Boolean(value)) => *wanted == value,
        _ => false,
    }
}
