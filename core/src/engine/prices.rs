//! The price of a product for a partner: the list price, less what its standing gives it.

#[cfg(test)]
mod tests;

use super::reasons::{Subject, of_all};
use super::records::Records;
use super::shared::Shared;
use super::{Engine, plain};
use crate::amount::{Amount, Exact, Overflow, Rounding};
use crate::decision::PriceDecision;
use crate::diagnostic::JsonPointer;
use crate::error::EvaluationError;
use crate::facts::{Facts, parents_on};
use crate::period::{AsOf, date_text};
use crate::price::{Discount, Discounts, Off, Prices};
use crate::reason::{LeafResult, Reason};

impl Engine {
    /// What a partner pays for a product on a date; `None` when the programme makes no prices.
    ///
    /// # Errors
    /// As for [`Engine::explain`]. Records are measured only for programmes in which a discount requires something.
    pub fn price(&self, facts: &Facts, as_of: &AsOf, partner: &str, product: &str) -> Result<Option<PriceDecision>, EvaluationError> {
        if !self.programme.effective().contains(as_of.on) {
            return Err(EvaluationError::NotInEffect { as_of: date_text(as_of.on) });
        }
        let row = facts.partner_row(partner).ok_or_else(|| EvaluationError::UnknownPartner(partner.to_owned()))?;
        let Some(prices) = &self.programme.prices else { return Ok(None) };
        let requires = prices.discounts.iter().any(|discount| discount.requires.is_some());
        let mut values = Vec::new();
        if requires {
            values = plain::measure(&self.programme, facts, as_of, row, &parents_on(facts, as_of.on))?;
        }
        let subject = Subject {
            programme: &self.programme,
            facts,
            as_of: *as_of,
            partner: row,
            values: &values,
            items: &plain::Records { programme: &self.programme, facts, as_of },
            shared: &Shared::default(),
        };
        let standing = if requires { of_all::position(&subject)? } else { None };
        decide(&subject, prices, product, standing).map(Some)
    }
}

/// The list price on a date; `None` when there is none.
pub(crate) fn list_price(subject: &Subject<'_, '_>, product: &str) -> Result<Option<Exact>, EvaluationError> {
    let records = Records::of(subject.facts, "list_prices", "prices")?;
    let on = subject.as_of.on;
    let in_force = |row: &u32| {
        records.text("product", *row) == Some(product)
            && records.date("from", *row).is_some_and(|from| from <= on)
            && records.date("until", *row).is_none_or(|until| on < until)
    };
    Ok(records.rows().find(in_force).and_then(|row| records.number("price", row)))
}

/// The price for the partner whose tier is at `standing`.
pub(crate) fn decide(
    subject: &Subject<'_, '_>,
    prices: &Prices,
    product: &str,
    standing: Option<usize>,
) -> Result<PriceDecision, EvaluationError> {
    let path = JsonPointer::from("/prices");
    let partner = subject.facts.partner_id(subject.partner).to_owned();
    let mut decision = PriceDecision { partner, product: product.to_owned(), list: None, price: None, reasons: Vec::new() };
    let Some(list) = list_price(subject, product)? else {
        decision.reasons.push(Reason::NoListPrice { path: path.into() });
        return Ok(decision);
    };
    let pricing = Pricing { subject, prices, path: &path, list };
    let mut applying = Vec::new();
    for (position, discount) in prices.discounts.iter().enumerate() {
        let path = path.child("discounts").child(position);
        let (applies, leaves) = pricing.applies(discount, &path, product, standing)?;
        applying.push(applies);
        // what applies is told when all are known
        decision.reasons.push(Reason::DiscountNotApplicable { path: path.into(), id: discount.id.clone(), leaves });
    }
    let price = pricing.price(&applying, &mut decision.reasons).map_err(|_| subject.overflow(&path))?;
    (decision.list, decision.price) = (Some(list), Some(price));
    Ok(decision)
}

struct Pricing<'p, 'a> {
    subject: &'p Subject<'a, 'a>,
    prices: &'p Prices,
    path: &'p JsonPointer,
    list: Exact,
}

