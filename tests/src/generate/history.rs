//! Histories for settlement: a programme that is revised, facts that change, days on which it is settled.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde_json::{Map, Value, json};

use super::{Maker, RATES, day};
use crate::oracle;

/// One ledger from its beginning.
#[derive(Debug, Clone)]
pub struct History {
    /// The revisions of one programme, the oldest first.
    pub programmes: Vec<Value>,
    /// The facts to begin with.
    pub facts: Value,
    /// What is done, as the vectors of settlement write it.
    pub steps: Vec<Value>,
}

/// The history of a seed, always the same one.
pub fn history(seed: u64) -> History {
    let mut maker = Maker::new(seed);
    let mut programme = maker.programme();
    let facts = maker.facts(&programme);
    maker.settled_by_period(&mut programme);
    let mut programmes = vec![programme];
    for _ in 0..maker.rng.usize(..3) {
        let revision = maker.revised(&programmes[programmes.len() - 1]);
        programmes.push(revision);
    }
    let mut steps = maker.steps(&programmes, &facts);
    // what is asked at the end goes by what the oracle says that the ledger then has
    let said = oracle::settlements(&programmes, &facts, None, &steps);
    if let Some(postings) = said["ledger"]["postings"].as_array().filter(|postings| !postings.is_empty()) {
        maker.audit(&facts, postings, &mut steps);
    }
    steps.push(json!({ "verify": {} }));
    maker.mistaken(&mut programmes);
    History { programmes, facts, steps }
}

/// Leaves the incentives out where there are claims to settle that need none.
fn only_claims(programme: &mut Value) {
    let has_claims = ["funds", "channel_inventory"].iter().any(|member| programme.get(member).is_some());
    if has_claims && !programme["funds"].to_string().contains("\"less\"") {
        let members = programme.as_object_mut().expect("an object");
        for member in ["incentives", "groups", "budgets", "pools", "contests"] {
            members.remove(member);
        }
    }
}

const UNITS: &[&str] = &["month", "quarter", "half_year", "year", "programme"];

impl Maker {
    /// A programme whose incentives nearly all belong to a period, in effect for a while.
    fn settled_by_period(&mut self, programme: &mut Value) {
        let members = programme.as_object_mut().expect("an object");
        // a limit on the whole belongs to no period; the others are not settled
        let apart = ["payout", "conflicts", "scorecards", "cascades", "leaderboards", "pay_checks", "cost_shares", "classes"];
        for member in apart {
            // settling refuses such a limit
            if member != "payout" || self.rng.u32(..50) > 0 {
                members.remove(member);
            }
        }
        let from = self.as_of - Days::new(self.rng.u64(..300));
        programme["effective"]["from"] = json!(from.to_string());
        if self.chance(20) {
            only_claims(programme);
        }
        let has_until = programme["effective"].get("until").is_some();
        for incentive in programme.get_mut("incentives").and_then(Value::as_array_mut).into_iter().flatten() {
            let waits = incentive["release"].get("after_period").is_some() || incentive.get("instalments").is_some();
            let units = if waits && !has_until { &UNITS[..4] } else { UNITS };
            if incentive.get("period").is_none() && self.rng.u32(..10) > 0 {
                incentive["period"] = json!(units[self.rng.usize(..units.len())]);
            }
        }
        if self.chance(80) {
            programme["settlement"] = self.terms();
        }
    }

    /// Revisions that do not belong together, now and then; or a column that only an earlier one has.
    fn mistaken(&mut self, programmes: &mut Vec<Value>) {
        let mut other = programmes[programmes.len() - 1].clone();
        match self.rng.u32(..100) {
            0 => other["id"] = json!("another"),
            // another one with as many digits
            1 => {
                other["currency"] = match other["currency"].as_str() {
                    Some("CNY") => json!("EUR"),
                    Some("EUR") => json!("CNY"),
                    Some("JPY") => json!("KRW"),
                    _ => json!("BHD"),
                }
            }
            2 => {}
            3 => return programmes.clear(),
            4 | 5 => {
                let first = &mut programmes[0];
                first["records"]["activities"] = json!({ "columns": { "spare": "text" }, "optional": ["spare"] });
                first["metrics"]["spare"] = json!({ "distinct": "activities.spare", "date": "date", "window": "all_time", "scope": "own" });
                return;
            }
            _ => return,
        }
        if other["currency"] != programmes[0]["currency"] || other["id"] != programmes[0]["id"] {
            other["revision"] = json!(99);
        }
        programmes.push(other);
    }

