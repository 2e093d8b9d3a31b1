//! Partial aggregates: measured on any split of the records and merged in any order, they give the same values.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::amount::Exact;
use crate::error::EvaluationError;
use crate::facts::{Facts, Hierarchy, NO_CODE, NO_DAY, NO_I128};
use crate::metric::items::Item;
use crate::metric::measure::{SlotOverflow, number};
use crate::metric::newcomers::{Newcomers, code_columns};
use crate::metric::plan::{Plan, Slot};
use crate::metric::state::{Cells, Rich, SparseGroup};
use crate::metric::{MetricValue, Operation};
use crate::order;
use crate::period::epoch_days;
use crate::programme::{Programme, ProgrammeIdentity};
use crate::record::ColumnType;

/// What has been measured so far, per partner: the value that existing engines ship between their workers.
///
/// Its size depends on the number of partners, not of records (for distinct counts, medians and shares also on the
/// number of different values). Partials merge only under the same programme and the same dates.
#[derive(Debug, Clone)]
pub struct Partial {
    pub(crate) plan: Arc<Plan>,
    pub(crate) identity: ProgrammeIdentity,
    /// Ids of partners by row.
    pub(crate) ids: Arc<Vec<Arc<str>>>,
    pub(crate) cells: Arc<Cells>,
    pub(crate) rich: Arc<Vec<Rich>>,
    /// Texts of the codes of a distinct count or share, by position in `rich`.
    pub(crate) texts: Vec<Vec<Arc<str>>>,
    /// Names of the tables that were measured, sorted.
    pub(crate) tables: Vec<String>,
}

/// Sparse groups of every state that has them, sorted once.
pub(crate) type SparseGroups = Vec<Vec<SparseGroup>>;

impl Partial {
    pub(crate) fn new(programme: &Programme, plan: Arc<Plan>, facts: &Facts) -> Partial {
        let partners = facts.partner_count();
        let ids = match facts.kinds().position("partners") {
            Some(kind) => facts.dictionary(kind, 0).shared_texts().to_vec(),
            None => Vec::new(),
        };
        let cells = Cells::new(plan.width, partners);
        let rich = plan.rich_states(partners);
        let texts = vec![Vec::new(); rich.len()];
        let (ids, cells, rich) = (Arc::new(ids), Arc::new(cells), Arc::new(rich));
        Partial { identity: programme.identity().clone(), ids, cells, rich, texts, tables: Vec::new(), plan }
    }

    /// Notes a table of which there may have been no record.
    pub(crate) fn has_measured(&mut self, table: &str) {
        if let Err(at) = self.tables.binary_search_by(|known| known.as_str().cmp(table)) {
            self.tables.insert(at, table.to_owned());
        }
    }

    /// Fixes the texts of codes, after the last record.
    pub(crate) fn seal(&mut self, facts: &Facts) {
        for (position, slot) in self.plan.rich.iter().enumerate() {
            let Some(slot) = self.plan.slots.get(*slot) else { continue };
            if let Some(texts) = self.texts.get_mut(position) {
                *texts = texts_of(facts, slot);
            }
        }
        Arc::make_mut(&mut self.rich).iter_mut().for_each(Rich::tidy);
    }

    /// The programme and the dates under which this was measured.
    #[must_use]
    pub const fn programme(&self) -> &ProgrammeIdentity {
        &self.identity
    }

