//! Gathering what is read of each partner, and settling it.

use std::sync::Arc;

use super::{Differential, Entrants, Places, PoolShares, Together};
use crate::amount::{Exact, Overflow, Rounding};
use crate::budget::First;
use crate::contest::{Contest, Ties};
use crate::diagnostic::JsonPointer;
use crate::error::EvaluationError;
use crate::facts::{Facts, Hierarchy};
use crate::incentive::{DifferentialRates, LevelDifferential, OfAll, Pay, reached};
use crate::metric::MetricValue;
use crate::pool::PoolAmount;
use crate::programme::Programme;
use crate::sharing::differential::Seller;
use crate::sharing::{contest, differential, pool};
use crate::tier::Rule;

/// What has been read so far. Partners come in the order of their ids.
pub(crate) struct Gathering<'a> {
    programme: &'a Programme,
    facts: &'a Facts,
    pools: Vec<Entrants>,
    /// By pool, what the pool is a percentage of.
    totals: Vec<Exact>,
    contests: Vec<Entrants>,
    differentials: Vec<Differential>,
}

/// Whether a rule holds for a partner. Its path is made only where it is needed.
type Holds<'a> = dyn Fn(&Rule) -> bool + 'a;

/// The level differentials of a programme, each with the position of its incentive.
pub(super) fn differentials(programme: &Programme) -> impl Iterator<Item = (usize, &LevelDifferential)> {
    programme.incentives.iter().enumerate().flat_map(|(incentive, one)| {
        one.pays.iter().filter_map(move |part| match &part.pays {
            Pay::OfAll(OfAll::LevelDifferential(of)) => Some((incentive, of)),
            _ => None,
        })
    })
}

impl<'a> Gathering<'a> {
    pub(crate) fn new(programme: &'a Programme, facts: &'a Facts) -> Gathering<'a> {
        let partners = facts.partner_count();
        let mut known: Vec<Differential> = Vec::new();
        for (incentive, of) in differentials(programme) {
            if known.iter().all(|known| known.of != *of) {
                let nobody = Seller { rate: Exact::ZERO, sales: Exact::ZERO };
                known.push(Differential { incentive, of: of.clone(), sellers: vec![nobody; partners], paid: Vec::new() });
            }
        }
        Gathering {
            programme,
            facts,
            pools: vec![Entrants::new(partners); programme.pools.len()],
            totals: vec![Exact::ZERO; programme.pools.len()],
            contests: vec![Entrants::new(partners); programme.contests.len()],
            differentials: known,
        }
    }

    /// Reads one partner: its metrics by position, its tier, and whether rules hold for it.
    pub(crate) fn add(&mut self, row: u32, values: &[MetricValue], tier: usize, holds: &Holds<'_>) -> Result<(), EvaluationError> {
        let known = |metric: usize| values.get(metric).copied().and_then(MetricValue::known);
        let taking_part = |rule: &Option<Rule>| rule.as_ref().is_none_or(holds);
        for (at, pool) in self.programme.pools.iter().enumerate() {
            if let (PoolAmount::PercentOfTotal { metric, .. }, Some(total)) = (pool.amount, self.totals.get_mut(at)) {
                let more = known(metric).unwrap_or(Exact::ZERO);
                *total = total.checked_add(more).map_err(|_| overflow(path("pools", &pool.id)))?;
            }
            let value = known(pool.shared_by).filter(|value| value.signum() > 0);
            if let (Some(value), true) = (value, taking_part(&pool.requires)) {
                self.pools.get_mut(at).into_iter().for_each(|entrants| entrants.push(row, value));
            }
        }
        for (contest, entrants) in self.programme.contests.iter().zip(&mut self.contests) {
            let value = known(contest.rank_by).filter(|value| is_good_enough(contest, *value));
            if let (Some(value), true) = (value, taking_part(&contest.requires)) {
                entrants.push(row, value);
                if let Ties::ThenBy { metric, .. } = contest.ties {
                    entrants.then.push(values.get(metric).copied().unwrap_or(MetricValue::Missing));
                }
            }
        }
        for differential in &mut self.differentials {
            let sales = known(differential.of.measure).unwrap_or(Exact::ZERO);
            if let Some(place) = differential.sellers.get_mut(row as usize) {
                *place = Seller { rate: rate(&differential.of, values, tier), sales };
            }
        }
        Ok(())
    }

    /// Settles everything.
    pub(crate) fn finish(self, hierarchy: &Arc<Hierarchy>) -> Result<Together, EvaluationError> {
        let mut together = Together { hierarchy: Arc::clone(hierarchy), ..Together::default() };
        for ((pool, entrants), total) in self.programme.pools.iter().zip(self.pools).zip(self.totals) {
            let fault = |_: Overflow| overflow(path("pools", &pool.id));
            let amount = pool_amount(self.programme, pool.amount, total).map_err(fault)?;
            let cap = pool.cap.map(|cap| cap.round_to_minor(self.programme.scale, Rounding::Down)).transpose().map_err(fault)?;
            let shares = pool::shares(amount, cap, pool.left_over, &entrants.values).map_err(fault)?;
            together.pools.push(PoolShares { entrants, amount, shares });
        }
        for (contest, entrants) in self.programme.contests.iter().zip(self.contests) {
            let places = places(self.programme, contest, entrants).map_err(|_| overflow(path("contests", &contest.id)))?;
            together.contests.push(places);
        }
        for mut differential in self.differentials {
            differential.paid =
                differential::all(hierarchy, &differential.sellers, differential.of.levels as usize).map_err(|(row, _)| {
                    EvaluationError::Overflow {
                        path: path("incentives", differential.incentive),
                        partner: self.facts.partner_id(row).to_owned(),
                    }
                })?;
            together.differentials.push(differential);
        }
        Ok(together)
    }
}

