//! Market development funds: what accrued, which requests are approved, what is paid for claims.

use std::collections::BTreeMap;

use chrono::{Days, Months, NaiveDate};
use num_rational::BigRational;
use serde_json::{Value, json};

use super::award::NOTHING_EXPECTED;
use super::number::{apportion, parse, round};
use super::{Question, Record, date, list, sorted, text, zero};

/// What is decided of a fund in one period.
pub(super) struct Decided {
    /// As in the review.
    pub(super) told: Value,
    /// By claim: what is paid, and what the review tells of it.
    pub(super) claims: Vec<(String, BigRational, Value)>,
    /// Nobody knows what accrues.
    pub(super) held: bool,
}

/// Which period a fund is decided for.
pub(super) struct Span {
    pub(super) from: NaiveDate,
    pub(super) until: Option<NaiveDate>,
    /// Whether requests of earlier periods are told as well, as a review does.
    pub(super) with_earlier: bool,
}

/// An approved request and what is paid of it.
struct Approval<'a> {
    request: &'a Record,
    amount: BigRational,
    approved_on: NaiveDate,
    paid: BigRational,
}

impl<'a> Question<'a> {
    /// The funds of a partner in the period of the review, by id.
    pub(super) fn funds(&self, partner: &'a str) -> Vec<Value> {
        let span = |fund: &Value| {
            let (from, until) = self.period_named(text(&fund["period"]));
            Span { from, until, with_earlier: true }
        };
        sorted(&self.programme["funds"]).into_iter().map(|(id, fund)| self.fund(id, fund, partner, self, &span(fund)).told).collect()
    }

