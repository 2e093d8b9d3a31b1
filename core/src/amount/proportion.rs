//! Shares in proportion: whole minor units that sum exactly to what is shared.

use super::{Exact, Overflow, gcd};
use crate::order;

/// Splits `total` minor units in proportion to `weights`, summing exactly to `total` (largest remainder, Hamilton);
/// equal remainders go to the earlier position. `None` when the weights do not sum to more than 0, one of them is
/// negative, or their sum leaves 128 bits.
///
/// ```
/// assert_eq!(qudao::split_by_largest_remainder(100, &[1, 1, 1]), Some(vec![34, 33, 33]));
/// ```
#[must_use]
pub fn split_by_largest_remainder(total: i128, weights: &[i128]) -> Option<Vec<i128>> {
    let mut sum = 0i128;
    let mut units = Vec::with_capacity(weights.len());
    for weight in weights {
        sum = sum.checked_add(*weight)?;
        units.push(u128::try_from(*weight).ok()?);
    }
    if sum == 0 {
        return None;
    }
    let whole = u128::try_from(sum).ok()?;
    let magnitude = i128::try_from(total.unsigned_abs()).ok()?;
    let parts = whole_parts(magnitude.unsigned_abs(), &units, whole, magnitude);
    Some(if total < 0 { parts.into_iter().map(|part| -part).collect() } else { parts })
}

/// `pot` × weight ÷ `whole` for each of `weights`, in whole units that sum to `given`: every part rounded down, and one unit more
/// for the largest remainders until nothing is left. `given` is at least the sum of the parts rounded down.
pub(crate) fn whole_parts(pot: u128, weights: &[u128], whole: u128, given: i128) -> Vec<i128> {
    let mut parts = Vec::with_capacity(weights.len());
    let mut remainders = Vec::with_capacity(weights.len());
    let mut left = given;
    for (position, weight) in weights.iter().enumerate() {
        let (part, remainder) = multiply_divide(pot, *weight, whole);
        // a part of a pot that fits
        let part = i128::try_from(part).unwrap_or(i128::MAX);
        left -= part;
        parts.push(part);
        remainders.push((remainder, position));
    }
    order::sort_by(&mut remainders, |a: &(u128, usize), b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, position) in remainders {
        if left <= 0 {
            break;
        }
        if let Some(part) = parts.get_mut(position) {
            *part += 1;
            left -= 1;
        }
    }
    parts
}

/// ⌊a × b ÷ c⌋ and the remainder, for b ≤ c < 2^127. The product may take 256 bits.
pub(crate) fn multiply_divide(a: u128, b: u128, c: u128) -> (u128, u128) {
    if let Some(product) = a.checked_mul(b) {
        return (product / c, product % c);
    }
    // a bit by bit, from the highest: what has been read of it, times b, is quotient × c + remainder
    let (mut quotient, mut remainder) = (0u128, 0u128);
    for bit in (0..u128::BITS - a.leading_zeros()).rev() {
        quotient *= 2;
        remainder *= 2;
        for add in [0, if a >> bit & 1 == 1 { b } else { 0 }] {
            remainder += add;
            if remainder >= c {
                remainder -= c;
                quotient += 1;
            }
        }
    }
    (quotient, remainder)
}

/// Positive numbers as whole weights in the same proportion, with their sum below 2^127.
///
/// Their common denominator makes them whole. Where it leaves 128 bits (ratios with many different denominators), every
/// number is cut off at the same binary digit, as far down as the sum allows: more than 2^60 times finer than a minor unit for
/// any pot of money, so that only shares that differ by less than that could change places.
///
/// # Errors
/// [`Overflow`] for numbers so large that not even their whole parts fit.
pub(crate) fn whole_weights(numbers: &[Exact]) -> Result<Vec<u128>, Overflow> {
    match over_common_denominator(numbers) {
        Some(weights) => Ok(weights),
        None => cut_off(numbers).ok_or(Overflow),
    }
}

fn over_common_denominator(numbers: &[Exact]) -> Option<Vec<u128>> {
    let mut common = 1u128;
    for number in numbers {
        let denominator = number.parts().1.unsigned_abs();
        common = common.checked_mul(denominator / gcd(common, denominator))?;
    }
    let mut sum = 0i128;
    let mut weights = Vec::with_capacity(numbers.len());
    for number in numbers {
        let (numerator, denominator) = number.parts();
        let weight = numerator.unsigned_abs().checked_mul(common / denominator.unsigned_abs())?;
        sum = sum.checked_add(i128::try_from(weight).ok()?)?;
        weights.push(weight);
    }
    Some(weights)
}

