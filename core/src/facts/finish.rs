//! The last step of building facts: references, hierarchies, values handed over, and tables that are not there.

use std::sync::Arc;

use super::builder::{FactsBuilder, Readers, TableState};
use super::credits::Credits;
use super::findings::{Findings, Place, Problem, did_you_mean, pointer};
use super::rates::{Money, Rates, currency_column};
use super::{ColumnData, Dictionary, Facts, GivenValues, NO_CODE, Table, cycles, given_at};
use crate::condition::{Condition, Test};
use crate::diagnostic::{Diagnostic, DiagnosticCode, JsonPointer, Report};
use crate::metric::{Definition, Filter};
use crate::order;
use crate::programme::Programme;
use crate::record::{ColumnPath, ColumnType, RecordKind, RecordKinds};

/// Which metrics and policies read which table, by position of the kind.
pub(super) fn readers(programme: &Programme) -> Vec<Readers> {
    let kinds = &programme.kinds;
    let mut readers = vec![Readers::default(); kinds.all().len()];
    for (position, metric) in programme.metrics.iter().enumerate() {
        let Definition::Base(base) = &metric.definition else { continue };
        let Some(kind) = kinds.get(&base.kind) else { continue };
        let mut read = |table: &str| {
            if let Some(reader) = kinds.position(table).and_then(|kind| readers.get_mut(kind)) {
                reader.metrics.push(position);
            }
        };
        read(&base.kind);
        if let Some(filter) = &base.filter {
            filter_tables(kind, filter, &mut read);
        }
    }
    for table in programme.kept_tables() {
        if let Some(reader) = kinds.position(table).and_then(|kind| readers.get_mut(kind)) {
            reader.always = true;
        }
    }
    if let Some(prices) = &programme.prices {
        let mut read = |table: &str| {
            if let Some(reader) = kinds.position(table).and_then(|kind| readers.get_mut(kind)) {
                reader.always = true;
            }
        };
        read("list_prices");
        if let Some(products) = kinds.get("products") {
            for filter in prices.discounts.iter().filter_map(|discount| discount.filter.as_ref()) {
                read("products");
                filter_tables(products, filter, &mut read);
            }
        }
    }
    for policy in &programme.conflicts {
        let Some(kind) = kinds.get("registrations") else { continue };
        let mut read = |table: &str| {
            if let Some(reader) = kinds.position(table).and_then(|kind| readers.get_mut(kind)) {
                reader.always = true;
            }
        };
        read("registrations");
        policy.matches.iter().for_each(|path| path_table(kind, path, &mut read));
        if let Some(filter) = &policy.valid {
            filter_tables(kind, filter, &mut read);
        }
    }
    readers
}

fn path_table(kind: &RecordKind, path: &ColumnPath, read: &mut impl FnMut(&str)) {
    if path.of_reference.is_none() {
        return;
    }
    if let Some(ColumnType::Reference(target)) = kind.column(&path.column).map(|column| &column.kind) {
        read(target);
    }
}

fn filter_tables(kind: &RecordKind, filter: &Filter, read: &mut impl FnMut(&str)) {
    match filter {
        Condition::All(of) | Condition::Any(of) | Condition::AtLeastK { of, .. } => {
            of.iter().for_each(|condition| filter_tables(kind, condition, read));
        }
        Condition::Not(condition) => filter_tables(kind, condition, read),
        Condition::Leaf(leaf) => {
            path_table(kind, &leaf.operand, read);
            if matches!(leaf.test, Test::Within(_)) {
                read("categories");
            }
        }
    }
}

/// Rows by the codes of a table's ids; `None` when each row's code is its number.
pub(super) fn rows_of_codes(kind: &RecordKind, table: &Table, ids: &Dictionary) -> Option<Vec<u32>> {
    let position = kind.position("id")?;
    let ColumnData::Codes(codes) = table.column(position) else { return Some(Vec::new()) };
    if ids.len() == codes.len() && codes.iter().enumerate().all(|(row, code)| *code as usize == row) {
        return None;
    }
    let mut rows = vec![NO_CODE; ids.len()];
    for (row, code) in codes.iter().enumerate() {
        // the first record of an id that is used twice stands for it; the second is a finding
        if let Some(slot) = rows.get_mut(*code as usize).filter(|slot| **slot == NO_CODE) {
            *slot = u32::try_from(row).unwrap_or(NO_CODE);
        }
    }
    Some(rows)
}

