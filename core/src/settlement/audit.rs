//! Audit: deciding again what was posted, comparing with the other side's figures.

use super::balance;
use super::ledger::Ledger;
use super::owed::{Deciding, Moment, Owed};
use super::posting::{Line, Posting};
use super::programmes::Programmes;
use super::settle::belongs;
use super::write::Writer;
use super::{overflow, refuse};
use crate::amount::{Amount, Overflow};
use crate::decision::{Award, ClaimMatch, FundClaim, InventoryClaim};
use crate::diagnostic::JsonPointer;
use crate::error::{Error, SettlementCode};
use crate::facts::Facts;

/// A posting of a line, decided again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recomputed {
    /// Number of the posting.
    pub number: u64,
    /// The line's balance with it.
    pub posted: Amount,
    /// What the line is owed by the posting's basis; or why that cannot be said: `unknown_revision`, `held`.
    pub recomputed: Result<Amount, &'static str>,
}

/// What is behind a posting, with its reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Explained {
    /// An award.
    Award(Award<'static>),
    /// A claim of a fund.
    FundClaim(FundClaim),
    /// A claim of channel inventory: what we find, and how the claim line compares with it.
    InventoryClaim(Option<InventoryClaim>, Option<ClaimMatch>),
}

/// A line of ours beside the other side's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The line.
    pub line: Line,
    /// What we accrued.
    pub ours: Option<Amount>,
    /// What they say.
    pub theirs: Option<Amount>,
}

impl Ledger {
    /// Decides a line again under the revision and the knowledge of each of its postings.
    ///
    /// # Errors
    /// `unknown_line`, programmes of another ledger, and what a review refuses.
    pub fn recompute(&self, programmes: &Programmes, facts: &Facts, line: &Line) -> Result<Vec<Recomputed>, Error> {
        belongs(programmes, self)?;
        let mut deciding = Deciding::new(programmes, facts);
        let mut posted = Amount::from_minor(0, 0);
        let mut all = Vec::new();
        for posting in self.postings.iter().filter(|posting| posting.kind.is_accrual() && posting.line == *line) {
            posted = posted.checked_add(posting.amount).map_err(|Overflow| overflow())?;
            let recomputed = match moment(programmes, posting) {
                None => Err("unknown_revision"),
                Some(moment) => match deciding.owed(moment, line)? {
                    Owed::Held => Err("held"),
                    Owed::Amount(amount) => Ok(amount),
                    Owed::Unknown => Ok(Amount::from_minor(0, posted.scale())),
                },
            };
            all.push(Recomputed { number: posting.number, posted, recomputed });
        }
        if all.is_empty() {
            return Err(refuse(SettlementCode::UnknownLine, JsonPointer::root(), format!("the ledger has no line {line}")));
        }
        Ok(all)
    }

    /// The award or claim behind an `accrue` or `adjust`, with its reasons.
    ///
    /// # Errors
    /// `unknown_posting` for a number that is no such posting, `unknown_revision`, `unknown_line`, and what a review refuses.
    pub fn explain(&self, programmes: &Programmes, facts: &Facts, number: u64) -> Result<Explained, Error> {
        belongs(programmes, self)?;
        let Some(posting) = self.posting(number).filter(|posting| posting.kind.is_accrual()) else {
            let message = format!("there is no posting {number} that says what is owed");
            return Err(refuse(SettlementCode::UnknownPosting, JsonPointer::from("/number"), message));
        };
        let path = JsonPointer::from("/postings").child(number.saturating_sub(1));
        if moment(programmes, posting).is_none() {
            let message = format!("the revision that posting {number} was computed under is not at hand");
            return Err(refuse(SettlementCode::UnknownRevision, path.child("basis"), message));
        }
        let behind = Deciding::new(programmes, facts).behind(posting)?;
        behind.ok_or_else(|| refuse(SettlementCode::UnknownLine, path, format!("its revision does not know the line {}", posting.line)))
    }

