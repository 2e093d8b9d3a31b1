//! Awards of one partner: parts, rounding, floor and cap, gates, groups, payout.

use num_rational::BigRational;
use serde_json::{Value, json};

use super::number::{parse, round};
use super::{Measure, Question, list, object, text, zero};

struct Award<'a> {
    incentive: &'a str,
    group: Option<&'a str>,
    outcome: &'static str,
    earned: BigRational,
    amount: BigRational,
}

/// What one part gives.
enum Part {
    Pays(BigRational),
    Hold,
}

impl<'a> Question<'a> {
    /// The awards in document order, and the total that is paid.
    pub(super) fn awards(&self, partner: &str, tier: Option<&str>) -> (Value, BigRational) {
        let mut awards: Vec<Award<'a>> =
            list(&self.programme["incentives"]).iter().map(|incentive| self.award(incentive, partner, tier)).collect();
        if let Some(groups) = self.programme.get("groups") {
            for group in object(groups).keys() {
                best_of(&mut awards, group);
            }
        }
        let mut total = awards.iter().fold(zero(), |sum, award| sum + &award.amount);
        let payout = &self.programme["payout"];
        if let Some(floor) = payout.get("floor") {
            total = total.max(parse(floor));
        }
        if let Some(cap) = payout.get("cap") {
            total = total.min(parse(cap));
        }
        let awards = awards
            .iter()
            .map(|award| json!({ "incentive": award.incentive, "outcome": award.outcome, "earned": self.money(&award.earned), "amount": self.money(&award.amount) }))
            .collect();
        (Value::Array(awards), total)
    }

    fn award(&self, incentive: &'a Value, partner: &str, tier: Option<&str>) -> Award<'a> {
        let holds = |member: &str| incentive.get(member).is_none_or(|condition| self.condition(condition, partner, tier));
        let decided = |outcome, earned: BigRational, amount| Award {
            incentive: text(&incentive["id"]),
            group: incentive.get("group").map(text),
            outcome,
            earned,
            amount,
        };
        if !holds("requires") {
            return decided("not_applicable", zero(), zero());
        }
        let mut sum = zero();
        let mut held = false;
        for part in list(&incentive["pays"]) {
            if part.get("when").is_some_and(|when| !self.condition(when, partner, tier)) {
                continue;
            }
            match self.part(part, partner) {
                Part::Pays(amount) => sum += amount,
                Part::Hold => held = true,
            }
        }
        if held {
            return decided("held", zero(), zero());
        }
        let mut earned = round(&sum, self.scale(), text(&self.programme["rounding"]["mode"]));
        if let Some(floor) = incentive.get("floor") {
            earned = earned.max(parse(floor));
        }
        if let Some(cap) = incentive.get("cap") {
            earned = earned.min(parse(cap));
        }
        if !holds("gates") {
            return decided("withheld", earned, zero());
        }
        let outcome = if earned == zero() { "nothing" } else { "paid" };
        decided(outcome, earned.clone(), earned)
    }

    fn part(&self, part: &Value, partner: &str) -> Part {
        if let Some(amount) = part.get("lump_sum") {
            return Part::Pays(parse(amount));
        }
        let unknown = || {
            if text(&part["unknown"]) == "hold" { Part::Hold } else { Part::Pays(zero()) }
        };
        if let Some(bands) = part.get("lump_sum_by_level") {
            let Measure::Known(by) = self.metric(text(&bands["by"]), partner) else {
                return unknown();
            };
            return Part::Pays(level(bands, &by).map_or_else(zero, |level| parse(&level["amount"])));
        }
        let (measured, member) =
            part.get("percent_of").map_or_else(|| (&part["amount_per_unit_of"], "amount"), |measured| (measured, "rate"));
        let Measure::Known(measure) = self.metric(text(measured), partner) else {
            return unknown();
        };
        let Some(bands) = part.get("bands") else {
            let nothing = measure < zero() && text(&part["when_negative"]) == "nothing";
            return Part::Pays(if nothing { zero() } else { measure * parse(&part[member]) });
        };
        let Measure::Known(by) = self.metric(text(&bands["by"]), partner) else {
            return unknown();
        };
        if text(&bands["method"]) == "graduated" {
            let levels = list(&bands["levels"]);
            let mut sum = zero();
            for (index, level) in levels.iter().enumerate() {
                let from = parse(&level["from"]);
                let top = levels.get(index + 1).map_or_else(|| measure.clone(), |next| measure.clone().min(parse(&next["from"])));
                if top > from {
                    sum += (top - from) * parse(&level[member]);
                }
            }
            return Part::Pays(sum);
        }
        let reached = level(bands, &by).filter(|_| measure >= zero());
        Part::Pays(reached.map_or_else(zero, |level| measure * parse(&level[member])))
    }
}

/// The level reached by a number, nothing below the first.
fn level<'b>(bands: &'b Value, by: &BigRational) -> Option<&'b Value> {
    let included = text(&bands["boundary"]) == "from_included";
    list(&bands["levels"]).iter().rfind(|level| {
        let from = parse(&level["from"]);
        from < *by || (included && from == *by)
    })
}

/// Of the awards of a group the largest is paid, the others are superseded. Held ones and those that do not apply take no part.
fn best_of(awards: &mut [Award<'_>], group: &str) {
    let members: Vec<usize> = awards
        .iter()
        .enumerate()
        .filter(|(_, award)| award.group == Some(group) && award.outcome != "held" && award.outcome != "not_applicable")
        .map(|(index, _)| index)
        .collect();
    if members.iter().all(|index| awards[*index].amount == zero()) {
        return;
    }
    let best = members
        .iter()
        .copied()
        .min_by(|a, b| awards[*b].amount.cmp(&awards[*a].amount).then_with(|| awards[*a].incentive.cmp(awards[*b].incentive)))
        .expect("a group with an amount has members");
    for index in members.into_iter().filter(|index| *index != best) {
        awards[index].amount = zero();
        awards[index].outcome = "superseded";
    }
}
