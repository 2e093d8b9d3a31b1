//! Metrics: one number per partner.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, Months, NaiveDate};
use num_bigint::BigInt;
use num_rational::BigRational;
use serde_json::Value;

use super::number::parse;
use super::{Measure, Question, Record, list, text, zero};

/// The operations that read records, with the column, table or target they name.
const BASE: &[&str] = &["sum", "count", "distinct", "mean", "median", "min", "max", "latest", "first", "days_since", "max_share", "target"];

impl<'a> Question<'a> {
    /// The value of a metric: what the host handed over, or what is measured. Measured once: pools and contests ask for it
    /// again with every award.
    pub(super) fn metric(&self, name: &str, partner: &str) -> Measure {
        let key = (name.to_owned(), partner.to_owned());
        let measured = self.measured.borrow().get(&key).cloned();
        measured.unwrap_or_else(|| {
            let value = self.measure(name, partner);
            self.measured.borrow_mut().insert(key, value.clone());
            value
        })
    }

    fn measure(&self, name: &str, partner: &str) -> Measure {
        if let Some(given) = self.facts["metrics"][partner].get(name) {
            return if given.is_null() { Measure::Missing } else { Measure::Known(parse(given)) };
        }
        let metric = &self.programme["metrics"][name];
        if let Some(base) = metric.get("same") {
            return self.base(&self.programme["metrics"][text(base)], metric.get("window"), metric.get("shift"), partner);
        }
        if metric.get("given").is_some() {
            return Measure::Missing;
        }
        if BASE.iter().any(|operation| metric.get(operation).is_some()) {
            return self.base(metric, None, None, partner);
        }
        self.derived(metric, partner)
    }

    fn derived(&self, metric: &Value, partner: &str) -> Measure {
        if let Some(terms) = metric.get("weighted_sum") {
            let values: Vec<Measure> = list(terms).iter().map(|term| self.metric(text(&term[1]), partner)).collect();
            return all_known(&values, |numbers| {
                Measure::Known(list(terms).iter().zip(numbers).fold(zero(), |sum, (term, number)| sum + parse(&term[0]) * number))
            });
        }
        if let Some(number) = metric.get("constant") {
            return Measure::Known(parse(number));
        }
        if let Some(window) = metric.get("active_share") {
            return Measure::Known(self.active_share(window, partner));
        }
        if let Some(window) = metric.get("elapsed_share") {
            return Measure::Known(self.elapsed_share(window));
        }
        if let Some(column) = metric.get("attribute") {
            let record = self.record("partners", partner).expect("a partner of the facts");
            return self.cell("partners", record, text(column)).map_or(Measure::Missing, |value| Measure::Known(parse(value)));
        }
        if let Some(of) = metric.get("first_known") {
            let mut answer = Measure::Missing;
            for name in list(of) {
                answer = self.metric(text(name), partner);
                if answer.known().is_some() {
                    break;
                }
            }
            return answer;
        }
        if let Some((of, largest)) = metric.get("largest_of").map(|of| (of, true)).or_else(|| Some((metric.get("smallest_of")?, false))) {
            let values: Vec<Measure> = list(of).iter().map(|name| self.metric(text(name), partner)).collect();
            return all_known(&values, |numbers| {
                let best = if largest { numbers.iter().max() } else { numbers.iter().min() };
                Measure::Known(best.expect("two or more").clone())
            });
        }
        let (operation, operands) = ["ratio", "difference", "growth", "attainment", "product"]
            .into_iter()
            .find_map(|operation| metric.get(operation).map(|operands| (operation, operands)))
            .expect("a metric has an operation");
        let values = [self.metric(text(&operands[0]), partner), self.metric(text(&operands[1]), partner)];
        all_known(&values, |numbers| {
            let (a, b) = (numbers[0].clone(), numbers[1].clone());
            let instead = |policy: &str| match metric[policy].as_str() {
                Some("undefined") => Measure::Undefined,
                _ => Measure::Known(parse(&metric[policy])),
            };
            match operation {
                "difference" => Measure::Known(a - b),
                "product" => Measure::Known(a * b),
                "ratio" if b == zero() => instead("when_zero"),
                "growth" if b <= zero() => instead("when_base_not_positive"),
                "attainment" if b <= zero() => instead("when_target_not_positive"),
                "growth" => Measure::Known((a - &b) / &b),
                _ => Measure::Known(a / b),
            }
        })
    }

    /// The share of a window's days on which the partner was there, counted day by day.
    fn active_share(&self, window: &Value, partner: &str) -> BigRational {
        let window = self.window(window, None);
        let (from, until) = (window.from.expect("a window with a start"), window.until.expect("a window with an end"));
        let record = self.record("partners", partner).expect("a partner of the facts");
        let (joined, left) = (self.date_cell(record, "joined"), self.date_cell(record, "left"));
        let days: Vec<NaiveDate> = from.iter_days().take_while(|day| *day < until).collect();
        let active = days.iter().filter(|day| joined.is_none_or(|joined| joined <= **day) && left.is_none_or(|left| **day < left)).count();
        if active == 0 {
            return zero();
        }
        BigRational::new(BigInt::from(active), BigInt::from(days.len()))
    }

