//! One partner's decision with every reason, straight from the guide of the review and without shortcuts.
//!
//! It knows nothing of records: it reads metric values, the partner's own columns and the programme. The order of evaluation is the
//! order of the reasons, and the contributions of an award's reasons sum to its amount.

pub(crate) mod award;
mod class;
pub(crate) mod condition;
mod each;
mod group;
#[cfg(feature = "full")]
pub(crate) mod of_all;
mod part;
mod payable;
pub(crate) mod score;
pub(crate) mod standing;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::items::Items;
use super::shared::Shared;
use crate::amount::{Amount, Exact, Overflow, Rounding};
use crate::decision::PartnerDecision;
use crate::diagnostic::JsonPointer;
use crate::error::EvaluationError;
use crate::facts::Facts;
use crate::metric::MetricValue;
use crate::period::AsOf;
use crate::programme::Programme;
use crate::tier::{Operand, Rule};
use condition::{Checked, Found, Surroundings};

/// Whom and when a decision is about, and the metrics it rests on.
#[derive(Clone, Copy)]
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
    /// What it takes from beyond the partner's metrics.
    pub(crate) shared: &'a Shared,
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
    let standing = match &programme.tiers {
        Some(tiers) => Some(standing::decide(subject, tiers)?),
        None => None,
    };
    let position = standing.as_ref().and_then(|standing| programme.tiers.as_ref()?.position(&standing.tier));
    let mut awards = award::earned(subject, position)?;
    let funds = subject.shared.funds(subject, position, &awards)?;
    award::combine(subject, &mut awards)?;
    subject.shared.cut(subject, &mut awards)?;
    payable::pay_out(subject, &mut awards)?;
    each::name_payees(subject, &mut awards)?;
    let (total, total_reasons) = award::total(subject, &awards)?;
    let scores = programme.scorecards.iter().map(|card| score::decide(subject, card, position)).collect::<Result<_, _>>()?;
    let classes = programme.classes.iter().map(|of| class::decide(subject, of, position)).collect::<Result<_, _>>()?;
    let partner = subject.facts.partner_id(subject.partner).to_owned();
    Ok(PartnerDecision {
        partner,
        metrics,
        standing,
        awards,
        total,
        total_reasons,
        scores,
        classes,
        funds,
        inventory: subject.shared.inventory(subject)?,
    })
}

/// Rounding as the programme writes it.
pub(crate) const fn rounding(programme: &Programme) -> (u32, Rounding) {
    (programme.scale, programme.rounding)
}
