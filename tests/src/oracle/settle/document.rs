//! Rebate documents, and how they are used: paid, used up, expired, undone.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use num_rational::BigRational;
use serde_json::{Value, json};

use super::super::number::parse;
use super::super::{text, zero};
use super::line::{Line, Subject};
use super::posting::Posting;
use super::{Books, Refusal, Said, day_of, note_of, posted};

/// What is left of a document.
#[derive(Debug, Clone)]
pub(super) struct Document {
    pub(super) id: String,
    pub(super) number: u64,
    pub(super) line: Line,
    pub(super) scale: u32,
    pub(super) from: NaiveDate,
    pub(super) until: Option<NaiveDate>,
    pub(super) left: BigRational,
}

impl Document {
    fn is_valid(&self, on: NaiveDate) -> bool {
        self.from <= on && self.until.is_none_or(|until| on < until)
    }
}

/// What can be used on a day.
pub(super) struct Usable {
    /// In the order of use, each with how much of it can be used: all of a negative one.
    documents: Vec<(Document, BigRational)>,
    /// Whatever is payable.
    pub(super) left: BigRational,
    /// Only what is payable.
    pub(super) sum: BigRational,
}

impl Usable {
    /// What is taken of each document to use an amount, negative ones set off first.
    pub(super) fn take(&self, amount: &BigRational) -> Vec<(Document, BigRational)> {
        let mut open = amount.clone();
        let mut taken = Vec::new();
        for (document, some) in &self.documents {
            let some = if *some < zero() { some.clone() } else { some.clone().min(open.clone()) };
            open -= &some;
            if some != zero() {
                taken.push((document.clone(), some));
            }
        }
        taken
    }

    /// Why nothing can be used.
    pub(super) fn why_not(&self) -> Option<&'static str> {
        if self.left < zero() {
            Some("negative")
        } else if self.left == zero() {
            Some("nothing_available")
        } else if self.sum <= zero() {
            Some("not_due")
        } else {
            None
        }
    }

    pub(super) fn documents(&self) -> impl Iterator<Item = &Document> {
        self.documents.iter().filter(|(_, some)| *some != zero()).map(|(document, _)| document)
    }
}

