//! Amounts in other currencies: converted once, when facts are finished or a batch is read, so that measuring knows one currency.

use std::sync::Arc;

use super::findings::Problem;
use super::value::{DECIMAL_BOUND, number_at, set_number};
use super::{ColumnData, Dictionary, NO_CODE, NO_DAY, Table};
use crate::amount::{Currency, Exact, Rounding, power_of_ten};
use crate::currencies::{Currencies, RateOf};
use crate::diagnostic::DiagnosticCode;
use crate::order;
use crate::period::{date_text, from_epoch_days};
use crate::programme::Programme;
use crate::record::{ColumnType, RecordKind};

/// What a programme says about the money of its facts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Money {
    currency: Currency,
    pub scale: u32,
    rounding: Rounding,
    currencies: Option<Currencies>,
}

impl Money {
    pub fn of(programme: &Programme) -> Money {
        let Programme { currency, scale, rounding, currencies, .. } = programme;
        Money { currency: *currency, scale: *scale, rounding: *rounding, currencies: *currencies }
    }

    /// The currency that the records of a kind must have; `None` where they may have any.
    pub fn required(&self, kind: &RecordKind) -> Option<Currency> {
        if self.currencies.is_some() || kind.name == "rates" { None } else { Some(self.currency) }
    }
}

/// Receives what is wrong, with row and column.
pub(super) type Report<'a> = dyn FnMut(usize, usize, Box<Problem>) + 'a;

/// Days in order, each with its rate in millionths.
type Days = Vec<(i32, i128)>;

/// The rates of a programme that has other currencies.
#[derive(Debug)]
pub(super) struct Rates {
    money: Money,
    currencies: Currencies,
    /// By the code of the currency in its dictionary.
    days: Vec<(Arc<str>, Days)>,
}

impl Rates {
    /// Reads the table of rates. `None` when nothing is to be converted, or when the table is wrong and that has been reported.
    pub fn read(money: Money, kind: &RecordKind, table: Option<(&Table, &[Dictionary])>, report: &mut Report<'_>) -> Option<Rates> {
        let currencies = money.currencies?;
        let Some((table, dictionaries)) = table else { return Some(Rates { money, currencies, days: Vec::new() }) };
        let (currency, date, rate) = (kind.position("currency")?, kind.position("date")?, kind.position("rate")?);
        let mut days: Vec<(Arc<str>, Days)> =
            dictionaries.get(currency)?.shared_texts().iter().map(|code| (Arc::clone(code), Vec::new())).collect();
        let mut complete = true;
        let mut rows = Vec::with_capacity(table.rows);
        for row in 0..table.rows {
            match (code_at(table.column(currency), row), day_at(table.column(date), row), number_at(table.column(rate), row)) {
                (Some(code), Some(day), Some(value)) => {
                    if value <= 0 {
                        report(row, rate, Problem::new(DiagnosticCode::OutOfRange, "a rate is above 0"));
                        complete = false;
                    }
                    rows.push((code, day, row, value));
                }
                _ => complete = false,
            }
        }
        let rows = order::sorted_by(&rows, Ord::cmp);
        let mut before = None;
        for (code, day, row, value) in rows {
            let Some((name, days)) = days.get_mut(code as usize) else { continue };
            if before == Some((code, day)) {
                let message = format!("`{name}` has a rate on {} already", day_text(day));
                report(row, date, Problem::new(DiagnosticCode::DuplicateId, message));
                complete = false;
            }
            before = Some((code, day));
            days.push((day, value));
        }
        complete.then_some(Rates { money, currencies, days })
    }

