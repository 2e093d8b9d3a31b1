//! Additions on their way to the partners' cells.
//!
//! The cells of many partners do not fit in a core's cache, and records come in no order of partners: added one by one,
//! each would wait for memory. So additions are first laid out by range of partners, and a range takes all of its own at
//! once, while its cells are near.

use crate::facts::NO_I64;
use crate::metric::masks::bit;
use crate::metric::measure::Chunk;
use crate::metric::plan::{Action, Lane};
use crate::metric::state::{Cells, Groups, Rich};

/// Cells of a range: 512 KiB, a part of a second-level cache.
const RANGE_CELLS: usize = 1 << 16;
/// Additions that are held back, over all ranges: 12 MiB, as long as ranges are not too many for it.
const HELD: usize = 1 << 19;
/// The fewest additions that a range is visited for, and those of the only range there is: no more than a first-level
/// cache holds.
const FEW: usize = 1 << 10;

/// One value for several lanes of a partner.
#[derive(Debug, Clone, Copy)]
struct Addition {
    lanes: u64,
    value: i64,
    partner: u32,
    /// The group, for lanes that add by group.
    code: u32,
}

/// Where lanes add.
#[derive(Debug)]
struct Places {
    summing: u64,
    /// The cell that each summing lane adds to.
    cell_of: [usize; 64],
    /// Lanes that add by group, with the positions of their states.
    grouping: Vec<(u64, usize)>,
}

/// Additions held back by range of partners.
#[derive(Debug)]
pub(crate) struct Spread {
    places: Places,
    /// A partner's range is its row without these low bits.
    range_bits: u32,
    ranges: Vec<Vec<Addition>>,
    /// How many a range holds before it is visited.
    visit: usize,
    /// Whether that is enough to read all of its cells first.
    fetches: bool,
}

impl Spread {
    /// For the lanes of a pass; `grouping` are those among them that add by group.
    pub(crate) fn new(lanes: &[Lane], grouping: u64, partners: usize, width: usize) -> Spread {
        let mut places = Places { summing: 0, cell_of: [0; 64], grouping: Vec::new() };
        for (index, (lane, place)) in lanes.iter().zip(&mut places.cell_of).enumerate() {
            match lane.action {
                Action::Add(cell) => {
                    places.summing |= bit(index);
                    *place = cell;
                }
                Action::Keep(at) if grouping & bit(index) != 0 => places.grouping.push((bit(index), at)),
                Action::Keep(_) | Action::Itemise(_) => {}
            }
        }
        let range_bits = (RANGE_CELLS / width.max(1)).max(1).ilog2();
        let count = (partners.saturating_sub(1) >> range_bits) + 1;
        let visit = if count == 1 { FEW } else { (HELD / count).max(FEW) };
        let fetches = count > 1 && visit >> range_bits > 0;
        Spread { places, range_bits, ranges: vec![Vec::new(); count], visit, fetches }
    }

    /// Takes what `lanes` add of a chunk; `codes` are the groups of its records. `false`: a value is absent or needs more
    /// than 64 bits, and was passed over.
    pub(crate) fn take(&mut self, lanes: u64, chunk: &Chunk<'_>, codes: &[u32], cells: &mut Cells, rich: &mut [Rich]) -> bool {
        let mut all = true;
        for (((mask, partner), value), code) in chunk.masks.iter().zip(chunk.partners).zip(chunk.values).zip(codes) {
            let lanes = mask & lanes;
            if lanes == 0 {
                continue;
            }
            if *value == NO_I64 {
                all = false;
                continue;
            }
            let Some(range) = self.ranges.get_mut((*partner >> self.range_bits) as usize) else { continue };
            range.push(Addition { lanes, value: *value, partner: *partner, code: *code });
            if range.len() >= self.visit {
                if self.fetches {
                    let partners = 1 << self.range_bits;
                    self.places.fetch(*partner as usize / partners * partners, partners, cells, rich);
                }
                self.places.add(range, cells, rich);
            }
        }
        all
    }

    /// Adds all that is held back.
    pub(crate) fn settle(&mut self, cells: &mut Cells, rich: &mut [Rich]) {
        self.ranges.iter_mut().for_each(|range| self.places.add(range, cells, rich));
    }
}

impl Places {
    /// Reads the cells of a range from end to end: memory hands over a run of them much faster than one here and there.
    fn fetch(&self, first: usize, partners: usize, cells: &Cells, rich: &[Rich]) {
        read_through(cells.small.get(first * cells.width..).unwrap_or_default(), partners * cells.width);
        for (_, at) in &self.grouping {
            if let Some(Rich::Groups(groups)) = rich.get(*at) {
                let (cells, width) = groups.dense_from(first);
                read_through(cells, partners * width);
            }
        }
    }

    /// Adds the additions of a range and clears it.
    #[inline(never)]
    fn add(&self, range: &mut Vec<Addition>, cells: &mut Cells, rich: &mut [Rich]) {
        let width = cells.width;
        for addition in range.iter() {
            let base = addition.partner as usize * width;
            let Some(row) = cells.small.get_mut(base..base + width) else { continue };
            let mut left = addition.lanes & self.summing;
            let mut outgrown = 0u64;
            while left != 0 {
                let lane = left.trailing_zeros() as usize;
                if let Some(held) = row.get_mut(self.cell_of[lane & 63]) {
                    let (sum, overflowed) = held.overflowing_add(addition.value);
                    if overflowed {
                        outgrown = left;
                        break;
                    }
                    *held = sum;
                }
                left &= left - 1;
            }
            if outgrown != 0 {
                self.add_outgrown(outgrown, addition, cells);
            }
        }
        for (lane, at) in &self.grouping {
            if let Some(Rich::Groups(groups)) = rich.get_mut(*at) {
                range.iter().filter(|addition| addition.lanes & lane != 0).for_each(|addition| add_to_group(groups, addition));
            }
        }
        range.clear();
    }

    /// One addition of which a sum needs more than 64 bits.
    #[cold]
    fn add_outgrown(&self, mut left: u64, addition: &Addition, cells: &mut Cells) {
        while left != 0 {
            let lane = left.trailing_zeros() as usize;
            cells.add_small(addition.partner as usize, self.cell_of[lane & 63], addition.value);
            left &= left - 1;
        }
    }
}

fn read_through(cells: &[i64], count: usize) {
    // a cache line holds eight
    std::hint::black_box(cells.iter().take(count).step_by(8).fold(0, |all, cell| all | cell));
}

fn add_to_group(groups: &mut Groups, addition: &Addition) {
    if !groups.add_small(addition.partner, addition.code, addition.value) {
        groups.spill(addition.partner, addition.code, addition.value);
    }
}

#[cfg(test)]
mod tests;