fn path(kind: &str, id: impl ToString) -> JsonPointer {
    JsonPointer::root().child(kind).child(id.to_string())
}

/// A number of all partners that grew too large.
fn overflow(path: JsonPointer) -> EvaluationError {
    EvaluationError::Overflow { path, partner: String::new() }
}

fn is_good_enough(contest: &Contest, value: Exact) -> bool {
    contest.minimum.is_none_or(|minimum| match contest.first {
        First::Highest => value >= minimum,
        First::Lowest => value <= minimum,
    })
}

/// The rate of a partner in a level differential: 0 below the first level and where the metric is unknown.
fn rate(of: &LevelDifferential, values: &[MetricValue], tier: usize) -> Exact {
    let rate = match &of.rates {
        DifferentialRates::ByTier(rates) => rates.get(tier).copied(),
        DifferentialRates::ByLevel(bands) => {
            let by = values.get(bands.by).copied().and_then(MetricValue::known);
            let level = by.and_then(|by| reached(&bands.levels, bands.boundary, by));
            level.and_then(|level| bands.levels.get(level)).map(|(_, rate)| *rate)
        }
    };
    rate.unwrap_or(Exact::ZERO)
}

/// What a pool holds, in minor units.
fn pool_amount(programme: &Programme, amount: PoolAmount, total: Exact) -> Result<i128, Overflow> {
    match amount {
        PoolAmount::Amount(amount) => amount.round_to_minor(programme.scale, Rounding::Down),
        PoolAmount::PercentOfTotal { rate, .. } => {
            let share = total.checked_mul(rate)?;
            if share.is_negative() { Ok(0) } else { share.round_to_minor(programme.scale, programme.rounding) }
        }
    }
}

fn places(programme: &Programme, of: &Contest, entrants: Entrants) -> Result<Places, Overflow> {
    let too_few = entrants.rows.len() < of.participants as usize;
    let mut prizes = Vec::with_capacity(of.prizes.len());
    for prize in of.prizes.iter().filter(|_| !too_few) {
        prizes.push(prize.round_to_minor(programme.scale, Rounding::Down)?);
    }
    let value = |at: usize| entrants.values.get(at).copied();
    let then = |at: usize| entrants.then.get(at).copied().and_then(MetricValue::known);
    let compare = |a: usize, b: usize| {
        let first = contest::compare(of.first, value(a), value(b));
        match of.ties {
            Ties::ThenBy { first: second, .. } => first.then_with(|| contest::compare(second, then(a), then(b))),
            Ties::Share | Ties::Each | Ties::Review => first,
        }
    };
    let placed = contest::places(entrants.rows.len(), &compare, &prizes, of.ties);
    let mut ranks = vec![0; placed.len()];
    for (rank, one) in (0u32..).zip(&placed) {
        if let Some(place) = ranks.get_mut(one.entrant) {
            *place = rank;
        }
    }
    Ok(Places { entrants, too_few, placed, ranks })
}
