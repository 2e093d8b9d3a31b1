//! Funds of one partner: what accrues, what of it is granted to requests, and what claims are paid of that.
//!
//! The order of the records does not matter: requests and claims are taken by date and id.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::reasons::Subject;
use super::reasons::{award, of_all};
use super::records::Records;
use super::review::Review;
use crate::amount::{Amount, Exact, Overflow, Rounding, split_by_largest_remainder, whole_weights};
use crate::decision::{Award, AwardOutcome, FundBalance, FundClaim, FundClaimOutcome, FundRequest, PartyBalance, RequestOutcome};
use crate::diagnostic::JsonPointer;
use crate::error::EvaluationError;
use crate::facts::Facts;
use crate::fund::Fund;
use crate::order;
use crate::period::{Date, Period, Shift, date_text, later};
use crate::reason::Reason;

/// The funds of a partner, by id; `awards` are its awards before groups.
pub(crate) fn decide(subject: &Subject<'_, '_>, standing: Option<usize>, awards: &[Award]) -> Result<Vec<FundBalance>, EvaluationError> {
    let mut balances = Vec::with_capacity(subject.programme.funds.len());
    for fund in &subject.programme.funds {
        let path = path_of(fund);
        let accrual = of_all::accrual(subject, &fund.accrual, standing, awards)?;
        let period = fund.period.dates(subject.as_of.on, subject.programme.calendar, subject.programme.effective);
        let deciding = Deciding::of(subject, fund, &path, period)?;
        balances.push(deciding.balance(accrual, false).map_err(|_| subject.overflow(&path))?);
    }
    Ok(balances)
}

fn path_of(fund: &Fund) -> JsonPointer {
    JsonPointer::from("/funds").child(&fund.id)
}

/// The claims of a partner on the requests of one period.
pub(crate) struct PeriodClaims {
    /// By the day on which they were made, then by id.
    pub(crate) claims: Vec<FundClaim>,
    /// Whether what accrues in the period is held, so that nobody knows what they are paid.
    pub(crate) is_held: bool,
}

/// What a partner claims of a fund on the requests of a period. `budget` decides that period and has what accrues; requests and
/// claims are those of `now`. Both are of one programme.
pub(crate) fn of_period(
    (now, budget): (&Review, &Review),
    partner: &str,
    position: usize,
    period: Period,
) -> Result<PeriodClaims, EvaluationError> {
    let nothing = PeriodClaims { claims: Vec::new(), is_held: false };
    let Some(fund) = now.programme().funds.get(position) else { return Ok(nothing) };
    let (Some((row, shared)), Some((then, _))) = (now.row_of(partner), budget.row_of(partner)) else { return Ok(nothing) };
    if shared.links.requests.of(row).next().is_none() {
        return Ok(nothing);
    }
    let path = path_of(fund);
    let (mut values, mut before) = (Vec::new(), Vec::new());
    let subject = now.subject(row, &mut values)?;
    let deciding = Deciding::of(&subject, fund, &path, Some(period))?;
    if deciding.own_requests(true).is_empty() {
        return Ok(nothing);
    }
    let earning = budget.subject(then, &mut before)?;
    let standing = of_all::position(&earning)?;
    let accrual = of_all::accrual(&earning, &fund.accrual, standing, &award::earned(&earning, standing)?)?;
    let is_held = accrual.outcome == AwardOutcome::Held;
    let claims = deciding.balance(accrual, true).map_err(|_| subject.overflow(&path))?.claims;
    Ok(PeriodClaims { claims, is_held })
}

/// The day of the request that a claim is made on.
pub(crate) fn requested_on(facts: &Facts, claim: &str) -> Option<Date> {
    let (claims, requests) = (Records::of(facts, "fund_claims", "").ok()?, Records::of(facts, "fund_requests", "").ok()?);
    let row = claims.rows().find(|row| claims.id(*row) == claim)?;
    requests.date("requested_on", claims.row("request", row)?)
}

