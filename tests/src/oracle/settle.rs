//! Settlement: of every line, what is owed less what was posted. Causes, documents and payments are left out.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use num_rational::BigRational;
use serde_json::{Value, json};

use super::award::Award;
use super::number::{money_text, parse};
use super::{Question, date, list, record, sorted, text, zero};

/// Partner, incentive, first day, end and unit of a line.
type Line = (String, String, NaiveDate, Option<NaiveDate>, Option<String>);

/// What is known of an owed line.
struct Owed {
    amount: BigRational,
    decided_on: NaiveDate,
    held: bool,
    scale: u32,
}

/// The accruals of every `settle` among the steps, in the form of the answers; other steps are answered with nothing.
///
/// # Panics
/// When a document has a mistake, or a step would be refused.
pub fn settlements(programmes: &[Value], facts: &Value, ledger: Option<&Value>, steps: &[Value]) -> Vec<Value> {
    let mut books = Books::new(programmes, ledger);
    let mut facts = facts.clone();
    let mut answers = Vec::new();
    for step in steps {
        if let Some(others) = step.get("facts") {
            facts = others.clone();
            answers.push(json!({}));
            continue;
        }
        if let Some(lock) = step.get("lock") {
            let until = date(text(&lock["until"]));
            books.locked_until = books.locked_until.max(Some(until));
        }
        answers.push(step.get("settle").map_or(Value::Null, |settle| books.settle(&facts, settle)));
    }
    answers
}

struct Books<'a> {
    /// By number.
    revisions: Vec<&'a Value>,
    /// What was posted, and with how many digits.
    posted: BTreeMap<Line, (BigRational, u32)>,
    locked_until: Option<NaiveDate>,
    last_day: Option<NaiveDate>,
}

