//! Deal registration policies.

use crate::conflict::{ClaimTie, FirstDay, RegistrationPolicy};
use crate::node::Node;
use crate::record::ColumnPath;

use super::super::place::integer;
use super::{conditions, elements, optional, text, title, word};

pub(super) fn policy(id: &str, node: &Node) -> Option<RegistrationPolicy> {
    let protection = node.member("protection")?;
    Some(RegistrationPolicy {
        id: id.to_owned(),
        title: title(node),
        matches: elements(node, "match").iter().map(|column| column.text().map(ColumnPath::parse)).collect::<Option<_>>()?,
        order_by: text(node, "order_by")?,
        valid: optional(node, "valid", conditions::filter)?,
        protection_days: u32::try_from(integer(protection.member("days")?)?).ok()?,
        first_day: word(protection, "first_day", &[("counted", FirstDay::Counted), ("not_counted", FirstDay::NotCounted)])?,
        tie: word(node, "tie", &[("lowest_id", ClaimTie::LowestId), ("review", ClaimTie::Review)])?,
    })
}
