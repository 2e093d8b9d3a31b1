//! The tier ladder.

use crate::node::Node;
use crate::tier::{Qualify, Tier, TierLadder};

use super::{Names, conditions, elements, text, title, word};

pub(super) fn ladder(node: &Node, names: Names<'_>) -> Option<TierLadder> {
    let rung = |node: &Node| Some((tier(node)?, conditions::rule(node.member("requires")?, names)?));
    Some(TierLadder {
        base: tier(node.member("base")?)?,
        qualify: word(node, "qualify", &[("highest_met", Qualify::HighestMet), ("consecutive", Qualify::Consecutive)])?,
        ladder: elements(node, "ladder").iter().map(rung).collect::<Option<_>>()?,
    })
}

fn tier(node: &Node) -> Option<Tier> {
    Some(Tier { id: text(node, "id")?, title: title(node) })
}
