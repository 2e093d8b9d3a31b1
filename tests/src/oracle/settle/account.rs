//! Balances, the deposit, and the statement of a partner.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use num_rational::BigRational;
use serde_json::{Map, Value, json};

use super::super::number::{money_text, parse};
use super::super::reward::Unit;
use super::super::{Measure, Question, date, text, zero};
use super::decide::Knowledge;
use super::line::{Line, Subject, period};
use super::posting::Posting;
use super::{Books, Refusal, Said, day_of, note_of, posted};

const DEPOSIT: &str = "deposit";

impl Books<'_> {
    fn sum(&self, postings: &[&Posting], kinds: &[&str]) -> BigRational {
        postings.iter().filter(|posting| kinds.contains(&self.counts_as(posting))).map(|posting| &posting.amount).sum()
    }

    /// accrued, granted, used, each with the most digits of what counts in it; money has its own.
    fn sums(&self, postings: &[&Posting], unit: Option<&str>) -> [(BigRational, u32); 3] {
        [&["accrue", "adjust"] as &[&str], &["confirm"], &["pay", "redeem", "expire", "deduct"]].map(|kinds| {
            let of_kind = postings.iter().filter(|posting| kinds.contains(&self.counts_as(posting)));
            let least = if unit.is_none() { self.scale() } else { 0 };
            (self.sum(postings, kinds), of_kind.map(|posting| posting.scale).max().unwrap_or(0).max(least))
        })
    }

    /// The units of these postings; money is always there, first.
    fn units(postings: &[&Posting]) -> BTreeSet<Option<String>> {
        let others = postings.iter().map(|posting| posting.line.unit.clone()).filter(|unit| unit.as_deref() != Some(DEPOSIT));
        others.chain([None]).collect()
    }

    fn told_deposit(&self, postings: &[&Posting]) -> Value {
        let sums = [DEPOSIT, "forfeit", "refund"].map(|kind| self.sum(postings, &[kind]));
        let held: BigRational = sums.iter().sum();
        json!({
            "paid_in": self.money(&sums[0]), "forfeited": self.money(&sums[1]), "refunded": self.money(&sums[2]), "held": self.money(&held)
        })
    }

    fn deposit_postings(&self, partner: &str) -> Vec<&Posting> {
        let of_it = |posting: &&Posting| posting.line.partner == partner && posting.line.unit.as_deref() == Some(DEPOSIT);
        self.postings.iter().filter(of_it).collect()
    }

    pub(super) fn held_of(&self, partner: &str) -> BigRational {
        self.deposit_postings(partner).iter().map(|posting| &posting.amount).sum()
    }

    pub(super) fn move_deposit(&mut self, kind: &str, asked: &Value) -> Said {
        if kind == "forfeit" && asked.get("note").is_none() {
            return Err(Refusal::new("missing_member", "/forfeit"));
        }
        let amount = self.amount_of(asked)?;
        let on = day_of(asked);
        let partner = self.partner_of(asked)?;
        if kind != DEPOSIT && amount > self.held_of(partner) {
            return Err(Refusal::new("exceeds_deposit", "/amount"));
        }
        let line = Line { unit: Some(DEPOSIT.to_owned()), ..Line::of(partner, Subject::Partner) };
        let mut posting = Posting::new(kind, line, (if kind == DEPOSIT { amount } else { -amount }, self.scale()), on);
        posting.note = note_of(asked);
        Ok(Value::Object(posted(self.post_all(vec![posting])?)))
    }

    pub(super) fn balances(&mut self, asked: &Value) -> Said {
        let mut partners: BTreeSet<&str> = self.postings.iter().map(|posting| posting.line.partner.as_str()).collect();
        partners.retain(|partner| asked.get("partner").is_none_or(|only| only == partner));
        let told = partners.into_iter().map(|partner| {
            let postings: Vec<&Posting> = self.postings.iter().filter(|posting| posting.line.partner == partner).collect();
            let units = Self::units(&postings).into_iter().map(|unit| {
                let own: Vec<&Posting> = postings.iter().copied().filter(|posting| posting.line.unit == unit).collect();
                let [accrued, granted, used] = self.sums(&own, unit.as_deref());
                let mut told = told_sums(&accrued, &granted, &used);
                told["to_confirm"] = json!(money_text(&(&accrued.0 - &granted.0), accrued.1.max(granted.1)));
                if let Some(unit) = unit {
                    told["unit"] = json!(unit);
                }
                told
            });
            let mut told = json!({ "partner": partner, "units": units.collect::<Vec<_>>() });
            let deposit = self.deposit_postings(partner);
            if !deposit.is_empty() {
                told["deposit"] = self.told_deposit(&deposit);
            }
            told
        });
        Ok(json!({ "partners": told.collect::<Vec<_>>() }))
    }

    /// What a partner has to hold on a day, or how the metric that says it is unknown.
    fn required(&mut self, partner: &str, day: NaiveDate) -> Result<Option<Result<BigRational, &'static str>>, Refusal> {
        let (revision, terms) = self.terms(day);
        let Some(limit) = terms.and_then(|terms| terms["deposit"].get("required")) else { return Ok(None) };
        let Some(metric) = limit.get("metric").map(text) else { return Ok(Some(Ok(parse(limit)))) };
        if !self.is_in_facts(partner) {
            return Err(Refusal::new("partner_missing", "/partner"));
        }
        let programme = self.revisions[revision];
        let (scale, mode) = (self.scale(), text(&programme["rounding"]["mode"]));
        let measured = self.decisions.ask(programme, day, Knowledge::of(day), |question: &Question<'_>| question.metric(metric, partner));
        Ok(match measured {
            Measure::Known(value) => Some(Ok(Unit { name: None, scale, mode, value: None }.round(&value).max(zero()))),
            _ if limit["unknown"] == "none" => None,
            Measure::Missing => Some(Err("missing")),
            Measure::Undefined => Some(Err("undefined")),
        })
    }

    /// The numbers of a statement; its texts are not told.
    pub(super) fn statement(&mut self, asked: &Value) -> Said {
        let partner = self.partner_of(asked)?;
        let (from, until) = (date(text(&asked["from"])), date(text(&asked["until"])));
        if until <= from {
            return Err(Refusal::new("out_of_range", "/until"));
        }
        let required = self.required(partner, until - Days::new(1))?;
        if asked.get("format").is_some_and(|format| format != "json") {
            return Ok(json!({}));
        }
        let before = |day: NaiveDate, deposit: bool| -> Vec<&Posting> {
            let of_it = |posting: &&Posting| {
                posting.line.partner == partner && posting.booked_on < day && deposit == (posting.line.unit.as_deref() == Some(DEPOSIT))
            };
            self.postings.iter().filter(of_it).collect()
        };
        let (opening, closing) = (before(from, false), before(until, false));
        let movements = |postings: &[&Posting]| -> Vec<Value> {
            postings.iter().filter(|posting| posting.booked_on >= from).map(|posting| posting.told()).collect()
        };
        let mut units = Vec::new();
        for unit in Self::units(&closing) {
            let of_unit = |postings: &[&'_ Posting]| -> Vec<usize> {
                (0..postings.len()).filter(|index| postings[*index].line.unit == unit).collect()
            };
            let own = |postings: &[&Posting]| {
                let own: Vec<&Posting> = of_unit(postings).into_iter().map(|index| postings[index]).collect();
                let [accrued, granted, used] = self.sums(&own, unit.as_deref());
                told_sums(&accrued, &granted, &used)
            };
            let moved: Vec<&Posting> = of_unit(&closing).into_iter().map(|index| closing[index]).collect();
            let mut told = Map::new();
            if let Some(unit) = &unit {
                told.insert("unit".to_owned(), json!(unit));
            }
            told.insert("opening".to_owned(), own(&opening));
            told.insert("movements".to_owned(), Value::Array(movements(&moved)));
            told.insert("closing".to_owned(), own(&closing));
            units.push(Value::Object(told));
        }
        let latest = self.latest();
        let print = &self.fingerprints[self.fingerprints.len() - 1];
        let mut told = json!({
            "schema": "qudao/statement/1", "programme": { "id": latest["id"], "revision": latest["revision"], "fingerprint": print },
            "partner": partner, "period": period(from, Some(until)), "currency": self.currency, "units": units
        });
        if let Some(last) = self.postings.last() {
            told["last"] = json!({ "number": last.number, "hash": last.hash });
        } else {
            told["last"] = json!({ "number": 0, "hash": self.last_hash() });
        }
        let (opened, closed) = (before(from, true), before(until, true));
        if required.is_some() || !closed.is_empty() {
            let held: BigRational = closed.iter().map(|posting| &posting.amount).sum();
            let mut deposit =
                json!({ "opening": self.told_deposit(&opened), "movements": movements(&closed), "closing": self.told_deposit(&closed) });
            match required {
                Some(Ok(required)) => {
                    deposit["short"] = json!(self.money(&(&required - held).max(zero())));
                    deposit["required"] = json!(self.money(&required));
                }
                Some(Err(unknown)) => deposit["required"] = json!(unknown),
                None => {}
            }
            told["deposit"] = deposit;
        }
        if asked["reasons"] == true {
            let accruals = self.postings.iter().filter(|posting| {
                posting.is_accrual() && posting.line.partner == partner && from <= posting.booked_on && posting.booked_on < until
            });
            let numbers: Vec<u64> = accruals.map(|posting| posting.number).collect();
            let mut reasons = Vec::new();
            for number in numbers {
                if let Ok(mut behind) = self.explain(&json!({ "number": number })) {
                    behind["number"] = json!(number);
                    reasons.push(behind);
                }
            }
            if !reasons.is_empty() {
                told["reasons"] = Value::Array(reasons);
            }
        }
        Ok(told)
    }
}

fn told_sums(accrued: &(BigRational, u32), granted: &(BigRational, u32), used: &(BigRational, u32)) -> Value {
    let text = |(amount, scale): &(BigRational, u32)| money_text(amount, *scale);
    let both = |a: &(BigRational, u32), b: &(BigRational, u32)| money_text(&(&a.0 + &b.0), a.1.max(b.1));
    json!({
        "accrued": text(accrued), "granted": text(granted), "used": text(used), "available": both(granted, used), "balance": both(accrued, used)
    })
}
