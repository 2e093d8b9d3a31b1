//! The plain pipeline: every metric measured record by record, straight from its definition.
//!
//! It is the oracle of the fast measuring kernel and therefore shares nothing with it: no plan, no index, no partial sums. A build
//! without `full` measures by it alone.

use std::sync::Arc;

use super::items::{self, Item, Items};
use super::reasons::condition::{self, Found, Surroundings};
use super::tables;
use crate::amount::{Exact, Overflow};

use crate::diagnostic::JsonPointer;
use crate::error::EvaluationError;
use crate::facts::{Cell, ColumnData, Facts, NO_CODE, NO_DAY, Table, parents_on};
use crate::incentive::{ItemisedBy, Part};
use crate::metric::{Base, Definition, Filter, MetricValue, Operation, Returns, Scope, Tax, Tie};
use crate::order;
use crate::period::AsOf;
use crate::period::{Date, Period, epoch_days};
use crate::programme::Programme;
use crate::reason::LeafResult;
use crate::record::{ColumnPath, ColumnType, RecordKind};

#[cfg(test)]
mod tests;

/// Every metric of the programme for one partner, by position; `parents` are those in force, by row.
pub(crate) fn measure(
    programme: &Programme,
    facts: &Facts,
    as_of: &AsOf,
    partner: u32,
    parents: &[u32],
) -> Result<Vec<MetricValue>, EvaluationError> {
    let mut values = vec![MetricValue::Missing; programme.metrics.len()];
    for position in &programme.metric_order {
        let Some(metric) = programme.metrics.get(*position) else { continue };
        let overflow = |_: Overflow| EvaluationError::Overflow {
            path: JsonPointer::from("/metrics").child(&metric.name),
            partner: facts.partner_id(partner).to_owned(),
        };
        let value = match (facts.given(partner, *position), &metric.definition) {
            (Some(given), _) => given,
            (None, definition @ Definition::Base(base)) => {
                if let Some(table) = tables::missing_table(programme, facts, definition, &|table| facts.table_named(table).is_some()) {
                    return Err(EvaluationError::MissingTable { table, metric: metric.name.to_string() });
                }
                match Measuring::new(programme, facts, as_of, base) {
                    Some(measuring) => measuring.value(partner, parents).map_err(overflow)?,
                    None => MetricValue::Missing,
                }
            }
            (None, _) => derive(programme, facts, as_of, partner, *position, &values).map_err(overflow)?,
        };
        if let Some(slot) = values.get_mut(*position) {
            *slot = value;
        }
    }
    Ok(values)
}

/// A derived metric from the values of the others; a base or given metric is what it is.
pub(crate) fn derive(
    programme: &Programme,
    facts: &Facts,
    as_of: &AsOf,
    partner: u32,
    metric: usize,
    values: &[MetricValue],
) -> Result<MetricValue, Overflow> {
    let value = |position: usize| values.get(position).copied().unwrap_or(MetricValue::Missing);
    let Some(definition) = programme.metrics.get(metric).map(|metric| &metric.definition) else { return Ok(MetricValue::Missing) };
    let or_undefined = |number: Option<Exact>| number.map_or(MetricValue::Undefined, MetricValue::Known);
    match definition {
        Definition::Base(_) => Ok(value(metric)),
        Definition::Given => Ok(MetricValue::Missing),
        Definition::Attribute(column) => Ok(match facts.cell("partners", column, partner) {
            Cell::Number(number) => MetricValue::Known(number),
            _ => MetricValue::Missing,
        }),
        Definition::Ratio { of, to, when_zero } => two(value(*of), value(*to), |a, b| match a.checked_div(b)? {
            Some(quotient) => Ok(MetricValue::Known(quotient)),
            None => Ok(or_undefined(*when_zero)),
        }),
        Definition::Difference { of, minus } => two(value(*of), value(*minus), |a, b| a.checked_sub(b).map(MetricValue::Known)),
        Definition::Growth { of, base, when_base_not_positive } => two(value(*of), value(*base), |now, base| {
            if base.signum() <= 0 {
                return Ok(or_undefined(*when_base_not_positive));
            }
            Ok(or_undefined(now.checked_sub(base)?.checked_div(base)?))
        }),
        Definition::Attainment { of, target, when_target_not_positive } => two(value(*of), value(*target), |actual, target| {
            if target.signum() <= 0 {
                return Ok(or_undefined(*when_target_not_positive));
            }
            Ok(or_undefined(actual.checked_div(target)?))
        }),
        Definition::WeightedSum(terms) => {
            let mut sum = MetricValue::Known(Exact::ZERO);
            for (weight, metric) in terms {
                sum = two(sum, value(*metric), |sum, term| sum.checked_add(weight.checked_mul(term)?).map(MetricValue::Known))?;
            }
            Ok(sum)
        }
        Definition::Constant(number) => Ok(MetricValue::Known(*number)),
        Definition::Product { of, by } => two(value(*of), value(*by), |a, b| a.checked_mul(b).map(MetricValue::Known)),
        Definition::LargestOf(of) => chosen(of.iter().map(|metric| value(*metric)), Exact::max),
        Definition::SmallestOf(of) => chosen(of.iter().map(|metric| value(*metric)), Exact::min),
        Definition::FirstKnown(of) => {
            let known = of.iter().map(|metric| value(*metric)).find(|value| value.known().is_some());
            Ok(known.or_else(|| of.last().map(|last| value(*last))).unwrap_or(MetricValue::Missing))
        }
        Definition::ActiveShare(window) => {
            let window = window.resolve(as_of.on, programme.calendar, programme.effective).ok_or(Overflow)?;
            active_share(facts, partner, &window).map(MetricValue::Known)
        }
        Definition::ElapsedShare(window) => {
            let window = window.resolve(as_of.on, programme.calendar, programme.effective).ok_or(Overflow)?;
            let (from, until) = window.day_bounds();
            let passed = epoch_days(as_of.on).saturating_add(1).clamp(from, until.max(from));
            Ok(MetricValue::Known(days(from, passed).checked_div(days(from, until))?.unwrap_or(Exact::ZERO)))
        }
    }
}

