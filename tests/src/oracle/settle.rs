//! Settlement: a ledger from its beginning, every step of it answered from the guide alone, down to the digests of the chain.
//!
//! What is told in words is left out: texts of statements, reasons, messages of refusals.

mod account;
mod audit;
mod cause;
mod claim;
mod confirm;
mod decide;
mod document;
mod line;
mod owed;
mod posting;
mod redeem;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use num_rational::BigRational;
use serde_json::{Map, Value, json};

use super::number::{exact_text, money_text, parse};
use super::{date, list, record, sorted, text, zero};
use decide::Decisions;
use line::Line;
use posting::{Posting, sha256};

/// Why a step changes nothing: code and place.
struct Refusal {
    code: &'static str,
    path: String,
}

impl Refusal {
    fn new(code: &'static str, path: &str) -> Refusal {
        Refusal { code, path: path.to_owned() }
    }

    fn of_posting(code: &'static str, number: u64, member: &str) -> Refusal {
        Refusal { code, path: format!("/postings/{}{member}", number - 1) }
    }
}

type Said = Result<Value, Refusal>;

/// `{"answers": [one per step], "ledger": …}`, or the code of what the revisions or the ledger are refused for.
///
/// # Panics
/// When a document has a mistake that reading it would have found.
pub fn settlements(programmes: &[Value], facts: &Value, ledger: Option<&Value>, steps: &[Value]) -> Value {
    if let Some(code) = do_not_belong_together(programmes) {
        return json!({ "code": code });
    }
    let mut books = Books::new(programmes, facts, ledger);
    if ledger.is_some() && !books.holds() {
        return json!({ "kind": "ledger", "diagnostics": [{ "code": "broken_chain" }] });
    }
    let answers: Vec<Value> = steps
        .iter()
        .map(|step| books.step(step).unwrap_or_else(|refusal| json!({ "error": { "code": refusal.code, "path": refusal.path } })))
        .collect();
    json!({ "answers": answers, "ledger": books.told() })
}

/// Why these are not the revisions of one programme.
fn do_not_belong_together(programmes: &[Value]) -> Option<&'static str> {
    let Some(first) = programmes.first() else { return Some("no_programme") };
    if programmes.iter().any(|programme| programme["id"] != first["id"]) {
        return Some("other_programme");
    }
    let money = |programme: &Value| (programme["currency"].clone(), programme["rounding"]["scale"].clone());
    if programmes.iter().any(|programme| money(programme) != money(first)) {
        return Some("other_currency");
    }
    let twice = |programme: &Value| programmes.iter().filter(|other| other["revision"] == programme["revision"]).count() > 1;
    programmes.iter().any(twice).then_some("revision_twice")
}

/// A ledger, and what it is settled by.
struct Books<'a> {
    /// By number.
    revisions: Vec<&'a Value>,
    fingerprints: Vec<String>,
    postings: Vec<Posting>,
    locked_until: Option<NaiveDate>,
    /// What the last settlement found payable, where that is not everything.
    due: Vec<(Line, BigRational, u32)>,
    /// As handed over.
    facts: Value,
    decisions: Decisions,
    programme: String,
    currency: String,
}

impl<'a> Books<'a> {
    fn new(programmes: &'a [Value], facts: &Value, ledger: Option<&Value>) -> Books<'a> {
        let mut revisions: Vec<&Value> = programmes.iter().collect();
        revisions.sort_by_key(|programme| programme["revision"].as_u64());
        let latest = revisions[revisions.len() - 1];
        let own = |member: &str, instead: &Value| text(ledger.map_or(instead, |ledger| &ledger[member])).to_owned();
        let rows = |member: &str| ledger.map_or(&[] as &[Value], |ledger| list(&ledger[member]));
        let due = |row: &Value| {
            let digits = text(&row["payable"]).split_once('.').map_or(0, |(_, digits)| digits.len());
            (Line::read(row), parse(&row["payable"]), u32::try_from(digits).expect("few digits"))
        };
        Books {
            fingerprints: revisions.iter().map(|programme| sha256(&canonical(programme).to_string())).collect(),
            postings: rows("postings").iter().map(Posting::read).collect(),
            locked_until: ledger.and_then(|ledger| ledger.get("locked_until")).map(|day| date(text(day))),
            due: rows("due").iter().map(due).collect(),
            facts: facts.clone(),
            decisions: Decisions::new(record::read(latest, facts)),
            programme: own("programme", &latest["id"]),
            currency: own("currency", &latest["currency"]),
            revisions,
        }
    }

    /// Whether every posting follows from the one before.
    fn holds(&self) -> bool {
        let mut previous = "0".repeat(64);
        self.postings.iter().zip(1..).all(|(posting, number)| {
            let mut again = posting.clone();
            again.chain(number, &previous);
            let sum: BigRational = posting.causes.iter().map(|(_, amount)| amount).sum();
            let right = again.hash == posting.hash && (!posting.is_accrual() || sum == posting.amount);
            previous.clone_from(&posting.hash);
            right
        })
    }

    fn latest(&self) -> &'a Value {
        self.revisions[self.revisions.len() - 1]
    }

