//! Awards of one day under one revision with one knowledge: decided once, and owned.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use chrono::NaiveDate;
use num_rational::BigRational;
use serde_json::Value;

use super::super::award::Award;
use super::super::number::parse;
use super::super::reward::Unit;
use super::super::{Question, date, list, text, zero};

/// What records are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Knowledge {
    /// Those known on this day,
    pub(super) on: NaiveDate,
    /// but no negative sales lines that became known after this one.
    pub(super) no_returns_after: Option<NaiveDate>,
}

impl Knowledge {
    pub(super) fn of(on: NaiveDate) -> Knowledge {
        Knowledge { on, no_returns_after: None }
    }
}

/// An award as a settlement needs it.
pub(super) struct Decided {
    pub(super) partner: String,
    pub(super) incentive: String,
    pub(super) period: Option<String>,
    pub(super) unit: Option<&'static str>,
    pub(super) scale: u32,
    pub(super) mode: String,
    pub(super) held: bool,
    pub(super) amount: BigRational,
    /// Of each part the one rate or amount it pays at, and on what.
    pub(super) rates: Vec<Option<(BigRational, BigRational)>>,
    /// What a level that is expected comes to; nothing in it when that is held.
    pub(super) expected: Option<Option<BigRational>>,
}

impl Decided {
    /// A change as the award is rounded.
    pub(super) fn round(&self, change: &BigRational) -> BigRational {
        Unit { name: self.unit, scale: self.scale, mode: &self.mode, value: None }.round(change)
    }
}

type Key = (usize, NaiveDate, Knowledge);

/// Facts in the programme's currency, split among those credited, and what was decided by them.
pub(super) struct Decisions {
    facts: Value,
    without_returns: RefCell<BTreeMap<(NaiveDate, bool), Rc<Value>>>,
    awards: RefCell<BTreeMap<Key, Rc<Vec<Decided>>>>,
    /// Revisions that something was decided under.
    pub(super) asked: RefCell<BTreeSet<usize>>,
}

impl Decisions {
    pub(super) fn new(facts: Value) -> Decisions {
        Decisions { facts, without_returns: RefCell::default(), awards: RefCell::default(), asked: RefCell::default() }
    }

    /// Asks something of the records that are looked at.
    pub(super) fn ask<T>(&self, programme: &Value, day: NaiveDate, knowledge: Knowledge, ask: impl FnOnce(&Question<'_>) -> T) -> T {
        match knowledge.no_returns_after {
            None => ask(&Question::new(programme, &self.facts, day, Some(knowledge.on))),
            Some(after) => ask(&Question::new(programme, &self.without(after, false), day, Some(knowledge.on))),
        }
    }

    /// The facts without negative sales lines that became known after a day; of stock a line is a return by its quantity, too.
    pub(super) fn without(&self, after: NaiveDate, of_stock: bool) -> Rc<Value> {
        let mut all = self.without_returns.borrow_mut();
        let facts = all.entry((after, of_stock)).or_insert_with(|| {
            let mut facts = self.facts.clone();
            let came_later = |row: &Value| row["known_on"].as_str().is_some_and(|known| date(known) > after);
            if let Some(sales) = facts.get_mut("sales").and_then(Value::as_array_mut) {
                let is_negative = |number: &Value| !number.is_null() && parse(number) < zero();
                let is_return = |row: &Value| is_negative(&row["amount"]) || (of_stock && is_negative(&row["quantity"]));
                sales.retain(|row| !is_return(row) || !came_later(row));
            }
            Rc::new(facts)
        });
        Rc::clone(facts)
    }

    pub(super) fn facts(&self) -> &Value {
        &self.facts
    }

    pub(super) fn awards(&self, (revision, programme): (usize, &Value), day: NaiveDate, knowledge: Knowledge) -> Rc<Vec<Decided>> {
        self.asked.borrow_mut().insert(revision);
        let key = (revision, day, knowledge);
        if let Some(awards) = self.awards.borrow().get(&key) {
            return Rc::clone(awards);
        }
        let awards = Rc::new(self.ask(programme, day, knowledge, all_awards));
        self.awards.borrow_mut().insert(key, Rc::clone(&awards));
        awards
    }
}

impl Decisions {
    /// What of each of these awards is payable on a day.
    pub(super) fn payable(
        &self,
        (revision, programme): (usize, &Value),
        day: NaiveDate,
        knowledge: Knowledge,
        on: NaiveDate,
    ) -> Vec<BigRational> {
        self.asked.borrow_mut().insert(revision);
        let (awards, payable) = self.ask(programme, day, knowledge, |question| {
            let mut awards = question.awards();
            let payable = awards.iter_mut().map(|award| question.payable_on(award, on).now).collect();
            (awards.iter().map(|award| decided(question, award)).collect(), payable)
        });
        self.awards.borrow_mut().insert((revision, day, knowledge), Rc::new(awards));
        payable
    }
}

fn all_awards(question: &Question<'_>) -> Vec<Decided> {
    let mut awards = question.awards();
    // the minimum and the release may still take an award away
    awards.iter_mut().for_each(|award| {
        question.payable(award);
    });
    awards.iter().map(|award| decided(question, award)).collect()
}

fn decided<'a>(question: &Question<'a>, award: &Award<'a>) -> Decided {
    let incentive = award.incentive;
    let expected = question.expected(incentive, award.partner);
    let parts = if award.outcome == "not_applicable" { &[] as &[Value] } else { list(&incentive["pays"]) };
    Decided {
        partner: award.partner.to_owned(),
        incentive: award.id().to_owned(),
        period: incentive.get("period").map(|period| text(period).to_owned()),
        unit: award.unit.name,
        scale: award.unit.scale,
        mode: award.unit.mode.to_owned(),
        held: award.outcome == "held",
        amount: award.amount.clone(),
        // an award that does not apply tells of no parts
        rates: parts.iter().map(|part| question.rate(part, award.partner)).collect(),
        expected: expected.map(|expected| (expected.outcome != "held").then_some(expected.amount)),
    }
}
