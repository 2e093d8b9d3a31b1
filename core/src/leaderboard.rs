//! Leaderboards: partners ranked by a metric.

use crate::budget::First;
use crate::tier::Rule;
use crate::title::Title;

/// A leaderboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaderboard {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub title: Title,
    /// Position of the metric that decides the place.
    pub rank_by: usize,
    /// Which end of it is first.
    pub first: First,
    /// Who is ranked.
    pub requires: Option<Rule>,
    /// Position of the metric by which places are compared.
    pub before: Option<usize>,
    /// Whether partners see each other's names.
    pub names: NamesOn,
}

/// Whether partners see each other's names on a leaderboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamesOn {
    /// They do.
    Shown,
    /// Each sees only its own.
    Masked,
}

impl NamesOn {
    /// Both with their names on the wire.
    pub const ALL: [(&'static str, NamesOn); 2] = [("shown", NamesOn::Shown), ("masked", NamesOn::Masked)];

    /// As written in the review.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            NamesOn::Shown => "shown",
            NamesOn::Masked => "masked",
        }
    }
}
