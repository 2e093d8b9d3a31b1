//! What is told across partners, once all of them are decided: cascades, leaderboards, pay checks, cost shares.
//!
//! One pass over the partners notes who takes part in what and the metrics that it reads of them; then each is settled by itself.

mod cascades;
mod cost_shares;
mod leaderboards;
mod pay_checks;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use super::decide::Partner;
use super::reasons::Subject;
use super::review::Outcomes;
use super::shared::Shared;
use super::together::Together;
use super::values::Values;
use crate::amount::{Exact, Overflow};
use crate::decision::{CascadeResult, CostShareResult, LeaderboardResult, PayCheckResult};
use crate::diagnostic::JsonPointer;
use crate::error::EvaluationError;
use crate::facts::Facts;
use crate::incentive::UnknownPay;
use crate::metric::MetricValue;
use crate::period::AsOf;
use crate::programme::Programme;
use crate::reason::{LeafResult, Reason};
use crate::tier::Rule;

/// What came of everything that is told across partners, each by id.
#[derive(Debug, Clone, Default)]
pub(crate) struct Across {
    pub(crate) cascades: Vec<CascadeResult>,
    pub(crate) leaderboards: Vec<LeaderboardResult>,
    pub(crate) pay_checks: Vec<PayCheckResult>,
    pub(crate) cost_shares: Vec<CostShareResult>,
}

/// The review that is looked across.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'a> {
    pub(crate) programme: &'a Programme,
    pub(crate) facts: &'a Facts,
    pub(crate) values: &'a Values,
    pub(crate) as_of: AsOf,
    pub(crate) outcomes: &'a Outcomes,
}

/// Who takes part in one of the things, in the order of ids.
struct Roll<'a> {
    requires: Option<&'a Rule>,
    /// The metrics that it reads.
    reads: [usize; 2],
    present: Vec<Present>,
}

/// One who takes part.
#[derive(Debug, Clone, Copy)]
struct Present {
    /// Row of the partner.
    row: u32,
    /// Position among all partners by id.
    position: usize,
    /// Of the metrics that are read.
    values: [MetricValue; 2],
}

impl Roll<'_> {
    fn new(requires: Option<&Rule>, reads: [usize; 2]) -> Roll<'_> {
        Roll { requires, reads, present: Vec::new() }
    }
}

impl Across {
    /// Settles all of it.
    ///
    /// # Errors
    /// A number grows past 128 bits.
    pub(crate) fn decide(ground: &Ground<'_>) -> Result<Across, EvaluationError> {
        let programme = ground.programme;
        let mut rolls: Vec<Roll<'_>> = Vec::new();
        rolls.extend(programme.cascades.iter().map(|of| Roll::new(of.requires.as_ref(), [of.shared_by; 2])));
        rolls
            .extend(programme.leaderboards.iter().map(|of| Roll::new(of.requires.as_ref(), [of.rank_by, of.before.unwrap_or(of.rank_by)])));
        rolls.extend(programme.pay_checks.iter().map(|of| Roll::new(of.requires.as_ref(), [of.achievement, of.base])));
        rolls.extend(programme.cost_shares.iter().map(|of| Roll::new(of.requires.as_ref(), [of.paid, of.shared_by])));
        if rolls.is_empty() {
            return Ok(Across::default());
        }
        ground.call(&mut rolls)?;
        // in the order in which they were put there
        let mut rolls = rolls.into_iter().map(|roll| roll.present);
        let mut next = || rolls.next().unwrap_or_default();
        Ok(Across {
            cascades: programme.cascades.iter().map(|of| cascades::decide(ground, of, &next())).collect::<Result<_, _>>()?,
            leaderboards: programme.leaderboards.iter().map(|of| leaderboards::decide(ground, of, &next())).collect::<Result<_, _>>()?,
            pay_checks: programme.pay_checks.iter().map(|of| pay_checks::decide(ground, of, &next())).collect::<Result<_, _>>()?,
            cost_shares: programme.cost_shares.iter().map(|of| cost_shares::decide(ground, of, &next())).collect::<Result<_, _>>()?,
        })
    }
}