    /// The other side's figures against what was accrued; several of theirs for one line are added.
    ///
    /// # Errors
    /// `overflow`.
    pub fn compare(&self, theirs: &[(Line, Amount)], partner: Option<&str>) -> Result<Vec<Comparison>, Error> {
        let mut all: Vec<Comparison> = Vec::new();
        for state in balance::lines(self).map_err(|Overflow| overflow())? {
            if partner.is_none_or(|partner| state.line.partner == partner) {
                all.push(Comparison { line: state.line.clone(), ours: Some(state.balances.accrued), theirs: None });
            }
        }
        for (line, amount) in theirs.iter().filter(|(line, _)| partner.is_none_or(|partner| line.partner == partner)) {
            match all.binary_search_by(|known| known.line.cmp(line)) {
                Ok(at) => {
                    if let Some(known) = all.get_mut(at) {
                        let before = known.theirs.unwrap_or_else(|| self.zero(line.unit));
                        known.theirs = Some(before.checked_add(*amount).map_err(|Overflow| overflow())?);
                    }
                }
                Err(at) => all.insert(at, Comparison { line: line.clone(), ours: None, theirs: Some(*amount) }),
            }
        }
        all.retain(|line| line.theirs.is_some() || line.ours.is_some_and(|ours| ours.minor() != 0));
        Ok(all)
    }
}

/// The moment of a posting's basis, if its revision is at hand.
fn moment(programmes: &Programmes, posting: &Posting) -> Option<Moment> {
    let basis = posting.basis.as_ref()?;
    let revision = programmes.position_of(basis.revision, &basis.fingerprint)?;
    Some(Moment { revision, on: basis.as_of, known_on: basis.known_on, returns_known_on: None })
}

impl Deciding<'_> {
    /// What is behind a posting that says what is owed; `None` where its revision is not at hand or does not know its line.
    pub(crate) fn behind(&mut self, posting: &Posting) -> Result<Option<Explained>, Error> {
        let Some(moment) = moment(self.programmes, posting) else { return Ok(None) };
        match posting.line.incentive() {
            Some(_) => Ok(self.award(moment, &posting.line)?.map(Explained::Award)),
            None => self.behind_claim(moment, &posting.line),
        }
    }
}

impl Explained {
    /// The award, where it is one.
    #[must_use]
    pub fn into_award(self) -> Option<Award<'static>> {
        match self {
            Explained::Award(award) => Some(award),
            Explained::FundClaim(_) | Explained::InventoryClaim(..) => None,
        }
    }

    /// Its members, into an object that is open.
    pub(crate) fn write(&self, out: &mut Writer) {
        match self {
            Explained::Award(award) => out.json("award", &serde_json::to_string(award).unwrap_or_default()),
            Explained::FundClaim(claim) => out.json("claim", &serde_json::to_string(claim).unwrap_or_default()),
            Explained::InventoryClaim(claim, line) => {
                if let Some(claim) = claim {
                    out.json("claim", &serde_json::to_string(claim).unwrap_or_default());
                }
                if let Some(line) = line {
                    out.json("match", &serde_json::to_string(line).unwrap_or_default());
                }
            }
        }
    }
}

impl Recomputed {
    pub(crate) fn write(&self, out: &mut Writer) -> Result<(), Error> {
        out.open('{');
        out.count("number", self.number);
        out.amount("posted", self.posted);
        match self.recomputed {
            Ok(recomputed) => {
                out.amount("recomputed", recomputed);
                out.amount("difference", recomputed.checked_sub(self.posted).map_err(|Overflow| overflow())?);
            }
            Err(why_not) => out.member("why_not", why_not),
        }
        out.close('}');
        Ok(())
    }
}

impl Comparison {
    /// `equal`, `differs`, `only_ours` or `only_theirs`.
    ///
    /// # Errors
    /// [`Overflow`] past 128 bits.
    pub fn result(&self) -> Result<&'static str, Overflow> {
        Ok(match (self.ours, self.theirs) {
            (Some(_), None) => "only_ours",
            (None, _) => "only_theirs",
            (Some(ours), Some(theirs)) if theirs.checked_sub(ours)?.minor() == 0 => "equal",
            (Some(_), Some(_)) => "differs",
        })
    }

    pub(crate) fn write(&self, out: &mut Writer) -> Result<(), Overflow> {
        out.open('{');
        self.line.write_members(out);
        let result = self.result()?;
        out.member("result", result);
        if let Some(ours) = self.ours {
            out.amount("ours", ours);
        }
        if let Some(theirs) = self.theirs {
            out.amount("theirs", theirs);
        }
        if let (Some(ours), Some(theirs), "differs") = (self.ours, self.theirs, result) {
            out.amount("difference", theirs.checked_sub(ours)?);
        }
        out.close('}');
        Ok(())
    }
}
