//! Parts that are worked out one by one: for every value of a column, or for every record.

use crate::in_full::InFull;

/// One by one, and what is rounded then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForEach {
    /// As written: `sales.order`, or `sales` for every record by itself.
    pub column: String,
    /// Whether every result is rounded before they are added.
    pub rounds_each: bool,
    /// Records one by one are for the whole build.
    pub in_full: InFull,
}

impl ForEach {
    /// The column, without its kind; `None`: every record by itself.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.column.split_once('.').map(|(_, column)| column)
    }
}

/// What a part reads of single records: one or two metrics, and how records go together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Itemised {
    /// Positions of the metrics.
    pub(crate) metrics: Vec<usize>,
    pub(crate) by: ItemisedBy,
}

/// Which records go together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ItemisedBy {
    /// Those with the same value in this column.
    Column(String),
    /// Every one is by itself.
    Record,
    /// Every one is by itself, in the order of dates.
    Order,
}