impl Books<'_> {
    pub(super) fn documents(&self) -> Vec<Document> {
        let makes = |posting: &&Posting| posting.kind == "confirm" || posting.kind == "deduct";
        let documents = self.postings.iter().filter(makes).map(|posting| {
            let id = posting.document.clone().expect("it makes one");
            let of_it = self.postings.iter().filter(|other| other.document.as_ref() == Some(&id));
            let (from, until) = posting.valid.expect("a document is valid for a time");
            Document {
                left: of_it.map(|other| &other.amount).sum(),
                id,
                number: posting.number,
                line: posting.line.clone(),
                scale: posting.scale,
                from,
                until,
            }
        });
        documents.collect()
    }

    pub(super) fn usable(&self, partner: &str, unit: Option<&str>, on: NaiveDate) -> Usable {
        let mut documents = self.documents();
        let of_partner = |document: &Document| document.line.partner == partner && document.line.unit.as_deref() == unit;
        documents.retain(|document| of_partner(document) && document.is_valid(on) && document.left != zero());
        documents.sort_by_key(|document| (document.left > zero(), document.until.is_none(), document.until, document.number));
        let mut payable: BTreeMap<&Line, BigRational> = BTreeMap::new();
        for (line, due, _) in &self.due {
            payable.insert(line, due + self.used_of(line));
        }
        let left = documents.iter().map(|document| &document.left).sum();
        let mut usable = Vec::new();
        for document in documents {
            let some = match payable.get_mut(&document.line) {
                Some(open) => {
                    let some =
                        if document.left < zero() { document.left.clone() } else { document.left.clone().min(open.clone()).max(zero()) };
                    *open -= &some;
                    some
                }
                None => document.left.clone(),
            };
            usable.push((document, some));
        }
        let sum = usable.iter().map(|(_, some)| some).sum();
        Usable { documents: usable, left, sum }
    }

    /// What was used of a line's documents, as it was posted: negative.
    fn used_of(&self, line: &Line) -> BigRational {
        self.postings.iter().filter(|posting| posting.line == *line && self.is_use(posting)).map(|posting| &posting.amount).sum()
    }

    /// The kind that a posting counts as: of one that undoes, the one that is undone.
    pub(super) fn counts_as<'p>(&'p self, posting: &'p Posting) -> &'p str {
        match posting.reverses {
            Some(number) => &self.postings.iter().find(|other| other.number == number).expect("what is undone is there").kind,
            None => &posting.kind,
        }
    }

    pub(super) fn is_use(&self, posting: &Posting) -> bool {
        ["pay", "redeem", "expire", "deduct"].contains(&self.counts_as(posting))
    }

    /// A posting on a document.
    pub(super) fn on_document(kind: &str, document: &Document, amount: BigRational, on: NaiveDate, asked: &Value) -> Posting {
        let mut posting = Posting::new(kind, document.line.clone(), (amount, document.scale), on);
        posting.document = Some(document.id.clone());
        posting.note = note_of(asked);
        posting
    }

    pub(super) fn pay(&mut self, asked: &Value) -> Said {
        let on = day_of(asked);
        let (_, Some(terms)) = self.terms(on) else { return Err(Refusal::new("no_settlement", "/settlement")) };
        let partner = self.partner_of(asked)?;
        self.may_post(on)?;
        let usable = self.usable(partner, None, on);
        let smallest = terms.get("smallest_payment").map_or_else(zero, parse);
        let why = if let Some(why) = usable.why_not() {
            why
        } else if usable.sum < smallest {
            "below_smallest"
        } else {
            let all = usable.sum.clone();
            let postings = usable.take(&all).into_iter().map(|(document, some)| Self::on_document("pay", &document, -some, on, asked));
            let postings = postings.collect();
            return Ok(Value::Object(posted(self.post_all(postings)?)));
        };
        Ok(json!({ "postings": [], "not_paid": why }))
    }

    pub(super) fn claw_back(&mut self, asked: &Value) -> Said {
        let on = day_of(asked);
        let partner = self.partner_of(asked)?;
        self.may_post(on)?;
        let usable = self.usable(partner, None, on);
        if usable.left >= zero() {
            return Ok(json!({ "postings": [], "not_paid": "not_negative" }));
        }
        // all are set off against each other, so that nothing is left of any
        let balanced = usable.documents.iter().map(|(document, _)| Self::on_document("pay", document, -document.left.clone(), on, asked));
        let postings = balanced.collect();
        Ok(Value::Object(posted(self.post_all(postings)?)))
    }

    pub(super) fn use_up(&mut self, asked: &Value) -> Said {
        if !["points", "pieces", "places"].contains(&text(&asked["unit"])) {
            return Err(Refusal::new("unknown_choice", "/use/unit"));
        }
        let amount = parse(&asked["amount"]);
        if amount <= zero() {
            return Err(Refusal::new("out_of_range", "/amount"));
        }
        let on = day_of(asked);
        let partner = self.partner_of(asked)?;
        self.may_post(on)?;
        let usable = self.usable(partner, Some(text(&asked["unit"])), on);
        let why = if usable.sum <= zero() {
            "nothing_available"
        } else {
            let finest = usable.documents().map(|document| document.scale).max().unwrap_or(0);
            if !has_at_most(&amount, finest) {
                return Err(Refusal::new("out_of_range", "/amount"));
            }
            if usable.sum < amount {
                "not_enough"
            } else {
                let taken =
                    usable.take(&amount).into_iter().map(|(document, some)| Self::on_document("redeem", &document, -some, on, asked));
                let postings = taken.collect();
                return Ok(Value::Object(posted(self.post_all(postings)?)));
            }
        };
        Ok(json!({ "postings": [], "not_used": why }))
    }

    /// An amount of money that a host names.
    pub(super) fn amount_of(&self, asked: &Value) -> Result<BigRational, Refusal> {
        let amount = parse(&asked["amount"]);
        if amount > zero() && has_at_most(&amount, self.scale()) { Ok(amount) } else { Err(Refusal::new("out_of_range", "/amount")) }
    }

    pub(super) fn deduct(&mut self, asked: &Value) -> Said {
        let amount = self.amount_of(asked)?;
        let on = day_of(asked);
        let partner = self.partner_of(asked)?;
        let mut posting = Posting::new("deduct", Line::of(partner, Subject::Partner), (-amount, self.scale()), on);
        posting.document = Some(format!("{partner}/{}", self.next_number()));
        posting.valid = Some((on, None));
        posting.invoice = asked.get("invoice").map(|invoice| text(invoice).to_owned());
        posting.note = note_of(asked);
        Ok(Value::Object(posted(self.post_all(vec![posting])?)))
    }

    pub(super) fn expire(&mut self, asked: &Value) -> Said {
        let on = day_of(asked);
        self.may_post(on)?;
        let is_over = |document: &Document| document.until.is_some_and(|until| until <= on) && document.left > zero();
        let mut documents = self.documents();
        documents.retain(is_over);
        let postings: Vec<Posting> =
            documents.iter().map(|document| Self::on_document("expire", document, -document.left.clone(), on, asked)).collect();
        Ok(Value::Object(posted(self.post_all(postings)?)))
    }

    pub(super) fn reverse(&mut self, asked: &Value) -> Said {
        let on = day_of(asked);
        let number = asked["number"].as_u64().expect("a number");
        let Some(posting) = self.postings.iter().find(|posting| posting.number == number) else {
            return Err(Refusal::new("unknown_posting", "/number"));
        };
        let refused = |code| Err(Refusal::of_posting(code, number, ""));
        if ["accrue", "adjust", "reverse"].contains(&posting.kind.as_str()) {
            return refused("not_reversible");
        }
        let is_undone = |number: u64| self.postings.iter().any(|other| other.reverses == Some(number));
        if is_undone(number) {
            return refused("already_reversed");
        }
        if posting.kind == "confirm" || posting.kind == "deduct" {
            let uses = self.postings.iter().filter(|other| other.document == posting.document && other.number != number);
            let mut open = uses.filter(|other| other.kind != "reverse" && !is_undone(other.number));
            if open.next().is_some() {
                return refused("document_in_use");
            }
        }
        if posting.kind == "deposit" && self.held_of(&posting.line.partner) < posting.amount {
            return refused("exceeds_deposit");
        }
        let mut undo = Posting::new("reverse", posting.line.clone(), (-posting.amount.clone(), posting.scale), on);
        undo.document.clone_from(&posting.document);
        undo.reverses = Some(number);
        undo.note = note_of(asked);
        Ok(Value::Object(posted(self.post_all(vec![undo])?)))
    }
}

/// Whether a number has no more than so many digits.
pub(super) fn has_at_most(number: &BigRational, digits: u32) -> bool {
    let ten = BigRational::from_integer(10.into());
    (0..digits).fold(number.clone(), |scaled, _| scaled * &ten).is_integer()
}