    fn scale(&self) -> u32 {
        self.latest()["rounding"]["scale"].as_u64().and_then(|scale| u32::try_from(scale).ok()).expect("a small scale")
    }

    fn money(&self, amount: &BigRational) -> String {
        money_text(amount, self.scale())
    }

    fn told(&self) -> Value {
        let mut told = json!({
            "schema": "qudao/ledger/1", "programme": self.programme, "currency": self.currency, "scale": self.scale(),
            "postings": self.postings.iter().map(Posting::told).collect::<Vec<_>>()
        });
        if let Some(day) = self.locked_until {
            told["locked_until"] = json!(day.to_string());
        }
        if !self.due.is_empty() {
            told["due"] = self.told_due();
        }
        told
    }

    fn told_due(&self) -> Value {
        let told = |(line, payable, scale): &(Line, BigRational, u32)| {
            let mut told = line.told();
            told.insert("payable".to_owned(), json!(money_text(payable, *scale)));
            Value::Object(told)
        };
        self.due.iter().map(told).collect()
    }

    fn step(&mut self, step: &Value) -> Said {
        let (name, asked) = step.as_object().and_then(|members| members.iter().next()).expect("a step has one member");
        match name.as_str() {
            "facts" => {
                self.facts = asked.clone();
                self.decisions = Decisions::new(record::read(self.latest(), asked));
                Ok(json!({}))
            }
            "settle" => self.settle(asked),
            "lock" => self.lock(asked),
            "confirm" => self.confirm(asked),
            "pay" => self.pay(asked),
            "claw_back" => self.claw_back(asked),
            "redeem" => self.redeem(asked),
            "use" => self.use_up(asked),
            "deduct" => self.deduct(asked),
            "deposit" | "forfeit" | "refund" => self.move_deposit(name, asked),
            "expire" => self.expire(asked),
            "reverse" => self.reverse(asked),
            "balances" => self.balances(asked),
            "statement" => self.statement(asked),
            "provision" => self.provision(asked),
            "recompute" => self.recompute(asked),
            "explain" => self.explain(asked),
            "compare" => self.compare(asked),
            "audits" => self.audits(asked),
            "sample" => self.sample(asked),
            "verify" => Ok(json!({ "postings": self.postings.len(), "last": self.last_hash() })),
            other => panic!("step {other}"),
        }
    }

    fn last_hash(&self) -> String {
        self.postings.last().map_or_else(|| "0".repeat(64), |posting| posting.hash.clone())
    }

    fn next_number(&self) -> u64 {
        self.postings.len() as u64 + 1
    }

    /// Appends a posting; it is booked on the first open day if its own is closed.
    fn post(&mut self, mut posting: Posting) -> Value {
        posting.booked_on = self.locked_until.map_or(posting.booked_on, |open| open.max(posting.booked_on));
        let previous = self.last_hash();
        posting.chain(self.next_number(), &previous);
        let told = posting.told();
        self.postings.push(posting);
        told
    }

    /// Appends what a step posts, which is never before what was posted before.
    fn post_all(&mut self, postings: Vec<Posting>) -> Result<Vec<Value>, Refusal> {
        if let Some(first) = postings.first() {
            self.may_post(first.posted_on)?;
        }
        Ok(postings.into_iter().map(|posting| self.post(posting)).collect())
    }

    fn may_post(&self, on: NaiveDate) -> Result<(), Refusal> {
        if let Some(last) = self.postings.last().filter(|last| on < last.posted_on) {
            return Err(Refusal::of_posting("posted_before", last.number, "/posted_on"));
        }
        Ok(())
    }

