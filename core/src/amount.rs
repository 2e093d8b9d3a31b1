//! Exact numbers: the only place that knows how decimals are added, compared, rounded and written.
//!
//! Everything is computed on [`Exact`], a rational of two 128-bit integers, because a decimal of fixed width loses low
//! digits without saying so as soon as a ratio appears. [`Amount`] is the decimal that enters and leaves.

mod currency;
mod proportion;
mod rounding;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::fmt;
use std::num::NonZero;

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

pub use currency::Currency;
pub use proportion::split_by_largest_remainder;
pub(crate) use proportion::whole_weights;
#[cfg(feature = "full")]
pub(crate) use proportion::{multiply_divide, whole_parts};
pub use rounding::Rounding;

/// A calculation left the range of 128-bit integers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("number too large")]
pub struct Overflow;

/// An exact rational number: what sums, ratios and rates are computed in.
///
/// ```
/// use qudao::Exact;
/// let third = Exact::from(1).checked_div(Exact::from(3)).unwrap().unwrap();
/// assert_eq!(third.to_string(), "1/3");
/// assert_eq!("0.50".parse::<Exact>().unwrap().to_string(), "0.5");
/// ```
#[derive(Clone, Copy)]
pub struct Exact {
    // INVARIANT: denominator > 0; that it is not 0 the compiler knows too, so that an optional number needs no more room. Not always
    // in lowest terms: reducing costs more than the arithmetic it saves.
    numerator: i128,
    denominator: NonZero<i128>,
}

/// What is wrong with the text of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Not of the grammar `-?(0|[1-9][0-9]*)(\.[0-9]+)?`.
    #[error("not a plain decimal number")]
    Grammar,
    /// More integer digits than are read.
    #[error("more than {} integer digits", Exact::MAX_INTEGER_DIGITS)]
    TooLarge,
    /// More fraction digits than are read here.
    #[error("too many fraction digits")]
    TooPrecise,
}

/// The denominator of whole numbers.
const UNIT: NonZero<i128> = match NonZero::new(1) {
    Some(one) => one,
    None => NonZero::<i128>::MAX,
};

const POWERS: [i128; 39] = {
    let mut table = [1i128; 39];
    let mut i = 1;
    while i < 39 {
        table[i] = table[i - 1].wrapping_mul(10);
        i += 1;
    }
    table
};

/// 10^`exponent` for exponents up to 38.
pub(crate) fn power_of_ten(exponent: u32) -> Option<i128> {
    POWERS.get(exponent as usize).copied()
}

impl Exact {
    /// Integer digits that a number may have in a document or in facts.
    pub const MAX_INTEGER_DIGITS: usize = 15;
    /// Fraction digits that a number of a programme may have.
    pub const MAX_FRACTION_DIGITS: usize = 12;
    /// Fraction digits that a number in facts may have.
    pub const FACT_FRACTION_DIGITS: u32 = 6;
    /// Zero.
    pub const ZERO: Exact = Exact { numerator: 0, denominator: UNIT };
    /// One.
    pub const ONE: Exact = Exact { numerator: 1, denominator: UNIT };

    /// `None` for a denominator of 0.
    fn over(numerator: i128, denominator: i128) -> Option<Exact> {
        Some(Exact { numerator, denominator: NonZero::new(denominator)? })
    }

    /// `mantissa` × 10^−`scale`; scales above 38 do not exist here.
    #[must_use]
    pub fn scaled(mantissa: i128, scale: u32) -> Option<Exact> {
        Exact::over(mantissa, power_of_ten(scale)?)
    }

    /// Reads the strict grammar with at most `fraction` fraction digits.
    ///
    /// # Errors
    /// [`NumberError`] when the text is not of the grammar, too long or too precise.
    pub fn parse(text: &str, fraction: usize) -> Result<Exact, NumberError> {
        let (mantissa, scale) = parse_decimal(text.as_bytes(), fraction)?;
        Exact::scaled(mantissa, scale).ok_or(NumberError::TooPrecise)
    }

