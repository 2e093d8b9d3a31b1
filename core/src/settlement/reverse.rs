//! Undoing what was posted by hand.

use super::ledger::{Entry, Ledger};
use super::posting::{Posting, PostingKind};
use super::{overflow, refuse};
use crate::amount::Overflow;
use crate::diagnostic::JsonPointer;
use crate::error::{Error, SettlementCode, SettlementError};

impl Ledger {
    /// Undoes a posting that was made by hand, exactly and once.
    ///
    /// # Errors
    /// `unknown_posting`, `not_reversible`, `already_reversed`, `document_in_use`, `exceeds_deposit`, `posted_before`.
    pub fn reverse(&mut self, number: u64, entry: Entry<'_>) -> Result<&[Posting], Error> {
        let Some(undone) = self.posting(number) else {
            return Err(refuse(SettlementCode::UnknownPosting, JsonPointer::from("/number"), format!("there is no posting {number}")));
        };
        let path = JsonPointer::from("/postings").child(number.saturating_sub(1));
        if undone.kind.is_accrual() || undone.kind == PostingKind::Reverse {
            let message = format!("posting {number} is of kind `{}`, which is not undone by hand", undone.kind.as_str());
            let error = SettlementError::new(SettlementCode::NotReversible, path, message);
            let help = "accruals follow from facts and programme: correct those and settle again";
            return Err(Error::Settlement(if undone.kind.is_accrual() { error.with_help(help) } else { error }));
        }
        if let Some(reversal) = self.postings.iter().find(|posting| posting.reverses == Some(number)) {
            let message = format!("posting {number} was undone by posting {}", reversal.number);
            return Err(refuse(SettlementCode::AlreadyReversed, path, message));
        }
        if undone.kind.makes_document()
            && let Some(used) = self.use_of(undone)
        {
            let message = format!("the document of posting {number} was used by posting {}", used.number);
            let error = SettlementError::new(SettlementCode::DocumentInUse, path, message);
            return Err(Error::Settlement(error.with_help("undo its use first")));
        }
        let amount = undone.amount.checked_neg().map_err(|Overflow| overflow())?;
        if undone.kind.is_of_deposit() {
            self.check_held(&undone.line.partner, amount, path)?;
        }
        let mut draft = Posting::draft(PostingKind::Reverse, &undone.line, amount, entry.on);
        draft.document.clone_from(&undone.document);
        draft.reverses = Some(number);
        self.post(vec![draft], entry)
    }

    /// A use of the document that a posting made, unless it was undone.
    fn use_of(&self, maker: &Posting) -> Option<&Posting> {
        let uses = |posting: &&Posting| posting.kind.is_use() && posting.document == maker.document;
        self.postings.iter().filter(uses).find(|posting| !self.is_reversed(posting.number))
    }
}
