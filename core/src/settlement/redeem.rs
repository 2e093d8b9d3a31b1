//! Redemption: documents of money used against the lines of an order.

use super::confirm::terms_of;
use super::ledger::{Entry, Ledger};
use super::pay::{NotUsed, drawn, sum, unusable, use_up};
use super::posting::{OrderLine, Posting, PostingKind};
use super::programmes::Programmes;
use super::settle::belongs;
use super::{overflow, refuse};
use crate::amount::{Amount, Exact, Overflow, Rounding, split_by_largest_remainder};
use crate::diagnostic::JsonPointer;
use crate::error::{Error, SettlementCode, SettlementError};
use crate::facts::{Cell, ColumnData, Facts, NO_CODE, Table};
use crate::metric::plan::holds_at;
use crate::order;
use crate::period::{AsOf, Date, epoch_days};
use crate::terms::{RedemptionRule, Terms};

/// What a redemption posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redeemed<'l> {
    /// The new postings, one per document used.
    pub postings: &'l [Posting],
    /// What is taken off the order.
    pub redeemed: Amount,
    /// Why that is nothing.
    pub why_not: Option<NotUsed>,
}

/// A line of an order.
struct Item {
    /// Its id or place.
    name: String,
    amount: Exact,
    /// The most that documents may pay of it, in minor units.
    limit: i128,
}

impl Ledger {
    /// Uses a partner's documents of money against an order in the facts, at most `most`.
    ///
    /// # Errors
    /// `no_settlement`, `unknown_partner`, `unknown_order`, `already_redeemed`, `posted_before`, and programmes of another ledger.
    pub fn redeem(
        &mut self,
        programmes: &Programmes,
        facts: &Facts,
        partner: &str,
        order: &str,
        most: Option<Exact>,
        entry: Entry<'_>,
    ) -> Result<Redeemed<'_>, Error> {
        belongs(programmes, self)?;
        let terms = terms_of(programmes.rules_on(entry.on))?;
        self.check_partner(Some(facts), partner)?;
        self.check_day(entry.on)?;
        if let Some(made) = self.redemption_of(partner, order) {
            let path = JsonPointer::from("/postings").child(made.number.saturating_sub(1));
            let message = format!("order `{order}` was redeemed by posting {}", made.number);
            let error = SettlementError::new(SettlementCode::AlreadyRedeemed, path, message);
            return Err(Error::Settlement(error.with_help("undo all postings of that redemption first")));
        }
        let items = items(terms, facts, partner, order, self.scale, entry.on)?;
        let usable = self.usable(partner, None, entry.on)?;
        let available = sum(&usable)?;
        let nothing = |why_not: NotUsed, zero: Amount| Redeemed { postings: &[], redeemed: zero, why_not: Some(why_not) };
        if let Some(why_not) = unusable(&usable, available) {
            return Ok(nothing(why_not, self.zero(None)));
        }
        let redeemed = limit(terms, &items, most, self.scale).map_err(|Overflow| overflow())?.min(available.minor());
        if redeemed <= 0 {
            return Ok(nothing(NotUsed::NotAllowed, self.zero(None)));
        }
        let redeemed = Amount::from_minor(redeemed, self.scale);
        let mut drafts = use_up(&drawn(usable, redeemed)?, PostingKind::Redeem, entry.on)?;
        for draft in &mut drafts {
            draft.order = Some(order.to_owned());
        }
        if let Some(first) = drafts.first_mut() {
            first.lines = split(&items, redeemed)?;
        }
        Ok(Redeemed { postings: self.post(drafts, entry)?, redeemed, why_not: None })
    }

    /// A posting of the order's redemption that was not undone.
    fn redemption_of(&self, partner: &str, order: &str) -> Option<&Posting> {
        let is = |posting: &&Posting| posting.line.partner == partner && posting.order.as_deref() == Some(order);
        self.postings.iter().filter(is).find(|posting| !self.is_reversed(posting.number))
    }
}

/// The lines of an order with their limits.
fn items(terms: &Terms, facts: &Facts, partner: &str, order: &str, scale: u32, on: Date) -> Result<Vec<Item>, Error> {
    let mut items = Vec::new();
    let mut place = 0u32;
    if let Some((kind, table)) = facts.table_named("sales") {
        let sales = Sales { facts, kind, table, on };
        for row in sales.rows(partner, order) {
            place += 1;
            let amount = sales.number("amount", row).unwrap_or(Exact::ZERO);
            let name = match sales.cell("id", row) {
                Cell::Text(id) => id.to_owned(),
                _ => place.to_string(),
            };
            let rule = terms.redemption.iter().find(|rule| sales.passes(rule, row));
            let limit = rule.map_or(Ok(0), |rule| item_limit(rule, amount, sales.number("quantity", row), scale));
            items.push(Item { name, amount, limit: limit.map_err(|Overflow| overflow())? });
        }
    }
    if items.is_empty() {
        let message = format!("the facts have no order `{order}` of partner `{partner}` that is known on that day");
        return Err(refuse(SettlementCode::UnknownOrder, JsonPointer::from("/sales"), message));
    }
    Ok(items)
}

