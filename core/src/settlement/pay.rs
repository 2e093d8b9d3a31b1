//! Paying: documents of money are used up by what the vendor pays, takes back, or lets lapse.

use super::balance::{self, Document};
use super::confirm::terms_of;
use super::ledger::{Entry, Ledger};
use super::posting::{Line, Posting, PostingKind};
use super::programmes::Programmes;
use super::settle::belongs;
use super::{overflow, refuse};
use crate::amount::{Amount, Exact, Overflow, Rounding};
use crate::diagnostic::JsonPointer;
use crate::error::{Error, SettlementCode};
use crate::facts::Facts;
use crate::incentive::RewardUnit;
use crate::order;
use crate::period::Date;

/// Why documents were not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotUsed {
    /// No document is valid, or they add up to nothing.
    NothingAvailable,
    /// The awards do not make anything payable yet.
    NotDue,
    /// The sum is smaller than what is paid out.
    BelowSmallest,
    /// The partner owes.
    Negative,
    /// There is nothing to take back.
    NotNegative,
    /// No rule allows it, or a limit is 0.
    NotAllowed,
    /// Less is there than was asked for.
    NotEnough,
}

impl NotUsed {
    /// As written in answers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            NotUsed::NothingAvailable => "nothing_available",
            NotUsed::NotDue => "not_due",
            NotUsed::BelowSmallest => "below_smallest",
            NotUsed::Negative => "negative",
            NotUsed::NotNegative => "not_negative",
            NotUsed::NotAllowed => "not_allowed",
            NotUsed::NotEnough => "not_enough",
        }
    }
}

/// What was posted, or why nothing was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Used<'l> {
    /// The new postings.
    pub postings: &'l [Posting],
    /// Why there is none.
    pub why_not: Option<NotUsed>,
}

/// A document with how much of it can be used.
#[derive(Debug)]
pub(crate) struct Usable {
    pub(crate) document: Document,
    pub(crate) amount: Amount,
}

impl Ledger {
    /// Pays a partner what is available and payable.
    ///
    /// # Errors
    /// `no_settlement`, `unknown_partner`, `posted_before`, and programmes of another ledger.
    pub fn pay(&mut self, programmes: &Programmes, partner: &str, entry: Entry<'_>) -> Result<Used<'_>, Error> {
        self.pay_of(programmes, None, partner, entry)
    }

    /// The same where facts are at hand.
    pub(crate) fn pay_of(
        &mut self,
        programmes: &Programmes,
        facts: Option<&Facts>,
        partner: &str,
        entry: Entry<'_>,
    ) -> Result<Used<'_>, Error> {
        belongs(programmes, self)?;
        let terms = terms_of(programmes.rules_on(entry.on))?;
        self.check_partner(facts, partner)?;
        self.check_day(entry.on)?;
        let usable = self.usable(partner, None, entry.on)?;
        let sum = sum(&usable)?;
        if let Some(why_not) = unusable(&usable, sum) {
            return Ok(Used { postings: &[], why_not: Some(why_not) });
        }
        if terms.smallest_payment.is_some_and(|smallest| sum.exact() < smallest) {
            return Ok(Used { postings: &[], why_not: Some(NotUsed::BelowSmallest) });
        }
        let drafts = use_up(&usable, PostingKind::Pay, entry.on)?;
        Ok(Used { postings: self.post(drafts, entry)?, why_not: None })
    }