/// An unknown operand makes the result unknown, missing before undefined.
fn two(a: MetricValue, b: MetricValue, of: impl FnOnce(Exact, Exact) -> Result<MetricValue, Overflow>) -> Result<MetricValue, Overflow> {
    match (a, b) {
        (MetricValue::Known(a), MetricValue::Known(b)) => of(a, b),
        (MetricValue::Missing, _) | (_, MetricValue::Missing) => Ok(MetricValue::Missing),
        (MetricValue::Undefined, _) | (_, MetricValue::Undefined) => Ok(MetricValue::Undefined),
    }
}

/// The one of several values that `better` prefers.
fn chosen(values: impl Iterator<Item = MetricValue>, better: impl Fn(Exact, Exact) -> Exact) -> Result<MetricValue, Overflow> {
    let mut best: Option<MetricValue> = None;
    for value in values {
        best = Some(match best {
            Some(best) => two(best, value, |best, value| Ok(MetricValue::Known(better(best, value))))?,
            None => value,
        });
    }
    Ok(best.unwrap_or(MetricValue::Missing))
}

/// How many days lie between.
fn days(from: i32, until: i32) -> Exact {
    Exact::from((i64::from(until) - i64::from(from)).max(0))
}

/// Days of the window on which the partner was active, of all its days; of no days, none is active.
fn active_share(facts: &Facts, partner: u32, window: &Period) -> Result<Exact, Overflow> {
    let day = |column| match facts.cell("partners", column, partner) {
        Cell::Day(day) => Some(day),
        Cell::Absent | Cell::Text(_) | Cell::Number(_) | Cell::Instant(_) | Cell::Boolean(_) => None,
    };
    let (from, until) = window.day_bounds();
    let active = days(day("joined").map_or(from, |joined| joined.max(from)), day("left").map_or(until, |left| left.min(until)));
    Ok(active.checked_div(days(from, until))?.unwrap_or(Exact::ZERO))
}

/// The records of a partner, read again for every part that asks.
#[derive(Debug)]
pub(crate) struct Records<'a> {
    pub(crate) programme: &'a Programme,
    pub(crate) facts: &'a Facts,
    pub(crate) as_of: &'a AsOf,
}

