//! How the awards of one partner that are in a group combine.

use num_rational::BigRational;
use serde_json::Value;

use super::award::Award;
use super::number::{apportion, parse};
use super::{Question, list, sorted, text, zero};

impl Question<'_> {
    pub(super) fn combine(&self, awards: &mut [Award<'_>]) {
        for (name, group) in sorted(&self.programme["groups"]) {
            let members: Vec<usize> = (0..awards.len())
                .filter(|index| awards[*index].incentive.get("group").is_some_and(|group| group == name))
                .filter(|index| !["held", "not_applicable"].contains(&awards[*index].outcome))
                .collect();
            choose(awards, &members, group);
            let amount = |member: &str| group.get(member).map(parse);
            if let Some(floor) = amount("floor") {
                raise(awards, &members, &floor);
            }
            if let Some(cap) = amount("cap") {
                cut(awards, &members, &cap);
            }
        }
    }
}

/// Supersedes those that are not chosen, or holds those that exclude each other.
fn choose(awards: &mut [Award<'_>], members: &[usize], group: &Value) {
    let combine = group.as_str().unwrap_or_else(|| text(&group["combine"]));
    let with_amount: Vec<usize> = members.iter().copied().filter(|index| awards[*index].amount != zero()).collect();
    if with_amount.is_empty() || combine == "joint" {
        return;
    }
    if combine == "exclusive" {
        if with_amount.len() > 1 {
            with_amount.into_iter().for_each(|index| awards[index].take_away("held"));
        }
        return;
    }
    let chosen = if combine == "priority" {
        let rank = |index: &usize| list(&group["order"]).iter().position(|id| id == awards[*index].id()).expect("the order is complete");
        with_amount.into_iter().min_by_key(rank)
    } else {
        members.iter().copied().min_by(|a, b| {
            let (a, b) = (&awards[*a], &awards[*b]);
            b.amount.cmp(&a.amount).then_with(|| a.id().cmp(b.id()))
        })
    };
    for index in members.iter().copied().filter(|index| Some(*index) != chosen) {
        awards[index].take_away("superseded");
    }
}

fn total(awards: &[Award<'_>], members: &[usize]) -> BigRational {
    members.iter().map(|index| &awards[*index].amount).sum()
}

/// Members with a positive amount, by id, each with its share of `change` in proportion.
fn shares(awards: &[Award<'_>], members: &[usize], change: &BigRational) -> Vec<(usize, BigRational)> {
    let mut positive: Vec<usize> = members.iter().copied().filter(|index| awards[*index].amount > zero()).collect();
    positive.sort_by_key(|index| awards[*index].id());
    let all = total(awards, &positive);
    let exact: Vec<BigRational> = positive.iter().map(|index| change * &awards[*index].amount / &all).collect();
    let scale = positive.first().map_or(0, |index| awards[*index].unit.scale);
    positive.into_iter().zip(apportion(&exact, scale)).collect()
}

fn raise(awards: &mut [Award<'_>], members: &[usize], floor: &BigRational) {
    let missing = floor - total(awards, members);
    if missing <= zero() {
        return;
    }
    let mut rises = shares(awards, members, &missing);
    if rises.is_empty() {
        let may_rise = |index: &&usize| awards[**index].outcome == "nothing";
        rises.extend(members.iter().find(may_rise).map(|index| (*index, missing)));
    }
    for (index, rise) in rises {
        let amount = &awards[index].amount + rise;
        awards[index].set(amount);
    }
}

fn cut(awards: &mut [Award<'_>], members: &[usize], cap: &BigRational) {
    let over = total(awards, members) - cap;
    if over <= zero() {
        return;
    }
    for (index, cut) in shares(awards, members, &over) {
        let amount = &awards[index].amount - cut;
        awards[index].set(amount);
    }
}
