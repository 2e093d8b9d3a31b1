//! One partner's decision with every reason, straight from the guide of the review and without shortcuts.
//!
//! It knows nothing of records: it reads metric values, the partner's own columns and the programme. The order of evaluation is the
//! order of the reasons, and the contributions of an award's reasons sum to its amount.

pub(crate) mod award;
pub(crate) mod condition;
mod each;
mod group;
mod part;
mod payable;
pub(crate) mod score;
pub(crate) mod shared;
pub(crate) mod standing;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::budgets::Budgets;
use super::items::Items;
use super::records::Links;
use super::together::{Shares, Together};
use super::{funds, inventory};
use crate::amount::{Amount, Exact, Overflow, Rounding};
use crate::decision::{PartnerDecision, Standing};
use crate::diagnostic::JsonPointer;
use crate::error::EvaluationError;
use crate::facts::Facts;
use crate::metric::MetricValue;
use crate::period::AsOf;
use crate::programme::Programme;
use crate::tier::{Operand, Rule};
use condition::{Checked, Found, Surroundings};

/// Whom and when a decision is about, and the metrics it rests on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Subject<'a> {
    /// The rules.
    pub(crate) programme: &'a Programme,
    /// Where the partner's own columns are.
    pub(crate) facts: &'a Facts,
    /// When.
    pub(crate) as_of: AsOf,
    /// Row of the partner.
    pub(crate) partner: u32,
    /// By position of the metric.
    pub(crate) values: &'a [MetricValue],
    /// The records that parts go through one by one.
    pub(crate) items: &'a dyn Items,
    /// What all partners share.
    pub(crate) together: &'a Together,
    /// What budgets leave of everybody's awards.
    pub(crate) budgets: &'a Budgets,
    /// Which records belong to whom.
    pub(crate) links: &'a Links,
}

impl<'a> Subject<'a> {
    /// The value of a metric.
    pub(crate) fn value(&self, metric: usize) -> MetricValue {
        self.values.get(metric).copied().unwrap_or(MetricValue::Missing)
    }

    /// The name of a metric.
    pub(crate) fn name(&self, metric: usize) -> String {
        self.programme.metrics.get(metric).map(|metric| metric.name.clone()).unwrap_or_default()
    }

    /// What the partner gets of what all partners share.
    pub(crate) const fn shares(&self) -> Shares<'a> {
        self.together.shares(self.partner, self.programme)
    }

    /// What to report when a number at `path` leaves its range.
    pub(crate) fn overflow(&self, path: &JsonPointer) -> EvaluationError {
        EvaluationError::Overflow { path: path.clone(), partner: self.facts.partner_id(self.partner).to_owned() }
    }

    /// A rule held against this partner; `standing` is the position of its tier, once there is one.
    pub(crate) fn check(&self, rule: &Rule, path: &JsonPointer, standing: Option<usize>) -> Result<Checked, EvaluationError> {
        let surroundings = Surroundings { facts: self.facts, ladder: self.programme.tiers.as_ref(), as_of: self.as_of.on };
        let look = |operand: &Operand| match operand {
            Operand::Metric(metric) => (self.name(*metric), Found::Number(self.value(*metric))),
            Operand::Attribute(column) => (format!("partner.{column}"), Found::Cell(self.facts.cell("partners", column, self.partner))),
            Operand::Tier => ("tier".to_owned(), standing.map_or(Found::Number(MetricValue::Missing), Found::Tier)),
        };
        condition::check(rule, path, &surroundings, &look).map_err(|_| self.overflow(path))
    }

    /// An amount of the programme's scale.
    pub(crate) fn amount(&self, number: Exact) -> Result<Amount, Overflow> {
        let minor = number.round_to_minor(self.programme.scale, self.programme.rounding)?;
        Ok(Amount::from_minor(minor, self.programme.scale))
    }
}

/// Everything decided about one partner.
pub(crate) fn decide(subject: &Subject<'_>) -> Result<PartnerDecision, EvaluationError> {
    let programme = subject.programme;
    // one by one: collecting would sort them once more
    let mut metrics = BTreeMap::new();
    for (position, metric) in programme.metrics.iter().enumerate() {
        metrics.insert(metric.name.clone(), subject.value(position));
    }
    let standing = standing(subject)?;
    let position = position(subject, standing.as_ref());
    let mut awards = award::earned(subject, position)?;
    let funds = funds::decide(subject, position, &awards)?;
    award::combine(subject, &mut awards)?;
    shared::cut(subject, &mut awards)?;
    payable::pay_out(subject, &mut awards)?;
    each::name_payees(subject, &mut awards)?;
    let (total, total_reasons) = award::total(subject, &awards)?;
    let scores = programme.scorecards.iter().map(|card| score::decide(subject, card, position)).collect::<Result<_, _>>()?;
    let partner = subject.facts.partner_id(subject.partner).to_owned();
    Ok(PartnerDecision { partner, metrics, standing, awards, total, total_reasons, scores, funds, inventory: inventory::decide(subject)? })
}

fn standing(subject: &Subject<'_>) -> Result<Option<Standing>, EvaluationError> {
    subject.programme.tiers.as_ref().map(|tiers| standing::decide(subject, tiers)).transpose()
}

fn position(subject: &Subject<'_>, standing: Option<&Standing>) -> Option<usize> {
    standing.and_then(|standing| subject.programme.tiers.as_ref()?.position(&standing.tier))
}

/// The position of the partner's tier.
pub(crate) fn standing_of(subject: &Subject<'_>) -> Result<Option<usize>, EvaluationError> {
    Ok(position(subject, standing(subject)?.as_ref()))
}

/// Rounding as the programme writes it.
pub(crate) const fn rounding(programme: &Programme) -> (u32, Rounding) {
    (programme.scale, programme.rounding)
}