fn cut_off(numbers: &[Exact]) -> Option<Vec<u128>> {
    let bits = |number: u128| u128::BITS - number.leading_zeros();
    let parts = || numbers.iter().map(|number| number.parts()).map(|(n, d)| (n.unsigned_abs(), d.unsigned_abs()));
    let largest = parts().map(|(numerator, denominator)| bits(numerator / denominator)).max().unwrap_or(0);
    // so many numbers of so many bits sum to less than 2^127
    let digits = 126u32.checked_sub(largest)?.checked_sub(usize::BITS - numbers.len().leading_zeros())?;
    Some(
        parts()
            .map(|(numerator, denominator)| {
                let (mut weight, mut rest) = (numerator / denominator, numerator % denominator);
                for _ in 0..digits {
                    rest *= 2;
                    weight *= 2;
                    if rest >= denominator {
                        rest -= denominator;
                        weight += 1;
                    }
                }
                weight
            })
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn exact(numerator: i64, denominator: i64) -> Exact {
        Exact::from(numerator).checked_div(Exact::from(denominator)).expect("small").expect("not by 0")
    }

    #[test]
    fn products_of_256_bits_divide() {
        let c = (1u128 << 127) - 1;
        assert_eq!(multiply_divide(c, c, c), (c, 0));
        assert_eq!(multiply_divide(c - 1, c - 1, c), (c - 2, 1));
        assert_eq!(multiply_divide(7, 3, 5), (4, 1));
    }

    #[test]
    fn a_split_of_large_amounts_by_large_weights_is_exact() {
        let weight = 1i128 << 100;
        assert_eq!(split_by_largest_remainder(1 << 100, &[weight, weight, 2 * weight]), Some(vec![1 << 98, 1 << 98, 1 << 99]));
        assert_eq!(split_by_largest_remainder(-100, &[1, 1, 1]), Some(vec![-34, -33, -33]));
        assert_eq!(split_by_largest_remainder(100, &[1, -1]), None);
        assert_eq!(split_by_largest_remainder(100, &[0, 0]), None);
        assert_eq!(split_by_largest_remainder(100, &[i128::MAX, 1]), None);
    }

    #[test]
    fn weights_become_whole() {
        assert_eq!(whole_weights(&[exact(1, 2), exact(1, 3)]).expect("small"), [3, 2]);
        assert_eq!(whole_weights(&[]).expect("nothing"), []);
    }

    #[test]
    fn denominators_without_a_common_one_are_cut_off() {
        let primes = [999_999_937, 999_999_929, 999_999_893, 999_999_883, 999_999_797, 999_999_761];
        let numbers: Vec<Exact> = primes.iter().map(|prime| exact(1, *prime)).collect();
        let weights = whole_weights(&numbers).expect("cut off");
        assert!(weights.is_sorted() && weights.iter().sum::<u128>() < 1 << 127);
        let same = vec![exact(1, 3); 4];
        assert_eq!(cut_off(&same).expect("small"), vec![cut_off(&same).expect("small")[0]; 4]);
    }

    proptest! {
        #[test]
        fn quotient_and_remainder_agree_with_the_product(a in any::<u64>(), b in 0u128..1 << 62, c in 1u128..1 << 62) {
            prop_assume!(b <= c);
            let a = u128::from(a);
            let (quotient, remainder) = multiply_divide(a, b << 64, c << 64);
            prop_assert_eq!((quotient, remainder >> 64), (a * b / c, a * b % c));
        }

        #[test]
        fn a_split_sums_and_stays_within_one_unit(
            total in 0i128..1_000_000_000, weights in proptest::collection::vec(0i128..1_000_000, 1..30),
        ) {
            let sum: i128 = weights.iter().sum();
            prop_assume!(sum > 0);
            let parts = split_by_largest_remainder(total, &weights).expect("positive");
            prop_assert_eq!(parts.iter().sum::<i128>(), total);
            for (part, weight) in parts.iter().zip(&weights) {
                prop_assert!((part * sum - total * weight).abs() < sum);
            }
        }

        #[test]
        fn cut_off_weights_share_as_whole_ones_do(
            pot in 0u128..1_000_000_000_000, numbers in proptest::collection::vec((1i64..1_000_000, 1i64..500), 1..12),
        ) {
            let numbers: Vec<Exact> = numbers.into_iter().map(|(n, d)| exact(n, d)).collect();
            let share = |weights: &[u128]| weights.iter().map(|w| multiply_divide(pot, *w, weights.iter().sum()).0).collect::<Vec<_>>();
            let (Some(whole), Some(cut)) = (over_common_denominator(&numbers), cut_off(&numbers)) else { return Ok(()) };
            for (whole, cut) in share(&whole).iter().zip(share(&cut)) {
                prop_assert!(whole.abs_diff(cut) <= 1);
            }
        }
    }
}
