//! Tier prices.

use crate::amount::Rounding;
use crate::node::Node;
use crate::price::{Discount, Discounts, Off, Prices};

use super::super::super::place::integer;
use super::super::{Names, conditions, elements, exact, optional, text, title, word};

pub(super) fn prices(node: &Node, names: Names<'_>) -> Option<Prices> {
    let rounding = node.member("rounding")?;
    Some(Prices {
        discounts: elements(node, "discounts").iter().map(|node| discount(node, names)).collect::<Option<_>>()?,
        combine: word(node, "combine", &Discounts::ALL)?,
        scale: u32::try_from(integer(rounding.member("scale")?)?).ok()?,
        rounding: word(rounding, "mode", &Rounding::ALL)?,
        not_below: exact(node, "not_below"),
    })
}

fn discount(node: &Node, names: Names<'_>) -> Option<Discount> {
    Some(Discount {
        id: text(node, "id")?,
        title: title(node),
        requires: optional(node, "requires", |node| conditions::rule(node, names))?,
        filter: optional(node, "where", conditions::filter)?,
        gives: exact(node, "off")
            .map(Off::Share)
            .or_else(|| exact(node, "amount_off").map(Off::Amount))
            .or_else(|| exact(node, "price").map(Off::Price))?,
    })
}
