//! Contests: prizes for the best partners.

use crate::amount::Exact;
use crate::budget::First;
use crate::tier::Rule;
use crate::title::Title;

/// A contest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contest {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub title: Title,
    /// Position of the metric that decides the place.
    pub rank_by: usize,
    /// Which end of it wins.
    pub first: First,
    /// Who takes part.
    pub requires: Option<Rule>,
    /// Who is worse than this takes no part.
    pub minimum: Option<Exact>,
    /// With fewer there are no prizes.
    pub participants: u32,
    /// From the first place on.
    pub prizes: Vec<Exact>,
    /// What equal partners get.
    pub ties: Ties,
}

/// What equal partners of a contest get.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ties {
    /// The prizes of their places in equal parts.
    Share,
    /// Each the prize of their first place.
    Each,
    /// Their awards are held.
    Review,
    /// A second metric decides; who is still equal shares.
    ThenBy {
        /// Position of the metric.
        metric: usize,
        /// Which end of it goes first.
        first: First,
    },
}