/// What goes together, its day with the record that it takes back, and what it adds.
type Addend<'a> = ((Option<&'a str>, usize), (i32, Option<&'a str>), [Exact; 2]);

impl Items for Records<'_> {
    fn of(&self, partner: u32, part: &Part) -> Result<Vec<Item>, Overflow> {
        let Some(of) = part.itemised() else { return Ok(Vec::new()) };
        let parents = parents_on(self.facts, self.as_of.on);
        // what goes together: records with the same value, or the same record of both metrics
        let mut addends: Vec<Addend<'_>> = Vec::new();
        for (at, metric) in of.metrics.iter().enumerate() {
            let definition = self.programme.metrics.get(*metric).map(|metric| &metric.definition);
            let Some(Definition::Base(base)) = definition else { continue };
            let Some(measuring) = Measuring::new(self.programme, self.facts, self.as_of, base) else { continue };
            for record in measuring.records(partner, &parents).unwrap_or_default() {
                let number = match &base.operation {
                    Operation::Sum(_) => measuring.number(record.row)?,
                    _ => Some(Exact::ONE),
                };
                let (key, row) = match &of.by {
                    ItemisedBy::Column(column) => (column.as_str(), 0),
                    ItemisedBy::Record | ItemisedBy::Order => ("id", record.row),
                };
                let text = |column: &str| measuring.text(measuring.described.position(column), record.row);
                let placed = if of.by == ItemisedBy::Order { (record.day, text("return_of")) } else { (NO_DAY, None) };
                let mut values = [Exact::ZERO; 2];
                if let (Some(number), Some(value)) = (number, values.get_mut(at)) {
                    *value = number;
                    addends.push(((text(key), row), placed, values));
                }
            }
        }
        order::sort_by(&mut addends, |a, b| a.0.cmp(&b.0));
        let mut items = Vec::new();
        for group in addends.chunk_by(|a, b| a.0 == b.0) {
            let mut values = [Exact::ZERO; 2];
            for (.., addend) in group {
                for (value, addend) in values.iter_mut().zip(addend) {
                    *value = value.checked_add(*addend)?;
                }
            }
            items.extend(group.first().map(|((key, _), (day, link), _)| Item {
                key: key.map(Arc::from),
                link: link.map(Arc::from),
                day: *day,
                values,
            }));
        }
        items::sort(&mut items);
        Ok(items)
    }
}

/// One base metric and the table it reads, with the columns that it reads of every record.
struct Measuring<'a> {
    programme: &'a Programme,
    facts: &'a Facts,
    as_of: &'a AsOf,
    today: i32,
    base: &'a Base,
    kind: usize,
    described: &'a RecordKind,
    table: &'a Table,
    partners: &'a ColumnData,
    /// What places records in time; `None`: nothing does.
    dates: Option<&'a ColumnData>,
    /// Where it matters when a record was known, and by when it has to be.
    known_on: Option<(usize, i32)>,
    basis: Option<usize>,
    amount: Option<usize>,
    tax: Option<usize>,
    customer: Option<usize>,
    measured: Option<usize>,
}

/// A record that counts, with the day that places it (0 where its kind has no date).
#[derive(Clone, Copy)]
struct Placed {
    row: usize,
    day: i32,
}

