//! Who stands where.

use serde::Serialize;

use crate::amount::Exact;
use crate::leaderboard::NamesOn;
use crate::metric::MetricValue;

/// A leaderboard, with names or as one partner may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeaderboardResult {
    /// The leaderboard.
    pub leaderboard: String,
    /// Whether partners see each other's names: `shown` or `masked`.
    pub names: &'static str,
    /// How many are ranked.
    pub participants: usize,
    /// First to last; equal ones by partner.
    pub entries: Vec<LeaderboardEntry>,
    /// Who is not ranked for want of a value; not for a partner where names are masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown: Option<Vec<String>>,
}

/// One partner of a leaderboard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeaderboardEntry {
    /// Who; of others not where names are masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partner: Option<String>,
    /// From 1; equal ones have the same.
    pub place: usize,
    /// The value that decided.
    pub value: Exact,
    /// The share of the others that are not ahead; undefined for who is alone.
    pub percentile: MetricValue,
    /// The place before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<usize>,
    /// How many places up since then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub movement: Option<i64>,
}

impl LeaderboardResult {
    /// What a partner may see of it.
    #[must_use]
    pub fn seen_by(&self, viewer: &str) -> LeaderboardResult {
        let mut seen = self.clone();
        if self.names == NamesOn::Masked.as_str() {
            seen.unknown = None;
            for entry in &mut seen.entries {
                entry.partner.take_if(|partner| partner != viewer);
            }
        }
        seen
    }
}
