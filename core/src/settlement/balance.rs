//! Sums of postings: by partner and unit, by line, by rebate document.

use super::deposit::DepositBalances;
use super::ledger::Ledger;
use super::posting::{DEPOSIT, Line, Posting, PostingKind, Validity};
use super::write::Writer;
use crate::amount::{Amount, Overflow};
use crate::order;

/// What is owed, agreed and used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balances {
    /// Σ `accrue`, `adjust`.
    pub accrued: Amount,
    /// Σ `confirm`.
    pub granted: Amount,
    /// Σ `pay`, `redeem`, `expire`, `deduct`: negative, but for what is set off or paid back.
    pub used: Amount,
}

impl Balances {
    pub(crate) const fn of(zero: Amount) -> Balances {
        Balances { accrued: zero, granted: zero, used: zero }
    }

    pub(crate) fn add(&mut self, kind: PostingKind, amount: Amount) -> Result<(), Overflow> {
        let sum = match kind {
            PostingKind::Accrue | PostingKind::Adjust => &mut self.accrued,
            PostingKind::Confirm => &mut self.granted,
            // a reversal has been led back to what it undoes
            PostingKind::Pay | PostingKind::Redeem | PostingKind::Expire | PostingKind::Deduct | PostingKind::Reverse => &mut self.used,
            // the deposit has balances of its own
            PostingKind::Deposit | PostingKind::Forfeit | PostingKind::Refund => return Ok(()),
        };
        *sum = sum.checked_add(amount)?;
        Ok(())
    }

    /// What the partner has not agreed to yet.
    ///
    /// # Errors
    /// [`Overflow`] past 128 bits.
    pub fn to_confirm(&self) -> Result<Amount, Overflow> {
        self.accrued.checked_sub(self.granted)
    }

    /// What can be used.
    ///
    /// # Errors
    /// [`Overflow`] past 128 bits.
    pub fn available(&self) -> Result<Amount, Overflow> {
        self.granted.checked_add(self.used)
    }

    /// What the partner is owed.
    ///
    /// # Errors
    /// [`Overflow`] past 128 bits.
    pub fn balance(&self) -> Result<Amount, Overflow> {
        self.accrued.checked_add(self.used)
    }
}

/// The balances of a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerBalances {
    /// Whose.
    pub partner: String,
    /// By unit: money first (`None`), then by name.
    pub units: Vec<(Option<&'static str>, Balances)>,
    /// The deposit, where there is anything of it.
    pub deposit: Option<DepositBalances>,
}

impl PartnerBalances {
    pub(crate) fn write(&self, out: &mut Writer) -> Result<(), Overflow> {
        out.open('{');
        out.member("partner", &self.partner);
        out.open_list("units");
        for (unit, balances) in &self.units {
            out.open('{');
            out.optional("unit", *unit);
            out.amount("accrued", balances.accrued);
            out.amount("granted", balances.granted);
            out.amount("used", balances.used);
            out.amount("to_confirm", balances.to_confirm()?);
            out.amount("available", balances.available()?);
            out.amount("balance", balances.balance()?);
            out.close('}');
        }
        out.close(']');
        if let Some(deposit) = &self.deposit {
            deposit.write("deposit", out);
        }
        out.close('}');
        Ok(())
    }
}

/// The balances per unit of some postings; money is always there.
pub(crate) fn by_unit<'p>(
    ledger: &Ledger,
    postings: impl Iterator<Item = &'p Posting>,
) -> Result<Vec<(Option<&'static str>, Balances)>, Overflow> {
    let mut units = vec![(None, Balances::of(ledger.zero(None)))];
    for posting in postings.filter(|posting| posting.line.unit != Some(DEPOSIT)) {
        let unit = posting.line.unit;
        let at = match units.binary_search_by(|(known, _)| known.cmp(&unit)) {
            Ok(at) => at,
            Err(at) => {
                units.insert(at, (unit, Balances::of(ledger.zero(unit))));
                at
            }
        };
        if let Some((_, balances)) = units.get_mut(at) {
            balances.add(ledger.counts_as(posting), posting.amount)?;
        }
    }
    Ok(units)
}

pub(crate) fn of_partners(ledger: &Ledger, partner: Option<&str>) -> Result<Vec<PartnerBalances>, Overflow> {
    let wanted = |posting: &&Posting| partner.is_none_or(|partner| posting.line.partner == partner);
    let mut postings: Vec<&Posting> = ledger.postings.iter().filter(wanted).collect();
    order::sort_by(&mut postings, |a, b| a.line.partner.cmp(&b.line.partner));
    let mut partners = Vec::new();
    for own in postings.chunk_by(|a, b| a.line.partner == b.line.partner) {
        let Some(first) = own.first() else { continue };
        let (units, deposit) = (by_unit(ledger, own.iter().copied())?, DepositBalances::of(ledger, own.iter().copied())?);
        partners.push(PartnerBalances { partner: first.line.partner.clone(), units, deposit });
    }
    Ok(partners)
}

/// All postings of one line.
#[derive(Debug)]
pub(crate) struct LineState<'l> {
    pub(crate) line: &'l Line,
    pub(crate) balances: Balances,
    /// The last one that says what is owed.
    pub(crate) last: Option<&'l Posting>,
}

/// The lines of a ledger, sorted; the deposit is none.
pub(crate) fn lines(ledger: &Ledger) -> Result<Vec<LineState<'_>>, Overflow> {
    let mut postings: Vec<&Posting> = ledger.postings.iter().filter(|posting| posting.line.unit != Some(DEPOSIT)).collect();
    order::sort_by(&mut postings, |a, b| a.line.cmp(&b.line));
    let mut lines = Vec::new();
    for own in postings.chunk_by(|a, b| a.line == b.line) {
        let Some(first) = own.first() else { continue };
        let mut state = LineState { line: &first.line, balances: Balances::of(ledger.zero(first.line.unit)), last: None };
        for posting in own {
            state.balances.add(ledger.counts_as(posting), posting.amount)?;
            if posting.kind.is_accrual() {
                state.last = Some(posting);
            }
        }
        lines.push(state);
    }
    Ok(lines)
}

/// A rebate document and what is left of it.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    pub(crate) id: String,
    pub(crate) line: Line,
    pub(crate) valid: Validity,
    pub(crate) number: u64,
    pub(crate) left: Amount,
}

/// The documents of which something is left, of a partner or of all, in the order in which they were made.
pub(crate) fn documents(ledger: &Ledger, partner: Option<&str>) -> Result<Vec<Document>, Overflow> {
    let mut documents: Vec<Document> = Vec::new();
    for posting in &ledger.postings {
        if partner.is_some_and(|partner| posting.line.partner != partner) {
            continue;
        }
        let Some(id) = &posting.document else { continue };
        if let (true, Some(valid)) = (posting.kind.makes_document(), posting.valid) {
            let (number, left) = (posting.number, posting.amount);
            documents.push(Document { id: id.clone(), line: posting.line.clone(), valid, number, left });
        } else if let Some(at) = number_in(id).and_then(|number| documents.binary_search_by(|known| known.number.cmp(&number)).ok())
            && let Some(document) = documents.get_mut(at)
        {
            document.left = document.left.checked_add(posting.amount)?;
        }
    }
    documents.retain(|document| document.left.minor() != 0);
    Ok(documents)
}

/// A document is called `<partner>/<number of its posting>`.
pub(crate) fn number_in(document: &str) -> Option<u64> {
    document.rsplit_once('/')?.1.parse().ok()
}
