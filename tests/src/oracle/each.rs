//! Parts that are worked out one by one, and who is paid by them.

use std::collections::BTreeMap;

use num_rational::BigRational;
use serde_json::{Value, json};

use super::award::{Award, NOTHING_EXPECTED};
use super::number::{apportion, parse};
use super::reward::Unit;
use super::{Measure, Question, Record, policy, text, zero};

/// A value of the column, or the id of a record: nothing sorts last.
type Name<'a> = (bool, &'a str);

impl<'a> Question<'a> {
    /// What a part comes to for each value of its column, or for each record.
    pub(super) fn one_by_one(&self, part: &'a Value, unit: &Unit<'a>, partner: &'a str) -> Result<Vec<(Name<'a>, BigRational)>, &'a str> {
        let (kind, column) =
            text(&part["for_each"]).split_once('.').map_or((text(&part["for_each"]), None), |(kind, column)| (kind, Some(column)));
        let measured = ["percent_of", "amount_per_unit_of", "amount_per_full"].into_iter().find_map(|kind| part.get(kind)).map(text);
        let by = part.get("bands").or_else(|| part.get("lump_sum_by_level")).map(|bands| text(&bands["by"]));
        // what a record belongs to: its value, or itself
        let group = |row: &'a Record| {
            let named = self.cell(kind, row, column.unwrap_or("id")).map(text);
            let itself = if column.is_none() { std::ptr::from_ref(row).addr() } else { 0 };
            ((named.is_none(), named.unwrap_or("")), itself)
        };
        let mut groups: BTreeMap<_, BTreeMap<&str, Vec<&'a Record>>> = BTreeMap::new();
        let mut names: Vec<&str> = measured.into_iter().chain(by).collect();
        names.dedup();
        for name in names {
            let Some(rows) = self.counted(&self.programme["metrics"][name], partner) else { return Err(policy(part)) };
            for row in rows {
                groups.entry(group(row)).or_default().entry(name).or_default().push(row);
            }
        }
        // the partner's own number: when it is not known, nothing is, also without a single record
        if let Some(bands) = part.get("bands").or_else(|| part.get("lump_sum_by_level")) {
            self.times(part, bands, partner, &NOTHING_EXPECTED)?;
        }
        let mut results = Vec::new();
        for ((name, _), rows) in groups {
            let value = |metric: &str| {
                let rows = rows.get(metric).map_or(&[] as &[&'a Record], Vec::as_slice);
                match self.of_rows(&self.programme["metrics"][metric], rows) {
                    Measure::Known(number) => Ok(number),
                    Measure::Missing | Measure::Undefined => panic!("a sum and a count are known"),
                }
            };
            let result = self.worked_out(part, partner, &value, &NOTHING_EXPECTED)?;
            results.push((name, if part["rounded"] == "each" { unit.round(&result) } else { result }));
        }
        Ok(results)
    }

    /// The amount of an award over those whose results are positive.
    pub(super) fn payees(&self, award: &Award<'a>) -> Vec<Value> {
        if award.amount <= zero() {
            return Vec::new();
        }
        let part = &award.incentive["pays"][0];
        let applies = part.get("when").is_none_or(|when| self.condition(when, award.partner, self.tier(award.partner).as_deref()));
        let results = if applies { self.one_by_one(part, &award.unit, award.partner).unwrap_or_default() } else { Vec::new() };
        let positive: Vec<(Name<'a>, BigRational)> = results.into_iter().filter(|(_, result)| *result > zero()).collect();
        let told = |name: Name<'a>, amount: &BigRational| {
            let payee = if name.0 { Value::Null } else { json!(name.1) };
            json!({ "payee": payee, "amount": award.unit.text(amount) })
        };
        if positive.is_empty() {
            return vec![told((true, ""), &award.amount)];
        }
        let sum: BigRational = positive.iter().map(|(_, result)| result).sum();
        let exact: Vec<BigRational> = positive.iter().map(|(_, result)| &award.amount * result / &sum).collect();
        let shares = apportion(&exact, award.unit.scale);
        positive.iter().zip(shares).filter(|(_, share)| *share > zero()).map(|((name, _), share)| told(*name, &share)).collect()
    }

    /// Levels from 0 on as start and number, what lies below the first one earning nothing.
    pub(super) fn steps(bands: &Value, member: &str, times: &BigRational) -> Vec<(BigRational, BigRational)> {
        let mut steps = vec![(zero(), zero())];
        steps.extend(super::list(&bands["levels"]).iter().map(|level| (parse(&level["from"]) * times, parse(&level[member]))));
        steps
    }
}
