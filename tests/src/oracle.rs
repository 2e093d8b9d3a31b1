//! A second, naive reading of the guide: the numbers and outcomes of a review, computed with exact fractions from the raw JSON
//! documents. It shares nothing with the library, is slow on purpose, and expects documents without mistakes.

mod award;
mod budget;
mod cascade;
mod classification;
mod condition;
mod conflict;
mod contest;
mod cost_share;
mod differential;
mod each;
mod factor;
mod fund;
mod group;
mod inventory;
mod leaderboard;
mod metric;
mod number;
mod part;
mod pay_check;
mod pool;
mod price;
mod record;
mod release;
mod reward;
mod running;
mod schedule;
mod settle;
mod share;
mod window;

use std::cell::RefCell;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use num_bigint::BigInt;
use num_rational::BigRational;
use serde_json::{Map, Value, json};

use award::Award;
use number::{exact_text, money_text, parse};
pub use settle::settlements;

/// One JSON object.
type Record = Map<String, Value>;

/// A number of a partner: known, 0/0, or not there.
#[derive(Debug, Clone, PartialEq)]
enum Measure {
    Known(BigRational),
    Missing,
    Undefined,
}

impl Measure {
    fn known(&self) -> Option<&BigRational> {
        match self {
            Measure::Known(number) => Some(number),
            Measure::Missing | Measure::Undefined => None,
        }
    }

    fn text(&self) -> String {
        match self {
            Measure::Known(number) => exact_text(number),
            Measure::Missing => "missing".to_owned(),
            Measure::Undefined => "undefined".to_owned(),
        }
    }
}

/// What one review looks at.
struct Question<'a> {
    programme: &'a Value,
    facts: &'a Value,
    as_of: NaiveDate,
    known_on: Option<NaiveDate>,
    /// Metrics by name and partner, once they were asked for.
    measured: RefCell<BTreeMap<(String, String), Measure>>,
}

/// The columns of the built-in record kinds that are not plain text.
const TYPED_COLUMNS: &[(&str, &str, &str)] = &[
    ("partners", "parent", "partners"),
    ("partners", "joined", "date"),
    ("partners", "left", "date"),
    ("categories", "parent", "categories"),
    ("products", "launched", "date"),
    ("sales", "partner", "partners"),
    ("sales", "customer", "customers"),
    ("sales", "product", "products"),
    ("sales", "date", "date"),
    ("sales", "invoiced", "date"),
    ("sales", "shipped", "date"),
    ("sales", "paid", "date"),
    ("sales", "amount", "decimal"),
    ("sales", "tax", "decimal"),
    ("sales", "quantity", "decimal"),
    ("receivables", "partner", "partners"),
    ("receivables", "issued", "date"),
    ("receivables", "due", "date"),
    ("receivables", "paid", "date"),
    ("receivables", "amount", "decimal"),
    ("payments", "partner", "partners"),
    ("payments", "receivable", "receivables"),
    ("payments", "date", "date"),
    ("payments", "amount", "decimal"),
    ("certificates", "partner", "partners"),
    ("certificates", "issued", "date"),
    ("certificates", "expires", "date"),
    ("targets", "partner", "partners"),
    ("targets", "from", "date"),
    ("targets", "until", "date"),
    ("targets", "amount", "decimal"),
    ("registrations", "partner", "partners"),
    ("registrations", "customer", "customers"),
    ("registrations", "product", "products"),
    ("registrations", "registered_at", "instant"),
    ("registrations", "completed_at", "instant"),
    ("registrations", "withdrawn_on", "date"),
    ("registrations", "amount", "decimal"),
    ("list_prices", "product", "products"),
    ("special_prices", "product", "products"),
    ("special_prices", "customer", "customers"),
    ("activities", "partner", "partners"),
    ("activities", "date", "date"),
];