impl<'a> Measuring<'a> {
    /// `None`: the table was not handed over.
    fn new(programme: &'a Programme, facts: &'a Facts, as_of: &'a AsOf, base: &'a Base) -> Option<Measuring<'a>> {
        let (kind, table) = facts.table_named(&base.kind)?;
        let described = facts.kinds().all().get(kind)?;
        let position = |name: &str| described.position(name);
        let column = |name: &str| table.column(position(name).unwrap_or(usize::MAX));
        let date = match &base.operation {
            Operation::DaysSince(column) => Some(column),
            _ => base.date.as_ref(),
        };
        Some(Measuring {
            programme,
            facts,
            as_of,
            today: epoch_days(as_of.on),
            base,
            kind,
            described,
            table,
            partners: column("partner"),
            dates: date.map(|name| column(name)),
            known_on: position("known_on").zip(as_of.known_on.map(epoch_days)),
            basis: position("basis"),
            amount: position("amount"),
            tax: position("tax").filter(|_| base.tax == Tax::Included),
            customer: position("customer"),
            measured: base.operation.column().and_then(position),
        })
    }

    fn value(&self, partner: u32, parents: &[u32]) -> Result<MetricValue, Overflow> {
        match self.records(partner, parents) {
            Some(records) => self.compute(&records),
            None => Ok(MetricValue::Missing),
        }
    }

    /// What a partner has in a text column.
    fn peer(&self, column: &str, partner: u32) -> Option<&str> {
        match self.facts.cell("partners", column, partner) {
            Cell::Text(text) => Some(text),
            Cell::Absent | Cell::Day(_) | Cell::Number(_) | Cell::Instant(_) | Cell::Boolean(_) => None,
        }
    }

    /// The records that count; `None` when there is nobody whose they could be.
    fn records(&self, partner: u32, parents: &[u32]) -> Option<Vec<Placed>> {
        let whose = match &self.base.scope {
            Scope::Own | Scope::Descendants => partner,
            Scope::Same(column) if self.peer(column, partner).is_none() => return None,
            Scope::Same(_) => partner,
            Scope::Parent => parent_of(parents, partner)?,
        };
        // a window beyond the years 1 to 9999 contains no date that can be written
        let never = Period { from: Some(self.as_of.on), until: Some(self.as_of.on) };
        let window = self.base.window.resolve(self.as_of.on, self.programme.calendar, self.programme.effective).unwrap_or(never);
        let bounds = window.day_bounds();
        let belongs = |row: usize| match self.partner_of(row) {
            Some(own) if self.base.scope == Scope::Descendants => is_below(own, whose, parents),
            Some(own) => match &self.base.scope {
                Scope::Same(column) => self.peer(column, own) == self.peer(column, whose),
                _ => own == whose,
            },
            None => false,
        };
        let seen = match self.base.only_new {
            Some(unseen) => {
                let before = unseen.before(&window).unwrap_or(never).day_bounds();
                let sold = |row: &usize| belongs(*row) && self.placed(*row, before).is_some() && self.is_eligible(*row);
                Some((0..self.table.rows()).filter(sold).filter_map(|row| self.text(self.customer, row)).collect::<Vec<_>>())
            }
            None => None,
        };
        let is_new = |seen: &Vec<&str>, row: usize| self.text(self.customer, row).is_some_and(|customer| !seen.contains(&customer));
        let mut records = Vec::new();
        for row in 0..self.table.rows() {
            if belongs(row)
                && let Some(day) = self.placed(row, bounds)
                && self.counts(row)
                && seen.as_ref().is_none_or(|seen| is_new(seen, row))
            {
                records.push(Placed { row, day });
            }
        }
        Some(records)
    }

    fn cell(&self, column: Option<usize>, row: usize) -> Cell<'a> {
        column.map_or(Cell::Absent, |column| self.facts.cell_at(self.kind, self.table, column, row))
    }

    fn partner_of(&self, row: usize) -> Option<u32> {
        match self.partners {
            ColumnData::Rows(partners) => partners.get(row).copied().filter(|partner| *partner != NO_CODE),
            _ => None,
        }
    }

    /// Known in time, of the right basis, and through the filter.
    fn is_eligible(&self, row: usize) -> bool {
        if let Some((column, known_by)) = self.known_on
            && matches!(self.cell(Some(column), row), Cell::Day(day) if day > known_by)
        {
            return false;
        }
        if self.base.basis.is_some_and(|basis| self.cell(self.basis, row) != Cell::Text(basis)) {
            return false;
        }
        let through = |filter| filter_holds(filter, self.facts, self.kind, self.table, row, self.as_of.on);
        self.base.filter.as_ref().is_none_or(through)
    }

    /// Eligible, and a return or not.
    fn counts(&self, row: usize) -> bool {
        let is_return = || matches!(self.cell(self.amount, row), Cell::Number(amount) if amount.is_negative());
        let wanted = match self.base.returns {
            Returns::Include => true,
            Returns::Exclude => !is_return(),
            Returns::Only => is_return(),
        };
        wanted && self.is_eligible(row)
    }

    /// The day that places a record inside the window and not after the review; `None` when it is outside.
    fn placed(&self, row: usize, (from, until): (i32, i32)) -> Option<i32> {
        if let Operation::Target(target) = &self.base.operation {
            // a target's own period has to lie inside, and may lie in the future
            let cell = |name: &str| self.cell(self.described.position(name), row);
            let (Cell::Day(starts), Cell::Day(ends)) = (cell("from"), cell("until")) else { return None };
            return (cell("target") == Cell::Text(target) && starts >= from && ends <= until).then_some(starts);
        }
        let Some(dates) = self.dates else { return Some(0) };
        let ColumnData::Days(days) = dates else { return None };
        let day = days.get(row).copied().filter(|day| *day != NO_DAY)?;
        (day >= from && day < until && day <= self.today).then_some(day)
    }

    /// The measured number of a record; with tax where the metric says so.
    fn number(&self, row: usize) -> Result<Option<Exact>, Overflow> {
        let Cell::Number(number) = self.cell(self.measured, row) else { return Ok(None) };
        match self.cell(self.tax, row) {
            Cell::Number(tax) if self.measured == self.amount => number.checked_add(tax).map(Some),
            _ => Ok(Some(number)),
        }
    }

    /// Days and numbers of the records that have a value.
    fn numbers(&self, records: &[Placed]) -> Result<Vec<(i32, Exact)>, Overflow> {
        let mut numbers = Vec::with_capacity(records.len());
        for record in records {
            if let Some(number) = self.number(record.row)? {
                numbers.push((record.day, number));
            }
        }
        Ok(numbers)
    }

    fn compute(&self, records: &[Placed]) -> Result<MetricValue, Overflow> {
        let known = MetricValue::Known;
        let or_missing = |number: Option<Exact>| number.map_or(MetricValue::Missing, known);
        match &self.base.operation {
            Operation::Sum(_) => sum(&self.numbers(records)?).map(known),
            Operation::Count => Ok(known(count(records.len())?)),
            Operation::Distinct(_) => {
                let mut texts: Vec<&str> = records.iter().filter_map(|record| self.text(self.measured, record.row)).collect();
                order::sort_and_dedup(&mut texts);
                Ok(known(count(texts.len())?))
            }
            Operation::Mean(_) => {
                let numbers = self.numbers(records)?;
                Ok(or_missing(sum(&numbers)?.checked_div(count(numbers.len())?)?))
            }
            Operation::Median(_) => median(self.numbers(records)?).map(or_missing),
            Operation::Min(_) => Ok(or_missing(self.numbers(records)?.into_iter().map(|(_, number)| number).min())),
            Operation::Max(_) => Ok(or_missing(self.numbers(records)?.into_iter().map(|(_, number)| number).max())),
            Operation::Latest(_, tie) => {
                let numbers = self.numbers(records)?;
                Ok(or_missing(on_day(numbers.iter().map(|(day, _)| *day).max(), &numbers, *tie)))
            }
            Operation::First(_, tie) => {
                let numbers = self.numbers(records)?;
                Ok(or_missing(on_day(numbers.iter().map(|(day, _)| *day).min(), &numbers, *tie)))
            }
            Operation::DaysSince(_) => {
                Ok(or_missing(records.iter().map(|record| record.day).max().map(|day| Exact::from(i64::from(self.today) - i64::from(day)))))
            }
            Operation::MaxShare { by, .. } => self.max_share(self.described.position(by), records),
            Operation::Target(_) => {
                let numbers = self.numbers(records)?;
                if numbers.is_empty() { Ok(MetricValue::Missing) } else { sum(&numbers).map(known) }
            }
        }
    }

    fn text(&self, column: Option<usize>, row: usize) -> Option<&'a str> {
        match self.cell(column, row) {
            Cell::Text(text) => Some(text),
            Cell::Absent | Cell::Day(_) | Cell::Number(_) | Cell::Instant(_) | Cell::Boolean(_) => None,
        }
    }

    fn max_share(&self, by: Option<usize>, records: &[Placed]) -> Result<MetricValue, Overflow> {
        let mut parts: Vec<(Option<&str>, Exact)> = Vec::new();
        let mut total = Exact::ZERO;
        for record in records {
            let Some(number) = self.number(record.row)? else { continue };
            total = total.checked_add(number)?;
            parts.push((self.text(by, record.row), number));
        }
        order::sort_by(&mut parts, |a, b| a.0.cmp(&b.0));
        let mut largest: Option<Exact> = None;
        for group in parts.chunk_by(|a, b| a.0 == b.0) {
            let sum = group.iter().try_fold(Exact::ZERO, |sum, (_, number)| sum.checked_add(*number))?;
            largest = Some(largest.map_or(sum, |largest| largest.max(sum)));
        }
        let Some(largest) = largest.filter(|_| total.signum() > 0) else { return Ok(MetricValue::Undefined) };
        Ok(largest.checked_div(total)?.map_or(MetricValue::Undefined, MetricValue::Known))
    }
}

