//! The deposit (保证金) of a partner: money that lies apart from its rebates.

use super::ledger::{Entry, Ledger};
use super::posting::{DEPOSIT, Line, Posting, PostingKind};
use super::write::Writer;
use super::{overflow, refuse};
use crate::amount::{Amount, Overflow, Rounding};
use crate::diagnostic::JsonPointer;
use crate::error::{Error, SettlementCode, SettlementError};
use crate::facts::Facts;

/// What was paid into a deposit and taken out of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DepositBalances {
    /// Σ `deposit`.
    pub paid_in: Amount,
    /// Σ `forfeit`: negative.
    pub forfeited: Amount,
    /// Σ `refund`: negative.
    pub refunded: Amount,
    /// The sum of the three.
    pub held: Amount,
}

impl DepositBalances {
    pub(crate) const fn nothing(ledger: &Ledger) -> DepositBalances {
        let zero = ledger.zero(Some(DEPOSIT));
        DepositBalances { paid_in: zero, forfeited: zero, refunded: zero, held: zero }
    }

    /// The deposit of some postings; `None` when none of them is of it.
    pub(crate) fn of<'p>(ledger: &Ledger, postings: impl Iterator<Item = &'p Posting>) -> Result<Option<DepositBalances>, Overflow> {
        let mut balances = None;
        for posting in postings.filter(|posting| posting.line.unit == Some(DEPOSIT)) {
            let sums = balances.get_or_insert_with(|| DepositBalances::nothing(ledger));
            let sum = match ledger.counts_as(posting) {
                PostingKind::Forfeit => &mut sums.forfeited,
                PostingKind::Refund => &mut sums.refunded,
                _ => &mut sums.paid_in,
            };
            *sum = sum.checked_add(posting.amount)?;
            sums.held = sums.held.checked_add(posting.amount)?;
        }
        Ok(balances)
    }

    pub(crate) fn write(&self, name: &str, out: &mut Writer) {
        out.name(name);
        out.open('{');
        out.amount("paid_in", self.paid_in);
        out.amount("forfeited", self.forfeited);
        out.amount("refunded", self.refunded);
        out.amount("held", self.held);
        out.close('}');
    }
}

impl Ledger {
    /// A partner pays into its deposit. Here and below `facts` must know the partner where the ledger does not.
    ///
    /// # Errors
    /// `out_of_range`, `unknown_partner`, `posted_before`.
    pub fn deposit(&mut self, facts: Option<&Facts>, partner: &str, amount: Amount, entry: Entry<'_>) -> Result<&[Posting], Error> {
        self.move_deposit(facts, partner, (PostingKind::Deposit, amount), entry)
    }

    /// A violation, which the note names, takes something from a partner's deposit.
    ///
    /// # Errors
    /// `note_required`, `out_of_range`, `unknown_partner`, `exceeds_deposit`, `posted_before`.
    pub fn forfeit(&mut self, facts: Option<&Facts>, partner: &str, amount: Amount, entry: Entry<'_>) -> Result<&[Posting], Error> {
        if entry.note.is_none_or(str::is_empty) {
            let error = SettlementError::new(SettlementCode::NoteRequired, JsonPointer::from("/note"), "a forfeit needs a note".to_owned());
            return Err(Error::Settlement(error.with_help("name the violation that it is for")));
        }
        self.move_deposit(facts, partner, (PostingKind::Forfeit, amount), entry)
    }

    /// Something of a partner's deposit is given back.
    ///
    /// # Errors
    /// `out_of_range`, `unknown_partner`, `exceeds_deposit`, `posted_before`.
    pub fn refund(&mut self, facts: Option<&Facts>, partner: &str, amount: Amount, entry: Entry<'_>) -> Result<&[Posting], Error> {
        self.move_deposit(facts, partner, (PostingKind::Refund, amount), entry)
    }

    /// Posts a positive amount as its kind counts it.
    fn move_deposit(
        &mut self,
        facts: Option<&Facts>,
        partner: &str,
        (kind, amount): (PostingKind, Amount),
        entry: Entry<'_>,
    ) -> Result<&[Posting], Error> {
        let amount = self.positive(amount)?;
        self.check_partner(facts, partner)?;
        let amount = if kind == PostingKind::Deposit { amount } else { amount.checked_neg().map_err(|Overflow| overflow())? };
        self.check_held(partner, amount, JsonPointer::from("/amount"))?;
        let draft = Posting::draft(kind, &Line::of_partner(partner, Some(DEPOSIT)), amount, entry.on);
        self.post(vec![draft], entry)
    }

    /// Refuses what would leave less than nothing in a deposit.
    pub(crate) fn check_held(&self, partner: &str, amount: Amount, path: JsonPointer) -> Result<(), Error> {
        let own = self.postings.iter().filter(|posting| posting.line.partner == partner);
        let balances = DepositBalances::of(self, own).map_err(|Overflow| overflow())?;
        let held = balances.map_or_else(|| self.zero(Some(DEPOSIT)), |balances| balances.held);
        if amount.minor() >= 0 || held.checked_add(amount).map_err(|Overflow| overflow())?.minor() >= 0 {
            return Ok(());
        }
        let taken = amount.checked_neg().map_err(|Overflow| overflow())?;
        let message = format!("the deposit of `{partner}` holds {held}, less than the {taken} that would be taken");
        Err(refuse(SettlementCode::ExceedsDeposit, path, message))
    }

    /// An amount of money that is posted by hand, with the digits of the ledger.
    pub(crate) fn positive(&self, amount: Amount) -> Result<Amount, Error> {
        let exact = amount.exact();
        if amount.minor() > 0 && exact.fits_scale(self.scale) {
            let minor = exact.round_to_minor(self.scale, Rounding::Down).map_err(|Overflow| overflow())?;
            return Ok(Amount::from_minor(minor, self.scale));
        }
        let message = format!("{amount} is not an amount above 0 with at most {} fraction digits", self.scale);
        Err(refuse(SettlementCode::OutOfRange, JsonPointer::from("/amount"), message))
    }
}