    /// The share of a window's days up to and with that of the review, counted day by day.
    fn elapsed_share(&self, window: &Value) -> BigRational {
        let window = self.window(window, None);
        let (from, until) = (window.from.expect("a window with a start"), window.until.expect("a window with an end"));
        let days: Vec<NaiveDate> = from.iter_days().take_while(|day| *day < until).collect();
        let elapsed = days.iter().filter(|day| **day <= self.as_of).count();
        if elapsed == 0 {
            return zero();
        }
        BigRational::new(BigInt::from(elapsed), BigInt::from(days.len()))
    }

    /// A metric that reads records, as written or in another window.
    fn base(&self, metric: &Value, window: Option<&Value>, shift: Option<&Value>, partner: &str) -> Measure {
        self.rows(metric, window, shift, partner).map_or(Measure::Missing, |rows| self.of_rows(metric, &rows))
    }

    /// The value of a base metric over these records.
    pub(super) fn of_rows(&self, metric: &Value, rows: &[&'a Record]) -> Measure {
        let (operation, kind, column) = operation(metric);
        self.operate(operation, metric, (kind, column), rows)
    }

    /// The records that a base metric as written reads and does not pass over; nothing when it is missing.
    pub(super) fn counted(&self, metric: &Value, partner: &str) -> Option<Vec<&'a Record>> {
        let (operation, kind, column) = operation(metric);
        let rows = self.rows(metric, None, None, partner)?;
        Some(rows.into_iter().filter(|row| operation == "count" || self.cell(kind, row, column).is_some()).collect())
    }

    /// The partners whose records are taken together for a partner; nothing when there is no such scope.
    fn scope(&self, scope: &Value, partner: &'_ str) -> Option<Vec<&'a str>> {
        let all = self.table("partners").into_iter().map(|other| text(&other["id"]));
        let Some(name) = scope.as_str() else {
            let column = text(&scope["same"]).strip_prefix("partner.").expect("a column of the partner");
            let value = |id: &str| self.cell("partners", self.record("partners", id)?, column);
            let own = value(partner)?;
            return Some(all.filter(|other| value(other) == Some(own)).collect());
        };
        match name {
            "own" => Some(all.filter(|other| *other == partner).collect()),
            "parent" => Some(vec![self.parent(partner)?]),
            "descendants" => Some(all.filter(|other| self.is_below(other, partner)).collect()),
            other => panic!("scope {other}"),
        }
    }

    /// The records that a base metric reads; nothing when its scope is missing.
    fn rows(&self, metric: &Value, window: Option<&Value>, shift: Option<&Value>, partner: &str) -> Option<Vec<&'a Record>> {
        let (operation, kind, column) = operation(metric);
        let partners = self.scope(&metric["scope"], partner)?;
        let window = self.window(window.unwrap_or_else(|| &metric["window"]), shift);
        let placing = match operation {
            "target" => Some("from"),
            "days_since" => Some(column),
            _ => metric.get("date").map(text),
        };
        let seen: Option<BTreeSet<&str>> = metric.get("only_new").map(|only_new| {
            let starts = window.from.expect("a window with a start");
            let since = only_new["unseen"].as_object().map(|length| starts_before(starts, length));
            let sales = self.table(kind).into_iter().filter(|row| partners.contains(&text(&row["partner"])) && self.is_known(row));
            sales
                .filter(|row| {
                    let day = self.date_cell(row, text(&metric["date"]));
                    day.is_some_and(|day| day < starts && day <= self.as_of && since.is_none_or(|since| since <= day))
                })
                .filter(|row| metric["basis"] == "all" || metric["basis"] == row["basis"])
                .filter(|row| metric.get("where").is_none_or(|filter| self.filter(filter, kind, row)))
                .filter_map(|row| row.get("customer").and_then(Value::as_str))
                .collect()
        });
        let rows = self
            .table(kind)
            .into_iter()
            .filter(|row| partners.contains(&text(&row["partner"])) && self.is_known(row))
            .filter(|row| {
                let customer = row.get("customer").and_then(Value::as_str);
                seen.as_ref().is_none_or(|seen| customer.is_some_and(|customer| !seen.contains(customer)))
            })
            .filter(|row| {
                let Some(placing) = placing else { return true };
                let Some(day) = self.date_cell(row, placing) else {
                    return false;
                };
                if operation == "target" {
                    let until = self.date_cell(row, "until").expect("a target has an end");
                    return row["target"] == metric["target"]
                        && window.from.is_none_or(|from| from <= day)
                        && window.until.is_none_or(|end| until <= end);
                }
                window.contains(day) && day <= self.as_of
            })
            .filter(|row| metric.get("basis").is_none_or(|basis| text(basis) == "all" || basis == &row["basis"]))
            .filter(|row| match metric.get("returns").map(text) {
                Some("exclude") => parse(&row["amount"]) >= zero(),
                Some("only") => parse(&row["amount"]) < zero(),
                _ => true,
            })
            .filter(|row| metric.get("where").is_none_or(|filter| self.filter(filter, kind, row)));
        Some(rows.collect())
    }

