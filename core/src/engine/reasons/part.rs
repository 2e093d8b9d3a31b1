//! What one part of an incentive adds, as its reason.

use super::award::{Earning, HOLD, NOTHING, policy};
use crate::amount::{Exact, Overflow};
use crate::decision::{Award, AwardOutcome};
use crate::diagnostic::JsonPointer;
use crate::engine::shared::Shared;
use crate::error::EvaluationError;
use crate::incentive::{BandMethod, Bands, Part, Pay, PayForm, Schedule, Steps, UnknownPay, WhenNegative, interpolated, reached};
use crate::metric::MetricValue;
use crate::reason::{AmountOff, Reason, Slice};

/// Whether a reason holds its award.
pub(super) fn holds(reason: &Reason) -> bool {
    matches!(
        reason,
        Reason::PartUnknown { policy: HOLD, .. }
            | Reason::PartBaseNotPositive { policy: HOLD, .. }
            | Reason::PartHeldBy { policy: HOLD, .. }
    ) || Shared::holds(reason)
}

pub(super) fn pay(earning: &Earning<'_, '_>, part: &Part, path: &JsonPointer, others: &[Award]) -> Result<Reason, EvaluationError> {
    if let Some(rule) = &part.when {
        let checked = earning.subject.check(rule, &path.child("when"), earning.standing)?;
        if !checked.holds {
            return Ok(Reason::PartNotApplicable { path: path.clone(), leaves: checked.leaves() });
        }
    }
    let paying = Paying { earning, part, path, others };
    match paying.reason() {
        Ok(reason) => Ok(reason),
        Err(Stop::Reason(reason)) => Ok(*reason),
        Err(Stop::Overflow) => Err(earning.subject.overflow(path)),
    }
}

/// Why a part comes to no amount of its own.
pub(super) enum Stop {
    /// Something unknown, or nothing to pay on.
    Reason(Box<Reason>),
    Overflow,
}

impl From<Overflow> for Stop {
    fn from(_: Overflow) -> Stop {
        Stop::Overflow
    }
}

pub(super) struct Paying<'p, 's, 'a> {
    pub(super) earning: &'p Earning<'s, 'a>,
    pub(super) part: &'p Part,
    pub(super) path: &'p JsonPointer,
    others: &'p [Award],
}

/// A measure with what is left of it.
struct Measure {
    metric: usize,
    value: Exact,
    less: Vec<AmountOff>,
    paid_on: Exact,
}

/// The levels that a value meets, with the metrics by which they are found.
struct Met<'b> {
    bands: &'b Bands,
    metric: usize,
    by: Exact,
    times: Option<(usize, Exact)>,
}

/// The members of `part_paid`, most of which most parts lack.
#[derive(Default)]
struct Paid {
    measure: Option<Measure>,
    /// What the rate is applied to, where that is less than the measure has left.
    paid_on: Option<Exact>,
    rate: Option<Exact>,
    amount: Option<Exact>,
    by: Option<usize>,
    tier: Option<String>,
    by_value: Option<Exact>,
    times: Option<(usize, Exact)>,
    level: Option<usize>,
}

