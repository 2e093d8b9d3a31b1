//! What is kept per partner while measuring: cells that add up, and states that keep more than a sum.

use std::cmp::Ordering;

use rustc_hash::FxHashMap;

use crate::facts::{NO_CODE, NO_DAY, NO_I128};
use crate::metric::items::Items;
use crate::metric::newcomers::Newcomers;
use crate::metric::{Base, Operation, Tie};
use crate::order;

/// 64-bit cells, partner by partner, with the rare ones that outgrew 64 bits beside.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cells {
    pub(crate) width: usize,
    pub(crate) small: Vec<i64>,
    /// What has been moved out of a cell; its value is the sum of both.
    pub(crate) spilled: FxHashMap<(u32, u32), i128>,
}

/// A sum left the range of 128 bits.
#[derive(Debug)]
pub(crate) struct CellOverflow;

impl Cells {
    pub(crate) fn new(width: usize, partners: usize) -> Cells {
        Cells { width, small: vec![0; width * partners], spilled: FxHashMap::default() }
    }

    /// Adds a value of 64 bits. It would take 2^63 of them to leave 128 bits.
    #[cold]
    pub(crate) fn add_small(&mut self, partner: usize, cell: usize, value: i64) {
        let index = partner * self.width + cell;
        match self.small.get_mut(index) {
            Some(held) if held.checked_add(value).is_some() => *held += value,
            _ => {
                let held = self.spilled.entry(halves(index)).or_insert(0);
                *held = held.saturating_add(i128::from(value));
            }
        }
    }

    #[cold]
    fn spill(&mut self, index: usize, value: i128) -> Result<(), CellOverflow> {
        let held = self.spilled.entry(halves(index)).or_insert(0);
        *held = held.checked_add(value).ok_or(CellOverflow)?;
        Ok(())
    }

    pub(crate) fn get(&self, partner: usize, cell: usize) -> i128 {
        let index = partner * self.width + cell;
        let small = i128::from(self.small.get(index).copied().unwrap_or(0));
        match self.spilled.is_empty() {
            true => small,
            // both are far below half the range, except after a sum that spill() has refused
            false => small.saturating_add(self.spilled.get(&halves(index)).copied().unwrap_or(0)),
        }
    }

    pub(crate) fn add(&mut self, partner: usize, cell: usize, value: i128) -> Result<(), CellOverflow> {
        let index = partner * self.width + cell;
        if let (Ok(value), Some(held)) = (i64::try_from(value), self.small.get_mut(index))
            && let Some(sum) = held.checked_add(value)
        {
            *held = sum;
            return Ok(());
        }
        self.spill(index, value)
    }
}

/// The index of a cell as the kind of key that [`Groups`] have too: one map is compiled for both.
const fn halves(index: usize) -> (u32, u32) {
    let index = index as u64;
    ((index >> 32) as u32, index as u32)
}

/// The best value on the best day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dated {
    pub(crate) day: i32,
    pub(crate) value: i128,
}

/// A state that keeps more than a sum, per partner.
#[derive(Debug, Clone)]
pub(crate) enum Rich {
    /// Codes seen, unsorted, possibly repeated until [`Rich::tidy`].
    Distinct(Vec<Vec<u32>>),
    /// All values.
    Values(Vec<Vec<i128>>),
    /// The smallest or largest value; absent: [`NO_I128`].
    Extreme { best: Vec<i128>, largest: bool },
    /// The value on the first or last day.
    Dated { best: Vec<Dated>, last: bool, highest: bool },
    /// The last day; absent: [`NO_DAY`].
    Day(Vec<i32>),
    /// Σ by group; position 0 is the group of records without a value.
    Groups(Groups),
    /// What customers brought, and who was there before.
    Newcomers(Newcomers),
    /// What single records come to.
    Items(Items),
}

/// Σ by group: a dense matrix while there are few groups, a map beyond.
#[derive(Debug, Clone)]
pub(crate) struct Groups {
    partners: usize,
    stride: usize,
    dense: Vec<i64>,
    sparse: FxHashMap<(u32, u32), i128>,
}

/// A sum of [`Groups`] that is not in the matrix.
#[derive(Debug, Clone)]
pub(crate) struct SparseGroup {
    partner: u32,
    code: u32,
    sum: i128,
}