/// The row of a code of a table's ids.
pub(super) fn row_of_code(by_code: Option<&[u32]>, rows: usize, code: u32) -> u32 {
    match by_code {
        Some(by_code) => by_code.get(code as usize).copied().unwrap_or(NO_CODE),
        None if (code as usize) < rows => code,
        None => NO_CODE,
    }
}

/// Everything the last step works on.
struct Closing {
    kinds: RecordKinds,
    findings: Findings,
    /// Tables that have been read, for the places of findings.
    states: Vec<Option<TableState>>,
    tables: Vec<Option<Table>>,
    dictionaries: Vec<Vec<Dictionary>>,
    rows_of_codes: Vec<Option<Vec<u32>>>,
    /// Positions of the metrics that need their records.
    itemised: Vec<usize>,
    /// How many ids were compared to suggest one.
    compared: usize,
}

pub(super) fn finish(builder: FactsBuilder) -> Result<Facts, Report> {
    let FactsBuilder { kinds, money, metrics, itemised, readers, tables, streamed, given, given_partners, unreadable, findings, .. } =
        builder;
    if unreadable {
        return Err(findings.into_report());
    }
    let mut closing = Closing {
        findings,
        tables: Vec::with_capacity(tables.len()),
        dictionaries: Vec::with_capacity(tables.len()),
        rows_of_codes: Vec::new(),
        states: tables,
        compared: 0,
        itemised,
        kinds,
    };
    closing.close_tables();
    closing.resolve_references();
    closing.check_hierarchies();
    closing.check_list_prices();
    let rates = closing.convert(money);
    let credits = closing.split(money);
    let given = closing.resolve_given(&given_partners, given, &metrics);
    closing.check_tables(&readers, &streamed, &given);
    if !closing.findings.is_empty() {
        return Err(closing.findings.into_report());
    }
    // no records come later
    #[cfg(not(feature = "full"))]
    drop((rates, credits));
    let mut facts = Facts {
        kinds: closing.kinds,
        tables: closing.tables.into_iter().map(|table| table.map(Arc::new)).collect(),
        dictionaries: closing.dictionaries.into_iter().map(Arc::new).collect(),
        given,
        partner_order: Vec::new(),
        #[cfg(feature = "full")]
        metrics,
        #[cfg(feature = "full")]
        streams: super::stream::Streams::new(money, rates.map(Arc::new), credits.map(Arc::new), closing.rows_of_codes),
    };
    let count = facts.table_named("partners").map_or(0, |(_, table)| u32::try_from(table.rows).unwrap_or(NO_CODE));
    let mut order: Vec<u32> = (0..count).collect();
    if let Some(ids) = facts.kinds.position("partners").map(|kind| facts.dictionary(kind, 0)) {
        order::sort_codes(&mut order, &mut |a, b| ids.text(a).cmp(&ids.text(b)));
    }
    facts.partner_order = order;
    Ok(facts)
}

impl Closing {
    /// Makes all columns reach to the last record, and numbers the ids.
    fn close_tables(&mut self) {
        for (kind, state) in self.kinds.all().iter().zip(&mut self.states) {
            let Some(state) = state else {
                self.tables.push(None);
                self.dictionaries.push(kind.columns.iter().map(|_| Dictionary::default()).collect());
                self.rows_of_codes.push(None);
                continue;
            };
            let rows = state.rows;
            let mut dictionaries = Vec::with_capacity(state.columns.len());
            let columns = std::mem::take(&mut state.columns).into_iter().map(|mut column| {
                column.close(rows);
                dictionaries.push(std::mem::take(&mut column.dictionary));
                column.data
            });
            let table = Table { rows, columns: columns.collect() };
            let ids = kind.position("id").and_then(|id| dictionaries.get(id));
            self.rows_of_codes.push(ids.and_then(|ids| rows_of_codes(kind, &table, ids)));
            self.tables.push(Some(table));
            self.dictionaries.push(dictionaries);
        }
    }