struct Deciding<'s, 'a> {
    subject: &'s Subject<'s, 'a>,
    fund: &'s Fund,
    path: &'s JsonPointer,
    /// The period that the budget is of.
    period: Option<Period>,
    requests: Records<'a>,
    claims: Records<'a>,
    proofs: Records<'a>,
}

/// A request with what claims may still take of it.
struct Granted {
    row: u32,
    /// Whether it counts against the budget of this period.
    is_current: bool,
    /// When it was approved; `None` unless it is granted.
    approved_on: Option<Date>,
    amount: i128,
    left: i128,
    /// The first day on which it may no longer be claimed, and whether that is for the end of the period.
    closes: [Option<Date>; 2],
}

impl Granted {
    /// Whether it may be claimed on a day.
    fn is_open(&self, on: Date) -> bool {
        self.closes.iter().flatten().all(|closes| on < *closes)
    }

    /// What it holds of the budget on a day: all while it may be claimed, then what was paid.
    fn held_on(&self, on: Date) -> i128 {
        if self.is_open(on) { self.amount } else { self.amount - self.left }
    }
}

impl<'s, 'a> Deciding<'s, 'a> {
    fn of(
        subject: &'s Subject<'s, 'a>,
        fund: &'s Fund,
        path: &'s JsonPointer,
        period: Option<Period>,
    ) -> Result<Deciding<'s, 'a>, EvaluationError> {
        let records = |name| Records::of(subject.facts, name, &fund.id);
        let (requests, claims, proofs) = (records("fund_requests")?, records("fund_claims")?, records("fund_proofs")?);
        Ok(Deciding { subject, fund, path, period, requests, claims, proofs })
    }
}

impl Deciding<'_, '_> {
    /// What became of the requests; `of_period`: those of other periods are left out.
    fn balance(&self, accrual: Award, of_period: bool) -> Result<FundBalance, Overflow> {
        let is_held = accrual.outcome == AwardOutcome::Held;
        let nothing = self.money(0);
        let accrued = accrual.amount;
        let mut balance = FundBalance {
            fund: self.fund.id.clone(),
            accrued,
            approved: nothing,
            claimed: nothing,
            reserved: nothing,
            expired: nothing,
            available: nothing,
            parties: Vec::new(),
            reasons: accrual.reasons.into_iter().map(Reason::into_owned).collect(),
            requests: Vec::new(),
            claims: Vec::new(),
        };
        let mut granted: Vec<Granted> = Vec::new();
        let mut claims = Vec::new();
        for row in self.own_requests(of_period) {
            let budget = (!is_held).then(|| accrued.minor());
            let (request, mut grant) = self.request(row, budget, &granted)?;
            balance.requests.push(request);
            for claim in self.own_claims(row) {
                claims.push((self.claims.date("claimed_on", claim), self.claim(claim, &mut grant)?));
            }
            granted.push(grant);
        }
        order::sort_by(&mut claims, |(a_on, a), (b_on, b)| (a_on, &a.claim).cmp(&(b_on, &b.claim)));
        balance.claims = claims.into_iter().map(|(_, claim)| claim).collect();
        let mut sums = [0i128; 4];
        for grant in granted.iter().filter(|grant| grant.is_current) {
            let (reserved, expired) = if grant.is_open(self.subject.as_of.on) { (grant.left, 0) } else { (0, grant.left) };
            for (sum, number) in sums.iter_mut().zip([grant.amount, grant.amount - grant.left, reserved, expired]) {
                *sum = sum.checked_add(number).ok_or(Overflow)?;
            }
        }
        let [approved, claimed, reserved, expired] = sums;
        balance.approved = self.money(approved);
        balance.claimed = self.money(claimed);
        balance.reserved = self.money(reserved);
        balance.expired = self.money(expired);
        balance.available = self.money((accrued.minor() - claimed - reserved).max(0));
        balance.parties = self.parties(&balance.reasons, [accrued.minor(), claimed, reserved])?;
        Ok(balance)
    }

