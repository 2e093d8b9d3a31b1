//! What a part pays that depends on all partners.

use super::Bands;
use crate::amount::Exact;

/// What depends on all partners.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfAll {
    /// The prize won in a contest, by position in [`crate::Programme::contests`].
    PrizeIn(usize),
    /// The share of a pool, by position in [`crate::Programme::pools`].
    ShareOfPool(usize),
    /// The difference to the level below (级差).
    LevelDifferential(LevelDifferential),
}

impl OfAll {
    /// Position of the metric that is paid on.
    #[must_use]
    pub const fn measure(&self) -> Option<usize> {
        match self {
            OfAll::LevelDifferential(differential) => Some(differential.measure),
            OfAll::PrizeIn(_) | OfAll::ShareOfPool(_) => None,
        }
    }

    /// The bands that decide a level, where there are any.
    #[must_use]
    pub const fn bands(&self) -> Option<&Bands> {
        match self {
            OfAll::LevelDifferential(LevelDifferential { rates: DifferentialRates::ByLevel(bands), .. }) => Some(bands),
            OfAll::LevelDifferential(_) | OfAll::PrizeIn(_) | OfAll::ShareOfPool(_) => None,
        }
    }
}

/// Of every sale below, the difference between the partner's rate and the highest one between it and the seller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelDifferential {
    /// Position of the metric of sales; of scope `own`.
    pub measure: usize,
    /// The rate of a partner.
    pub rates: DifferentialRates,
    /// How many levels below take part.
    pub levels: u32,
}

/// How a partner gets its rate in a level differential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DifferentialRates {
    /// The rate of the level reached.
    ByLevel(Bands),
    /// The rate of the tier.
    ByTier(Vec<Exact>),
}
