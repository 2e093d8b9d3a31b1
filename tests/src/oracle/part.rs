//! What one part of an incentive pays.

use num_rational::BigRational;
use serde_json::Value;

use super::award::{NOTHING_EXPECTED, stands_for};
use super::number::parse;
use super::reward::Unit;
use super::schedule::Schedule;
use super::{Measure, Question, list, policy, text, zero};

/// A number, or the policy (`nothing`, `hold`) of what is not there.
pub(super) type Paid<'p> = Result<BigRational, &'p str>;

impl<'a> Question<'a> {
    pub(super) fn part(&self, part: &'a Value, unit: &Unit<'a>, partner: &'a str, expected: &'a Value) -> Paid<'a> {
        if part.get("for_each").is_some() {
            let results = self.one_by_one(part, unit, partner)?;
            return Ok(results.into_iter().map(|(_, amount)| amount).sum());
        }
        if let Some(amount) = part.get("lump_sum") {
            return Ok(parse(amount));
        }
        if let Some(amounts) = part.get("lump_sum_by_tier") {
            return Ok(self.of_tier(amounts, partner));
        }
        if let Some(contest) = part.get("prize_in") {
            return self.prize(text(contest), partner);
        }
        if let Some(pool) = part.get("share_of_pool") {
            return Ok(self.share(text(pool), partner));
        }
        if let Some(measured) = part.get("level_differential") {
            return Ok(self.differential(part, text(measured), partner));
        }
        self.worked_out(part, partner, &|metric| self.known(part, metric, partner), expected)
    }

    /// A part with levels or a measure, by these values of its metrics.
    pub(super) fn worked_out(&self, part: &'a Value, partner: &'a str, value: &dyn Fn(&str) -> Paid<'a>, expected: &'a Value) -> Paid<'a> {
        for kind in ["lump_sum_by_level", "lump_sum_of_levels", "lump_sum_interpolated"] {
            if let Some(bands) = part.get(kind) {
                let schedule = self.schedule(part, bands, "amount", partner, value, expected)?;
                return Ok(schedule.lump_sum(kind));
            }
        }
        let (kind, measured) = ["percent_of", "amount_per_unit_of", "amount_per_full", "amount_of", "interest_on"]
            .into_iter()
            .find_map(|kind| part.get(kind).map(|measured| (kind, text(measured))))
            .expect("a part has a kind");
        let member = if kind == "percent_of" { "rate" } else { "amount" };
        let whole = value(measured)?;
        if part["bands"]["method"] == "running" {
            let times = self.times(part, &part["bands"], partner, &NOTHING_EXPECTED)?;
            return Ok(self.running(&part["bands"], member, measured, &times, partner));
        }
        let schedule = part.get("bands").map(|bands| self.schedule(part, bands, member, partner, value, expected)).transpose()?;
        let left = self.left(part, whole, partner)?;
        if let Some(schedule) = schedule {
            let by_slices = !["whole_amount", "interpolated"].contains(&text(&part["bands"]["method"]));
            let by = text(&part["bands"]["by"]);
            let expects = stands_for(expected, by).filter(|other| *other != by);
            let (Some(metric), true) = (expects, by_slices) else { return Ok(schedule.pays(&left)) };
            // the average rate at what is expected
            let whole = self.known(expected, metric, partner)?;
            let on = part.get("measure_cap").map_or(whole.clone(), |cap| whole.clone().min(parse(cap)));
            let nothing = whole <= zero() || on <= zero() || left <= zero();
            return Ok(if nothing { zero() } else { schedule.pays(&on) * left / on });
        }
        if kind == "amount_per_full" {
            let steps = ((left - parse(&part["above"])) / parse(&part["step"])).floor().max(zero());
            return Ok(steps * parse(&part["amount"]));
        }
        if left < zero() && text(&part["when_negative"]) == "nothing" {
            return Ok(zero());
        }
        let by_tier = part.get("rates_by_tier").or_else(|| part.get("amounts_by_tier"));
        Ok(match kind {
            "amount_of" => left,
            "interest_on" => left * parse(&part["annual_rate"]) / parse(&part["year_days"]),
            _ => left * by_tier.map_or_else(|| parse(&part[member]), |tiers| self.of_tier(tiers, partner)),
        })
    }

    /// The one rate or amount that a part pays at, and what it is paid on; nothing of parts that pay in another way, or nothing.
    pub(super) fn rate(&self, part: &'a Value, partner: &'a str) -> Option<(BigRational, BigRational)> {
        let applies = part.get("when").is_none_or(|when| self.condition(when, partner, self.tier(partner).as_deref()));
        let (member, measured) =
            part.get("percent_of").map(|measured| ("rate", measured)).or_else(|| Some(("amount", part.get("amount_per_unit_of")?)))?;
        if !applies || part.get("for_each").is_some() {
            return None;
        }
        let whole = self.known(part, text(measured), partner).ok()?;
        let Some(bands) = part.get("bands") else {
            let left = self.left(part, whole, partner).ok()?;
            if left < zero() && part["when_negative"] == "nothing" {
                return None;
            }
            let by_tier = part.get("rates_by_tier").or_else(|| part.get("amounts_by_tier"));
            return Some((by_tier.map_or_else(|| parse(&part[member]), |tiers| self.of_tier(tiers, partner)), left));
        };
        if !["whole_amount", "interpolated"].contains(&text(&bands["method"])) {
            return None;
        }
        let value = |metric: &str| self.known(part, metric, partner);
        let schedule = self.schedule(part, bands, member, partner, &value, &NOTHING_EXPECTED).ok()?;
        schedule.rate(&self.left(part, whole, partner).ok()?)
    }

    /// The measure that is paid on: without the amounts of others, and no more than the cap.
    fn left(&self, part: &'a Value, whole: BigRational, partner: &'a str) -> Paid<'a> {
        let mut left = whole;
        for other in list(&part["less"]) {
            let other = self.award(self.incentive(text(other)), partner);
            if other.outcome == "held" {
                return Err(policy(part));
            }
            left -= other.amount;
        }
        Ok(part.get("measure_cap").map_or(left.clone(), |cap| left.min(parse(cap))))
    }

    /// The bands as they hold for a partner.
    fn schedule(
        &self,
        part: &'a Value,
        bands: &'a Value,
        member: &str,
        partner: &str,
        value: &dyn Fn(&str) -> Paid<'a>,
        expected: &'a Value,
    ) -> Result<Schedule<'a>, &'a str> {
        let by = text(&bands["by"]);
        let by = stands_for(expected, by).map_or_else(|| value(by), |metric| self.known(expected, metric, partner))?;
        let times = self.times(part, bands, partner, expected)?;
        Ok(Schedule::new(bands, member, by, &times))
    }

    /// What the starts of levels are multiplied by.
    pub(super) fn times(&self, part: &'a Value, bands: &'a Value, partner: &str, expected: &'a Value) -> Paid<'a> {
        let Some(metric) = bands.get("from_times") else { return Ok(BigRational::from_integer(1.into())) };
        let times = match stands_for(expected, text(metric)) {
            Some(metric) => self.known(expected, metric, partner)?,
            None => self.known(part, text(metric), partner)?,
        };
        if times <= zero() { Err(text(&bands["when_not_positive"])) } else { Ok(times) }
    }

    fn known(&self, part: &'a Value, metric: &str, partner: &str) -> Paid<'a> {
        match self.metric(metric, partner) {
            Measure::Known(number) => Ok(number),
            Measure::Missing | Measure::Undefined => Err(policy(part)),
        }
    }

    /// The number that stands beside the tier of the partner.
    pub(super) fn of_tier(&self, numbers: &Value, partner: &str) -> BigRational {
        parse(&numbers[self.tier(partner).expect("there are tiers")])
    }
}
