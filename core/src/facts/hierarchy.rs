//! Who is below whom on a date.

use super::{ColumnData, Facts, NO_CODE, cycles};
use crate::period::{Date, epoch_days};

/// The hierarchy of partners in force on one date, by rows of the partner table.
///
/// ```
/// use qudao::{Facts, Hierarchy, Programme, parse_date};
/// # let text = r#"{"schema": "qudao/programme/1", "id": "small", "revision": 1, "currency": "CNY",
/// #     "effective": {"from": "2026-01-01"}, "calendar": {"year_starts": "01-01"},
/// #     "rounding": {"scale": 2, "mode": "half_up"}}"#;
/// # let programme = Programme::from_json(text).expect("valid");
/// let facts = Facts::from_json(&programme, r#"{"schema": "qudao/facts/1",
///     "partners": [{"id": "national"}, {"id": "north", "parent": "national"}, {"id": "shop", "parent": "national"}],
///     "relationships": [{"partner": "shop", "parent": "north", "from": "2026-07-01"}]}"#).expect("nothing is wrong");
/// let june = Hierarchy::on(&facts, parse_date("2026-06-30").expect("a date"));
/// let july = Hierarchy::on(&facts, parse_date("2026-07-01").expect("a date"));
/// assert_eq!((june.parent(2), july.parent(2)), (Some(0), Some(1)));
/// assert_eq!(july.bottom_up(), [2, 1, 0]);
/// assert_eq!(july.ancestors(2).collect::<Vec<_>>(), [1, 0]);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Hierarchy {
    parents: Vec<u32>,
    bottom_up: Vec<u32>,
    /// Where the children of each row begin in `children`, and one more.
    starts: Vec<u32>,
    children: Vec<u32>,
    depths: Vec<u32>,
}

/// Parents by row, in force on a date; [`NO_CODE`] for none.
pub(crate) fn parents_on(facts: &Facts, date: Date) -> Vec<u32> {
    let count = facts.partner_count();
    let mut parents = match facts.table_named("partners").map(|(kind, table)| (facts.kinds.all().get(kind), table)) {
        Some((Some(kind), table)) => match kind.position("parent").map(|position| table.column(position)) {
            Some(ColumnData::Rows(rows)) => rows.clone(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    };
    parents.resize(count, NO_CODE);
    let day = epoch_days(date);
    if let Some((kind, table)) = facts.table_named("relationships")
        && let Some(kind) = facts.kinds.all().get(kind)
    {
        for edge in cycles::edges(kind, table) {
            if edge.from <= day && day < edge.until {
                set(&mut parents, edge.partner, edge.parent);
            }
        }
    }
    parents
}

impl Hierarchy {
    /// The hierarchy in force on a date: a relationship in force takes the place of the partner's own `parent`.
    #[must_use]
    pub fn on(facts: &Facts, date: Date) -> Hierarchy {
        Hierarchy::of(parents_on(facts, date))
    }

    pub(crate) fn of(parents: Vec<u32>) -> Hierarchy {
        let count = parents.len();
        let mut starts = vec![0u32; count + 1];
        for parent in parents.iter().filter(|parent| **parent != NO_CODE) {
            add(&mut starts, *parent as usize + 1, 1);
        }
        let mut total = 0;
        for start in &mut starts {
            total += *start;
            *start = total;
        }
        let mut next = starts.clone();
        let mut children = vec![0u32; total as usize];
        let mut waiting = vec![0u32; count];
        for (row, parent) in (0u32..).zip(&parents) {
            if let Some(slot) = next.get_mut(*parent as usize).filter(|_| *parent != NO_CODE) {
                set(&mut children, *slot, row);
                *slot += 1;
                add(&mut waiting, *parent as usize, 1);
            }
        }
        // leaves in the order of their rows, then each partner once all below it are there
        let mut bottom_up: Vec<u32> = (0u32..).zip(&waiting).filter(|(_, below)| **below == 0).map(|(row, _)| row).collect();
        let mut done = 0;
        while let Some(row) = bottom_up.get(done).copied() {
            done += 1;
            let parent = parents.get(row as usize).copied().unwrap_or(NO_CODE);
            if let Some(below) = waiting.get_mut(parent as usize) {
                *below = below.saturating_sub(1);
                if *below == 0 {
                    bottom_up.push(parent);
                }
            }
        }
        let mut depths = vec![0u32; count];
        for row in bottom_up.iter().rev() {
            let above = parents.get(*row as usize).and_then(|parent| depths.get(*parent as usize)).map_or(0, |depth| depth + 1);
            set(&mut depths, *row, above);
        }
        Hierarchy { parents, bottom_up, starts, children, depths }
    }

    /// The parent of a partner.
    #[must_use]
    pub fn parent(&self, partner: u32) -> Option<u32> {
        self.parents.get(partner as usize).copied().filter(|parent| *parent != NO_CODE)
    }

    /// All partners such that each comes before its parent; the same for the same facts and date.
    #[must_use]
    pub fn bottom_up(&self) -> &[u32] {
        &self.bottom_up
    }

    /// The partners directly below a partner, in the order of their rows.
    #[must_use]
    pub fn children(&self, partner: u32) -> &[u32] {
        let bound = |at: usize| self.starts.get(at).map(|start| *start as usize);
        match (bound(partner as usize), bound(partner as usize + 1)) {
            (Some(from), Some(until)) => self.children.get(from..until).unwrap_or(&[]),
            _ => &[],
        }
    }

    /// The parent of a partner, the parent's parent, and so on.
    pub fn ancestors(&self, partner: u32) -> impl Iterator<Item = u32> + '_ {
        // facts have no cycles; the bound keeps this total all the same
        std::iter::successors(self.parent(partner), |row| self.parent(*row)).take(self.parents.len())
    }

    /// All partners below a partner, each after its parent.
    pub fn descendants(&self, partner: u32) -> impl Iterator<Item = u32> + '_ {
        let mut waiting: Vec<u32> = self.children(partner).iter().rev().copied().collect();
        std::iter::from_fn(move || {
            let row = waiting.pop()?;
            waiting.extend(self.children(row).iter().rev());
            Some(row)
        })
        .take(self.parents.len())
    }

    /// How many partners are above a partner.
    #[must_use]
    pub fn depth(&self, partner: u32) -> u32 {
        self.depths.get(partner as usize).copied().unwrap_or(0)
    }
}

fn set(values: &mut [u32], at: u32, value: u32) {
    if let Some(slot) = values.get_mut(at as usize) {
        *slot = value;
    }
}

fn add(values: &mut [u32], at: usize, more: u32) {
    if let Some(slot) = values.get_mut(at) {
        *slot += more;
    }
}
