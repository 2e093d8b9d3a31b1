//! The review of a sales channel as a page and as a table in the terminal.

pub mod figures;
pub mod markup;
pub mod plots;
pub mod words;
