//! What an incentive pays: parts and their bands.

use serde_json::{Map, Value, json};

use super::incentive::Reward;
use super::{FROMS, Maker, Metric, Place, RATES, one};

impl Maker {
    pub(super) fn part(&mut self, reward: Reward, group: Option<&str>) -> Value {
        let mut part = Map::new();
        let mut may_be_unknown = false;
        match self.rng.u32(..32) {
            0 | 1 => {
                let amount = self.amount(self.scale);
                part.insert("lump_sum".to_owned(), json!(amount));
            }
            choice @ 2..=5 => {
                let kind = ["lump_sum_by_level", "lump_sum_by_level", "lump_sum_of_levels", "lump_sum_interpolated"];
                let by = self.any_metric();
                let bands = self.bands(&by, "amount", None, true, &mut may_be_unknown);
                part.insert(kind[choice as usize - 2].to_owned(), bands);
            }
            6 if !self.tiers.is_empty() => {
                let amounts = self.by_tier(&["0", "5", "50", "100.5"]);
                part.insert("lump_sum_by_tier".to_owned(), amounts);
            }
            7 | 8 if reward == Reward::Money && !self.contests.is_empty() => {
                part.insert("prize_in".to_owned(), json!(self.contests.pop()));
            }
            9 | 10 if reward == Reward::Money && !self.pools.is_empty() => {
                part.insert("share_of_pool".to_owned(), json!(self.pools.pop()));
            }
            11 | 12 => self.differential(&mut part),
            13 | 14 => {
                let measure = self.any_metric();
                may_be_unknown = measure.may_be_unknown;
                part.insert("amount_per_full".to_owned(), json!(measure.name));
                part.insert("step".to_owned(), json!(self.pick(&["1", "0.5", "10", "100", "100.5"])));
                part.insert("above".to_owned(), json!(self.pick(&["0", "0", "1", "50", "100"])));
                part.insert("amount".to_owned(), json!(self.pick(&["1", "5", "0.01"])));
                self.measured(&mut part, group, &mut may_be_unknown);
            }
            15 => {
                let measure = self.money_metric();
                may_be_unknown = measure.may_be_unknown;
                part.insert("amount_of".to_owned(), json!(measure.name));
                part.insert("when_negative".to_owned(), json!(self.pick(&["nothing", "deduct"])));
            }
            16 => {
                let measure = self.any_metric();
                may_be_unknown = measure.may_be_unknown;
                part.insert("interest_on".to_owned(), json!(measure.name));
                part.insert("annual_rate".to_owned(), json!(self.pick(&["0.06", "0.0365", "1"])));
                part.insert("year_days".to_owned(), json!(self.one_of(&[360, 365])));
                part.insert("when_negative".to_owned(), json!(self.pick(&["nothing", "deduct"])));
            }
            17..=20 => self.one_by_one(&mut part, reward, &mut may_be_unknown),
            21 | 22 => self.running(&mut part, &mut may_be_unknown),
            _ => self.rated(&mut part, group, &mut may_be_unknown),
        }
        // a choice above that had nothing to choose from
        if part.is_empty() {
            part.insert("lump_sum".to_owned(), json!("7"));
        }
        if may_be_unknown {
            part.insert("unknown".to_owned(), json!(self.pick(&["nothing", "nothing", "nothing", "hold"])));
        }
        if self.chance(25) {
            let when = self.condition(Place::Later, 1);
            part.insert("when".to_owned(), when);
        }
        Value::Object(part)
    }

    /// A percent or an amount per unit: flat, by tier or by bands.
    fn rated(&mut self, part: &mut Map<String, Value>, group: Option<&str>, may_be_unknown: &mut bool) {
        let (kind, level, by_tier, measure) = if self.chance(60) {
            ("percent_of", "rate", "rates_by_tier", self.money_metric())
        } else {
            ("amount_per_unit_of", "amount", "amounts_by_tier", self.any_metric())
        };
        *may_be_unknown |= measure.may_be_unknown;
        part.insert(kind.to_owned(), json!(measure.name));
        match self.rng.u32(..8) {
            0 | 1 => {
                part.insert(level.to_owned(), json!(self.pick(RATES)));
                part.insert("when_negative".to_owned(), json!(self.pick(&["nothing", "deduct"])));
            }
            2 if !self.tiers.is_empty() => {
                let rates = self.by_tier(&["0", "0.01", "0.125", "1"]);
                part.insert(by_tier.to_owned(), rates);
                part.insert("when_negative".to_owned(), json!(self.pick(&["nothing", "deduct"])));
            }
            3 | 4 => {
                let method = self.pick(&["whole_amount", "interpolated"]);
                let by = self.any_metric();
                let bands = self.bands(&by, level, Some(method), by.name == measure.name, may_be_unknown);
                part.insert("bands".to_owned(), bands);
            }
            _ => {
                let method =
                    self.pick(&["whole_amount", "interpolated", "graduated", "graduated", "overlapping_on_all", "overlapping_to_bounds"]);
                let bands = self.bands(&measure, level, Some(method), true, may_be_unknown);
                part.insert("bands".to_owned(), bands);
            }
        }
        self.measured(part, group, may_be_unknown);
    }

