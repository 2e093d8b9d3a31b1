//! Tier prices.

use num_rational::BigRational;
use serde_json::{Value, json};

use super::number::{exact_text, money_text, parse, round};
use super::{Question, date, list, text, zero};

/// A discount of the document as it applies.
enum Discount {
    Percent(BigRational),
    Amount(BigRational),
    Fixed(BigRational),
}

impl Discount {
    fn new(written: &Value) -> Discount {
        let number = |member: &str| written.get(member).map(parse);
        number("off")
            .map(Discount::Percent)
            .or_else(|| number("amount_off").map(Discount::Amount))
            .or_else(|| number("price").map(Discount::Fixed))
            .expect("a discount has a kind")
    }

    fn on(&self, price: &BigRational) -> BigRational {
        match self {
            Discount::Percent(share) => price - price * share,
            Discount::Amount(amount) => price - amount,
            // no discount raises a price
            Discount::Fixed(fixed) => fixed.clone().min(price.clone()),
        }
    }
}

impl Question<'_> {
    /// The answer to a price question, or the code of the refusal.
    pub(super) fn price(&self, partner: &str, product: &str) -> Value {
        let of_the_day = self.table("list_prices").into_iter().find(|row| {
            let ended = self.date_cell(row, "until").is_some_and(|until| until <= self.as_of);
            row["product"] == product && date(text(&row["from"])) <= self.as_of && !ended
        });
        let Some(row) = of_the_day else {
            return json!({ "partner": partner, "product": product, "reasons": [{ "code": "no_list_price" }] });
        };
        let list_price = parse(&row["price"]);
        let prices = &self.programme["prices"];
        let tier = self.tier(partner);
        let record = self.record("products", product).expect("the product is there");
        let discounts: Vec<(&Value, Option<Discount>)> = list(&prices["discounts"])
            .iter()
            .map(|discount| {
                let applies = discount.get("requires").is_none_or(|requires| self.condition(requires, partner, tier.as_deref()))
                    && discount.get("where").is_none_or(|filter| self.filter(filter, "products", record));
                (discount, applies.then(|| Discount::new(discount)))
            })
            .collect();
        let mut price = list_price.clone();
        let mut reasons = Vec::new();
        let best = discounts
            .iter()
            .filter_map(|(discount, applied)| Some((applied.as_ref()?.on(&list_price), &discount["id"])))
            .fold(None, |best: Option<(BigRational, &Value)>, next| best.filter(|best| best.0 <= next.0).or(Some(next)));
        let combine = text(&prices["combine"]);
        for (discount, applied) in &discounts {
            let Some(applied) = applied else {
                reasons.push(json!({ "code": "discount_not_applicable", "id": discount["id"] }));
                continue;
            };
            let contribution = match combine {
                "best_of" => {
                    let (lowest, id) = best.as_ref().expect("one applies");
                    if **id != discount["id"] {
                        reasons.push(json!({ "code": "discount_superseded", "id": discount["id"] }));
                        continue;
                    }
                    lowest - &list_price
                }
                "one_after_another" => applied.on(&price) - &price,
                // a percent of the list price and an amount do not depend on their order
                _ => applied.on(&list_price) - &list_price,
            };
            price += &contribution;
            reasons.push(json!({ "code": "discount", "id": discount["id"], "contribution": exact_text(&contribution) }));
        }
        let least = prices.get("not_below").map_or_else(zero, |share| parse(share) * &list_price);
        if price < least {
            reasons.push(json!({ "code": "raised_to_minimum", "contribution": exact_text(&(&least - &price)) }));
            price = least.clone();
        }
        let scale = prices["rounding"]["scale"].as_u64().and_then(|scale| u32::try_from(scale).ok()).expect("a small scale");
        let mut rounded = round(&price, scale, text(&prices["rounding"]["mode"]));
        if rounded < least {
            rounded = round(&least, scale, "ceiling");
        }
        if rounded != price {
            reasons.push(json!({ "code": "rounded", "contribution": exact_text(&(&rounded - &price)) }));
        }
        json!({
            "partner": partner, "product": product, "list": exact_text(&list_price), "price": money_text(&rounded, scale), "reasons": reasons
        })
    }
}
