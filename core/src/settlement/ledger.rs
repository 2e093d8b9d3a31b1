//! The ledger: postings in a chain, and what is needed to go on with them. A value that the host stores.

use super::balance;
use super::chain;
use super::posting::{Line, Posting, PostingKind};
use super::settle::Settlement;
use super::write::Writer;
use super::{overflow, refuse};
use crate::amount::{Amount, Overflow};
use crate::diagnostic::JsonPointer;
use crate::error::{Error, SettlementCode};
use crate::period::{Date, date_text};
use crate::programme::Programme;

pub(crate) const SCHEMA: &str = "qudao/ledger/1";

/// What has been posted to the partners of one programme.
///
/// ```
/// use qudao::Programme;
/// use qudao::settlement::Ledger;
/// let programme = Programme::from_json(r#"{"schema": "qudao/programme/1", "id": "small", "revision": 1, "currency": "CNY",
///     "effective": {"from": "2026-01-01"}, "calendar": {"year_starts": "01-01"},
///     "rounding": {"scale": 2, "mode": "half_up"}}"#).expect("valid");
/// let ledger = Ledger::new(&programme);
/// let text = ledger.to_json();
/// assert_eq!(text, r#"{"schema":"qudao/ledger/1","programme":"small","currency":"CNY","scale":2,"postings":[]}"#);
/// assert_eq!(Ledger::from_json(&text).expect("reads what it wrote"), ledger);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    pub(crate) programme: String,
    pub(crate) currency: String,
    pub(crate) scale: u32,
    pub(crate) locked_until: Option<Date>,
    pub(crate) due: Vec<Due>,
    pub(crate) postings: Vec<Posting>,
}

/// How much of a line is payable, of which not everything is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The line.
    pub line: Line,
    /// How much of it in all.
    pub payable: Amount,
}

/// The day on which something is posted by hand, and what the host notes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The day.
    pub on: Date,
    /// Free text.
    pub note: Option<&'a str>,
}

impl Entry<'_> {
    /// Without a note.
    #[must_use]
    pub const fn on(on: Date) -> Entry<'static> {
        Entry { on, note: None }
    }
}

impl Ledger {
    /// An empty ledger of a programme.
    #[must_use]
    pub fn new(programme: &Programme) -> Ledger {
        Ledger {
            programme: programme.id().to_owned(),
            currency: programme.currency().code().to_owned(),
            scale: programme.rounding().0,
            locked_until: None,
            due: Vec::new(),
            postings: Vec::new(),
        }
    }