/// Whether `own` is `top` or below it.
fn is_below(own: u32, top: u32, parents: &[u32]) -> bool {
    let mut at = Some(own);
    // as many steps as there are partners: a cycle cannot hold us
    for _ in 0..=parents.len() {
        match at {
            Some(partner) if partner == top => return true,
            Some(partner) => at = parent_of(parents, partner),
            None => return false,
        }
    }
    false
}

fn parent_of(parents: &[u32], partner: u32) -> Option<u32> {
    parents.get(partner as usize).copied().filter(|parent| *parent != NO_CODE)
}

fn count(length: usize) -> Result<Exact, Overflow> {
    i64::try_from(length).map(Exact::from).map_err(|_| Overflow)
}

fn sum(numbers: &[(i32, Exact)]) -> Result<Exact, Overflow> {
    numbers.iter().try_fold(Exact::ZERO, |sum, (_, number)| sum.checked_add(*number))
}

fn median(numbers: Vec<(i32, Exact)>) -> Result<Option<Exact>, Overflow> {
    let mut sorted: Vec<Exact> = numbers.into_iter().map(|(_, number)| number).collect();
    order::sort(&mut sorted);
    let middle = sorted.len() / 2;
    let upper = sorted.get(middle).copied();
    if sorted.len() % 2 == 1 {
        return Ok(upper);
    }
    let lower = middle.checked_sub(1).and_then(|lower| sorted.get(lower).copied());
    let (Some(lower), Some(upper)) = (lower, upper) else { return Ok(None) };
    lower.checked_add(upper)?.checked_div(Exact::from(2))
}

