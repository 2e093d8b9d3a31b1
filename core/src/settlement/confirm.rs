//! Confirmation: what the partner agrees to becomes a rebate document (返利单).

use super::balance;
use super::ledger::{Entry, Ledger};
use super::overflow;
use super::posting::{Line, Posting, PostingKind, Validity};
use super::programmes::Programmes;
use super::settle::{belongs, rank, ranks};
use crate::amount::{Amount, Overflow};
use crate::diagnostic::JsonPointer;
use crate::error::{Error, SettlementCode, SettlementError};
use crate::facts::Facts;
use crate::incentive::{Reversal, Reward};
use crate::order;
use crate::period::{Date, Shift, later};
use crate::programme::Programme;
use crate::terms::Terms;

impl Ledger {
    /// The partner has agreed: each of its lines with something to confirm becomes a rebate document of that amount.
    ///
    /// # Errors
    /// `no_settlement`, `unknown_partner`, `posted_before`, and programmes of another ledger.
    pub fn confirm(&mut self, programmes: &Programmes, partner: &str, entry: Entry<'_>) -> Result<&[Posting], Error> {
        self.confirm_of(programmes, None, partner, entry)
    }

    /// The same where facts are at hand: a partner that stands in them only has nothing to confirm.
    pub(crate) fn confirm_of(
        &mut self,
        programmes: &Programmes,
        facts: Option<&Facts>,
        partner: &str,
        entry: Entry<'_>,
    ) -> Result<&[Posting], Error> {
        belongs(programmes, self)?;
        let rules = programmes.rules_on(entry.on);
        let terms = terms_of(rules)?;
        self.check_partner(facts, partner)?;
        let ranks = ranks(programmes);
        let mut drafts = Vec::new();
        let mut confirming = Confirming { ledger: self, rules, terms, on: entry.on, taken: Vec::new() };
        for state in balance::lines(self).map_err(|Overflow| overflow())? {
            let open = state.balances.to_confirm().map_err(|Overflow| overflow())?;
            if state.line.partner == partner {
                drafts.extend(confirming.draft(state.line, open)?);
            }
        }
        let place = |posting: &Posting| (rank(&ranks, &posting.line.incentive), posting.line.period, posting.line.unit);
        order::sort_by(&mut drafts, |a, b| place(a).cmp(&place(b)));
        self.post(drafts, entry)
    }

    /// Refuses a partner that neither the ledger nor the facts know.
    pub(crate) fn check_partner(&self, facts: Option<&Facts>, partner: &str) -> Result<(), Error> {
        if self.knows(partner) || facts.is_some_and(|facts| facts.partner_row(partner).is_some()) {
            return Ok(());
        }
        let (message, help) = match facts {
            Some(_) => (format!("neither the ledger nor the facts know a partner `{partner}`"), "ids are compared letter by letter"),
            None => (
                format!("the ledger has no postings of partner `{partner}`"),
                "ids are compared letter by letter; settle first what the partner is owed",
            ),
        };
        let error = SettlementError::new(SettlementCode::UnknownPartner, JsonPointer::from("/partner"), message);
        Err(Error::Settlement(error.with_help(help)))
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

/// Making rebate documents on a day.
pub(crate) struct Confirming<'a> {
    pub(crate) ledger: &'a Ledger,
    pub(crate) rules: &'a Programme,
    pub(crate) terms: &'a Terms,
    pub(crate) on: Date,
    /// How many points have been taken back from partners so far.
    pub(crate) taken: Vec<(String, Amount)>,
}

impl Confirming<'_> {
    /// The posting that makes a rebate document; none for nothing.
    pub(crate) fn draft(&mut self, line: &Line, open: Amount) -> Result<Option<Posting>, Error> {
        let amount = if open.minor() < 0 { self.taken_back(line, open).map_err(|Overflow| overflow())? } else { open };
        if amount.minor() == 0 {
            return Ok(None);
        }
        let mut posting = Posting::draft(PostingKind::Confirm, line, amount, self.on);
        posting.valid = Some(validity(self.rules, self.terms, line, amount, self.on)?);
        Ok(Some(posting))
    }

    /// As much of a negative amount as the reward lets be taken back; of money all of it.
    fn taken_back(&mut self, line: &Line, open: Amount) -> Result<Amount, Overflow> {
        let incentive = self.rules.incentives().iter().find(|incentive| incentive.id == line.incentive);
        let (Some(Reward::Points { reversal, .. }), Some(_)) = (incentive.map(|incentive| &incentive.reward), line.unit) else {
            return Ok(open);
        };
        if *reversal == Reversal::Unlimited {
            return Ok(open);
        }
        let mut limit = self.ledger.zero(line.unit);
        for document in balance::documents(self.ledger, Some(&line.partner))? {
            let counts = *reversal == Reversal::WithinBalance || document.valid.from > self.on;
            if document.line.unit == line.unit && counts {
                limit = limit.checked_add(document.left)?;
            }
        }
        for (_, taken) in self.taken.iter().filter(|(partner, _)| *partner == line.partner) {
            limit = limit.checked_add(*taken)?;
        }
        let amount = match (limit.minor() > 0, limit.checked_add(open)?.minor() < 0) {
            (false, _) => self.ledger.zero(line.unit),
            (true, true) => limit.checked_neg()?,
            (true, false) => open,
        };
        self.taken.push((line.partner.clone(), amount));
        Ok(amount)
    }
}

/// A negative document has no end: what was paid too much does not lapse. Points wait and end as their reward says.
fn validity(rules: &Programme, terms: &Terms, line: &Line, amount: Amount, on: Date) -> Result<Validity, Error> {
    let incentive = rules.incentives().iter().find(|incentive| incentive.id == line.incentive);
    let (from, length) = match incentive.map(|incentive| &incentive.reward) {
        Some(Reward::Points { pending_days, expires, .. }) if line.unit.is_some() => {
            let days = i32::try_from(*pending_days).map_err(|_| overflow())?;
            (later(on, Shift::Days(days)).ok_or_else(overflow)?, *expires)
        }
        _ => (on, terms.valid),
    };
    let until = match length.filter(|_| amount.minor() > 0) {
        Some(length) => Some(later(from, length).ok_or_else(overflow)?),
        None => None,
    };
    Ok(Validity { from, until })
}
