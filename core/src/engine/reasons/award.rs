//! Awards: parts, factors, rounding, limits, what forfeits and gates, and the total.

use std::borrow::Cow;

use super::{Subject, add, group, part};
use crate::amount::{Amount, Exact, Overflow, Rounding};
use crate::decision::{Award, AwardOutcome, ExpectedAward};
use crate::diagnostic::JsonPointer;
use crate::error::EvaluationError;
use crate::incentive::{Expected, Factor, Incentive, Limit, Reward, UnknownLimit, UnknownPay};
use crate::metric::MetricValue;
use crate::reason::{LeafResult, Reason};
use crate::tier::Rule;

pub(super) const HOLD: &str = "hold";
pub(super) const NOTHING: &str = "nothing";

/// What is written where nothing is: a host may hand over `null` for a metric that no record could leave open, and then
/// nothing is decided.
pub(super) fn policy(unknown: Option<UnknownPay>) -> &'static str {
    if unknown == Some(UnknownPay::Nothing) { NOTHING } else { HOLD }
}

/// One award per incentive, in document order, before groups.
pub(crate) fn earned<'r>(subject: &Subject<'_, 'r>, standing: Option<usize>) -> Result<Vec<Award<'r>>, EvaluationError> {
    let programme = subject.programme;
    let mut awards: Vec<Award<'r>> = programme.incentives.iter().map(|incentive| blank(subject, incentive)).collect();
    // most programmes take nothing off
    let mut amounts: Vec<Decided> =
        match programme.incentives.iter().flat_map(|incentive| &incentive.pays).any(|part| !part.less.is_empty()) {
            true => awards.iter().map(Decided::of).collect(),
            false => Vec::new(),
        };
    for position in programme.incentive_order.iter().copied() {
        let (Some(incentive), Some(award)) = (programme.incentives.get(position), awards.get_mut(position)) else { continue };
        let earning = Earning { subject, incentive, is_accrual: false, expected: None, standing };
        earning.decide(award, &amounts)?;
        if let Some(expected) = &incentive.expected {
            let Award { outcome, amount, reasons, .. } = Earning { expected: Some(expected), ..earning }.award(&amounts)?;
            award.expected = Some(ExpectedAward { outcome, amount, reasons });
        }
        if let Some(place) = amounts.get_mut(position) {
            *place = Decided::of(award);
        }
    }
    Ok(awards)
}

/// What another incentive may take off its measure.
#[derive(Clone, Copy)]
pub(super) struct Decided {
    pub(super) outcome: AwardOutcome,
    pub(super) amount: Amount,
}

impl Decided {
    pub(super) fn of(award: &Award<'_>) -> Decided {
        Decided { outcome: award.outcome, amount: award.amount }
    }
}

/// What groups leave of awards.
pub(crate) fn combine<'r>(subject: &Subject<'_, 'r>, awards: &mut [Award<'r>]) -> Result<(), EvaluationError> {
    for (position, group) in subject.programme.groups.iter().enumerate() {
        group::combine(subject, position, group, awards)?;
    }
    Ok(())
}

fn blank<'r>(subject: &Subject<'_, 'r>, incentive: &'r Incentive) -> Award<'r> {
    let (scale, _) = incentive.reward.rounding(super::rounding(subject.programme));
    let nothing = Amount::from_minor(0, scale);
    Award {
        incentive: Cow::Borrowed(&incentive.id),
        unit: incentive.reward.unit().as_str(),
        outcome: AwardOutcome::NotApplicable,
        earned: nothing,
        amount: nothing,
        value: None,
        payable: None,
        schedule: None,
        payees: None,
        expected: None,
        reasons: Vec::new(),
    }
}

/// One incentive on its way to an award.
pub(super) struct Earning<'s, 'r> {
    pub(super) subject: &'s Subject<'s, 'r>,
    pub(super) incentive: &'r Incentive,
    /// Whether it says what a fund accrues.
    pub(super) is_accrual: bool,
    /// Which metrics stand for others where a level is looked up.
    pub(super) expected: Option<&'r Expected>,
    pub(super) standing: Option<usize>,
}

