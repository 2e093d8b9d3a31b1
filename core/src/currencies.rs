//! How amounts in other currencies than the programme's become amounts in the programme's.

use crate::in_full::InFull;

/// Which rates convert a programme's records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Currencies {
    /// Name of the date column that says on which day; a record without a value there takes its own date.
    pub rate_on: &'static str,
    /// Which rate is that of a day.
    pub rate: RateOf,
    /// Whether each record is rounded as money is.
    pub round_records: bool,
    /// Rates are for the whole build.
    pub in_full: InFull,
}

/// Which rate is that of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateOf {
    /// That of the day itself.
    SameDay,
    /// The latest on the day or before it.
    OnOrBefore,
}

impl Currencies {
    /// The date columns that can say on which day.
    pub const DATES: [(&'static str, &'static str); 4] =
        [("date", "date"), ("invoiced", "invoiced"), ("shipped", "shipped"), ("paid", "paid")];
}
