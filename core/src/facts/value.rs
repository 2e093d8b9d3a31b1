//! One column while it is filled: texts, tokens and numbers become dense values of the column's type.

#[cfg(feature = "full")]
mod batch;

use super::findings::{Problem, did_you_mean};
use super::{ColumnData, Dictionary, NO_CODE, NO_DAY, NO_I64, NO_I128};
use crate::amount::{Currency, Exact, NumberError, parse_decimal, power_of_ten};
use crate::diagnostic::DiagnosticCode;
pub(super) use crate::json::Scalar;
use crate::period::{Instant, epoch_days, parse_date};
use crate::record::{Column, ColumnType};
#[cfg(feature = "full")]
pub(super) use batch::boolean;

/// Whole numbers beyond this have already been changed by JavaScript.
pub(super) const SAFE_INTEGER: i128 = (1 << 53) - 1;
/// Mantissas of decimals are below this.
pub(super) const DECIMAL_BOUND: i128 = 1_000_000_000_000_000_000_000;

/// A column while it is filled. Rows that are passed over are absent.
#[derive(Debug, Default)]
pub(super) struct ColumnState {
    pub data: ColumnData,
    pub dictionary: Dictionary,
    /// Code of the last text: neighbours are often equal, and comparing is cheaper than hashing.
    last: u32,
    /// Row after the last one in which the column was named.
    pub seen: usize,
    /// Row after the last one in which it had a value, right or wrong.
    pub filled: usize,
    /// The dictionary that the last batch came with.
    #[cfg(feature = "full")]
    pub remap: Option<super::batch::Remap>,
}

/// Whether the values of this column are unique within the table.
pub(super) fn is_id(column: &Column) -> bool {
    column.name == "id" && column.kind == ColumnType::Text
}

fn put<T: Clone>(values: &mut Vec<T>, row: usize, absent: T, value: T) {
    if values.len() < row {
        values.resize(row, absent);
    }
    values.push(value);
}

impl ColumnState {
    /// Makes the column reach to `rows` records.
    pub fn close(&mut self, rows: usize) {
        match &mut self.data {
            ColumnData::Absent => {}
            ColumnData::Codes(values) | ColumnData::Rows(values) => values.resize(rows, NO_CODE),
            ColumnData::Days(values) => values.resize(rows, NO_DAY),
            ColumnData::Small(values) => values.resize(rows, NO_I64),
            ColumnData::Large(values) => values.resize(rows, NO_I128),
            ColumnData::Instants(values) => values.resize(rows, None),
            ColumnData::Booleans(values) => values.resize(rows, None),
        }
    }

    /// The code of a text, new or known.
    pub fn code(&mut self, text: &str) -> u32 {
        if self.dictionary.text(self.last) != Some(text) {
            self.last = self.dictionary.code(text);
        }
        self.last
    }

    pub fn put_code(&mut self, row: usize, code: u32) {
        match &mut self.data {
            ColumnData::Codes(values) => put(values, row, NO_CODE, code),
            data => {
                let mut values = vec![NO_CODE; row];
                values.push(code);
                *data = ColumnData::Codes(values);
            }
        }
    }

    pub fn put_day(&mut self, row: usize, day: i32) {
        match &mut self.data {
            ColumnData::Days(values) => put(values, row, NO_DAY, day),
            data => {
                let mut values = vec![NO_DAY; row];
                values.push(day);
                *data = ColumnData::Days(values);
            }
        }
    }

    fn put_instant(&mut self, row: usize, instant: Instant) {
        match &mut self.data {
            ColumnData::Instants(values) => put(values, row, None, Some(instant)),
            data => {
                let mut values = vec![None; row];
                values.push(Some(instant));
                *data = ColumnData::Instants(values);
            }
        }
    }

    pub fn put_boolean(&mut self, row: usize, value: bool) {
        match &mut self.data {
            ColumnData::Booleans(values) => put(values, row, None, Some(value)),
            data => {
                let mut values = vec![None; row];
                values.push(Some(value));
                *data = ColumnData::Booleans(values);
            }
        }
    }

