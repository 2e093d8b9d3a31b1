//! The same for the plain pipeline: every partner measured record by record and decided with reasons.

use std::sync::Arc;

use super::{Gathering, Together};
use crate::engine::budgets::{Budgets, Queues};
use crate::engine::plain;
use crate::engine::reasons::{Subject, award, of_all};
use crate::engine::shared::Shared;
use crate::error::EvaluationError;
use crate::facts::{Facts, Hierarchy, parents_on};
use crate::metric::MetricValue;
use crate::period::AsOf;
use crate::programme::Programme;

/// What all partners share, and what budgets leave of their awards; empty when the programme has nothing of the kind.
pub(crate) fn decide(programme: &Programme, facts: &Facts, as_of: AsOf) -> Result<(Together, Budgets), EvaluationError> {
    if !Together::is_needed(programme) && programme.budgets.is_empty() {
        return Ok((Together::default(), Budgets::default()));
    }
    // what partners share rests on their awards, which no records beyond the metrics decide
    let nothing = Shared::default();
    let mut partners: Vec<(u32, Vec<MetricValue>, Option<usize>)> = Vec::with_capacity(facts.partner_count());
    let records = plain::Records { programme, facts, as_of: &as_of };
    let mut gathering = Gathering::new(programme, facts);
    let parents = parents_on(facts, as_of.on);
    for row in facts.partners_by_id().iter().copied() {
        let values = plain::measure(programme, facts, &as_of, row, &parents)?;
        let subject = Subject { programme, facts, as_of, partner: row, values: &values, items: &records, shared: &nothing };
        let tier = of_all::position(&subject)?;
        gathering.add(row, &values, tier.unwrap_or(0), &|rule| subject.holds(rule, tier))?;
        partners.push((row, values, tier));
    }
    let together = gathering.finish(&Arc::new(Hierarchy::of(parents)))?;
    let shared = Shared::without_records(together, Budgets::default());
    let mut queues = Queues::default();
    let mut amounts: Vec<Vec<i128>> = Vec::with_capacity(partners.len());
    for (row, values, tier) in partners.iter().filter(|_| !programme.budgets.is_empty()) {
        let subject = Subject { programme, facts, as_of, partner: *row, values, items: &records, shared: &shared };
        let mut awards = award::earned(&subject, *tier)?;
        award::combine(&subject, &mut awards)?;
        amounts.push(awards.iter().map(|award| award.amount.minor()).collect());
        queues.add(programme, values);
    }
    let amount = |incentive: usize, partner: usize| amounts.get(partner).and_then(|own| own.get(incentive)).copied().unwrap_or(0);
    let budgets = Budgets::decide(programme, facts, &queues, &amount)?;
    Ok((shared.into_together(), budgets))
}
