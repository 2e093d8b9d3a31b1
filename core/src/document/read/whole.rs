//! What only the whole build reads.

mod across;
mod funds;
mod inventory;
mod prices;
mod shares;

use crate::incentive::{DifferentialRates, LevelDifferential, OfAll};
use crate::node::Node;
use crate::programme::Programme;

use super::super::place::integer;
use super::incentives::{bands, by_tier, position};
use super::{Ids, entries, metric, optional, sorted, sorted_ids};

/// Adds it to a programme.
pub(super) fn read(ids: &Ids<'_>, programme: &mut Programme) -> Option<()> {
    let (root, names) = (ids.root, ids.metrics);
    programme.budgets = sorted(entries(root, "budgets"), |id, node| shares::budget(id, node, names))?;
    programme.pools = sorted(entries(root, "pools"), |id, node| shares::pool(id, node, names))?;
    programme.contests = sorted(entries(root, "contests"), |id, node| shares::contest(id, node, names))?;
    programme.funds = sorted(entries(root, "funds"), |id, node| funds::fund(id, node, ids))?;
    programme.channel_inventory = optional(root, "channel_inventory", inventory::inventory)?;
    programme.prices = optional(root, "prices", |node| prices::prices(node, names))?;
    programme.cascades = sorted(entries(root, "cascades"), |id, node| across::cascade(id, node, names))?;
    programme.leaderboards = sorted(entries(root, "leaderboards"), |id, node| across::leaderboard(id, node, names))?;
    programme.pay_checks = sorted(entries(root, "pay_checks"), |id, node| across::pay_check(id, node, ids))?;
    programme.cost_shares = sorted(entries(root, "cost_shares"), |id, node| across::cost_share(id, node, names))?;
    Some(())
}

/// The position of an incentive's budget.
pub(super) fn budget(node: &Node, ids: &Ids<'_>) -> Option<Option<usize>> {
    optional(node, "budget", |node| position(&sorted_ids(ids.root, "budgets"), node))
}

/// What a part pays that depends on all partners; `Some(None)` for other parts.
pub(super) fn of_all(node: &Node, ids: &Ids<'_>) -> Option<Option<OfAll>> {
    if let Some(contest) = node.member("prize_in") {
        return position(&sorted_ids(ids.root, "contests"), contest).map(|contest| Some(OfAll::PrizeIn(contest)));
    }
    if let Some(pool) = node.member("share_of_pool") {
        return position(&sorted_ids(ids.root, "pools"), pool).map(|pool| Some(OfAll::ShareOfPool(pool)));
    }
    match node.member("level_differential") {
        Some(_) => level_differential(node, ids).map(|of| Some(OfAll::LevelDifferential(of))),
        None => Some(None),
    }
}

fn level_differential(node: &Node, ids: &Ids<'_>) -> Option<LevelDifferential> {
    let rates = node.member("rates")?;
    Some(LevelDifferential {
        measure: metric(node, "level_differential", ids.metrics)?,
        rates: match rates.member("by_tier") {
            Some(node) => DifferentialRates::ByTier(by_tier(node, ids)?),
            None => DifferentialRates::ByLevel(bands(rates, "rate", ids.metrics)?),
        },
        levels: u32::try_from(integer(node.member("levels")?)?).ok()?,
    })
}