impl Paying<'_, '_, '_> {
    fn reason(&self) -> Result<Reason, Stop> {
        if let Some(each) = &self.part.each {
            return self.one_by_one(each);
        }
        if let Some(returned) = self.part.pays.running() {
            return self.running(returned);
        }
        match &self.part.pays {
            Pay::Flat { form, measure, rate, when_negative } => self.flat(*measure, Some((*form, *rate)), None, *when_negative),
            Pay::FlatByTier { form, measure, rates, when_negative } => {
                let (tier, rate) = self.of_tier(rates);
                self.flat(*measure, Some((*form, rate)), Some(tier), *when_negative)
            }
            Pay::AmountOf { measure, when_negative } => self.flat(*measure, None, None, *when_negative),
            Pay::Interest { measure, annual_rate, year_days, when_negative } => {
                self.interest(*measure, *annual_rate, *year_days, *when_negative)
            }
            Pay::PerFull { measure, steps } => self.steps(*measure, steps),
            Pay::Banded { form, measure, schedule } => self.banded(*form, *measure, schedule),
            Pay::LumpSum(amount) => Ok(self.paid(Paid { amount: Some(*amount), ..Paid::default() }, *amount)),
            Pay::LumpSumByTier(amounts) => {
                let (tier, amount) = self.of_tier(amounts);
                Ok(self.paid(Paid { amount: Some(amount), tier: Some(tier), ..Paid::default() }, amount))
            }
            Pay::LumpSumByLevel(bands) | Pay::LumpSumOfLevels(bands) | Pay::LumpSumInterpolated(bands) => self.lump_sum(bands),
            Pay::OfAll(of) => Ok(self.earning.subject.shared.part(self.earning.subject, self.path, of)?),
        }
    }

    fn stop(&self, reason: Reason) -> Stop {
        Stop::Reason(Box::new(reason))
    }

    pub(super) fn known(&self, metric: usize) -> Result<Exact, Stop> {
        self.known_or(metric, self.part.unknown)
    }

    fn known_or(&self, metric: usize, unknown: Option<UnknownPay>) -> Result<Exact, Stop> {
        match self.earning.subject.value(metric) {
            MetricValue::Known(value) => Ok(value),
            state => {
                let (path, metric) = (self.path.clone(), self.earning.subject.name(metric));
                Err(self.stop(Reason::PartUnknown { path, metric, state, policy: policy(unknown) }))
            }
        }
    }

    /// The metric by which a level is found, with its value.
    fn looked_up(&self, metric: usize) -> Result<(usize, Exact), Stop> {
        let (metric, unknown) = self.earning.looked_up(metric, self.part.unknown);
        Ok((metric, self.known_or(metric, unknown)?))
    }

    pub(super) fn base_not_positive(&self, metric: usize, value: Exact, pays_nothing: bool) -> Stop {
        let (path, metric) = (self.path.clone(), self.earning.subject.name(metric));
        self.stop(Reason::PartBaseNotPositive { path, metric, value, policy: if pays_nothing { NOTHING } else { HOLD } })
    }

    /// What is left of a known measure.
    fn measure(&self, metric: usize, value: Exact) -> Result<Measure, Stop> {
        let mut less = Vec::with_capacity(self.part.less.len());
        let mut paid_on = value;
        for other in self.part.less.iter().filter_map(|less| self.others.get(*less)) {
            let incentive = other.incentive.clone();
            if other.outcome == AwardOutcome::Held {
                let policy = policy(self.part.unknown);
                return Err(self.stop(Reason::PartHeldBy { path: self.path.clone(), incentive, policy }));
            }
            paid_on = paid_on.checked_sub(other.amount.exact())?;
            less.push(AmountOff { incentive, amount: other.amount });
        }
        if let Some(cap) = self.part.measure_cap {
            paid_on = paid_on.min(cap);
        }
        Ok(Measure { metric, value, less, paid_on })
    }

    fn negative(&self, measure: &Measure) -> Reason {
        Reason::PartNegative { path: self.path.clone(), metric: self.earning.subject.name(measure.metric), value: measure.paid_on }
    }

    /// Id and number of the partner's tier.
    pub(super) fn of_tier(&self, numbers: &[Exact]) -> (String, Exact) {
        let position = self.earning.standing.unwrap_or(0);
        let id = self.earning.subject.programme.tiers.as_ref().map(|tiers| tiers.tier(position).id.clone());
        (id.unwrap_or_default(), numbers.get(position).copied().unwrap_or(Exact::ZERO))
    }

    fn paid(&self, paid: Paid, contribution: Exact) -> Reason {
        let name = |metric| self.earning.subject.name(metric);
        let base = paid.paid_on.or(paid.measure.as_ref().map(|measure| measure.paid_on));
        let value = paid.measure.as_ref().map(|measure| measure.value);
        Reason::PartPaid {
            path: self.path.clone(),
            metric: paid.measure.as_ref().map(|measure| name(measure.metric)),
            value,
            less: paid.measure.map(|measure| measure.less).unwrap_or_default(),
            paid_on: base.filter(|base| Some(*base) != value),
            rate: paid.rate,
            amount: paid.amount,
            by: paid.by.map(name),
            tier: paid.tier,
            by_value: paid.by_value,
            times: paid.times.map(|(metric, _)| name(metric)),
            times_value: paid.times.map(|(_, value)| value),
            level: paid.level,
            contribution,
        }
    }

    fn flat(
        &self,
        metric: usize,
        rate: Option<(PayForm, Exact)>,
        tier: Option<String>,
        when_negative: WhenNegative,
    ) -> Result<Reason, Stop> {
        let measure = self.measure(metric, self.known(metric)?)?;
        if measure.paid_on.is_negative() && when_negative == WhenNegative::Nothing {
            return Ok(self.negative(&measure));
        }
        let contribution = measure.paid_on.checked_mul(rate.map_or(Exact::ONE, |(_, rate)| rate))?;
        let (rate, amount) = rate.map_or((None, None), |(form, rate)| by_form(form, rate));
        Ok(self.paid(Paid { measure: Some(measure), rate, amount, tier, ..Paid::default() }, contribution))
    }

    fn interest(&self, metric: usize, rate: Exact, year_days: u32, when_negative: WhenNegative) -> Result<Reason, Stop> {
        let measure = self.measure(metric, self.known(metric)?)?;
        if measure.paid_on.is_negative() && when_negative == WhenNegative::Nothing {
            return Ok(self.negative(&measure));
        }
        let year = Exact::from(i64::from(year_days));
        let contribution = measure.value.checked_mul(rate)?.checked_div(year)?.unwrap_or(Exact::ZERO);
        let (path, metric) = (self.path.clone(), self.earning.subject.name(metric));
        Ok(Reason::PartInterest { path, metric, value: measure.value, rate, year_days, contribution })
    }

    fn steps(&self, metric: usize, steps: &Steps) -> Result<Reason, Stop> {
        let Measure { value, less, paid_on, .. } = self.measure(metric, self.known(metric)?)?;
        let full = steps.full(paid_on)?;
        Ok(Reason::PartSteps {
            path: self.path.clone(),
            metric: self.earning.subject.name(metric),
            value,
            less,
            paid_on: (paid_on != value).then_some(paid_on),
            above: steps.above,
            step: steps.step,
            steps: full,
            amount: steps.amount,
            contribution: full.checked_mul(steps.amount)?,
        })
    }

    fn met<'b>(&self, bands: &'b Bands) -> Result<Met<'b>, Stop> {
        let (metric, by) = self.looked_up(bands.by)?;
        let Some(times) = bands.times else { return Ok(Met { bands, metric, by, times: None }) };
        let (named, value) = self.looked_up(times.metric)?;
        if value.signum() > 0 {
            return Ok(Met { bands, metric, by, times: Some((named, value)) });
        }
        let (path, metric) = (self.path.clone(), self.earning.subject.name(named));
        let policy = if times.when_not_positive == UnknownPay::Nothing { NOTHING } else { HOLD };
        Err(self.stop(Reason::PartBaseNotPositive { path, metric, value, policy }))
    }

    /// The levels with their starts as multiplied, and the one reached.
    fn level(&self, met: &Met<'_>) -> Result<(Vec<(Exact, Exact)>, usize), Stop> {
        let levels = met.bands.levels(met.times.map(|(_, value)| value))?.into_owned();
        let Some(level) = reached(&levels, met.bands.boundary, met.by) else {
            let first = levels.first().map_or(Exact::ZERO, |(from, _)| *from);
            let (path, by) = (self.path.clone(), self.earning.subject.name(met.metric));
            return Err(self.stop(Reason::PartBelowFirst { path, by, value: met.by, first }));
        };
        Ok((levels, level))
    }

    fn banded(&self, form: PayForm, metric: usize, schedule: &Schedule) -> Result<Reason, Stop> {
        // the first unknown one is named: the measure, then what decides the level, then what is taken off
        let value = self.known(metric)?;
        let met = self.met(&schedule.bands)?;
        let measure = self.measure(metric, value)?;
        let (levels, level) = self.level(&met)?;
        if measure.paid_on.is_negative() {
            return Ok(self.negative(&measure));
        }
        let times = met.times;
        let Some(number) = schedule.rate(&levels, level, met.by)? else {
            return match met.metric == schedule.bands.by {
                true => self.sliced(form, measure, schedule, &levels, level, times),
                false => self.averaged(measure, schedule, &met, &levels, level),
            };
        };
        let base = schedule.base_of(&levels, measure.paid_on)?;
        let (rate, amount) = by_form(form, number);
        let paid = Paid {
            measure: Some(measure),
            paid_on: Some(base),
            rate,
            amount,
            by: Some(met.metric),
            by_value: Some(met.by),
            times,
            level: Some(level),
            ..Paid::default()
        };
        Ok(self.paid(paid, base.checked_mul(number)?))
    }

    fn sliced(
        &self,
        form: PayForm,
        measure: Measure,
        schedule: &Schedule,
        levels: &[(Exact, Exact)],
        level: usize,
        times: Option<(usize, Exact)>,
    ) -> Result<Reason, Stop> {
        let mut slices = Vec::new();
        let mut contribution = Exact::ZERO;
        schedule.for_each_slice(levels, level, measure.paid_on, &mut |slice| {
            let (rate, amount) = by_form(form, slice.rate);
            let paid = slice.paid_on.checked_mul(slice.rate)?;
            contribution = contribution.checked_add(paid)?;
            slices.push(Slice {
                level: slice.level,
                from: slice.from,
                until: slice.until,
                in_slice: slice.paid_on,
                rate,
                amount,
                contribution: paid,
            });
            Ok(())
        })?;
        let (path, metric) = (self.path.clone(), self.earning.subject.name(measure.metric));
        let Measure { value, less, paid_on, .. } = measure;
        let paid_on = Some(schedule.base_of(levels, paid_on)?).filter(|paid_on| *paid_on != value);
        let (times, times_value) = (times.map(|(metric, _)| self.earning.subject.name(metric)), times.map(|(_, value)| value));
        Ok(match schedule.method {
            BandMethod::OverlappingOnAll | BandMethod::OverlappingToBounds => {
                Reason::PartOverlapping { path, metric, value, less, paid_on, times, times_value, level, slices, contribution }
            }
            BandMethod::Graduated | BandMethod::WholeAmount | BandMethod::Interpolated | BandMethod::Running(..) => {
                Reason::PartGraduated { path, metric, value, less, paid_on, times, times_value, level, slices, contribution }
            }
        })
    }

    /// What bands by slices come to on the expected measure, as an average on the actual one.
    fn averaged(
        &self,
        measure: Measure,
        schedule: &Schedule,
        met: &Met<'_>,
        levels: &[(Exact, Exact)],
        level: usize,
    ) -> Result<Reason, Stop> {
        let expected = self.part.measure_cap.map_or(met.by, |cap| met.by.min(cap));
        let mut of_expected = Exact::ZERO;
        schedule.for_each_slice(levels, level, expected, &mut |slice| {
            of_expected = of_expected.checked_add(slice.paid_on.checked_mul(slice.rate)?)?;
            Ok(())
        })?;
        let contribution = match expected.signum() {
            1 => of_expected.checked_mul(measure.paid_on)?.checked_div(expected)?.unwrap_or(Exact::ZERO),
            _ => Exact::ZERO,
        };
        let name = |metric| self.earning.subject.name(metric);
        Ok(Reason::PartExpected {
            path: self.path.clone(),
            metric: name(measure.metric),
            value: measure.value,
            less: measure.less,
            paid_on: (measure.paid_on != measure.value).then_some(measure.paid_on),
            by: name(met.metric),
            by_value: met.by,
            times: met.times.map(|(metric, _)| name(metric)),
            times_value: met.times.map(|(_, value)| value),
            level,
            of_expected,
            contribution,
        })
    }

    fn lump_sum(&self, bands: &Bands) -> Result<Reason, Stop> {
        let met = self.met(bands)?;
        let (levels, level) = self.level(&met)?;
        let amount = match &self.part.pays {
            Pay::LumpSumInterpolated(_) => interpolated(&levels, level, met.by)?,
            Pay::LumpSumOfLevels(_) => levels.iter().take(level + 1).try_fold(Exact::ZERO, |sum, (_, amount)| sum.checked_add(*amount))?,
            _ => levels.get(level).map_or(Exact::ZERO, |(_, amount)| *amount),
        };
        let paid = Paid {
            amount: Some(amount),
            by: Some(met.metric),
            by_value: Some(met.by),
            times: met.times,
            level: Some(level),
            ..Paid::default()
        };
        Ok(self.paid(paid, amount))
    }
}

/// Rate and amount as the form writes them: a percent has a rate, a unit has an amount.
pub(super) const fn by_form(form: PayForm, number: Exact) -> (Option<Exact>, Option<Exact>) {
    match form {
        PayForm::Percent => (Some(number), None),
        PayForm::PerUnit => (None, Some(number)),
    }
}
