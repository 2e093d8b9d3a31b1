//! A sum that is split from the tops of a hierarchy down.

use crate::amount::whole_parts;

/// What of `amount` each position has for itself, and with all below it: split among the roots by the weights of their subtrees, then
/// in each between its top and the subtrees below, each time by largest remainder. Equal remainders: the top first, then the earlier
/// position. `bottom_up` names all positions, each before its parent. The weights sum to less than 2^127.
pub(crate) fn down(amount: i128, weights: &[u128], parents: &[Option<usize>], bottom_up: &[usize]) -> (Vec<i128>, Vec<i128>) {
    let mut below = weights.to_vec();
    for position in bottom_up {
        let (Some(Some(parent)), Some(own)) = (parents.get(*position), below.get(*position).copied()) else { continue };
        if let Some(sum) = below.get_mut(*parent) {
            *sum += own;
        }
    }
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); parents.len()];
    let mut roots = Vec::new();
    for (position, parent) in parents.iter().enumerate() {
        parent.and_then(|parent| children.get_mut(parent)).unwrap_or(&mut roots).push(position);
    }
    let weight_of = |positions: &[usize]| -> Vec<u128> { positions.iter().filter_map(|position| below.get(*position).copied()).collect() };
    let mut own = vec![0; parents.len()];
    let mut subtree = vec![0; parents.len()];
    give(&roots, &split(amount, &weight_of(&roots)), &mut subtree);
    for position in bottom_up.iter().rev() {
        let (Some(amount), Some(children)) = (subtree.get(*position).copied(), children.get(*position)) else { continue };
        let mut weights = vec![weights.get(*position).copied().unwrap_or(0)];
        weights.extend(weight_of(children));
        let parts = split(amount, &weights);
        let Some((first, others)) = parts.split_first() else { continue };
        give(&[*position], &[*first], &mut own);
        give(children, others, &mut subtree);
    }
    (own, subtree)
}

/// What each gets of `amount`, which is not negative; nothing when nobody has any weight.
pub(crate) fn split(amount: i128, weights: &[u128]) -> Vec<i128> {
    let whole: u128 = weights.iter().sum();
    if whole == 0 {
        return vec![0; weights.len()];
    }
    whole_parts(amount.unsigned_abs(), weights, whole, amount)
}

fn give(positions: &[usize], parts: &[i128], into: &mut [i128]) {
    for (position, part) in positions.iter().zip(parts) {
        if let Some(place) = into.get_mut(*position) {
            *place = *part;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_sum_is_split_from_the_top_down() {
        // 0 above 1 and 2, 3 alone: 100 as 3:1 is 75 and 25, then 75 among 0, 1, 2 as 1:1:1
        let parents = [None, Some(0), Some(0), None];
        assert_eq!(down(100, &[1, 1, 1, 1], &parents, &[1, 2, 3, 0]), (vec![25, 25, 25, 25], vec![75, 25, 25, 25]));
        // one unit among three equal ones: the top has it; among the children only, the first
        assert_eq!(down(1, &[1, 1, 1, 0], &parents, &[1, 2, 3, 0]).0, [1, 0, 0, 0]);
        assert_eq!(down(1, &[0, 1, 1, 0], &parents, &[1, 2, 3, 0]), (vec![0, 1, 0, 0], vec![1, 1, 0, 0]));
        assert_eq!(down(7, &[0; 4], &parents, &[1, 2, 3, 0]).1, [0; 4]);
        assert_eq!(down(7, &[], &[], &[]), (vec![], vec![]));
    }

    proptest! {
        #[test]
        fn every_split_sums(
            amount in 0i128..1_000_000, of in proptest::collection::vec((0u128..1_000, any::<proptest::sample::Index>(), any::<bool>()), 1..30),
        ) {
            // a parent comes before its children, so that the positions backwards are bottom up
            let parents: Vec<Option<usize>> = of.iter().enumerate().map(|(at, (_, to, root))| (at > 0 && !root).then(|| to.index(at))).collect();
            let weights: Vec<u128> = of.iter().map(|(weight, ..)| *weight).collect();
            let bottom_up: Vec<usize> = (0..of.len()).rev().collect();
            let (own, subtree) = down(amount, &weights, &parents, &bottom_up);
            let given = if weights.iter().sum::<u128>() == 0 { 0 } else { amount };
            prop_assert_eq!(own.iter().sum::<i128>(), given);
            for (position, whole) in subtree.iter().enumerate() {
                let below: i128 = parents.iter().zip(&subtree).filter(|(parent, _)| **parent == Some(position)).map(|(_, part)| *part).sum();
                prop_assert_eq!(own[position] + below, *whole);
                prop_assert!(own[position] >= 0 && (weights[position] > 0 || own[position] == 0));
            }
        }
    }
}
