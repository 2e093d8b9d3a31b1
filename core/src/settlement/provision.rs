//! Provisions: what awards would be at the level that is expected, against what was accrued. Nothing is posted.

use super::balance;
use super::ledger::Ledger;
use super::overflow;
use super::owed::{Deciding, Moment, unit};
use super::posting::{Line, LineOf};
use super::programmes::Programmes;
use super::settle::{Closing, Target, check, place, ranks, targets};
use super::write::Writer;
use crate::amount::{Amount, Overflow};
use crate::decision::AwardOutcome;
use crate::error::Error;
use crate::facts::Facts;
use crate::order;

/// What is to be provided for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provision {
    /// By partner, incentive and period.
    pub lines: Vec<Provided>,
    /// Lines whose expectation is held.
    pub held: Vec<Line>,
    /// By unit: money first (`None`, always there), then by name.
    pub sums: Vec<(Option<&'static str>, ProvisionSum)>,
}

/// What is to be provided for on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provided {
    /// The line.
    pub line: Line,
    /// Its numbers.
    pub numbers: ProvisionSum,
}

/// Numbers of a provision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProvisionSum {
    /// What the awards would be at the level that is expected.
    pub expected: Amount,
    /// What the ledger has accrued.
    pub accrued: Amount,
    /// Expected less accrued.
    pub provision: Amount,
}

impl ProvisionSum {
    fn of(expected: Amount, accrued: Amount) -> Result<ProvisionSum, Overflow> {
        Ok(ProvisionSum { expected, accrued, provision: expected.checked_sub(accrued)? })
    }

    fn add(&mut self, other: ProvisionSum) -> Result<(), Overflow> {
        *self = ProvisionSum::of(self.expected.checked_add(other.expected)?, self.accrued.checked_add(other.accrued)?)?;
        Ok(())
    }

    fn write(&self, out: &mut Writer) {
        out.amount("expected", self.expected);
        out.amount("accrued", self.accrued);
        out.amount("provision", self.provision);
    }
}

/// What is to be provided for on a day: of every incentive that says what is expected, its period with that day in it.
///
/// # Errors
/// As [`super::settle()`], but for the order of days: nothing is posted.
pub fn provision(programmes: &Programmes, facts: &Facts, ledger: &Ledger, closing: Closing) -> Result<Provision, Error> {
    check(programmes, ledger, closing)?;
    let states = balance::lines(ledger).map_err(|Overflow| overflow())?;
    let zero = ledger.zero(None);
    let mut found = Provision {
        lines: Vec::new(),
        held: Vec::new(),
        sums: vec![(None, ProvisionSum { expected: zero, accrued: zero, provision: zero })],
    };
    let mut deciding = Deciding::new(programmes, facts);
    for Target { revision, incentive: position, period, day } in targets(programmes, closing) {
        let incentive = programmes.revisions().get(revision).and_then(|programme| programme.incentives().get(position));
        let is_current = period.until.is_none_or(|until| closing.as_of < until);
        let Some(incentive) = incentive.filter(|incentive| incentive.expected.is_some() && is_current) else { continue };
        let review = deciding.review(Moment { revision, on: day, known_on: closing.on, returns_known_on: None })?;
        for decision in review.partners() {
            let decision = decision?;
            let Some(expected) = decision.awards.into_iter().nth(position).and_then(|award| award.expected) else { continue };
            let of = LineOf::Award { incentive: incentive.id.to_string(), period };
            let line = Line { partner: decision.partner.into_owned(), of, unit: unit(incentive) };
            if expected.outcome == AwardOutcome::Held {
                found.held.push(line);
                continue;
            }
            let state = states.binary_search_by(|state| state.line.cmp(&line)).ok().and_then(|at| states.get(at));
            let accrued = state.map_or(Amount::from_minor(0, expected.amount.scale()), |state| state.balances.accrued);
            if expected.amount.minor() != 0 || accrued.minor() != 0 {
                found.add(line, ProvisionSum::of(expected.amount, accrued)).map_err(|Overflow| overflow())?;
            }
        }
    }
    let ranks = ranks(programmes);
    let compare = |a: &Line, b: &Line| (&a.partner, place(&ranks, a)).cmp(&(&b.partner, place(&ranks, b)));
    order::sort_by(&mut found.lines, |a, b| compare(&a.line, &b.line));
    order::sort_by(&mut found.held, compare);
    Ok(found)
}

impl Provision {
    fn add(&mut self, line: Line, numbers: Result<ProvisionSum, Overflow>) -> Result<(), Overflow> {
        let numbers = numbers?;
        match self.sums.binary_search_by(|(unit, _)| unit.cmp(&line.unit)) {
            Ok(at) => {
                if let Some((_, sum)) = self.sums.get_mut(at) {
                    sum.add(numbers)?;
                }
            }
            Err(at) => self.sums.insert(at, (line.unit, numbers)),
        }
        self.lines.push(Provided { line, numbers });
        Ok(())
    }

    /// As JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = Writer::default();
        out.open('{');
        self.write(&mut out);
        out.close('}');
        out.text
    }

    /// Its members, into an object that is open.
    pub(crate) fn write(&self, out: &mut Writer) {
        out.open_list("lines");
        for Provided { line, numbers } in &self.lines {
            out.open('{');
            line.write_members(out);
            numbers.write(out);
            out.close('}');
        }
        out.close(']');
        out.open_list("held");
        for line in &self.held {
            out.open('{');
            line.write_members(out);
            out.close('}');
        }
        out.close(']');
        out.open_list("sums");
        for (unit, numbers) in &self.sums {
            out.open('{');
            out.optional("unit", *unit);
            numbers.write(out);
            out.close('}');
        }
        out.close(']');
    }
}
