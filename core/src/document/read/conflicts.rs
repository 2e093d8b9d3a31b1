//! Deal registration policies.

use crate::conflict::{ClaimTie, FirstDay, RegistrationPolicy};
use crate::record::ColumnPath;

use super::value::Value;

pub(super) fn policy(id: &str, value: Value<'_>) -> RegistrationPolicy {
    let protection = value.at("protection");
    let first_days = [("counted", FirstDay::Counted), ("not_counted", FirstDay::NotCounted)];
    let ties = [("lowest_id", ClaimTie::LowestId), ("review", ClaimTie::Review)];
    RegistrationPolicy {
        id: id.to_owned(),
        title: value.title(),
        matches: value.list("match", |column| ColumnPath::parse(&column.string())),
        order_by: value.text("order_by"),
        valid: value.filter("valid"),
        protection_days: protection.days(),
        first_day: protection.choice("first_day", &first_days, FirstDay::Counted),
        tie: value.choice("tie", &ties, ClaimTie::Review),
    }
}
