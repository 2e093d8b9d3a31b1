//! Facts from columns.

/// A column as a host has it.
#[derive(Debug)]
pub enum BatchColumn {}

/// Builds facts table by table.
#[derive(Debug)]
pub struct FactsBuilder {}
