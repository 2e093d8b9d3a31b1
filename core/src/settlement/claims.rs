//! Claims of funds and of channel inventory as lines: which there are, and what they are owed.

use super::audit::Explained;
use super::overflow;
use super::owed::{Deciding, Moment, Owed, decided_on, period_of, periods};
use super::posting::{Basis, Line, LineOf, LinePeriod};
use super::settle::Closing;
use crate::amount::{Amount, Overflow};
use crate::decision::{ClaimKind, ClaimMatch, FundClaim, Inventory, InventoryClaim, MatchOutcome};
use crate::engine::{ClaimDays, PeriodClaims, fund_claims_of, inventory_of, requested_on};
use crate::error::Error;
use crate::order;
use crate::period::{AsOf, Date, Period};

/// A claim that a settlement found, and what it is owed.
pub(super) struct FoundClaim {
    pub(super) line: Line,
    pub(super) moment: Moment,
    pub(super) owed: Owed,
}

/// What an inventory owes on a claim.
struct Entry {
    kind: ClaimKind,
    claim: String,
    /// The day whose revision decides it.
    day: Date,
    amount: Amount,
}

impl Deciding<'_> {
    /// All claims that are not older than `since`.
    pub(super) fn claims(&mut self, closing: Closing) -> Result<Vec<FoundClaim>, Error> {
        let mut found = Vec::new();
        let Some(start) = self.programmes.start() else { return Ok(found) };
        for revision in 0..self.programmes.revisions().len() {
            let now = Moment { revision, on: closing.as_of, known_on: closing.on, returns_known_on: None };
            self.add_funds(now, start, closing.since, &mut found)?;
            self.add_inventory(now, closing.since, &mut found)?;
        }
        order::sort_by(&mut found, |a, b| a.line.cmp(&b.line));
        let mut merged: Vec<FoundClaim> = Vec::with_capacity(found.len());
        for next in found {
            match merged.last_mut().filter(|last| last.line == next.line) {
                // a claim line and what is charged back can bear one id
                Some(last) => last.owed = both(last.owed, next.owed)?,
                None => merged.push(next),
            }
        }
        Ok(merged)
    }

    fn add_funds(&mut self, now: Moment, start: Date, since: Option<Date>, found: &mut Vec<FoundClaim>) -> Result<(), Error> {
        let Some(programme) = self.programmes.revisions().get(now.revision) else { return Ok(()) };
        for (position, fund) in programme.funds().iter().enumerate() {
            for (period, day) in periods(self.programmes, now.revision, fund.period, (start, now.on)) {
                for partner in self.review(now)?.partner_ids().to_vec() {
                    let PeriodClaims { claims, is_held } = self.fund_claims(now, &partner, position, (period, day))?;
                    for claim in claims.into_iter().filter(|claim| since.is_none_or(|since| claim.on >= since)) {
                        let of = LineOf::Fund { fund: fund.id.clone(), claim: claim.claim };
                        let owed = if is_held { Owed::Held } else { Owed::Amount(claim.amount) };
                        found.push(FoundClaim { line: Line { partner: partner.clone(), of, unit: None }, moment: now, owed });
                    }
                }
            }
        }
        Ok(())
    }

    /// The claims of a partner on the requests of a period, which is decided on `day`.
    fn fund_claims(
        &mut self,
        now: Moment,
        partner: &str,
        position: usize,
        (period, day): (LinePeriod, Date),
    ) -> Result<PeriodClaims, Error> {
        let (now, budget) = (self.ready(now)?, self.ready(Moment { on: day, ..now })?);
        let period = Period { from: Some(period.from), until: period.until };
        Ok(fund_claims_of((self.nth(now)?, self.nth(budget)?), partner, position, period)?)
    }

    fn add_inventory(&mut self, now: Moment, since: Option<Date>, found: &mut Vec<FoundClaim>) -> Result<(), Error> {
        let programmes = self.programmes;
        let decides = |day: Date| programmes.position_in_force(day) == Some(now.revision) && since.is_none_or(|since| day >= since);
        if programmes.revisions().get(now.revision).is_none_or(|programme| programme.channel_inventory().is_none()) {
            return Ok(());
        }
        for partner in self.review(now)?.partner_ids().to_vec() {
            let Some(inventory) = inventory_of(self.review(now)?, &partner)? else { continue };
            let mut entries: Vec<(Moment, Entry)> = owed_by(&inventory, now.on)
                .into_iter()
                .filter(|entry| entry.kind != ClaimKind::StockRotation)
                .map(|entry| (now, entry))
                .collect();
            let rotations = inventory.matches.iter().filter(|line| line.kind == ClaimKind::StockRotation && line.claim.is_some());
            let mut days: Vec<Date> = rotations.map(|line| line.known_on.unwrap_or(now.on)).filter(|day| *day <= now.on).collect();
            order::sort(&mut days);
            days.dedup();
            for on in days.into_iter().filter(|day| decides(*day)) {
                let then = Moment { on, ..now };
                if let Some(inventory) = inventory_of(self.review(then)?, &partner)? {
                    // lines that do not say their day are of the day of the settlement
                    let undated =
                        |claim: &str| inventory.matches.iter().any(|line| line.claim.as_deref() == Some(claim) && line.known_on.is_none());
                    let rotation = owed_by(&inventory, on).into_iter().filter(|entry| entry.kind == ClaimKind::StockRotation);
                    entries.extend(rotation.filter(|entry| on == now.on || !undated(&entry.claim)).map(|entry| (then, entry)));
                }
            }
            for (moment, Entry { kind, claim, amount, .. }) in entries.into_iter().filter(|(_, entry)| decides(entry.day)) {
                let line = Line { partner: partner.clone(), of: LineOf::Inventory { kind, claim }, unit: None };
                found.push(FoundClaim { line, moment, owed: Owed::Amount(amount) });
            }
        }
        Ok(())
    }

    /// What the line of a claim is owed at a moment.
    pub(super) fn claim_owed(&mut self, moment: Moment, line: &Line) -> Result<Owed, Error> {
        match &line.of {
            LineOf::Award { .. } | LineOf::Partner => Ok(Owed::Unknown),
            LineOf::Fund { fund, claim } => Ok(match self.fund_claim(moment, &line.partner, fund, claim)? {
                Some((_, true)) => Owed::Held,
                Some((claim, false)) => Owed::Amount(claim.amount),
                None => Owed::Unknown,
            }),
            LineOf::Inventory { kind, claim } => {
                let Some(inventory) = inventory_of(self.review(moment)?, &line.partner)? else { return Ok(Owed::Unknown) };
                let own = owed_by(&inventory, moment.on).into_iter().filter(|entry| entry.kind == *kind && entry.claim == *claim);
                own.map(|entry| Owed::Amount(entry.amount)).try_fold(Owed::Unknown, both)
            }
        }
    }

    /// A claim of a fund at a moment, and whether it is held.
    fn fund_claim(&mut self, moment: Moment, partner: &str, fund: &str, claim: &str) -> Result<Option<(FundClaim, bool)>, Error> {
        let Some((period, day)) = self.period_of_claim(moment, fund, claim) else { return Ok(None) };
        let programme = self.programmes.revisions().get(moment.revision);
        let position = programme.and_then(|programme| programme.funds().iter().position(|own| own.id == fund));
        let Some(position) = position else { return Ok(None) };
        let PeriodClaims { claims, is_held } = self.fund_claims(moment, partner, position, (period, day))?;
        Ok(claims.into_iter().find(|own| own.claim == claim).map(|claim| (claim, is_held)))
    }

    /// The period of a claim's request under a revision, and the day on which it is decided.
    fn period_of_claim(&self, moment: Moment, fund: &str, claim: &str) -> Option<(LinePeriod, Date)> {
        let programme = self.programmes.revisions().get(moment.revision)?;
        let fund = programme.funds().iter().find(|own| own.id == fund)?;
        let period = period_of(self.programmes, programme, fund.period, requested_on(self.facts, claim)?)?;
        Some((period, decided_on(self.programmes, period, moment.on)?))
    }

    /// What is behind the line of a claim at a moment.
    pub(super) fn behind_claim(&mut self, moment: Moment, line: &Line) -> Result<Option<Explained>, Error> {
        match &line.of {
            LineOf::Award { .. } | LineOf::Partner => Ok(None),
            LineOf::Fund { fund, claim } => {
                Ok(self.fund_claim(moment, &line.partner, fund, claim)?.map(|(claim, _)| Explained::FundClaim(claim)))
            }
            LineOf::Inventory { kind, claim } => {
                let Some(inventory) = inventory_of(self.review(moment)?, &line.partner)? else { return Ok(None) };
                let line = inventory.matches.iter().find(|line| line.kind == *kind && line.claim.as_ref() == Some(claim)).cloned();
                let is_charged = |own: &&InventoryClaim| own.kind == *kind && own.change.as_ref() == Some(claim) && own.amount.minor() < 0;
                let found = match &line {
                    Some(line) => found_for(&inventory, line),
                    None => inventory.claims.iter().find(is_charged),
                };
                let found = found.cloned();
                Ok((line.is_some() || found.is_some()).then_some(Explained::InventoryClaim(found, line)))
            }
        }
    }

    /// The day of what a claim is for, when the facts that are known still have it.
    pub(super) fn claim_day(&self, line: &Line, closing: Closing) -> Option<Date> {
        let known = AsOf { on: closing.as_of, known_on: Some(closing.on) };
        let days = self.claim_days.get_or_init(|| ClaimDays::new(self.facts, &known));
        match &line.of {
            LineOf::Award { .. } | LineOf::Partner => None,
            LineOf::Fund { fund, claim } => days.of_fund(&line.partner, fund, claim),
            LineOf::Inventory { kind, claim } => days.of_inventory(*kind, &line.partner, claim, closing.as_of),
        }
    }

    /// Whether a rotation is of a day on which no revision is in effect.
    pub(super) fn is_undecided(&self, line: &Line, day: Date) -> bool {
        let is_rotation = matches!(line.of, LineOf::Inventory { kind: ClaimKind::StockRotation, .. });
        is_rotation && self.programmes.position_in_force(day).is_none()
    }

    /// The moment at which a claim that no revision gives any more is decided: by the revision that would decide it, as far as that
    /// can be told, else by the one of its last accrual, else by the one in force.
    pub(super) fn moment_of_lost(&mut self, line: &Line, basis: Option<&Basis>, closing: Closing) -> Result<Moment, Error> {
        let highest = self.programmes.revisions().len().saturating_sub(1);
        let in_force = self.programmes.position_in_force(closing.as_of).unwrap_or(highest);
        let known = basis.and_then(|basis| self.programmes.position_of(basis.revision, &basis.fingerprint));
        let moment = Moment { revision: known.unwrap_or(in_force), on: closing.as_of, known_on: closing.on, returns_known_on: None };
        let is_rotation = matches!(line.of, LineOf::Inventory { kind: ClaimKind::StockRotation, .. });
        let day = match &line.of {
            LineOf::Award { .. } | LineOf::Partner => None,
            LineOf::Fund { fund, claim } => self.period_of_claim(moment, fund, claim).map(|(_, day)| day),
            LineOf::Inventory { .. } => self.claim_day(line, closing).or_else(|| basis.map(|basis| basis.as_of)),
        };
        let revision = day.and_then(|day| self.programmes.position_in_force(day)).unwrap_or(moment.revision);
        let on = day.filter(|_| is_rotation).unwrap_or(moment.on);
        Ok(Moment { revision, on, ..moment })
    }
}

