//! Records in their order with a running total, and what a return takes back.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use num_rational::BigRational;
use serde_json::Value;

use super::{Question, Record, text, zero};

/// So much of the total, and what each unit of it earned.
type Slice = (BigRational, BigRational);

/// What one positive record earned.
struct Sale {
    measure: BigRational,
    earned: BigRational,
    taken: BigRational,
}

impl<'a> Question<'a> {
    pub(super) fn running(&self, bands: &Value, member: &str, measured: &str, times: &BigRational, partner: &str) -> BigRational {
        let metric = &self.programme["metrics"][measured];
        let steps = Question::steps(bands, member, times);
        let mut rows = self.counted(metric, partner).expect("own records");
        let order = |row: &&'a Record| -> (Option<NaiveDate>, &'a str) { (self.date_cell(row, text(&metric["date"])), text(&row["id"])) };
        rows.sort_by_key(order);
        let (mut total, mut earned) = (zero(), zero());
        let mut left: Vec<Slice> = Vec::new();
        let mut sales: BTreeMap<&str, Sale> = BTreeMap::new();
        for row in rows {
            let measure = self.of_rows(metric, &[row]).known().expect("a sum is known").clone();
            if measure >= zero() {
                let added = slices(&steps, &total, &(&total + &measure));
                let earns = worth(&added);
                total += &measure;
                earned += &earns;
                left.extend(added);
                if measure > zero() {
                    sales.insert(text(&row["id"]), Sale { measure, earned: earns, taken: zero() });
                }
                continue;
            }
            let returned = -measure;
            let rest = (&total - &returned).max(zero());
            let of = row.get("return_of").and_then(Value::as_str).and_then(|id| sales.get_mut(id));
            let takes = match (text(&bands["returned"]), of) {
                ("first_in_first_out", _) => oldest(&mut left, &returned),
                ("original_rate", Some(sale)) => {
                    let takes = (&sale.earned * &returned / &sale.measure).min(&sale.earned - &sale.taken);
                    sale.taken += &takes;
                    takes
                }
                _ => worth(&slices(&steps, &rest, &total)),
            };
            earned -= takes.min(earned.clone());
            total = rest;
        }
        earned
    }
}

/// What lies between two totals, by the levels that it lies in.
fn slices(steps: &[(BigRational, BigRational)], from: &BigRational, until: &BigRational) -> Vec<Slice> {
    let mut slices = Vec::new();
    for (index, (start, number)) in steps.iter().enumerate() {
        let top = steps.get(index + 1).map_or(until, |next| until.min(&next.0));
        let size = top - start.max(from);
        if size > zero() {
            slices.push((size, number.clone()));
        }
    }
    slices
}

fn worth(slices: &[Slice]) -> BigRational {
    slices.iter().map(|(size, number)| size * number).sum()
}

/// Takes so much away from the oldest slices; what that had earned.
fn oldest(left: &mut Vec<Slice>, returned: &BigRational) -> BigRational {
    let (mut rest, mut takes) = (returned.clone(), zero());
    for (size, number) in left.iter_mut() {
        let part = rest.clone().min(size.clone());
        takes += &part * &*number;
        rest -= &part;
        *size -= part;
    }
    left.retain(|(size, _)| *size > zero());
    takes
}