impl<'a> Books<'a> {
    fn new(programmes: &'a [Value], ledger: Option<&Value>) -> Books<'a> {
        let mut revisions: Vec<&Value> = programmes.iter().collect();
        revisions.sort_by_key(|programme| programme["revision"].as_u64());
        let mut books = Books { revisions, posted: BTreeMap::new(), locked_until: None, last_day: None };
        let Some(ledger) = ledger else { return books };
        books.locked_until = ledger.get("locked_until").map(|day| date(text(day)));
        for posting in list(&ledger["postings"]) {
            if ["accrue", "adjust"].contains(&text(&posting["kind"])) {
                let period = &posting["period"];
                let line = (
                    text(&posting["partner"]).to_owned(),
                    text(&posting["incentive"]).to_owned(),
                    date(text(&period["from"])),
                    period.get("until").map(|until| date(text(until))),
                    posting.get("unit").map(|unit| text(unit).to_owned()),
                );
                let digits = text(&posting["amount"]).split_once('.').map_or(0, |(_, digits)| digits.len());
                let digits = u32::try_from(digits).expect("few digits");
                books.posted.entry(line).or_insert_with(|| (zero(), digits)).0 += parse(&posting["amount"]);
            }
            books.last_day = Some(date(text(&posting["posted_on"])));
        }
        books
    }

    fn settle(&mut self, facts: &Value, asked: &Value) -> Value {
        let (as_of, on) = (date(text(&asked["as_of"])), date(text(&asked["on"])));
        let since = asked.get("since").map(|since| date(text(since)));
        if as_of > on || self.last_day.is_some_and(|last| on < last) {
            return Value::Null;
        }
        let latest = self.revisions.last().expect("there is a revision");
        let mut owed = self.owed(&record::read(latest, facts), as_of, on, since);
        for (line, (_, scale)) in &self.posted {
            let past = since.is_some_and(|since| line.3.is_some_and(|until| until <= since));
            // an earlier day than before: its turn has not come yet
            let later = line.2 > as_of;
            if !past && !later {
                let decided_on = self.day_in_force(line.2, line.3, as_of).map_or(as_of, |(day, _)| day);
                owed.entry(line.clone()).or_insert(Owed { amount: zero(), decided_on, held: false, scale: *scale });
            }
        }
        let names = self.names();
        let mut lines: Vec<(Line, Owed)> = owed.into_iter().collect();
        lines.sort_by_key(|((partner, name, from, until, _), _)| {
            let place = names.iter().position(|other| other == name);
            (partner.clone(), place.is_none(), place, name.clone(), *from, *until)
        });
        let (mut postings, mut held) = (Vec::new(), Vec::new());
        for (line, owed) in lines {
            let mut period = json!({ "from": line.2.to_string() });
            if let Some(until) = line.3 {
                period["until"] = json!(until.to_string());
            }
            if owed.held {
                held.push(json!({ "partner": line.0, "incentive": line.1, "period": period }));
                continue;
            }
            let before = self.posted.get(&line).map(|(amount, _)| amount.clone());
            let difference = &owed.amount - before.clone().unwrap_or_else(zero);
            if difference == zero() {
                continue;
            }
            let booked_on = self.locked_until.map_or(owed.decided_on, |open| open.max(owed.decided_on));
            let mut posting = json!({
                "kind": if before.is_some() { "adjust" } else { "accrue" }, "posted_on": on.to_string(), "booked_on": booked_on.to_string(),
                "partner": line.0, "incentive": line.1, "period": period, "amount": money_text(&difference, owed.scale)
            });
            if let Some(unit) = &line.4 {
                posting["unit"] = json!(unit);
            }
            postings.push(posting);
            self.posted.insert(line, (owed.amount, owed.scale));
        }
        self.last_day = Some(on);
        json!({ "postings": postings, "held": held })
    }

    /// The incentives of the latest revision in its order, then those of earlier ones, then the funds.
    fn names(&self) -> Vec<&'a str> {
        let mut names: Vec<&str> = Vec::new();
        let incentives = |programme: &'a Value| list(&programme["incentives"]).iter().map(|incentive| text(&incentive["id"]));
        let funds = |programme: &'a Value| sorted(&programme["funds"]).into_iter().map(|(id, _)| id);
        let newest_first = || self.revisions.iter().rev().copied();
        for name in newest_first().flat_map(incentives).chain(newest_first().flat_map(funds)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Every line of every period, as far as something is owed or held.
    fn owed(&self, facts: &Value, as_of: NaiveDate, on: NaiveDate, since: Option<NaiveDate>) -> BTreeMap<Line, Owed> {
        let mut owed = BTreeMap::new();
        let starts = self.revisions.iter().map(|programme| date(text(&programme["effective"]["from"])));
        let start = since.or(starts.min()).expect("there is a revision");
        for unit in ["month", "quarter", "half_year", "year", "programme"] {
            let mut day = start.min(as_of);
            // day by day: slow, and sees every period
            let mut done = None;
            while day <= as_of {
                let latest = Question::new(self.revisions[self.revisions.len() - 1], facts, day, Some(on));
                let (from, until) = latest.period_named(unit);
                let past = since.is_some_and(|since| unit != "programme" && until.is_some_and(|until| until <= since));
                if done != Some(from) && !past {
                    done = Some(from);
                    self.decide(unit, (from, until), (facts, as_of, on), &mut owed);
                }
                day = day + Days::new(1);
            }
        }
        owed
    }

    /// The day on which a period is decided, and the revision that is then in force.
    fn day_in_force(&self, from: NaiveDate, until: Option<NaiveDate>, as_of: NaiveDate) -> Option<(NaiveDate, &'a Value)> {
        let mut day = until.map_or(as_of, |until| (until - Days::new(1)).min(as_of));
        while day >= from {
            if let Some(programme) = self.revisions.iter().rev().find(|programme| is_in_effect(programme, day)) {
                return Some((day, programme));
            }
            day = day - Days::new(1);
        }
        None
    }

    /// One period under the revision that is in force on its day.
    fn decide(
        &self,
        unit: &str,
        (from, until): (NaiveDate, Option<NaiveDate>),
        (facts, as_of, on): (&Value, NaiveDate, NaiveDate),
        owed: &mut BTreeMap<Line, Owed>,
    ) {
        // the programme's lines go on as long as a revision is in effect
        let first = self.revisions.iter().map(|programme| date(text(&programme["effective"]["from"]))).min().expect("there is a revision");
        let (from, until) = if unit == "programme" { (first, None) } else { (from, until) };
        let Some((day, programme)) = self.day_in_force(from, until, as_of) else { return };
        let question = Question::new(programme, facts, day, Some(on));
        for mut award in question.awards() {
            if award.incentive.get("period").is_none_or(|period| period != unit) {
                continue;
            }
            // the minimum and the release may still take the award away
            question.payable(&mut award);
            let Award { partner, incentive, amount, outcome, unit: paid_in, .. } = award;
            let line = (partner.to_owned(), text(&incentive["id"]).to_owned(), from, until, paid_in.name.map(str::to_owned));
            owed.insert(line, Owed { amount, decided_on: day, held: outcome == "held", scale: paid_in.scale });
        }
        for (id, fund) in sorted(&programme["funds"]) {
            if fund["period"] != unit {
                continue;
            }
            let today = Question::new(programme, facts, as_of, Some(on));
            for partner in question.partner_ids() {
                let (_, amount) = today.fund(id, fund, partner, &question);
                let line = (partner.to_owned(), id.to_owned(), from, until, None);
                owed.insert(line, Owed { amount, decided_on: day, held: false, scale: question.scale() });
            }
        }
    }
}

fn is_in_effect(programme: &Value, day: NaiveDate) -> bool {
    let effective = &programme["effective"];
    date(text(&effective["from"])) <= day && effective.get("until").is_none_or(|until| day < date(text(until)))
}
