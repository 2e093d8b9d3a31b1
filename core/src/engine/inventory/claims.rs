//! What may be claimed: ship and debit, price protection, stock rotation.

use super::stock::{Line, Move, Stock, Stocked};
use super::{Deciding, Passed};
use crate::amount::{Exact, Overflow};
use crate::decision::{ClaimKind, ClaimedBucket, InventoryClaim};
use crate::order;
use crate::period::{Date, Shift, later};
use crate::reason::Reason;

/// A change of the price of a product.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Change<'a> {
    pub(super) date: Date,
    id: &'a str,
    old: Exact,
    new: Exact,
}

/// A special price with what may still be resold at it.
struct Special<'a> {
    price: Exact,
    id: &'a str,
    customer: Option<&'a str>,
    from: Date,
    until: Date,
    /// `None`: as much as there is.
    left: Option<Exact>,
}

/// What is claimed of a bucket whose units stand at a cost.
fn claimed(bucket: &Stocked<'_>, quantity: Exact, unit_cost: Exact, each: Exact) -> ClaimedBucket {
    let sale = (!bucket.sale.is_empty()).then(|| bucket.sale.to_owned());
    ClaimedBucket { sale, quantity, unit_cost, each }
}

/// Whether something was bought in so many days before a date.
fn is_within(bought: Date, on: Date, days: Option<u32>) -> bool {
    days.is_none_or(|days| on.signed_duration_since(bought).num_days() <= i64::from(days))
}

