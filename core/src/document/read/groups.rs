//! Groups of incentives, and limits on what is paid.

use crate::group::{Combine, Group};
use crate::incentive::PayoutLimits;
use crate::node::Node;

use super::{elements, exact, title};

pub(super) fn group(id: &str, node: &Node, incentives: &[&str]) -> Option<Group> {
    let combine = match node.text().or_else(|| node.member("combine")?.text())? {
        "best_of" => Combine::BestOf,
        "exclusive" => Combine::Exclusive,
        "joint" => Combine::Joint,
        _ => {
            let position = |node: &Node| incentives.iter().position(|id| Some(*id) == node.text());
            Combine::Priority(elements(node, "order").iter().map(position).collect::<Option<_>>()?)
        }
    };
    Some(Group { id: id.to_owned(), title: title(node), combine, limits: limits(node) })
}

pub(super) fn limits(node: &Node) -> PayoutLimits {
    PayoutLimits { cap: exact(node, "cap"), floor: exact(node, "floor") }
}
