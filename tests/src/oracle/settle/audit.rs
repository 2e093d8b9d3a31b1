//! Audit: decided again, compared with the other side, sampled.

use std::collections::BTreeMap;

use num_rational::BigRational;
use serde_json::{Map, Value, json};

use super::super::number::{money_text, parse};
use super::super::window::{Window, shifted};
use super::super::{Question, date, list, text, zero};
use super::decide::Knowledge;
use super::line::{KINDS, Line, Subject};
use super::posting::Posting;
use super::{Books, Refusal, Said, day_of};

impl Books<'_> {
    pub(super) fn recompute(&mut self, asked: &Value) -> Said {
        self.belong_together()?;
        self.ask_anew();
        let line = Line::read(asked);
        let mut sum = zero();
        let mut told = Vec::new();
        for posting in self.postings.iter().filter(|posting| posting.is_accrual() && posting.line == line) {
            sum += &posting.amount;
            let money = |amount: &BigRational| money_text(amount, posting.scale);
            let mut row = json!({ "number": posting.number, "posted": money(&sum) });
            let basis = posting.basis.as_ref().expect("an accrual has a basis");
            match self.revision_of(basis) {
                None => row["why_not"] = json!("unknown_revision"),
                Some(revision) => match self.step_of(&line, Some(revision), basis.as_of, Knowledge::of(basis.known_on)).amount {
                    None => row["why_not"] = json!("held"),
                    Some(amount) => {
                        row["recomputed"] = json!(money(&amount));
                        row["difference"] = json!(money(&(&amount - &sum)));
                    }
                },
            }
            told.push(row);
        }
        self.facts_suffice()?;
        if told.is_empty() { Err(Refusal::new("unknown_line", "")) } else { Ok(json!({ "postings": told })) }
    }

    /// The basis and the numbers of what is behind a posting, without reasons.
    pub(super) fn explain(&mut self, asked: &Value) -> Said {
        let number = asked["number"].as_u64().expect("a number");
        let Some(posting) = self.postings.iter().find(|posting| posting.number == number) else {
            return Err(Refusal::new("unknown_posting", "/number"));
        };
        if !posting.is_accrual() {
            return Err(Refusal::new("unknown_posting", "/number"));
        }
        let basis = posting.basis.as_ref().expect("an accrual has a basis");
        let Some(revision) = self.revision_of(basis) else { return Err(Refusal::new("unknown_revision", "/number")) };
        let mut told = Map::new();
        told.insert("basis".to_owned(), posting.told()["basis"].clone());
        let line = &posting.line;
        let programme = self.revisions[revision];
        self.decisions.ask(programme, basis.as_of, Knowledge::of(basis.known_on), |question: &Question<'_>| match &line.subject {
            Subject::Award { incentive, .. } => {
                let mut awards = question.awards();
                if let Some(award) = awards.iter_mut().find(|award| award.partner == line.partner && award.id() == incentive) {
                    told.insert("award".to_owned(), question.tell(award));
                }
            }
            Subject::Inventory { kind, claim } => {
                let Some(partner) = question.partner_ids().into_iter().find(|id| *id == line.partner) else { return };
                let found = question.inventory(partner);
                let matched = found.matches.iter().find(|other| other.kind == KINDS[*kind] && other.claim.as_deref() == Some(claim));
                let about = matched.map_or(claim.as_str(), |matched| matched.about.as_str());
                let ours = found.claims.iter().find(|other| other.kind == KINDS[*kind] && other.about.as_deref() == Some(about));
                told.extend(ours.map(|ours| ("claim".to_owned(), ours.told.clone())));
                told.extend(matched.map(|matched| ("match".to_owned(), matched.told.clone())));
            }
            Subject::Fund { .. } | Subject::Partner => {}
        });
        if let Subject::Fund { .. } = &line.subject {
            told.extend(
                self.told_claim(line, revision, basis.as_of, Knowledge::of(basis.known_on)).map(|claim| ("claim".to_owned(), claim)),
            );
        }
        if told.len() < 2 {
            return Err(Refusal::of_posting("unknown_line", number, ""));
        }
        Ok(Value::Object(told))
    }

    pub(super) fn compare(&mut self, asked: &Value) -> Said {
        let only = asked.get("partner").map(text);
        let digits =
            |amount: &Value| u32::try_from(text(amount).split_once('.').map_or(0, |(_, digits)| digits.len())).expect("few digits");
        let is_asked = |line: &Line| only.is_none_or(|only| only == line.partner);
        let mut lines: BTreeMap<Line, (Option<BigRational>, Option<BigRational>, u32)> = BTreeMap::new();
        let scales = self.scales();
        for (line, amount) in self.accrued().into_iter().filter(|(line, _)| is_asked(line)) {
            let scale = scales[&line];
            lines.insert(line, (Some(amount), None, scale));
        }
        // theirs with the digits that they write, and those of ours
        for row in list(&asked["lines"]).iter().filter(|row| is_asked(&Line::read(row))) {
            let (ours, theirs, scale) = lines.entry(Line::read(row)).or_default();
            let own = if ours.is_some() && row.get("unit").is_none() { self.scale() } else { 0 };
            *scale = digits(&row["amount"]).max(if theirs.is_some() { *scale } else { own });
            *theirs = Some(theirs.take().unwrap_or_else(zero) + parse(&row["amount"]));
        }
        lines.retain(|_, (ours, theirs, _)| theirs.is_some() || ours.as_ref().is_some_and(|ours| *ours != zero()));
        let told = lines.into_iter().map(|(line, (ours, theirs, scale))| {
            let mut told = line.told();
            let mut say = |name: &str, value: Value| told.insert(name.to_owned(), value);
            let money = |amount: &BigRational| json!(money_text(amount, scale));
            if let Some(ours) = &ours {
                say("ours", json!(money_text(ours, scales[&line])));
            }
            if let Some(theirs) = &theirs {
                say("theirs", money(theirs));
            }
            let result = match (&ours, &theirs) {
                (Some(ours), Some(theirs)) if ours == theirs => "equal",
                (Some(ours), Some(theirs)) => {
                    say("difference", json!(money_text(&(theirs - ours), scale.max(scales[&line]))));
                    "differs"
                }
                (Some(_), None) => "only_ours",
                (None, _) => "only_theirs",
            };
            say("result", json!(result));
            Value::Object(told)
        });
        Ok(json!({ "lines": told.collect::<Vec<_>>() }))
    }

    /// Which periods are to be audited, and until when.
    pub(super) fn audits(&mut self, asked: &Value) -> Said {
        self.belong_together()?;
        let on = day_of(asked);
        let (revision, terms) = self.terms(on);
        let Some(rules) = terms.and_then(|terms| terms.get("audit")) else { return Ok(json!({ "audits": [] })) };
        let audited_until = asked.get("audited_until").map(|day| date(text(day)));
        let mut day = date(text(&self.revisions[0]["effective"]["from"]));
        let mut told = Vec::new();
        while day <= on {
            let (from, until) = Question::new(self.revisions[revision], &self.facts, day, None).period(text(&rules["period"]));
            day = until;
            if audited_until.is_some_and(|audited| until <= audited) {
                continue;
            }
            let due = shifted(until, &rules["within"]);
            let state = if on < until {
                "running"
            } else if on <= due {
                "due"
            } else {
                "overdue"
            };
            let booked = Window { from: Some(from), until: Some(until) };
            let of_money = |posting: &&Posting| posting.is_accrual() && posting.line.unit.is_none() && booked.contains(posting.booked_on);
            let size = |posting: &Posting| posting.amount.clone().max(-posting.amount.clone());
            let population: BigRational = self.postings.iter().filter(of_money).map(size).sum();
            told.push(json!({
                "from": from.to_string(), "until": until.to_string(), "due": due.to_string(), "state": state,
                "population": self.money(&population)
            }));
        }
        Ok(json!({ "audits": told }))
    }

    pub(super) fn sample(&mut self, asked: &Value) -> Said {
        let (interval, start) = (parse(&asked["interval"]), parse(&asked["start"]));
        if start <= zero() || start > interval {
            return Err(Refusal::new("out_of_range", "/start"));
        }
        let end = |name: &str| asked.get(name).map(|day| date(text(day)));
        let booked = Window { from: end("from"), until: end("until") };
        let of_money = |posting: &&Posting| posting.is_accrual() && posting.line.unit.is_none() && booked.contains(posting.booked_on);
        let (mut sum, mut next, mut items) = (zero(), start, Vec::new());
        for posting in self.postings.iter().filter(of_money) {
            sum += posting.amount.clone().max(-posting.amount.clone());
            let mut hits = 0;
            while next <= sum {
                next += &interval;
                hits += 1;
            }
            if hits > 0 {
                items.push(json!({
                    "number": posting.number, "amount": self.money(&posting.amount), "cumulated": self.money(&sum), "hits": hits
                }));
            }
        }
        Ok(json!({ "population": self.money(&sum), "items": items }))
    }
}