    /// Turns codes of references into rows of the table they refer to.
    fn resolve_references(&mut self) {
        for kind in 0..self.kinds.all().len() {
            let columns = self.kinds.all().get(kind).map_or(0, |kind| kind.columns.len());
            for column in 0..columns {
                self.resolve_column(kind, column);
            }
        }
    }

    fn resolve_column(&mut self, kind: usize, column: usize) -> Option<()> {
        let described = self.kinds.all().get(kind)?.columns.get(column)?;
        let ColumnType::Reference(target) = &described.kind else { return None };
        let target = self.kinds.position(target)?;
        let target_table = self.tables.get(target).and_then(Option::as_ref);
        // without a table of partners there is one finding, not one for each reference
        let rows = target_table?.rows;
        let id = self.kinds.all().get(target)?.position("id")?;
        let codes = match self.tables.get_mut(kind)?.as_mut()?.columns.get_mut(column)? {
            ColumnData::Codes(codes) => std::mem::take(codes),
            _ => return None,
        };
        let ids = self.dictionaries.get(target)?.get(id)?;
        let texts = self.dictionaries.get(kind)?.get(column)?;
        let by_code = self.rows_of_codes.get(target)?.as_deref();
        let remap: Vec<u32> = texts.texts().map(|text| ids.find(text).map_or(NO_CODE, |code| row_of_code(by_code, rows, code))).collect();
        let mut unknown = Vec::new();
        let resolved: Vec<u32> = codes
            .iter()
            .enumerate()
            .map(|(row, code)| {
                let target = remap.get(*code as usize).copied().unwrap_or(NO_CODE);
                if target == NO_CODE && *code != NO_CODE {
                    unknown.push((row, *code));
                }
                target
            })
            .collect();
        for (row, code) in unknown {
            self.unknown_reference(kind, column, target, row, code);
        }
        if let Some(slot) = self.tables.get_mut(kind)?.as_mut()?.columns.get_mut(column) {
            *slot = ColumnData::Rows(resolved);
        }
        *self.dictionaries.get_mut(kind)?.get_mut(column)? = Dictionary::default();
        None
    }

    #[cold]
    fn unknown_reference(&mut self, kind: usize, column: usize, target: usize, row: usize, code: u32) -> Option<()> {
        let kinds = self.kinds.all();
        let (described, target_kind) = (kinds.get(kind)?, kinds.get(target)?);
        let column_name = &described.columns.get(column)?.name;
        let text = self.dictionaries.get(kind)?.get(column)?.text(code)?;
        let place = self.states.get(kind)?.as_ref()?.place_of(row, column);
        let message = format!("`{text}` is not in `{}`", target_kind.name);
        let finding = Diagnostic::error(DiagnosticCode::UnknownReference, pointer(&described.name, row, column_name), message);
        let ids = self.dictionaries.get(target)?.get(target_kind.position("id")?)?;
        let help = nearest_id(text, ids, &mut self.compared);
        self.findings.push(place, Diagnostic { help, ..finding });
        Some(())
    }

    fn check_hierarchies(&mut self) {
        for name in ["partners", "categories"] {
            let Some(kind) = self.kinds.position(name) else { continue };
            let Some(parents) = self.references(kind, "parent") else { continue };
            for row in cycles::of_parents(parents) {
                self.cycle(kind, row);
            }
        }
        self.check_relationships();
    }

    fn cycle(&mut self, kind: usize, row: usize) -> Option<()> {
        let described = self.kinds.all().get(kind)?;
        let place = self.states.get(kind)?.as_ref()?.place_of(row, described.position("parent")?);
        let finding = Diagnostic::error(
            DiagnosticCode::HierarchyCycle,
            pointer(&described.name, row, "parent"),
            format!("following `parent` from this record of `{}` leads back to it", described.name),
        );
        self.findings.push(place, finding);
        Some(())
    }

