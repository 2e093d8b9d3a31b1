//! Cost shares: what partners paid for together, and who owes whom.

use num_rational::BigRational;
use serde_json::{Value, json};

use super::number::{cut_off, exact_text, round, split};
use super::share::{Counted, Place, told};
use super::{Question, sorted, text, zero};

impl Question<'_> {
    pub(super) fn cost_shares(&self) -> Vec<Value> {
        sorted(&self.programme["cost_shares"]).into_iter().map(|(id, rule)| self.cost_share(id, rule)).collect()
    }

    fn cost_share(&self, id: &str, rule: &Value) -> Value {
        let place = Place::new("cost_shares", id, rule);
        let partners: Vec<&str> = self.partner_ids().into_iter().filter(|partner| self.takes_part(rule, partner)).collect();
        let payments: Vec<Counted> = partners.iter().map(|partner| self.counted_as(&place, "paid", partner)).collect();
        let weights: Vec<Counted> = partners.iter().map(|partner| self.weight(&place, partner)).collect();
        let paid: Vec<BigRational> =
            payments.iter().map(|counted| round(&counted.number, self.scale(), text(&self.programme["rounding"]["mode"]))).collect();
        let total: BigRational = paid.iter().sum();
        let unknown = payments.iter().zip(&weights).filter(|(paid, weight)| paid.is_unknown || weight.is_unknown).count();
        let numbers: Vec<BigRational> = weights.iter().map(|weight| weight.number.clone()).collect();
        let mut reasons = Vec::new();
        let shares = if let Some(held) = place.held(unknown) {
            reasons.push(held);
            paid.clone()
        } else if numbers.iter().all(|weight| *weight == zero()) {
            reasons.push(place.no_weight("shared_by", &json!("as_paid")));
            paid.clone()
        } else {
            split(&total, &cut_off(&numbers), self.scale())
        };
        let nets: Vec<BigRational> = paid.iter().zip(&shares).map(|(paid, share)| paid - share).collect();
        let rows: Vec<Value> = partners
            .iter()
            .enumerate()
            .map(|(index, partner)| {
                let said = payments[index].reasons.iter().chain(&weights[index].reasons).cloned().collect();
                json!({
                    "partner": partner, "paid": self.money(&paid[index]), "weight": exact_text(&numbers[index]),
                    "share": self.money(&shares[index]), "net": self.money(&nets[index]), "reasons": told(said)
                })
            })
            .collect();
        let transfers: Vec<Value> = transfers(nets)
            .into_iter()
            .map(|(from, to, amount)| json!({ "from": partners[from], "to": partners[to], "amount": self.money(&amount) }))
            .collect();
        json!({ "cost_share": id, "total": self.money(&total), "rows": rows, "transfers": transfers, "reasons": told(reasons) })
    }
}

/// As long as somebody owes, the one that owes most pays the one that is owed most: who, whom, how much.
fn transfers(mut nets: Vec<BigRational>) -> Vec<(usize, usize, BigRational)> {
    let mut made = Vec::new();
    while nets.iter().any(|net| *net < zero()) {
        // the first of equal ones
        let from = (0..nets.len()).min_by_key(|index| nets[*index].clone()).expect("somebody owes");
        let to = (0..nets.len()).min_by_key(|index| -nets[*index].clone()).expect("somebody is owed");
        let amount = (-nets[from].clone()).min(nets[to].clone());
        nets[from] += &amount;
        nets[to] -= &amount;
        made.push((from, to, amount));
    }
    made
}
