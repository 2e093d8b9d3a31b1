//! Tier prices.

use crate::amount::{Exact, Rounding};
use crate::document::read::value::{Form, Value};
use crate::price::{Discount, Discounts, Off, Prices};

pub(super) fn prices(value: Value<'_>) -> Prices {
    let rounding = value.at("rounding");
    Prices {
        discounts: value.list("discounts", discount),
        combine: value.choice("combine", &Discounts::ALL, Discounts::BestOf),
        scale: rounding.count("scale"),
        rounding: rounding.choice("mode", &Rounding::ALL, Rounding::HalfUp),
        not_below: value.maybe_exact("not_below"),
    }
}

fn discount(value: Value<'_>) -> Discount {
    let forms: [Form<Exact, Off>; 3] = [("off", Off::Share), ("amount_off", Off::Amount), ("price", Off::Price)];
    let gives = forms.into_iter().find_map(|(name, off)| Some(off(value.get(name)?.number())));
    Discount {
        id: value.text("id"),
        title: value.title(),
        requires: value.requires(),
        filter: value.filter("where"),
        gives: gives.unwrap_or_else(|| value.unread(Off::Share(Exact::ZERO))),
    }
}
