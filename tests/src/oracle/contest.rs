//! Contests: prizes for the first ones.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_rational::BigRational;
use serde_json::{Map, Value, json};

use super::budget::first;
use super::number::{apportion, parse};
use super::part::Paid;
use super::{Measure, Question, list, sorted, text, zero};

/// A participant in its place.
struct Entry<'a> {
    partner: &'a str,
    value: Measure,
    then: Option<Measure>,
    place: usize,
    prize: BigRational,
    /// A person decides about the prize.
    tied: bool,
}

impl<'a> Question<'a> {
    /// The prize of a partner; held while a person decides.
    pub(super) fn prize(&self, contest: &str, partner: &str) -> Paid<'a> {
        let entries = self.ranking(&self.programme["contests"][contest]);
        match entries.into_iter().find(|entry| entry.partner == partner) {
            Some(entry) if entry.tied => Err("hold"),
            Some(entry) => Ok(entry.prize),
            None => Ok(zero()),
        }
    }

    pub(super) fn contests(&self) -> Vec<Value> {
        let contests = sorted(&self.programme["contests"]).into_iter();
        contests
            .map(|(name, contest)| {
                let entries = self.ranking(contest);
                let places: Vec<Value> = entries.iter().map(|entry| self.place(entry)).collect();
                json!({ "contest": name, "participants": entries.len(), "places": places })
            })
            .collect()
    }

    fn place(&self, entry: &Entry<'_>) -> Value {
        let mut place = Map::new();
        place.insert("place".to_owned(), json!(entry.place));
        place.insert("partner".to_owned(), json!(entry.partner));
        place.insert("value".to_owned(), json!(entry.value.text()));
        if let Some(then) = &entry.then {
            place.insert("then".to_owned(), json!(then.text()));
        }
        if entry.prize > zero() {
            place.insert("prize".to_owned(), json!(self.money(&entry.prize)));
        }
        Value::Object(place)
    }

    /// All participants in their order, equal ones by partner id.
    fn ranking(&self, contest: &Value) -> Vec<Entry<'a>> {
        let highest = text(&contest["first"]) == "highest";
        let mut entries = Vec::new();
        for partner in self.partner_ids() {
            let value = self.metric(text(&contest["rank_by"]), partner);
            let Some(known) = value.known().filter(|_| self.takes_part(contest, partner)) else { continue };
            if contest.get("minimum").map(parse).is_some_and(|minimum| if highest { *known < minimum } else { *known > minimum }) {
                continue;
            }
            let then = contest["ties"].get("then_by").map(|metric| self.metric(text(metric), partner));
            entries.push(Entry { partner, value, then, place: 0, prize: zero(), tied: false });
        }
        let order = |a: &Entry<'_>, b: &Entry<'_>| {
            let second = || match (&a.then, &b.then) {
                (Some(a), Some(b)) => first(a, b, text(&contest["ties"]["first"]) == "highest"),
                _ => Ordering::Equal,
            };
            first(&a.value, &b.value, highest).then_with(second)
        };
        entries.sort_by(order);
        let mut start = 0;
        while start < entries.len() {
            let equal = entries[start..].iter().take_while(|entry| order(&entries[start], entry) == Ordering::Equal).count();
            entries[start..start + equal].iter_mut().for_each(|entry| entry.place = start + 1);
            start += equal;
        }
        let needed = contest["participants"].as_u64().expect("participants is an integer");
        if u64::try_from(entries.len()).expect("few partners") >= needed {
            self.award_prizes(contest, &mut entries);
        }
        entries
    }

    fn award_prizes(&self, contest: &Value, entries: &mut [Entry<'a>]) {
        let prizes: Vec<BigRational> = list(&contest["prizes"]).iter().map(parse).collect();
        for equal in entries.chunk_by_mut(|a, b| a.place == b.place) {
            let from = (equal[0].place - 1).min(prizes.len());
            let until = (from + equal.len()).min(prizes.len());
            let of_these = &prizes[from..until];
            match contest["ties"].as_str() {
                Some("each") => {
                    equal.iter_mut().for_each(|entry| entry.prize = of_these.first().cloned().unwrap_or_else(zero));
                }
                Some("review") if equal.len() > 1 => {
                    equal.iter_mut().for_each(|entry| entry.tied = !of_these.is_empty());
                }
                _ => {
                    let each = of_these.iter().sum::<BigRational>() / BigRational::from_integer(BigInt::from(equal.len()));
                    let shares = apportion(&vec![each; equal.len()], self.scale());
                    equal.iter_mut().zip(shares).for_each(|(entry, prize)| entry.prize = prize);
                }
            }
        }
    }
}
