//! What partners decide together, before any award: pools, contests and level differentials.
//!
//! They depend on metrics, tiers and conditions alone. Everything that is read of a partner is gathered partner by partner, in the
//! order of ids; then [`crate::sharing`] settles it by position, and each partner asks for its [`Shares`].

mod gather;
pub(crate) mod plain;
mod shares;
#[cfg(test)]
mod tests;

use std::sync::Arc;

pub(crate) use gather::Gathering;
pub(crate) use shares::{Prize, Shares};

use crate::amount::{Amount, Exact};
use crate::decision::{ContestResult, Place, PoolUse};
use crate::facts::{Facts, Hierarchy, NO_CODE};
use crate::incentive::LevelDifferential;
use crate::metric::MetricValue;
use crate::programme::Programme;
use crate::sharing::contest::Placed;
use crate::sharing::differential::Seller;

/// What came of everything that partners share.
#[derive(Debug, Clone, Default)]
pub(crate) struct Together {
    /// By position in the programme.
    pools: Vec<PoolShares>,
    /// By position in the programme.
    contests: Vec<Places>,
    differentials: Vec<Differential>,
    hierarchy: Arc<Hierarchy>,
}

/// Those who take part in a pool or contest, in the order of ids.
#[derive(Debug, Clone, Default)]
struct Entrants {
    rows: Vec<u32>,
    values: Vec<Exact>,
    /// Second values, of a contest that has such.
    then: Vec<MetricValue>,
    /// Position of each partner by row; [`NO_CODE`] for those who take no part.
    positions: Vec<u32>,
}

#[derive(Debug, Clone, Default)]
struct PoolShares {
    entrants: Entrants,
    amount: i128,
    /// By position of the entrant.
    shares: Vec<i128>,
}

#[derive(Debug, Clone, Default)]
struct Places {
    entrants: Entrants,
    too_few: bool,
    /// First to last.
    placed: Vec<Placed>,
    /// Where each entrant stands in `placed`.
    ranks: Vec<u32>,
}

/// One level differential; equal ones of several parts are the same.
#[derive(Debug, Clone)]
struct Differential {
    /// Position of the first incentive that has it.
    incentive: usize,
    of: LevelDifferential,
    /// By row.
    sellers: Vec<Seller>,
    /// By row, what each partner is paid.
    paid: Vec<Exact>,
}

impl Entrants {
    fn new(partners: usize) -> Entrants {
        Entrants { positions: vec![NO_CODE; partners], ..Entrants::default() }
    }

    fn push(&mut self, row: u32, value: Exact) {
        if let (Some(place), Ok(position)) = (self.positions.get_mut(row as usize), u32::try_from(self.rows.len())) {
            *place = position;
            self.rows.push(row);
            self.values.push(value);
        }
    }

    /// Position and value of a partner.
    fn of(&self, row: u32) -> Option<(usize, Exact)> {
        let position = *self.positions.get(row as usize).filter(|position| **position != NO_CODE)? as usize;
        Some((position, *self.values.get(position)?))
    }
}

impl Together {
    /// Whether the programme has anything of the kind.
    pub(crate) fn is_needed(programme: &Programme) -> bool {
        !programme.pools.is_empty() || !programme.contests.is_empty() || gather::differentials(programme).next().is_some()
    }

    /// What one partner gets of it.
    pub(crate) const fn shares(&self, partner: u32, programme: &Programme) -> Shares<'_> {
        Shares { together: self, partner, scale: programme.scale }
    }

    /// What came of the pools, by id.
    pub(crate) fn pool_uses(&self, programme: &Programme) -> Vec<PoolUse> {
        let amount = |minor| Amount::from_minor(minor, programme.scale);
        let of = |(pool, state): (&crate::pool::Pool, &PoolShares)| PoolUse {
            pool: pool.id.clone(),
            amount: amount(state.amount),
            given: amount(state.shares.iter().sum()),
            sharing: state.shares.len(),
        };
        programme.pools.iter().zip(&self.pools).map(of).collect()
    }

    /// What came of the contests, by id.
    pub(crate) fn contest_results(&self, programme: &Programme, facts: &Facts) -> Vec<ContestResult> {
        let of = |(contest, state): (&crate::contest::Contest, &Places)| ContestResult {
            contest: contest.id.clone(),
            participants: state.placed.len(),
            places: state.placed.iter().filter_map(|placed| state.place(placed, programme.scale, facts)).collect(),
        };
        programme.contests.iter().zip(&self.contests).map(of).collect()
    }
}

impl Places {
    fn place(&self, placed: &Placed, scale: u32, facts: &Facts) -> Option<Place> {
        Some(Place {
            place: placed.place,
            partner: facts.partner_id(*self.entrants.rows.get(placed.entrant)?).to_owned(),
            value: *self.entrants.values.get(placed.entrant)?,
            then: self.entrants.then.get(placed.entrant).copied(),
            prize: placed.prize.map(|prize| Amount::from_minor(prize, scale)),
        })
    }
}
