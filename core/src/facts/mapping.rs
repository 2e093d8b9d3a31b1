//! Declarative mapping of source columns to the columns of a table.

/// A mapping document.
#[derive(Debug, Clone)]
pub struct Mapping {}
