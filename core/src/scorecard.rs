//! Additive points scorecards with bands and ranked reasons.

use crate::amount::Exact;
use crate::diagnostic::JsonPointer;
use crate::tier::Rule;
use crate::title::Title;

/// One scorecard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scorecard {
    /// Where it stands.
    pub path: JsonPointer,
    /// Its id.
    pub id: String,
    /// What people call it.
    pub title: Title,
    /// Points before any characteristic.
    pub initial: Exact,
    /// Where those stand.
    pub initial_path: JsonPointer,
    /// What many points mean.
    pub direction: Direction,
    /// What is looked at.
    pub characteristics: Vec<Characteristic>,
    /// Ascending bands `[from, next)`.
    pub bands: Vec<ScoreBand>,
}

impl Scorecard {
    /// The band of a score; the first one for anything below it.
    #[must_use]
    pub fn band(&self, points: Exact) -> usize {
        self.bands.iter().take_while(|band| points >= band.from).count().saturating_sub(1)
    }
}

/// What many points mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Risk.
    HighIsBad,
    /// Merit.
    HighIsGood,
}

/// One thing that is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Characteristic {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub title: Title,
    /// What its points are compared with to rank reasons.
    pub baseline: Exact,
    /// The first whose condition holds counts.
    pub attributes: Vec<Attribute>,
    /// Points when none holds.
    pub otherwise: Exact,
    /// Where those stand.
    pub otherwise_path: JsonPointer,
}

/// One attribute of a characteristic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Where it stands.
    pub path: JsonPointer,
    /// When it counts.
    pub when: Rule,
    /// Its points.
    pub points: Exact,
}

/// One band of a scorecard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreBand {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub title: Title,
    /// Smallest score in it.
    pub from: Exact,
}
