//! Settlement: what is owed against what was posted, and only the difference.
//!
//! A [`Ledger`] is a value that the host stores. [`settle`] decides again what every line is owed and posts what has changed, with the
//! causes; [`Ledger::confirm`], [`Ledger::pay`], [`Ledger::redeem`] and the others go on from there. Nothing here keeps anything
//! but the ledger, and a refused operation leaves it as it was. The guide of settlement explains each member.

mod audit;
mod balance;
mod causes;
mod chain;
mod claims;
mod confirm;
mod deduct;
mod deposit;
mod ledger;
mod owed;
mod pay;
mod payable;
mod posting;
mod programmes;
mod provision;
mod read;
mod redeem;
mod reverse;
mod sample;
mod settle;
mod statement;
#[cfg(test)]
mod tests;
mod write;

pub use audit::{Comparison, Explained, Recomputed};
pub use balance::{Balances, PartnerBalances};
pub use deposit::DepositBalances;
pub use ledger::{Due, Entry, Ledger};
pub use pay::{NotUsed, Used};
pub use posting::{Basis, Cause, CauseKind, Line, LineOf, LinePeriod, OrderLine, Posting, PostingKind, Validity};
pub use programmes::Programmes;
pub use provision::{Provided, Provision, ProvisionSum, provision};
pub use redeem::Redeemed;
pub use sample::{AuditDue, AuditState, Sample, Sampled};
pub use settle::{Closing, Settlement, settle};
pub use statement::{Statement, StatementDeposit, StatementReasons, StatementUnit};

pub(crate) use ledger::write_postings;
pub(crate) use read::{AMOUNT, DATE, LINE, TEXT, amount_of, line, of_line};
pub(crate) use write::Writer;

use crate::diagnostic::JsonPointer;
use crate::error::{Error, SettlementCode, SettlementError};

impl SettlementError {
    #[cold]
    #[inline(never)]
    pub(crate) fn new(code: SettlementCode, path: JsonPointer, message: String) -> SettlementError {
        SettlementError { code, path, message, help: None }
    }

    #[cold]
    pub(crate) fn with_help(mut self, help: &str) -> SettlementError {
        self.help = Some(help.to_owned());
        self
    }
}

#[cold]
fn refuse(code: SettlementCode, path: JsonPointer, message: String) -> Error {
    Error::Settlement(SettlementError::new(code, path, message))
}

#[cold]
fn overflow() -> Error {
    refuse(SettlementCode::Overflow, JsonPointer::from("/postings"), "a sum became too large, or a date left the calendar".to_owned())
}