    /// Takes another partial of the same plan into this one.
    ///
    /// # Errors
    /// [`EvaluationError::PlanMismatch`] under another programme or other dates; overflow past 128 bits.
    pub fn merge(&mut self, other: &Partial) -> Result<(), EvaluationError> {
        if self.identity != other.identity || self.plan.as_of != other.plan.as_of {
            return Err(EvaluationError::PlanMismatch);
        }
        self.tables.extend(other.tables.iter().cloned());
        order::sort_and_dedup(&mut self.tables);
        let mut rows: FxHashMap<Arc<str>, u32> =
            self.ids.iter().enumerate().filter_map(|(row, id)| Some((Arc::clone(id), u32::try_from(row).ok()?))).collect();
        let rows: Vec<u32> = other.ids.iter().map(|id| self.row_of(id, &mut rows)).collect();
        let sparse = other.sparse_groups();
        let remaps = self.remap_texts(other);
        for (from, to) in rows.iter().enumerate() {
            for cell in 0..self.plan.width {
                let value = other.cells.get(from, cell);
                if value != 0 && Arc::make_mut(&mut self.cells).add(*to as usize, cell, value).is_err() {
                    return Err(self.overflow(self.slot_of_cell(cell), *to));
                }
            }
            let from = u32::try_from(from).unwrap_or(NO_CODE);
            for (position, state) in Arc::make_mut(&mut self.rich).iter_mut().enumerate() {
                let (Some(theirs), Some(sparse), Some(remap)) = (other.rich.get(position), sparse.get(position), remaps.get(position))
                else {
                    continue;
                };
                if !state.absorb(*to, theirs, from, sparse, &mut |code| remap.get(code as usize).copied().unwrap_or(code)) {
                    return Err(self.overflow(self.plan.rich.get(position).copied(), *to));
                }
            }
        }
        Arc::make_mut(&mut self.rich).iter_mut().for_each(Rich::tidy);
        Ok(())
    }

    fn row_of(&mut self, id: &Arc<str>, rows: &mut FxHashMap<Arc<str>, u32>) -> u32 {
        if let Some(row) = rows.get(id) {
            return *row;
        }
        let row = u32::try_from(self.ids.len()).unwrap_or(NO_CODE);
        Arc::make_mut(&mut self.ids).push(Arc::clone(id));
        rows.insert(Arc::clone(id), row);
        Arc::make_mut(&mut self.cells).small.extend(std::iter::repeat_n(0, self.plan.width));
        Arc::make_mut(&mut self.rich).iter_mut().for_each(Rich::grow);
        row
    }

    /// For every state with codes: their code → our code.
    fn remap_texts(&mut self, other: &Partial) -> Vec<Vec<u32>> {
        let mut remaps = Vec::new();
        for (ours, theirs) in self.texts.iter_mut().zip(&other.texts) {
            let mut known: FxHashMap<Arc<str>, u32> =
                ours.iter().enumerate().filter_map(|(code, text)| Some((Arc::clone(text), u32::try_from(code).ok()?))).collect();
            let remap = theirs.iter().map(|text| {
                *known.entry(Arc::clone(text)).or_insert_with(|| {
                    ours.push(Arc::clone(text));
                    u32::try_from(ours.len() - 1).unwrap_or(NO_CODE)
                })
            });
            remaps.push(remap.collect());
        }
        remaps
    }

    pub(crate) fn sparse_groups(&self) -> SparseGroups {
        let of = |state: &Rich| match state {
            Rich::Groups(groups) => groups.sparse_by_partner(),
            _ => Vec::new(),
        };
        self.rich.iter().map(of).collect()
    }

    /// This partial with the partners of `facts` in the order of their rows.
    pub(crate) fn aligned(&self, programme: &Programme, facts: &Facts) -> Result<Partial, EvaluationError> {
        let mut aligned = Partial::new(programme, Arc::clone(&self.plan), facts);
        let partners = aligned.ids.len();
        aligned.merge(self)?;
        match aligned.ids.get(partners) {
            Some(stranger) => Err(EvaluationError::UnknownPartner(stranger.to_string())),
            None => Ok(aligned),
        }
    }

    fn slot_of_cell(&self, cell: usize) -> Option<usize> {
        self.plan.slots.iter().rposition(|slot| slot.rich.is_none() && slot.cell <= cell)
    }

    pub(crate) fn slot_overflow(&self, overflow: &SlotOverflow) -> EvaluationError {
        self.overflow(Some(overflow.slot), overflow.partner)
    }

