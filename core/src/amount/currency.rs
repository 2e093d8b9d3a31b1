//! Currencies, from the table of ISO 4217.

/// An ISO 4217 currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Currency(iso_currency::Currency);

impl Currency {
    /// The currency of a three-letter code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Currency> {
        iso_currency::Currency::from_code(code).map(Currency)
    }

    /// The three-letter code.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// Fraction digits of the minor unit: CNY 2, JPY 0, KWD 3; `None` where there is none (gold).
    #[must_use]
    pub fn minor_digits(self) -> Option<u32> {
        self.0.exponent().map(u32::from)
    }
}
