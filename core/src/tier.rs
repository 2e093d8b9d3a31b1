//! Tier ladders.

use crate::condition::Condition;
use crate::diagnostic::JsonPointer;
use crate::title::Title;

/// What a condition of a rule reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operand {
    /// A metric, by position in [`crate::Programme::metrics`].
    Metric(usize),
    /// A column of the partner's record.
    Attribute(String),
    /// The partner's standing.
    Tier,
}

/// A condition of a rule, at its place in the programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Where it stands.
    pub path: JsonPointer,
    /// What must hold.
    pub condition: Condition<Operand>,
    /// How many comparisons that has.
    pub(crate) leaf_count: usize,
}

/// Tiers in ascending order above a base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TierLadder {
    /// The tier of those who reach none.
    pub base: Tier,
    /// Which rung is reached.
    pub qualify: Qualify,
    /// The rungs, ascending, each with its requirement.
    pub ladder: Vec<(Tier, Rule)>,
}

impl TierLadder {
    /// 0 for the base tier, then the rungs from 1.
    #[must_use]
    pub fn position(&self, id: &str) -> Option<usize> {
        if self.base.id == id {
            return Some(0);
        }
        self.ladder.iter().position(|(tier, _)| tier.id == id).map(|index| index + 1)
    }

    /// The tier at a position.
    #[must_use]
    pub fn tier(&self, position: usize) -> &Tier {
        position.checked_sub(1).and_then(|rung| self.ladder.get(rung)).map_or(&self.base, |(tier, _)| tier)
    }
}

/// One tier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tier {
    /// Where it stands.
    pub path: JsonPointer,
    /// Its id.
    pub id: String,
    /// What people call it.
    pub title: Title,
}

/// Which rung of the ladder is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Qualify {
    /// The highest whose requirement holds.
    HighestMet,
    /// The highest such that it and all below it hold.
    Consecutive,
}
