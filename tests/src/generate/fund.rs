//! Market development funds and what partners ask of them.

use chrono::Days;
use serde_json::{Map, Value, json};

use super::incentive::Reward;
use super::{Maker, Place, day};

const ACTIVITIES: &[&str] = &["exhibition", "display", "seminar"];
const PROOFS: &[&str] = &["invoice", "photo"];
/// What a fund shares with everybody, so that it has no part of it.
const OF_ALL: &[&str] = &["prize_in", "share_of_pool", "level_differential"];

impl Maker {
    pub(super) fn funds(&mut self) -> Value {
        let names = self.some(&["mdf", "co-op", "joint_fund"]);
        names.into_iter().map(|name| (name.to_owned(), self.fund())).collect::<Map<_, _>>().into()
    }

    fn fund(&mut self) -> Value {
        let by_party = self.chance(40);
        let mut accrues = Vec::new();
        for _ in 0..self.rng.usize(1..4) {
            let mut part = self.part(Reward::Money, None);
            if OF_ALL.iter().any(|kind| part.get(kind).is_some()) {
                part = json!({ "lump_sum": self.pick(&["100", "500", "1000"]) });
            }
            if self.chance(4) {
                let measure = self.money_metric();
                part = json!({ "amount_of": measure.name, "when_negative": self.pick(&["nothing", "deduct"]) });
                if measure.may_be_unknown {
                    part["unknown"] = json!(self.pick(&["nothing", "hold"]));
                }
            }
            if by_party {
                part["party"] = json!(self.pick(&["vendor", "partner", "industry"]));
            }
            accrues.push(part);
        }
        let mut fund = json!({
            "accrues": accrues, "participation": self.pick(&["0.5", "1", "0.333333"]), "claim_within": { "days": self.one_of(&[0, 30, 60, 365]) },
            "period": self.pick(&["month", "quarter", "half_year", "year", "programme"]),
            "expires": match self.rng.u32(..4) {
                0 => json!("period_end"),
                1 => json!({ "days": self.one_of(&[1, 30, 90]) }),
                _ => json!({ "months": self.one_of(&[1, 6, 12]) }),
            }
        });
        if self.chance(40) {
            fund["cap"] = if self.rng.bool() { json!(self.amount(self.scale)) } else { self.limit_by_metric() };
        }
        if self.chance(20) {
            fund["requires"] = self.condition(Place::Later, 1);
        }
        if self.chance(40) {
            fund["activities"] = json!(self.some(ACTIVITIES));
        }
        if self.chance(30) {
            fund["claim_cap"] = json!(self.amount(self.scale));
        }
        if self.chance(30) {
            fund["request_before"] = json!({ "days": self.one_of(&[0, 7, 14]) });
        }
        if self.chance(40) {
            fund["proof"] = json!(self.some(PROOFS));
        }
        fund
    }

    /// Requests, claims and proofs, most of them as they should be.
    pub(super) fn asked_of_funds(&mut self, facts: &mut Value, partners: &[&str], programme: &Value) {
        let funds: Vec<String> = programme["funds"].as_object().expect("funds").keys().cloned().collect();
        let (mut requests, mut claims, mut proofs) = (Vec::new(), Vec::new(), Vec::new());
        for index in 0..self.rng.usize(..10) {
            let requested = if self.rng.bool() { self.edge() } else { self.as_of - Days::new(self.rng.u64(..60)) };
            let id = format!("R{index}");
            let fund = if self.chance(5) { "elsewhere" } else { funds[self.rng.usize(..funds.len())].as_str() };
            let mut row = json!({
                "id": id, "partner": partners[self.rng.usize(..partners.len())], "fund": fund, "requested_on": requested.to_string(),
                "amount": self.pick(&["10", "50", "100", "200.5", "1000", "1000", "-1", "0"])
            });
            if self.chance(70) {
                row["activity"] = json!(self.pick(ACTIVITIES));
            }
            if self.rng.bool() {
                row["begins"] = json!((requested + Days::new([0, 6, 7, 14, 30][self.rng.usize(..5)])).to_string());
            }
            if self.chance(70) {
                let begins = row["begins"].as_str().map_or(requested, day);
                row["ends"] = json!((begins + Days::new(self.rng.u64(..20))).to_string());
            }
            let approved = requested + Days::new(self.rng.u64(..10));
            if self.chance(85) {
                row["approved_on"] = json!(approved.to_string());
                if self.chance(30) {
                    row["approved_amount"] = json!(self.pick(&["5", "50", "99.99", "150.005"]));
                }
                if self.chance(70) {
                    row["approver"] = json!("Li Na");
                }
            }
            if self.chance(8) {
                row["declined_on"] = json!((approved + Days::new(self.rng.u64(..10))).to_string());
            }
            self.perhaps_known(&mut row);
            requests.push(row);
            for _ in 0..self.rng.usize(..3) {
                let claim = format!("C{}", claims.len());
                let claimed = match self.rng.u32(..10) {
                    0 => requested,
                    1 => approved + Days::new(60 + self.rng.u64(..200)),
                    _ => approved + Days::new(self.rng.u64(..30)),
                };
                let mut row = json!({
                    "id": claim, "request": id, "claimed_on": claimed.to_string(),
                    "spent": self.pick(&["10", "20", "99.99", "100", "100.01", "1000", "0.01", "0", "-5"])
                });
                self.perhaps_known(&mut row);
                claims.push(row);
                for kind in PROOFS {
                    if self.chance(85) {
                        let mut proof = json!({ "claim": claim, "kind": kind });
                        if self.rng.bool() {
                            proof["reference"] = json!("F-1");
                        }
                        self.perhaps_known(&mut proof);
                        proofs.push(proof);
                    }
                }
            }
        }
        for (table, mut rows) in [("fund_requests", requests), ("fund_claims", claims), ("fund_proofs", proofs)] {
            self.rng.shuffle(&mut rows);
            facts[table] = Value::Array(rows);
        }
    }

    pub(super) fn perhaps_known(&mut self, row: &mut Value) {
        if self.chance(15) {
            row["known_on"] = json!(self.near(self.as_of).to_string());
        }
    }
}