    /// The partner pays back what its documents lack.
    ///
    /// # Errors
    /// `unknown_partner`, `posted_before`.
    pub fn claw_back(&mut self, partner: &str, entry: Entry<'_>) -> Result<Used<'_>, Error> {
        self.claw_back_of(None, partner, entry)
    }

    /// The same where facts are at hand.
    pub(crate) fn claw_back_of(&mut self, facts: Option<&Facts>, partner: &str, entry: Entry<'_>) -> Result<Used<'_>, Error> {
        self.check_partner(facts, partner)?;
        self.check_day(entry.on)?;
        let mut usable = self.usable(partner, None, entry.on)?;
        // what is not payable yet stands against what is owed all the same
        usable.iter_mut().for_each(|usable| usable.amount = usable.document.left);
        if sum(&usable)?.minor() >= 0 {
            return Ok(Used { postings: &[], why_not: Some(NotUsed::NotNegative) });
        }
        let drafts = use_up(&usable, PostingKind::Pay, entry.on)?;
        Ok(Used { postings: self.post(drafts, entry)?, why_not: None })
    }

    /// What is left of documents whose validity has ended is lost.
    ///
    /// # Errors
    /// `posted_before`.
    pub fn expire(&mut self, entry: Entry<'_>) -> Result<&[Posting], Error> {
        let mut ended = balance::documents(self, None).map_err(|Overflow| overflow())?;
        ended.retain(|document| document.left.minor() > 0 && document.valid.until.is_some_and(|until| until <= entry.on));
        let usable: Vec<Usable> = ended.into_iter().map(|document| Usable { amount: document.left, document }).collect();
        let drafts = use_up(&usable, PostingKind::Expire, entry.on)?;
        self.post(drafts, entry)
    }

    /// Burns points, hands out pieces or takes places: all of `amount`, or nothing.
    ///
    /// # Errors
    /// `out_of_range`, `unknown_partner`, `posted_before`.
    pub fn use_units(&mut self, partner: &str, unit: RewardUnit, amount: Amount, entry: Entry<'_>) -> Result<Used<'_>, Error> {
        self.use_units_of(None, partner, (unit, amount), entry)
    }

    /// The same where facts are at hand.
    pub(crate) fn use_units_of(
        &mut self,
        facts: Option<&Facts>,
        partner: &str,
        (unit, amount): (RewardUnit, Amount),
        entry: Entry<'_>,
    ) -> Result<Used<'_>, Error> {
        let unit = unit.as_str();
        if amount.minor() <= 0 || unit.is_none() || unit == RewardUnit::Honours.as_str() {
            return Err(out_of_range(format!("{amount} is not an amount above 0 of points, pieces or places")));
        }
        self.check_partner(facts, partner)?;
        self.check_day(entry.on)?;
        let usable = self.usable(partner, unit, entry.on)?;
        let sum = sum(&usable)?;
        if sum.minor() <= 0 {
            return Ok(Used { postings: &[], why_not: Some(NotUsed::NothingAvailable) });
        }
        let exact = amount.exact();
        let minor = exact.round_to_minor(sum.scale(), Rounding::Down).map_err(|Overflow| overflow())?;
        let amount = Amount::from_minor(minor, sum.scale());
        if amount.exact() != exact {
            return Err(out_of_range(format!("{exact} is finer than what can be used of it")));
        }
        if sum.minor() < minor {
            return Ok(Used { postings: &[], why_not: Some(NotUsed::NotEnough) });
        }
        let drafts = use_up(&drawn(usable, amount)?, PostingKind::Redeem, entry.on)?;
        Ok(Used { postings: self.post(drafts, entry)?, why_not: None })
    }

    /// The partner's documents in a unit that are valid on a day, in the order of use, each with what may be used of it.
    pub(crate) fn usable(&self, partner: &str, unit: Option<&'static str>, on: Date) -> Result<Vec<Usable>, Error> {
        let mut documents = balance::documents(self, Some(partner)).map_err(|Overflow| overflow())?;
        documents.retain(|document| {
            let valid = document.valid;
            document.line.unit == unit && valid.from <= on && valid.until.is_none_or(|until| on < until)
        });
        order::sort_by(&mut documents, |a, b| place(a).cmp(&place(b)));
        let mut used: Vec<(Line, Amount)> = Vec::new();
        if !self.due.is_empty() {
            for state in balance::lines(self).map_err(|Overflow| overflow())? {
                if state.line.partner == partner {
                    used.push((state.line.clone(), state.balances.used));
                }
            }
        }
        let mut usable = Vec::with_capacity(documents.len());
        for document in documents {
            let amount = self.part_due(&document, &mut used).map_err(|Overflow| overflow())?;
            usable.push(Usable { document, amount });
        }
        Ok(usable)
    }

    /// How much of a document its line makes payable, after the documents before it.
    fn part_due(&self, document: &Document, used: &mut [(Line, Amount)]) -> Result<Amount, Overflow> {
        let Some((_, used)) = used.iter_mut().find(|(line, _)| *line == document.line) else { return Ok(document.left) };
        let mut amount = document.left;
        if let Some(left) = self.payable_left(&document.line, *used)?
            && amount.minor() > 0
            && left.checked_sub(amount)?.minor() < 0
        {
            amount = if left.minor() > 0 { left } else { self.zero(document.line.unit) };
        }
        *used = used.checked_sub(amount)?;
        Ok(amount)
    }
}

/// Negative ones first, then those that end first, then those made first.
fn place(document: &Document) -> (bool, bool, Option<Date>, u64) {
    (document.left.minor() > 0, document.valid.until.is_none(), document.valid.until, document.number)
}

#[cold]
fn out_of_range(message: String) -> Error {
    refuse(SettlementCode::OutOfRange, JsonPointer::from("/amount"), message)
}

/// The documents from which an amount is taken: the negative ones whole, of the others as much as it takes.
pub(crate) fn drawn(usable: Vec<Usable>, amount: Amount) -> Result<Vec<Usable>, Error> {
    let mut left = amount;
    let mut drawn = Vec::new();
    for mut usable in usable {
        let beyond = left.checked_sub(usable.amount).map_err(|Overflow| overflow())?;
        if beyond.minor() < 0 {
            usable.amount = left;
        }
        left = left.checked_sub(usable.amount).map_err(|Overflow| overflow())?;
        drawn.push(usable);
        if left.minor() <= 0 {
            break;
        }
    }
    Ok(drawn)
}

pub(crate) fn sum(usable: &[Usable]) -> Result<Amount, Error> {
    let zero = usable.first().map_or(Amount::from_minor(0, 0), |first| Amount::from_minor(0, first.amount.scale()));
    usable.iter().try_fold(zero, |sum, usable| sum.checked_add(usable.amount)).map_err(|Overflow| overflow())
}

/// Why there is nothing to use.
pub(crate) fn unusable(usable: &[Usable], sum: Amount) -> Option<NotUsed> {
    let left = usable.iter().try_fold(Exact::ZERO, |sum, usable| sum.checked_add(usable.document.left.exact()));
    match left.map_or(sum.exact(), |left| left).signum() {
        _ if sum.minor() > 0 => None,
        1 => Some(NotUsed::NotDue),
        0 => Some(NotUsed::NothingAvailable),
        _ => Some(NotUsed::Negative),
    }
}

/// One posting per document that takes away what can be used of it.
pub(crate) fn use_up(usable: &[Usable], kind: PostingKind, on: Date) -> Result<Vec<Posting>, Error> {
    let mut drafts = Vec::new();
    for usable in usable.iter().filter(|usable| usable.amount.minor() != 0) {
        let amount = usable.amount.checked_neg().map_err(|Overflow| overflow())?;
        let mut posting = Posting::draft(kind, &usable.document.line, amount, on);
        posting.document = Some(usable.document.id.clone());
        drafts.push(posting);
    }
    Ok(drafts)
}
