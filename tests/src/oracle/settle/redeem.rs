//! Documents of money against the lines of an order.

use num_rational::BigRational;
use serde_json::{Value, json};

use super::super::number::{apportion, parse, round};
use super::super::{Question, Record, list, object, text, zero};
use super::{Books, Refusal, Said, day_of, posted};

impl Books<'_> {
    pub(super) fn redeem(&mut self, asked: &Value) -> Said {
        let on = day_of(asked);
        let (revision, Some(terms)) = self.terms(on) else { return Err(Refusal::new("no_settlement", "/settlement")) };
        let partner = self.partner_of(asked)?;
        self.may_post(on)?;
        let order = text(&asked["order"]);
        let question = Question::new(self.revisions[revision], self.decisions.facts(), on, Some(on));
        let lines: Vec<&Record> = list(&question.facts["sales"])
            .iter()
            .map(object)
            .filter(|row| row["partner"] == partner && row.get("order").is_some_and(|other| other == order) && question.is_known(row))
            .collect();
        let of_order = |posting: &&super::Posting| {
            posting.kind == "redeem" && posting.line.partner == partner && posting.order.as_deref() == Some(order)
        };
        let is_undone = |number: u64| self.postings.iter().any(|other| other.reverses == Some(number));
        if let Some(posting) = self.postings.iter().filter(of_order).find(|posting| !is_undone(posting.number)) {
            return Err(Refusal::of_posting("already_redeemed", posting.number, ""));
        }
        if lines.is_empty() {
            return Err(Refusal::new("unknown_order", "/sales"));
        }
        let scale = self.scale();
        let limits: Vec<BigRational> = lines.iter().map(|line| limit(&question, terms, line, scale)).collect();
        let positive: BigRational = lines.iter().map(|line| parse(&line["amount"])).filter(|amount| *amount > zero()).sum();
        let mut most: BigRational = limits.iter().sum();
        if let Some(share) = terms.get("order_share") {
            most = most.min(round(&(positive * parse(share)), scale, "down"));
        }
        if let Some(own) = asked.get("most") {
            most = most.min(parse(own));
        }
        let usable = self.usable(partner, None, on);
        let why = if let Some(why) = usable.why_not() {
            why
        } else if most <= zero() {
            "not_allowed"
        } else {
            let amount = most.min(usable.sum.clone());
            let all: BigRational = limits.iter().sum();
            let exact: Vec<BigRational> = limits.iter().map(|limit| &amount * limit / &all).collect();
            let shares = apportion(&exact, scale);
            let told = lines.iter().zip(1..).zip(shares).filter(|(_, share)| *share > zero()).map(|((line, place), share)| {
                let name = line.get("id").and_then(Value::as_str).map_or_else(|| place.to_string(), str::to_owned);
                (name, share)
            });
            let told: Vec<(String, BigRational)> = told.collect();
            let mut postings = Vec::new();
            for (document, some) in usable.take(&amount) {
                let mut posting = Self::on_document("redeem", &document, -some, on, asked);
                posting.order = Some(order.to_owned());
                if postings.is_empty() {
                    posting.lines.clone_from(&told);
                }
                postings.push(posting);
            }
            let mut answer = posted(self.post_all(postings)?);
            answer.insert("redeemed".to_owned(), json!(self.money(&amount)));
            return Ok(Value::Object(answer));
        };
        Ok(json!({ "postings": [], "redeemed": self.money(&zero()), "not_redeemed": why }))
    }
}

/// What may be redeemed of a line: by the first rule that is for it.
fn limit<'a>(question: &Question<'a>, terms: &Value, line: &'a Record, scale: u32) -> BigRational {
    let amount = parse(&line["amount"]);
    let is_for_it = |rule: &&Value| rule.get("where").is_none_or(|filter| question.filter(filter, "sales", line));
    let Some(rule) = list(&terms["redemption"]).iter().find(is_for_it).filter(|_| amount > zero()) else { return zero() };
    let quantity = line.get("quantity").filter(|quantity| !quantity.is_null()).map(parse);
    let by_quantity = quantity.and_then(|quantity| list(&rule["by_quantity"]).iter().rfind(|level| parse(&level["from"]) <= quantity));
    let share = parse(by_quantity.map_or(&rule["share"], |level| &level["share"]));
    let most = amount * share;
    round(&rule.get("most").map_or(most.clone(), |limit| most.min(parse(limit))), scale, "down")
}