    pub fn put_number(&mut self, row: usize, value: i128) {
        match (i64::try_from(value), &mut self.data) {
            (Ok(small), ColumnData::Small(values)) if small != NO_I64 => put(values, row, NO_I64, small),
            (_, ColumnData::Large(values)) => put(values, row, NO_I128, value),
            (Ok(small), data) if small != NO_I64 => {
                let mut values = vec![NO_I64; row];
                values.push(small);
                *data = ColumnData::Small(values);
            }
            (_, data) => {
                let mut values = widened(std::mem::take(data));
                put(&mut values, row, NO_I128, value);
                *data = ColumnData::Large(values);
            }
        }
    }

    /// Reads a text by the column's type.
    pub fn put_text(&mut self, column: &Column, currency: Option<Currency>, row: usize, text: &str) -> Result<(), Box<Problem>> {
        match &column.kind {
            ColumnType::Text | ColumnType::Reference(_) => {
                let known = self.dictionary.len();
                let code = self.word(text)?;
                self.put_code(row, code);
                if known == self.dictionary.len() && is_id(column) {
                    return Err(Problem::new(DiagnosticCode::DuplicateId, format!("id `{text}` is used twice")));
                }
            }
            ColumnType::Choice(words) => {
                check_choice(words, text)?;
                let code = self.code(text);
                self.put_code(row, code);
            }
            ColumnType::Currency => {
                check_currency(currency, text)?;
                let code = self.code(text);
                self.put_code(row, code);
            }
            ColumnType::Date => self.put_day(row, day(text)?),
            ColumnType::Instant => self.put_instant(row, instant(text)?),
            ColumnType::Decimal => self.put_number(row, decimal(text)?),
            ColumnType::Integer => self.put_number(row, integer(text)?),
            ColumnType::Boolean => return Err(wrong_type(column, Scalar::Text(text))),
        }
        Ok(())
    }

    /// The code of a text that may not be empty.
    fn word(&mut self, text: &str) -> Result<u32, Box<Problem>> {
        if text.is_empty() { Err(empty_text()) } else { Ok(self.code(text)) }
    }

    /// Reads a JSON value that is not null.
    pub fn put_scalar(&mut self, column: &Column, currency: Option<Currency>, row: usize, value: Scalar<'_>) -> Result<(), Box<Problem>> {
        match (value, &column.kind) {
            (Scalar::Text(text), _) => self.put_text(column, currency, row, text),
            (Scalar::Boolean(value), ColumnType::Boolean) => {
                self.put_boolean(row, value);
                Ok(())
            }
            (Scalar::Integer(value), ColumnType::Decimal) => {
                self.put_number(row, whole_decimal(value)?);
                Ok(())
            }
            (Scalar::Integer(value), ColumnType::Integer) => {
                self.put_number(row, i128::from(value));
                Ok(())
            }
            (Scalar::Inexact, ColumnType::Decimal | ColumnType::Integer) => Err(not_exact()),
            _ => Err(wrong_type(column, value)),
        }
    }
}

/// Numbers with room for 128 bits.
pub(super) fn widened(data: ColumnData) -> Vec<i128> {
    match data {
        ColumnData::Small(values) => values.into_iter().map(|v| if v == NO_I64 { NO_I128 } else { i128::from(v) }).collect(),
        ColumnData::Large(values) => values,
        _ => Vec::new(),
    }
}

/// The number of a row.
pub(super) fn number_at(data: &ColumnData, row: usize) -> Option<i128> {
    match data {
        ColumnData::Small(values) => values.get(row).filter(|value| **value != NO_I64).map(|value| i128::from(*value)),
        ColumnData::Large(values) => values.get(row).copied().filter(|value| *value != NO_I128),
        _ => None,
    }
}

