//! What several partners share: budgets, pools, contests.

use crate::budget::{Budget, First, WhenShort};
use crate::contest::{Contest, Ties};
use crate::document::place::number;
use crate::document::read::value::Value;
use crate::pool::{LeftOver, Pool, PoolAmount};

pub(super) fn budget(id: &str, value: Value<'_>) -> Budget {
    let when_short = match value.node.member("when_short").and_then(|word| word.text()) {
        Some("proportional") => WhenShort::Proportional,
        _ => WhenShort::Priority { order_by: value.at("order_by").metric(), first: first(value) },
    };
    Budget { id: id.to_owned(), title: value.title(), amount: value.exact("amount"), when_short }
}

fn first(value: Value<'_>) -> First {
    value.choice("first", &First::ALL, First::Highest)
}

pub(super) fn pool(id: &str, value: Value<'_>) -> Pool {
    let amount = value.at("amount");
    let left_over = [("redistributed", LeftOver::Redistributed), ("kept", LeftOver::Kept)];
    Pool {
        id: id.to_owned(),
        title: value.title(),
        amount: match number(amount.node) {
            Some(amount) => PoolAmount::Amount(amount),
            None => PoolAmount::PercentOfTotal { metric: amount.at("percent_of_total").metric(), rate: amount.exact("rate") },
        },
        shared_by: value.at("shared_by").metric(),
        requires: value.requires(),
        cap: value.maybe_exact("cap"),
        left_over: value.choice("left_over", &left_over, LeftOver::Kept),
    }
}

pub(super) fn contest(id: &str, value: Value<'_>) -> Contest {
    let ties = value.at("ties");
    let words = [("share", Ties::Share), ("each", Ties::Each), ("review", Ties::Review)];
    Contest {
        id: id.to_owned(),
        title: value.title(),
        rank_by: value.at("rank_by").metric(),
        first: first(value),
        requires: value.requires(),
        minimum: value.maybe_exact("minimum"),
        participants: value.count("participants"),
        prizes: value.list("prizes", Value::number),
        ties: match ties.node.text() {
            Some(_) => value.choice("ties", &words, Ties::Review),
            None => Ties::ThenBy { metric: ties.at("then_by").metric(), first: first(ties) },
        },
    }
}