/// Groups up to which the dense matrix is used.
const DENSE_GROUPS: usize = 64;

impl Groups {
    pub(crate) fn new(partners: usize) -> Groups {
        Groups { partners, stride: 0, dense: Vec::new(), sparse: FxHashMap::default() }
    }

    /// Makes room for codes below `codes`.
    pub(crate) fn reserve(&mut self, codes: usize) {
        let wanted = (codes + 1).min(DENSE_GROUPS);
        if wanted <= self.stride {
            return;
        }
        let mut dense = vec![0; wanted * self.partners];
        for partner in 0..self.partners {
            for group in 0..self.stride {
                if let (Some(new), Some(old)) = (dense.get_mut(partner * wanted + group), self.dense.get(partner * self.stride + group)) {
                    *new = *old;
                }
            }
        }
        (self.dense, self.stride) = (dense, wanted);
    }

    /// The matrix from a partner on, and its width.
    pub(crate) fn dense_from(&self, partner: usize) -> (&[i64], usize) {
        (self.dense.get(partner * self.stride..).unwrap_or_default(), self.stride)
    }

    /// Adds to the group of a code if it is dense and stays within 64 bits; `false`: nothing was added.
    pub(crate) fn add_small(&mut self, partner: u32, code: u32, value: i64) -> bool {
        let group = code.wrapping_add(1) as usize;
        if group >= self.stride {
            return false;
        }
        match self.dense.get_mut(partner as usize * self.stride + group) {
            Some(held) => held.checked_add(value).map(|sum| *held = sum).is_some(),
            None => false,
        }
    }

    /// Adds a value of 64 bits beside the matrix. It would take 2^63 of them to leave 128 bits.
    #[cold]
    pub(crate) fn spill(&mut self, partner: u32, code: u32, value: i64) {
        let held = self.sparse.entry((partner, code.wrapping_add(1))).or_insert(0);
        *held = held.saturating_add(i128::from(value));
    }

    /// Adds to the group of a code ([`NO_CODE`]: of records without a value). `false`: past 128 bits.
    pub(crate) fn add(&mut self, partner: u32, code: u32, value: i128) -> bool {
        if i64::try_from(value).is_ok_and(|value| self.add_small(partner, code, value)) {
            return true;
        }
        let held = self.sparse.entry((partner, code.wrapping_add(1))).or_insert(0);
        match held.checked_add(value) {
            Some(sum) => {
                *held = sum;
                true
            }
            None => false,
        }
    }

    /// (code, Σ) of every group with records, sorted by code.
    pub(crate) fn of(&self, partner: u32, sparse: &[SparseGroup]) -> Vec<(u32, i128)> {
        let start = partner as usize * self.stride;
        let dense = self.dense.get(start..start + self.stride).unwrap_or_default();
        // the group of records without a value has the highest code
        let (without, coded) = dense.split_at(dense.len().min(1));
        let mut sums: Vec<(u32, i128)> = (0..).zip(coded).map(|(code, sum)| (code, i128::from(*sum))).collect();
        sums.extend(without.iter().map(|sum| (NO_CODE, i128::from(*sum))));
        let from = sparse.partition_point(|group| group.partner < partner);
        let sparse = sparse.get(from..).unwrap_or_default().iter().take_while(|group| group.partner == partner);
        let count = sums.len();
        sums.extend(sparse.map(|group| (group.code, group.sum)));
        if sums.len() > count {
            order::sort_by(&mut sums, |a, b| a.0.cmp(&b.0));
            sums.dedup_by(|(code, sum), (before, held)| {
                let same = code == before;
                if same {
                    *held = held.saturating_add(*sum);
                }
                same
            });
        }
        // a group that came to nothing is no group: it must not depend on where it was kept
        sums.retain(|(_, sum)| *sum != 0);
        sums
    }

    /// Σ of all groups and of the largest one. `None`: past 128 bits.
    pub(crate) fn total_and_largest(&self, partner: u32, sparse: &[SparseGroup]) -> Option<(i128, i128)> {
        if !sparse.is_empty() {
            let sums = self.of(partner, sparse);
            let total = sums.iter().try_fold(0i128, |total, (_, sum)| total.checked_add(*sum))?;
            return Some((total, sums.iter().map(|(_, sum)| *sum).max().unwrap_or(0)));
        }
        let start = partner as usize * self.stride;
        let dense = self.dense.get(start..start + self.stride).unwrap_or_default();
        let total = dense.iter().map(|sum| i128::from(*sum)).sum();
        Some((total, dense.iter().copied().max().map_or(0, i128::from)))
    }