/// What two things that bear one id are owed together.
fn both(a: Owed, b: Owed) -> Result<Owed, Error> {
    match (a, b) {
        (Owed::Amount(a), Owed::Amount(b)) => a.checked_add(b).map(Owed::Amount).map_err(|Overflow| overflow()),
        (Owed::Held, _) | (_, Owed::Held) => Ok(Owed::Held),
        (Owed::Unknown, known) | (known, Owed::Unknown) => Ok(known),
    }
}

/// What a claim line is for.
fn found_for<'i>(inventory: &'i Inventory, line: &ClaimMatch) -> Option<&'i InventoryClaim> {
    let is = |own: &&InventoryClaim| (own.kind, &own.sale, &own.change) == (line.kind, &line.sale, &line.change);
    inventory.claims.iter().find(is)
}

/// What the inventory of a review on a day owes: claim lines that are accepted, at the smaller of ours and theirs, and what is
/// charged back. A rotation is for the lines of its own day only.
fn owed_by(inventory: &Inventory, on: Date) -> Vec<Entry> {
    let mut entries = Vec::new();
    let nothing = |amount: Amount| Amount::from_minor(0, amount.scale());
    for line in inventory.matches.iter().filter(|line| line.kind != ClaimKind::StockRotation) {
        let is_accepted = matches!(line.outcome, MatchOutcome::Matched | MatchOutcome::QuantityDiffers | MatchOutcome::PriceDiffers);
        if let (true, Some(claim), Some(found)) = (is_accepted, &line.claim, found_for(inventory, line)) {
            let amount = line.ours.min(line.theirs).max(nothing(line.ours));
            entries.push(Entry { kind: line.kind, claim: claim.clone(), day: found.on, amount });
        }
    }
    for found in inventory.claims.iter().filter(|found| found.kind == ClaimKind::PriceProtection && found.amount.minor() < 0) {
        if let Some(change) = &found.change {
            entries.push(Entry { kind: found.kind, claim: change.clone(), day: found.on, amount: found.amount });
        }
    }
    let of_day = |line: &&ClaimMatch| line.kind == ClaimKind::StockRotation && line.known_on.unwrap_or(on) == on;
    let mut lines: Vec<(bool, &String, Amount)> = inventory
        .matches
        .iter()
        .filter(of_day)
        .filter_map(|line| Some((line.known_on.is_none(), line.claim.as_ref()?, line.theirs)))
        .collect();
    order::sort(&mut lines);
    let mut allowed = inventory.claims.iter().find(|found| found.kind == ClaimKind::StockRotation).map(|found| found.amount);
    for (_, claim, theirs) in lines {
        // the first line has it all, the others are owed nothing
        let amount = allowed.take().map_or(nothing(theirs), |allowed| allowed.min(theirs).max(nothing(theirs)));
        entries.push(Entry { kind: ClaimKind::StockRotation, claim: claim.clone(), day: on, amount });
    }
    entries
}
