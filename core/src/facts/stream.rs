//! Records that are too many to keep: batches read against the dimension tables, one at a time.

use super::NO_CODE;
use crate::amount::Currency;

/// What facts keep so that batches can be read against them.
#[derive(Debug, Clone)]
pub(crate) struct Streams {
    pub currency: Currency,
    /// Rows by the codes of each table's ids, where a row is not its code.
    pub rows_of_codes: Vec<Option<Vec<u32>>>,
}

impl Streams {
    /// For facts without event records, which read no further batches.
    pub(super) fn for_dimensions(&self) -> Streams {
        Streams::new(self.currency, Vec::new())
    }

    pub fn new(currency: Currency, rows_of_codes: Vec<Option<Vec<u32>>>) -> Streams {
        Streams { currency, rows_of_codes }
    }
}

/// The row of a code of a table's ids.
pub(super) fn row_of_code(by_code: Option<&[u32]>, rows: usize, code: u32) -> u32 {
    match by_code {
        Some(by_code) => by_code.get(code as usize).copied().unwrap_or(NO_CODE),
        None if (code as usize) < rows => code,
        None => NO_CODE,
    }
}