    fn operate(&self, operation: &str, metric: &Value, (kind, column): (&str, &str), rows: &[&'a Record]) -> Measure {
        let whole = |count: usize| Measure::Known(BigRational::from_integer(BigInt::from(count)));
        let there: Vec<&'a Record> = rows.iter().copied().filter(|row| self.cell(kind, row, column).is_some()).collect();
        let value = |row: &'a Record| {
            let measured = parse(self.cell(kind, row, column).expect("only rows with a value are asked"));
            let tax = row.get("tax").filter(|tax| metric["tax"] == "included" && !tax.is_null());
            tax.map_or(measured.clone(), |tax| measured + parse(tax))
        };
        match operation {
            "count" => return whole(rows.len()),
            "distinct" => {
                return whole(there.iter().map(|row| text(&row[column])).collect::<BTreeSet<_>>().len());
            }
            "days_since" => {
                let latest = there.iter().filter_map(|row| self.date_cell(row, column)).max();
                return latest.map_or(Measure::Missing, |latest| {
                    Measure::Known(BigRational::from_integer(BigInt::from((self.as_of - latest).num_days())))
                });
            }
            _ => {}
        }
        let mut values: Vec<BigRational> = there.iter().map(|row| value(row)).collect();
        let sum = values.iter().fold(zero(), |sum, value| sum + value);
        if operation == "sum" {
            return Measure::Known(sum);
        }
        if operation == "max_share" {
            if sum <= zero() {
                return Measure::Undefined;
            }
            let by = text(&metric["by"]).split_once('.').expect("by names table and column").1;
            let mut groups: BTreeMap<Option<&str>, BigRational> = BTreeMap::new();
            for row in there {
                *groups.entry(self.cell(kind, row, by).map(text)).or_insert_with(zero) += value(row);
            }
            let largest = groups.into_values().max().expect("a positive total has records");
            return Measure::Known(largest / sum);
        }
        if values.is_empty() {
            return Measure::Missing;
        }
        values.sort();
        let size = BigRational::from_integer(BigInt::from(values.len()));
        let middle = values.len() / 2;
        let two = BigRational::from_integer(BigInt::from(2));
        let on_day = |latest: bool| {
            let placing = text(&metric["date"]);
            let day = |row: &&Record| self.date_cell(row, placing).expect("rows in a window have a date");
            let chosen = if latest { there.iter().map(day).max() } else { there.iter().map(day).min() };
            let candidates = there.iter().filter(|row| Some(day(row)) == chosen).map(|row| value(row));
            let best = if metric["tie"] == "highest" { candidates.max() } else { candidates.min() };
            best.expect("there is a value on that day")
        };
        Measure::Known(match operation {
            "target" => sum,
            "mean" => sum / size,
            "median" if values.len() % 2 == 1 => values[middle].clone(),
            "median" => (&values[middle - 1] + &values[middle]) / two,
            "min" => values[0].clone(),
            "max" => values[values.len() - 1].clone(),
            "latest" => on_day(true),
            "first" => on_day(false),
            other => panic!("operation {other}"),
        })
    }
}

/// The operation of a base metric, the kind of record it reads and the column it measures.
fn operation(metric: &Value) -> (&'static str, &str, &str) {
    let (operation, named) = BASE
        .iter()
        .find_map(|operation| metric.get(operation).map(|named| (*operation, text(named))))
        .expect("a base metric has an operation");
    let (kind, column) = if operation == "target" { ("targets", "amount") } else { named.split_once('.').unwrap_or((named, "")) };
    (operation, kind, column)
}

/// The day so many months or days before a window starts.
fn starts_before(day: NaiveDate, length: &Record) -> NaiveDate {
    let count = |unit: &str| length.get(unit).map(|count| count.as_u64().expect("a length is an integer"));
    match (count("months"), count("days")) {
        (Some(months), _) => day - Months::new(u32::try_from(months).expect("a small length")),
        (None, days) => day - Days::new(days.expect("a length has a unit")),
    }
}

/// What `compute` makes of the values, unless one is unknown: missing before undefined.
fn all_known(values: &[Measure], compute: impl Fn(&[BigRational]) -> Measure) -> Measure {
    if values.contains(&Measure::Missing) {
        return Measure::Missing;
    }
    if values.contains(&Measure::Undefined) {
        return Measure::Undefined;
    }
    let numbers: Vec<BigRational> = values.iter().filter_map(Measure::known).cloned().collect();
    compute(&numbers)
}
