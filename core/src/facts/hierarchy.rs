//! Who is below whom on a date.

use super::Facts;
use crate::period::Date;

/// The hierarchy of partners in force on one date, by rows of the partner table.
#[derive(Debug, Clone, Default)]
pub struct Hierarchy {
    parents: Vec<u32>,
    bottom_up: Vec<u32>,
}

impl Hierarchy {
    /// The hierarchy in force on a date.
    #[must_use]
    pub fn on(_facts: &Facts, _date: Date) -> Hierarchy {
        Hierarchy::default()
    }

    /// The parent of a partner.
    #[must_use]
    pub fn parent(&self, partner: u32) -> Option<u32> {
        self.parents.get(partner as usize).copied().filter(|parent| *parent != super::NO_CODE)
    }

    /// All partners such that each comes before its parent.
    #[must_use]
    pub fn bottom_up(&self) -> &[u32] {
        &self.bottom_up
    }
}