    /// The groups of whole subtrees, given (partner, parent) pairs in which each partner comes before its parent.
    /// `None`: past 128 bits.
    pub(crate) fn rolled_up(&self, edges: &[(u32, u32)]) -> Option<Groups> {
        let sparse = self.sparse_by_partner();
        let mut groups = Groups::new(self.partners);
        let mut of_partner: Vec<Vec<u32>> = Vec::with_capacity(self.partners);
        for partner in 0..u32::try_from(self.partners).unwrap_or(NO_CODE) {
            let own = self.of(partner, &sparse);
            of_partner.push(own.iter().map(|(code, _)| code.wrapping_add(1)).collect());
            groups.sparse.extend(own.iter().map(|(code, sum)| ((partner, code.wrapping_add(1)), *sum)));
        }
        for (partner, parent) in edges {
            for group in of_partner.get(*partner as usize).cloned().unwrap_or_default() {
                let below = groups.sparse.get(&(*partner, group)).copied().unwrap_or(0);
                let held = groups.sparse.entry((*parent, group)).or_insert_with(|| {
                    if let Some(above) = of_partner.get_mut(*parent as usize) {
                        above.push(group);
                    }
                    0
                });
                *held = held.checked_add(below)?;
            }
        }
        Some(groups)
    }

    /// The sparse groups by partner, for [`Groups::of`].
    pub(crate) fn sparse_by_partner(&self) -> Vec<SparseGroup> {
        let group =
            |((partner, group), sum): (&(u32, u32), &i128)| SparseGroup { partner: *partner, code: group.wrapping_sub(1), sum: *sum };
        let mut groups: Vec<SparseGroup> = self.sparse.iter().map(group).collect();
        order::sort_by(&mut groups, |a, b| a.partner.cmp(&b.partner));
        groups
    }
}

impl Rich {
    pub(crate) fn new(base: &Base, partners: usize) -> Rich {
        match &base.operation {
            _ if base.only_new.is_some() => Rich::Newcomers(Newcomers::new(base, partners)),
            Operation::Distinct(_) => Rich::Distinct(vec![Vec::new(); partners]),
            Operation::Median(_) => Rich::Values(vec![Vec::new(); partners]),
            Operation::Min(_) => Rich::Extreme { best: vec![NO_I128; partners], largest: false },
            Operation::Latest(_, tie) => Rich::dated(true, *tie, partners),
            Operation::First(_, tie) => Rich::dated(false, *tie, partners),
            Operation::DaysSince(_) => Rich::Day(vec![NO_DAY; partners]),
            Operation::MaxShare { .. } => Rich::Groups(Groups::new(partners)),
            // the others only add; Max shares the arm so that no state is ever wanting
            _ => Rich::Extreme { best: vec![NO_I128; partners], largest: true },
        }
    }

    fn dated(last: bool, tie: Tie, partners: usize) -> Rich {
        Rich::Dated { best: vec![Dated { day: NO_DAY, value: 0 }; partners], last, highest: tie == Tie::Highest }
    }

    pub(crate) fn take_extreme(best: &mut i128, value: i128, largest: bool) {
        if *best == NO_I128 || (if largest { value > *best } else { value < *best }) {
            *best = value;
        }
    }

    pub(crate) fn take_dated(best: &mut Dated, other: Dated, last: bool, highest: bool) {
        if other.day == NO_DAY {
            return;
        }
        let better = match (best.day == NO_DAY, other.day.cmp(&best.day)) {
            (true, _) => true,
            (_, Ordering::Equal) => (other.value > best.value) == highest && other.value != best.value,
            (_, order) => (order == Ordering::Greater) == last,
        };
        if better {
            *best = other;
        }
    }