impl Pricing<'_, '_> {
    /// Whether a discount holds for the partner and the product, with every leaf of both.
    fn applies(
        &self,
        discount: &Discount,
        path: &JsonPointer,
        product: &str,
        standing: Option<usize>,
    ) -> Result<(bool, Vec<LeafResult<'static>>), EvaluationError> {
        let (mut applies, mut leaves) = (true, Vec::new());
        if let Some(rule) = &discount.requires {
            let (holds, found) = self.subject.check(rule, standing)?;
            (applies, leaves) = (holds, found.into_iter().map(LeafResult::into_owned).collect());
        }
        if let Some(filter) = &discount.filter {
            let facts = self.subject.facts;
            let missing = || EvaluationError::MissingTable { table: "products".to_owned(), metric: "prices".to_owned() };
            let (kind, table) = facts.table_named("products").ok_or_else(missing)?;
            let row = facts.dictionary(kind, 0).find(product).ok_or_else(missing)?;
            let (holds, more) = plain::filter_leaves(filter, facts, kind, table, row as usize, self.subject.as_of.on)
                .map_err(|_| self.subject.overflow(&path.child("where")))?;
            applies &= holds;
            leaves.extend(more);
        }
        Ok((applies, leaves))
    }

    /// What a discount leaves of a price.
    fn left(&self, gives: Off, price: Exact) -> Result<Exact, Overflow> {
        match gives {
            Off::Share(share) => price.checked_sub(price.checked_mul(share)?),
            Off::Amount(amount) => price.checked_sub(amount),
            // a discount does not raise a price
            Off::Price(fixed) => Ok(fixed.min(price)),
        }
    }

    /// The position of the discount with the lowest price; equal ones: the first.
    fn best(&self, applying: &[bool]) -> Result<Option<usize>, Overflow> {
        let mut best: Option<(Exact, usize)> = None;
        for (position, (discount, applies)) in self.prices.discounts.iter().zip(applying).enumerate() {
            let price = self.left(discount.gives, self.list)?;
            if *applies && best.is_none_or(|(lowest, _)| price < lowest) {
                best = Some((price, position));
            }
        }
        Ok(best.map(|(_, position)| position))
    }

    /// The price; the reasons of discounts that apply take the place of those that say that they do not.
    fn price(&self, applying: &[bool], reasons: &mut Vec<Reason>) -> Result<Amount, Overflow> {
        let best = self.best(applying)?;
        let mut price = self.list;
        for (position, (discount, reason)) in self.prices.discounts.iter().zip(reasons.iter_mut()).enumerate() {
            if !applying.get(position).copied().unwrap_or_default() {
                continue;
            }
            let (path, id) = (reason.path().clone(), discount.id.clone());
            if let (Discounts::BestOf, Some(best)) = (self.prices.combine, best.filter(|best| *best != position)) {
                let by = self.prices.discounts.get(best).map(|best| best.id.clone()).unwrap_or_default();
                *reason = Reason::DiscountSuperseded { path: path.into(), id, by };
                continue;
            }
            let on = if self.prices.combine == Discounts::OneAfterAnother { price } else { self.list };
            let contribution = self.left(discount.gives, on)?.checked_sub(on)?;
            price = price.checked_add(contribution)?;
            let [off, amount_off, fixed] = match discount.gives {
                Off::Share(share) => [Some(share), None, None],
                Off::Amount(amount) => [None, Some(amount), None],
                Off::Price(price) => [None, None, Some(price)],
            };
            *reason = Reason::Discount { path: path.into(), id, off, amount_off, price: fixed, contribution };
        }
        let share = self.prices.not_below.unwrap_or(Exact::ZERO);
        let minimum = self.list.checked_mul(share)?.max(Exact::ZERO);
        if price < minimum {
            let path = if self.prices.not_below.is_some() { self.path.child("not_below") } else { self.path.clone() };
            reasons.push(Reason::RaisedToMinimum { path: path.into(), minimum, contribution: minimum.checked_sub(price)? });
            price = minimum;
        }
        self.rounded(price, minimum, reasons)
    }

    /// The one rounding; where it would go below the minimum, up to the next amount that does not.
    fn rounded(&self, price: Exact, minimum: Exact, reasons: &mut Vec<Reason>) -> Result<Amount, Overflow> {
        let scale = self.prices.scale;
        let by = |mode: Rounding| Ok::<_, Overflow>(Amount::from_minor(price.round_to_minor(scale, mode)?, scale));
        let mut mode = self.prices.rounding;
        let mut to = by(mode)?;
        if to.exact() < minimum {
            mode = Rounding::Ceiling;
            to = by(mode)?;
        }
        if to.exact() != price {
            let contribution = to.exact().checked_sub(price)?;
            reasons.push(Reason::Rounded { path: self.path.child("rounding").into(), from: price, to, mode, scale, contribution });
        }
        Ok(to)
    }
}
