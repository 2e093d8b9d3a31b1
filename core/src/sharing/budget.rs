//! A budget that is too small for what is asked of it.

use crate::amount::{Overflow, split_by_largest_remainder};

/// What each of `wanted` gets of `amount`, in proportion; all of it when there is enough. Earlier ones win equal remainders.
///
/// # Errors
/// The sum of what is wanted leaves 128 bits.
pub(crate) fn in_proportion(amount: i128, wanted: &[i128]) -> Result<Vec<i128>, Overflow> {
    if demand(wanted)? <= amount {
        return Ok(wanted.to_vec());
    }
    split_by_largest_remainder(amount, wanted).ok_or(Overflow)
}

/// What each of `wanted` gets of `amount` when the earlier ones are served first: in full until the rest is too small, then
/// that rest, then nothing.
pub(crate) fn in_order(amount: i128, wanted: &[i128]) -> Vec<i128> {
    let mut rest = amount;
    wanted
        .iter()
        .map(|wanted| {
            let given = rest.min(*wanted);
            rest -= given;
            given
        })
        .collect()
}

/// The sum of what is wanted.
///
/// # Errors
/// It leaves 128 bits.
pub(crate) fn demand(wanted: &[i128]) -> Result<i128, Overflow> {
    wanted.iter().try_fold(0i128, |sum, wanted| sum.checked_add(*wanted)).ok_or(Overflow)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_short_budget_is_shared_in_proportion() {
        assert_eq!(in_proportion(100, &[60, 60, 60]), Ok(vec![34, 33, 33]));
        assert_eq!(in_proportion(100, &[150, 50]), Ok(vec![75, 25]));
        assert_eq!(in_proportion(0, &[5, 1]), Ok(vec![0, 0]));
        assert_eq!(in_proportion(200, &[150, 50]), Ok(vec![150, 50]));
        assert_eq!(in_proportion(0, &[]), Ok(vec![]));
    }

    #[test]
    fn a_short_budget_serves_the_first() {
        assert_eq!(in_order(100, &[60, 60, 10]), [60, 40, 0]);
        assert_eq!(in_order(100, &[60, 40, 10]), [60, 40, 0]);
        assert_eq!(in_order(100, &[60, 10]), [60, 10]);
    }

    proptest! {
        #[test]
        fn exactly_the_smaller_of_budget_and_demand_is_given(
            amount in 0i128..100_000, wanted in proptest::collection::vec(1i128..10_000, 0..40),
        ) {
            let given = amount.min(wanted.iter().sum());
            for parts in [in_proportion(amount, &wanted).expect("small"), in_order(amount, &wanted)] {
                prop_assert_eq!(parts.iter().sum::<i128>(), given);
                prop_assert!(parts.iter().zip(&wanted).all(|(part, wanted)| (0..=*wanted).contains(part)));
            }
        }
    }
}