/// The numbers and outcomes of the review of `facts` under `programme`, in the order and the text forms of the review; no reasons.
///
/// # Panics
/// When a document has a mistake that reading it would have found.
pub fn review(programme: &Value, facts: &Value, as_of: &str, known_on: Option<&str>) -> Value {
    let facts = &record::read(programme, facts);
    let question = Question::new(programme, facts, date(as_of), known_on.map(date));
    let ids = question.partner_ids();
    let incentives = list(&programme["incentives"]);
    let mut awards = question.decided();
    let budgets = question.spend(&mut awards);
    let mut grand_total = zero();
    let mut partners = Vec::new();
    for (index, id) in ids.into_iter().enumerate() {
        let own = &mut awards[index * incentives.len()..(index + 1) * incentives.len()];
        let (partner, total) = question.partner(id, own);
        grand_total += total;
        partners.push(partner);
    }
    let mut review = json!({ "partners": partners, "conflicts": question.conflicts(), "total": question.money(&grand_total) });
    let across = [
        ("budgets", budgets),
        ("pools", question.pools()),
        ("contests", question.contests()),
        ("cascades", question.cascades()),
        ("leaderboards", question.leaderboards()),
        ("pay_checks", question.pay_checks(&awards)),
        ("cost_shares", question.cost_shares()),
    ];
    for (name, shared) in across {
        if has_any(&programme[name]) {
            review[name] = Value::Array(shared);
        }
    }
    review
}

/// The records that a cascade comes to, nothing when there is no such cascade.
///
/// # Panics
/// When a document has a mistake that reading it would have found.
pub fn targets(programme: &Value, facts: &Value, as_of: &str, known_on: Option<&str>, cascade: &str) -> Value {
    let facts = &record::read(programme, facts);
    Question::new(programme, facts, date(as_of), known_on.map(date)).targets(cascade).unwrap_or_default()
}

/// A leaderboard as one partner may see it, nothing when there is none, or the error.
///
/// # Panics
/// When a document has a mistake that reading it would have found.
pub fn leaderboard(programme: &Value, facts: &Value, as_of: &str, known_on: Option<&str>, id: &str, viewer: &str) -> Value {
    let facts = &record::read(programme, facts);
    Question::new(programme, facts, date(as_of), known_on.map(date)).leaderboard_for(id, viewer)
}

/// The answer to a price question.
///
/// # Panics
/// When a document has a mistake that reading it would have found.
pub fn price(programme: &Value, facts: &Value, as_of: &str, known_on: Option<&str>, partner: &str, product: &str) -> Value {
    let facts = &record::read(programme, facts);
    Question::new(programme, facts, date(as_of), known_on.map(date)).price(partner, product)
}