/// Puts another number in the place of that of a row.
pub(super) fn set_number(data: &mut ColumnData, row: usize, value: i128) {
    if let (ColumnData::Small(values), Ok(small)) = (&mut *data, i64::try_from(value))
        && small != NO_I64
    {
        return values.get_mut(row).into_iter().for_each(|slot| *slot = small);
    }
    let mut values = widened(std::mem::take(data));
    values.get_mut(row).into_iter().for_each(|slot| *slot = value);
    *data = ColumnData::Large(values);
}

/// Why a text may not be empty.
#[cold]
pub(super) fn empty_text() -> Box<Problem> {
    Problem::new(DiagnosticCode::MissingValue, "the text is empty").with_help("leave the column out, or write null")
}

/// A number token that has passed through binary floating point.
#[cold]
pub(super) fn not_exact() -> Box<Problem> {
    Problem::new(DiagnosticCode::AmountNotExact, "the number has passed through binary floating point")
        .with_help("write it as text, such as \"0.10\"")
}

/// A value of a type that the column does not take.
#[cold]
pub(super) fn wrong_type(column: &Column, found: Scalar<'_>) -> Box<Problem> {
    Problem::new(DiagnosticCode::WrongType, format!("`{}` takes {}, not {}", column.name, expected(&column.kind), found.type_name()))
}

/// What a column takes, in words.
pub(super) fn expected(kind: &ColumnType) -> &'static str {
    match kind {
        ColumnType::Text => "a text",
        ColumnType::Date => "a date as text",
        ColumnType::Instant => "a date and time as text",
        ColumnType::Decimal => "a number as text",
        ColumnType::Integer => "a whole number",
        ColumnType::Boolean => "true or false",
        ColumnType::Reference(_) => "an id as text",
        ColumnType::Choice(_) => "one of its words",
        ColumnType::Currency => "a currency code",
    }
}

/// Whether a text is one of the words.
pub(super) fn check_choice(words: &[&str], text: &str) -> Result<(), Box<Problem>> {
    if words.contains(&text) {
        return Ok(());
    }
    let all: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    let problem = Problem::new(DiagnosticCode::UnknownChoice, format!("`{text}` is not one of {}", all.join(", ")));
    Err(match did_you_mean(text, words.iter().copied()) {
        Some(help) => problem.with_help(help),
        None => problem,
    })
}

/// Whether a text is the code of the currency that is required, or of any.
pub(super) fn check_currency(required: Option<Currency>, text: &str) -> Result<(), Box<Problem>> {
    let own = required.map(Currency::code);
    if own == Some(text) {
        return Ok(());
    }
    match (Currency::from_code(text), own) {
        (Some(_), None) => Ok(()),
        (Some(_), Some(own)) => {
            let message = format!("the amount is in `{text}`, the programme in `{own}`");
            Err(Problem::new(DiagnosticCode::CurrencyMismatch, message))
        }
        (None, _) => Err(Problem::new(DiagnosticCode::UnknownCurrency, format!("`{text}` is not an ISO 4217 code"))),
    }
}

pub(super) fn day(text: &str) -> Result<i32, Box<Problem>> {
    parse_date(text)
        .map(epoch_days)
        .ok_or_else(|| Problem::new(DiagnosticCode::BadDate, format!("`{text}` is not a date that exists")).with_help("write YYYY-MM-DD"))
}

pub(super) fn instant(text: &str) -> Result<Instant, Box<Problem>> {
    Instant::parse(text).ok_or_else(|| {
        Problem::new(DiagnosticCode::BadInstant, format!("`{text}` is not a date and time with an offset"))
            .with_help("write YYYY-MM-DDThh:mm:ss and Z or an offset such as +08:00")
    })
}

/// Mantissa of a decimal at the scale of facts.
pub(super) fn decimal(text: &str) -> Result<i128, Box<Problem>> {
    if let Some(value) = short_decimal(text.as_bytes()) {
        return Ok(i128::from(value));
    }
    let parsed = parse_decimal(text.as_bytes(), Exact::FACT_FRACTION_DIGITS as usize);
    let scaled = parsed.and_then(|(mantissa, scale)| {
        let power = Exact::FACT_FRACTION_DIGITS.checked_sub(scale).and_then(power_of_ten);
        power.and_then(|power| mantissa.checked_mul(power)).ok_or(NumberError::TooPrecise)
    });
    scaled.map_err(|error| number_problem(text, error))
}

