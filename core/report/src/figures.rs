//! Numbers as people read them: grouped digits, percents, short axis labels. The exact text stays in the review's JSON.

use qudao::metric::{Metric, MetricUnit, MetricValue};
use qudao::{Amount, Exact, Locale, Rounding};

use crate::words;

/// `1234567.80` as `1,234,567.80`.
#[must_use]
pub fn grouped(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |rest| ("−", rest));
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

/// Money that is paid.
#[must_use]
pub fn money(amount: Amount) -> String {
    grouped(&amount.to_string())
}

/// A number with at most `scale` fraction digits; what does not fit is rounded for the eye.
fn rounded(value: Exact, scale: u32) -> String {
    value.round(scale, Rounding::HalfUp).ok().and_then(|value| value.to_fixed(scale)).unwrap_or_else(|| value.to_string())
}

/// A number of this unit.
#[must_use]
pub fn number(value: Exact, unit: MetricUnit, scale: u32) -> String {
    match unit {
        MetricUnit::Money => grouped(&rounded(value, scale)),
        MetricUnit::Share => {
            let percent = Exact::from(100).checked_mul(value).unwrap_or(value);
            format!("{}%", grouped(&rounded(percent, 1)))
        }
        MetricUnit::Days | MetricUnit::Number => {
            if value.fits_scale(0) {
                grouped(&rounded(value, 0))
            } else {
                grouped(&rounded(value, 2))
            }
        }
    }
}

/// The value of a metric; what is unknown says so.
#[must_use]
pub fn metric(metric: &Metric, value: MetricValue, scale: u32, locale: Locale) -> String {
    match value {
        MetricValue::Known(value) => number(value, metric.unit, scale),
        MetricValue::Undefined => words::UNDEFINED.text(locale).to_owned(),
        MetricValue::Missing => words::MISSING.text(locale).to_owned(),
    }
}

/// The whole part of a number, held within 64 bits: enough for the position of a mark.
#[must_use]
pub fn position(value: Exact) -> i64 {
    let (numerator, denominator) = value.parts();
    let whole = numerator.checked_div(denominator).unwrap_or(0);
    i64::try_from(whole).unwrap_or(if whole < 0 { i64::MIN / 4 } else { i64::MAX / 4 })
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
        for (text, expected) in [("0", "0"), ("999", "999"), ("1000", "1,000"), ("-1234567.80", "−1,234,567.80"), ("12.5", "12.5")] {
            assert_eq!(grouped(text), expected);
        }
    }

    #[test]
    fn axis_labels_are_short() {
        assert_eq!(axis_label(1_250_000, Locale::ZhCn), "125万");
        assert_eq!(axis_label(1_250_000, Locale::En), "1.25M");
        assert_eq!(axis_label(-5_000, Locale::En), "−5k");
        assert_eq!(axis_label(900, Locale::ZhCn), "900");
    }

    #[test]
    fn units_decide_the_form() {
        let value: Exact = "0.12345".parse().expect("a number");
        assert_eq!(number(value, MetricUnit::Share, 2), "12.3%");
        assert_eq!(number(value, MetricUnit::Money, 2), "0.12");
    }
}