    /// Room for one more partner.
    pub(crate) fn grow(&mut self) {
        match self {
            Rich::Distinct(sets) => sets.push(Vec::new()),
            Rich::Values(lists) => lists.push(Vec::new()),
            Rich::Extreme { best, .. } => best.push(NO_I128),
            Rich::Dated { best, .. } => best.push(Dated { day: NO_DAY, value: 0 }),
            Rich::Day(days) => days.push(NO_DAY),
            Rich::Newcomers(newcomers) => newcomers.grow(),
            Rich::Items(items) => items.by_partner.push(Vec::new()),
            Rich::Groups(groups) => {
                groups.partners += 1;
                groups.dense.extend(std::iter::repeat_n(0, groups.stride));
            }
        }
    }

    /// The state of one partner alone, as partner 0.
    pub(crate) fn only(&self, partner: u32) -> Rich {
        let at = partner as usize;
        match self {
            Rich::Distinct(sets) => Rich::Distinct(vec![sets.get(at).cloned().unwrap_or_default()]),
            Rich::Values(lists) => Rich::Values(vec![lists.get(at).cloned().unwrap_or_default()]),
            Rich::Extreme { best, largest } => Rich::Extreme { best: vec![best.get(at).copied().unwrap_or(NO_I128)], largest: *largest },
            Rich::Dated { best, last, highest } => {
                let best = best.get(at).copied().unwrap_or(Dated { day: NO_DAY, value: 0 });
                Rich::Dated { best: vec![best], last: *last, highest: *highest }
            }
            Rich::Day(days) => Rich::Day(vec![days.get(at).copied().unwrap_or(NO_DAY)]),
            Rich::Groups(groups) => Rich::Groups(groups.clone()),
            Rich::Newcomers(newcomers) => Rich::Newcomers(newcomers.only(at)),
            Rich::Items(items) => Rich::Items(items.only(at)),
        }
    }

    /// Sorts what was collected, so that equal states are equal.
    pub(crate) fn tidy(&mut self) {
        match self {
            Rich::Distinct(sets) => sets.iter_mut().for_each(|set| {
                order::sort_numbers(set);
                set.dedup();
            }),
            Rich::Values(lists) => lists.iter_mut().for_each(|list| order::sort_numbers(list)),
            Rich::Items(items) => items.tidy(),
            _ => {}
        }
    }

    /// Takes one partner's state of `other` into one of this. `false`: past 128 bits.
    pub(crate) fn absorb(&mut self, to: u32, other: &Rich, from: u32, sparse: &[SparseGroup], code: &mut dyn FnMut(u32) -> u32) -> bool {
        let (t, f) = (to as usize, from as usize);
        match (self, other) {
            (Rich::Distinct(sets), Rich::Distinct(others)) => {
                if let (Some(set), Some(other)) = (sets.get_mut(t), others.get(f)) {
                    set.extend(other.iter().map(|c| code(*c)));
                }
            }
            (Rich::Values(lists), Rich::Values(others)) => {
                if let (Some(list), Some(other)) = (lists.get_mut(t), others.get(f)) {
                    list.extend(other);
                }
            }
            (Rich::Extreme { best, largest }, Rich::Extreme { best: others, .. }) => {
                if let (Some(best), Some(other)) = (best.get_mut(t), others.get(f))
                    && *other != NO_I128
                {
                    Rich::take_extreme(best, *other, *largest);
                }
            }
            (Rich::Dated { best, last, highest }, Rich::Dated { best: others, .. }) => {
                if let (Some(best), Some(other)) = (best.get_mut(t), others.get(f)) {
                    Rich::take_dated(best, *other, *last, *highest);
                }
            }
            (Rich::Day(days), Rich::Day(others)) => {
                if let (Some(day), Some(other)) = (days.get_mut(t), others.get(f)) {
                    *day = (*day).max(*other);
                }
            }
            (Rich::Groups(groups), Rich::Groups(others)) => {
                for (group, sum) in others.of(from, sparse) {
                    let group = if group == NO_CODE { NO_CODE } else { code(group) };
                    if !groups.add(to, group, sum) {
                        return false;
                    }
                }
            }
            (Rich::Items(items), Rich::Items(others)) => items.absorb(t, others, f, code),
            (Rich::Newcomers(newcomers), Rich::Newcomers(others)) => return newcomers.absorb(to, others, from, code),
            _ => {}
        }
        true
    }
}
