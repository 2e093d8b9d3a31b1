//! What single records come to: the state of parts that are worked out one by one.

use crate::facts::{NO_CODE, NO_DAY};
use crate::incentive::{Itemised, ItemisedBy};
use crate::order;

/// A record, or all records with one value of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Item {
    /// The code of that value, or of the record's id.
    pub(crate) key: u32,
    /// The code of the record that it takes back.
    pub(crate) link: u32,
    pub(crate) day: i32,
    /// What it adds to one or two metrics.
    pub(crate) values: [i128; 2],
}

/// The columns that items are made of.
#[derive(Debug, Clone)]
pub(crate) struct ItemColumns {
    pub(crate) key: String,
    pub(crate) link: Option<String>,
    /// Whether the day of a record counts.
    pub(crate) is_dated: bool,
    /// Whether records with the same key go together.
    pub(crate) merges: bool,
}

/// Items by partner.
#[derive(Debug, Clone)]
pub(crate) struct Items {
    merges: bool,
    pub(crate) by_partner: Vec<Vec<Item>>,
}

impl ItemColumns {
    pub(crate) fn new(of: &Itemised) -> ItemColumns {
        let (key, merges) = match &of.by {
            ItemisedBy::Column(column) => (column.as_str(), true),
            ItemisedBy::Record | ItemisedBy::Order => ("id", false),
        };
        let is_dated = of.by == ItemisedBy::Order;
        ItemColumns { key: key.to_owned(), link: is_dated.then(|| "return_of".to_owned()), is_dated, merges }
    }
}

impl Items {
    pub(crate) fn new(columns: &ItemColumns, partners: usize) -> Items {
        Items { merges: columns.merges, by_partner: vec![Vec::new(); partners] }
    }

    /// The state of one partner alone, as partner 0.
    pub(crate) fn only(&self, partner: usize) -> Items {
        Items { merges: self.merges, by_partner: vec![self.by_partner.get(partner).cloned().unwrap_or_default()] }
    }

    pub(crate) fn put(&mut self, partner: usize, item: Item) {
        let Some(items) = self.by_partner.get_mut(partner) else { return };
        if self.merges && items.len() == items.capacity() && items.len() >= 32 {
            merge(items);
        }
        items.push(item);
    }

    /// Sorts and merges what was collected, so that equal states are equal.
    pub(crate) fn tidy(&mut self) {
        for items in &mut self.by_partner {
            if self.merges {
                merge(items);
            } else {
                order::sort_numbers(items);
            }
        }
    }

    /// Takes one partner's items of `other` into those of one of this.
    pub(crate) fn absorb(&mut self, to: usize, other: &Items, from: usize, code: &mut dyn FnMut(u32) -> u32) {
        let (Some(items), Some(others)) = (self.by_partner.get_mut(to), other.by_partner.get(from)) else { return };
        let mut ours = |theirs: u32| if theirs == NO_CODE { NO_CODE } else { code(theirs) };
        items.extend(others.iter().map(|item| Item { key: ours(item.key), link: ours(item.link), ..*item }));
    }
}

impl Item {
    /// Of a record with nothing in it yet.
    pub(crate) const NOTHING: Item = Item { key: NO_CODE, link: NO_CODE, day: NO_DAY, values: [0; 2] };

    /// Adds `value` to the metric at a place.
    pub(crate) fn add(&mut self, at: usize, value: i128) {
        if let Some(held) = self.values.get_mut(at) {
            // values of records have at most 22 digits; what is handed over and leaves 128 bits is told when it is read
            *held = held.saturating_add(value);
        }
    }
}

fn merge(items: &mut Vec<Item>) {
    order::sort_numbers(items);
    items.dedup_by(|item, held| {
        let same = item.key == held.key;
        if same {
            item.values.iter().enumerate().for_each(|(at, value)| held.add(at, *value));
        }
        same
    });
}
