//! What one part of an incentive adds, as its reason.

use std::borrow::Cow;

use super::add;
use super::award::{Decided, Earning, HOLD, policy};
use crate::amount::{Exact, Overflow};
use crate::decision::AwardOutcome;
use crate::engine::shared::Shared;
use crate::error::EvaluationError;
use crate::incentive::{BandMethod, Bands, Part, Pay, PayForm, Schedule, Steps, UnknownPay, WhenNegative, interpolated, reached};
use crate::metric::MetricValue;
use crate::reason::{AmountOff, Reason, Slice};

/// Whether a reason holds its award.
fn holds(reason: &Reason<'_>) -> bool {
    matches!(
        reason,
        Reason::PartUnknown { policy: HOLD, .. }
            | Reason::PartBaseNotPositive { policy: HOLD, .. }
            | Reason::PartHeldBy { policy: HOLD, .. }
    ) || Shared::holds(reason)
}

/// Adds what one part pays to the reasons; whether that holds its award.
pub(super) fn pay<'r>(
    earning: &Earning<'_, 'r>,
    part: &'r Part,
    others: &[Decided],
    reasons: &mut Vec<Reason<'r>>,
) -> Result<bool, EvaluationError> {
    if let Some(rule) = &part.when {
        let (holds, leaves) = earning.subject.check(rule, earning.standing)?;
        if !holds {
            add(reasons, || Reason::PartNotApplicable { path: Cow::Borrowed(&part.path), leaves });
            return Ok(false);
        }
    }
    let paying = Paying { earning, part, others };
    if let Err(stop) = paying.tell(reasons) {
        let reason = paying.stopped(stop)?;
        reasons.push(reason);
    }
    Ok(reasons.last().is_some_and(holds))
}

/// Why a part comes to no amount of its own.
pub(super) enum Stop {
    /// A metric is unknown.
    Unknown {
        metric: usize,
        state: MetricValue,
        policy: &'static str,
    },
    /// What starts are multiplied by is not positive.
    BaseNotPositive {
        metric: usize,
        value: Exact,
        policy: &'static str,
    },
    /// What is taken off, by position, is held.
    HeldBy {
        incentive: usize,
    },
    /// The first level is not reached.
    BelowFirst {
        metric: usize,
        value: Exact,
        first: Exact,
    },
    Overflow,
}

impl From<Overflow> for Stop {
    fn from(_: Overflow) -> Stop {
        Stop::Overflow
    }
}

pub(super) struct Paying<'p, 's, 'r> {
    pub(super) earning: &'p Earning<'s, 'r>,
    pub(super) part: &'r Part,
    others: &'p [Decided],
}

/// A measure with what is left of it.
struct Measure<'r> {
    metric: usize,
    value: Exact,
    less: Vec<AmountOff<'r>>,
    paid_on: Exact,
}

/// The starts of levels with their numbers.
type Levels<'b> = Cow<'b, [(Exact, Exact)]>;

/// The levels that a value meets, with the metrics by which they are found.
struct Met<'b> {
    bands: &'b Bands,
    metric: usize,
    by: Exact,
    times: Option<(usize, Exact)>,
}

/// The members of `part_paid`, most of which most parts lack.
#[derive(Default)]
struct Paid<'r> {
    measure: Option<Measure<'r>>,
    /// What the rate is applied to, where that is less than the measure has left.
    paid_on: Option<Exact>,
    rate: Option<Exact>,
    amount: Option<Exact>,
    by: Option<usize>,
    tier: Option<Cow<'r, str>>,
    by_value: Option<Exact>,
    times: Option<(usize, Exact)>,
    level: Option<usize>,
}

