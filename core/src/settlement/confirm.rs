//! Confirmation: what the partner agrees to becomes a rebate document (返利单).

use super::balance::{self, LineState};
use super::ledger::{Entry, Ledger};
use super::overflow;
use super::posting::{Line, Posting, PostingKind, Validity};
use super::programmes::Programmes;
use super::settle::{belongs, place, ranks};
use crate::amount::{Amount, Overflow};
use crate::diagnostic::JsonPointer;
use crate::error::{Error, SettlementCode, SettlementError};
use crate::facts::Facts;
use crate::incentive::{Reversal, Reward};
use crate::order;
use crate::period::{Date, Shift, later};
use crate::programme::Programme;
use crate::terms::{TakeBack, Terms};

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
        let mut open = Vec::new();
        for state in balance::lines(self).map_err(|Overflow| overflow())? {
            if state.line.partner == partner {
                open.push((state.line.clone(), state.balances.to_confirm().map_err(|Overflow| overflow())?));
            }
        }
        order::sort_by(&mut open, |(a, _), (b, _)| place(&ranks, a).cmp(&place(&ranks, b)));
        let drafts = Confirming::new(self, programmes, terms, entry.on).drafts(&open)?;
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
    ledger: &'a Ledger,
    programmes: &'a Programmes,
    terms: &'a Terms,
    on: Date,
    /// What this run has made for partners, and taken back from them, of what is limited.
    made: Vec<Made>,
}

/// What a run has made of a unit for a partner.
struct Made {
    partner: String,
    unit: Option<&'static str>,
    valid_from: Date,
    amount: Amount,
}

impl<'a> Confirming<'a> {
    pub(crate) const fn new(ledger: &'a Ledger, programmes: &'a Programmes, terms: &'a Terms, on: Date) -> Confirming<'a> {
        Confirming { ledger, programmes, terms, on, made: Vec::new() }
    }

    /// The reward of the points of a line: of the revision whose rules hold, or of the highest one that still pays such.
    fn points_of(&self, line: &Line) -> Option<&'a Reward> {
        let of = |programme: &'a Programme| {
            let incentive = programme.incentives().iter().find(|incentive| Some(incentive.id.as_str()) == line.incentive())?;
            Some(&incentive.reward).filter(|reward| matches!(reward, Reward::Points { .. }))
        };
        let all = self.programmes.revisions().iter().rev().map(AsRef::as_ref);
        std::iter::once(self.programmes.rules_on(self.on)).chain(all).filter(|_| line.unit == Some("points")).find_map(of)
    }

    /// The postings that make rebate documents of these amounts, in their order; none for nothing. What is taken back is limited
    /// by all that is made.
    pub(crate) fn drafts(&mut self, open: &[(Line, Amount)]) -> Result<Vec<Posting>, Error> {
        let mut drafts = Vec::with_capacity(open.len());
        for (line, amount) in open.iter().filter(|(_, amount)| amount.minor() > 0) {
            let valid = self.validity(line, *amount)?;
            self.made.push(Made { partner: line.partner.clone(), unit: line.unit, valid_from: valid.from, amount: *amount });
        }
        for (line, open) in open {
            let amount = if open.minor() < 0 { self.taken_back(line, *open).map_err(|Overflow| overflow())? } else { *open };
            if amount.minor() == 0 {
                continue;
            }
            let mut posting = Posting::draft(PostingKind::Confirm, line, amount, self.on);
            posting.valid = Some(self.validity(line, amount)?);
            drafts.push(posting);
        }
        Ok(drafts)
    }

    /// What a settlement confirms of what it posts, and of what an earlier run could not take back.
    pub(crate) fn automatic(&mut self, accruals: &[Posting], states: &[LineState<'_>], ranks: &[&str]) -> Result<Vec<Posting>, Error> {
        let rest_of = |line: &Line| -> Result<Amount, Overflow> {
            match states.binary_search_by(|state| state.line.cmp(line)).ok().and_then(|at| states.get(at)) {
                Some(state) => state.balances.to_confirm(),
                None => Ok(self.ledger.zero(line.unit)),
            }
        };
        let mut open = Vec::with_capacity(accruals.len());
        for accrual in accruals {
            let rest = rest_of(&accrual.line).map_err(|Overflow| overflow())?;
            let takes = rest.minor() < 0 && self.limit_of(&accrual.line).is_some();
            let amount = if takes { accrual.amount.checked_add(rest) } else { Ok(accrual.amount) };
            open.push((accrual.line.clone(), amount.map_err(|Overflow| overflow())?));
        }
        let mut rests = Vec::new();
        for state in states.iter().filter(|state| self.limit_of(state.line).is_some()) {
            let rest = state.balances.to_confirm().map_err(|Overflow| overflow())?;
            if rest.minor() < 0 && !accruals.iter().any(|accrual| accrual.line == *state.line) {
                rests.push((state.line.clone(), rest));
            }
        }
        order::sort_by(&mut rests, |(a, _), (b, _)| (&a.partner, place(ranks, a)).cmp(&(&b.partner, place(ranks, b))));
        open.append(&mut rests);
        self.drafts(&open)
    }

    /// What limits how much of a line is taken back; `None`: nothing does.
    fn limit_of(&self, line: &Line) -> Option<Reversal> {
        if line.unit.is_none() {
            return (self.terms.take_back == Some(TakeBack::WithinBalance)).then_some(Reversal::WithinBalance);
        }
        match self.points_of(line) {
            Some(Reward::Points { reversal, .. }) => Some(*reversal).filter(|reversal| *reversal != Reversal::Unlimited),
            _ => None,
        }
    }

    /// As much of a negative amount as may be taken back.
    fn taken_back(&mut self, line: &Line, open: Amount) -> Result<Amount, Overflow> {
        let Some(reversal) = self.limit_of(line) else { return Ok(open) };
        let counts = |valid_from: Date| reversal == Reversal::WithinBalance || valid_from > self.on;
        let mut limit = self.ledger.zero(line.unit);
        for document in balance::documents(self.ledger, Some(&line.partner))? {
            if document.line.unit == line.unit && counts(document.valid.from) {
                limit = limit.checked_add(document.left)?;
            }
        }
        for made in self.made.iter().filter(|made| (made.partner.as_str(), made.unit) == (line.partner.as_str(), line.unit)) {
            // what was taken back counts whatever it was taken from
            if made.amount.minor() < 0 || counts(made.valid_from) {
                limit = limit.checked_add(made.amount)?;
            }
        }
        let amount = match (limit.minor() > 0, limit.checked_add(open)?.minor() < 0) {
            (false, _) => self.ledger.zero(line.unit),
            (true, true) => limit.checked_neg()?,
            (true, false) => open,
        };
        self.made.push(Made { partner: line.partner.clone(), unit: line.unit, valid_from: self.on, amount });
        Ok(amount)
    }

    /// A negative document has no end: what was paid too much does not lapse. Points wait and end as their reward says.
    fn validity(&self, line: &Line, amount: Amount) -> Result<Validity, Error> {
        let (from, length) = match self.points_of(line) {
            Some(Reward::Points { pending_days, expires, .. }) => {
                let days = i32::try_from(*pending_days).map_err(|_| overflow())?;
                (later(self.on, Shift::Days(days)).ok_or_else(overflow)?, *expires)
            }
            _ => (self.on, self.terms.valid),
        };
        let until = match length.filter(|_| amount.minor() > 0) {
            Some(length) => Some(later(from, length).ok_or_else(overflow)?),
            None => None,
        };
        Ok(Validity { from, until })
    }
}