    fn overflow(&self, slot: Option<usize>, partner: u32) -> EvaluationError {
        // the slots of records one by one are no metric's own, but measure the same
        let base = |slot: usize| self.plan.slots.get(slot).map(|slot| &slot.base);
        let metric = slot.and_then(|slot| self.plan.slot_of.iter().position(|of| of.is_some_and(|of| base(of) == base(slot))));
        let path = crate::JsonPointer::root().child("metrics");
        let name = metric.and_then(|metric| self.plan.names.get(metric)).map_or("", String::as_str);
        let partner = self.ids.get(partner as usize).map(ToString::to_string).unwrap_or_default();
        EvaluationError::Overflow { path: path.child(name), partner }
    }

    /// The states of whole subtrees: every partner's own and those of all below it.
    pub(crate) fn rolled_up(&self, hierarchy: &Hierarchy) -> Result<Partial, EvaluationError> {
        let edges: Vec<(u32, u32)> =
            hierarchy.bottom_up().iter().filter_map(|partner| Some((*partner, hierarchy.parent(*partner)?))).collect();
        self.added_up(&edges)
    }

    /// Adds partners to others, given (from, to) pairs in which nobody is added to after it has been added.
    pub(crate) fn added_up(&self, edges: &[(u32, u32)]) -> Result<Partial, EvaluationError> {
        let mut rolled = self.clone();
        for (partner, parent) in edges {
            for cell in 0..rolled.plan.width {
                let value = rolled.cells.get(*partner as usize, cell);
                if value != 0 && Arc::make_mut(&mut rolled.cells).add(*parent as usize, cell, value).is_err() {
                    return Err(rolled.overflow(rolled.slot_of_cell(cell), *parent));
                }
            }
        }
        for position in 0..rolled.rich.len() {
            let Some(state) = Arc::make_mut(&mut rolled.rich).get_mut(position) else { continue };
            let absorbed = if let Rich::Groups(groups) = state {
                groups.rolled_up(edges).map(|sums| *groups = sums).is_some()
            } else {
                edges.iter().all(|(partner, parent)| {
                    let child = state.only(*partner);
                    state.absorb(*parent, &child, 0, &[], &mut |code| code)
                })
            };
            if !absorbed {
                return Err(rolled.overflow(rolled.plan.rich.get(position).copied(), 0));
            }
        }
        Arc::make_mut(&mut rolled.rich).iter_mut().for_each(Rich::tidy);
        Ok(rolled)
    }

    /// The value of a slot for a partner.
    pub(crate) fn value(&self, slot: &Slot, partner: u32, sparse: &SparseGroups) -> Result<MetricValue, crate::Overflow> {
        let row = partner as usize;
        let cell = |offset: usize| self.cells.get(row, slot.cell + offset);
        let Some(position) = slot.rich else {
            return Ok(match (&slot.base.operation, cell(0)) {
                (Operation::Mean(_), sum) => match number(slot, sum).checked_div(whole(cell(1)))? {
                    Some(mean) => MetricValue::Known(mean),
                    None => MetricValue::Missing,
                },
                (Operation::Target(_), _) if cell(1) == 0 => MetricValue::Missing,
                (_, sum) => MetricValue::Known(number(slot, sum)),
            });
        };
        let known = |value: Option<i128>| value.map_or(MetricValue::Missing, |value| MetricValue::Known(number(slot, value)));
        Ok(match self.rich.get(position) {
            Some(Rich::Distinct(sets)) => {
                let count = sets.get(row).map_or(0, Vec::len);
                MetricValue::Known(whole(i128::try_from(count).unwrap_or(i128::MAX)))
            }
            Some(Rich::Values(lists)) => median(slot, lists.get(row).map_or(&[], Vec::as_slice))?,
            Some(Rich::Extreme { best, .. }) => known(best.get(row).copied().filter(|value| *value != NO_I128)),
            Some(Rich::Dated { best, .. }) => known(best.get(row).filter(|best| best.day != NO_DAY).map(|best| best.value)),
            Some(Rich::Day(days)) => match days.get(row).filter(|day| **day != NO_DAY) {
                Some(day) => MetricValue::Known(Exact::from(i64::from(epoch_days(self.plan.as_of.on)) - i64::from(*day))),
                None => MetricValue::Missing,
            },
            Some(Rich::Groups(groups)) => {
                let sparse = sparse.get(position).map_or(&[][..], Vec::as_slice);
                let (total, largest) = groups.total_and_largest(partner, sparse).ok_or(crate::Overflow)?;
                match total > 0 {
                    true => number(slot, largest).checked_div(number(slot, total))?.map_or(MetricValue::Undefined, MetricValue::Known),
                    false => MetricValue::Undefined,
                }
            }
            Some(Rich::Newcomers(newcomers)) => {
                MetricValue::Known(number(slot, newcomers.value(row, &slot.base.operation).ok_or(crate::Overflow)?))
            }
            // they are read one by one
            Some(Rich::Items(_)) | None => MetricValue::Missing,
        })
    }