impl<'r> Paying<'_, '_, 'r> {
    fn tell(&self, told: &mut Vec<Reason<'r>>) -> Result<(), Stop> {
        if let Some(each) = &self.part.each {
            return self.one_by_one(each, told);
        }
        if let Some(returned) = self.part.pays.running() {
            return self.running(returned, told);
        }
        match &self.part.pays {
            Pay::Flat { form, measure, rate, when_negative } => self.flat(*measure, Some((*form, *rate)), None, *when_negative, told),
            Pay::FlatByTier { form, measure, rates, when_negative } => {
                let (tier, rate) = self.of_tier(rates);
                self.flat(*measure, Some((*form, rate)), Some(tier), *when_negative, told)
            }
            Pay::AmountOf { measure, when_negative } => self.flat(*measure, None, None, *when_negative, told),
            Pay::Interest { measure, annual_rate, year_days, when_negative } => {
                self.interest(*measure, *annual_rate, *year_days, *when_negative, told)
            }
            Pay::PerFull { measure, steps } => self.steps(*measure, steps, told),
            Pay::Banded { form, measure, schedule } => self.banded(*form, *measure, schedule, told),
            Pay::LumpSum(amount) => {
                self.paid(Paid { amount: Some(*amount), ..Paid::default() }, *amount, told);
                Ok(())
            }
            Pay::LumpSumByTier(amounts) => {
                let (tier, amount) = self.of_tier(amounts);
                self.paid(Paid { amount: Some(amount), tier: Some(tier), ..Paid::default() }, amount, told);
                Ok(())
            }
            Pay::LumpSumByLevel(bands) | Pay::LumpSumOfLevels(bands) | Pay::LumpSumInterpolated(bands) => self.lump_sum(bands, told),
            Pay::OfAll(of) => {
                let reason = self.earning.subject.shared.part(self.earning.subject, &self.part.path, of)?;
                told.push(reason);
                Ok(())
            }
        }
    }