impl<'a> Question<'a> {
    fn new(programme: &'a Value, facts: &'a Value, as_of: NaiveDate, known_on: Option<NaiveDate>) -> Question<'a> {
        Question { programme, facts, as_of, known_on, measured: RefCell::default() }
    }

    /// The awards of all partners up to their groups, by partner, then in document order.
    fn decided(&self) -> Vec<Award<'a>> {
        let mut awards = Vec::new();
        for id in self.partner_ids() {
            let mut own: Vec<Award<'a>> = list(&self.programme["incentives"]).iter().map(|incentive| self.award(incentive, id)).collect();
            self.combine(&mut own);
            awards.extend(own);
        }
        awards
    }

    /// The same, after what all partners share.
    fn awards(&self) -> Vec<Award<'a>> {
        let mut awards = self.decided();
        self.spend(&mut awards);
        awards
    }

    fn partner(&self, id: &'a str, awards: &mut [Award<'a>]) -> (Value, BigRational) {
        let mut result = Map::new();
        result.insert("partner".to_owned(), json!(id));
        let metrics: Map<String, Value> = sorted(&self.programme["metrics"])
            .into_iter()
            .map(|(name, _)| (name.to_owned(), json!(self.metric(name, id).text())))
            .collect();
        result.insert("metrics".to_owned(), Value::Object(metrics));
        let tier = self.tier(id);
        if let Some(tier) = &tier {
            let mut standing = Map::new();
            standing.insert("tier".to_owned(), json!(tier));
            let order = self.tier_order();
            if let Some(next) = order.get(position(&order, tier) + 1) {
                standing.insert("next".to_owned(), json!({ "tier": next }));
            }
            result.insert("standing".to_owned(), Value::Object(standing));
        }
        let told: Vec<Value> = awards.iter_mut().map(|award| self.tell(award)).collect();
        let total = self.total(awards);
        result.insert("awards".to_owned(), Value::Array(told));
        result.insert("total".to_owned(), json!(self.money(&total)));
        result.insert("scores".to_owned(), self.scores(id, tier.as_deref()));
        if has_any(&self.programme["classes"]) {
            result.insert("classes".to_owned(), Value::Array(self.classes(id, tier.as_deref())));
        }
        if self.programme.get("funds").is_some() {
            result.insert("funds".to_owned(), Value::Array(self.funds(id)));
        }
        if self.programme.get("channel_inventory").is_some() {
            result.insert("inventory".to_owned(), self.inventory(id).told);
        }
        (Value::Object(result), total)
    }

    /// The last step of an award, and what the review says of it.
    fn tell(&self, award: &mut Award<'a>) -> Value {
        let payable = self.payable(award);
        let mut told = json!({
            "incentive": award.id(), "outcome": award.outcome,
            "earned": award.unit.text(&award.earned), "amount": award.unit.text(&award.amount)
        });
        if let Some(unit) = award.unit.name {
            told["unit"] = json!(unit);
        }
        if let Some(value) = &award.unit.value {
            told["value"] = json!(self.money(&(value * &award.amount)));
        }
        if ["minimum_payout", "release", "instalments"].iter().any(|member| award.incentive.get(member).is_some()) {
            told["payable"] = json!(award.unit.text(&payable.now));
        }
        if award.incentive.get("instalments").is_some() {
            told["schedule"] = Value::Array(payable.schedule);
        }
        if award.incentive.get("pay_to").is_some() {
            told["payees"] = Value::Array(self.payees(award));
        }
        if let Some(expected) = self.expected(award.incentive, award.partner) {
            told["expected"] = json!({ "outcome": expected.outcome, "amount": expected.unit.text(&expected.amount) });
        }
        told
    }

    /// The money of a partner within the limits of the payout.
    fn total(&self, awards: &[Award<'_>]) -> BigRational {
        let mut total: BigRational = awards.iter().filter(|award| award.unit.name.is_none()).map(|award| &award.amount).sum();
        let payout = &self.programme["payout"];
        if let Some(floor) = payout.get("floor") {
            total = total.max(parse(floor));
        }
        if let Some(cap) = payout.get("cap") {
            total = total.min(parse(cap));
        }
        total
    }

    /// All partners by id.
    fn partner_ids(&self) -> Vec<&'a str> {
        let mut ids: Vec<&str> = self.table("partners").iter().map(|partner| text(&partner["id"])).collect();
        ids.sort_unstable();
        ids
    }

    /// The tier ids from the base upwards.
    fn tier_order(&self) -> Vec<&'a str> {
        let tiers = &self.programme["tiers"];
        let mut order = vec![text(&tiers["base"]["id"])];
        order.extend(list(&tiers["ladder"]).iter().map(|rung| text(&rung["id"])));
        order
    }

    fn tier(&self, partner: &str) -> Option<String> {
        let tiers = self.programme.get("tiers")?;
        let consecutive = text(&tiers["qualify"]) == "consecutive";
        let mut reached = text(&tiers["base"]["id"]);
        for rung in list(&tiers["ladder"]) {
            if self.condition(&rung["requires"], partner, None) {
                reached = text(&rung["id"]);
            } else if consecutive {
                break;
            }
        }
        Some(reached.to_owned())
    }

    fn scores(&self, partner: &str, tier: Option<&str>) -> Value {
        let mut scores = Vec::new();
        for (name, card) in sorted(&self.programme["scorecards"]) {
            let mut points = parse(&card["initial"]);
            for characteristic in list(&card["characteristics"]) {
                let first = list(&characteristic["attributes"]).iter().find(|attribute| self.condition(&attribute["when"], partner, tier));
                points += parse(first.map_or(&characteristic["otherwise"], |attribute| &attribute["points"]));
            }
            let band = list(&card["bands"]).iter().rfind(|band| parse(&band["from"]) <= points).expect("the lowest band takes every score");
            scores.push(json!({ "scorecard": name, "points": exact_text(&points), "band": band["id"] }));
        }
        Value::Array(scores)
    }

    fn money(&self, amount: &BigRational) -> String {
        money_text(amount, self.scale())
    }

    fn scale(&self) -> u32 {
        let scale = self.programme["rounding"]["scale"].as_u64().expect("rounding.scale is a small integer");
        u32::try_from(scale).expect("rounding.scale is a small integer")
    }

    /// The records of a table, none when it was not handed over.
    fn table(&self, kind: &str) -> Vec<&'a Record> {
        self.facts.get(kind).map_or_else(Vec::new, |rows| list(rows).iter().map(object).collect())
    }

    fn record(&self, kind: &str, id: &str) -> Option<&'a Record> {
        self.table(kind).into_iter().find(|row| row.get("id").and_then(Value::as_str) == Some(id))
    }

    /// The type of a column, or of a column of a referenced record (`product.category`).
    fn column_type(&self, kind: &str, path: &str) -> &'a str {
        let (column, rest) = path.split_once('.').map_or((path, None), |(column, rest)| (column, Some(rest)));
        let declared = self.programme["records"][kind]["columns"].get(column).map(text);
        let built_in = TYPED_COLUMNS.iter().find(|entry| entry.0 == kind && entry.1 == column).map(|entry| entry.2);
        let own = declared.or(built_in).unwrap_or(if column == "known_on" { "date" } else { "text" });
        rest.map_or(own, |rest| self.column_type(own, rest))
    }

    /// The value of a column, or of a column of a referenced record; nothing when it is absent, null, or not to be found.
    fn cell(&self, kind: &str, row: &'a Record, path: &str) -> Option<&'a Value> {
        let (column, rest) = path.split_once('.').map_or((path, None), |(column, rest)| (column, Some(rest)));
        let value = row.get(column).filter(|value| !value.is_null())?;
        let Some(rest) = rest else { return Some(value) };
        let referenced = self.column_type(kind, column);
        self.cell(referenced, self.record(referenced, text(value))?, rest)
    }

    fn date_cell(&self, row: &Record, column: &str) -> Option<NaiveDate> {
        row.get(column).and_then(Value::as_str).map(date)
    }

    /// Whether a record is known at the time of the review.
    fn is_known(&self, row: &Record) -> bool {
        match (self.known_on, self.date_cell(row, "known_on")) {
            (Some(review), Some(record)) => record <= review,
            _ => true,
        }
    }

    /// The parent in force on `as_of`: a dated edge takes the place of `partners.parent`.
    fn parent(&self, partner: &str) -> Option<&'a str> {
        for edge in self.table("relationships") {
            let from = date(text(&edge["from"]));
            let ended = self.date_cell(edge, "until").is_some_and(|until| until <= self.as_of);
            if text(&edge["partner"]) == partner && from <= self.as_of && !ended {
                return Some(text(&edge["parent"]));
            }
        }
        self.record("partners", partner)?.get("parent").and_then(Value::as_str)
    }

    /// Whether `partner` is `top` or below it.
    fn is_below(&self, partner: &str, top: &str) -> bool {
        partner == top || self.parent(partner).is_some_and(|parent| self.is_below(parent, top))
    }
}

fn zero() -> BigRational {
    BigRational::from_integer(BigInt::from(0))
}

fn date(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").expect("a date is YYYY-MM-DD")
}

/// What follows for what is unknown; a number that the host took back where none is written holds.
fn policy(of: &Value) -> &str {
    of["unknown"].as_str().unwrap_or("hold")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text is needed here")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn object(value: &Value) -> &Record {
    value.as_object().expect("an object is needed here")
}

/// Whether there is such a thing: an object without members is none.
fn has_any(value: &Value) -> bool {
    value.as_object().is_some_and(|members| !members.is_empty())
}

/// The members of an object by name; none when there is no object.
fn sorted(value: &Value) -> Vec<(&str, &Value)> {
    let mut members: Vec<(&str, &Value)> =
        value.as_object().map_or_else(Vec::new, |members| members.iter().map(|(name, value)| (name.as_str(), value)).collect());
    members.sort_by_key(|member| member.0);
    members
}

fn position(order: &[&str], id: &str) -> usize {
    order.iter().position(|other| *other == id).expect("the id is in the list")
}
