//! Places and prizes.

use std::cmp::Ordering;

use crate::amount::{Exact, split_by_largest_remainder};
use crate::budget::First;
use crate::contest::Ties;
use crate::order;

/// The order of two values of a metric; unknown ones are last at either end.
pub(crate) fn compare(first: First, a: Option<Exact>, b: Option<Exact>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if first == First::Highest => b.cmp(&a),
        (Some(a), Some(b)) => a.cmp(&b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

/// What came of one who takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Placed {
    /// Position among those who take part.
    pub(crate) entrant: usize,
    /// From 1; equal ones have the same.
    pub(crate) place: usize,
    /// In minor units, where one is won.
    pub(crate) prize: Option<i128>,
    /// Whether a person has to decide on a prize.
    pub(crate) is_tied: bool,
}

/// Places and prizes of all who take part, first to last, equal ones by position. `compare` orders two of them and says who is equal.
pub(crate) fn places(entrants: usize, compare: &dyn Fn(usize, usize) -> Ordering, prizes: &[i128], ties: Ties) -> Vec<Placed> {
    let mut ranked: Vec<usize> = (0..entrants).collect();
    order::sort_by(&mut ranked, |a, b| compare(*a, *b));
    let mut placed = Vec::with_capacity(entrants);
    for equal in ranked.chunk_by(|a, b| compare(*a, *b) == Ordering::Equal) {
        let before = placed.len();
        let of_these = prizes.get(before..prizes.len().min(before + equal.len())).unwrap_or(&[]);
        let is_tied = ties == Ties::Review && equal.len() > 1 && !of_these.is_empty();
        let won = if is_tied { Vec::new() } else { won(of_these, equal.len(), ties) };
        placed.extend(equal.iter().enumerate().map(|(position, entrant)| Placed {
            entrant: *entrant,
            place: before + 1,
            prize: won.get(position).copied(),
            is_tied,
        }));
    }
    placed
}

/// The prizes of so many equal ones; none when none of their places has a prize.
fn won(prizes: &[i128], equal: usize, ties: Ties) -> Vec<i128> {
    match (prizes.first(), ties) {
        (None, _) => Vec::new(),
        (Some(first), Ties::Each) => vec![*first; equal],
        // a sum of a few amounts of a document
        (Some(_), _) => split_by_largest_remainder(prizes.iter().sum(), &vec![1; equal]).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(values: &[i64], prizes: &[i128], ties: Ties, expected: &[(usize, usize, Option<i128>)]) {
        let value = |at: usize| Some(Exact::from(values[at]));
        let placed = places(values.len(), &|a, b| compare(First::Highest, value(a), value(b)), prizes, ties);
        let found: Vec<_> = placed.iter().map(|placed| (placed.entrant, placed.place, placed.prize)).collect();
        assert_eq!(found, expected, "{values:?} {ties:?}");
    }

    #[test]
    fn places_are_counted_1_2_2_4() {
        check(&[5, 9, 5, 1], &[], Ties::Share, &[(1, 1, None), (0, 2, None), (2, 2, None), (3, 4, None)]);
    }

    #[test]
    fn equal_ones_share_the_prizes_of_their_places() {
        let prizes = [100, 51, 20];
        check(&[9, 5, 5, 1], &prizes, Ties::Share, &[(0, 1, Some(100)), (1, 2, Some(36)), (2, 2, Some(35)), (3, 4, None)]);
        // the third of them has a place without a prize, and still has its share
        check(&[5, 5, 5, 5], &prizes, Ties::Share, &[(0, 1, Some(43)), (1, 1, Some(43)), (2, 1, Some(43)), (3, 1, Some(42))]);
    }

    #[test]
    fn equal_ones_each_get_the_first_prize_of_their_places() {
        check(&[9, 5, 5], &[100, 50, 20], Ties::Each, &[(0, 1, Some(100)), (1, 2, Some(50)), (2, 2, Some(50))]);
        check(&[9, 5, 5], &[100, 50], Ties::Each, &[(0, 1, Some(100)), (1, 2, Some(50)), (2, 2, Some(50))]);
        check(&[9, 5, 5], &[100], Ties::Each, &[(0, 1, Some(100)), (1, 2, None), (2, 2, None)]);
    }

    #[test]
    fn equal_ones_wait_for_a_person_when_a_prize_is_at_stake() {
        let value = |at: usize| Some(Exact::from([9, 9, 5, 5][at]));
        let placed = places(4, &|a, b| compare(First::Highest, value(a), value(b)), &[100, 50], Ties::Review);
        assert_eq!(placed.iter().map(|placed| placed.is_tied).collect::<Vec<_>>(), [true, true, false, false]);
        assert!(placed.iter().all(|placed| placed.prize.is_none()));
    }

    #[test]
    fn unknown_values_are_last_at_either_end() {
        for first in [First::Highest, First::Lowest] {
            assert_eq!(compare(first, None, Some(Exact::ZERO)), Ordering::Greater);
            assert_eq!(compare(first, Some(Exact::ZERO), None), Ordering::Less);
            assert_eq!(compare(first, None, None), Ordering::Equal);
        }
        assert_eq!(compare(First::Lowest, Some(Exact::ZERO), Some(Exact::ONE)), Ordering::Less);
    }

    proptest! {
        #[test]
        fn all_prizes_of_occupied_places_are_given_and_a_better_value_never_gets_less(
            values in proptest::collection::vec(0i64..6, 0..12), mut prizes in proptest::collection::vec(0i128..1000, 0..6),
        ) {
            prizes.sort_by(|a, b| b.cmp(a));
            let value = |at: usize| Some(Exact::from(values[at]));
            let placed = places(values.len(), &|a, b| compare(First::Highest, value(a), value(b)), &prizes, Ties::Share);
            prop_assert_eq!(
                placed.iter().filter_map(|placed| placed.prize).sum::<i128>(), prizes.iter().take(values.len()).sum::<i128>()
            );
            for pair in placed.windows(2) {
                prop_assert!(pair[0].prize.unwrap_or(0) >= pair[1].prize.unwrap_or(0));
                prop_assert!(values[pair[0].entrant] >= values[pair[1].entrant]);
            }
        }
    }
}
