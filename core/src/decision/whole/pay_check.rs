//! Whether pay follows performance.

use serde::{Serialize, Serializer};

use crate::amount::{Amount, Exact};
use crate::metric::MetricValue;

/// Who is compared with whom: nobody is told apart, or a value of the column of peers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Peers {
    /// All partners.
    All,
    /// Those with this value.
    With(String),
    /// Those without a value.
    Without,
}

impl Peers {
    const fn are_all(&self) -> bool {
        matches!(self, Peers::All)
    }
}

impl Serialize for Peers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Peers::With(value) => serializer.serialize_str(value),
            Peers::All | Peers::Without => serializer.serialize_none(),
        }
    }
}

/// What came of a pay check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PayCheckResult {
    /// The pay check.
    pub pay_check: String,
    /// What is paid to those whose base is known.
    pub paid: Amount,
    /// Their bases.
    pub base: Exact,
    /// The first by the second.
    pub cost_ratio: MetricValue,
    /// By partner.
    pub rows: Vec<PayRow>,
    /// Who achieved more than the next one and is paid less.
    pub inversions: Vec<Inversion>,
    /// Whose pay is far from that of its peers, by partner.
    pub outliers: Vec<Outlier>,
    /// By what the peers have in common; those without it last.
    pub groups: Vec<PeerGroup>,
}

/// What is paid to one partner, and for what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PayRow {
    /// The partner.
    pub partner: String,
    /// Its peers.
    #[serde(skip_serializing_if = "Peers::are_all")]
    pub group: Peers,
    /// What pay should follow.
    pub achievement: MetricValue,
    /// What is paid.
    pub paid: Amount,
    /// What it is a share of.
    pub base: MetricValue,
    /// Paid by base.
    pub cost_ratio: MetricValue,
}

/// Two partners of whom the one who achieved more is paid less.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Inversion {
    /// Their peers.
    #[serde(skip_serializing_if = "Peers::are_all")]
    pub group: Peers,
    /// Who achieved more.
    pub achieved_more: Achiever,
    /// Who achieved less.
    pub achieved_less: Achiever,
}

/// One of the two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Achiever {
    /// The partner.
    pub partner: String,
    /// What it achieved.
    pub achievement: Exact,
    /// What it is paid.
    pub paid: Amount,
}

/// A partner whose pay is far from that of its peers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outlier {
    /// The partner.
    pub partner: String,
    /// Its peers.
    #[serde(skip_serializing_if = "Peers::are_all")]
    pub group: Peers,
    /// Which side.
    pub side: OutlierSide,
    /// Its ratio.
    pub cost_ratio: Exact,
    /// That of its peers.
    pub median: Exact,
    /// The first by the second.
    pub times: Exact,
}

/// On which side of its peers a partner is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OutlierSide {
    /// It is paid much more.
    Above,
    /// It is paid much less.
    Below,
}

/// Partners that are compared with one another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PeerGroup {
    /// What they have in common.
    #[serde(skip_serializing_if = "Peers::are_all")]
    pub group: Peers,
    /// How many.
    pub partners: usize,
    /// The least known ratio.
    pub least: MetricValue,
    /// The middle one.
    pub median: MetricValue,
    /// The largest one.
    pub most: MetricValue,
}