    /// Numerator and denominator in lowest terms.
    #[must_use]
    pub fn parts(self) -> (i128, i128) {
        let divisor = gcd(self.numerator.unsigned_abs(), self.denominator.get().unsigned_abs());
        match i128::try_from(divisor) {
            Ok(divisor) if divisor > 1 => (self.numerator / divisor, self.denominator.get() / divisor),
            _ => (self.numerator, self.denominator.get()),
        }
    }

    fn reduced(self) -> Exact {
        let (numerator, denominator) = self.parts();
        // a divisor of a denominator is not 0
        Exact::over(numerator, denominator).unwrap_or(self)
    }

    /// −1, 0 or 1.
    #[must_use]
    pub fn signum(self) -> i128 {
        self.numerator.signum()
    }

    /// Whether this is 0.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.numerator == 0
    }

    /// Whether this is below 0.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.numerator < 0
    }

    /// Sum.
    ///
    /// # Errors
    /// [`Overflow`] past 128 bits.
    pub fn checked_add(self, other: Exact) -> Result<Exact, Overflow> {
        if self.denominator.get() == other.denominator.get()
            && let Some(numerator) = self.numerator.checked_add(other.numerator)
        {
            return Ok(Exact { numerator, denominator: self.denominator });
        }
        add_parts(self, other).or_else(|| add_over_least(self.reduced(), other.reduced())).ok_or(Overflow)
    }

    /// Difference.
    ///
    /// # Errors
    /// [`Overflow`] past 128 bits.
    pub fn checked_sub(self, other: Exact) -> Result<Exact, Overflow> {
        self.checked_add(other.checked_neg()?)
    }

    /// The number with the other sign.
    ///
    /// # Errors
    /// [`Overflow`] at the end of the range.
    pub fn checked_neg(self) -> Result<Exact, Overflow> {
        Ok(Exact { numerator: self.numerator.checked_neg().ok_or(Overflow)?, denominator: self.denominator })
    }

    /// Magnitude.
    ///
    /// # Errors
    /// [`Overflow`] at the end of the range.
    pub fn checked_abs(self) -> Result<Exact, Overflow> {
        if self.numerator < 0 { self.checked_neg() } else { Ok(self) }
    }

    /// Product.
    ///
    /// # Errors
    /// [`Overflow`] past 128 bits.
    pub fn checked_mul(self, other: Exact) -> Result<Exact, Overflow> {
        mul_parts(self, other)
            .or_else(|| {
                // cross-reducing keeps the product in lowest terms, so it fits whenever the result does
                let left = Exact { numerator: self.numerator, denominator: other.denominator }.reduced();
                let right = Exact { numerator: other.numerator, denominator: self.denominator }.reduced();
                mul_parts(left, right)
            })
            .ok_or(Overflow)
    }

    /// Quotient; `None` for a divisor of 0.
    ///
    /// # Errors
    /// [`Overflow`] past 128 bits.
    pub fn checked_div(self, other: Exact) -> Result<Option<Exact>, Overflow> {
        if other.numerator == 0 {
            return Ok(None);
        }
        let sign = if other.numerator < 0 { -1 } else { 1 };
        let numerator = other.denominator.get().checked_mul(sign).ok_or(Overflow)?;
        let denominator = other.numerator.checked_abs().ok_or(Overflow)?;
        let inverse = Exact::over(numerator, denominator).ok_or(Overflow)?;
        self.checked_mul(inverse).map(Some)
    }

    /// The nearest multiple of 10^−`scale` in the given mode, as mantissa: 2.345 at scale 2 is 235 or 234.
    ///
    /// # Errors
    /// [`Overflow`] past 128 bits.
    pub fn round_to_minor(self, scale: u32, mode: Rounding) -> Result<i128, Overflow> {
        let power = power_of_ten(scale).ok_or(Overflow)?;
        let (numerator, denominator) = match product(self.numerator, power) {
            Some(numerator) => (numerator, self.denominator.get()),
            None => {
                let (numerator, denominator) = self.reduced().checked_mul(Exact::scaled(power, 0).ok_or(Overflow)?)?.parts();
                (numerator, denominator)
            }
        };
        let (quotient, remainder) = match (i64::try_from(numerator), i64::try_from(denominator)) {
            // 64-bit division is several times cheaper and nearly always enough
            (Ok(n), Ok(d)) => (i128::from(n.wrapping_div(d)), i128::from(n.wrapping_rem(d))),
            _ => (numerator / denominator, numerator % denominator),
        };
        let away = mode.away_from_zero(remainder, denominator, quotient);
        if away { quotient.checked_add(numerator.signum()).ok_or(Overflow) } else { Ok(quotient) }
    }

    /// The order of numbers of any size; apart, so that nearly all comparisons stay short.
    #[cold]
    #[inline(never)]
    fn cmp_wide(self, other: Exact) -> Ordering {
        if self.denominator.get() == other.denominator.get() {
            return self.numerator.cmp(&other.numerator);
        }
        if let (Some(left), Some(right)) =
            (product(self.numerator, other.denominator.get()), product(other.numerator, self.denominator.get()))
        {
            return left.cmp(&right);
        }
        let signs = self.numerator.signum().cmp(&other.numerator.signum());
        if signs != Ordering::Equal {
            return signs;
        }
        let left = widening_mul(self.numerator.unsigned_abs(), other.denominator.get().unsigned_abs());
        let right = widening_mul(other.numerator.unsigned_abs(), self.denominator.get().unsigned_abs());
        if self.numerator < 0 { right.cmp(&left) } else { left.cmp(&right) }
    }

    /// Rounded to `scale` fraction digits.
    ///
    /// # Errors
    /// [`Overflow`] past 128 bits.
    pub fn round(self, scale: u32, mode: Rounding) -> Result<Exact, Overflow> {
        Exact::scaled(self.round_to_minor(scale, mode)?, scale).ok_or(Overflow)
    }

    /// Whether the number has at most `scale` fraction digits.
    #[must_use]
    pub fn fits_scale(self, scale: u32) -> bool {
        let (_, denominator) = self.parts();
        power_of_ten(scale).is_some_and(|power| power % denominator == 0)
    }

    /// Text with exactly `scale` fraction digits, for a number that fits them.
    #[must_use]
    pub fn to_fixed(self, scale: u32) -> Option<String> {
        if !self.fits_scale(scale) {
            return None;
        }
        let minor = self.round_to_minor(scale, Rounding::Down).ok()?;
        Some(fixed_text(minor, scale))
    }
}