    /// The next revision: other rates, an incentive less, another time in effect.
    fn revised(&mut self, programme: &Value) -> Value {
        let mut revision = programme.clone();
        revision["revision"] = json!(programme["revision"].as_u64().expect("a revision") + 1 + self.rng.u64(..2));
        for member in ["incentives", "funds", "channel_inventory"] {
            if self.rng.bool() {
                revision.get_mut(member).into_iter().for_each(|terms| self.other_rates(terms));
            }
        }
        for member in ["funds", "channel_inventory"] {
            if self.chance(8) {
                revision.as_object_mut().and_then(|members| members.remove(member));
            }
        }
        if self.chance(25) {
            revision["settlement"] = self.terms();
        }
        let from = day(programme["effective"]["from"].as_str().expect("a date"));
        if self.rng.bool() {
            revision["effective"]["from"] = json!((from + Days::new(self.rng.u64(1..150))).to_string());
        }
        let starts = day(revision["effective"]["from"].as_str().expect("a date"));
        if revision["effective"].get("until").is_some() {
            revision["effective"]["until"] = json!((starts.max(self.as_of) + Days::new(1 + self.rng.u64(..100))).to_string());
        }
        let read_by_others = |id: &Value, all: &[Value]| {
            let funds = revision["funds"].as_object().into_iter().flat_map(Map::values);
            let owners = all.iter().map(|incentive| &incentive["pays"]).chain(funds.map(|fund| &fund["accrues"]));
            let parts = owners.flat_map(|parts| parts.as_array().into_iter().flatten());
            parts.flat_map(|part| part["less"].as_array().into_iter().flatten()).any(|less| less == id)
        };
        let incentives = revision["incentives"].as_array().cloned().unwrap_or_default();
        let shares = |incentive: &Value| ["group", "budget"].iter().any(|member| incentive.get(member).is_some());
        if incentives.len() > 1 && self.chance(40) {
            let at = self.rng.usize(..incentives.len());
            if !shares(&incentives[at]) && !read_by_others(&incentives[at]["id"], &incentives) {
                revision["incentives"].as_array_mut().expect("a list").remove(at);
            }
        }
        revision
    }

