//! What one partner gets of what all partners share.

use super::{Differential, Together};
use crate::amount::{Exact, Overflow};
use crate::facts::Facts;
use crate::incentive::{LevelDifferential, OfAll};
use crate::reason::DifferentialSource;
use crate::sharing::differential;

/// What one partner gets of what all partners share.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shares<'a> {
    pub(crate) together: &'a Together,
    /// Row of the partner.
    pub(crate) partner: u32,
    /// Fraction digits of money.
    pub(crate) scale: u32,
}

/// What came of a contest for a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Prize {
    /// It takes no part.
    NotEntered,
    /// Too few take part.
    TooFew {
        /// Its place.
        place: usize,
    },
    /// Its place has no prize.
    None {
        /// Its place.
        place: usize,
    },
    /// A person has to decide.
    Tied {
        /// Its place.
        place: usize,
    },
    /// It wins this much.
    Won {
        /// Its place.
        place: usize,
        /// The prize.
        amount: Exact,
    },
}

impl Shares<'_> {
    fn money(&self, minor: i128) -> Exact {
        Exact::scaled(minor, self.scale).unwrap_or(Exact::ZERO)
    }

    /// What a part pays that depends on all partners; `None` when it holds the award.
    pub(crate) fn paid(&self, of: &OfAll) -> Option<Exact> {
        match of {
            OfAll::PrizeIn(contest) => match self.prize(*contest) {
                Prize::Won { amount, .. } => Some(amount),
                Prize::Tied { .. } => None,
                Prize::NotEntered | Prize::TooFew { .. } | Prize::None { .. } => Some(Exact::ZERO),
            },
            OfAll::ShareOfPool(pool) => Some(self.of_pool(*pool).map_or(Exact::ZERO, |(_, share)| share)),
            OfAll::LevelDifferential(of) => {
                Some(self.differential(of).and_then(|state| state.paid.get(self.partner as usize).copied()).unwrap_or(Exact::ZERO))
            }
        }
    }

    /// What came of a contest.
    pub(crate) fn prize(&self, contest: usize) -> Prize {
        let Some(state) = self.together.contests.get(contest) else { return Prize::NotEntered };
        let placed = state.entrants.of(self.partner).and_then(|(entrant, _)| state.placed.get(*state.ranks.get(entrant)? as usize));
        match placed {
            None => Prize::NotEntered,
            Some(placed) if state.too_few => Prize::TooFew { place: placed.place },
            Some(placed) if placed.is_tied => Prize::Tied { place: placed.place },
            Some(placed) => match placed.prize {
                Some(prize) => Prize::Won { place: placed.place, amount: self.money(prize) },
                None => Prize::None { place: placed.place },
            },
        }
    }

    /// The metric's value and the share, for one who has a share.
    pub(crate) fn of_pool(&self, pool: usize) -> Option<(Exact, Exact)> {
        let state = self.together.pools.get(pool)?;
        let (entrant, value) = state.entrants.of(self.partner)?;
        Some((value, self.money(*state.shares.get(entrant)?)))
    }

    fn differential(&self, of: &LevelDifferential) -> Option<&Differential> {
        self.together.differentials.iter().find(|state| state.of == *of)
    }

    /// The partner's own rate, and the sales that pay it a difference: its own first, then by partner.
    pub(crate) fn sources(&self, of: &LevelDifferential, facts: &Facts) -> Result<(Exact, Vec<DifferentialSource>), Overflow> {
        let Some(state) = self.differential(of) else { return Ok((Exact::ZERO, Vec::new())) };
        let rate = state.sellers.get(self.partner as usize).map_or(Exact::ZERO, |seller| seller.rate);
        let mut found = differential::sources(&self.together.hierarchy, &state.sellers, of.levels as usize, self.partner)?;
        let is_below = |row: u32| row != self.partner;
        crate::order::sort_by(&mut found, |a, b| {
            let ids = || facts.partner_id(a.partner).cmp(facts.partner_id(b.partner));
            is_below(a.partner).cmp(&is_below(b.partner)).then_with(ids)
        });
        let named = |source: differential::Source| DifferentialSource {
            partner: facts.partner_id(source.partner).to_owned(),
            value: source.sales,
            rate_below: source.rate_below,
            rate: source.difference,
            contribution: source.contribution,
        };
        Ok((rate, found.into_iter().map(named).collect()))
    }
}
