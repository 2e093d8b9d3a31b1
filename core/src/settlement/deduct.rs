//! Self-deduction (自扣): what a partner has taken off an invoice when it paid.

use super::ledger::{Entry, Ledger};
use super::overflow;
use super::posting::{Line, Posting, PostingKind, Validity};
use crate::amount::{Amount, Overflow};
use crate::error::Error;
use crate::facts::Facts;

impl Ledger {
    /// The partner has deducted an amount itself. It has happened, so it is posted whatever is available, as a negative document
    /// that is set off first; `facts` must know the partner where the ledger does not.
    ///
    /// # Errors
    /// `out_of_range`, `unknown_partner`, `posted_before`.
    pub fn deduct(
        &mut self,
        facts: Option<&Facts>,
        partner: &str,
        amount: Amount,
        invoice: Option<&str>,
        entry: Entry<'_>,
    ) -> Result<&[Posting], Error> {
        let amount = self.positive(amount)?.checked_neg().map_err(|Overflow| overflow())?;
        self.check_partner(facts, partner)?;
        let mut draft = Posting::draft(PostingKind::Deduct, &Line::of_partner(partner, None), amount, entry.on);
        draft.valid = Some(Validity { from: entry.on, until: None });
        draft.invoice = invoice.map(str::to_owned);
        self.post(vec![draft], entry)
    }
}