/// `minor` × 10^−`scale` with all its fraction digits.
#[must_use]
pub fn fixed_text(minor: i128, scale: u32) -> String {
    // from the last digit on; without the standard formatter, which takes several times as long
    let mut text = Vec::with_capacity(24);
    let mut rest = minor.unsigned_abs();
    let mut places = 0;
    while rest != 0 || places <= scale {
        if places == scale && scale > 0 {
            text.push(b'.');
        }
        let digit;
        // 64-bit division is several times cheaper and nearly always enough
        (rest, digit) = match u64::try_from(rest) {
            Ok(small) => (u128::from(small / 10), (small % 10) as u8),
            Err(_) => (rest / 10, (rest % 10) as u8),
        };
        text.push(b'0' + digit);
        places += 1;
    }
    if minor < 0 {
        text.push(b'-');
    }
    text.reverse();
    // ASCII only
    String::from_utf8(text).unwrap_or_default()
}

/// Mantissa and scale of a decimal text of the strict grammar.
pub(crate) fn parse_decimal(text: &[u8], max_fraction: usize) -> Result<(i128, u32), NumberError> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let point = digits.iter().position(|b| *b == b'.');
    let (whole, fraction) = match point {
        Some(at) => match (digits.get(..at), digits.get(at + 1..)) {
            (Some(whole), Some(fraction)) if !fraction.is_empty() => (whole, fraction),
            _ => return Err(NumberError::Grammar),
        },
        None => (digits, &digits[..0]),
    };
    let leading_zero = whole.len() > 1 && whole.first() == Some(&b'0');
    if whole.is_empty() || leading_zero || !whole.iter().chain(fraction).all(u8::is_ascii_digit) {
        return Err(NumberError::Grammar);
    }
    if whole.len() > Exact::MAX_INTEGER_DIGITS {
        return Err(NumberError::TooLarge);
    }
    let kept = fraction.iter().rposition(|b| *b != b'0').map_or(0, |last| last + 1);
    if kept > max_fraction {
        return Err(NumberError::TooPrecise);
    }
    let fraction = fraction.get(..kept).unwrap_or(fraction);
    let mut mantissa: i128 = 0;
    for digit in whole.iter().chain(fraction) {
        mantissa = mantissa * 10 + i128::from(digit - b'0');
    }
    let scale = u32::try_from(kept).map_err(|_| NumberError::TooPrecise)?;
    Ok((if negative { -mantissa } else { mantissa }, scale))
}