    /// The items of slots with one state for a partner, and the texts of their codes.
    pub(crate) fn items(&self, slots: &[usize], partner: u32) -> (&[Item], &[Arc<str>]) {
        let state = slots.first().and_then(|slot| self.plan.slots.get(*slot)?.rich);
        match state.map(|state| (self.rich.get(state), self.texts.get(state))) {
            Some((Some(Rich::Items(items)), Some(texts))) => {
                (items.by_partner.get(partner as usize).map_or(&[], Vec::as_slice), texts.as_slice())
            }
            _ => (&[], &[]),
        }
    }
}

fn whole(count: i128) -> Exact {
    Exact::scaled(count, 0).unwrap_or(Exact::ZERO)
}

fn median(slot: &Slot, sorted: &[i128]) -> Result<MetricValue, crate::Overflow> {
    let middle = sorted.len() / 2;
    let at = |index: usize| sorted.get(index).map(|value| number(slot, *value));
    Ok(match (sorted.len() % 2, at(middle)) {
        (_, None) => MetricValue::Missing,
        (1, Some(value)) => MetricValue::Known(value),
        (_, Some(upper)) => {
            let lower = at(middle - 1).unwrap_or(upper);
            lower.checked_add(upper)?.checked_div(Exact::from(2))?.map_or(MetricValue::Missing, MetricValue::Known)
        }
    })
}

/// Texts of the codes that a slot counts or groups by.
fn texts_of(facts: &Facts, slot: &Slot) -> Vec<Arc<str>> {
    if let Some((columns, _)) = &slot.items {
        let links = columns.link.as_ref().map(|link| column_texts(facts, slot, link));
        return Newcomers::texts(&column_texts(facts, slot, &columns.key), links.as_deref());
    }
    if slot.before.is_some() {
        let (customers, things) = code_columns(&slot.base);
        let things = things.map(|column| column_texts(facts, slot, column));
        return Newcomers::texts(&column_texts(facts, slot, customers), things.as_deref());
    }
    match &slot.base.operation {
        Operation::Distinct(column) | Operation::MaxShare { by: column, .. } => column_texts(facts, slot, column),
        _ => Vec::new(),
    }
}

/// Texts of the codes of a column.
fn column_texts(facts: &Facts, slot: &Slot, name: &str) -> Vec<Arc<str>> {
    let Some((kind, column)) = facts.kinds().all().get(slot.kind).and_then(|kind| Some((kind, kind.position(name)?))) else {
        return Vec::new();
    };
    // a resolved reference is coded by the row of its record, whose ids are coded in the same order
    let target = match kind.columns.get(column).map(|column| &column.kind) {
        Some(ColumnType::Reference(target)) => facts.table_named(target).map(|(position, _)| position),
        _ => None,
    };
    match target {
        Some(target) => facts
            .kinds()
            .all()
            .get(target)
            .and_then(|kind| kind.position("id"))
            .map_or_else(Vec::new, |id| facts.dictionary(target, id).shared_texts().to_vec()),
        None => facts.dictionary(slot.kind, column).shared_texts().to_vec(),
    }
}