    /// The columns of a balance by party; the budget in proportion to what each adds, the others to its share of the budget.
    fn parties(&self, reasons: &[Reason], columns: [i128; 3]) -> Result<Vec<PartyBalance>, Overflow> {
        let mut added: BTreeMap<&str, Exact> = BTreeMap::new();
        for (position, party) in self.fund.parties.iter().enumerate() {
            let path = self.at("accrues").child(position);
            let own = reasons.iter().find(|reason| *reason.path() == path).and_then(Reason::contribution);
            let sum = added.entry(party).or_insert(Exact::ZERO);
            *sum = sum.checked_add(own.unwrap_or(Exact::ZERO))?;
        }
        let mut weights = Vec::with_capacity(added.len());
        for weight in whole_weights(&added.values().map(|sum| (*sum).max(Exact::ZERO)).collect::<Vec<_>>())? {
            weights.push(i128::try_from(weight).map_err(|_| Overflow)?);
        }
        let split = |total: i128, weights: &[i128]| {
            let first = || weights.iter().enumerate().map(|(at, _)| if at == 0 { total } else { 0 }).collect();
            split_by_largest_remainder(total, weights).unwrap_or_else(first)
        };
        let [accrued, claimed, reserved] = columns;
        let contributed = split(accrued, &weights);
        let (claimed, reserved) = (split(claimed, &contributed), split(reserved, &contributed));
        let of = |(((party, contributed), claimed), reserved): (((&&str, &i128), i128), i128)| PartyBalance {
            party: (*party).to_owned(),
            contributed: self.money(*contributed),
            claimed: self.money(claimed),
            reserved: self.money(reserved),
            balance: self.money(*contributed - claimed - reserved),
        };
        Ok(added.keys().zip(&contributed).zip(claimed).zip(reserved).map(of).collect())
    }

    const fn money(&self, minor: i128) -> Amount {
        Amount::from_minor(minor, self.subject.programme.scale)
    }

    fn minor(&self, number: Exact) -> Result<i128, Overflow> {
        number.round_to_minor(self.subject.programme.scale, self.subject.programme.rounding)
    }

    fn at(&self, member: &str) -> JsonPointer {
        self.path.child(member)
    }

    /// Rows of the partner's requests to this fund that count for the review, in their order.
    fn own_requests(&self, of_period: bool) -> Vec<u32> {
        let (subject, records) = (self.subject, &self.requests);
        let counts = |row: &u32| {
            records.text("fund", *row) == Some(&self.fund.id)
                && records.is_known(*row, Some("requested_on"), &subject.as_of)
                && (!of_period || self.is_current(self.requested_on(*row)))
        };
        let mut rows: Vec<u32> = subject.shared.links.requests.of(subject.partner).filter(counts).collect();
        order::sort_by(&mut rows, |a, b| {
            let key = |row: u32| (records.date("requested_on", row), records.id(row));
            key(*a).cmp(&key(*b))
        });
        rows
    }

    fn requested_on(&self, row: u32) -> Date {
        self.requests.date("requested_on", row).unwrap_or(self.subject.as_of.on)
    }

    /// Whether a request of a day counts against the budget.
    fn is_current(&self, requested_on: Date) -> bool {
        self.period.is_none_or(|period| period.contains(requested_on))
    }

    /// Rows of the claims of a request, in their order.
    fn own_claims(&self, request: u32) -> Vec<u32> {
        let claims = self.subject.shared.links.claims.of(request);
        let mut rows: Vec<u32> = claims.filter(|row| self.claims.is_known(*row, Some("claimed_on"), &self.subject.as_of)).collect();
        order::sort_by(&mut rows, |a, b| {
            let key = |row: u32| (self.claims.date("claimed_on", row), self.claims.id(row));
            key(*a).cmp(&key(*b))
        });
        rows
    }

