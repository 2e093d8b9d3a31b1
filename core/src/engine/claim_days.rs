//! The days of claims as the facts have them: of what they are for, whether or not anything is given for it.

use super::inventory::claimed_by;
use super::records::Records;
use crate::decision::ClaimKind;
use crate::facts::Facts;
use crate::order;
use crate::period::{AsOf, Date};

/// A claim line: kind, partner, the resale or change that it names, and when it became known.
struct Line<'a> {
    id: &'a str,
    kind: ClaimKind,
    partner: &'a str,
    thing: Option<&'a str>,
    known_on: Option<Date>,
}

/// A claim of a fund: its partner, its fund, its day.
struct FundClaim<'a> {
    id: &'a str,
    partner: &'a str,
    fund: &'a str,
    claimed_on: Date,
}

/// What was known on a day, by id.
pub(crate) struct ClaimDays<'a> {
    funds: Vec<FundClaim<'a>>,
    lines: Vec<Line<'a>>,
    sales: Vec<(&'a str, Date)>,
    changes: Vec<(&'a str, Date)>,
}

impl<'a> ClaimDays<'a> {
    pub(crate) fn new(facts: &'a Facts, known: &AsOf) -> ClaimDays<'a> {
        let mut days = ClaimDays {
            funds: funds(facts, known),
            lines: lines(facts, known),
            sales: dated(facts, "sales", known),
            changes: dated(facts, "price_changes", known),
        };
        order::sort_by(&mut days.funds, |a, b| a.id.cmp(b.id));
        order::sort_by(&mut days.lines, |a, b| a.id.cmp(b.id));
        days
    }

    /// The day on which a claim of a fund was made.
    pub(crate) fn of_fund(&self, partner: &str, fund: &str, claim: &str) -> Option<Date> {
        let own = self.funds.get(self.funds.binary_search_by(|own| own.id.cmp(claim)).ok()?)?;
        (own.partner == partner && own.fund == fund).then_some(own.claimed_on)
    }

    /// The day of the resale or of the change that a claim is for, or on which a claim of a rotation became known; `as_of` when
    /// that is not said.
    pub(crate) fn of_inventory(&self, kind: ClaimKind, partner: &str, claim: &str, as_of: Date) -> Option<Date> {
        let at = self.lines.binary_search_by(|own| own.id.cmp(claim)).ok();
        let line = at.and_then(|at| self.lines.get(at)).filter(|line| line.kind == kind && line.partner == partner);
        match (kind, line) {
            (ClaimKind::StockRotation, line) => line.map(|line| line.known_on.unwrap_or(as_of)),
            (ClaimKind::ShipAndDebit, line) => day_of(&self.sales, line?.thing?),
            (ClaimKind::PriceProtection, Some(line)) => day_of(&self.changes, line.thing?),
            // what is charged back has the id of its change
            (ClaimKind::PriceProtection, None) => day_of(&self.changes, claim),
        }
    }
}

fn day_of(days: &[(&str, Date)], id: &str) -> Option<Date> {
    days.get(days.partition_point(|(own, _)| *own < id)).filter(|(own, _)| *own == id).map(|(_, day)| *day)
}

fn dated<'a>(facts: &'a Facts, table: &'static str, known: &AsOf) -> Vec<(&'a str, Date)> {
    let Ok(records) = Records::of(facts, table, "") else { return Vec::new() };
    let rows = records.rows().filter(|row| records.is_known(*row, None, known));
    let mut days: Vec<(&str, Date)> = rows.filter_map(|row| Some((records.text("id", row)?, records.date("date", row)?))).collect();
    order::sort(&mut days);
    days
}

fn funds<'a>(facts: &'a Facts, known: &AsOf) -> Vec<FundClaim<'a>> {
    let of = |name| Records::of(facts, name, "");
    let (Ok(partners), Ok(requests), Ok(claims)) = (of("partners"), of("fund_requests"), of("fund_claims")) else { return Vec::new() };
    let claim = |row: u32| {
        let request = claims.row("request", row).filter(|request| requests.is_known(*request, None, known))?;
        let partner = partners.id(requests.row("partner", request)?);
        Some(FundClaim { id: claims.id(row), partner, fund: requests.text("fund", request)?, claimed_on: claims.date("claimed_on", row)? })
    };
    claims.rows().filter(|row| claims.is_known(*row, None, known)).filter_map(claim).collect()
}

fn lines<'a>(facts: &'a Facts, known: &AsOf) -> Vec<Line<'a>> {
    let of = |name| Records::of(facts, name, "");
    let (Ok(partners), Ok(records)) = (of("partners"), of("claim_lines")) else { return Vec::new() };
    let line = |row: u32| {
        let (kind, thing) = claimed_by(&records, row)?;
        let partner = partners.id(records.row("partner", row)?);
        Some(Line { id: records.id(row), kind, partner, thing, known_on: records.date("known_on", row) })
    };
    records.rows().filter(|row| records.is_known(*row, None, known)).filter_map(line).collect()
}
