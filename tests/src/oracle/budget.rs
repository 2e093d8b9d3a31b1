//! Money of all partners together: what is left of the awards when it is short.

use std::cmp::Ordering;

use num_rational::BigRational;
use serde_json::{Value, json};

use super::award::Award;
use super::number::{apportion, parse};
use super::{Measure, Question, sorted, text, zero};

impl Question<'_> {
    /// Cuts what the budgets cannot pay, and says what each of them gave. The awards stand by partner id, then document order.
    pub(super) fn spend(&self, awards: &mut [Award<'_>]) -> Vec<Value> {
        sorted(&self.programme["budgets"]).into_iter().map(|(name, budget)| self.spend_one(name, budget, awards)).collect()
    }

    fn spend_one(&self, name: &str, budget: &Value, awards: &mut [Award<'_>]) -> Value {
        let amount = parse(&budget["amount"]);
        let of_it = |award: &Award<'_>| award.incentive.get("budget").is_some_and(|other| other == name);
        let scale = awards.iter().find(|award| of_it(award)).map_or(self.scale(), |award| award.unit.scale);
        let mut demands: Vec<&mut Award<'_>> = awards.iter_mut().filter(|award| of_it(award) && award.amount > zero()).collect();
        let demand: BigRational = demands.iter().map(|award| &award.amount).sum();
        if demand > amount {
            if text(&budget["when_short"]) == "proportional" {
                let exact: Vec<BigRational> = demands.iter().map(|award| &amount * &award.amount / &demand).collect();
                demands.into_iter().zip(apportion(&exact, scale)).for_each(|(award, given)| award.set(given));
            } else {
                let highest = text(&budget["first"]) == "highest";
                let rank = |partner| self.metric(text(&budget["order_by"]), partner);
                // the sort is stable: equal ones stay by partner id and document order
                demands.sort_by(|a, b| first(&rank(a.partner), &rank(b.partner), highest));
                let mut rest = amount.clone();
                for award in demands {
                    let given = award.amount.clone().min(rest.clone());
                    rest -= &given;
                    award.set(given);
                }
            }
        }
        let given = demand.clone().min(amount.clone());
        let text = |number| super::number::money_text(number, scale);
        json!({ "budget": name, "amount": text(&amount), "demand": text(&demand), "given": text(&given) })
    }
}

/// Which of two values comes first; unknown ones come last.
pub(super) fn first(a: &Measure, b: &Measure, highest: bool) -> Ordering {
    match (a.known(), b.known()) {
        (Some(a), Some(b)) if highest => b.cmp(a),
        (Some(a), Some(b)) => a.cmp(b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}