    fn references(&self, kind: usize, column: &str) -> Option<&[u32]> {
        let position = self.kinds.all().get(kind)?.position(column)?;
        match self.tables.get(kind)?.as_ref()?.column(position) {
            ColumnData::Rows(rows) => Some(rows),
            _ => None,
        }
    }

    fn check_relationships(&mut self) -> Option<()> {
        let partners = self.kinds.position("partners")?;
        let kind = self.kinds.position("relationships")?;
        let described = self.kinds.all().get(kind)?;
        let table = self.tables.get(kind)?.as_ref()?;
        let edges = cycles::edges(described, table);
        let count = self.tables.get(partners)?.as_ref()?.rows;
        let parents = self.references(partners, "parent").map_or_else(|| vec![NO_CODE; count], <[u32]>::to_vec);
        let from = described.position("from")?;
        let overlapping = cycles::overlapping(&edges);
        let circular = cycles::of_edges(parents, &edges);
        for row in overlapping {
            let place = self.states.get(kind)?.as_ref()?.place_of(row, from);
            let finding = Diagnostic::error(
                DiagnosticCode::OverlappingParents,
                pointer("relationships", row, "from"),
                "the partner has another parent at the same time",
            );
            self.findings.push(place, finding);
        }
        for row in circular {
            self.cycle(kind, row);
        }
        Some(())
    }

    /// A product has one list price at a time.
    fn check_list_prices(&mut self) -> Option<()> {
        let kind = self.kinds.position("list_prices")?;
        let described = self.kinds.all().get(kind)?;
        let edges = cycles::list_prices(described, self.tables.get(kind)?.as_ref()?);
        let from = described.position("from")?;
        for row in cycles::overlapping(&edges) {
            let place = self.states.get(kind)?.as_ref()?.place_of(row, from);
            let path = pointer("list_prices", row, "from");
            self.findings.push(
                place,
                Diagnostic::error(DiagnosticCode::OverlappingPrices, path, "the product has another list price at the same time"),
            );
        }
        Some(())
    }

    /// Converts the amounts that are in other currencies.
    fn convert(&mut self, money: Money) -> Option<Rates> {
        let position = self.kinds.position("rates")?;
        let kinds = self.kinds.clone();
        let table = self.tables.get(position)?.as_ref().zip(self.dictionaries.get(position).map(Vec::as_slice));
        let state = self.states.get(position)?.as_ref();
        let rates =
            Rates::read(money, kinds.all().get(position)?, table, &mut reporter(&mut self.findings, kinds.all().get(position)?, state))?;
        for (position, kind) in kinds.all().iter().enumerate() {
            let Some(table) = self.tables.get_mut(position).and_then(Option::as_mut) else { continue };
            let texts = currency_column(kind).and_then(|column| self.dictionaries.get(position)?.get(column));
            let Some(texts) = texts else { continue };
            let state = self.states.get(position).and_then(Option::as_ref);
            rates.convert(kind, table, texts, &mut reporter(&mut self.findings, kind, state));
        }
        Some(rates)
    }

    /// Splits the sales that several partners are credited for. What is returned is for sales that come in batches.
    fn split(&mut self, money: Money) -> Option<Credits> {
        let (credits, sales) = (self.kinds.position("credits")?, self.kinds.position("sales")?);
        let partners = self.dictionaries.get(RecordKinds::PARTNERS)?.first()?;
        let table = self.tables.get(credits)?.as_ref()?;
        let kind = self.kinds.all().get(credits)?;
        let state = self.states.get(credits)?.as_ref();
        let credits = Credits::read(kind, table, partners, money.scale, &mut reporter(&mut self.findings, kind, state))?;
        if credits.is_empty() {
            return None;
        }
        if let Some(table) = self.tables.get_mut(sales)? {
            let kind = self.kinds.all().get(sales)?;
            let state = self.states.get(sales)?.as_ref();
            credits.split(kind, table, &credits.kept_lines(), &mut reporter(&mut self.findings, kind, state));
            return None;
        }
        Some(credits)
    }

