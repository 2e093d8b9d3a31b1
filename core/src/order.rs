//! The one sort of all lists that are not measured record by record.
//!
//! The standard sort is compiled anew for every type and every comparison, 3 to 6 kB each, and so is a tree map that is
//! collected. In a browser's file that was a third of everything; here positions are sorted, once for all types.

use std::cmp::Ordering;

/// Sorts, and keeps the order of what compares as equal.
pub(crate) fn sort_by<T>(items: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let positions = sorted_positions(items.len(), &mut |a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    arrange(positions, &mut |a, b| items.swap(a, b));
}

/// Sorts by the items' own order.
pub(crate) fn sort<T: Ord>(items: &mut [T]) {
    sort_by(items, T::cmp);
}

/// Sorts, and keeps each item once.
pub(crate) fn sort_and_dedup<T: Ord>(items: &mut Vec<T>) {
    sort(items);
    items.dedup();
}

/// Sorts numbers that were measured: most of the work in a batch, few in a browser.
#[cfg(feature = "full")]
pub(crate) fn sort_numbers<T: Ord>(numbers: &mut [T]) {
    if cfg!(target_family = "wasm") { sort(numbers) } else { numbers.sort_unstable() }
}

/// Sorts codes by what they stand for: runs are merged, from both halves in turn, until there is one.
pub(crate) fn sort_codes(codes: &mut [u32], compare: &mut dyn FnMut(u32, u32) -> Ordering) {
    let mut merged = codes.to_vec();
    let mut run = 1;
    while run < codes.len() {
        for (from, to) in codes.chunks(2 * run).zip(merged.chunks_mut(2 * run)) {
            merge(from, run, to, compare);
        }
        codes.copy_from_slice(&merged);
        run *= 2;
    }
}

fn merge(from: &[u32], run: usize, to: &mut [u32], compare: &mut dyn FnMut(u32, u32) -> Ordering) {
    let (mut left, mut right) = from.split_at(run.min(from.len()));
    for place in to {
        let from_right = match (left.first(), right.first()) {
            (Some(left), Some(right)) => compare(*right, *left) == Ordering::Less,
            (left, _) => left.is_none(),
        };
        let side = if from_right { &mut right } else { &mut left };
        if let [first, rest @ ..] = *side {
            *place = *first;
            *side = rest;
        }
    }
}

/// Copies of the items in order, equal ones as they stand. In many items that are nearly in order this is faster than moving them.
pub(crate) fn sorted_by<T: Copy>(items: &[T], mut compare: impl FnMut(&T, &T) -> Ordering) -> Vec<T> {
    let positions = sorted_positions(items.len(), &mut |a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    positions.iter().filter_map(|position| items.get(*position as usize).copied()).collect()
}

/// Which texts have been there before.
pub(crate) fn repeated(texts: &[&str]) -> Vec<bool> {
    let text = |position: &u32| texts.get(*position as usize).copied().unwrap_or_default();
    let sorted = sorted_positions(texts.len(), &mut |a, b| texts.get(a).cmp(&texts.get(b)));
    let mut repeated = vec![false; texts.len()];
    for pair in sorted.windows(2) {
        let [before, position] = pair else { continue };
        if let (true, Some(flag)) = (text(before) == text(position), repeated.get_mut(*position as usize)) {
            *flag = true;
        }
    }
    repeated
}

fn sorted_positions(count: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<u32> {
    let mut positions: Vec<u32> = (0..u32::try_from(count).unwrap_or(u32::MAX)).collect();
    sort_codes(&mut positions, &mut |a, b| compare(a as usize, b as usize));
    positions
}

/// Swaps items until place `n` holds what was at `positions[n]`, one cycle after the other.
fn arrange(mut positions: Vec<u32>, swap: &mut dyn FnMut(usize, usize)) {
    for start in 0..positions.len() {
        let mut place = start;
        while let Some(position) = positions.get_mut(place) {
            let from = *position as usize;
            // done: a place that holds what belongs there is the end of every later cycle
            *position = u32::try_from(place).unwrap_or(u32::MAX);
            if from == start || from == place {
                break;
            }
            swap(place, from);
            place = from;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_as_the_standard_sort(mut pairs in proptest::collection::vec((0u8..8, any::<u8>()), 0..80)) {
            let mut expected = pairs.clone();
            expected.sort_by_key(|pair| pair.0);
            super::sort_by(&mut pairs, |a, b| a.0.cmp(&b.0));
            prop_assert_eq!(&pairs, &expected);
            expected.sort();
            expected.dedup();
            super::sort_and_dedup(&mut pairs);
            prop_assert_eq!(pairs, expected);
        }

        /// A list in order but for its last item is a single cycle through all places.
        #[test]
        fn long_cycles_are_sorted(count in 1usize..2_000, by in 0usize..2_000) {
            let mut turned: Vec<usize> = (0..count).collect();
            turned.rotate_left(by % count);
            super::sort(&mut turned);
            prop_assert_eq!(turned, (0..count).collect::<Vec<_>>());
        }

        #[test]
        fn finds_what_was_there_before(texts in proptest::collection::vec("[ab]{0,2}", 0..20)) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let expected: Vec<bool> = (0..texts.len()).map(|at| texts[..at].contains(&texts[at])).collect();
            prop_assert_eq!(super::repeated(&texts), expected);
        }
    }
}
