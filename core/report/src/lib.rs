//! The review of a sales channel as a page and as a table in the terminal.

pub mod figures;
pub mod markup;
pub mod material;
pub mod months;
pub mod plots;
pub mod shortfall;
pub mod words;
