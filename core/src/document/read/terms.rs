//! Terms of settlement.

use crate::node::Node;
use crate::period::Shift;
use crate::terms::{Confirmation, RedemptionRule, TakeBack, Terms};

use super::super::place::integer;
use super::{conditions, elements, exact, optional, text, word};

pub(super) fn terms(node: &Node) -> Option<Terms> {
    let valid = node.member("valid")?;
    let length = |name: &str| valid.member(name).and_then(integer).and_then(|length| i32::try_from(length).ok());
    Some(Terms {
        confirmation: word(node, "confirmation", &[("required", Confirmation::Required), ("automatic", Confirmation::Automatic)])?,
        valid: length("months").map(Shift::Months).or(length("days").map(Shift::Days)),
        redemption: elements(node, "redemption").iter().map(rule).collect::<Option<_>>()?,
        order_share: exact(node, "order_share"),
        smallest_payment: exact(node, "smallest_payment"),
        take_back: optional(node, "take_back", |_| {
            word(node, "take_back", &[("unlimited", TakeBack::Unlimited), ("within_balance", TakeBack::WithinBalance)])
        })?,
        deposit: optional(node, "deposit", |node| exact(node, "required"))?,
    })
}

fn rule(node: &Node) -> Option<RedemptionRule> {
    let level = |node: &Node| Some((exact(node, "from")?, exact(node, "share")?));
    Some(RedemptionRule {
        id: text(node, "id")?,
        filter: optional(node, "where", conditions::filter)?,
        share: exact(node, "share")?,
        most: exact(node, "most"),
        by_quantity: elements(node, "by_quantity").iter().map(level).collect::<Option<_>>()?,
    })
}