    /// The partner of a step, which ledger or facts have to know.
    fn partner_of<'q>(&self, asked: &'q Value) -> Result<&'q str, Refusal> {
        let partner = text(&asked["partner"]);
        let known = self.postings.iter().any(|posting| posting.line.partner == partner) || self.is_in_facts(partner);
        if known { Ok(partner) } else { Err(Refusal::new("unknown_partner", "/partner")) }
    }

    fn is_in_facts(&self, partner: &str) -> bool {
        list(&self.facts["partners"]).iter().any(|row| row["id"] == partner)
    }

    fn lock(&mut self, asked: &Value) -> Said {
        let until = date(text(&asked["until"]));
        if self.locked_until.is_some_and(|before| until < before) {
            return Err(Refusal::new("lock_moved_back", "/locked_until"));
        }
        self.locked_until = Some(until);
        Ok(json!({ "locked_until": until.to_string() }))
    }

    /// What a step asks of revisions that it decides with.
    fn belong_together(&self) -> Result<(), Refusal> {
        let latest = self.latest();
        if self.programme != text(&latest["id"]) {
            return Err(Refusal::new("other_programme", "/programme"));
        }
        if self.currency != text(&latest["currency"]) {
            return Err(Refusal::new("other_currency", "/currency"));
        }
        Ok(())
    }

    /// Forgets which revisions were asked.
    fn ask_anew(&self) {
        self.decisions.asked.borrow_mut().clear();
    }

    /// Whether the facts were read with what the revisions that were asked read.
    fn facts_suffice(&self) -> Result<(), Refusal> {
        for revision in self.decisions.asked.borrow().iter() {
            let programme = self.revisions[*revision];
            for (kind, declared) in sorted(&programme["records"]) {
                for (column, of) in sorted(&declared["columns"]) {
                    if self.latest()["records"][kind]["columns"].get(column) != Some(of) && is_read(&programme["metrics"], kind, column) {
                        return Err(Refusal::new("facts_lack_column", &format!("/records/{kind}/columns/{column}")));
                    }
                }
            }
        }
        Ok(())
    }

    /// The accrued balance of every line.
    fn accrued(&self) -> BTreeMap<Line, BigRational> {
        let mut accrued = BTreeMap::new();
        for posting in self.postings.iter().filter(|posting| posting.is_accrual()) {
            *accrued.entry(posting.line.clone()).or_insert_with(zero) += &posting.amount;
        }
        accrued
    }

    /// The highest revision that is in effect on a day.
    fn in_force(&self, day: NaiveDate) -> Option<usize> {
        self.revisions.iter().rposition(|programme| is_in_effect(programme, day))
    }

    /// What the programme says of how postings go on, as of a day.
    fn terms(&self, on: NaiveDate) -> (usize, Option<&'a Value>) {
        let revision = self.in_force(on).unwrap_or(self.revisions.len() - 1);
        (revision, self.revisions[revision].get("settlement"))
    }

    /// Postings sorted as a settlement makes them: by partner, then awards in document order and period, then claims.
    fn place(&self, line: &Line) -> Place {
        let name = match &line.subject {
            line::Subject::Award { incentive, .. } => self.names().iter().position(|name| name == incentive),
            _ => None,
        };
        let group = match &line.subject {
            line::Subject::Award { .. } => 0,
            line::Subject::Fund { .. } => 1,
            line::Subject::Inventory { .. } => 2,
            line::Subject::Partner => 3,
        };
        (line.partner.clone(), group, name.is_none(), name, line.clone())
    }

    /// The incentives of the latest revision in its order, then those of earlier ones.
    fn names(&self) -> Vec<&'a str> {
        let mut names: Vec<&str> = Vec::new();
        for programme in self.revisions.iter().rev() {
            for incentive in list(&programme["incentives"]) {
                let id = text(&incentive["id"]);
                if !names.contains(&id) {
                    names.push(id);
                }
            }
        }
        names
    }
}

/// Whether a metric reads a column of its own kind.
fn is_read(metrics: &Value, kind: &str, column: &str) -> bool {
    let measured = format!("\"{kind}.{column}\"");
    let filtered = format!("\"{column}\":");
    sorted(metrics).into_iter().any(|(_, metric)| {
        let text = metric.to_string();
        text.contains(&measured) || (text.contains(&format!("\"{kind}")) && metric["where"].to_string().contains(&filtered))
    })
}

/// Members sorted, numbers in their shortest form.
fn canonical(value: &Value) -> Value {
    match value {
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), canonical(value))).collect::<Map<_, _>>().into(),
        Value::Array(list) => list.iter().map(canonical).collect(),
        Value::String(text) if is_decimal(text) => json!(exact_text(&parse(value))),
        other => other.clone(),
    }
}

fn is_decimal(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.strip_prefix('-').unwrap_or(text).split_once('.').is_some_and(|(integer, fraction)| digits(integer) && digits(fraction))
}

type Place = (String, u8, bool, Option<usize>, Line);

fn is_in_effect(programme: &Value, day: NaiveDate) -> bool {
    let effective = &programme["effective"];
    date(text(&effective["from"])) <= day && effective.get("until").is_none_or(|until| day < date(text(until)))
}

/// The answer of a step that posts.
fn posted(postings: Vec<Value>) -> Map<String, Value> {
    let mut answer = Map::new();
    answer.insert("postings".to_owned(), Value::Array(postings));
    answer
}

fn day_of(asked: &Value) -> NaiveDate {
    date(text(&asked["on"]))
}

fn note_of(asked: &Value) -> Option<String> {
    asked.get("note").map(|note| text(note).to_owned())
}
