//! What a partner has in stock: purchases as buckets, and what was taken from them.

use crate::amount::{Exact, Overflow};
use crate::period::Date;

/// What a line of sales does to stock; in the order in which those of one day are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Move {
    Purchase,
    Resale,
    CustomerReturn,
    VendorReturn,
}

/// A line of sales. The order of the members is the order of lines; all that decides is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Line<'a> {
    pub(super) product: &'a str,
    pub(super) date: Date,
    pub(super) is: Move,
    /// Empty where it has none.
    pub(super) id: &'a str,
    /// Without its sign.
    pub(super) quantity: Exact,
    pub(super) amount: Exact,
    pub(super) customer: Option<&'a str>,
    pub(super) return_of: Option<&'a str>,
}

/// What is left of a purchase.
#[derive(Debug)]
pub(super) struct Stocked<'a> {
    pub(super) product: &'a str,
    pub(super) bought: Date,
    pub(super) sale: &'a str,
    /// What a unit stands at: its cost less what it was protected for.
    pub(super) unit_cost: Exact,
    pub(super) quantity: Exact,
    pub(super) left: Exact,
}

/// What a resale took from a bucket.
#[derive(Debug, Clone, Copy)]
pub(super) struct Taken {
    /// Its position.
    pub(super) bucket: usize,
    pub(super) quantity: Exact,
    /// What a unit stood at then: price protection that comes later is not for what is sold.
    pub(super) unit_cost: Exact,
}

/// A resale with what it took from which bucket, oldest first and less what came back.
#[derive(Debug)]
pub(super) struct Resold<'a> {
    pub(super) line: Line<'a>,
    pub(super) taken: Vec<Taken>,
}

/// The stock of one product.
#[derive(Debug, Default)]
pub(super) struct Stock<'a> {
    pub(super) buckets: Vec<Stocked<'a>>,
    pub(super) resold: Vec<Resold<'a>>,
    /// No bucket before this one has anything left: resales need not look at what was sold long ago.
    first: usize,
}

impl<'a> Stock<'a> {
    /// Does what a line does; how much of it finds no stock.
    pub(super) fn apply(&mut self, line: &Line<'a>) -> Result<Exact, Overflow> {
        match line.is {
            Move::Purchase => {
                let unit_cost = line.amount.checked_div(line.quantity)?.unwrap_or(Exact::ZERO);
                let (bought, quantity) = (line.date, line.quantity);
                self.buckets.push(Stocked { product: line.product, bought, sale: line.id, unit_cost, quantity, left: quantity });
                Ok(Exact::ZERO)
            }
            Move::Resale => {
                let mut taken = Vec::new();
                let open = self.take(self.first..self.buckets.len(), line.quantity, &mut taken)?;
                while self.buckets.get(self.first).is_some_and(|bucket| bucket.left.is_zero()) {
                    self.first += 1;
                }
                self.resold.push(Resold { line: *line, taken });
                Ok(open)
            }
            Move::CustomerReturn => self.put_back(line),
            Move::VendorReturn => {
                let named = self.buckets.iter().position(|bucket| line.return_of == Some(bucket.sale));
                let order = named.into_iter().chain((0..self.buckets.len()).rev());
                self.take(order, line.quantity, &mut Vec::new())
            }
        }
    }

    /// Takes from buckets in an order as long as something is wanted; what is still wanted then.
    fn take(&mut self, order: impl Iterator<Item = usize>, mut wanted: Exact, taken: &mut Vec<Taken>) -> Result<Exact, Overflow> {
        for position in order {
            let Some(bucket) = self.buckets.get_mut(position) else { continue };
            let quantity = bucket.left.min(wanted);
            if quantity.signum() > 0 {
                bucket.left = bucket.left.checked_sub(quantity)?;
                wanted = wanted.checked_sub(quantity)?;
                taken.push(Taken { bucket: position, quantity, unit_cost: bucket.unit_cost });
            }
        }
        Ok(wanted)
    }

    /// Puts back what a customer returns, last taken first: of the resale that is named, else of the last ones.
    fn put_back(&mut self, line: &Line<'_>) -> Result<Exact, Overflow> {
        let mut returned = line.quantity;
        let named = self.resold.iter().position(|resold| line.return_of.is_some_and(|id| id == resold.line.id));
        let order: Vec<usize> = match named {
            Some(named) => vec![named],
            None => (0..self.resold.len()).rev().collect(),
        };
        for resold in order {
            let Some(resold) = self.resold.get_mut(resold) else { continue };
            for taken in resold.taken.iter_mut().rev() {
                let Some(bucket) = self.buckets.get_mut(taken.bucket) else { continue };
                self.first = self.first.min(taken.bucket);
                let back = returned.min(taken.quantity);
                bucket.left = bucket.left.checked_add(back)?;
                taken.quantity = taken.quantity.checked_sub(back)?;
                returned = returned.checked_sub(back)?;
            }
            resold.taken.retain(|taken| taken.quantity.signum() > 0);
        }
        Ok(returned)
    }
}
