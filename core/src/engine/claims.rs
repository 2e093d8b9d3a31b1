//! Deal registration: who holds what, and why the others do not.
//!
//! The result does not depend on the order of the records: claims are sorted by instant and id before anything is decided.

use super::plain;
use crate::amount::Overflow;
use crate::conflict::{ClaimTie, FirstDay, RegistrationPolicy};
use crate::decision::{Claim, ClaimOutcome, Conflict};
use crate::diagnostic::JsonPointer;
use crate::error::EvaluationError;
use crate::facts::{Cell, Facts, Table};
use crate::order;
use crate::period::AsOf;
use crate::period::{Instant, date_text, epoch_days, from_epoch_days};
use crate::programme::Programme;
use crate::reason::Reason;
use crate::record::ColumnPath;

#[cfg(test)]
mod tests;

const KIND: &str = "registrations";

/// All conflicts of all policies, by policy and key.
pub(crate) fn decide(programme: &Programme, facts: &Facts, as_of: &AsOf) -> Result<Vec<Conflict>, EvaluationError> {
    let mut conflicts = Vec::new();
    for policy in &programme.conflicts {
        let Some((kind, table)) = facts.table_named(KIND) else {
            return Err(EvaluationError::MissingTable { table: KIND.to_owned(), metric: policy.id.clone() });
        };
        Deciding { facts, as_of, policy, path: JsonPointer::from("/conflicts").child(&policy.id), kind, table }.run(&mut conflicts)?;
    }
    Ok(conflicts)
}

struct Deciding<'a> {
    facts: &'a Facts,
    as_of: &'a AsOf,
    policy: &'a RegistrationPolicy,
    path: JsonPointer,
    kind: usize,
    table: &'a Table,
}

/// A claim as it was made; the order of the members is the order of claims, those without instant last.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Made {
    has_no_instant: bool,
    seconds: i64,
    id: String,
    /// The date written in the instant, in its own offset.
    day: i32,
    row: usize,
    at: Option<Instant>,
}

/// Who holds the thing.
struct Hold {
    claim: String,
    /// The end of protection, as reported.
    protected_until: i32,
    /// The end of protection or the withdrawal, whichever is earlier.
    until: i32,
}

impl Hold {
    // there is no lower bound: claims come in the order of their instants, so the thing was taken before whoever asks now,
    // also where offsets put the later instant on an earlier date
    fn holds_on(&self, day: i32) -> bool {
        day < self.until
    }
}