impl<'r> Earning<'_, 'r> {
    /// The metric by which a level is found in the place of this one, and what follows when that is unknown; `unknown`: what
    /// follows for the one that is written there.
    pub(super) fn looked_up(&self, metric: usize, unknown: Option<UnknownPay>) -> (usize, Option<UnknownPay>) {
        let expected = self.expected.and_then(|expected| Some((expected.of(metric)?, expected.unknown)));
        expected.unwrap_or((metric, unknown))
    }

    pub(super) fn award(&self, others: &[Decided]) -> Result<Award<'r>, EvaluationError> {
        let mut award = blank(self.subject, self.incentive);
        self.decide(&mut award, others)?;
        Ok(award)
    }

    /// Decides a blank award.
    fn decide(&self, award: &mut Award<'r>, others: &[Decided]) -> Result<(), EvaluationError> {
        award.reasons = Vec::with_capacity(self.incentive.pays.len() + 2);
        let overflow = |_: Overflow| self.subject.overflow(&self.incentive.path);
        let applies = self.check(self.incentive.requires.as_ref(), &mut award.reasons, |holds, path, leaves| {
            if holds { Reason::Applicable { path, leaves } } else { Reason::NotApplicable { path, leaves } }
        })?;
        if !applies {
            return Ok(());
        }
        let mut is_held = false;
        for paid in &self.incentive.pays {
            is_held |= part::pay(self, paid, others, &mut award.reasons)?;
        }
        let mut sum = sum(&award.reasons).map_err(overflow)?;
        for factor in &self.incentive.factors {
            let (product, reason) = self.factor(factor, sum).map_err(overflow)?;
            is_held |= matches!(reason, Reason::FactorUnknown { policy: HOLD, .. });
            sum = product;
            award.reasons.push(reason);
        }
        let floor = self.limit(self.incentive.floor.as_ref(), "floor", &mut award.reasons).map_err(overflow)?;
        let cap = self.limit(self.incentive.cap.as_ref(), "cap", &mut award.reasons).map_err(overflow)?;
        is_held |= award.reasons.iter().any(|reason| matches!(reason, Reason::LimitUnknown { policy: HOLD, .. }));
        if is_held {
            award.outcome = AwardOutcome::Held;
            award
                .reasons
                .push(Reason::Held { path: Cow::Borrowed(&self.incentive.path), contribution: sum.checked_neg().map_err(overflow)? });
            return Ok(());
        }
        let rounded = self.round(sum, &mut award.reasons).map_err(overflow)?;
        award.earned = self.within(rounded, floor, cap, &mut award.reasons).map_err(overflow)?;
        award.amount = award.earned;
        award.outcome = if award.amount.minor() == 0 { AwardOutcome::Nothing } else { AwardOutcome::Paid };
        self.forfeit_or_withhold(award)
    }

    fn forfeit_or_withhold(&self, award: &mut Award<'r>) -> Result<(), EvaluationError> {
        let lost = award.earned.exact().checked_neg().map_err(|_: Overflow| self.subject.overflow(&self.incentive.path))?;
        let nothing = blank(self.subject, self.incentive).amount;
        let lost_when = match &self.incentive.reward {
            Reward::Honour { lost_when, .. } => lost_when.as_ref(),
            _ => None,
        };
        for rule in [self.incentive.forfeits.as_ref(), lost_when].into_iter().flatten() {
            let is_forfeit = self.check(Some(rule), &mut award.reasons, |holds, path, leaves| {
                if holds { Reason::Forfeited { path, leaves, contribution: lost } } else { Reason::NotForfeited { path, leaves } }
            })?;
            if is_forfeit {
                (award.amount, award.outcome) = (nothing, AwardOutcome::Forfeited);
                return Ok(());
            }
        }
        let is_open = self.check(self.incentive.gates.as_ref(), &mut award.reasons, |holds, path, leaves| {
            if holds { Reason::GatesHeld { path, leaves } } else { Reason::GatesFailed { path, leaves, contribution: lost } }
        })?;
        if !is_open {
            (award.amount, award.outcome) = (nothing, AwardOutcome::Withheld);
        }
        Ok(())
    }

    /// Whether a rule of the incentive holds, with its reason; without a rule nothing fails.
    fn check(
        &self,
        rule: Option<&'r Rule>,
        reasons: &mut Vec<Reason<'r>>,
        reason: impl FnOnce(bool, Cow<'r, JsonPointer>, Vec<LeafResult<'r>>) -> Reason<'r>,
    ) -> Result<bool, EvaluationError> {
        let Some(rule) = rule else { return Ok(true) };
        let (holds, leaves) = self.subject.check(rule, self.standing)?;
        reasons.push(reason(holds, Cow::Borrowed(&rule.path), leaves));
        Ok(holds)
    }

    /// The sum multiplied by a factor, and why.
    fn factor(&self, factor: &'r Factor, sum: Exact) -> Result<(Exact, Reason<'r>), Overflow> {
        let path = Cow::Borrowed(&factor.path);
        let (position, unknown) = self.looked_up(factor.metric, factor.unknown);
        let metric = self.subject.name(position);
        let value = match self.subject.value(position) {
            MetricValue::Known(value) => value,
            state => {
                let policy = policy(unknown);
                let product = if policy == NOTHING { Exact::ZERO } else { sum };
                let contribution = product.checked_sub(sum)?;
                return Ok((product, Reason::FactorUnknown { path, metric, state, policy, contribution }));
            }
        };
        let (factor, level) = factor.of(value)?;
        let product = sum.checked_mul(factor)?;
        // sum × (factor − 1) fits wherever the product does
        let contribution = sum.checked_mul(factor.checked_sub(Exact::ONE)?)?;
        Ok((product, Reason::Factor { path, metric, value, level, factor, contribution }))
    }

    fn rounding(&self) -> (u32, Rounding) {
        self.incentive.reward.rounding(super::rounding(self.subject.programme))
    }

    pub(super) fn amount(&self, number: Exact) -> Result<Amount, Overflow> {
        let (scale, mode) = self.rounding();
        Ok(Amount::from_minor(number.round_to_minor(scale, mode)?, scale))
    }

    /// What a limit comes to; `None` where there is none, or none is known.
    fn limit(&self, limit: Option<&Limit>, name: &str, reasons: &mut Vec<Reason<'r>>) -> Result<Option<Amount>, Overflow> {
        match limit {
            None => Ok(None),
            Some(Limit::Amount(amount)) => self.amount(*amount).map(Some),
            Some(Limit::Metric { metric, unknown }) => match self.subject.value(*metric) {
                MetricValue::Known(value) => self.amount(value.max(Exact::ZERO)).map(Some),
                state => {
                    let policy = if *unknown == Some(UnknownLimit::None) { "none" } else { HOLD };
                    reasons.push(Reason::LimitUnknown {
                        path: self.incentive.path.child(name).into(),
                        metric: self.subject.name(*metric),
                        state,
                        policy,
                    });
                    Ok(None)
                }
            },
        }
    }

    /// The one rounding of an award.
    fn round(&self, sum: Exact, reasons: &mut Vec<Reason<'r>>) -> Result<Amount, Overflow> {
        let (scale, mode) = self.rounding();
        let to = match &self.incentive.reward {
            Reward::Honour { .. } => Amount::from_minor(i128::from(sum.signum() > 0), scale),
            _ => self.amount(sum)?,
        };
        if to.exact() != sum {
            let path = match &self.incentive.reward {
                Reward::Money(_) => Cow::Borrowed(&self.subject.programme.rounding_path),
                _ => Cow::Owned(self.incentive.path.child("reward")),
            };
            let contribution = to.exact().checked_sub(sum)?;
            add(reasons, || Reason::Rounded { path, from: sum, to, mode, scale, contribution });
        }
        Ok(to)
    }

    fn within(
        &self,
        mut amount: Amount,
        floor: Option<Amount>,
        cap: Option<Amount>,
        reasons: &mut Vec<Reason<'r>>,
    ) -> Result<Amount, Overflow> {
        // a floor above the cap counts as the cap
        let floor = floor.map(|floor| cap.map_or(floor, |cap| floor.min(cap)));
        if let Some(floor) = floor.filter(|floor| amount < *floor) {
            // a budget is not below 0 without a member that says so
            let path = if self.is_accrual { Cow::Borrowed(&self.incentive.path) } else { Cow::Owned(self.incentive.path.child("floor")) };
            let contribution = floor.exact().checked_sub(amount.exact())?;
            reasons.push(Reason::RaisedToFloor { path, floor, contribution });
            amount = floor;
        }
        if let Some(cap) = cap.filter(|cap| amount > *cap) {
            let contribution = cap.exact().checked_sub(amount.exact())?;
            reasons.push(Reason::Capped { path: Cow::Owned(self.incentive.path.child("cap")), cap, contribution });
            amount = cap;
        }
        Ok(amount)
    }
}

