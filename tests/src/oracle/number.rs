//! Numbers as fractions: from the documents, rounded, and as text.

use num_bigint::BigInt;
use num_rational::BigRational;
use serde_json::Value;

use super::zero;

/// Ten to the power of `exponent`.
fn power_of_ten(exponent: u32) -> BigRational {
    BigRational::from_integer(BigInt::from(10).pow(exponent))
}

/// A number of a document: text, or an integer token.
pub(super) fn parse(value: &Value) -> BigRational {
    let written = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let (integer, fraction) = written.split_once('.').unwrap_or((written.as_str(), ""));
    let digits: BigInt = format!("{integer}{fraction}").parse().expect("a number is digits with a point");
    BigRational::from_integer(digits) / power_of_ten(u32::try_from(fraction.len()).expect("few digits"))
}

/// A plain decimal without trailing zeros, or a fraction in lowest terms when it does not terminate.
pub(super) fn exact_text(number: &BigRational) -> String {
    let mut digits = 0;
    let mut rest = number.denom().clone();
    for prime in [2, 5] {
        let mut count = 0;
        while &rest % prime == BigInt::from(0) {
            rest /= prime;
            count += 1;
        }
        digits = digits.max(count);
    }
    if rest == BigInt::from(1) { money_text(number, digits) } else { format!("{}/{}", number.numer(), number.denom()) }
}

/// A decimal with exactly `scale` digits; the number has no more.
pub(super) fn money_text(number: &BigRational, scale: u32) -> String {
    let scaled = number * power_of_ten(scale);
    assert!(scaled.is_integer(), "{number} has more than {scale} digits");
    let all = scaled.to_integer();
    let negative = all < BigInt::from(0);
    let digits = all.magnitude().to_string();
    let places = usize::try_from(scale).expect("few digits");
    let padded = format!("{digits:0>width$}", width = places + 1);
    let (integer, fraction) = padded.split_at(padded.len() - places);
    let point = if places == 0 { "" } else { "." };
    format!("{}{integer}{point}{fraction}", if negative { "-" } else { "" })
}

/// `number` rounded to `scale` digits.
pub(super) fn round(number: &BigRational, scale: u32, mode: &str) -> BigRational {
    let scaled = number * power_of_ten(scale);
    let (below, above) = (scaled.floor(), scaled.ceil());
    let (towards_zero, away) = if scaled < zero() { (&above, &below) } else { (&below, &above) };
    let half = BigRational::new(BigInt::from(1), BigInt::from(2));
    let from_zero = (&scaled - towards_zero)
        * if scaled < zero() { BigRational::from_integer(BigInt::from(-1)) } else { BigRational::from_integer(BigInt::from(1)) };
    let nearest = |tie: &BigRational| {
        if from_zero == half {
            tie.clone()
        } else if from_zero > half {
            away.clone()
        } else {
            towards_zero.clone()
        }
    };
    let rounded = match mode {
        "floor" => below.clone(),
        "ceiling" => above.clone(),
        "down" => towards_zero.clone(),
        "up" => away.clone(),
        "half_up" => nearest(away),
        "half_down" => nearest(towards_zero),
        "half_even" => nearest(if below.to_integer() % 2 == BigInt::from(0) { &below } else { &above }),
        other => panic!("rounding mode {other}"),
    };
    rounded / power_of_ten(scale)
}

/// Numbers of at least 0 as whole units of `scale` digits that sum to the sum of them, rounded down: each is rounded down, and
/// the units that are left go to the largest remainders, the first one of equal ones.
pub(super) fn apportion(exact: &[BigRational], scale: u32) -> Vec<BigRational> {
    let unit = BigRational::from_integer(BigInt::from(1)) / power_of_ten(scale);
    let mut whole: Vec<BigRational> = exact.iter().map(|number| round(number, scale, "floor")).collect();
    let remainder = |index: &usize| &exact[*index] - round(&exact[*index], scale, "floor");
    let mut order: Vec<usize> = (0..exact.len()).collect();
    // stable, so equal remainders keep their order
    order.sort_by_key(|index| std::cmp::Reverse(remainder(index)));
    let sum: BigRational = exact.iter().sum();
    let mut left = round(&sum, scale, "floor") - whole.iter().sum::<BigRational>();
    for index in order {
        if left >= unit {
            whole[index] += &unit;
            left -= &unit;
        }
    }
    whole
}

/// A whole of either sign split in proportion to weights whose sum is above 0.
pub(super) fn split(whole: &BigRational, weights: &[BigRational], scale: u32) -> Vec<BigRational> {
    let sum: BigRational = weights.iter().sum();
    let negative = *whole < zero();
    let size = if negative { -whole } else { whole.clone() };
    let exact: Vec<BigRational> = weights.iter().map(|weight| &size * weight / &sum).collect();
    apportion(&exact, scale).into_iter().map(|part| if negative { -part } else { part }).collect()
}

/// Weights as they are, if they sum to less than 2^127 over their common denominator; else each cut off after as many binary digits as
/// 126 leaves beside those of the integer part of the largest and those of the count.
pub(super) fn cut_off(weights: &[BigRational]) -> Vec<BigRational> {
    let common = weights.iter().fold(BigInt::from(1), |common, weight| {
        // the quotient in lowest terms has lost what both divide by
        let rest = BigRational::new(common, weight.denom().clone());
        rest.numer() * weight.denom()
    });
    let limit = BigRational::from_integer(BigInt::from(1) << 127);
    if BigRational::from_integer(common) * weights.iter().sum::<BigRational>() < limit {
        return weights.to_vec();
    }
    let largest = weights.iter().max().map_or(0, |weight| weight.to_integer().bits());
    let unit = BigRational::from_integer(BigInt::from(1) << (126 - largest - BigInt::from(weights.len()).bits()));
    weights.iter().map(|weight| (weight * &unit).floor() / &unit).collect()
}