    /// What may be taken off a measure before it is paid on.
    fn measured(&mut self, part: &mut Map<String, Value>, group: Option<&str>, may_be_unknown: &mut bool) {
        if self.chance(25) {
            part.insert("measure_cap".to_owned(), json!(self.pick(&["0", "10", "100", "150", "500.5"])));
        }
        // only what is written already, so that there is no circle; and never of the same group
        let others: Vec<String> = self
            .written
            .iter()
            .filter(|other| other.reward == Reward::Money && (group.is_none() || other.group != group))
            .map(|other| other.id.clone())
            .collect();
        if !others.is_empty() && self.chance(30) {
            let mut less: Vec<&String> = others.iter().filter(|_| self.rng.bool()).collect();
            if less.is_empty() {
                less.push(&others[0]);
            }
            part.insert("less".to_owned(), json!(less));
            // any of them may be held
            *may_be_unknown = true;
        }
    }

    fn differential(&mut self, part: &mut Map<String, Value>) {
        let own: Vec<Metric> = self.metrics.iter().filter(|metric| metric.is_money && metric.is_own).cloned().collect();
        if own.is_empty() {
            return;
        }
        let measure = own[self.rng.usize(..own.len())].clone();
        let rates = if !self.tiers.is_empty() && self.rng.bool() {
            json!({ "by_tier": self.by_tier(&["0", "0.01", "0.05", "0.5"]) })
        } else {
            let by = self.any_metric();
            let levels = self.levels("rate");
            json!({ "by": by.name, "boundary": self.pick(&["from_included", "from_excluded"]), "method": "whole_amount", "levels": levels })
        };
        part.insert("level_differential".to_owned(), json!(measure.name));
        part.insert("rates".to_owned(), rates);
        part.insert("levels".to_owned(), json!(self.one_of(&[1, 1, 2, 3, 9])));
    }

    pub(super) fn by_tier(&mut self, numbers: &[&'static str]) -> Value {
        let tiers = self.tiers.clone();
        tiers.into_iter().map(|tier| (tier.to_owned(), json!(self.pick(numbers)))).collect::<Map<_, _>>().into()
    }

    fn levels(&mut self, member: &str) -> Vec<Value> {
        let froms = self.some(FROMS);
        let level = |from| {
            let mut level = one("from", json!(from));
            level[member] = json!(self.pick(RATES));
            level
        };
        with_ends(froms.into_iter().map(level).collect())
    }

    pub(super) fn bands(
        &mut self,
        by: &Metric,
        member: &str,
        method: Option<&str>,
        by_is_measure: bool,
        may_be_unknown: &mut bool,
    ) -> Value {
        *may_be_unknown |= by.may_be_unknown;
        let levels = self.levels(member);
        let from_zero = levels[0]["from"] == "0";
        let mut bands = json!({ "by": by.name, "boundary": self.pick(&["from_included", "from_excluded"]), "levels": levels });
        if let Some(method) = method {
            bands["method"] = json!(method);
            if !from_zero && !method.starts_with("overlapping") && method != "running" {
                bands["base"] = json!(if by_is_measure { self.pick(&["from_zero", "from_first"]) } else { "from_zero" });
            }
        }
        if self.chance(20) {
            let times = self.any_metric();
            *may_be_unknown |= times.may_be_unknown;
            bands["from_times"] = json!(times.name);
            bands["when_not_positive"] = json!(self.pick(&["nothing", "nothing", "hold"]));
        }
        bands
    }
}

/// Of many levels all but the last say where they end.
pub(super) fn with_ends(mut levels: Vec<Value>) -> Vec<Value> {
    let starts: Vec<Value> = levels.iter().skip(1).map(|level| level["from"].clone()).collect();
    if starts.len() > 1 {
        levels.iter_mut().zip(starts).for_each(|(level, start)| level["until"] = start);
    }
    levels
}
