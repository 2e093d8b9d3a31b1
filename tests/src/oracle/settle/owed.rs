//! Settle: of every line what is owed, less what was posted.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use num_rational::BigRational;
use serde_json::{Value, json};

use super::super::{Question, date, list, text, zero};
use super::decide::Knowledge;
use super::line::{Line, Subject};
use super::posting::{Basis, Posting};
use super::{Books, Refusal, Said, posted};

pub(super) const UNITS: [&str; 5] = ["month", "quarter", "half_year", "year", "programme"];

/// What is known of an owed line.
pub(super) struct Owed {
    pub(super) amount: BigRational,
    pub(super) scale: u32,
    pub(super) held: bool,
    /// The day of the review that decides it, and the revision; none when no revision is in effect.
    pub(super) day: NaiveDate,
    pub(super) revision: Option<usize>,
    /// What of it is payable.
    pub(super) payable: BigRational,
}

/// What is settled, and when.
#[derive(Clone, Copy)]
pub(super) struct Closing {
    pub(super) as_of: NaiveDate,
    pub(super) on: NaiveDate,
    pub(super) since: Option<NaiveDate>,
}

impl Books<'_> {
    pub(super) fn settle(&mut self, asked: &Value) -> Said {
        let closing = Closing {
            as_of: date(text(&asked["as_of"])),
            on: date(text(&asked["on"])),
            since: asked.get("since").map(|since| date(text(since))),
        };
        self.may_settle(closing)?;
        self.ask_anew();
        self.may_post(closing.on)?;
        let accrued = self.accrued();
        let mut owed = self.owed(closing);
        for (line, scale) in self.scales() {
            if let Some((day, revision)) = self.owed_nothing(&line, closing).filter(|_| !owed.contains_key(&line)) {
                // what is left as it is needs nobody
                if accrued[&line] != zero() && !self.is_in_facts(&line.partner) {
                    return Err(Refusal::new("partner_missing", "/partners"));
                }
                owed.entry(line).or_insert(Owed { amount: zero(), scale, held: false, day, revision, payable: zero() });
            }
        }
        let mut lines: Vec<(Line, Owed)> = owed.into_iter().collect();
        lines.sort_by_cached_key(|(line, _)| self.place(line));
        let (mut accruals, mut held) = (Vec::new(), Vec::new());
        // of lines that are left as they are, or held, what was found before stands
        let mut due = self.due.clone();
        due.retain(|(line, ..)| lines.iter().all(|(other, owed)| other != line || owed.held));
        for (line, owed) in &lines {
            if owed.held {
                held.push(Value::Object(line.told()));
                continue;
            }
            if owed.payable != owed.amount {
                due.push((line.clone(), owed.payable.clone(), owed.scale));
            }
            let difference = &owed.amount - accrued.get(line).cloned().unwrap_or_else(zero);
            if difference == zero() {
                continue;
            }
            let is_new = !accrued.contains_key(line);
            let mut posting =
                Posting::new(if is_new { "accrue" } else { "adjust" }, line.clone(), (difference.clone(), owed.scale), closing.on);
            posting.booked_on = owed.day;
            posting.causes = if is_new { vec![("earned".to_owned(), difference)] } else { self.causes(line, owed, closing.on) };
            posting.basis = Some(self.basis(owed.revision, owed.day, closing.on));
            accruals.push(posting);
        }
        self.facts_suffice()?;
        due.sort();
        self.due = due;
        let lines_posted: Vec<(Line, BigRational)> =
            accruals.iter().map(|posting| (posting.line.clone(), posting.amount.clone())).collect();
        let mut postings: Vec<Value> = accruals.into_iter().map(|posting| self.post(posting)).collect();
        postings.extend(self.confirm_automatically(&lines_posted, closing.on));
        let mut answer = posted(postings);
        answer.insert("held".to_owned(), Value::Array(held));
        answer.insert("unsettled".to_owned(), self.unsettled());
        answer.insert("due".to_owned(), self.told_due());
        Ok(Value::Object(answer))
    }

    pub(super) fn may_settle(&self, closing: Closing) -> Result<(), Refusal> {
        self.belong_together()?;
        if self.revisions.iter().any(|programme| programme["payout"].as_object().is_some_and(|limits| !limits.is_empty())) {
            return Err(Refusal::new("payout_not_settled", "/payout"));
        }
        if closing.as_of > closing.on {
            return Err(Refusal::new("not_yet", "/as_of"));
        }
        Ok(())
    }

    pub(super) fn basis(&self, revision: Option<usize>, as_of: NaiveDate, known_on: NaiveDate) -> Basis {
        let revision = revision.unwrap_or(self.revisions.len() - 1);
        Basis {
            revision: self.revisions[revision]["revision"].as_u64().expect("a revision"),
            fingerprint: self.fingerprints[revision].clone(),
            as_of,
            known_on,
        }
    }

    /// Incentives that belong to no period.
    fn unsettled(&self) -> Value {
        let belongs_to_none = |name: &&str| {
            let all = self.revisions.iter().rev().flat_map(|programme| list(&programme["incentives"]));
            let latest = all.into_iter().find(|incentive| incentive["id"] == *name).expect("it has its name");
            latest.get("period").is_none()
        };
        self.names().into_iter().filter(belongs_to_none).collect()
    }

    /// Lines with accruals and the digits of their amounts.
    pub(super) fn scales(&self) -> BTreeMap<Line, u32> {
        self.postings.iter().filter(|posting| posting.is_accrual()).map(|posting| (posting.line.clone(), posting.scale)).collect()
    }

    /// Every line of every period, as far as something is owed or held.
    fn owed(&self, closing: Closing) -> BTreeMap<Line, Owed> {
        let mut owed = BTreeMap::new();
        for unit in UNITS {
            for (from, until) in self.periods(unit, closing) {
                self.decide(unit, (from, until), closing, &mut owed);
            }
        }
        self.owed_of_funds(closing, &mut owed);
        self.owed_of_inventory(closing, &mut owed);
        owed
    }

    /// The first day of the first revision.
    pub(super) fn start(&self) -> NaiveDate {
        self.revisions.iter().map(|programme| date(text(&programme["effective"]["from"]))).min().expect("there is a revision")
    }

    /// The period of a unit with a day in it; the programme's has no end.
    pub(super) fn period_with(&self, unit: &str, day: NaiveDate) -> (NaiveDate, Option<NaiveDate>) {
        if unit == "programme" {
            return (self.start(), None);
        }
        let (from, until) = Question::new(self.latest(), self.decisions.facts(), day, None).period(unit);
        (from, Some(until))
    }

    pub(super) fn periods(&self, unit: &str, closing: Closing) -> Vec<(NaiveDate, Option<NaiveDate>)> {
        let mut day = closing.since.unwrap_or(self.start()).min(closing.as_of);
        let mut periods = Vec::new();
        loop {
            let (from, until) = self.period_with(unit, day);
            if closing.since.is_none_or(|since| until.is_none_or(|until| until > since)) {
                periods.push((from, until));
            }
            match until {
                Some(until) if until <= closing.as_of => day = until,
                _ => return periods,
            }
        }
    }

    /// The day on which a period is decided, and the revision that is then in force.
    pub(super) fn day_in_force(&self, (from, until): (NaiveDate, Option<NaiveDate>), as_of: NaiveDate) -> Option<(NaiveDate, usize)> {
        let mut day = until.map_or(as_of, |until| (until - Days::new(1)).min(as_of));
        // day by day: slow, and sees every revision
        while day >= from {
            if let Some(revision) = self.in_force(day) {
                return Some((day, revision));
            }
            day = day - Days::new(1);
        }
        None
    }

    /// One period under the revision that is in force on its day.
    fn decide(&self, unit: &str, (from, until): (NaiveDate, Option<NaiveDate>), closing: Closing, owed: &mut BTreeMap<Line, Owed>) {
        let Some((day, revision)) = self.day_in_force((from, until), closing.as_of) else { return };
        let programme = self.revisions[revision];
        if !list(&programme["incentives"]).iter().any(|incentive| incentive.get("period").is_some_and(|period| period == unit)) {
            return;
        }
        let knowledge = Knowledge::of(closing.on);
        let payable = self.decisions.payable((revision, programme), day, knowledge, closing.as_of);
        let awards = self.decisions.awards((revision, programme), day, knowledge);
        for (award, payable) in awards.iter().zip(payable) {
            if award.period.as_deref() != Some(unit) {
                continue;
            }
            let line = Line {
                partner: award.partner.clone(),
                subject: Subject::Award { incentive: award.incentive.clone(), from, until },
                unit: award.unit.map(str::to_owned),
            };
            let (amount, scale, held) = (award.amount.clone(), award.scale, award.held);
            owed.insert(line, Owed { amount, scale, held, day, revision: Some(revision), payable });
        }
    }

    /// The day and the revision under which a line with postings is owed nothing when nothing else says what it is owed; none when
    /// it is left as it is.
    fn owed_nothing(&self, line: &Line, closing: Closing) -> Option<(NaiveDate, Option<usize>)> {
        let Closing { as_of, since, .. } = closing;
        let Subject::Award { from, until, .. } = &line.subject else { return self.claim_owed_nothing(line, closing) };
        let past = since.is_some_and(|since| until.is_some_and(|until| until <= since));
        // an earlier day than before: its turn has not come yet
        if past || *from > as_of {
            return None;
        }
        let last = until.map_or(as_of, |until| (until - Days::new(1)).min(as_of));
        let decided = self.day_in_force((*from, *until), as_of);
        Some(decided.map_or((last, Some(self.revisions.len() - 1)), |(day, revision)| (day, Some(revision))))
    }

    pub(super) fn provision(&mut self, asked: &Value) -> Said {
        let closing = Closing { as_of: date(text(&asked["as_of"])), on: date(text(&asked["on"])), since: None };
        self.may_settle(closing)?;
        self.ask_anew();
        let accrued = self.accrued();
        let (mut lines, mut held) = (Vec::new(), Vec::new());
        for unit in UNITS {
            let (from, until) = self.period_with(unit, closing.as_of);
            let Some((day, revision)) = self.day_in_force((from, until), closing.as_of) else { continue };
            let has_it = |incentive: &Value| incentive.get("expected").is_some() && incentive.get("period").is_some_and(|own| own == unit);
            if !list(&self.revisions[revision]["incentives"]).iter().any(has_it) {
                continue;
            }
            let awards = self.decisions.awards((revision, self.revisions[revision]), day, Knowledge::of(closing.on));
            for award in awards.iter().filter(|award| award.period.as_deref() == Some(unit)) {
                let Some(expected) = &award.expected else { continue };
                let subject = Subject::Award { incentive: award.incentive.clone(), from, until };
                let line = Line { partner: award.partner.clone(), subject, unit: award.unit.map(str::to_owned) };
                let before = accrued.get(&line).cloned().unwrap_or_else(zero);
                match expected {
                    None => held.push(line),
                    Some(expected) if *expected != zero() || before != zero() => lines.push((line, expected.clone(), before, award.scale)),
                    Some(_) => {}
                }
            }
        }
        self.facts_suffice()?;
        held.sort_by_cached_key(|line| self.place(line));
        lines.sort_by_cached_key(|(line, ..)| self.place(line));
        let mut sums: BTreeMap<Option<String>, (BigRational, BigRational, u32)> = BTreeMap::new();
        sums.insert(None, (zero(), zero(), self.scale()));
        for (line, expected, before, scale) in &lines {
            let sum = sums.entry(line.unit.clone()).or_insert((zero(), zero(), *scale));
            sum.0 += expected;
            sum.1 += before;
        }
        let amounts = |told: &mut serde_json::Map<String, Value>, (expected, before, scale): (&BigRational, &BigRational, u32)| {
            let text = |amount: &BigRational| json!(super::money_text(amount, scale));
            told.insert("expected".to_owned(), text(expected));
            told.insert("accrued".to_owned(), text(before));
            told.insert("provision".to_owned(), text(&(expected - before)));
        };
        let told_lines = lines.iter().map(|(line, expected, before, scale)| {
            let mut told = line.told();
            amounts(&mut told, (expected, before, *scale));
            Value::Object(told)
        });
        let told_sums = sums.iter().map(|(unit, (expected, before, scale))| {
            let mut told = serde_json::Map::new();
            if let Some(unit) = unit {
                told.insert("unit".to_owned(), json!(unit));
            }
            amounts(&mut told, (expected, before, *scale));
            Value::Object(told)
        });
        Ok(json!({
            "lines": told_lines.collect::<Vec<_>>(), "held": held.iter().map(Line::told).collect::<Vec<_>>(), "sums": told_sums.collect::<Vec<_>>()
        }))
    }
}
