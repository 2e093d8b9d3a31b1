//! Confirmation: what was accrued becomes rebate documents.

use std::collections::BTreeMap;

use chrono::{Days, Months, NaiveDate};
use num_rational::BigRational;
use serde_json::Value;

use super::super::{list, text, zero};
use super::line::{Line, Subject};
use super::posting::Posting;
use super::{Books, Refusal, Said, day_of, note_of, posted};

/// How much may be taken back, of which documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Holding {
    /// All of a unit.
    All,
    /// Those that are not valid yet.
    Pending,
}

impl<'a> Books<'a> {
    pub(super) fn confirm(&mut self, asked: &Value) -> Said {
        let on = day_of(asked);
        let (revision, Some(_)) = self.terms(on) else { return Err(Refusal::new("no_settlement", "/settlement")) };
        let partner = self.partner_of(asked)?;
        let mut lines: Vec<(Line, BigRational)> = self.to_confirm().into_iter().filter(|(line, _)| line.partner == partner).collect();
        lines.sort_by_cached_key(|(line, _)| self.place(line));
        self.may_post(on)?;
        let postings = self.make_documents(lines, revision, on, note_of(asked));
        Ok(Value::Object(posted(postings)))
    }

    /// What a settlement confirms of what it posts, where partners need not agree.
    pub(super) fn confirm_automatically(&mut self, lines_posted: &[(Line, BigRational)], on: NaiveDate) -> Vec<Value> {
        let (revision, Some(terms)) = self.terms(on) else { return Vec::new() };
        if terms["confirmation"] != "automatic" {
            return Vec::new();
        }
        let open = self.to_confirm();
        let mut lines: Vec<(Line, BigRational)> = Vec::new();
        for (line, amount) in lines_posted {
            // an earlier rest takes from it
            let left = open.get(line).cloned().unwrap_or_else(zero).min(amount.clone());
            lines.push((line.clone(), if self.holding(line, revision).is_some() { left } else { amount.clone() }));
        }
        let mut rest: Vec<(Line, BigRational)> = open
            .into_iter()
            .filter(|(line, left)| {
                *left < zero() && self.holding(line, revision).is_some() && lines_posted.iter().all(|(other, _)| other != line)
            })
            .collect();
        rest.sort_by_cached_key(|(line, _)| self.place(line));
        lines.extend(rest);
        self.make_documents(lines, revision, on, None)
    }

    /// Of every line what was accrued and not confirmed, where that is something.
    fn to_confirm(&self) -> BTreeMap<Line, BigRational> {
        let mut open = self.accrued();
        for posting in self.postings.iter().filter(|posting| self.counts_as(posting) == "confirm") {
            *open.entry(posting.line.clone()).or_insert_with(zero) -= &posting.amount;
        }
        open.retain(|_, amount| *amount != zero());
        open
    }

    /// The terms of the points that a line pays, in the revision that says how postings go on, or else in the latest that has them.
    fn points(&self, line: &Line, revision: usize) -> Option<&'a Value> {
        let Subject::Award { incentive, .. } = &line.subject else { return None };
        let of = |programme: &'a Value| {
            let incentive = list(&programme["incentives"]).iter().find(|other| other["id"] == incentive.as_str())?;
            incentive["reward"].get("points")
        };
        of(self.revisions[revision]).or_else(|| self.revisions.iter().rev().find_map(|programme| of(programme)))
    }

    /// What limits how much of a line is taken back.
    fn holding(&self, line: &Line, revision: usize) -> Option<Holding> {
        match line.unit.as_deref() {
            None => (self.revisions[revision]["settlement"]["take_back"] == "within_balance").then_some(Holding::All),
            Some("points") => match text(&self.points(line, revision)?["reversal"]) {
                "pending_only" => Some(Holding::Pending),
                "within_balance" => Some(Holding::All),
                _ => None,
            },
            Some(_) => None,
        }
    }

    /// From when until when a document of a line is valid.
    fn validity(&self, line: &Line, revision: usize, on: NaiveDate) -> (NaiveDate, Option<NaiveDate>) {
        let later = |from: NaiveDate, length: &Value| {
            let number = |unit: &str| length.get(unit).and_then(Value::as_u64);
            let months = number("months").map(|months| from + Months::new(u32::try_from(months).expect("few months")));
            months.or_else(|| number("days").map(|days| from + Days::new(days)))
        };
        if line.unit.as_deref() == Some("points")
            && let Some(points) = self.points(line, revision)
        {
            let from = on + Days::new(points["pending"]["days"].as_u64().expect("days"));
            return (from, later(from, &points["expires"]));
        }
        (on, later(on, &self.revisions[revision]["settlement"]["valid"]))
    }

    /// One document per line; of what is negative no more than documents hold, where that is limited.
    fn make_documents(&mut self, lines: Vec<(Line, BigRational)>, revision: usize, on: NaiveDate, note: Option<String>) -> Vec<Value> {
        let mut held: BTreeMap<(String, Option<String>, Holding), BigRational> = BTreeMap::new();
        let mut hold = |line: &Line, from: NaiveDate, amount: &BigRational| {
            let mut add = |holding| *held.entry((line.partner.clone(), line.unit.clone(), holding)).or_insert_with(zero) += amount;
            add(Holding::All);
            if from > on {
                add(Holding::Pending);
            }
        };
        for document in self.documents() {
            hold(&document.line, document.from, &document.left);
        }
        for (line, amount) in lines.iter().filter(|(_, amount)| *amount > zero()) {
            hold(line, self.validity(line, revision, on).0, amount);
        }
        let mut postings = Vec::new();
        for (line, wanted) in lines {
            let (from, until) = self.validity(&line, revision, on);
            let mut amount = wanted;
            if amount < zero() {
                if let Some(holding) = self.holding(&line, revision) {
                    let most = held.get(&(line.partner.clone(), line.unit.clone(), holding)).cloned().unwrap_or_else(zero).max(zero());
                    amount = amount.max(-most);
                }
                for holding in [Holding::All, Holding::Pending] {
                    *held.entry((line.partner.clone(), line.unit.clone(), holding)).or_insert_with(zero) += &amount;
                }
            }
            if amount == zero() {
                continue;
            }
            let scale = self.postings.iter().find(|posting| posting.line == line).expect("it was accrued").scale;
            let mut posting = Posting::new("confirm", line.clone(), (amount.clone(), scale), on);
            posting.document = Some(format!("{}/{}", line.partner, self.next_number()));
            posting.valid = Some((from, until.filter(|_| amount > zero())));
            posting.note.clone_from(&note);
            postings.push(self.post(posting));
        }
        postings
    }
}