/// What reasons come to.
fn sum<'r>(reasons: &[Reason<'r>]) -> Result<Exact, Overflow> {
    reasons.iter().filter_map(Reason::contribution).try_fold(Exact::ZERO, Exact::checked_add)
}

/// What is paid in all, and why.
pub(crate) fn total<'r>(subject: &Subject<'_, 'r>, awards: &[Award<'r>]) -> Result<(Amount, Vec<Reason<'r>>), EvaluationError> {
    let path = &subject.programme.payout_path;
    let overflow = |_: Overflow| subject.overflow(path);
    let mut total = Exact::ZERO;
    let mut reasons = Vec::with_capacity(awards.len());
    let incentives = subject.programme.incentives.iter().zip(awards);
    for (incentive, award) in incentives.filter(|(_, award)| award.unit.is_none() && award.amount.minor() != 0) {
        let contribution = award.amount.exact();
        total = total.checked_add(contribution).map_err(overflow)?;
        add(&mut reasons, || Reason::Award { path: Cow::Borrowed(&incentive.path), incentive: award.incentive.clone(), contribution });
    }
    let mut total = subject.amount(total).map_err(overflow)?;
    let payout = &subject.programme.payout;
    if let Some(floor) = payout.floor.filter(|floor| total.exact() < *floor) {
        let floor = subject.amount(floor).map_err(overflow)?;
        let contribution = floor.exact().checked_sub(total.exact()).map_err(overflow)?;
        reasons.push(Reason::TotalRaisedToFloor { path: Cow::Owned(path.child("floor")), floor, contribution });
        total = floor;
    }
    if let Some(cap) = payout.cap.filter(|cap| total.exact() > *cap) {
        let cap = subject.amount(cap).map_err(overflow)?;
        let contribution = cap.exact().checked_sub(total.exact()).map_err(overflow)?;
        reasons.push(Reason::TotalCapped { path: Cow::Owned(path.child("cap")), cap, contribution });
        total = cap;
    }
    Ok((total, reasons))
}
