//! What lines are owed: reviews under any revision, on any day, with any knowledge, each made once.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::sync::Arc;

use super::posting::{Line, LinePeriod};
use super::programmes::Programmes;
use crate::amount::{Amount, Exact, Rounding};
use crate::condition::{Condition, DateBound, DateTest, Leaf, LeafPlace, NumberTest, Test, WhenUnknown};
use crate::decision::{Award, AwardOutcome};
use crate::diagnostic::JsonPointer;
use crate::engine::{ClaimDays, Engine, Review};
use crate::error::{Error, SettlementCode};
use crate::facts::Facts;
use crate::incentive::{AwardPeriod, Incentive};
use crate::metric::{Definition, Filter};
use crate::period::{AsOf, Date};
use crate::programme::Programme;
use crate::record::ColumnPath;

/// Under which revision and with what knowledge something is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment {
    /// Position among the revisions.
    pub(crate) revision: usize,
    pub(crate) on: Date,
    pub(crate) known_on: Date,
    /// Negative sales lines that became known after this day do not count, where it is another one than for the rest.
    pub(crate) returns_known_on: Option<Date>,
}

/// What a line is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owed {
    /// The revision does not know its incentive, period, unit or partner.
    Unknown,
    /// A number is missing: nothing is decided.
    Held,
    Amount(Amount),
}

/// Reviews by their moments.
pub(crate) struct Deciding<'a> {
    pub(super) programmes: &'a Programmes,
    pub(super) facts: &'a Facts,
    /// By position of the revision: the facts as it reads them.
    prepared: Vec<Option<Cow<'a, Facts>>>,
    reviews: Vec<(Moment, Review)>,
    pub(super) claim_days: OnceCell<ClaimDays<'a>>,
}

impl<'a> Deciding<'a> {
    pub(crate) fn new(programmes: &'a Programmes, facts: &'a Facts) -> Deciding<'a> {
        Deciding { programmes, facts, prepared: vec![None; programmes.revisions().len()], reviews: Vec::new(), claim_days: OnceCell::new() }
    }

    /// The review of a moment.
    pub(crate) fn review(&mut self, moment: Moment) -> Result<&Review, Error> {
        let at = self.ready(moment)?;
        self.nth(at)
    }

    /// Where the review of a moment stands.
    pub(super) fn ready(&mut self, moment: Moment) -> Result<usize, Error> {
        if let Some(known) = self.reviews.iter().position(|(known, _)| *known == moment) {
            return Ok(known);
        }
        let programme = self.programmes.revisions().get(moment.revision).ok_or_else(super::overflow)?;
        let facts = match self.prepared.get(moment.revision) {
            Some(Some(facts)) => facts,
            _ => {
                let facts = facts_for(programme, self.facts)?;
                let Some(place) = self.prepared.get_mut(moment.revision) else { return Err(super::overflow()) };
                place.insert(facts)
            }
        };
        let engine = Engine::shared(reading(programme, facts, moment.returns_known_on));
        let review = engine.review_anytime(facts, &AsOf { on: moment.on, known_on: Some(moment.known_on) })?;
        self.reviews.push((moment, review));
        Ok(self.reviews.len() - 1)
    }

    pub(super) fn nth(&self, at: usize) -> Result<&Review, Error> {
        self.reviews.get(at).map(|(_, review)| review).ok_or_else(super::overflow)
    }

    /// What a line is owed at a moment.
    pub(crate) fn owed(&mut self, moment: Moment, line: &Line) -> Result<Owed, Error> {
        if line.incentive().is_none() {
            return self.claim_owed(moment, line);
        }
        let Some(incentive) = self.incentive(moment, line) else { return Ok(Owed::Unknown) };
        let scale = self.rounding(moment.revision, incentive).0;
        let review = self.review(moment)?;
        let outcomes = review.outcomes();
        let Ok(row) = outcomes.partners.binary_search(&line.partner) else { return Ok(Owed::Unknown) };
        let Some(column) = outcomes.awards.get(incentive) else { return Ok(Owed::Unknown) };
        Ok(match (column.outcomes.get(row), column.amounts.get(row)) {
            (Some(AwardOutcome::Held), _) => Owed::Held,
            (_, Some(minor)) => Owed::Amount(Amount::from_minor(*minor, scale)),
            _ => Owed::Unknown,
        })
    }

    /// The award behind a line at a moment, with its reasons.
    pub(crate) fn award(&mut self, moment: Moment, line: &Line) -> Result<Option<Award<'static>>, Error> {
        let Some(incentive) = self.incentive(moment, line) else { return Ok(None) };
        let review = self.review(moment)?;
        if review.outcomes().partners.binary_search(&line.partner).is_err() {
            return Ok(None);
        }
        let decision = review.partner(&line.partner)?;
        Ok(decision.awards.into_iter().nth(incentive).map(Award::into_owned))
    }

    /// The position of the line's incentive, if the revision gives it for this period and in this unit.
    fn incentive(&self, moment: Moment, line: &Line) -> Option<usize> {
        let programme = self.programmes.revisions().get(moment.revision)?;
        let at = programme.incentives().iter().position(|incentive| Some(incentive.id.as_str()) == line.incentive())?;
        let incentive = programme.incentives().get(at)?;
        let period = period_of(self.programmes, programme, incentive.period?, moment.on);
        (period == line.period() && unit(incentive) == line.unit).then_some(at)
    }

    /// Fraction digits and mode of an incentive's amounts.
    pub(crate) fn rounding(&self, revision: usize, incentive: usize) -> (u32, Rounding) {
        let programme = self.programmes.revisions().get(revision);
        programme.map_or((0, Rounding::Down), |programme| rounding(programme, programme.incentives().get(incentive)))
    }

    /// The rounding of the award of a line.
    pub(crate) fn rounding_of(&self, moment: Moment, line: &Line) -> Option<(u32, Rounding)> {
        self.incentive(moment, line).map(|incentive| self.rounding(moment.revision, incentive))
    }
}

