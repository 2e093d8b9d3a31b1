//! Facts from columns.

use std::borrow::Cow;

use super::FactsBuilder;

/// A column as a host has it.
#[derive(Debug, Clone)]
pub enum BatchColumn<'a> {
    /// Every record has this text.
    Constant(&'a str),
    /// Texts.
    Texts(Vec<Option<&'a str>>),
    /// Whole numbers.
    Integers(Cow<'a, [i64]>),
}

impl FactsBuilder {
    /// Adds records that are there as columns.
    pub fn add_batch(&mut self, _table: &str, _rows: usize, _columns: Vec<(String, BatchColumn<'_>)>) {}
}
