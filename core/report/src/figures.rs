//! Numbers as people read them where the core's sentences do not stand: cells of tables and axes of plots.

use qudao::{Amount, Exact, Locale, Rounding};

/// `1234567.80` as `1,234,567.80`.
#[must_use]
pub fn grouped(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut out = String::with_capacity(text.len() + whole.len() / 3 + 2);
    out.push_str(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// Money that is paid, without its currency.
#[must_use]
pub fn money(amount: Amount) -> String {
    grouped(&amount.to_string())
}

/// A share in hundredths with at most two digits: 0.1047 is `10.47`.
#[must_use]
pub fn hundredths(share: Exact) -> String {
    let rounded = Exact::from(100).checked_mul(share).and_then(|number| number.round(2, Rounding::HalfUp));
    rounded.map_or_else(|_| share.to_string(), |number| grouped(&number.to_string()))
}

/// The whole part of a number, held within 64 bits: enough for the position of a mark.
#[must_use]
pub fn position(value: Exact) -> i64 {
    let (numerator, denominator) = value.parts();
    let whole = numerator.checked_div(denominator).unwrap_or(0);
    // far from the ends, so that plots can still add margins
    let furthest = i128::from(i64::MAX / 8);
    i64::try_from(whole.clamp(-furthest, furthest)).unwrap_or(0)
}

/// A short label of an axis: 1,250,000 is `125万` or `1.25M`.
#[must_use]
pub fn axis_label(value: i64, locale: Locale) -> String {
    let units: &[(i64, &str)] = match locale {
        Locale::En => &[(1_000_000_000, "bn"), (1_000_000, "M"), (1_000, "k")],
        Locale::ZhCn => &[(100_000_000, "亿"), (10_000, "万")],
    };
    let found = units.iter().find(|(size, _)| value.unsigned_abs() >= size.unsigned_abs());
    let Some((size, name)) = found else { return grouped(&value.to_string()) };
    let hundredths = i128::from(value) * 100 / i128::from(*size);
    let text = qudao::fixed_text(hundredths, 2);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    format!("{}{name}", grouped(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped() {
        for (text, expected) in [("0", "0"), ("999", "999"), ("1000", "1,000"), ("-1234567.80", "-1,234,567.80"), ("12.5", "12.5")] {
            assert_eq!(grouped(text), expected);
        }
    }

    #[test]
    fn axis_labels_are_short() {
        assert_eq!(axis_label(1_250_000, Locale::ZhCn), "125万");
        assert_eq!(axis_label(1_250_000, Locale::En), "1.25M");
        assert_eq!(axis_label(-5_000, Locale::En), "-5k");
        assert_eq!(axis_label(900, Locale::ZhCn), "900");
    }

    #[test]
    fn positions_stay_within_bounds() {
        assert_eq!(position("12.9".parse().expect("a number")), 12);
        assert!(position(Exact::scaled(i128::MAX, 0).expect("a number")) < i64::MAX / 4);
    }
}