    fn stopped(&self, stop: Stop) -> Result<Reason<'r>, EvaluationError> {
        let (path, subject) = (Cow::Borrowed(&self.part.path), self.earning.subject);
        Ok(match stop {
            Stop::Unknown { metric, state, policy } => Reason::PartUnknown { path, metric: subject.name(metric), state, policy },
            Stop::BaseNotPositive { metric, value, policy } => {
                Reason::PartBaseNotPositive { path, metric: subject.name(metric), value, policy }
            }
            Stop::HeldBy { incentive } => {
                Reason::PartHeldBy { path, incentive: self.incentive(incentive), policy: policy(self.part.unknown) }
            }
            Stop::BelowFirst { metric, value, first } => Reason::PartBelowFirst { path, by: subject.name(metric), value, first },
            Stop::Overflow => return Err(subject.overflow(&self.part.path)),
        })
    }

    pub(super) fn known(&self, metric: usize) -> Result<Exact, Stop> {
        self.known_or(metric, self.part.unknown)
    }

    fn known_or(&self, metric: usize, unknown: Option<UnknownPay>) -> Result<Exact, Stop> {
        match self.earning.subject.value(metric) {
            MetricValue::Known(value) => Ok(value),
            state => Err(Stop::Unknown { metric, state, policy: policy(unknown) }),
        }
    }

    /// The metric by which a level is found, with its value.
    fn looked_up(&self, metric: usize) -> Result<(usize, Exact), Stop> {
        let (metric, unknown) = self.earning.looked_up(metric, self.part.unknown);
        Ok((metric, self.known_or(metric, unknown)?))
    }

    /// What is left of a known measure.
    fn measure(&self, metric: usize, value: Exact) -> Result<Measure<'r>, Stop> {
        let mut less = Vec::with_capacity(self.part.less.len());
        let mut paid_on = value;
        for incentive in self.part.less.iter().copied() {
            let Some(other) = self.others.get(incentive) else { continue };
            if other.outcome == AwardOutcome::Held {
                return Err(Stop::HeldBy { incentive });
            }
            paid_on = paid_on.checked_sub(other.amount.exact())?;
            less.push(AmountOff { incentive: self.incentive(incentive), amount: other.amount });
        }
        if let Some(cap) = self.part.measure_cap {
            paid_on = paid_on.min(cap);
        }
        Ok(Measure { metric, value, less, paid_on })
    }

    fn incentive(&self, position: usize) -> Cow<'r, str> {
        let incentive = self.earning.subject.programme.incentives.get(position);
        incentive.map(|incentive| Cow::Borrowed(incentive.id.as_str())).unwrap_or_default()
    }

    fn negative(&self, measure: &Measure<'r>, told: &mut Vec<Reason<'r>>) {
        let metric = self.earning.subject.name(measure.metric);
        add(told, || Reason::PartNegative { path: Cow::Borrowed(&self.part.path), metric, value: measure.paid_on });
    }

    /// Id and number of the partner's tier.
    pub(super) fn of_tier(&self, numbers: &[Exact]) -> (Cow<'r, str>, Exact) {
        let position = self.earning.standing.unwrap_or(0);
        let id = self.earning.subject.programme.tiers.as_ref().map(|tiers| Cow::Borrowed(tiers.tier(position).id.as_str()));
        (id.unwrap_or_default(), numbers.get(position).copied().unwrap_or(Exact::ZERO))
    }

    fn paid(&self, paid: Paid<'r>, contribution: Exact, told: &mut Vec<Reason<'r>>) {
        let name = |metric| self.earning.subject.name(metric);
        let base = paid.paid_on.or(paid.measure.as_ref().map(|measure| measure.paid_on));
        let value = paid.measure.as_ref().map(|measure| measure.value);
        add(told, || Reason::PartPaid {
            path: Cow::Borrowed(&self.part.path),
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
        });
    }

    fn flat(
        &self,
        metric: usize,
        rate: Option<(PayForm, Exact)>,
        tier: Option<Cow<'r, str>>,
        when_negative: WhenNegative,
        told: &mut Vec<Reason<'r>>,
    ) -> Result<(), Stop> {
        let measure = self.measure(metric, self.known(metric)?)?;
        if measure.paid_on.is_negative() && when_negative == WhenNegative::Nothing {
            self.negative(&measure, told);
            return Ok(());
        }
        let contribution = measure.paid_on.checked_mul(rate.map_or(Exact::ONE, |(_, rate)| rate))?;
        let (rate, amount) = rate.map_or((None, None), |(form, rate)| by_form(form, rate));
        self.paid(Paid { measure: Some(measure), rate, amount, tier, ..Paid::default() }, contribution, told);
        Ok(())
    }

    fn interest(
        &self,
        metric: usize,
        rate: Exact,
        year_days: u32,
        when_negative: WhenNegative,
        told: &mut Vec<Reason<'r>>,
    ) -> Result<(), Stop> {
        let measure = self.measure(metric, self.known(metric)?)?;
        if measure.paid_on.is_negative() && when_negative == WhenNegative::Nothing {
            self.negative(&measure, told);
            return Ok(());
        }
        let year = Exact::from(i64::from(year_days));
        let contribution = measure.value.checked_mul(rate)?.checked_div(year)?.unwrap_or(Exact::ZERO);
        let (path, metric) = (Cow::Borrowed(&self.part.path), self.earning.subject.name(metric));
        add(told, || Reason::PartInterest { path, metric, value: measure.value, rate, year_days, contribution });
        Ok(())
    }

    fn steps(&self, metric: usize, steps: &Steps, told: &mut Vec<Reason<'r>>) -> Result<(), Stop> {
        let Measure { value, less, paid_on, .. } = self.measure(metric, self.known(metric)?)?;
        let full = steps.full(paid_on)?;
        let contribution = full.checked_mul(steps.amount)?;
        add(told, || Reason::PartSteps {
            path: Cow::Borrowed(&self.part.path),
            metric: self.earning.subject.name(metric),
            value,
            less,
            paid_on: (paid_on != value).then_some(paid_on),
            above: steps.above,
            step: steps.step,
            steps: full,
            amount: steps.amount,
            contribution,
        });
        Ok(())
    }

    fn met<'b>(&self, bands: &'b Bands) -> Result<Met<'b>, Stop> {
        let (metric, by) = self.looked_up(bands.by)?;
        let Some(times) = bands.times else { return Ok(Met { bands, metric, by, times: None }) };
        let (named, value) = self.looked_up(times.metric)?;
        if value.signum() > 0 {
            return Ok(Met { bands, metric, by, times: Some((named, value)) });
        }
        Err(Stop::BaseNotPositive { metric: named, value, policy: policy(Some(times.when_not_positive)) })
    }

    /// The levels with their starts as multiplied, and the one reached.
    fn level<'b>(&self, met: &Met<'b>) -> Result<(Levels<'b>, usize), Stop> {
        let levels = met.bands.levels(met.times.map(|(_, value)| value))?;
        let Some(level) = reached(&levels, met.bands.boundary, met.by) else {
            let first = levels.first().map_or(Exact::ZERO, |(from, _)| *from);
            return Err(Stop::BelowFirst { metric: met.metric, value: met.by, first });
        };
        Ok((levels, level))
    }

    fn banded(&self, form: PayForm, metric: usize, schedule: &Schedule, told: &mut Vec<Reason<'r>>) -> Result<(), Stop> {
        // the first unknown one is named: the measure, then what decides the level, then what is taken off
        let value = self.known(metric)?;
        let met = self.met(&schedule.bands)?;
        let measure = self.measure(metric, value)?;
        let (levels, level) = self.level(&met)?;
        if measure.paid_on.is_negative() {
            self.negative(&measure, told);
            return Ok(());
        }
        let times = met.times;
        let Some(number) = schedule.rate(&levels, level, met.by)? else {
            return match met.metric == schedule.bands.by {
                true => self.sliced(form, measure, schedule, (&levels, level), times, told),
                false => self.averaged(measure, schedule, &met, &levels, level, told),
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
        self.paid(paid, base.checked_mul(number)?, told);
        Ok(())
    }

    fn sliced(
        &self,
        form: PayForm,
        measure: Measure<'r>,
        schedule: &Schedule,
        (levels, level): (&[(Exact, Exact)], usize),
        times: Option<(usize, Exact)>,
        told: &mut Vec<Reason<'r>>,
    ) -> Result<(), Stop> {
        let mut slices = Vec::with_capacity(level + 1);
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
        let (path, metric) = (Cow::Borrowed(&self.part.path), self.earning.subject.name(measure.metric));
        let Measure { value, less, paid_on, .. } = measure;
        let paid_on = Some(schedule.base_of(levels, paid_on)?).filter(|paid_on| *paid_on != value);
        let (times, times_value) = (times.map(|(metric, _)| self.earning.subject.name(metric)), times.map(|(_, value)| value));
        match schedule.method {
            BandMethod::OverlappingOnAll | BandMethod::OverlappingToBounds => {
                add(told, || Reason::PartOverlapping {
                    path,
                    metric,
                    value,
                    less,
                    paid_on,
                    times,
                    times_value,
                    level,
                    slices,
                    contribution,
                });
            }
            BandMethod::Graduated | BandMethod::WholeAmount | BandMethod::Interpolated | BandMethod::Running(..) => {
                add(told, || Reason::PartGraduated { path, metric, value, less, paid_on, times, times_value, level, slices, contribution });
            }
        }
        Ok(())
    }

    /// What bands by slices come to on the expected measure, as an average on the actual one.
    fn averaged(
        &self,
        measure: Measure<'r>,
        schedule: &Schedule,
        met: &Met<'_>,
        levels: &[(Exact, Exact)],
        level: usize,
        told: &mut Vec<Reason<'r>>,
    ) -> Result<(), Stop> {
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
        add(told, || Reason::PartExpected {
            path: Cow::Borrowed(&self.part.path),
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
        });
        Ok(())
    }

    fn lump_sum(&self, bands: &Bands, told: &mut Vec<Reason<'r>>) -> Result<(), Stop> {
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
        self.paid(paid, amount, told);
        Ok(())
    }
}

/// Rate and amount as the form writes them: a percent has a rate, a unit has an amount.
pub(super) const fn by_form(form: PayForm, number: Exact) -> (Option<Exact>, Option<Exact>) {
    match form {
        PayForm::Percent => (Some(number), None),
        PayForm::PerUnit => (None, Some(number)),
    }
}
