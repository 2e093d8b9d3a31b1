//! Pools: an amount given out in proportion to a metric.

use num_rational::BigRational;
use serde_json::{Value, json};

use super::number::{apportion, cut_off, parse, round};
use super::{Question, sorted, text, zero};

/// A pool given out.
struct Given<'a> {
    amount: BigRational,
    /// By partner id, those that share.
    shares: Vec<(&'a str, BigRational)>,
}

impl<'a> Question<'a> {
    /// The share of a partner, 0 when it has none.
    pub(super) fn share(&self, pool: &str, partner: &str) -> BigRational {
        let given = self.pool(&self.programme["pools"][pool]);
        given.shares.into_iter().find(|share| share.0 == partner).map_or_else(zero, |share| share.1)
    }

    pub(super) fn pools(&self) -> Vec<Value> {
        let pools = sorted(&self.programme["pools"]).into_iter();
        pools
            .map(|(name, pool)| {
                let given = self.pool(pool);
                let sum = given.shares.iter().map(|share| &share.1).sum();
                json!({ "pool": name, "amount": self.money(&given.amount), "given": self.money(&sum), "sharing": given.shares.len() })
            })
            .collect()
    }

    fn pool(&self, pool: &Value) -> Given<'a> {
        let amount = self.pool_amount(&pool["amount"]);
        let takes_part = |partner: &&str| self.takes_part(pool, partner);
        let weight = |partner| self.metric(text(&pool["shared_by"]), partner).known().filter(|weight| **weight > zero()).cloned();
        let (partners, weights): (Vec<&str>, Vec<BigRational>) =
            self.partner_ids().into_iter().filter(takes_part).filter_map(|partner| Some((partner, weight(partner)?))).unzip();
        let weights = cut_off(&weights);
        let shares = match pool.get("cap").map(parse) {
            None => in_proportion(&amount, &weights),
            Some(cap) if text(&pool["left_over"]) == "kept" => {
                in_proportion(&amount, &weights).into_iter().map(|share| share.min(cap.clone())).collect()
            }
            Some(cap) => redistributed(&amount, &weights, &cap),
        };
        let shares = partners.into_iter().zip(apportion(&shares, self.scale())).collect();
        Given { amount, shares }
    }

    fn pool_amount(&self, written: &Value) -> BigRational {
        let Some(metric) = written.get("percent_of_total") else { return parse(written) };
        let values = self.partner_ids().into_iter().filter_map(|partner| self.metric(text(metric), partner).known().cloned());
        let amount = values.sum::<BigRational>() * parse(&written["rate"]);
        if amount <= zero() { zero() } else { round(&amount, self.scale(), text(&self.programme["rounding"]["mode"])) }
    }
}

fn in_proportion(amount: &BigRational, weights: &[BigRational]) -> Vec<BigRational> {
    let all: BigRational = weights.iter().sum();
    weights.iter().map(|weight| amount * weight / &all).collect()
}

/// Water-filling: whoever comes to more than the cap gets the cap, and the rest is given to the others, until none is above.
fn redistributed(amount: &BigRational, weights: &[BigRational], cap: &BigRational) -> Vec<BigRational> {
    let mut capped = vec![false; weights.len()];
    loop {
        let rest = amount - cap * BigRational::from_integer(capped.iter().filter(|capped| **capped).count().into());
        let open: Vec<BigRational> =
            weights.iter().zip(&capped).map(|(weight, capped)| if *capped { zero() } else { weight.clone() }).collect();
        if capped.iter().all(|capped| *capped) {
            return vec![cap.clone(); weights.len()];
        }
        let shares = in_proportion(&rest, &open);
        let above: Vec<usize> = (0..weights.len()).filter(|index| !capped[*index] && shares[*index] > *cap).collect();
        if above.is_empty() {
            return shares.into_iter().zip(capped).map(|(share, capped)| if capped { cap.clone() } else { share }).collect();
        }
        above.into_iter().for_each(|index| capped[index] = true);
    }
}