    fn other_rates(&mut self, value: &mut Value) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    if name == "rate" && member.is_string() && self.rng.bool() {
                        *member = json!(self.pick(RATES));
                    } else if name == "release" {
                        // its share is a metric
                    } else if ["share", "participation", "pass_through"].contains(&name.as_str()) && member.is_string() && self.rng.bool() {
                        *member = json!(self.pick(&["0.25", "0.75", "1"]));
                    } else {
                        self.other_rates(member);
                    }
                }
            }
            Value::Array(list) => list.iter_mut().for_each(|element| self.other_rates(element)),
            _ => {}
        }
    }

    fn steps(&mut self, programmes: &[Value], facts: &Value) -> Vec<Value> {
        let mut on = self.as_of - Days::new(self.rng.u64(..40));
        let mut facts = facts.clone();
        let (mut steps, mut done) = (Vec::new(), Vec::new());
        let mut settled = 0;
        for _ in 0..self.rng.usize(4..18) {
            // something is owed before anything is done with it
            let choice = if settled == 0 { self.rng.u32(..8) } else { self.rng.u32(..40) };
            match choice {
                0..=5 => {
                    settled += 1;
                    steps.push(json!({ "settle": self.closing(on) }));
                }
                6 => steps.push(json!({ "lock": { "until": (on - Days::new(self.rng.u64(..60))).to_string() } })),
                7..=10 => {
                    self.change(&mut facts, on);
                    steps.push(json!({ "facts": facts.clone() }));
                }
                11..=32 => {
                    let step = if !done.is_empty() && self.chance(30) { self.again(&done, on) } else { self.by_hand(&facts, on) };
                    done.push(step.clone());
                    steps.push(step);
                }
                _ => steps.push(self.asked(programmes, &facts, on)),
            }
            on = match self.rng.u32(..30) {
                0 => on - Days::new(self.rng.u64(1..5)),
                1..=9 => on,
                _ => on + Days::new(self.rng.u64(..30)),
            };
        }
        steps.push(json!({ "settle": { "as_of": on.to_string(), "on": on.to_string() } }));
        for _ in 0..self.rng.usize(..4) {
            steps.push(self.asked(programmes, &facts, on));
        }
        steps
    }

    /// Questions about postings that there are, and what is done with them once more.
    fn audit(&mut self, facts: &Value, postings: &[Value], steps: &mut Vec<Value>) {
        let on = postings[postings.len() - 1]["posted_on"].clone();
        let of = |accruals: bool| -> Vec<&Value> {
            let is_accrual = |posting: &&Value| posting["kind"] == "accrue" || posting["kind"] == "adjust";
            postings.iter().filter(|posting| is_accrual(posting) == accruals).collect()
        };
        let (accruals, others) = (of(true), of(false));
        for _ in 0..if accruals.is_empty() { 0 } else { self.rng.usize(1..5) } {
            let posting = accruals[self.rng.usize(..accruals.len())];
            let members = ["partner", "incentive", "period", "fund", "inventory", "claim", "unit"];
            let mut line: Map<String, Value> =
                members.iter().filter_map(|member| Some(((*member).to_owned(), posting.get(*member)?.clone()))).collect();
            match self.rng.u32(..6) {
                0 => steps.push(json!({ "explain": { "number": posting["number"] } })),
                1 => {
                    line.insert("amount".to_owned(), posting["amount"].clone());
                    steps.push(json!({ "compare": { "lines": [line] } }));
                }
                2 => {
                    // what the host handed over is missing now
                    let mut without = facts.clone();
                    without.as_object_mut().and_then(|tables| tables.remove("metrics"));
                    steps.extend([json!({ "facts": without }), json!({ "recompute": line })]);
                }
                _ => steps.push(json!({ "recompute": line })),
            }
        }
        let redeemed = others.iter().rev().find(|posting| posting["kind"] == "redeem" && posting.get("order").is_some());
        if let Some(posting) = redeemed {
            steps.push(json!({ "redeem": { "partner": posting["partner"], "order": posting["order"], "on": on } }));
        }
        for _ in 0..if others.is_empty() { 0 } else { self.rng.usize(..4) } {
            let posting = others[self.rng.usize(..others.len())];
            let (number, partner) = (&posting["number"], &posting["partner"]);
            match posting["kind"].as_str() {
                Some("confirm") if posting.get("unit").is_some_and(|unit| unit != "honours") && self.rng.bool() => {
                    let amount = self.pick(&["1", "100000"]);
                    steps.push(json!({ "use": { "partner": partner, "unit": posting["unit"], "amount": amount, "on": on } }));
                }
                Some("deposit") if self.rng.bool() => {
                    let name = self.pick(&["refund", "forfeit"]);
                    steps.push(json!({ name: { "partner": partner, "amount": "1", "on": on, "note": "in the end" } }));
                }
                _ => {
                    let reverse = json!({ "reverse": { "number": number, "on": on } });
                    steps.push(reverse.clone());
                    if self.chance(40) {
                        steps.push(reverse);
                    }
                }
            }
        }
    }

    /// Something that was done before, on another day.
    fn again(&mut self, done: &[Value], on: NaiveDate) -> Value {
        let mut step = done[self.rng.usize(..done.len())].clone();
        step.as_object_mut().into_iter().flatten().for_each(|(_, asked)| asked["on"] = json!(on.to_string()));
        step
    }

    fn closing(&mut self, on: NaiveDate) -> Value {
        let as_of = if self.chance(2) { on + Days::new(1) } else { on - Days::new(self.rng.u64(..20)) };
        let mut settle = json!({ "as_of": as_of.to_string(), "on": on.to_string() });
        if self.chance(20) {
            settle["since"] = json!((on - Days::new(self.rng.u64(..120))).to_string());
        }
        settle
    }

    /// A partner of the facts, or nobody.
    fn somebody(&mut self, facts: &Value) -> Value {
        let partners = facts["partners"].as_array().expect("partners");
        if self.chance(3) { json!("nobody") } else { partners[self.rng.usize(..partners.len())]["id"].clone() }
    }

    /// What a host does with a ledger.
    fn by_hand(&mut self, facts: &Value, on: NaiveDate) -> Value {
        let partner = self.somebody(facts);
        let on = on.to_string();
        let amount = self.pick(&["1", "5", "10", "100", "1000", "0.5", "0", "0.005", "-1", "3"]);
        let name = self.pick(&[
            "confirm",
            "confirm",
            "confirm",
            "confirm",
            "pay",
            "pay",
            "pay",
            "claw_back",
            "redeem",
            "redeem",
            "redeem",
            "use",
            "use",
            "use",
            "deduct",
            "deduct",
            "deposit",
            "deposit",
            "forfeit",
            "refund",
            "expire",
            "expire",
            "reverse",
            "reverse",
            "reverse",
        ]);
        let mut asked = json!({ "on": on });
        match name {
            "expire" => {}
            "reverse" => asked["number"] = json!(self.rng.u32(1..25)),
            _ => asked["partner"] = partner,
        }
        match name {
            "redeem" => {
                asked["order"] = json!(self.pick(&["1", "2", "01", "1", "2", "01", "none"]));
                if self.chance(30) {
                    asked["most"] = json!(self.pick(&["1", "10", "50"]));
                }
            }
            "use" => {
                asked["unit"] = json!(self.pick(&["points", "points", "pieces", "places"]));
                asked["amount"] = json!(amount);
            }
            "deduct" | "deposit" | "forfeit" | "refund" => asked["amount"] = json!(amount),
            _ => {}
        }
        if name == "deduct" && self.rng.bool() {
            asked["invoice"] = json!("F-7");
        }
        if self.chance(30) || (name == "forfeit" && self.chance(95)) {
            asked["note"] = json!("by hand");
        }
        json!({ name: asked })
    }

    /// What may be asked of a ledger.
    fn asked(&mut self, programmes: &[Value], facts: &Value, on: NaiveDate) -> Value {
        match self.rng.u32(..13) {
            0 => json!({ "balances": if self.rng.bool() { json!({ "partner": self.somebody(facts) }) } else { json!({}) } }),
            1 | 2 => {
                let from = on - Days::new(self.rng.u64(..90));
                let until = from + Days::new(self.rng.u64(..20) * 10);
                let mut asked = json!({ "partner": self.somebody(facts), "from": from.to_string(), "until": until.to_string() });
                if self.rng.bool() {
                    asked["reasons"] = json!(true);
                }
                json!({ "statement": asked })
            }
            3 | 4 => {
                json!({ "provision": self.closing(on).as_object().map(|asked| json!({ "as_of": asked["as_of"], "on": asked["on"] })) })
            }
            5..=7 => json!({ "recompute": self.line(programmes, facts) }),
            8 => json!({ "explain": { "number": self.rng.u32(1..40) } }),
            9 | 10 => {
                let lines: Vec<Value> = (0..self.rng.usize(..5))
                    .map(|_| {
                        let mut line = self.line(programmes, facts);
                        line["amount"] = json!(self.pick(&["0", "1", "7", "10", "100"]));
                        line
                    })
                    .collect();
                let mut asked = json!({ "lines": lines });
                if self.rng.bool() {
                    asked["partner"] = self.somebody(facts);
                }
                json!({ "compare": asked })
            }
            12 => {
                let start = self.pick(&["1", "7", "7.5", "100"]);
                let mut asked = json!({ "interval": self.pick(&["7.5", "50", "100"]), "start": start });
                if self.rng.bool() {
                    asked["from"] = json!((on - Days::new(self.rng.u64(..200))).to_string());
                }
                if self.rng.bool() {
                    asked["until"] = json!((on - Days::new(self.rng.u64(..40))).to_string());
                }
                json!({ "sample": asked })
            }
            _ => {
                let mut asked = json!({ "on": on.to_string() });
                if self.rng.bool() {
                    asked["audited_until"] = json!((on - Days::new(self.rng.u64(..400))).to_string());
                }
                json!({ "audits": asked })
            }
        }
    }

    /// A line that there may well be.
    fn line(&mut self, programmes: &[Value], facts: &Value) -> Value {
        let partner = self.somebody(facts);
        let latest = &programmes[programmes.len() - 1];
        let row = |maker: &mut Maker, table: &str| {
            let rows = facts[table].as_array().filter(|rows| !rows.is_empty())?;
            Some(rows[maker.rng.usize(..rows.len())].clone())
        };
        if self.chance(25)
            && let Some(claim) = row(self, "fund_claims")
        {
            let request = facts["fund_requests"].as_array().expect("requests").iter().find(|row| row["id"] == claim["request"]);
            let request = request.expect("a claim has its request");
            return json!({ "partner": request["partner"], "fund": request["fund"], "claim": claim["id"] });
        }
        if self.chance(25)
            && let Some(claim) = row(self, "claim_lines")
        {
            return json!({ "partner": claim["partner"], "inventory": claim["kind"], "claim": claim["id"] });
        }
        let first = &programmes[0];
        let incentives: Vec<&Value> =
            first["incentives"].as_array().into_iter().flatten().filter(|one| one.get("period").is_some()).collect();
        let start = day(first["effective"]["from"].as_str().expect("a date"));
        if incentives.is_empty() {
            return json!({ "partner": partner, "incentive": "none", "period": { "from": start.to_string() } });
        }
        let incentive = incentives[self.rng.usize(..incentives.len())];
        let months = match incentive["period"].as_str().expect("a unit") {
            "month" => 1,
            "quarter" => 3,
            "half_year" => 6,
            "year" => 12,
            _ => 0,
        };
        let mut line = json!({ "partner": partner, "incentive": incentive["id"], "period": { "from": start.to_string() } });
        if months > 0 {
            let year_starts = latest["calendar"]["year_starts"].as_str().expect("a day");
            let asked = self.as_of - Days::new(self.rng.u64(..60));
            let mut from = day(&format!("{}-{year_starts}", asked.year() - 1));
            while from + Months::new(months) <= asked {
                from = from + Months::new(months);
            }
            line["period"] = json!({ "from": from.to_string(), "until": (from + Months::new(months)).to_string() });
        }
        let reward = &incentive["reward"];
        for (member, unit) in [("points", "points"), ("goods", "pieces"), ("quota", "places"), ("honour", "honours")] {
            if reward.get(member).is_some() {
                line["unit"] = json!(unit);
            }
        }
        line
    }

    /// Records are corrected, vanish, or become known.
    fn change(&mut self, facts: &mut Value, on: NaiveDate) {
        let has_credits = facts.get("credits").is_some();
        for table in ["sales", "fund_requests", "fund_claims", "fund_proofs", "claim_lines", "price_changes", "special_prices"] {
            let Some(rows) = facts.get_mut(table).and_then(Value::as_array_mut) else { continue };
            let mut kept = Vec::new();
            for mut row in std::mem::take(rows) {
                match self.rng.u32(..12) {
                    // a credit names its line, a running schedule the one that came back, a claim what it is for
                    0 if (table == "sales" && !has_credits && row["basis"] == "sell_in")
                        || ["fund_proofs", "claim_lines"].contains(&table) =>
                    {
                        continue;
                    }
                    1 => row["known_on"] = json!(on.to_string()),
                    2 => {
                        row.as_object_mut().map(|members: &mut Map<String, Value>| members.remove("known_on"));
                    }
                    3 if table == "sales" && !has_credits => row["amount"] = json!(self.pick(&["1", "10", "100", "99", "-10", "500"])),
                    4 if table == "fund_claims" => row["spent"] = json!(self.pick(&["10", "20", "30", "500"])),
                    5 if table == "claim_lines" => row["amount"] = json!(self.pick(&["1", "2", "10", "50"])),
                    _ => {}
                }
                kept.push(row);
            }
            facts[table] = Value::Array(kept);
        }
        // what the host no longer hands over is missing
        if self.chance(15) {
            facts.as_object_mut().and_then(|tables| tables.remove("metrics"));
        }
        let partners = facts["partners"].as_array().expect("partners").len();
        if partners > 1 && !has_credits && self.chance(4) {
            self.without_a_partner(facts);
        }
    }

    /// A partner and all that names it is left out.
    fn without_a_partner(&mut self, facts: &mut Value) {
        let partners = facts["partners"].as_array().expect("partners");
        let gone = partners[self.rng.usize(..partners.len())]["id"].clone();
        for rows in facts.as_object_mut().expect("tables").values_mut().filter_map(Value::as_array_mut) {
            rows.retain(|row| row["partner"] != gone && (row["parent"] != gone || row.get("partner").is_none()));
            rows.retain(|row| row["id"] != gone || row.get("partner").is_some());
            for row in rows.iter_mut().filter(|row| row["parent"] == gone) {
                row.as_object_mut().and_then(|members| members.remove("parent"));
            }
        }
        if let (Some(metrics), Some(gone)) = (facts.get_mut("metrics").and_then(Value::as_object_mut), gone.as_str()) {
            metrics.remove(gone);
        }
        for (table, column, of) in [("fund_claims", "request", "fund_requests"), ("fund_proofs", "claim", "fund_claims")] {
            let there: Vec<Value> = facts[of].as_array().into_iter().flatten().map(|row| row["id"].clone()).collect();
            if let Some(rows) = facts.get_mut(table).and_then(Value::as_array_mut) {
                rows.retain(|row| there.contains(&row[column]));
            }
        }
    }
}
