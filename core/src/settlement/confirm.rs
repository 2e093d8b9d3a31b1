//! Confirmation: what the partner agrees to becomes a rebate document (返利单).

use super::balance;
use super::ledger::{Entry, Ledger};
use super::posting::{Line, Posting, PostingKind, Validity};
use super::programmes::Programmes;
use super::settle::{belongs, rank, ranks};
use super::{overflow, refuse};
use crate::amount::{Amount, Overflow};
use crate::diagnostic::JsonPointer;
use crate::error::{Error, SettlementCode, SettlementError};
use crate::order;
use crate::period::{Date, shifted};
use crate::programme::Programme;
use crate::terms::Terms;

impl Ledger {
    /// The partner has agreed: each of its lines with something to confirm becomes a rebate document of that amount.
    ///
    /// # Errors
    /// `no_settlement`, `unknown_partner`, `posted_before`, and programmes of another ledger.
    pub fn confirm(&mut self, programmes: &Programmes, partner: &str, entry: Entry<'_>) -> Result<&[Posting], Error> {
        belongs(programmes, self)?;
        let rules = programmes.rules_on(entry.on);
        let terms = terms_of(rules)?;
        self.check_partner(partner)?;
        let ranks = ranks(programmes);
        let mut drafts = Vec::new();
        for state in balance::lines(self).map_err(|Overflow| overflow())? {
            let open = state.balances.to_confirm().map_err(|Overflow| overflow())?;
            if state.line.partner == partner && open.minor() != 0 {
                drafts.push(draft(rules, terms, state.line, open, entry.on)?);
            }
        }
        let place = |posting: &Posting| (rank(&ranks, &posting.line.incentive), posting.line.period, posting.line.unit);
        order::sort_by(&mut drafts, |a, b| place(a).cmp(&place(b)));
        self.post(drafts, entry)
    }

    /// Refuses a partner without postings.
    pub(crate) fn check_partner(&self, partner: &str) -> Result<(), Error> {
        if self.knows(partner) {
            return Ok(());
        }
        Err(refuse(SettlementCode::UnknownPartner, JsonPointer::from("/partner"), format!("the ledger has no postings of partner `{partner}`")))
    }
}

/// How postings go on, by the programme that says so.
pub(crate) fn terms_of(rules: &Programme) -> Result<&Terms, Error> {
    rules.terms().ok_or_else(|| {
        let message = format!("revision {} of `{}` does not say how postings go on", rules.identity().revision, rules.id());
        let error = SettlementError::new(SettlementCode::NoSettlement, JsonPointer::from("/settlement"), message);
        Error::Settlement(error.with_help("give the programme the member `settlement`"))
    })
}

/// The posting that makes a rebate document.
pub(crate) fn draft(rules: &Programme, terms: &Terms, line: &Line, amount: Amount, on: Date) -> Result<Posting, Error> {
    let mut posting = Posting::draft(PostingKind::Confirm, line, amount, on);
    posting.valid = Some(validity(rules, terms, line, amount, on)?);
    Ok(posting)
}

/// A negative document has no end: what was paid too much does not lapse.
fn validity(_rules: &Programme, terms: &Terms, _line: &Line, amount: Amount, on: Date) -> Result<Validity, Error> {
    let until = match terms.valid.filter(|_| amount.minor() > 0) {
        Some(length) => Some(shifted(on, length).ok_or_else(overflow)?),
        None => None,
    };
    Ok(Validity { from: on, until })
}
