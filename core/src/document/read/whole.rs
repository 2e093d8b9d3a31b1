//! What only the whole build reads.

mod across;
mod funds;
mod inventory;
mod prices;
mod shares;
mod terms;

use crate::diagnostic::JsonPointer;
use crate::incentive::{DifferentialRates, LevelDifferential, OfAll};
use crate::programme::Programme;
use crate::tier::Rule;

use super::incentives::bands;
use super::places::Placing;
use super::value::Value;

/// Adds it to a programme.
pub(super) fn read(document: Value<'_>, programme: &mut Programme) {
    programme.budgets = document.sorted("budgets", shares::budget);
    programme.pools = document.sorted("pools", shares::pool);
    programme.contests = document.sorted("contests", shares::contest);
    programme.funds = document.sorted("funds", funds::fund);
    programme.channel_inventory = document.optional("channel_inventory", inventory::inventory);
    programme.prices = document.optional("prices", prices::prices);
    programme.cascades = document.sorted("cascades", across::cascade);
    programme.leaderboards = document.sorted("leaderboards", across::leaderboard);
    programme.pay_checks = document.sorted("pay_checks", across::pay_check);
    programme.cost_shares = document.sorted("cost_shares", across::cost_share);
    programme.terms = document.optional("settlement", terms::terms);
}

/// Tells its rules where they stand.
pub(super) fn place(programme: &mut Programme, placing: &Placing<'_>) {
    let root = JsonPointer::root();
    for fund in &mut programme.funds {
        placing.incentive(&mut fund.accrual, root.child("funds").child(&fund.id), "accrues");
    }
    let rules = |rules: &mut dyn Iterator<Item = (&str, Option<&mut Rule>)>, of: &str| {
        rules.for_each(|(id, rule)| placing.member(rule, &root.child(of).child(id), "requires"));
    };
    rules(&mut programme.pools.iter_mut().map(|of| (of.id.as_str(), of.requires.as_mut())), "pools");
    rules(&mut programme.contests.iter_mut().map(|of| (of.id.as_str(), of.requires.as_mut())), "contests");
    rules(&mut programme.cascades.iter_mut().map(|of| (of.id.as_str(), of.requires.as_mut())), "cascades");
    rules(&mut programme.leaderboards.iter_mut().map(|of| (of.id.as_str(), of.requires.as_mut())), "leaderboards");
    rules(&mut programme.pay_checks.iter_mut().map(|of| (of.id.as_str(), of.requires.as_mut())), "pay_checks");
    rules(&mut programme.cost_shares.iter_mut().map(|of| (of.id.as_str(), of.requires.as_mut())), "cost_shares");
    let discounts = root.child("prices").child("discounts");
    for (position, discount) in programme.prices.iter_mut().flat_map(|prices| &mut prices.discounts).enumerate() {
        let path = discounts.child(position);
        placing.member(discount.requires.as_mut(), &path, "requires");
        placing.filter(discount.filter.as_mut(), &path.child("where"));
    }
}

/// The position of an incentive's budget.
pub(super) fn budget(incentive: Value<'_>) -> Option<usize> {
    incentive.optional("budget", |budget| budget.position_in("budgets"))
}

/// What a part pays that depends on all partners; `None` for other parts.
pub(super) fn of_all(part: Value<'_>) -> Option<OfAll> {
    if let Some(contest) = part.get("prize_in") {
        return Some(OfAll::PrizeIn(contest.position_in("contests")));
    }
    if let Some(pool) = part.get("share_of_pool") {
        return Some(OfAll::ShareOfPool(pool.position_in("pools")));
    }
    let measure = part.get("level_differential")?.metric();
    let rates = part.at("rates");
    let rates = match rates.get("by_tier") {
        Some(numbers) => DifferentialRates::ByTier(numbers.by_tier()),
        None => DifferentialRates::ByLevel(bands(rates, "rate")),
    };
    Some(OfAll::LevelDifferential(LevelDifferential { measure, rates, levels: part.count("levels") }))
}