    /// The canonical text.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = Writer::default();
        out.open('{');
        out.member("schema", SCHEMA);
        out.member("programme", &self.programme);
        out.member("currency", &self.currency);
        out.count("scale", u64::from(self.scale));
        if let Some(until) = self.locked_until {
            out.date("locked_until", until);
        }
        if !self.due.is_empty() {
            write_due(&self.due, &mut out);
        }
        write_postings(&self.postings, &mut out);
        out.close('}');
        out.text
    }

    /// All postings, in the order of their numbers.
    #[must_use]
    pub fn postings(&self) -> &[Posting] {
        &self.postings
    }

    /// The accounting of all days before this one is closed.
    #[must_use]
    pub const fn locked_until(&self) -> Option<Date> {
        self.locked_until
    }

    /// What the last settlement found payable of those lines of which not everything is.
    #[must_use]
    pub fn due(&self) -> &[Due] {
        &self.due
    }

    /// The hash of the last posting; 64 zeros when there is none.
    #[must_use]
    pub fn last_hash(&self) -> &str {
        self.postings.last().map_or(chain::START, |posting| posting.hash.as_str())
    }

    /// Whether every posting follows from those before it.
    ///
    /// # Errors
    /// `broken_chain` names the first one that does not.
    pub fn verify(&self) -> Result<(), Error> {
        match broken(&self.postings) {
            Some((at, what)) => {
                let path = JsonPointer::from("/postings").child(at);
                Err(refuse(SettlementCode::BrokenChain, path, format!("posting {}: {what}", at + 1)))
            }
            None => Ok(()),
        }
    }

    /// Closes the accounting of all days before `until`.
    ///
    /// # Errors
    /// `lock_moved_back`.
    pub fn lock(&mut self, until: Date) -> Result<(), Error> {
        if let Some(locked) = self.locked_until.filter(|locked| until < *locked) {
            let message = format!("the ledger is locked until {}, {} is before that", date_text(locked), date_text(until));
            return Err(refuse(SettlementCode::LockMovedBack, JsonPointer::from("/locked_until"), message));
        }
        self.locked_until = Some(until);
        Ok(())
    }

    /// Takes a settlement that was made for this state of the ledger.
    ///
    /// # Errors
    /// `not_the_next` when something was posted since.
    pub fn append(&mut self, settlement: Settlement) -> Result<(), Error> {
        let first = settlement.postings.first();
        let number = u64::try_from(self.postings.len()).unwrap_or(u64::MAX);
        let follows = first.is_none_or(|first| first.previous == self.last_hash() && first.number == number.saturating_add(1));
        if !follows || settlement.after != self.last_hash() || settlement.programme != self.programme {
            let message = "the settlement was made for another state of the ledger".to_owned();
            let error = refuse(SettlementCode::NotTheNext, JsonPointer::from("/postings").child(self.postings.len()), message);
            return Err(error);
        }
        self.postings.extend(settlement.postings);
        self.due = settlement.due;
        Ok(())
    }

    /// The first day whose accounting is open, from this one.
    pub(crate) fn open_day(&self, day: Date) -> Date {
        self.locked_until.map_or(day, |locked| day.max(locked))
    }

    /// Refuses a day before that of the last posting.
    pub(crate) fn check_day(&self, on: Date) -> Result<(), Error> {
        let Some(last) = self.postings.last().filter(|last| on < last.posted_on) else { return Ok(()) };
        let path = JsonPointer::from("/postings").child(self.postings.len().saturating_sub(1)).child("posted_on");
        let message = format!("the last posting was made on {}, {} is before that", date_text(last.posted_on), date_text(on));
        Err(refuse(SettlementCode::PostedBefore, path, message))
    }

    /// Numbers and chains drafts as the next postings. The day of a draft is the one in whose accounting it would fall.
    pub(crate) fn chained(&self, mut drafts: Vec<Posting>, on: Date) -> Result<Vec<Posting>, Error> {
        self.check_day(on)?;
        let mut number = u64::try_from(self.postings.len()).map_err(|_| overflow())?;
        let mut previous = self.last_hash().to_owned();
        for draft in &mut drafts {
            number = number.checked_add(1).ok_or_else(overflow)?;
            draft.number = number;
            draft.posted_on = on;
            draft.booked_on = self.open_day(draft.booked_on);
            if draft.kind.makes_document() {
                draft.document = Some(format!("{}/{number}", draft.line.partner));
            }
            draft.previous = previous;
            draft.hash = chain::hash(draft);
            previous = draft.hash.clone();
        }
        Ok(drafts)
    }

    /// Posts by hand; the answer is what was posted.
    pub(crate) fn post(&mut self, mut drafts: Vec<Posting>, entry: Entry<'_>) -> Result<&[Posting], Error> {
        for draft in &mut drafts {
            draft.note = entry.note.map(str::to_owned);
        }
        let before = self.postings.len();
        let chained = self.chained(drafts, entry.on)?;
        self.postings.extend(chained);
        Ok(self.postings.get(before..).unwrap_or_default())
    }

    /// The posting of a number.
    #[must_use]
    pub fn posting(&self, number: u64) -> Option<&Posting> {
        self.postings.get(usize::try_from(number).ok()?.checked_sub(1)?)
    }

    /// The kind whose balance a posting changes: a reversal counts where what it undoes counts.
    pub(crate) fn counts_as(&self, posting: &Posting) -> PostingKind {
        posting.reverses.and_then(|number| self.posting(number)).map_or(posting.kind, |undone| undone.kind)
    }

    /// Whether a posting has been undone.
    pub(crate) fn is_reversed(&self, number: u64) -> bool {
        self.postings.iter().any(|posting| posting.reverses == Some(number))
    }

    /// Zero in a unit.
    pub(crate) const fn zero(&self, unit: Option<&'static str>) -> Amount {
        Amount::from_minor(0, if is_money(unit) { self.scale } else { 0 })
    }

    /// What a line may still be paid; `None`: all that is there.
    pub(crate) fn payable_left(&self, line: &Line, used: Amount) -> Result<Option<Amount>, Overflow> {
        match self.due.iter().find(|due| due.line == *line) {
            Some(due) => due.payable.checked_add(used).map(Some),
            None => Ok(None),
        }
    }

    /// Whether the ledger has anything of a partner.
    pub(crate) fn knows(&self, partner: &str) -> bool {
        self.postings.iter().any(|posting| posting.line.partner == partner)
    }

    /// The balances of all partners that have postings, or of one.
    ///
    /// # Errors
    /// `overflow`.
    pub fn balances(&self, partner: Option<&str>) -> Result<Vec<balance::PartnerBalances>, Error> {
        balance::of_partners(self, partner).map_err(|Overflow| overflow())
    }
}

/// Whether amounts of a unit are money: rebates have no unit, and the deposit has its own.
pub(crate) const fn is_money(unit: Option<&str>) -> bool {
    match unit {
        None => true,
        Some(unit) => matches!(unit.as_bytes(), b"deposit"),
    }
}

/// The first posting that does not follow, with what is wrong.
pub(crate) fn broken(postings: &[Posting]) -> Option<(usize, &'static str)> {
    let mut previous = chain::START;
    for (at, posting) in postings.iter().enumerate() {
        let number = u64::try_from(at).unwrap_or(u64::MAX).saturating_add(1);
        if let Some(what) = chain::fault(posting, number, previous) {
            return Some((at, what));
        }
        previous = &posting.hash;
    }
    None
}

pub(crate) fn write_postings(postings: &[Posting], out: &mut Writer) {
    out.open_list("postings");
    postings.iter().for_each(|posting| posting.write(out, true));
    out.close(']');
}

pub(crate) fn write_due(due: &[Due], out: &mut Writer) {
    out.open_list("due");
    for due in due {
        out.open('{');
        due.line.write_members(out);
        out.amount("payable", due.payable);
        out.close('}');
    }
    out.close(']');
}