    /// One fund in a period: its budget is the one of `decided`, its requests and claims go up to this question's day.
    pub(super) fn fund(&self, id: &str, fund: &'a Value, partner: &'a str, decided: &Question<'a>, span: &Span) -> Decided {
        // what accrues is held: nobody knows what is left, and nothing is approved
        let accrued = decided.budget_of(fund, partner);
        let (budget, held) = accrued.as_ref().map_or((zero(), true), |(budget, _)| (budget.clone(), false));
        let (from, until) = (span.from, span.until);
        let requested = |request: &Record| date(text(&request["requested_on"]));
        let expiry = |request: &Record| {
            let own = Question::new(decided.programme, decided.facts, requested(request), decided.known_on);
            own.period_named(text(&fund["period"])).1.map(|until| match fund["expires"].get("months") {
                Some(months) => until + Months::new(u32::try_from(months.as_u64().expect("months")).expect("few months")),
                None => until + Days::new(fund["expires"]["days"].as_u64().unwrap_or(0)),
            })
        };
        let within = Days::new(fund["claim_within"]["days"].as_u64().expect("days"));
        // the last day on which claims of a request are in time, and whether a day is before the expiry
        let in_time = |request: &Record, day: NaiveDate| self.date_cell(request, "ends").is_none_or(|ends| day <= ends + within);
        let unexpired = |request: &Record, day: NaiveDate| expiry(request).is_none_or(|end| day < end);
        let claimable = |request: &Record, day: NaiveDate| in_time(request, day) && unexpired(request, day);

        let mut requests: Vec<&Record> = self.fund_rows("fund_requests", "requested_on");
        // an earlier period's are told in a review, too, but are in no balance; for settlement each period is by itself
        let is_earlier = |request: &Record| requested(request) < from;
        requests.retain(|row| {
            let in_time = until.is_none_or(|until| requested(row) < until) && (span.with_earlier || !is_earlier(row));
            text(&row["fund"]) == id && text(&row["partner"]) == partner && in_time
        });
        let claims = self.fund_rows("fund_claims", "claimed_on");
        let mut approvals: BTreeMap<&str, Approval<'_>> = BTreeMap::new();
        let mut told_requests = Vec::new();
        let mut told_claims: BTreeMap<(&str, &str), (BigRational, Value)> = BTreeMap::new();
        for &request in &requests {
            let name = text(&request["id"]);
            let approved_on = self.date_cell(request, "approved_on").filter(|day| *day <= self.as_of && (!held || is_earlier(request)));
            let (outcome, amount) = if self.date_cell(request, "declined_on").is_some_and(|day| day <= self.as_of) {
                ("declined", zero())
            } else if !request_is_valid(fund, request) {
                ("not_valid", zero())
            } else if let Some(day) = approved_on {
                let in_use: BigRational = approvals
                    .values()
                    .filter(|before| !is_earlier(before.request))
                    .map(|before| if claimable(before.request, day) { before.amount.clone() } else { before.paid.clone() })
                    .sum();
                let wished = parse(request.get("approved_amount").filter(|amount| !amount.is_null()).unwrap_or(&request["amount"]));
                let wished = round(&wished, self.scale(), text(&self.programme["rounding"]["mode"]));
                let left = (&budget - in_use).max(zero());
                if is_earlier(request) {
                    ("approved", wished)
                } else if left == zero() {
                    ("no_funds", zero())
                } else {
                    ("approved", wished.min(left))
                }
            } else {
                ("pending", zero())
            };
            told_requests.push(json!({ "request": name, "outcome": outcome, "amount": self.money(&amount) }));
            let mut approval =
                approved_on.filter(|_| outcome == "approved").map(|approved_on| Approval { request, amount, approved_on, paid: zero() });
            for &claim in claims.iter().filter(|claim| text(&claim["request"]) == name) {
                let day = date(text(&claim["claimed_on"]));
                let spent = parse(&claim["spent"]);
                let share = round(&(&spent * parse(&fund["participation"])), self.scale(), "down");
                let (outcome, paid) = match &mut approval {
                    None => ("not_approved", zero()),
                    Some(approval) if day < approval.approved_on => ("before_approval", zero()),
                    Some(_) if !in_time(request, day) => ("late", zero()),
                    Some(_) if !unexpired(request, day) => ("expired", zero()),
                    Some(_) if !self.has_proof(fund, text(&claim["id"])) => ("missing_proof", zero()),
                    Some(_) if spent <= zero() => ("amount", zero()),
                    Some(approval) => {
                        let left = &approval.amount - &approval.paid;
                        let cap = fund.get("claim_cap").map_or_else(|| share.clone(), parse);
                        let paid = share.clone().min(left.clone()).min(cap);
                        approval.paid += &paid;
                        let outcome = if left == zero() {
                            "exhausted"
                        } else if paid < share {
                            "part_paid"
                        } else {
                            "paid"
                        };
                        (outcome, paid)
                    }
                };
                let told = json!({ "claim": claim["id"], "request": name, "outcome": outcome, "amount": self.money(&paid) });
                told_claims.insert((text(&claim["claimed_on"]), text(&claim["id"])), (paid, told));
            }
            if let Some(approval) = approval {
                approvals.insert(name, approval);
            }
        }
        approvals.retain(|_, approval| !is_earlier(approval.request));
        let approved: BigRational = approvals.values().map(|approval| &approval.amount).sum();
        let claimed: BigRational = approvals.values().map(|approval| &approval.paid).sum();
        let (open, closed): (Vec<_>, Vec<_>) = approvals.values().partition(|approval| claimable(approval.request, self.as_of));
        let left =
            |approvals: Vec<&Approval<'_>>| approvals.into_iter().map(|approval| &approval.amount - &approval.paid).sum::<BigRational>();
        let (reserved, expired) = (left(open), left(closed));
        let available = (&budget - &claimed - &reserved).max(zero());
        let mut told = json!({
            "fund": id, "accrued": self.money(&budget), "approved": self.money(&approved), "claimed": self.money(&claimed),
            "reserved": self.money(&reserved), "expired": self.money(&expired), "available": self.money(&available),
            "requests": told_requests, "claims": told_claims.values().map(|(_, told)| told.clone()).collect::<Vec<_>>()
        });
        if list(&fund["accrues"]).iter().any(|part| part.get("party").is_some()) {
            let parts = accrued.map(|(_, parts)| parts).unwrap_or_default();
            told["parties"] = self.parties(fund, &parts, [&budget, &claimed, &reserved]);
        }
        let claims = told_claims.into_iter().map(|((_, claim), (paid, told))| (claim.to_owned(), paid, told)).collect();
        Decided { told, claims, held }
    }

