//! Groups of incentives, and limits on what is paid.

use crate::diagnostic::JsonPointer;
use crate::group::{Combine, Group};
use crate::incentive::PayoutLimits;

use super::value::Value;

pub(super) fn group(id: &str, value: Value<'_>) -> Group {
    let combine = match value.node.text().or_else(|| value.node.member("combine")?.text()) {
        Some("best_of") => Combine::BestOf,
        Some("exclusive") => Combine::Exclusive,
        Some("joint") => Combine::Joint,
        _ => Combine::Priority(value.list("order", Value::incentive)),
    };
    Group { path: JsonPointer::root(), id: id.to_owned(), title: value.title(), combine, limits: limits(value) }
}

pub(super) fn limits(value: Value<'_>) -> PayoutLimits {
    PayoutLimits { cap: value.maybe_exact("cap"), floor: value.maybe_exact("floor") }
}
