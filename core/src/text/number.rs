//! Numbers for people. What is shown is exact, or says that it is rounded.

use crate::amount::{Exact, Rounding, fixed_text};

/// Fraction digits to which a number that does not end is shown.
const SHOWN: u32 = 2;

/// 1234567.5 as `1,234,567.5`.
pub(super) fn grouped(decimal: &str) -> String {
    let (sign, digits) = decimal.strip_prefix('-').map_or(("", decimal), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut text = String::from(sign);
    for (position, digit) in whole.chars().enumerate() {
        if position > 0 && (whole.len() - position) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// All digits, at least `least` after the point; a number that does not end is rounded half up and marked.
pub(super) fn digits(number: Exact, least: u32) -> String {
    let exact = number.to_string();
    if exact.contains('/') {
        let shown = least.max(SHOWN);
        return match number.round_to_minor(shown, Rounding::HalfUp) {
            Ok(minor) => format!("≈ {}", grouped(&fixed_text(minor, shown))),
            Err(_) => exact,
        };
    }
    let fraction = exact.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let missing = usize::try_from(least).unwrap_or(0).saturating_sub(fraction);
    let mut padded = exact;
    if missing > 0 {
        if fraction == 0 {
            padded.push('.');
        }
        padded.push_str(&"0".repeat(missing));
    }
    grouped(&padded)
}

/// 0.12345 as `12.35`: hundredths rounded half up to `shown` digits, without trailing zeros.
pub(super) fn hundredths(share: Exact, shown: u32) -> String {
    let rounded = share.checked_mul(Exact::from(100)).and_then(|number| number.round(shown, Rounding::HalfUp));
    rounded.map_or_else(|_| share.to_string(), |number| grouped(&number.to_string()))
}

/// The hundredths of an actual share, with as many digits as it takes to tell it from a bound that it differs from.
pub(super) fn hundredths_beside(actual: Exact, bound: Exact) -> String {
    let told = (SHOWN..8).map(|shown| hundredths(actual, shown)).find(|text| actual == bound || *text != hundredths(bound, 8));
    told.unwrap_or_else(|| hundredths(actual, 8))
}

/// A rate as percent with all its digits.
pub(super) fn rate(rate: Exact) -> String {
    rate.checked_mul(Exact::from(100)).map_or_else(|_| rate.to_string(), |number| digits(number, 0))
}

/// A share as percent, two digits.
pub(super) fn share(share: Exact) -> String {
    hundredths(share, SHOWN)
}

/// Round large numbers for languages that have words for them: 500000 is 50 ten thousands, 120000000 is 1.2 hundred millions.
pub(super) fn short(number: Exact) -> Option<(String, &'static str)> {
    const TEN_THOUSAND: i128 = 10_000;
    const HUNDRED_MILLION: i128 = 100_000_000;
    let (numerator, denominator) = number.parts();
    let magnitude = numerator.unsigned_abs();
    let is_multiple = |of: i128| denominator == 1 && numerator % of == 0;
    if magnitude >= HUNDRED_MILLION.unsigned_abs() && is_multiple(HUNDRED_MILLION / 10) {
        let tenths = numerator / (HUNDRED_MILLION / 10);
        let text = if tenths % 10 == 0 { fixed_text(tenths / 10, 0) } else { fixed_text(tenths, 1) };
        return Some((grouped(&text), "hundred_millions"));
    }
    if magnitude >= TEN_THOUSAND.unsigned_abs() && magnitude < HUNDRED_MILLION.unsigned_abs() && is_multiple(TEN_THOUSAND) {
        return Some((fixed_text(numerator / TEN_THOUSAND, 0), "ten_thousands"));
    }
    None
}
