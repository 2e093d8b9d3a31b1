//! What single records come to, for parts that go through them one by one; both pipelines hand them over in the same form.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::amount::{Exact, Overflow};
use crate::incentive::{Itemised, Part, RunningStep};
use crate::order;

/// A record, or all records with one value of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    /// That value, or the record's id.
    pub(crate) key: Option<Arc<str>>,
    /// The id of the record that it takes back.
    pub(crate) link: Option<Arc<str>>,
    /// Its day, where the order counts.
    pub(crate) day: i32,
    /// What it comes to by the metrics of [`Itemised`].
    pub(crate) values: [Exact; 2],
}

impl Item {
    /// Its value of the metric that decides a level: the second one, or the only one.
    pub(crate) const fn by(&self, of: &Itemised) -> Exact {
        let [first, second] = self.values;
        if of.metrics.len() > 1 { second } else { first }
    }
}

/// The way of a running total, from items in their order. Only a record before it can be returned.
pub(crate) fn steps(items: &[Item]) -> Vec<RunningStep> {
    let mut before: FxHashMap<&str, usize> = FxHashMap::default();
    let mut steps = Vec::with_capacity(items.len());
    for (at, item) in items.iter().enumerate() {
        let [measure, _] = item.values;
        steps.push(RunningStep { measure, returns: item.link.as_deref().and_then(|link| before.get(link).copied()) });
        before.extend(item.key.as_deref().map(|key| (key, at)));
    }
    steps
}

/// Where the records of a partner are found.
pub(crate) trait Items {
    /// What a part goes through, by day where the order counts, then by key and, where there is none, last and by value.
    fn of(&self, partner: u32, part: &Part) -> Result<Vec<Item>, Overflow>;
}

/// Puts items in their order.
pub(crate) fn sort(items: &mut [Item]) {
    order::sort_by(items, |a, b| {
        let key = |item: &Item| (item.key.is_none(), item.key.clone());
        a.day.cmp(&b.day).then(key(a).cmp(&key(b))).then(a.values.cmp(&b.values))
    });
}
