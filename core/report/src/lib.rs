//! The review of a sales channel as a page and as a table in the terminal.

pub mod account;
pub mod figures;
pub mod input;
pub mod markup;
pub mod material;
pub mod months;
pub mod page;
pub mod plots;
pub mod sample;
pub mod shortfall;
pub mod summary;
pub mod terminal;
pub mod words;

pub use account::Account;
pub use material::Material;
pub use page::{PageError, html};
