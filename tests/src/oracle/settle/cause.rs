//! Why a line changed: decided again, step by step.

use std::rc::Rc;

use chrono::NaiveDate;
use num_rational::BigRational;

use super::super::zero;
use super::Books;
use super::decide::{Decided, Knowledge};
use super::line::{Line, Subject};
use super::owed::Owed;

/// A line as it is decided once: its amount, nothing when it is held, and the award it is of.
pub(super) struct Step {
    pub(super) amount: Option<BigRational>,
    award: Option<(Rc<Vec<Decided>>, usize)>,
}

impl Step {
    fn of(amount: BigRational) -> Step {
        Step { amount: Some(amount), award: None }
    }

    fn award(&self) -> Option<&Decided> {
        self.award.as_ref().map(|(awards, index)| &awards[*index])
    }
}

impl Books<'_> {
    pub(super) fn causes(&self, line: &Line, owed: &Owed, on: NaiveDate) -> Vec<(String, BigRational)> {
        let of_line = |posting: &&super::Posting| posting.is_accrual() && posting.line == *line;
        let before: BigRational = self.postings.iter().filter(of_line).map(|posting| &posting.amount).sum();
        let last = self.postings.iter().rfind(of_line).expect("it was posted before");
        let basis = last.basis.as_ref().expect("an accrual has a basis");
        let Some(revision) = self.revision_of(basis) else { return vec![("correction".to_owned(), &owed.amount - before)] };
        let known = Knowledge::of(basis.known_on);
        let without_returns = Knowledge { on, no_returns_after: Some(basis.known_on) };
        let steps = [
            ("correction", Some(revision), basis.as_of, known),
            ("policy_revision", owed.revision, basis.as_of, known),
            ("late_record", owed.revision, basis.as_of, without_returns),
            ("return", owed.revision, basis.as_of, Knowledge::of(on)),
            ("progress", owed.revision, owed.day, Knowledge::of(on)),
        ];
        let mut causes = Vec::new();
        let mut re_rated = zero();
        let mut amount = before;
        let mut step = Step::of(zero());
        for (index, (cause, revision, as_of, knowledge)) in steps.into_iter().enumerate() {
            let next = self.step_of(line, revision, as_of, knowledge);
            // a step in which it is held changes nothing, and the last one ends at what is owed
            let then = if index == 4 { owed.amount.clone() } else { next.amount.clone().unwrap_or_else(|| amount.clone()) };
            let mut change = &then - &amount;
            if index >= 2 {
                let of_rate = re_rate(&step, &next, &change);
                change -= &of_rate;
                re_rated += of_rate;
            }
            causes.push((cause.to_owned(), change));
            (amount, step) = (then, next);
        }
        causes.push(("re_rate".to_owned(), re_rated));
        causes.retain(|(_, amount)| *amount != zero());
        causes
    }

    /// The revision of a basis, when it is at hand.
    pub(super) fn revision_of(&self, basis: &super::posting::Basis) -> Option<usize> {
        (0..self.revisions.len()).find(|index| {
            self.revisions[*index]["revision"].as_u64() == Some(basis.revision) && self.fingerprints[*index] == basis.fingerprint
        })
    }

    /// What is owed of a line under a revision, as of a day.
    pub(super) fn step_of(&self, line: &Line, revision: Option<usize>, as_of: NaiveDate, knowledge: Knowledge) -> Step {
        let Some(revision) = revision.filter(|_| self.is_in_facts(&line.partner)) else { return Step::of(zero()) };
        let Subject::Award { incentive, from, until } = &line.subject else {
            return Step { amount: self.claim_step(line, revision, as_of, knowledge), award: None };
        };
        let awards = self.decisions.awards((revision, self.revisions[revision]), as_of, knowledge);
        let is_it = |award: &Decided| {
            let period = award.period.as_deref().map(|unit| self.period_with(unit, as_of));
            award.partner == line.partner
                && award.incentive == *incentive
                && award.unit == line.unit.as_deref()
                && period == Some((*from, *until))
        };
        let Some(index) = awards.iter().position(is_it) else { return Step::of(zero()) };
        let award = &awards[index];
        Step { amount: (!award.held).then(|| award.amount.clone()), award: Some((Rc::clone(&awards), index)) }
    }
}

/// What of a change comes from another rate on what was known before.
fn re_rate(before: &Step, after: &Step, change: &BigRational) -> BigRational {
    let (Some(old), Some(new)) = (before.award(), after.award()) else { return zero() };
    // there is one honour or none, whatever the rate
    if new.unit == Some("honours") {
        return zero();
    }
    let parts = old.rates.iter().zip(&new.rates);
    let sum: BigRational =
        parts.filter_map(|(old, new)| old.as_ref().zip(new.as_ref())).map(|((old, on), (new, _))| (new - old) * on).sum();
    let rate = new.round(&sum);
    let positive = |number: &BigRational| *number > zero();
    if rate == zero() || *change == zero() || positive(&rate) != positive(change) {
        return zero();
    }
    if positive(change) { rate.min(change.clone()) } else { rate.max(change.clone()) }
}