/// a × b, by the one multiplication that two 64-bit numbers need where they are that small.
fn product(a: i128, b: i128) -> Option<i128> {
    match (i64::try_from(a), i64::try_from(b)) {
        (Ok(a), Ok(b)) => Some(i128::from(a).wrapping_mul(i128::from(b))),
        _ => a.checked_mul(b),
    }
}

fn add_parts(a: Exact, b: Exact) -> Option<Exact> {
    if a.denominator.get() == b.denominator.get() {
        return Some(Exact { numerator: a.numerator.checked_add(b.numerator)?, denominator: a.denominator });
    }
    // one denominator often divides the other (powers of ten): scale up instead of multiplying both
    let (small, large) = if a.denominator.get() < b.denominator.get() { (a, b) } else { (b, a) };
    if let (Ok(s), Ok(l)) = (u64::try_from(small.denominator.get()), u64::try_from(large.denominator.get()))
        && l % s == 0
    {
        let scaled = product(small.numerator, i128::from(l / s))?;
        return Some(Exact { numerator: scaled.checked_add(large.numerator)?, denominator: large.denominator });
    }
    let (left, right) = (product(a.numerator, b.denominator.get())?, product(b.numerator, a.denominator.get())?);
    Exact::over(left.checked_add(right)?, product(a.denominator.get(), b.denominator.get())?)
}

/// The sum over the least common denominator, which is much smaller than the product of two that have a factor in common.
fn add_over_least(a: Exact, b: Exact) -> Option<Exact> {
    let common =
        i128::try_from(gcd(a.denominator.get().unsigned_abs(), b.denominator.get().unsigned_abs())).ok().filter(|common| *common > 0)?;
    let (left, right) = (product(a.numerator, b.denominator.get() / common)?, product(b.numerator, a.denominator.get() / common)?);
    Exact::over(left.checked_add(right)?, product(a.denominator.get(), b.denominator.get() / common)?)
}

fn mul_parts(a: Exact, b: Exact) -> Option<Exact> {
    Exact::over(product(a.numerator, b.numerator)?, product(a.denominator.get(), b.denominator.get())?)
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        if let (Ok(x), Ok(y)) = (u64::try_from(a), u64::try_from(b)) {
            return u128::from(gcd_u64(x, y));
        }
        (a, b) = (b, a % b);
    }
    a
}

