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

use std::borrow::Cow;

use super::items::Items;
use super::shared::Shared;
use crate::amount::{Amount, Exact, Overflow, Rounding};
use crate::decision::{Metrics, PartnerDecision};
use crate::diagnostic::JsonPointer;
use crate::error::EvaluationError;
use crate::facts::Facts;
use crate::metric::MetricValue;
use crate::period::AsOf;
use crate::programme::Programme;
use crate::reason::LeafResult;
use crate::tier::{Operand, Rule};
use condition::{Found, Surroundings};

/// Whom and when a decision is about, and the metrics it rests on.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'s, 'r> {
    /// The rules.
    pub(crate) programme: &'r Programme,
    /// Where the partner's own columns are.
    pub(crate) facts: &'r Facts,
    /// When.
    pub(crate) as_of: AsOf,
    /// Row of the partner.
    pub(crate) partner: u32,
    /// By position of the metric.
    pub(crate) values: &'s [MetricValue],
    /// The records that parts go through one by one.
    pub(crate) items: &'s dyn Items,
    /// What it takes from beyond the partner's metrics.
    pub(crate) shared: &'s Shared,
}

impl<'r> Subject<'_, 'r> {
    /// The value of a metric.
    pub(crate) fn value(&self, metric: usize) -> MetricValue {
        self.values.get(metric).copied().unwrap_or(MetricValue::Missing)
    }

    /// The name of a metric.
    pub(crate) fn name(&self, metric: usize) -> Cow<'r, str> {
        self.programme.metrics.get(metric).map(|metric| Cow::Borrowed(metric.name.as_str())).unwrap_or_default()
    }

    /// What to report when a number at `path` leaves its range.
    pub(crate) fn overflow(&self, path: &JsonPointer) -> EvaluationError {
        EvaluationError::Overflow { path: path.clone(), partner: self.facts.partner_id(self.partner).to_owned() }
    }

    /// Whether a rule holds for this partner, with its leaves; `standing` is the position of its tier, once there is one.
    pub(crate) fn check(&self, rule: &'r Rule, standing: Option<usize>) -> Result<(bool, Vec<LeafResult<'r>>), EvaluationError> {
        let mut leaves = Vec::with_capacity(rule.leaf_count);
        let look = |operand: &Operand| self.look(operand, standing);
        let holds = condition::check(&rule.condition, &self.surroundings(), &look, &mut leaves);
        holds.map(|holds| (holds, leaves)).map_err(|_| self.overflow(&rule.path))
    }

    /// Whether a rule holds for this partner.
    pub(crate) fn holds(&self, rule: &Rule, standing: Option<usize>) -> bool {
        condition::holds(&rule.condition, &self.surroundings(), &|operand| self.look(operand, standing))
    }

    fn surroundings(&self) -> Surroundings<'r> {
        Surroundings { facts: self.facts, ladder: self.programme.tiers.as_ref(), as_of: self.as_of.on }
    }

    fn look(&self, operand: &Operand, standing: Option<usize>) -> Found<'r> {
        match operand {
            Operand::Metric(metric) => Found::Number(self.value(*metric)),
            Operand::Attribute(column) => Found::Cell(self.facts.cell("partners", column, self.partner)),
            Operand::Tier => standing.map_or(Found::Number(MetricValue::Missing), Found::Tier),
        }
    }

    /// An amount of the programme's scale.
    pub(crate) fn amount(&self, number: Exact) -> Result<Amount, Overflow> {
        let minor = number.round_to_minor(self.programme.scale, self.programme.rounding)?;
        Ok(Amount::from_minor(minor, self.programme.scale))
    }
}

/// Everything decided about one partner.
pub(crate) fn decide<'r>(subject: &Subject<'_, 'r>) -> Result<PartnerDecision<'r>, EvaluationError> {
    let programme = subject.programme;
    let metrics = Metrics { metrics: Cow::Borrowed(&programme.metrics), values: subject.values.to_vec() };
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
    // a list of results is collected without knowing its length
    let mut scores = Vec::with_capacity(programme.scorecards.len());
    for card in &programme.scorecards {
        scores.push(score::decide(subject, card, position)?);
    }
    let mut classes = Vec::with_capacity(programme.classes.len());
    for of in &programme.classes {
        classes.push(class::decide(subject, of, position)?);
    }
    let partner = Cow::Borrowed(subject.facts.partner_id(subject.partner));
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

/// Adds what `make` makes where it stays: reasons are large, and moving one takes longer than deciding it.
#[inline]
fn add<T>(list: &mut Vec<T>, make: impl FnOnce() -> T) {
    list.extend(std::iter::once_with(make));
}
