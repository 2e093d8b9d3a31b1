//! Channel inventory of one partner: price buckets, what may be claimed for them, and what is claimed.
//!
//! The order of the records does not matter: lines are taken by product, day and id.

mod claims;
mod matches;
mod stock;
#[cfg(test)]
mod tests;

use super::reasons::Subject;
use super::records::Records;
use super::review::Review;
use crate::amount::{Amount, Exact, Overflow};
use crate::decision::{Bucket, Inventory, LeftOut};
use crate::diagnostic::JsonPointer;
use crate::error::EvaluationError;
use crate::inventory::ChannelInventory;
use crate::order;
use crate::period::{Date, date_text};
use crate::reason::Reason;
pub(crate) use matches::claimed_by;
use stock::{Line, Move, Stock};

/// The inventory of a partner; `None` when the programme has none.
pub(crate) fn decide(subject: &Subject<'_, '_>) -> Result<Option<Inventory>, EvaluationError> {
    let Some(rules) = &subject.programme.channel_inventory else { return Ok(None) };
    let path = JsonPointer::from("/channel_inventory");
    let of = |name| Records::of(subject.facts, name, "channel_inventory");
    let deciding = Deciding {
        subject,
        rules,
        path: &path,
        sales: of("sales")?,
        specials: of("special_prices")?,
        changes: of("price_changes")?,
        lines: of("claim_lines")?,
    };
    deciding.inventory().map(Some).map_err(|_| subject.overflow(&path))
}

/// The inventory of a partner in a review.
pub(crate) fn of_partner(review: &Review, partner: &str) -> Result<Option<Inventory>, EvaluationError> {
    let Some((row, _)) = review.row_of(partner).filter(|_| review.programme().channel_inventory.is_some()) else { return Ok(None) };
    decide(&review.subject(row, &mut Vec::new())?)
}

struct Deciding<'s, 'a> {
    subject: &'s Subject<'s, 'a>,
    rules: &'s ChannelInventory,
    path: &'s JsonPointer,
    sales: Records<'a>,
    specials: Records<'a>,
    changes: Records<'a>,
    lines: Records<'a>,
}

/// A line that does not count, and why.
type Passed<'a> = (Date, &'a str, &'static str);

impl<'a> Deciding<'_, 'a> {
    fn inventory(&self) -> Result<Inventory, Overflow> {
        let mut passed: Vec<Passed<'a>> = Vec::new();
        let mut lines: Vec<Line<'a>> =
            self.subject.shared.links.sales.of(self.subject.partner).filter_map(|row| self.line(row, &mut passed)).collect();
        order::sort(&mut lines);
        let (mut debits, mut protections, mut buckets) = (Vec::new(), Vec::new(), Vec::new());
        for lines in lines.chunk_by(|a, b| a.product == b.product) {
            let Some(product) = lines.first().map(|line| line.product) else { continue };
            let changes = self.changes_of(product);
            let mut stock = Stock::default();
            let mut due = changes.iter().peekable();
            for line in lines {
                while let Some(change) = due.next_if(|change| change.date <= line.date) {
                    protections.extend(self.protection(change, &mut stock)?);
                }
                if !stock.apply(line)?.is_zero() {
                    passed.push((line.date, line.id, "uncovered"));
                }
            }
            for change in due {
                protections.extend(self.protection(change, &mut stock)?);
            }
            debits.extend(self.debits(&stock, &changes, &mut passed)?);
            buckets.append(&mut stock.buckets);
        }
        let mut claims = debits;
        claims.append(&mut protections);
        claims.extend(self.rotation(&lines, &buckets)?);
        order::sort(&mut passed);
        let resale = |line: &Line<'a>| (line.is == Move::Resale).then_some((line.id, line.date));
        let mut sold: Vec<(&str, Date)> = lines.iter().filter_map(resale).collect();
        order::sort(&mut sold);
        let name = |id: &str| (!id.is_empty()).then(|| id.to_owned());
        Ok(Inventory {
            matches: self.matches(&claims, &sold)?,
            claims,
            buckets: buckets
                .iter()
                .map(|bucket| Bucket {
                    product: bucket.product.to_owned(),
                    sale: name(bucket.sale),
                    bought: date_text(bucket.bought),
                    unit_cost: bucket.unit_cost,
                    quantity: bucket.quantity,
                    left: bucket.left,
                })
                .collect(),
            left_out: passed.into_iter().map(|(_, id, why)| LeftOut { sale: name(id), why }).collect(),
        })
    }

    /// A line of sales; one that cannot count is passed over with its reason.
    fn line(&self, row: u32, passed: &mut Vec<Passed<'a>>) -> Option<Line<'a>> {
        let records = &self.sales;
        if !records.is_known(row, Some("date"), &self.subject.as_of) {
            return None;
        }
        let (date, id) = (records.date("date", row)?, records.id(row));
        let amount = records.number("amount", row)?;
        let Some(product) = records.text("product", row) else {
            passed.push((date, id, "no_product"));
            return None;
        };
        let Some(quantity) = records.number("quantity", row).filter(|quantity| !quantity.is_zero()) else {
            passed.push((date, id, "no_quantity"));
            return None;
        };
        let is_return = amount.is_negative() || quantity.is_negative();
        let limit = self.rules.returns_known_on.filter(|_| is_return);
        if limit.is_some_and(|limit| records.date("known_on", row).is_some_and(|known_on| known_on > limit)) {
            return None;
        }
        let is = match (records.text("basis", row), is_return) {
            (Some("sell_in"), false) => Move::Purchase,
            (Some("sell_in"), true) => Move::VendorReturn,
            (_, false) => Move::Resale,
            (_, true) => Move::CustomerReturn,
        };
        let quantity = quantity.checked_abs().ok()?;
        let (customer, return_of) = (records.text("customer", row), records.text("return_of", row));
        Some(Line { product, date, is, id, quantity, amount, customer, return_of })
    }

    /// An amount with the reason of its rounding.
    fn rounded(&self, exact: Exact, reasons: &mut Vec<Reason<'static>>) -> Result<Amount, Overflow> {
        let (scale, mode) = (self.subject.programme.scale, self.subject.programme.rounding);
        let to = self.subject.amount(exact)?;
        if to.exact() != exact {
            let contribution = to.exact().checked_sub(exact)?;
            reasons.push(Reason::Rounded { path: JsonPointer::from("/rounding").into(), from: exact, to, mode, scale, contribution });
        }
        Ok(to)
    }
}