impl Ground<'_> {
    /// Notes who takes part in what.
    fn call(&self, rolls: &mut [Roll<'_>]) -> Result<(), EvaluationError> {
        let (programme, facts) = (self.programme, self.facts);
        let nothing = Together::default();
        let mut scratch = Vec::new();
        for (position, row) in facts.partners_by_id().iter().copied().enumerate() {
            self.values.fill(programme, facts, row, &mut scratch)?;
            let shares = nothing.shares(row, programme);
            let partner = Partner { programme, facts, as_of: self.as_of, row, values: &scratch, items: self.values, shares };
            let tier = self.tier(position);
            for roll in rolls.iter_mut().filter(|roll| roll.requires.is_none_or(|rule| partner.holds(rule, tier))) {
                let values = roll.reads.map(|metric| scratch.get(metric).copied().unwrap_or(MetricValue::Missing));
                roll.present.push(Present { row, position, values });
            }
        }
        Ok(())
    }

    fn tier(&self, position: usize) -> usize {
        self.outcomes.tiers.get(position).copied().map_or(0, usize::from)
    }

    /// Every leaf of a rule for a partner.
    fn leaves(&self, position: usize, rule: &Rule) -> Result<Vec<LeafResult<'static>>, EvaluationError> {
        let Some(row) = self.facts.partners_by_id().get(position).copied() else { return Ok(Vec::new()) };
        let mut values = Vec::new();
        self.values.fill(self.programme, self.facts, row, &mut values)?;
        let subject = Subject {
            programme: self.programme,
            facts: self.facts,
            as_of: self.as_of,
            partner: row,
            values: &values,
            items: self.values,
            shared: &Shared::default(),
        };
        let (_, leaves) = subject.check(rule, Some(self.tier(position)))?;
        Ok(leaves.into_iter().map(LeafResult::into_owned).collect())
    }

    fn name(&self, metric: usize) -> Cow<'static, str> {
        self.programme.metrics.get(metric).map(|metric| metric.name.clone()).unwrap_or_default().into()
    }

    fn id(&self, row: u32) -> String {
        self.facts.partner_id(row).to_owned()
    }
}

/// A number of all partners that grew too large.
fn overflow(path: &JsonPointer) -> impl Fn(Overflow) -> EvaluationError {
    move |_| EvaluationError::Overflow { path: path.clone(), partner: String::new() }
}

/// The weight of one who takes part, and why it is not the metric.
fn weight(
    ground: &Ground<'_>,
    path: &JsonPointer,
    metric: usize,
    value: MetricValue,
    unknown: Option<UnknownPay>,
) -> (Exact, Option<Reason<'static>>) {
    let (path, name) = (|| path.clone(), || ground.name(metric));
    match value {
        MetricValue::Known(value) if value.is_negative() => {
            (Exact::ZERO, Some(Reason::ShareNegative { path: path().into(), metric: name(), value }))
        }
        MetricValue::Known(value) => (value, None),
        state => (Exact::ZERO, Some(Reason::ShareUnknown { path: path().into(), metric: name(), state, policy: policy(unknown) })),
    }
}

/// Where nothing is written an unknown metric can only be one that the host took back: nothing is decided on it.
const fn policy(unknown: Option<UnknownPay>) -> &'static str {
    match unknown {
        Some(UnknownPay::Nothing) => "nothing",
        Some(UnknownPay::Hold) | None => "hold",
    }
}

/// For how many partners something is unknown, where that holds everything.
fn held<'r>(unknown: Option<UnknownPay>, reasons: impl Iterator<Item = &'r [Reason<'static>]>) -> usize {
    let is_unknown = |reason: &Reason<'_>| matches!(reason, Reason::ShareUnknown { .. });
    match unknown {
        Some(UnknownPay::Nothing) => 0,
        Some(UnknownPay::Hold) | None => reasons.filter(|reasons| reasons.iter().any(is_unknown)).count(),
    }
}