/// The common case in 64 bits: at most 12 integer and 6 fraction digits. `None` leaves it to the full reader.
fn short_decimal(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    if digits.len() > 19 {
        return None;
    }
    let (mut value, mut whole, mut fraction, mut after) = (0i64, 0u32, 0u32, false);
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                // 18 digits fit; a checked product of 64 bits would be one of 128 in a browser
                value = value.wrapping_mul(10) + i64::from(byte - b'0');
                if after {
                    fraction += 1
                } else {
                    whole += 1
                }
                if whole > 12 || fraction > 6 {
                    return None;
                }
            }
            b'.' if !after => after = true,
            _ => return None,
        }
    }
    let leading_zero = whole > 1 && digits.first() == Some(&b'0');
    if whole == 0 || leading_zero || (after && fraction == 0) {
        return None;
    }
    const POWERS: [i64; 7] = [1_000_000, 100_000, 10_000, 1_000, 100, 10, 1];
    let value = value.wrapping_mul(*POWERS.get(fraction as usize)?);
    Some(if negative { -value } else { value })
}

#[cold]
fn number_problem(text: &str, error: NumberError) -> Box<Problem> {
    match error {
        NumberError::Grammar => Problem::new(DiagnosticCode::BadAmount, format!("`{text}` is not a plain decimal number"))
            .with_help("digits, and a point with digits after it, such as 1234.50"),
        NumberError::TooLarge => {
            let message = format!("`{text}` has more than {} integer digits", Exact::MAX_INTEGER_DIGITS);
            Problem::new(DiagnosticCode::TooLargeAmount, message)
        }
        NumberError::TooPrecise => {
            let message = format!("`{text}` has more than {} fraction digits", Exact::FACT_FRACTION_DIGITS);
            Problem::new(DiagnosticCode::TooPrecise, message)
        }
    }
}

/// Mantissa of a whole number token as a decimal.
pub(super) fn whole_decimal(value: i64) -> Result<i128, Box<Problem>> {
    let mantissa = i128::from(value) * 1_000_000;
    if mantissa.abs() < DECIMAL_BOUND { Ok(mantissa) } else { Err(number_problem(&value.to_string(), NumberError::TooLarge)) }
}

/// A whole number as text; zeros after the point are no fraction.
pub(super) fn integer(text: &str) -> Result<i128, Box<Problem>> {
    let whole = match text.split_once('.') {
        Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|b| b == b'0') => whole,
        _ => text,
    };
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    let plain = digits.bytes().all(|b| b.is_ascii_digit()) && !digits.is_empty() && (digits.len() == 1 || !digits.starts_with('0'));
    if !plain {
        return Err(match parse_decimal(text.as_bytes(), 0) {
            Err(NumberError::TooPrecise) => Problem::new(DiagnosticCode::TooPrecise, format!("`{text}` is not a whole number")),
            _ => Problem::new(DiagnosticCode::BadAmount, format!("`{text}` is not a whole number")),
        });
    }
    match whole.parse::<i128>() {
        Ok(value) if value.abs() <= SAFE_INTEGER => Ok(value),
        _ => Err(Problem::new(DiagnosticCode::TooLargeAmount, format!("`{text}` is beyond ±9007199254740991"))),
    }
}

/// The value that a host hands over for a metric.
pub(super) fn given_number(value: Scalar<'_>) -> Result<Exact, Box<Problem>> {
    let mantissa = match value {
        Scalar::Text(text) => decimal(text)?,
        Scalar::Integer(value) => whole_decimal(value)?,
        Scalar::Inexact => return Err(not_exact()),
        other => {
            let message = format!("the value of a metric is a number as text or null, not {}", other.type_name());
            return Err(Problem::new(DiagnosticCode::WrongType, message));
        }
    };
    Exact::scaled(mantissa, Exact::FACT_FRACTION_DIGITS).ok_or_else(not_exact)
}