fn gcd_u64(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// a × b as (high, low) 128-bit halves.
fn widening_mul(a: u128, b: u128) -> (u128, u128) {
    const MASK: u128 = u64::MAX as u128;
    let (a1, a0, b1, b0) = (a >> 64, a & MASK, b >> 64, b & MASK);
    let low = a0 * b0;
    let middle = a1 * b0 + (low >> 64);
    let cross = a0 * b1 + (middle & MASK);
    (a1 * b1 + (middle >> 64) + (cross >> 64), (cross << 64) | (low & MASK))
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        if let (Ok(a), Ok(b), Ok(c), Ok(d)) = (
            i64::try_from(self.numerator),
            i64::try_from(self.denominator.get()),
            i64::try_from(other.numerator),
            i64::try_from(other.denominator.get()),
        ) {
            return i128::from(a).wrapping_mul(i128::from(d)).cmp(&i128::from(c).wrapping_mul(i128::from(b)));
        }
        self.cmp_wide(*other)
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Exact {}

impl From<i64> for Exact {
    fn from(value: i64) -> Exact {
        Exact { numerator: i128::from(value), denominator: UNIT }
    }
}

impl std::str::FromStr for Exact {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Exact, NumberError> {
        Exact::parse(text, Exact::MAX_FRACTION_DIGITS)
    }
}

impl Exact {
    /// The shortest decimal, or a fraction where no decimal is exact.
    fn text(self) -> String {
        if let (Ok(mut minor), Some(scale)) =
            (i64::try_from(self.numerator), POWERS.iter().position(|power| *power == self.denominator.get()))
        {
            // nearly every number is a decimal of 64 bits: without its last zeros it is in lowest terms
            let mut scale = scale as u32;
            while scale > 0 && minor % 10 == 0 {
                (minor, scale) = (minor / 10, scale - 1);
            }
            return fixed_text(i128::from(minor), scale);
        }
        let (numerator, denominator) = self.parts();
        let mut rest = denominator;
        let (mut twos, mut fives) = (0u32, 0u32);
        while rest % 2 == 0 {
            rest /= 2;
            twos += 1;
        }
        while rest % 5 == 0 {
            rest /= 5;
            fives += 1;
        }
        let scale = twos.max(fives);
        match (rest, power_of_ten(scale).and_then(|power| numerator.checked_mul(power / denominator))) {
            (1, Some(minor)) => fixed_text(minor, scale),
            _ => format!("{numerator}/{denominator}"),
        }
    }
}

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl fmt::Debug for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

/// A decimal amount with a fixed number of fraction digits: what is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount {
    minor: i128,
    scale: u32,
}

impl Amount {
    /// `minor` × 10^−`scale`.
    #[must_use]
    pub const fn from_minor(minor: i128, scale: u32) -> Amount {
        Amount { minor, scale }
    }

    /// The amount in minor units of its scale (分 at scale 2).
    #[must_use]
    pub const fn minor(self) -> i128 {
        self.minor
    }

    /// Its fraction digits.
    #[must_use]
    pub const fn scale(self) -> u32 {
        self.scale
    }

    /// Sum, in the larger scale of the two.
    ///
    /// # Errors
    /// [`Overflow`] past 128 bits.
    pub fn checked_add(self, other: Amount) -> Result<Amount, Overflow> {
        let scale = self.scale.max(other.scale);
        let minor = self.minor_at(scale)?.checked_add(other.minor_at(scale)?).ok_or(Overflow)?;
        Ok(Amount { minor, scale })
    }

    /// Difference, in the larger scale of the two.
    ///
    /// # Errors
    /// [`Overflow`] past 128 bits.
    pub fn checked_sub(self, other: Amount) -> Result<Amount, Overflow> {
        self.checked_add(other.checked_neg()?)
    }

    /// With the other sign.
    ///
    /// # Errors
    /// [`Overflow`] past 128 bits.
    pub fn checked_neg(self) -> Result<Amount, Overflow> {
        Ok(Amount { minor: self.minor.checked_neg().ok_or(Overflow)?, scale: self.scale })
    }

    fn minor_at(self, scale: u32) -> Result<i128, Overflow> {
        let power = power_of_ten(scale.saturating_sub(self.scale)).ok_or(Overflow)?;
        self.minor.checked_mul(power).ok_or(Overflow)
    }

    /// The exact number.
    #[must_use]
    pub fn exact(self) -> Exact {
        let power = power_of_ten(self.scale).and_then(NonZero::new);
        Exact { numerator: self.minor, denominator: power.unwrap_or(UNIT) }
    }

    /// As the decimal type of `rust_decimal`; `None` past its 28 digits.
    #[must_use]
    pub fn to_decimal(self) -> Option<Decimal> {
        Decimal::try_from_i128_with_scale(self.minor, self.scale).ok()
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&fixed_text(self.minor, self.scale))
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&fixed_text(self.minor, self.scale))
    }
}

impl TryFrom<Decimal> for Exact {
    type Error = Overflow;

    fn try_from(value: Decimal) -> Result<Exact, Overflow> {
        Exact::scaled(value.mantissa(), value.scale()).ok_or(Overflow)
    }
}