    /// Decides a request after those before it; no `budget` when what accrues is not known.
    fn request(&self, row: u32, budget: Option<i128>, before: &[Granted]) -> Result<(FundRequest, Granted), Overflow> {
        let (subject, records) = (self.subject, &self.requests);
        let (calendar, effective) = (subject.programme.calendar, subject.programme.effective);
        let on = |column: &str| records.date(column, row).filter(|date| *date <= subject.as_of.on);
        let requested_on = self.requested_on(row);
        let day_after = |date: Date, days: u32| later(date, Shift::Days(i32::try_from(days).ok()?.checked_add(1)?));
        let ends = records.date("ends", row);
        let mut grant = Granted {
            row,
            is_current: self.is_current(requested_on),
            approved_on: None,
            amount: 0,
            left: 0,
            closes: [
                ends.and_then(|ends| day_after(ends, self.fund.claim_within)),
                self.fund.expires_on(requested_on, calendar, effective),
            ],
        };
        let asked = records.number("amount", row).unwrap_or(Exact::ZERO);
        let mut reasons = Vec::new();
        let outcome = if let Some(on) = on("declined_on") {
            reasons.push(Reason::RequestDeclined { path: self.path.clone().into(), on: date_text(on) });
            RequestOutcome::Declined
        } else if let Some((member, why)) = self.not_valid(row, requested_on, asked) {
            reasons.push(Reason::RequestNotValid { path: self.at(member).into(), why });
            RequestOutcome::NotValid
        } else if let (Some(on), true) = (on("approved_on"), budget.is_some() || !grant.is_current) {
            grant.approved_on = Some(on);
            let approved = self.minor(records.number("approved_amount", row).unwrap_or(asked))?.max(0);
            let mut left = budget.filter(|_| grant.is_current);
            for before in before.iter().filter(|before| before.is_current) {
                left = left.map(|left| left.checked_sub(before.held_on(on)).ok_or(Overflow)).transpose()?;
            }
            self.approve(row, on, approved, left, &mut grant, &mut reasons)?
        } else {
            reasons.push(Reason::RequestPending { path: self.path.clone().into() });
            RequestOutcome::Pending
        };
        let request = FundRequest { request: records.id(row).to_owned(), outcome, amount: self.money(grant.amount), reasons };
        Ok((request, grant))
    }

    /// Why a request does not keep the rules of the fund, and which of its members says so.
    fn not_valid(&self, row: u32, requested_on: Date, asked: Exact) -> Option<(&'static str, &'static str)> {
        let activity = self.requests.text("activity", row);
        if let Some(known) = &self.fund.activities
            && !known.iter().any(|known| Some(known.as_str()) == activity)
        {
            return Some(("activities", "activity"));
        }
        let before = self.fund.request_before.zip(self.requests.date("begins", row));
        if let Some((days, begins)) = before
            && begins.signed_duration_since(requested_on).num_days() < i64::from(days)
        {
            return Some(("request_before", "late"));
        }
        (asked.signum() <= 0).then_some(("accrues", "amount"))
    }

    /// Grants what was approved, as far as something is left.
    fn approve(
        &self,
        row: u32,
        on: Date,
        approved: i128,
        left: Option<i128>,
        grant: &mut Granted,
        reasons: &mut Vec<Reason<'static>>,
    ) -> Result<RequestOutcome, Overflow> {
        let path = self.path.clone();
        let approver = self.requests.text("approver", row).map(str::to_owned);
        let is_nobody = approver.is_none();
        let contribution = self.money(approved).exact();
        reasons.push(Reason::RequestApproved { path: path.clone().into(), on: date_text(on), approver, contribution });
        grant.amount = left.map_or(approved, |left| approved.min(left.max(0)));
        grant.left = grant.amount;
        if let Some(left) = left.filter(|_| grant.amount < approved) {
            let contribution = self.money(grant.amount - approved).exact();
            reasons.push(Reason::RequestCut { path: self.at("accrues").into(), left: self.money(left.max(0)), contribution });
        }
        if is_nobody {
            reasons.push(Reason::NoApprover { path: path.into() });
        }
        if grant.amount == 0 && approved > 0 {
            grant.approved_on = None;
            return Ok(RequestOutcome::NoFunds);
        }
        Ok(RequestOutcome::Approved)
    }

