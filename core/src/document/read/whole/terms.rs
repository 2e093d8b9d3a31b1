//! Terms of settlement.

use crate::period::Unit;
use crate::terms::{AuditTerms, Confirmation, RedemptionRule, TakeBack, Terms};

use crate::document::read::incentives;
use crate::document::read::value::Value;

pub(super) fn terms(value: Value<'_>) -> Terms {
    let valid = value.at("valid");
    let confirmations = [("required", Confirmation::Required), ("automatic", Confirmation::Automatic)];
    let take_back = [("unlimited", TakeBack::Unlimited), ("within_balance", TakeBack::WithinBalance)];
    Terms {
        confirmation: value.choice("confirmation", &confirmations, Confirmation::Required),
        // a word says that there is no end
        valid: if valid.node.text().is_some() { None } else { Some(valid.length()) },
        redemption: value.list("redemption", rule),
        order_share: value.maybe_exact("order_share"),
        smallest_payment: value.maybe_exact("smallest_payment"),
        take_back: value.word("take_back", &take_back),
        deposit: value.optional("deposit", |value| incentives::limit(value.at("required"))),
        audit: value.optional("audit", |value| AuditTerms {
            period: value.choice("period", &Unit::ALL, Unit::Year),
            within: value.at("within").length(),
        }),
    }
}

fn rule(value: Value<'_>) -> RedemptionRule {
    RedemptionRule {
        id: value.text("id"),
        filter: value.filter("where"),
        share: value.exact("share"),
        most: value.maybe_exact("most"),
        by_quantity: value.list("by_quantity", |value| (value.exact("from"), value.exact("share"))),
    }
}