impl Deciding<'_> {
    fn run(&self, conflicts: &mut Vec<Conflict>) -> Result<(), EvaluationError> {
        let mut complete: Vec<(Vec<String>, Made)> = Vec::new();
        let mut listed: Vec<Conflict> = Vec::new();
        for row in 0..self.table.rows() {
            let Some(made) = self.made(row) else { continue };
            let key: Vec<Option<String>> = self.policy.matches.iter().map(|path| self.key_text(path, row)).collect();
            match key.iter().cloned().collect::<Option<Vec<String>>>() {
                Some(key) => complete.push((key, made)),
                None => listed.push(self.alone(key, &made)),
            }
        }
        order::sort(&mut complete);
        for claims in complete.chunk_by(|(a, _), (b, _)| a == b) {
            let Some((key, _)) = claims.first() else { continue };
            let claims: Vec<&Made> = claims.iter().map(|(_, made)| made).collect();
            listed.push(self.thing(key.iter().cloned().map(Some).collect(), &claims)?);
        }
        // incomplete keys may be equal; the id of their only claim then decides
        let first = |conflict: &Conflict| conflict.claims.first().map(|claim| claim.claim.clone());
        order::sort_by(&mut listed, |a, b| a.key.cmp(&b.key).then_with(|| first(a).cmp(&first(b))));
        conflicts.append(&mut listed);
        Ok(())
    }

    fn cell(&self, column: &str, row: usize) -> Cell<'_> {
        plain::cell(self.facts, self.kind, self.table, &ColumnPath::parse(column), row)
    }

    fn text(&self, column: &str, row: usize) -> String {
        match self.cell(column, row) {
            Cell::Text(text) => text.to_owned(),
            _ => String::new(),
        }
    }

    fn key_text(&self, path: &ColumnPath, row: usize) -> Option<String> {
        match plain::cell(self.facts, self.kind, self.table, path, row) {
            Cell::Absent => None,
            Cell::Text(text) => Some(text.to_owned()),
            Cell::Day(day) => Some(day_text(day)),
            Cell::Number(number) => Some(number.to_string()),
            Cell::Instant(instant) => Some(instant.to_string()),
            Cell::Boolean(value) => Some(value.to_string()),
        }
    }

    /// The claim of a record; `None` when its day is after the review or it was not yet known.
    fn made(&self, row: usize) -> Option<Made> {
        if let (Some(known_on), Cell::Day(day)) = (self.as_of.known_on, self.cell("known_on", row))
            && day > epoch_days(known_on)
        {
            return None;
        }
        let id = self.text("id", row);
        let Cell::Instant(instant) = self.cell(&self.policy.order_by, row) else {
            return Some(Made { has_no_instant: true, seconds: i64::MAX, id, day: i32::MAX, row, at: None });
        };
        let day = instant.date().map(epoch_days)?;
        (day <= epoch_days(self.as_of.on)).then_some(Made {
            has_no_instant: false,
            day,
            seconds: instant.seconds,
            id,
            row,
            at: Some(instant),
        })
    }

    fn claim(&self, made: &Made, outcome: ClaimOutcome, reasons: Vec<Reason<'static>>) -> Claim {
        let partner = self.text("partner", made.row);
        Claim { claim: made.id.clone(), partner, at: made.at.map(|at| at.to_string()), outcome, reasons }
    }

    fn alone(&self, key: Vec<Option<String>>, made: &Made) -> Conflict {
        let absent = self.policy.matches.iter().zip(&key).filter(|(_, value)| value.is_none());
        let reasons =
            absent.map(|(path, _)| Reason::ClaimIncompleteKey { path: self.path.clone().into(), column: path.to_string() }).collect();
        let claims = vec![self.claim(made, ClaimOutcome::NotValid, reasons)];
        Conflict { policy: self.policy.id.clone(), key, holder: None, claims }
    }

    /// All claims on one thing, in order.
    fn thing(&self, key: Vec<Option<String>>, made: &[&Made]) -> Result<Conflict, EvaluationError> {
        let refusals = made.iter().map(|claim| self.not_valid(claim).map_err(|_| self.overflow(claim))).collect::<Result<Vec<_>, _>>()?;
        let valid: Vec<&Made> = made.iter().zip(&refusals).filter(|(_, refusal)| refusal.is_none()).map(|(claim, _)| *claim).collect();
        let mut hold: Option<Hold> = None;
        let mut claims = Vec::with_capacity(made.len());
        for (claim, refusal) in made.iter().zip(refusals) {
            if let Some(reason) = refusal {
                claims.push(self.claim(claim, ClaimOutcome::NotValid, vec![reason]));
                continue;
            }
            if let Some(held) = hold.as_ref().filter(|held| held.holds_on(claim.day)) {
                let (by, held_until) = (held.claim.clone(), day_text(held.protected_until));
                let reason = Reason::ClaimBlocked { path: self.path.clone().into(), by, held_until };
                claims.push(self.claim(claim, ClaimOutcome::Blocked, vec![reason]));
                continue;
            }
            let with = self.tied_with(claim, &valid);
            if !with.is_empty() {
                claims.push(self.claim(claim, ClaimOutcome::Review, vec![Reason::ClaimTied { path: self.path.clone().into(), with }]));
                continue;
            }
            let (credited, now_held) = self.credit(claim).map_err(|_| self.overflow(claim))?;
            claims.push(credited);
            hold = Some(now_held);
        }
        // a thing that was held again was free before: only the last hold can still be in force
        let today = epoch_days(self.as_of.on);
        let holder = hold.filter(|held| held.holds_on(today)).map(|held| held.claim);
        Ok(Conflict { policy: self.policy.id.clone(), key, holder, claims })
    }

    /// Other valid claims of the same instant, where they go to review; otherwise the order of ids has settled it.
    fn tied_with(&self, claim: &Made, valid: &[&Made]) -> Vec<String> {
        match self.policy.tie {
            ClaimTie::LowestId => Vec::new(),
            ClaimTie::Review => valid
                .iter()
                .filter(|other| other.row != claim.row && other.seconds == claim.seconds)
                .map(|other| other.id.clone())
                .collect(),
        }
    }

    fn not_valid(&self, claim: &Made) -> Result<Option<Reason<'static>>, Overflow> {
        if claim.has_no_instant {
            return Ok(Some(Reason::ClaimNotValid { path: self.path.clone().into(), leaves: Vec::new() }));
        }
        let Some(filter) = &self.policy.valid else { return Ok(None) };
        let (holds, leaves) = plain::filter_leaves(filter, self.facts, self.kind, self.table, claim.row, self.as_of.on)?;
        Ok((!holds).then(|| Reason::ClaimNotValid { path: self.path.clone().into(), leaves }))
    }

    fn credit(&self, claim: &Made) -> Result<(Claim, Hold), Overflow> {
        let days = i32::try_from(self.policy.protection_days).map_err(|_| Overflow)?;
        let own_day = match self.policy.first_day {
            FirstDay::Counted => 0,
            FirstDay::NotCounted => 1,
        };
        let protected_until = claim.day.checked_add(days).and_then(|day| day.checked_add(own_day)).ok_or(Overflow)?;
        let withdrawn = match self.cell("withdrawn_on", claim.row) {
            Cell::Day(day) if day <= epoch_days(self.as_of.on) => Some(day),
            _ => None,
        };
        let (held_from, held_until) = (day_text(claim.day), day_text(protected_until));
        let mut reasons = vec![Reason::ClaimCredited { path: self.path.clone().into(), held_from, held_until }];
        let mut outcome = ClaimOutcome::Credited;
        if let Some(day) = withdrawn {
            reasons.push(Reason::ClaimWithdrawn { path: self.path.clone().into(), on: day_text(day) });
            outcome = ClaimOutcome::Withdrawn;
        }
        let until = withdrawn.map_or(protected_until, |day| day.min(protected_until));
        let hold = Hold { claim: claim.id.clone(), protected_until, until };
        Ok((self.claim(claim, outcome, reasons), hold))
    }

    fn overflow(&self, claim: &Made) -> EvaluationError {
        EvaluationError::Overflow { path: self.path.clone(), partner: self.text("partner", claim.row) }
    }
}

fn day_text(day: i32) -> String {
    from_epoch_days(day).map(date_text).unwrap_or_default()
}