    /// Decides a claim and takes what it is paid from its approval.
    fn claim(&self, row: u32, grant: &mut Granted) -> Result<FundClaim, Overflow> {
        let mut reasons = Vec::new();
        let spent = self.claims.number("spent", row).unwrap_or(Exact::ZERO);
        let (outcome, paid) = match self.refusal(row, grant, spent) {
            Some((outcome, member, kinds)) => {
                let path = if member.is_empty() { self.path.clone() } else { self.at(member) };
                reasons.push(Reason::FundClaimRefused {
                    path: path.into(),
                    why: outcome.as_str(),
                    kinds: Some(kinds).filter(|kinds| !kinds.is_empty()),
                });
                (outcome, 0)
            }
            None => self.pay(spent, grant.left, &mut reasons)?,
        };
        grant.left -= paid;
        let (claim, request) = (self.claims.id(row).to_owned(), self.requests.id(grant.row).to_owned());
        let on = self.claims.date("claimed_on", row).unwrap_or(self.subject.as_of.on);
        Ok(FundClaim { claim, request, on, outcome, amount: self.money(paid), reasons })
    }

    /// Why a claim is refused, which member of the fund says so, and the kinds of proof that are missing.
    fn refusal(&self, row: u32, grant: &Granted, spent: Exact) -> Option<(FundClaimOutcome, &'static str, Vec<String>)> {
        let refused = |outcome, member| Some((outcome, member, Vec::new()));
        let claimed_on = self.claims.date("claimed_on", row)?;
        let Some(approved_on) = grant.approved_on else { return refused(FundClaimOutcome::NotApproved, "") };
        if claimed_on < approved_on {
            return refused(FundClaimOutcome::BeforeApproval, "");
        }
        let is_past = |closes: Option<Date>| closes.is_some_and(|closes| claimed_on >= closes);
        let [within, expires] = grant.closes;
        if is_past(within) {
            return refused(FundClaimOutcome::Late, "claim_within");
        }
        if is_past(expires) {
            return refused(FundClaimOutcome::Expired, "expires");
        }
        let has = |kind: &&String| {
            let mut proofs =
                self.subject.shared.links.proofs.of(row).filter(|proof| self.proofs.is_known(*proof, None, &self.subject.as_of));
            proofs.any(|proof| self.proofs.text("kind", proof) == Some(kind))
        };
        let missing: Vec<String> = self.fund.proof.iter().filter(|kind| !has(kind)).cloned().collect();
        if !missing.is_empty() {
            return Some((FundClaimOutcome::MissingProof, "proof", missing));
        }
        if spent.signum() <= 0 { refused(FundClaimOutcome::Amount, "participation") } else { None }
    }

    fn pay(&self, spent: Exact, left: i128, reasons: &mut Vec<Reason<'static>>) -> Result<(FundClaimOutcome, i128), Overflow> {
        let rate = self.fund.participation;
        let share = spent.checked_mul(rate)?.round_to_minor(self.subject.programme.scale, Rounding::Down)?;
        let contribution = self.money(share).exact();
        reasons.push(Reason::FundClaimShared { path: self.at("participation").into(), spent, rate, contribution });
        let cap = self.fund.claim_cap.map(|cap| self.minor(cap)).transpose()?;
        let mut paid = share;
        for (member, limit) in [("claim_cap", cap), ("accrues", Some(left))] {
            if let Some(limit) = limit.filter(|limit| *limit < paid) {
                let contribution = self.money(limit - paid).exact();
                reasons.push(Reason::FundClaimCut { path: self.at(member).into(), limit: self.money(limit), contribution });
                paid = limit;
            }
        }
        let outcome = match paid {
            _ if left == 0 => FundClaimOutcome::Exhausted,
            paid if paid < share => FundClaimOutcome::PartPaid,
            _ => FundClaimOutcome::Paid,
        };
        Ok((outcome, paid))
    }
}
