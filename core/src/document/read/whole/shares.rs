//! What several partners share: budgets, pools, contests.

use crate::budget::{Budget, First, WhenShort};
use crate::contest::{Contest, Ties};
use crate::node::Node;
use crate::pool::{LeftOver, Pool, PoolAmount};

use super::super::super::place::{integer, number};
use super::super::{Names, conditions, elements, exact, metric, optional, title, word};

pub(super) fn budget(id: &str, node: &Node, names: Names<'_>) -> Option<Budget> {
    let when_short = match node.member("when_short")?.text()? {
        "proportional" => WhenShort::Proportional,
        _ => WhenShort::Priority { order_by: metric(node, "order_by", names)?, first: word(node, "first", &First::ALL)? },
    };
    Some(Budget { id: id.to_owned(), title: title(node), amount: exact(node, "amount")?, when_short })
}

pub(super) fn pool(id: &str, node: &Node, names: Names<'_>) -> Option<Pool> {
    let amount = node.member("amount")?;
    Some(Pool {
        id: id.to_owned(),
        title: title(node),
        amount: match number(amount) {
            Some(amount) => PoolAmount::Amount(amount),
            None => PoolAmount::PercentOfTotal { metric: metric(amount, "percent_of_total", names)?, rate: exact(amount, "rate")? },
        },
        shared_by: metric(node, "shared_by", names)?,
        requires: optional(node, "requires", |node| conditions::rule(node, names))?,
        cap: exact(node, "cap"),
        left_over: word(node, "left_over", &[("redistributed", LeftOver::Redistributed), ("kept", LeftOver::Kept)])?,
    })
}

pub(super) fn contest(id: &str, node: &Node, names: Names<'_>) -> Option<Contest> {
    let ties = node.member("ties")?;
    Some(Contest {
        id: id.to_owned(),
        title: title(node),
        rank_by: metric(node, "rank_by", names)?,
        first: word(node, "first", &First::ALL)?,
        requires: optional(node, "requires", |node| conditions::rule(node, names))?,
        minimum: exact(node, "minimum"),
        participants: u32::try_from(integer(node.member("participants")?)?).ok()?,
        prizes: elements(node, "prizes").iter().map(number).collect::<Option<_>>()?,
        ties: match ties.text() {
            Some(_) => word(node, "ties", &[("share", Ties::Share), ("each", Ties::Each), ("review", Ties::Review)])?,
            None => Ties::ThenBy { metric: metric(ties, "then_by", names)?, first: word(ties, "first", &First::ALL)? },
        },
    })
}
