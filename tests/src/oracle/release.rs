//! When an amount is payable: minimum payout, instalments, release.

use chrono::{Days, Months, NaiveDate};
use num_bigint::BigInt;
use num_rational::BigRational;
use serde_json::{Value, json};

use super::award::Award;
use super::number::{apportion, parse, round};
use super::{Measure, Question, date, text, zero};

/// The last step of an award.
pub(super) struct Payable {
    pub(super) now: BigRational,
    pub(super) schedule: Vec<Value>,
}

impl Question<'_> {
    /// What is payable on the day of the review. The minimum and the release may still change the award.
    pub(super) fn payable(&self, award: &mut Award<'_>) -> Payable {
        self.payable_on(award, self.as_of)
    }

    /// What is payable on a day, of the period with the day of the review in it.
    pub(super) fn payable_on(&self, award: &mut Award<'_>, on: NaiveDate) -> Payable {
        let incentive = award.incentive;
        let amount = award.amount.clone();
        if amount <= zero() {
            return Payable { now: amount, schedule: Vec::new() };
        }
        let minimum = incentive.get("minimum_payout").filter(|minimum| amount < parse(&minimum["amount"]));
        if minimum.is_some_and(|minimum| minimum["below"] == "lose") {
            award.take_away("below_minimum");
            return Payable { now: zero(), schedule: Vec::new() };
        }
        let dues = incentive.get("instalments").map(|plan| self.instalments(plan, incentive, &amount, award.unit.scale));
        let schedule =
            dues.iter().flatten().map(|(due, part)| json!({ "due": due.to_string(), "amount": award.unit.text(part) })).collect();
        if minimum.is_some() {
            return Payable { now: zero(), schedule };
        }
        let mut now = dues.map_or(amount, |dues| dues.into_iter().filter(|(due, _)| *due <= on).map(|(_, part)| part).sum());
        let release = &incentive["release"];
        if let Some(after) = release.get("after_period") {
            if on < self.period_end(incentive) + days(&after["days"]) {
                now = zero();
            }
        } else if let Some(metric) = release.get("share") {
            match self.metric(text(metric), award.partner) {
                Measure::Known(share) => {
                    let one = BigRational::from_integer(BigInt::from(1));
                    now = round(&(now * share.max(zero()).min(one)), award.unit.scale, "down");
                }
                Measure::Missing | Measure::Undefined => {
                    now = zero();
                    if release["unknown"] == "hold" {
                        award.take_away("held");
                        return Payable { now, schedule: Vec::new() };
                    }
                }
            }
        }
        Payable { now, schedule }
    }

    fn instalments(&self, plan: &Value, incentive: &Value, amount: &BigRational, scale: u32) -> Vec<(NaiveDate, BigRational)> {
        let count = plan["count"].as_u64().and_then(|count| u32::try_from(count).ok()).expect("a small count");
        let months = plan["every"]["months"].as_u64().and_then(|months| u32::try_from(months).ok()).expect("a small step");
        let first = self.period_end(incentive) + days(&plan["first"]["days"]);
        let each = amount / BigRational::from_integer(BigInt::from(count));
        let parts = apportion(&vec![each; usize::try_from(count).expect("a small count")], scale);
        (0..count).map(|index| first + Months::new(months * index)).zip(parts).collect()
    }

    /// The first day after the period that the award is for.
    fn period_end(&self, incentive: &Value) -> NaiveDate {
        match text(&incentive["period"]) {
            "programme" => date(text(&self.programme["effective"]["until"])),
            period => self.period(period).1,
        }
    }
}

fn days(value: &Value) -> Days {
    Days::new(value.as_u64().expect("a number of days"))
}
