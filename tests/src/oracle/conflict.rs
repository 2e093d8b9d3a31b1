//! Deal registration: who registered first, and who holds what.

use chrono::{DateTime, Days, FixedOffset, NaiveDate};
use serde_json::{Map, Value, json};

use super::{Question, Record, list, sorted, text};

struct Claim<'a> {
    id: &'a str,
    partner: &'a str,
    written: Option<&'a str>,
    instant: Option<DateTime<FixedOffset>>,
    withdrawn: Option<NaiveDate>,
    valid: bool,
    outcome: &'static str,
}

impl Claim<'_> {
    /// The date written in the instant, in its own offset.
    fn day(&self) -> NaiveDate {
        self.instant.expect("a claim that counts has an instant").date_naive()
    }
}

impl<'a> Question<'a> {
    /// The conflicts of all policies, by policy name and key.
    pub(super) fn conflicts(&self) -> Value {
        let mut conflicts = Vec::new();
        for (name, policy) in sorted(&self.programme["conflicts"]) {
            for (key, claims) in self.keys(policy) {
                conflicts.push(self.conflict(name, policy, &key, claims));
            }
        }
        Value::Array(conflicts)
    }

    /// The claims of every key, in order; a claim with an incomplete key stands alone.
    fn keys(&self, policy: &Value) -> Vec<(Vec<Option<&'a str>>, Vec<Claim<'a>>)> {
        let mut keys: Vec<(Vec<Option<&'a str>>, Vec<Claim<'a>>)> = Vec::new();
        for row in self.table("registrations") {
            let mut claim = self.claim(policy, row);
            if !self.is_known(row) || claim.instant.is_some_and(|instant| instant.date_naive() > self.as_of) {
                continue;
            }
            let key: Vec<Option<&str>> =
                list(&policy["match"]).iter().map(|column| self.cell("registrations", row, text(column)).map(text)).collect();
            claim.valid &= !key.contains(&None);
            match keys.iter_mut().find(|(other, _)| *other == key && !key.contains(&None)) {
                Some((_, claims)) => claims.push(claim),
                None => keys.push((key, vec![claim])),
            }
        }
        keys.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1[0].id.cmp(b.1[0].id)));
        for (_, claims) in &mut keys {
            claims.sort_by_key(|claim| (claim.instant.is_none(), claim.instant, claim.id));
        }
        keys
    }

    fn claim(&self, policy: &Value, row: &'a Record) -> Claim<'a> {
        let written = row.get(text(&policy["order_by"])).and_then(Value::as_str);
        let instant = written.map(|written| DateTime::parse_from_rfc3339(written).expect("an instant has a date, a time and an offset"));
        let valid = instant.is_some() && policy.get("valid").is_none_or(|filter| self.filter(filter, "registrations", row));
        Claim {
            id: text(&row["id"]),
            partner: text(&row["partner"]),
            written,
            instant,
            withdrawn: self.date_cell(row, "withdrawn_on"),
            valid,
            outcome: "not_valid",
        }
    }

    fn conflict(&self, name: &str, policy: &Value, key: &[Option<&str>], mut claims: Vec<Claim<'a>>) -> Value {
        let days = policy["protection"]["days"].as_u64().expect("protection.days is an integer");
        let length = Days::new(if policy["protection"]["first_day"] == "counted" { days } else { days + 1 });
        let review_ties = policy["tie"] == "review";
        let mut held_until: Option<NaiveDate> = None;
        let mut holder = None;
        for index in 0..claims.len() {
            if !claims[index].valid {
                continue;
            }
            let day = claims[index].day();
            let held = held_until.is_some_and(|until| day < until);
            let tied = claims.iter().filter(|other| other.valid && other.instant == claims[index].instant).count() > 1;
            let withdrawn = claims[index].withdrawn;
            claims[index].outcome = if held {
                "blocked"
            } else if tied && review_ties {
                "review"
            } else {
                let end = day + length;
                held_until = Some(withdrawn.map_or(end, |withdrawn| withdrawn.min(end)));
                let is_withdrawn = withdrawn.is_some_and(|withdrawn| withdrawn <= self.as_of);
                holder = held_until.filter(|until| self.as_of < *until && !is_withdrawn).map(|_| claims[index].id);
                if is_withdrawn { "withdrawn" } else { "credited" }
            };
        }
        let mut result = Map::new();
        result.insert("policy".to_owned(), json!(name));
        result.insert("key".to_owned(), json!(key));
        if let Some(holder) = holder {
            result.insert("holder".to_owned(), json!(holder));
        }
        let claims: Vec<Value> = claims.iter().map(claim_json).collect();
        result.insert("claims".to_owned(), Value::Array(claims));
        Value::Object(result)
    }
}

fn claim_json(claim: &Claim<'_>) -> Value {
    let mut result = Map::new();
    result.insert("claim".to_owned(), json!(claim.id));
    result.insert("partner".to_owned(), json!(claim.partner));
    if let Some(written) = claim.written {
        result.insert("at".to_owned(), json!(written));
    }
    result.insert("outcome".to_owned(), json!(claim.outcome));
    Value::Object(result)
}
