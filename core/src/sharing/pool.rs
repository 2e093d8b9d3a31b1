//! A sum that is given out in proportion, with a limit to what one can get.

use crate::amount::{Exact, Overflow, multiply_divide, whole_parts, whole_weights};
use crate::order;
use crate::pool::LeftOver;

/// The shares of `amount` in proportion to `weights`, all above 0, in minor units and none above `cap`.
///
/// They sum to what is given out. Where that ends inside a minor unit, because a part of the amount is kept, the fraction is
/// kept too.
///
/// # Errors
/// The weights leave 128 bits.
pub(crate) fn shares(amount: i128, cap: Option<i128>, left_over: LeftOver, weights: &[Exact]) -> Result<Vec<i128>, Overflow> {
    let weights = whole_weights(weights)?;
    let mut whole: u128 = weights.iter().sum();
    let mut pot = u128::try_from(amount).map_err(|_| Overflow)?;
    let mut open: Vec<usize> = (0..weights.len()).collect();
    let mut capped = Vec::new();
    let mut open_weight = whole;
    if let Some(cap) = cap.and_then(|cap| u128::try_from(cap).ok()) {
        let weight = |position: &usize| weights.get(*position).copied().unwrap_or(0);
        // the heaviest first: who is under the limit by then, when all above it are out, stays under it, and so do all lighter ones
        order::sort_by(&mut open, |a, b| weight(b).cmp(&weight(a)).then(a.cmp(b)));
        for position in &open {
            let weight = weight(position);
            let (share, fraction) = multiply_divide(pot, weight, whole);
            if share < cap || (share == cap && fraction == 0) {
                break;
            }
            capped.push(*position);
            open_weight -= weight;
            if left_over == LeftOver::Redistributed {
                pot -= cap;
                whole = open_weight;
            }
        }
        open.drain(..capped.len());
        order::sort(&mut open);
    }
    let mut shares = vec![cap.unwrap_or(0); weights.len()];
    let open_weights: Vec<u128> = open.iter().filter_map(|position| weights.get(*position).copied()).collect();
    let given = if open.is_empty() { 0 } else { multiply_divide(pot, open_weight, whole).0 };
    let parts = whole_parts(pot, &open_weights, whole, i128::try_from(given).map_err(|_| Overflow)?);
    for (position, part) in open.iter().zip(parts) {
        if let Some(share) = shares.get_mut(*position) {
            *share = part;
        }
    }
    Ok(shares)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn numbers(texts: &[&str]) -> Vec<Exact> {
        texts.iter().map(|text| text.parse().expect("a number")).collect()
    }

    fn check(amount: i128, cap: Option<i128>, left_over: LeftOver, weights: &[&str], expected: &[i128]) {
        assert_eq!(shares(amount, cap, left_over, &numbers(weights)).expect("small"), expected, "{amount} {cap:?} {left_over:?}");
    }

    #[test]
    fn a_pool_is_shared_in_proportion() {
        check(100, None, LeftOver::Kept, &["1", "1", "1"], &[34, 33, 33]);
        check(100, None, LeftOver::Kept, &["0.5", "1.5"], &[25, 75]);
        check(0, None, LeftOver::Kept, &["1"], &[0]);
        check(100, None, LeftOver::Kept, &[], &[]);
    }

    #[test]
    fn what_lies_above_the_limit_goes_to_the_others_again_and_again() {
        check(100, Some(40), LeftOver::Redistributed, &["8", "1", "1"], &[40, 30, 30]);
        // 100: 60, 30, 10 → 40 and 60 for 3:1, 45 and 15 → 40, 40 and 20
        check(100, Some(40), LeftOver::Redistributed, &["6", "3", "1"], &[40, 40, 20]);
        check(100, Some(20), LeftOver::Redistributed, &["6", "3", "1"], &[20, 20, 20]);
        check(100, Some(0), LeftOver::Redistributed, &["6", "3"], &[0, 0]);
        // exactly at the limit is not above it
        check(100, Some(50), LeftOver::Redistributed, &["5", "3", "2"], &[50, 30, 20]);
    }

    #[test]
    fn what_lies_above_the_limit_is_kept() {
        check(100, Some(40), LeftOver::Kept, &["6", "3", "1"], &[40, 30, 10]);
        // 40, 28.57, 14.29: 42.86 of the others are given out as 42
        check(100, Some(40), LeftOver::Kept, &["4", "2", "1"], &[40, 28, 14]);
        check(100, Some(40), LeftOver::Kept, &["8", "2", "2", "2"], &[40, 14, 14, 14]);
    }

    /// As the guide words it: shares, all above the limit to the limit, what is left to the others, until none is above.
    fn by_rounds(amount: i128, cap: i128, weights: &[i64]) -> Vec<Exact> {
        let exact = |number: i128| Exact::scaled(number, 0).expect("whole");
        let mut shares = vec![Exact::ZERO; weights.len()];
        let mut open: Vec<usize> = (0..weights.len()).collect();
        let mut pot = exact(amount);
        while !open.is_empty() {
            let sum = Exact::from(open.iter().map(|at| weights[*at]).sum::<i64>());
            for at in &open {
                shares[*at] = pot.checked_mul(Exact::from(weights[*at])).expect("small").checked_div(sum).expect("small").expect("above 0");
            }
            let above: Vec<usize> = open.iter().copied().filter(|at| shares[*at] > exact(cap)).collect();
            if above.is_empty() {
                break;
            }
            for at in above {
                shares[at] = exact(cap);
                pot = pot.checked_sub(exact(cap)).expect("small");
                open.retain(|other| *other != at);
            }
        }
        shares
    }

    proptest! {
        #[test]
        fn the_heaviest_first_is_the_same_as_rounds(
            amount in 0i128..10_000, cap in 0i128..3_000, weights in proptest::collection::vec(1i64..100, 1..12),
        ) {
            let exact: Vec<Exact> = weights.iter().copied().map(Exact::from).collect();
            let shares = shares(amount, Some(cap), LeftOver::Redistributed, &exact).expect("small");
            prop_assert_eq!(shares.iter().sum::<i128>(), amount.min(cap * i128::try_from(weights.len()).expect("few")));
            for (share, expected) in shares.iter().zip(by_rounds(amount, cap, &weights)) {
                let share = Exact::scaled(*share, 0).expect("whole");
                let distance = share.checked_sub(expected).expect("small").checked_abs().expect("small");
                prop_assert!(distance < Exact::ONE);
            }
        }

        #[test]
        fn no_share_is_above_the_limit_and_a_heavier_one_is_never_smaller(
            amount in 0i128..10_000, cap in 0i128..3_000, kept: bool, weights in proptest::collection::vec((1i64..100, 1i64..50), 1..12),
        ) {
            let left_over = if kept { LeftOver::Kept } else { LeftOver::Redistributed };
            let weights: Vec<Exact> =
                weights.into_iter().map(|(n, d)| Exact::from(n).checked_div(Exact::from(d)).expect("small").expect("above 0")).collect();
            let shares = shares(amount, Some(cap), left_over, &weights).expect("small");
            prop_assert!(shares.iter().sum::<i128>() <= amount);
            for (share, weight) in shares.iter().zip(&weights) {
                prop_assert!((0..=cap).contains(share));
                for (other, lighter) in shares.iter().zip(&weights) {
                    prop_assert!(lighter >= weight || other <= share);
                }
            }
        }
    }
}