fn item_limit(rule: &RedemptionRule, amount: Exact, quantity: Option<Exact>, scale: u32) -> Result<i128, Overflow> {
    if amount.signum() <= 0 {
        return Ok(0);
    }
    let share = rule.share_of(quantity).checked_mul(amount)?;
    rule.most.map_or(share, |most| share.min(most)).round_to_minor(scale, Rounding::Down)
}

/// The smallest of what the lines, the order and the caller allow, in minor units.
fn limit(terms: &Terms, items: &[Item], most: Option<Exact>, scale: u32) -> Result<i128, Overflow> {
    let by_line = items.iter().try_fold(0i128, |sum, item| sum.checked_add(item.limit)).ok_or(Overflow)?;
    let positive = items.iter().filter(|item| item.amount.signum() > 0);
    let whole = positive.map(|item| item.amount).try_fold(Exact::ZERO, Exact::checked_add)?;
    let by_order = terms.order_share.unwrap_or(Exact::ONE).checked_mul(whole)?.round_to_minor(scale, Rounding::Down)?;
    let by_caller = most.map_or(Ok(by_line), |most| most.round_to_minor(scale, Rounding::Down))?;
    Ok(by_line.min(by_order).min(by_caller))
}

/// What is taken off each line: in proportion to the limits.
fn split(items: &[Item], redeemed: Amount) -> Result<Vec<OrderLine>, Error> {
    let limits: Vec<i128> = items.iter().map(|item| item.limit).collect();
    let parts = split_by_largest_remainder(redeemed.minor(), &limits).ok_or_else(overflow)?;
    let of = |(item, part): (&Item, i128)| OrderLine { line: item.name.clone(), amount: Amount::from_minor(part, redeemed.scale()) };
    Ok(items.iter().zip(parts).filter(|(_, part)| *part != 0).map(of).collect())
}

/// The sales of the facts, as they are known on a day.
struct Sales<'f> {
    facts: &'f Facts,
    kind: usize,
    table: &'f Table,
    on: Date,
}

impl<'f> Sales<'f> {
    /// The records of a partner's order, in the order of the facts: a part of a split line stands in the place of the line.
    fn rows(&self, partner: &str, order: &str) -> Vec<usize> {
        let kind = self.facts.kinds().all().get(self.kind);
        let codes = |name: &str| match self.table.column(kind?.position(name)?) {
            ColumnData::Codes(codes) | ColumnData::Rows(codes) => Some(codes.as_slice()),
            _ => None,
        };
        let order = kind.and_then(|kind| kind.position("order")).and_then(|column| self.facts.dictionary(self.kind, column).find(order));
        let (Some(orders), Some(partners), Some(order), Some(partner)) =
            (codes("order"), codes("partner"), order, self.facts.partner_row(partner))
        else {
            return Vec::new();
        };
        let known = |row: &usize| !matches!(self.cell("known_on", *row), Cell::Day(day) if day > epoch_days(self.on));
        let of = orders.iter().zip(partners).enumerate().filter(|(_, (own, whose))| **own == order && **whose == partner);
        let ids = codes("id").unwrap_or_default();
        // parts of one line have one id, and the first of them stands in its place
        let place = |row: usize| {
            let id = ids.get(row).filter(|id| **id != NO_CODE);
            id.and_then(|id| ids.iter().position(|own| own == id)).unwrap_or(row)
        };
        let mut rows: Vec<(usize, usize)> = of.map(|(row, _)| row).filter(known).map(|row| (place(row), row)).collect();
        order::sort(&mut rows);
        rows.into_iter().map(|(_, row)| row).collect()
    }

    fn cell(&self, column: &str, row: usize) -> Cell<'f> {
        match self.facts.kinds().all().get(self.kind).and_then(|kind| kind.position(column)) {
            Some(column) => self.facts.cell_at(self.kind, self.table, column, row),
            None => Cell::Absent,
        }
    }

    fn number(&self, column: &str, row: usize) -> Option<Exact> {
        match self.cell(column, row) {
            Cell::Number(number) => Some(number),
            _ => None,
        }
    }

    fn passes(&self, rule: &RedemptionRule, row: usize) -> bool {
        let holds = |filter| holds_at(filter, self.facts, self.kind, self.table, row, AsOf::on(self.on));
        rule.filter.as_ref().is_none_or(holds)
    }
}
