//! What an auditor is told: which periods are to be audited and until when, and a sample of postings.

use super::ledger::Ledger;
use super::posting::Posting;
use super::programmes::Programmes;
use super::settle::belongs;
use super::write::Writer;
use super::{overflow, refuse};
use crate::amount::{Amount, Overflow};
use crate::diagnostic::JsonPointer;
use crate::error::{Error, SettlementCode};
use crate::period::{Date, Period, later};

/// A period that is to be audited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditDue {
    /// First day.
    pub from: Date,
    /// First day after.
    pub until: Date,
    /// The last day on which its audit is in time.
    pub due: Date,
    /// Whether it goes on, is to be audited, or should have been.
    pub state: AuditState,
    /// The sum of absolute amounts of money that was said to be owed in its accounting: what a sample is drawn from.
    pub population: Amount,
}

/// Where an audit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditState {
    /// The period is not over.
    Running,
    /// It is over, and there is time.
    Due,
    /// The time is over, too.
    Overdue,
}

impl AuditState {
    /// As answered.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            AuditState::Running => "running",
            AuditState::Due => "due",
            AuditState::Overdue => "overdue",
        }
    }
}

/// A sample for an auditor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// The sum of absolute amounts that was sampled from.
    pub population: Amount,
    /// The postings that were hit.
    pub items: Vec<Sampled>,
}

/// A posting that was hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sampled {
    /// Number of the posting.
    pub number: u64,
    /// Its amount.
    pub amount: Amount,
    /// The sum of absolute amounts up to and with it.
    pub cumulated: Amount,
    /// How often it was hit.
    pub hits: i128,
}

impl Ledger {
    /// The periods up to the one with `on` in it that end after `audited_until`, as the revision in force on `on` says when they are to
    /// be audited; none when it does not.
    ///
    /// # Errors
    /// Programmes of another ledger; `overflow`.
    pub fn audits(&self, programmes: &Programmes, on: Date, audited_until: Option<Date>) -> Result<Vec<AuditDue>, Error> {
        belongs(programmes, self)?;
        let rules = programmes.rules_on(on);
        let mut audits = Vec::new();
        let Some(terms) = rules.terms().and_then(|terms| terms.audit) else { return Ok(audits) };
        let mut day = programmes.start().max(audited_until);
        while let Some(inside) = day.filter(|day| *day <= on) {
            let Some(period) = rules.calendar().period(terms.period, inside) else { break };
            let (Some(from), Some(until)) = (period.from, period.until) else { break };
            let due = later(until, terms.within).ok_or_else(overflow)?;
            let state = match on {
                on if on < until => AuditState::Running,
                on if on <= due => AuditState::Due,
                _ => AuditState::Overdue,
            };
            let mut population = Amount::from_minor(0, self.scale);
            for posting in self.accrued_money(&period) {
                population = population.checked_add(size(posting.amount)?).map_err(|Overflow| overflow())?;
            }
            audits.push(AuditDue { from, until, due, state, population });
            day = Some(until);
        }
        Ok(audits)
    }

    /// Monetary-unit sampling: the postings of money that say what is owed and are booked in a period, in which start,
    /// start + interval, … fall.
    ///
    /// # Errors
    /// `out_of_range` unless 0 < start ≤ interval; `overflow`.
    pub fn sample(&self, interval: Amount, start: Amount, booked: &Period) -> Result<Sample, Error> {
        let scale = self.scale.max(interval.scale()).max(start.scale());
        let minor = |amount: Amount| Amount::from_minor(0, scale).checked_add(amount).map(Amount::minor).map_err(|Overflow| overflow());
        let (interval, start) = (minor(interval)?, minor(start)?);
        if start <= 0 || start > interval {
            let message = "the start lies above 0 and not above the interval".to_owned();
            return Err(refuse(SettlementCode::OutOfRange, JsonPointer::from("/start"), message));
        }
        // how many positions lie at or below a sum
        let reached = |sum: i128| if sum < start { 0 } else { (sum - start) / interval + 1 };
        // told as money is, however fine the interval
        let mut sum = Amount::from_minor(0, self.scale);
        let mut items = Vec::new();
        for posting in self.accrued_money(booked) {
            let before = minor(sum)?;
            sum = sum.checked_add(size(posting.amount)?).map_err(|Overflow| overflow())?;
            let hits = reached(minor(sum)?) - reached(before);
            if hits > 0 {
                items.push(Sampled { number: posting.number, amount: posting.amount, cumulated: sum, hits });
            }
        }
        Ok(Sample { population: sum, items })
    }

    /// The postings of money that say what is owed and are booked in a period.
    fn accrued_money<'l>(&'l self, booked: &Period) -> impl Iterator<Item = &'l Posting> + use<'l> {
        let booked = *booked;
        let is_meant =
            move |posting: &&Posting| posting.kind.is_accrual() && posting.line.unit.is_none() && booked.contains(posting.booked_on);
        self.postings.iter().filter(is_meant)
    }
}

fn size(amount: Amount) -> Result<Amount, Error> {
    let minor = amount.minor().checked_abs().ok_or_else(overflow)?;
    Ok(Amount::from_minor(minor, amount.scale()))
}

impl AuditDue {
    pub(crate) fn write(&self, out: &mut Writer) {
        out.open('{');
        out.date("from", self.from);
        out.date("until", self.until);
        out.date("due", self.due);
        out.member("state", self.state.as_str());
        out.amount("population", self.population);
        out.close('}');
    }
}

impl Sample {
    /// Its members, into an object that is open.
    pub(crate) fn write(&self, out: &mut Writer) {
        out.amount("population", self.population);
        out.open_list("items");
        for item in &self.items {
            out.open('{');
            out.count("number", item.number);
            out.amount("amount", item.amount);
            out.amount("cumulated", item.cumulated);
            out.json("hits", &item.hits.to_string());
            out.close('}');
        }
        out.close(']');
    }
}
