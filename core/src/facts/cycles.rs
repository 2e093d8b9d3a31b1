//! Cycles and overlaps in hierarchies.

use super::{ColumnData, NO_CODE, NO_DAY, Table};
use crate::order;
use crate::record::RecordKind;

/// A dated edge of the hierarchy: `[from, until)`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    pub row: usize,
    pub partner: u32,
    pub parent: u32,
    pub from: i32,
    pub until: i32,
}

/// The edges of the relationships that can be in force at all.
pub(super) fn edges(kind: &RecordKind, table: &Table) -> Vec<Edge> {
    dated(kind, table, "partner", "parent")
}

/// The list prices that can be in force at all, as edges of the products to themselves.
pub(super) fn list_prices(kind: &RecordKind, table: &Table) -> Vec<Edge> {
    dated(kind, table, "product", "product")
}

fn dated(kind: &RecordKind, table: &Table, of: &str, to: &str) -> Vec<Edge> {
    let column = |name: &str| kind.position(name).map(|position| table.column(position));
    let codes = |name: &str| match column(name) {
        Some(ColumnData::Rows(codes) | ColumnData::Codes(codes)) => Some(codes),
        _ => None,
    };
    let (Some(partners), Some(parents), Some(ColumnData::Days(from))) = (codes(of), codes(to), column("from")) else {
        return Vec::new();
    };
    let until = match column("until") {
        Some(ColumnData::Days(until)) => until.as_slice(),
        _ => &[],
    };
    let edges = partners.iter().zip(parents).zip(from).enumerate().map(|(row, ((partner, parent), from))| {
        let until = until.get(row).copied().filter(|day| *day != NO_DAY).unwrap_or(i32::MAX);
        Edge { row, partner: *partner, parent: *parent, from: *from, until }
    });
    edges.filter(|edge| edge.partner != NO_CODE && edge.parent != NO_CODE && edge.from != NO_DAY && edge.from < edge.until).collect()
}

/// The first row of each cycle.
pub(super) fn of_parents(parents: &[u32]) -> Vec<usize> {
    let mut walk_of = vec![0usize; parents.len()];
    let mut first = Vec::new();
    for start in 0..parents.len() {
        let walk = start + 1;
        let mut at = start;
        loop {
            match walk_of.get_mut(at) {
                Some(slot) if *slot == 0 => *slot = walk,
                Some(slot) if *slot == walk => {
                    // rows are started from in order, but the first row of a cycle may be reached from outside it
                    let mut lowest = at;
                    let mut next = parent(parents, at);
                    while let Some(row) = next.filter(|row| *row != at) {
                        lowest = lowest.min(row);
                        next = parent(parents, row);
                    }
                    first.push(lowest);
                    break;
                }
                _ => break,
            }
            match parent(parents, at) {
                Some(next) => at = next,
                None => break,
            }
        }
    }
    first
}

fn parent(parents: &[u32], row: usize) -> Option<usize> {
    parents.get(row).filter(|parent| **parent != NO_CODE).map(|parent| *parent as usize)
}

/// The later row of each two edges of a partner that are in force at once.
pub(super) fn overlapping(edges: &[Edge]) -> Vec<usize> {
    let mut sorted: Vec<&Edge> = edges.iter().collect();
    order::sort_by(&mut sorted, |a, b| (a.partner, a.from, a.row).cmp(&(b.partner, b.from, b.row)));
    let mut rows = Vec::new();
    let mut longest: Option<&Edge> = None;
    for edge in sorted {
        match longest.filter(|longest| longest.partner == edge.partner) {
            Some(before) if edge.from < before.until => {
                rows.push(edge.row.max(before.row));
                if edge.until > before.until {
                    longest = Some(edge);
                }
            }
            _ => longest = Some(edge),
        }
    }
    order::sort_and_dedup(&mut rows);
    rows
}

/// The last row of each cycle that edges take part in on some date.
pub(super) fn of_edges(fixed: Vec<u32>, edges: &[Edge]) -> Vec<usize> {
    // by date: first the edges that end, then those that begin
    let mut changes: Vec<(i32, bool, &Edge)> = edges.iter().map(|edge| (edge.from, true, edge)).collect();
    changes.extend(edges.iter().filter(|edge| edge.until != i32::MAX).map(|edge| (edge.until, false, edge)));
    order::sort_by(&mut changes, |a, b| (a.0, a.1).cmp(&(b.0, b.1)));
    let mut parents = fixed.clone();
    let mut row_of: Vec<Option<usize>> = vec![None; parents.len()];
    let mut stamps = vec![0usize; parents.len()];
    let mut stamp = 0;
    let mut found = Vec::new();
    for of_a_date in changes.chunk_by(|a, b| a.0 == b.0) {
        let (ending, beginning) = of_a_date.split_at(of_a_date.partition_point(|(_, begins, _)| !begins));
        for (_, _, edge) in ending {
            let at = edge.partner as usize;
            if row_of.get(at).copied().flatten() == Some(edge.row) {
                set(&mut parents, at, fixed.get(at).copied().unwrap_or(NO_CODE));
                set(&mut row_of, at, None);
            }
        }
        for (_, _, edge) in beginning {
            set(&mut parents, edge.partner as usize, edge.parent);
            set(&mut row_of, edge.partner as usize, Some(edge.row));
        }
        for (_, _, edge) in of_a_date {
            stamp += 1;
            found.extend(cycle_through(edge.partner as usize, &parents, &row_of, &mut stamps, stamp));
        }
    }
    order::sort_and_dedup(&mut found);
    found
}

fn set<T>(values: &mut [T], at: usize, value: T) {
    if let Some(slot) = values.get_mut(at) {
        *slot = value;
    }
}

/// The last row of the edges in the cycle through `start`, if there is one; a cycle without dated edges has none.
fn cycle_through(start: usize, parents: &[u32], row_of: &[Option<usize>], stamps: &mut [usize], stamp: usize) -> Option<usize> {
    let mut at = start;
    let mut last = None;
    loop {
        set(stamps, at, stamp);
        last = last.max(row_of.get(at).copied().flatten());
        at = parent(parents, at)?;
        if at == start {
            return last;
        }
        if stamps.get(at).copied() == Some(stamp) {
            return None;
        }
    }
}
