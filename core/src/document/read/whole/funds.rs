//! Market development funds.

use crate::amount::Exact;
use crate::fund::{Expiry, Fund};
use crate::incentive::{AwardPeriod, Incentive, Limit, Reward};
use crate::node::Node;
use crate::title::Title;

use super::super::{Ids, conditions, days, elements, exact, incentives, length, optional, text, title, word};

pub(super) fn fund(id: &str, node: &Node, ids: &Ids<'_>) -> Option<Fund> {
    let expires = node.member("expires")?;
    Some(Fund {
        id: id.to_owned(),
        title: title(node),
        accrual: accrual(id, node, ids)?,
        parties: elements(node, "accrues").iter().filter_map(|part| text(part, "party")).collect(),
        period: word(node, "period", &AwardPeriod::ALL)?,
        activities: optional(node, "activities", texts)?,
        participation: exact(node, "participation")?,
        claim_cap: exact(node, "claim_cap"),
        request_before: optional(node, "request_before", days)?,
        claim_within: days(node.member("claim_within")?)?,
        proof: optional(node, "proof", texts)?.unwrap_or_default(),
        expires: match expires.text() {
            Some(_) => Expiry::PeriodEnd,
            None => Expiry::After(length(expires)?),
        },
    })
}

fn texts(node: &Node) -> Option<Vec<String>> {
    node.list().iter().map(|node| node.text().map(str::to_owned)).collect()
}

/// What accrues, as an incentive: a budget is not below 0, and nothing else of an incentive applies to it.
fn accrual(id: &str, node: &Node, ids: &Ids<'_>) -> Option<Incentive> {
    Some(Incentive {
        id: id.to_owned(),
        title: Title::default(),
        requires: optional(node, "requires", |node| conditions::rule(node, ids.metrics))?,
        pays: elements(node, "accrues").iter().map(|node| incentives::part(node, ids)).collect::<Option<_>>()?,
        factors: Vec::new(),
        floor: Some(Limit::Amount(Exact::ZERO)),
        cap: optional(node, "cap", |node| incentives::limit(node, ids.metrics))?,
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
    })
}