    /// Converts the amounts of a table. `texts` is the dictionary of its currencies.
    pub fn convert(&self, kind: &RecordKind, table: &mut Table, texts: &Dictionary, report: &mut Report<'_>) -> Option<()> {
        let currency = currency_column(kind)?;
        let ColumnData::Codes(codes) = table.column(currency) else { return None };
        let own = self.money.currency.code();
        let rates: Vec<Option<&[(i32, i128)]>> = texts.texts().map(|text| (text != own).then(|| self.rates_of(text))).collect();
        let named = kind.position(self.currencies.rate_on).map(|column| table.column(column));
        let own_date = table.column(kind.position("date").or_else(|| kind.position("issued"))?);
        let mut converted = Vec::new();
        for (row, code) in codes.iter().enumerate() {
            let Some(rates) = rates.get(*code as usize).copied().flatten() else { continue };
            let Some(day) = named.and_then(|dates| day_at(dates, row)).or_else(|| day_at(own_date, row)) else { continue };
            match self.rate(rates, day) {
                Some(rate) => converted.push((row, rate)),
                None => report(row, currency, self.missing(texts.text(*code).unwrap_or_default(), day)),
            }
        }
        for name in ["amount", "tax"] {
            let Some(column) = kind.position(name) else { continue };
            let Some(data) = table.columns.get_mut(column) else { continue };
            for (row, rate) in &converted {
                let Some(value) = number_at(data, *row) else { continue };
                match self.product(value, *rate) {
                    Ok(value) => set_number(data, *row, value),
                    Err(problem) => report(*row, column, problem),
                }
            }
        }
        Some(())
    }

    fn rates_of(&self, currency: &str) -> &[(i32, i128)] {
        self.days.iter().find(|(name, _)| **name == *currency).map_or(&[], |(_, days)| days)
    }

    fn rate(&self, rates: &[(i32, i128)], day: i32) -> Option<i128> {
        let until = rates.partition_point(|(on, _)| *on <= day);
        let (on, rate) = rates.get(until.checked_sub(1)?)?;
        (*on == day || self.currencies.rate == RateOf::OnOrBefore).then_some(*rate)
    }

    /// Millionths of the product of two numbers in millionths.
    fn product(&self, value: i128, rate: i128) -> Result<i128, Box<Problem>> {
        const DIGITS: u32 = Exact::FACT_FRACTION_DIGITS;
        const ONE: i128 = 1_000_000;
        let too_large = || {
            let message = format!("converted, the amount has more than {} integer digits", Exact::MAX_INTEGER_DIGITS);
            Problem::new(DiagnosticCode::TooLargeAmount, message)
        };
        // a product that leaves 128 bits is far above the bound
        let product = value.checked_mul(rate).ok_or_else(too_large)?;
        let millionths = if !self.currencies.round_records {
            if product % ONE != 0 {
                let message = format!("converted, the amount has more than {DIGITS} fraction digits");
                return Err(Problem::new(DiagnosticCode::TooPrecise, message).with_help("write \"round\": \"record\" in `currencies`"));
            }
            product / ONE
        } else {
            let exact = Exact::scaled(product, 2 * DIGITS).ok_or_else(too_large)?;
            let minor = exact.round_to_minor(self.money.scale, self.money.rounding).map_err(|_| too_large())?;
            let unit = DIGITS.checked_sub(self.money.scale).and_then(power_of_ten).ok_or_else(too_large)?;
            minor.checked_mul(unit).ok_or_else(too_large)?
        };
        if millionths.abs() < DECIMAL_BOUND { Ok(millionths) } else { Err(too_large()) }
    }

    #[cold]
    fn missing(&self, currency: &str, day: i32) -> Box<Problem> {
        let when = match self.currencies.rate {
            RateOf::SameDay => "on",
            RateOf::OnOrBefore => "on or before",
        };
        let message = format!("there is no rate for `{currency}` {when} {}", day_text(day));
        Problem::new(DiagnosticCode::MissingRate, message).with_help("add it to the table `rates`")
    }
}

/// The column that says in which currency the amounts of a record are.
pub(super) fn currency_column(kind: &RecordKind) -> Option<usize> {
    let amount = kind.column("amount").is_some();
    kind.columns.iter().position(|column| amount && column.kind == ColumnType::Currency)
}

fn day_text(day: i32) -> String {
    from_epoch_days(day).map(date_text).unwrap_or_default()
}

fn code_at(data: &ColumnData, row: usize) -> Option<u32> {
    match data {
        ColumnData::Codes(codes) => codes.get(row).copied().filter(|code| *code != NO_CODE),
        _ => None,
    }
}

fn day_at(data: &ColumnData, row: usize) -> Option<i32> {
    match data {
        ColumnData::Days(days) => days.get(row).copied().filter(|day| *day != NO_DAY),
        _ => None,
    }
}
