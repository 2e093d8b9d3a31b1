//! What a partner claims, held against what we find.

use super::{Deciding, Records};
use crate::amount::{Amount, Exact, Overflow};
use crate::decision::{ClaimKind, ClaimMatch, InventoryClaim, MatchOutcome};
use crate::order;
use crate::period::Date;

/// A claim line. The order of the members is the order in which lines are held against what we find.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Claimed<'a> {
    kind: ClaimKind,
    /// The resale or the change; nothing for a rotation.
    thing: Option<&'a str>,
    id: &'a str,
    known_on: Option<Date>,
    quantity: Exact,
    amount: Exact,
}

/// What a claim is for.
type Thing<'c> = (ClaimKind, Option<&'c str>);

fn thing(claim: &InventoryClaim) -> Thing<'_> {
    (claim.kind, claim.sale.as_deref().or(claim.change.as_deref()))
}

/// What a claim line is for.
pub(crate) fn claimed_by<'a>(lines: &Records<'a>, row: u32) -> Option<Thing<'a>> {
    let word = lines.text("kind", row)?;
    let (_, kind) = ClaimKind::ALL.iter().find(|(name, _)| *name == word)?;
    let thing = match kind {
        ClaimKind::ShipAndDebit => lines.text("sale", row),
        ClaimKind::PriceProtection => lines.text("change", row),
        ClaimKind::StockRotation => None,
    };
    Some((*kind, thing))
}

/// Whether it can be said of a thing which one it is; a rotation is one.
const fn has_name((kind, name): Thing<'_>) -> bool {
    name.is_some() || matches!(kind, ClaimKind::StockRotation)
}

impl<'a> Deciding<'_, 'a> {
    /// Compares; `sold` are the days of the resales, by id.
    pub(super) fn matches(&self, claims: &[InventoryClaim], sold: &[(&str, Date)]) -> Result<Vec<ClaimMatch>, Overflow> {
        let lines = self.claimed();
        // what comes to nothing is not found
        let mut found: Vec<(Thing<'_>, &InventoryClaim)> =
            claims.iter().filter(|claim| claim.amount.minor() != 0).map(|claim| (thing(claim), claim)).collect();
        order::sort_by(&mut found, |(a, _), (b, _)| a.cmp(b));
        let mut matches = Vec::new();
        let mut before = None;
        for line in &lines {
            let thing = (line.kind, line.thing);
            let at = found.partition_point(|(own, _)| *own < thing);
            let ours = found.get(at).filter(|(own, _)| *own == thing && has_name(thing)).map(|(_, claim)| *claim);
            let is_second = has_name(thing) && before == Some(thing);
            matches.push(self.compared(line, ours, is_second, sold)?);
            before = Some(thing);
        }
        let is_claimed = |thing: Thing<'_>| {
            let at = lines.partition_point(|line| (line.kind, line.thing) < thing);
            has_name(thing) && lines.get(at).is_some_and(|line| (line.kind, line.thing) == thing)
        };
        for (_, claim) in found.iter().filter(|(thing, _)| !is_claimed(*thing)) {
            let (sale, change) = (claim.sale.clone(), claim.change.clone());
            let nothing = Amount::from_minor(0, claim.amount.scale());
            matches.push(matched((None, None), claim.kind, (sale, change), MatchOutcome::NotClaimed, claim.amount, nothing));
        }
        order::sort_by(&mut matches, |a, b| (a.kind, &a.sale, &a.change, &a.claim).cmp(&(b.kind, &b.sale, &b.change, &b.claim)));
        Ok(matches)
    }

    /// The partner's claim lines that were known.
    fn claimed(&self) -> Vec<Claimed<'a>> {
        let (subject, records) = (self.subject, &self.lines);
        let line = |row: u32| {
            let (kind, thing) = claimed_by(records, row)?;
            let (quantity, amount) = (records.number("quantity", row)?, records.number("amount", row)?);
            Some(Claimed { kind, thing, id: records.id(row), known_on: records.date("known_on", row), quantity, amount })
        };
        let own = subject.shared.links.claim_lines.of(subject.partner).filter(|row| records.is_known(*row, None, &subject.as_of));
        let mut lines: Vec<Claimed<'a>> = own.filter_map(line).collect();
        order::sort(&mut lines);
        lines
    }

    fn compared(
        &self,
        line: &Claimed<'_>,
        ours: Option<&InventoryClaim>,
        is_second: bool,
        sold: &[(&str, Date)],
    ) -> Result<ClaimMatch, Overflow> {
        let theirs = self.subject.amount(line.amount)?;
        let nothing = Amount::from_minor(0, theirs.scale());
        let (outcome, amount) = match ours {
            _ if is_second => (MatchOutcome::Duplicate, nothing),
            None => (MatchOutcome::NotEligible, nothing),
            Some(ours) if self.is_late(line, sold) => (MatchOutcome::Late, ours.amount),
            Some(ours) if ours.quantity != line.quantity => (MatchOutcome::QuantityDiffers, ours.amount),
            Some(ours) if ours.amount != theirs => (MatchOutcome::PriceDiffers, ours.amount),
            Some(ours) => (MatchOutcome::Matched, ours.amount),
        };
        let thing = line.thing.map(str::to_owned);
        let thing = if line.kind == ClaimKind::ShipAndDebit { (thing, None) } else { (None, thing) };
        Ok(matched((Some(line.id.to_owned()), line.known_on), line.kind, thing, outcome, amount, theirs))
    }

    /// Whether a resale is claimed after the time for it; nobody knows where it is not said when the line was known.
    fn is_late(&self, line: &Claimed<'_>, sold: &[(&str, Date)]) -> bool {
        let within = self.rules.ship_and_debit.and_then(|rules| rules.claim_within).filter(|_| line.kind == ClaimKind::ShipAndDebit);
        let (Some(days), Some(known_on), Some(sale)) = (within, line.known_on, line.thing) else { return false };
        let at = sold.partition_point(|(own, _)| *own < sale);
        let sold_on = sold.get(at).filter(|(own, _)| *own == sale).map(|(_, date)| *date);
        sold_on.is_some_and(|sold_on| known_on.signed_duration_since(sold_on).num_days() > i64::from(days))
    }
}

fn matched(
    (claim, known_on): (Option<String>, Option<Date>),
    kind: ClaimKind,
    (sale, change): (Option<String>, Option<String>),
    outcome: MatchOutcome,
    ours: Amount,
    theirs: Amount,
) -> ClaimMatch {
    let difference = Amount::from_minor(theirs.minor() - ours.minor(), ours.scale());
    ClaimMatch { claim, kind, sale, change, outcome, ours, theirs, difference, known_on }
}
