//! Market development funds.

use crate::amount::Exact;
use crate::diagnostic::JsonPointer;
use crate::document::read::incentives;
use crate::document::read::value::Value;
use crate::fund::{Expiry, Fund};
use crate::incentive::{AwardPeriod, Incentive, Limit, Reward};
use crate::title::Title;

pub(super) fn fund(id: &str, value: Value<'_>) -> Fund {
    let expires = value.at("expires");
    Fund {
        id: id.to_owned(),
        title: value.title(),
        accrual: accrual(id, value),
        parties: value.list("accrues", |part| part.maybe_text("party")).into_iter().flatten().collect(),
        period: value.choice("period", &AwardPeriod::ALL, AwardPeriod::Programme),
        activities: value.optional("activities", texts),
        participation: value.exact("participation"),
        claim_cap: value.maybe_exact("claim_cap"),
        request_before: value.optional("request_before", Value::days),
        claim_within: value.at("claim_within").days(),
        proof: value.list("proof", Value::string),
        expires: if expires.node.text().is_some() { Expiry::PeriodEnd } else { Expiry::After(expires.length()) },
    }
}

fn texts(value: Value<'_>) -> Vec<String> {
    value.each(Value::string)
}

/// What accrues, as an incentive: a budget is not below 0, and nothing else of an incentive applies to it.
fn accrual(id: &str, value: Value<'_>) -> Incentive {
    Incentive {
        path: JsonPointer::root(),
        id: id.to_owned(),
        title: Title::default(),
        requires: value.requires(),
        pays: value.list("accrues", incentives::part),
        factors: Vec::new(),
        floor: Some(Limit::Amount(Exact::ZERO)),
        cap: value.optional("cap", incentives::limit),
        forfeits: None,
        gates: None,
        group: None,
        budget: None,
        minimum_payout: None,
        period: None,
        release: None,
        instalments: None,
        reward: Reward::Money(None),
        expected: None,
        document: None,
        approver: None,
        pay_to: false,
    }
}
