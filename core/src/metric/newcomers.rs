//! What customers brought in the window, and who of them was there before it: the state of metrics with `only_new`.
//!
//! Whether a customer is new is not known before the last record, nor before the last partial: another part of the records, or a
//! partner further down, may have seen the customer. So both are kept, by customer, and only the value leaves out who was seen.

use rustc_hash::FxHashMap;

use crate::facts::NO_CODE;
use crate::metric::{Base, Operation};
use crate::order;

/// The column whose values are new or not.
const CUSTOMER: &str = "customer";
/// In place of a thing: the customer was seen before the window.
const SEEN: u32 = NO_CODE;
/// In place of a thing: everything that the customer brought, not told apart.
const ALL: u32 = 0;

/// Sums by customer and thing, per partner.
#[derive(Debug, Clone)]
pub(crate) struct Newcomers {
    /// Whether values of a second column are told apart; their codes are odd then, those of customers even.
    tells_apart: bool,
    by_partner: Vec<FxHashMap<(u32, u32), i128>>,
}

/// The columns that a slot with `only_new` reads codes from: customers, and what is told apart of them.
pub(crate) fn code_columns(base: &Base) -> (&str, Option<&str>) {
    let counted = match &base.operation {
        Operation::Distinct(column) if column != CUSTOMER => Some(column.as_str()),
        _ => None,
    };
    (CUSTOMER, counted)
}

impl Newcomers {
    pub(crate) fn new(base: &Base, partners: usize) -> Newcomers {
        Newcomers { tells_apart: code_columns(base).1.is_some(), by_partner: vec![FxHashMap::default(); partners] }
    }

    /// Room for one more partner.
    pub(crate) fn grow(&mut self) {
        self.by_partner.push(FxHashMap::default());
    }

    /// The state of one partner alone, as partner 0.
    pub(crate) fn only(&self, partner: usize) -> Newcomers {
        Newcomers { tells_apart: self.tells_apart, by_partner: vec![self.by_partner.get(partner).cloned().unwrap_or_default()] }
    }

    /// The texts of the codes: of customers alone, or of customers and things in turn.
    pub(crate) fn texts<T: Clone + Default>(customers: &[T], things: Option<&[T]>) -> Vec<T> {
        let Some(things) = things else { return customers.to_vec() };
        let at = |texts: &[T], code: usize| texts.get(code).cloned().unwrap_or_default();
        (0..customers.len().max(things.len())).flat_map(|code| [at(customers, code), at(things, code)]).collect()
    }

    /// Notes that a partner had a record of a customer before the window.
    pub(crate) fn see(&mut self, partner: u32, customer: u32) {
        if customer != NO_CODE {
            self.put(partner, self.customer(customer), SEEN, 0);
        }
    }

    /// Takes a record of the window. `thing`: the code of what is told apart.
    pub(crate) fn take(&mut self, partner: u32, customer: u32, thing: u32, value: i128) {
        match (customer, thing, self.tells_apart) {
            (NO_CODE, _, _) | (_, NO_CODE, true) => {}
            (customer, thing, true) => self.put(partner, self.customer(customer), thing.saturating_mul(2).saturating_add(1), value),
            (customer, _, false) => self.put(partner, customer, ALL, value),
        }
    }

    const fn customer(&self, code: u32) -> u32 {
        if self.tells_apart { code.saturating_mul(2) } else { code }
    }

    fn put(&mut self, partner: u32, customer: u32, thing: u32, value: i128) {
        if let Some(held) = self.by_partner.get_mut(partner as usize) {
            let held = held.entry((customer, thing)).or_insert(0);
            // values of records have at most 22 digits: it would take 2^53 of them to leave 128 bits
            *held = held.saturating_add(value);
        }
    }

    /// Takes one partner's state of `other` into one of this. `false`: past 128 bits.
    pub(crate) fn absorb(&mut self, to: u32, other: &Newcomers, from: u32, code: &mut dyn FnMut(u32) -> u32) -> bool {
        let (Some(held), Some(others)) = (self.by_partner.get_mut(to as usize), other.by_partner.get(from as usize)) else { return true };
        for ((customer, thing), value) in others {
            let thing = if self.tells_apart && *thing != SEEN { code(*thing) } else { *thing };
            let held = held.entry((code(*customer), thing)).or_insert(0);
            let Some(sum) = held.checked_add(*value) else { return false };
            *held = sum;
        }
        true
    }

    /// (customer, thing, sum) of every entry of a partner, in the codes of [`Newcomers::texts`]; no thing where none is told
    /// apart, and no sum for a customer seen before.
    pub(crate) fn entries(&self, partner: usize) -> impl Iterator<Item = (u32, Option<u32>, Option<i128>)> {
        self.by_partner.get(partner).into_iter().flatten().map(|((customer, thing), sum)| match *thing {
            SEEN => (*customer, None, None),
            thing => (*customer, self.tells_apart.then_some(thing), Some(*sum)),
        })
    }

    /// Puts an entry of [`Newcomers::entries`] back. `None`: it is none of this state.
    pub(crate) fn put_back(&mut self, partner: u32, customer: u32, thing: Option<u32>, sum: Option<i128>) -> Option<()> {
        let thing = match (thing, sum, self.tells_apart) {
            (None, None, _) => SEEN,
            (None, Some(_), false) => ALL,
            (Some(thing), Some(_), true) => thing,
            _ => return None,
        };
        self.put(partner, customer, thing, sum.unwrap_or(0));
        Some(())
    }

    /// Σ or number of what new customers brought. `None`: past 128 bits.
    pub(crate) fn value(&self, partner: usize, operation: &Operation) -> Option<i128> {
        let Some(held) = self.by_partner.get(partner) else { return Some(0) };
        let new = held.iter().filter(|((customer, thing), _)| *thing != SEEN && !held.contains_key(&(*customer, SEEN)));
        if !matches!(operation, Operation::Distinct(_)) {
            return new.map(|(_, sum)| *sum).try_fold(0i128, i128::checked_add);
        }
        let mut different: Vec<u32> = new.map(|((customer, thing), _)| if self.tells_apart { *thing } else { *customer }).collect();
        order::sort_numbers(&mut different);
        different.dedup();
        i128::try_from(different.len()).ok()
    }
}