fn on_day(day: Option<i32>, numbers: &[(i32, Exact)], tie: Tie) -> Option<Exact> {
    let of_day = numbers.iter().filter(|(own, _)| Some(*own) == day).map(|(_, number)| *number);
    match tie {
        Tie::Highest => of_day.max(),
        Tie::Lowest => of_day.min(),
    }
}

/// One value by the name of its column.
fn read<'a>(facts: &'a Facts, kind: usize, table: &'a Table, column: &str, row: usize) -> Cell<'a> {
    match facts.kinds().all().get(kind).and_then(|kind| kind.position(column)) {
        Some(position) => facts.cell_at(kind, table, position, row),
        None => Cell::Absent,
    }
}

/// The kind and row that a reference points at; `None` for an absent one and for one whose table was not handed over.
fn referenced_row<'a>(facts: &'a Facts, kind: usize, table: &Table, column: &str, row: usize) -> Option<(&'a str, u32)> {
    let record_kind = facts.kinds().all().get(kind)?;
    let position = record_kind.position(column)?;
    let ColumnType::Reference(target) = &record_kind.columns.get(position)?.kind else { return None };
    match table.column(position) {
        ColumnData::Rows(rows) => rows.get(row).copied().filter(|target| *target != NO_CODE).map(|row| (target.as_str(), row)),
        _ => None,
    }
}

/// The value of a column, or of a column of the referenced record.
pub(crate) fn cell<'a>(facts: &'a Facts, kind: usize, table: &'a Table, path: &ColumnPath, row: usize) -> Cell<'a> {
    match &path.of_reference {
        None => read(facts, kind, table, &path.column, row),
        Some(far) => match referenced_row(facts, kind, table, &path.column, row) {
            Some((target, row)) => facts.cell(target, far, row),
            None => Cell::Absent,
        },
    }
}

/// Whether a record goes through a filter.
pub(crate) fn filter_holds(filter: &Filter, facts: &Facts, kind: usize, table: &Table, row: usize, as_of: Date) -> bool {
    let look = |path: &ColumnPath| Found::Cell(cell(facts, kind, table, path, row));
    condition::holds(filter, &Surroundings { facts, ladder: None, as_of }, &look)
}

/// Whether a record goes through a filter, with every leaf.
pub(crate) fn filter_leaves(
    filter: &Filter,
    facts: &Facts,
    kind: usize,
    table: &Table,
    row: usize,
    as_of: Date,
) -> Result<(bool, Vec<LeafResult<'static>>), Overflow> {
    let look = |path: &ColumnPath| Found::Cell(cell(facts, kind, table, path, row));
    let mut leaves = Vec::new();
    let holds = condition::check(filter, &Surroundings { facts, ladder: None, as_of }, &look, &mut leaves)?;
    Ok((holds, leaves.into_iter().map(LeafResult::into_owned).collect()))
}