    fn resolve_given(&mut self, partners: &[(String, Place)], given: Vec<super::builder::Given>, metrics: &[String]) -> GivenValues {
        let mut values = GivenValues::new();
        let Some(kind) = self.kinds.position("partners") else { return values };
        let Some(table) = self.tables.get(kind).and_then(Option::as_ref) else { return values };
        let by_code = self.rows_of_codes.get(kind).and_then(Option::as_deref);
        let Some(ids) = self.dictionaries.get(kind).and_then(|columns| columns.first()) else { return values };
        let row_of = |id: &str| ids.find(id).map(|code| row_of_code(by_code, table.rows, code)).filter(|row| *row != NO_CODE);
        for (partner, place) in partners.iter().filter(|(partner, _)| row_of(partner).is_none()) {
            let path = JsonPointer::root().child("metrics").child(partner);
            let finding = Diagnostic::error(DiagnosticCode::UnknownReference, path, format!("`{partner}` is not in `partners`"));
            let help = nearest_id(partner, ids, &mut self.compared);
            self.findings.push(*place, Diagnostic { help, ..finding });
        }
        let mut given: Vec<_> = given.into_iter().filter_map(|given| Some((row_of(&given.partner)?, given))).collect();
        order::sort_by(&mut given, |(a, x), (b, y)| (a, x.metric).cmp(&(b, y.metric)));
        for (row, given) in given {
            let key = (row, given.metric);
            let repeated = values.last().is_some_and(|(before, _)| *before == key);
            values.push((key, given.value));
            let name = metrics.get(given.metric).map_or("", String::as_str);
            let path = pointer("metrics", &given.partner, name);
            if self.itemised.contains(&given.metric) {
                let message = format!("a part goes through the records of `{name}`: it cannot be handed over");
                self.findings.push(given.place, Diagnostic::error(DiagnosticCode::NeedsRecords, path, message));
            } else if repeated {
                let message = format!("`{name}` of `{}` is handed over twice", given.partner);
                self.findings.push(given.place, Diagnostic::error(DiagnosticCode::DuplicateMember, path, message));
            }
        }
        values
    }

    fn check_tables(&mut self, readers: &[Readers], streamed: &[bool], given: &GivenValues) {
        let partners = self.kinds.position("partners").and_then(|kind| self.tables.get(kind)?.as_ref()).map(|table| table.rows);
        for (kind, described) in self.kinds.all().iter().enumerate() {
            if self.tables.get(kind).is_some_and(Option::is_some) || streamed.get(kind).copied().unwrap_or(false) {
                continue;
            }
            let replaced = |metric: usize| {
                partners
                    .is_some_and(|count| (0..count).all(|row| u32::try_from(row).is_ok_and(|row| given_at(given, row, metric).is_some())))
            };
            let read = readers.get(kind).is_some_and(|readers| readers.always || readers.metrics.iter().any(|metric| !replaced(*metric)));
            if !read && described.name != "partners" {
                continue;
            }
            let path = JsonPointer::root().child(&described.name);
            let message = format!("the programme reads `{}`, which is not there", described.name);
            let finding = Diagnostic::error(DiagnosticCode::MissingTable, path, message);
            self.findings.push(Place::END, finding.with_help("hand over the table, even if it is empty"));
        }
    }
}

/// Puts what is wrong with values of a table among the findings.
fn reporter<'a>(
    findings: &'a mut Findings,
    kind: &'a RecordKind,
    state: Option<&'a TableState>,
) -> impl FnMut(usize, usize, Box<Problem>) + 'a {
    move |row, column, problem| {
        let place = state.map_or(Place::END, |state| state.place_of(row, column));
        let name = kind.columns.get(column).map_or("", |column| column.name.as_str());
        findings.value(place, pointer(&kind.name, row, name), *problem);
    }
}

/// The id nearest to one that is not known, as long as looking for it costs little.
fn nearest_id(text: &str, ids: &Dictionary, compared: &mut usize) -> Option<String> {
    const AT_MOST: usize = 200_000;
    *compared = compared.saturating_add(ids.len());
    if *compared > AT_MOST { None } else { did_you_mean(text, ids.texts()) }
}