    /// Who contributed what, and whose money was claimed or is reserved.
    fn parties(&self, fund: &'a Value, parts: &[(&'a Value, BigRational)], [accrued, claimed, reserved]: [&BigRational; 3]) -> Value {
        let mut sums: BTreeMap<&str, BigRational> = list(&fund["accrues"]).iter().map(|part| (text(&part["party"]), zero())).collect();
        for (part, amount) in parts {
            *sums.get_mut(text(&part["party"])).expect("a party of a part") += amount;
        }
        let shared = |whole: &BigRational, weights: &[BigRational]| {
            let sum: BigRational = weights.iter().sum();
            if sum == zero() {
                let mut all = vec![zero(); weights.len()];
                all[0] = whole.clone();
                return all;
            }
            let exact: Vec<BigRational> = weights.iter().map(|weight| whole * weight / &sum).collect();
            apportion(&exact, self.scale())
        };
        let weights: Vec<BigRational> = sums.values().map(|sum| sum.clone().max(zero())).collect();
        let contributed = shared(accrued, &weights);
        let (claimed, reserved) = (shared(claimed, &contributed), shared(reserved, &contributed));
        let told = sums.keys().enumerate().map(|(index, party)| {
            let (contributed, claimed, reserved) = (&contributed[index], &claimed[index], &reserved[index]);
            json!({
                "party": party, "contributed": self.money(contributed), "claimed": self.money(claimed), "reserved": self.money(reserved),
                "balance": self.money(&(contributed - claimed - reserved))
            })
        });
        told.collect()
    }

    /// What a fund accrued: as an incentive, not below 0, and what each part came to; nothing is known of it when it is held.
    fn budget_of(&self, fund: &'a Value, partner: &'a str) -> Option<(BigRational, Vec<(&'a Value, BigRational)>)> {
        let holds = |condition: &Value| self.condition(condition, partner, self.tier(partner).as_deref());
        if !fund.get("requires").is_none_or(holds) {
            return Some((zero(), Vec::new()));
        }
        let parts = list(&fund["accrues"]).iter().filter(|part| part.get("when").is_none_or(holds));
        let unit = self.unit(fund);
        let mut each = Vec::new();
        let mut held = false;
        for part in parts {
            match self.part(part, &unit, partner, &NOTHING_EXPECTED) {
                Ok(amount) => each.push((part, amount)),
                Err(policy) => held |= policy == "hold",
            }
        }
        let sum: BigRational = each.iter().map(|(_, amount)| amount).sum();
        let mut budget = unit.round(&sum);
        match self.limit(fund.get("cap"), &unit, partner) {
            Ok(Some(cap)) => budget = budget.min(cap),
            Err(policy) => held |= policy == "hold",
            Ok(None) => {}
        }
        (!held).then(|| (budget.max(zero()), each))
    }

    /// The rows of a table up to the day, known, in the order of their date and id.
    fn fund_rows(&self, kind: &str, day: &str) -> Vec<&'a Record> {
        let mut rows = self.table(kind);
        rows.retain(|row| date(text(&row[day])) <= self.as_of && self.is_known(row));
        rows.sort_by_key(|row| (text(&row[day]), text(&row["id"])));
        rows
    }

    fn has_proof(&self, fund: &Value, claim: &str) -> bool {
        let proofs = self.table("fund_proofs");
        list(&fund["proof"])
            .iter()
            .all(|kind| proofs.iter().any(|proof| proof["claim"] == claim && proof["kind"] == *kind && self.is_known(proof)))
    }

    /// The period with the day of the review in it; that of the programme may have no end.
    pub(super) fn period_named(&self, name: &str) -> (NaiveDate, Option<NaiveDate>) {
        if name == "programme" {
            let effective = &self.programme["effective"];
            return (date(text(&effective["from"])), effective.get("until").map(|until| date(text(until))));
        }
        let (from, until) = self.period(name);
        (from, Some(until))
    }
}

fn request_is_valid(fund: &Value, request: &Record) -> bool {
    let day = |column: &str| request.get(column).and_then(Value::as_str).map(date);
    let supported = match (fund.get("activities"), request.get("activity").filter(|activity| !activity.is_null())) {
        (Some(kinds), Some(activity)) => list(kinds).contains(activity),
        (Some(_), None) => false,
        (None, _) => true,
    };
    let early = match (fund.get("request_before"), day("begins")) {
        (Some(before), Some(begins)) => {
            let days = (begins - date(text(&request["requested_on"]))).num_days();
            days >= before["days"].as_i64().expect("days")
        }
        _ => true,
    };
    supported && early && parse(&request["amount"]) > zero()
}