/// The price in force on a day: after the last change up to it, else before the first one after it.
fn list_price(changes: &[Change<'_>], on: Date) -> Option<Exact> {
    let before = changes.iter().rev().find(|change| change.date <= on).map(|change| change.new);
    before.or_else(|| changes.first().map(|change| change.old))
}

impl<'a> Deciding<'_, 'a> {
    /// The changes of a product's price up to the review, by day and id.
    pub(super) fn changes_of(&self, product: &str) -> Vec<Change<'a>> {
        let (subject, records) = (self.subject, &self.changes);
        let known = subject.shared.links.changes_of(product).filter(|row| records.is_known(*row, Some("date"), &subject.as_of));
        let change = |row| {
            let (old, new) = (records.number("old_price", row)?, records.number("new_price", row)?);
            Some(Change { date: records.date("date", row)?, id: records.id(row), old, new })
        };
        let mut changes: Vec<Change<'a>> = known.filter_map(change).collect();
        order::sort(&mut changes);
        changes
    }

    /// The partner's special prices of a product, the lowest first.
    fn specials_of(&self, product: &str) -> Vec<Special<'a>> {
        let (subject, records) = (self.subject, &self.specials);
        let own = subject.shared.links.specials.of(subject.partner);
        let own = own.filter(|row| records.is_known(*row, None, &subject.as_of) && records.text("product", *row) == Some(product));
        let special = |row| {
            Some(Special {
                price: records.number("price", row)?,
                id: records.id(row),
                customer: records.text("customer", row),
                from: records.date("from", row)?,
                until: records.date("until", row)?,
                left: records.number("quantity", row),
            })
        };
        let mut specials: Vec<Special<'a>> = own.filter_map(special).collect();
        order::sort_by(&mut specials, |a, b| (a.price, a.id).cmp(&(b.price, b.id)));
        specials
    }

    /// What the resales of a product give back.
    pub(super) fn debits(
        &self,
        stock: &Stock<'a>,
        changes: &[Change<'a>],
        passed: &mut Vec<Passed<'a>>,
    ) -> Result<Vec<InventoryClaim>, Overflow> {
        let mut claims = Vec::new();
        let Some(rules) = &self.rules.ship_and_debit else { return Ok(claims) };
        let mut specials = stock.resold.first().map(|resold| self.specials_of(resold.line.product)).unwrap_or_default();
        for resold in &stock.resold {
            let line = resold.line;
            let applies = |special: &Special<'_>| {
                (special.customer.is_none() || special.customer == line.customer)
                    && special.from <= line.date
                    && line.date < special.until
                    && special.left.is_none_or(|left| left.signum() > 0)
            };
            if resold.taken.is_empty() || !specials.iter().any(applies) {
                continue;
            }
            let list = list_price(changes, line.date);
            if rules.on_list_price && list.is_none() {
                passed.push((line.date, line.id, "no_list_price"));
                continue;
            }
            let list = list.filter(|_| rules.on_list_price);
            let mut open = resold.taken.clone();
            let (mut buckets, mut reasons) = (Vec::new(), Vec::new());
            for special in specials.iter_mut().filter(|special| applies(special)) {
                let (mut quantity, mut sum) = (Exact::ZERO, Exact::ZERO);
                for taken in &mut open {
                    let Some(bucket) = stock.buckets.get(taken.bucket) else { continue };
                    let part = special.left.map_or(taken.quantity, |left| left.min(taken.quantity));
                    if part.signum() <= 0 {
                        continue;
                    }
                    taken.quantity = taken.quantity.checked_sub(part)?;
                    special.left = special.left.map(|left| left.checked_sub(part)).transpose()?;
                    let each = list.unwrap_or(taken.unit_cost).checked_sub(special.price)?.max(Exact::ZERO);
                    quantity = quantity.checked_add(part)?;
                    sum = sum.checked_add(each.checked_mul(part)?)?;
                    buckets.push(claimed(bucket, part, taken.unit_cost, each));
                }
                if quantity.signum() > 0 {
                    let (path, agreement) = (self.path.child("ship_and_debit"), special.id.to_owned());
                    reasons.push(Reason::SpecialPrice { path: path.into(), agreement, price: special.price, quantity, contribution: sum });
                }
            }
            claims.push(self.claim(ClaimKind::ShipAndDebit, (line.id, line.date), Some(line.product), buckets, reasons)?);
        }
        Ok(claims)
    }

    /// What a change of price gives for the stock at the start of its day; nothing without stock. What was protected stands
    /// at its cost less the drop from then on.
    pub(super) fn protection(&self, change: &Change<'_>, stock: &mut Stock<'_>) -> Result<Option<InventoryClaim>, Overflow> {
        let Some(rules) = &self.rules.price_protection else { return Ok(None) };
        let fall = change.old.checked_sub(change.new)?;
        let mut buckets = Vec::new();
        let (mut quantity, mut sum) = (Exact::ZERO, Exact::ZERO);
        let mut product = None;
        for bucket in &mut stock.buckets {
            if bucket.left.signum() <= 0 || !is_within(bucket.bought, change.date, rules.bought_within) {
                continue;
            }
            let drop = match fall.signum() {
                1 if rules.on_old_price => fall,
                1 => bucket.unit_cost.checked_sub(change.new)?.max(Exact::ZERO),
                _ if rules.charges_rise => fall,
                _ => Exact::ZERO,
            };
            let each = drop.checked_mul(rules.pass_through)?;
            quantity = quantity.checked_add(bucket.left)?;
            sum = sum.checked_add(each.checked_mul(bucket.left)?)?;
            buckets.push(claimed(bucket, bucket.left, bucket.unit_cost, each));
            bucket.unit_cost = bucket.unit_cost.checked_sub(drop)?;
            product = Some(bucket.product);
        }
        if buckets.is_empty() {
            return Ok(None);
        }
        let path = self.path.child("price_protection");
        let reasons =
            vec![Reason::PriceChanged { path: path.into(), old_price: change.old, new_price: change.new, quantity, contribution: sum }];
        self.claim(ClaimKind::PriceProtection, (change.id, change.date), product, buckets, reasons).map(Some)
    }

    /// What may be sent back of the stock at the end of the review's day; nothing without stock or purchases.
    pub(super) fn rotation(&self, lines: &[Line<'_>], stock: &[Stocked<'_>]) -> Result<Option<InventoryClaim>, Overflow> {
        let Some(rules) = &self.rules.stock_rotation else { return Ok(None) };
        let on = self.subject.as_of.on;
        let back = match rules.of_purchases {
            Shift::Months(months) => Shift::Months(-months),
            Shift::Days(days) => Shift::Days(-days),
        };
        // as trailing windows: so long up to and with the day of the review
        let from = later(on, Shift::Days(1)).and_then(|end| later(end, back));
        let counts = |line: &&Line<'_>| matches!(line.is, Move::Purchase | Move::VendorReturn) && from.is_none_or(|from| line.date >= from);
        // what was returned counts off, also where only its quantity is negative
        let worth = |line: &Line<'_>| match line.is {
            Move::VendorReturn => line.amount.checked_abs()?.checked_neg(),
            _ => Ok(line.amount),
        };
        let purchases = lines.iter().filter(counts).try_fold(Exact::ZERO, |sum, line| sum.checked_add(worth(line)?))?.max(Exact::ZERO);
        let limit = purchases.checked_mul(rules.share)?;
        let kept = Exact::ONE.checked_sub(rules.restocking_fee)?;
        let mut room = limit;
        let mut oldest: Vec<&Stocked<'_>> = stock.iter().collect();
        order::sort_by(&mut oldest, |a, b| (a.bought, a.product, a.sale).cmp(&(b.bought, b.product, b.sale)));
        let mut buckets = Vec::new();
        let mut sum = Exact::ZERO;
        for bucket in oldest {
            if !is_within(bucket.bought, on, rules.bought_within) {
                continue;
            }
            // what cost nothing is worth nothing, and needs no limit
            let Some(most) = room.checked_div(bucket.unit_cost)? else { continue };
            let quantity = bucket.left.min(most);
            if quantity.signum() <= 0 {
                continue;
            }
            room = room.checked_sub(quantity.checked_mul(bucket.unit_cost)?)?;
            let each = bucket.unit_cost.checked_mul(kept)?;
            sum = sum.checked_add(each.checked_mul(quantity)?)?;
            buckets.push(claimed(bucket, quantity, bucket.unit_cost, each));
        }
        if buckets.is_empty() {
            return Ok(None);
        }
        let reasons = vec![Reason::RotationAllowed { path: self.path.child("stock_rotation").into(), purchases, limit, contribution: sum }];
        self.claim(ClaimKind::StockRotation, ("", on), None, buckets, reasons).map(Some)
    }

    /// A claim of what its reasons come to, rounded once.
    fn claim(
        &self,
        kind: ClaimKind,
        (thing, on): (&str, Date),
        product: Option<&str>,
        buckets: Vec<ClaimedBucket>,
        mut reasons: Vec<Reason<'static>>,
    ) -> Result<InventoryClaim, Overflow> {
        let sum = reasons.iter().filter_map(Reason::contribution).try_fold(Exact::ZERO, Exact::checked_add)?;
        let amount = self.rounded(sum, &mut reasons)?;
        let quantity = buckets.iter().try_fold(Exact::ZERO, |sum, bucket| sum.checked_add(bucket.quantity))?;
        let thing = (!thing.is_empty()).then(|| thing.to_owned());
        let (sale, change) = if kind == ClaimKind::ShipAndDebit { (thing, None) } else { (None, thing) };
        Ok(InventoryClaim { kind, sale, change, product: product.map(str::to_owned), quantity, amount, on, buckets, reasons })
    }
}