/// The period of this kind that a day lies in.
pub(crate) fn period_of(programmes: &Programmes, programme: &Programme, period: AwardPeriod, day: Date) -> Option<LinePeriod> {
    match period {
        AwardPeriod::Programme => Some(LinePeriod { from: programmes.start()?, until: None }),
        AwardPeriod::Calendar(unit) => {
            let period = programme.calendar().period(unit, day)?;
            Some(LinePeriod { from: period.from?, until: period.until })
        }
    }
}

/// The last day of a period, not after `as_of`, on which a revision is in effect.
pub(crate) fn decided_on(programmes: &Programmes, period: LinePeriod, as_of: Date) -> Option<Date> {
    programmes.last_day(period.from, last_of(period, as_of))
}

pub(crate) fn last_of(period: LinePeriod, as_of: Date) -> Date {
    period.until.and_then(|until| until.pred_opt()).map_or(as_of, |last| last.min(as_of))
}

/// The periods from the one with `first` in it up to the one with `as_of`, each with the day on which it is decided, as far as that
/// is for this revision to do.
pub(crate) fn periods(
    programmes: &Programmes,
    revision: usize,
    period: AwardPeriod,
    (first, as_of): (Date, Date),
) -> Vec<(LinePeriod, Date)> {
    let mut periods = Vec::new();
    let Some(programme) = programmes.revisions().get(revision) else { return periods };
    let mut day = Some(first);
    while let Some(inside) = day.filter(|day| *day <= as_of) {
        let Some(period) = period_of(programmes, programme, period, inside) else { break };
        let decided = decided_on(programmes, period, as_of);
        if let Some(day) = decided.filter(|day| programmes.position_in_force(*day) == Some(revision)) {
            periods.push((period, day));
        }
        day = period.until;
    }
    periods
}

/// The unit of an incentive's amounts; `None` for money.
pub(crate) const fn unit(incentive: &Incentive) -> Option<&'static str> {
    incentive.reward.unit().as_str()
}

/// Fraction digits and mode of an incentive's amounts.
fn rounding(programme: &Programme, incentive: Option<&Incentive>) -> (u32, Rounding) {
    let money = programme.rounding();
    incentive.map_or(money, |incentive| incentive.reward.rounding(money))
}

/// The facts as a revision reads them: all its columns are there, and values handed over stand where its metrics do.
fn facts_for<'f>(programme: &Programme, facts: &'f Facts) -> Result<Cow<'f, Facts>, Error> {
    for kind in programme.kinds().all() {
        let known = facts.kinds().get(&kind.name);
        for column in &kind.columns {
            if known.and_then(|known| known.column(&column.name)).is_none_or(|found| found.kind != column.kind) {
                let path = JsonPointer::from("/records").child(&kind.name).child("columns").child(&column.name);
                let revision = programme.identity().revision;
                let message = format!("revision {revision} has a column `{}.{}` that the facts were not read with", kind.name, column.name);
                let error = crate::error::SettlementError::new(SettlementCode::FactsLackColumn, path, message);
                return Err(Error::Settlement(
                    error.with_help("let the highest revision keep the columns of those before, and read the facts against it"),
                ));
            }
        }
    }
    let same = programme.metrics().len() == facts.metrics.len()
        && programme.metrics().iter().zip(&facts.metrics).all(|(metric, name)| metric.name == *name);
    if facts.given.is_empty() || same {
        return Ok(Cow::Borrowed(facts));
    }
    let mut moved = facts.clone();
    let place = |metric: usize| facts.metrics.get(metric).and_then(|name| programme.metric(name));
    moved.given = facts.given.iter().filter_map(|((row, metric), value)| Some(((*row, place(*metric)?), *value))).collect();
    moved.metrics = programme.metrics().iter().map(|metric| metric.name.to_string()).collect();
    Ok(Cow::Owned(moved))
}

/// The programme as it reads these facts: with their record kinds, and without negative sales lines that became known too late.
fn reading(programme: &Arc<Programme>, facts: &Facts, returns_known_on: Option<Date>) -> Arc<Programme> {
    if returns_known_on.is_none() && programme.kinds() == facts.kinds() {
        return Arc::clone(programme);
    }
    let mut reading = Programme::clone(programme);
    reading.kinds = facts.kinds().clone();
    if let Some(known_on) = returns_known_on {
        if let Some(inventory) = &mut reading.channel_inventory {
            inventory.returns_known_on = Some(known_on);
        }
        for metric in &mut reading.metrics {
            let Definition::Base(base) = &mut metric.definition else { continue };
            if base.kind == "sales" {
                let without = no_late_returns(known_on);
                base.filter = Some(match base.filter.take() {
                    Some(filter) => Condition::All(vec![filter, without]),
                    None => without,
                });
            }
        }
    }
    Arc::new(reading)
}

/// Sales lines that are not negative, or were known by then.
fn no_late_returns(known_on: Date) -> Filter {
    let leaf = |column: &str, test: Test| {
        let operand = ColumnPath { column: column.to_owned(), of_reference: None };
        Condition::Leaf(Leaf { operand, place: LeafPlace::default(), test, unknown: Some(WhenUnknown::Holds) })
    };
    Condition::Any(vec![
        leaf("amount", Test::Number(NumberTest::AtLeast, Exact::ZERO)),
        leaf("known_on", Test::Date(DateTest::OnOrBefore, DateBound::On(known_on))),
    ])
}
