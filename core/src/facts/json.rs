//! Facts from JSON: read straight into columns, without a tree and without an allocation per value.

use super::Dictionary;
use super::builder::{FactsBuilder, TableState, missing_value, unknown_column};
use super::findings::{Findings, Place, pointer};
use crate::amount::Currency;
use crate::diagnostic::{Diagnostic, DiagnosticCode, JsonPointer};
use crate::json::{Fault, Reader, Scalar};
use crate::node;
use crate::record::RecordKind;

/// The longest text that is read, in bytes.
const LIMIT: usize = 32 << 20;
/// The schema of facts.
const SCHEMA: &str = "qudao/facts/1";
const UNKNOWN_COLUMN: u16 = u16::MAX;

impl FactsBuilder {
    /// Adds the tables of a facts document.
    ///
    /// May be called several times; records of a table that is there already come after those that are.
    pub fn add_json(&mut self, text: &str) {
        let earlier = std::mem::take(&mut self.findings);
        let failed = text.len() > LIMIT || !self.read_document(text);
        if failed {
            // the tree reader words what is wrong with the text; what was found before that place does not count
            self.findings = earlier;
            self.unreadable = true;
            let fallback = || Box::new(Diagnostic::error(DiagnosticCode::TooDeep, JsonPointer::root(), "the text is nested too deep"));
            let finding = node::parse(text, LIMIT).err().unwrap_or_else(fallback);
            let place = Place::of_table(self.place());
            self.findings.push(place, *finding);
        } else {
            self.findings.append(earlier);
        }
    }

    fn read_document(&mut self, text: &str) -> bool {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = Reader::new(text);
        read(&mut reader, Document(self)).and_then(|()| reader.end()).is_ok()
    }
}

/// What takes a JSON value; containers that it does not expect are passed over.
trait Reads: Sized {
    /// How many containers are open around the value.
    const DEPTH: usize;

    fn scalar(self, value: Scalar<'_>);

    fn list(self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        reader.skip_list(Self::DEPTH + 1)?;
        self.scalar(Scalar::List);
        Ok(())
    }

    fn object(self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        reader.skip_object(Self::DEPTH + 1)?;
        self.scalar(Scalar::Object);
        Ok(())
    }
}

fn read(reader: &mut Reader<'_>, value: impl Reads) -> Result<(), Fault> {
    match reader.value()? {
        Scalar::List => value.list(reader),
        Scalar::Object => value.object(reader),
        scalar => {
            value.scalar(scalar);
            Ok(())
        }
    }
}

#[cold]
fn duplicate_member(path: JsonPointer, name: &str) -> Diagnostic {
    Diagnostic::error(DiagnosticCode::DuplicateMember, path, format!("member `{name}` is there twice"))
}

#[cold]
fn wrong_type(path: JsonPointer, expected: &str, found: Scalar<'_>) -> Diagnostic {
    Diagnostic::error(DiagnosticCode::WrongType, path, format!("expected {expected}, found {}", found.type_name()))
}

/// The whole text.
struct Document<'b>(&'b mut FactsBuilder);

impl Reads for Document<'_> {
    const DEPTH: usize = 0;

    fn scalar(self, value: Scalar<'_>) {
        let place = Place::of_table(self.0.place());
        self.0.unreadable = true;
        self.0.findings.push(place, wrong_type(JsonPointer::root(), "an object with tables", value));
    }

    fn object(self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let builder = self.0;
        let missing = Place::of_table(builder.place());
        let mut named: Vec<String> = Vec::new();
        let mut first = true;
        while let Some(name) = reader.member(&mut first)? {
            let name = name.into_owned();
            if named.contains(&name) {
                let place = Place::of_table(builder.place());
                builder.findings.push(place, duplicate_member(JsonPointer::root().child(&name), &name));
                reader.skip(1)?;
                continue;
            }
            if name == "schema" {
                let place = Place::of_table(builder.place());
                read(reader, Schema { findings: &mut builder.findings, place })?;
            } else if name == "metrics" {
                let table = builder.given_table();
                read(reader, Metrics { builder, table })?;
            } else if let Some(kind) = builder.kinds.position(&name) {
                let mut table = builder.take_table(kind);
                if let Some(kind) = builder.kinds.all().get(kind) {
                    let currency = builder.money.required(kind);
                    let records = Records { kind, currency, table: &mut table, findings: &mut builder.findings };
                    read(reader, records)?;
                }
                builder.put_table(kind, table);
            } else {
                let place = Place::of_table(builder.place());
                builder.unknown_table(&name, place);
                reader.skip(1)?;
            }
            named.push(name);
        }
        if !named.iter().any(|name| name == "schema") {
            let finding =
                Diagnostic::error(DiagnosticCode::MissingMember, JsonPointer::root().child("schema"), "the member `schema` is missing");
            builder.findings.push(missing, finding.with_help(format!("write \"schema\": \"{SCHEMA}\"")));
        }
        Ok(())
    }
}

struct Schema<'b> {
    findings: &'b mut Findings,
    place: Place,
}

impl Reads for Schema<'_> {
    const DEPTH: usize = 1;

    fn scalar(self, value: Scalar<'_>) {
        let path = JsonPointer::root().child("schema");
        let finding = match value {
            Scalar::Text(SCHEMA) => return,
            Scalar::Text(other) => {
                let message = format!("schema `{other}` is not read here");
                Diagnostic::error(DiagnosticCode::UnsupportedSchema, path, message).with_help(format!("write `{SCHEMA}`"))
            }
            other => wrong_type(path, "a text", other),
        };
        self.findings.push(self.place, finding);
    }
}

/// The records of one table.
struct Records<'b> {
    kind: &'b RecordKind,
    currency: Option<Currency>,
    table: &'b mut TableState,
    findings: &'b mut Findings,
}

impl Reads for Records<'_> {
    const DEPTH: usize = 1;

    fn scalar(self, value: Scalar<'_>) {
        let place = Place::of_table(self.table.place);
        self.findings.push(place, wrong_type(JsonPointer::root().child(&self.kind.name), "a list of records", value));
    }

    fn list(self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let Records { kind, currency, table, findings } = self;
        // the order of an earlier source may differ
        table.order.clear();
        table.shape_from(table.rows);
        let required = kind.columns.iter().filter(|column| !column.optional).count();
        let mut first = true;
        while reader.element(&mut first)? {
            read(reader, Record { kind, currency, table: &mut *table, required, findings: &mut *findings })?;
            table.rows += 1;
        }
        Ok(())
    }
}

struct Record<'b> {
    kind: &'b RecordKind,
    currency: Option<Currency>,
    table: &'b mut TableState,
    /// How many values are still to come that a record may not lack.
    required: usize,
    findings: &'b mut Findings,
}

impl Record<'_> {
    fn place(&self, at: usize) -> Place {
        Place { table: self.table.place, row: self.table.rows, ordinal: u32::try_from(at).unwrap_or(u32::MAX) }
    }

    /// Notes that the member at `at` is this column; whether the order changed.
    fn note(&mut self, at: usize, column: u16, changed: bool) -> bool {
        if !changed {
            if self.table.order.get(at) == Some(&column) {
                return false;
            }
            self.table.order.truncate(at);
        }
        self.table.order.push(column);
        true
    }

    #[cold]
    fn report_missing(&mut self) {
        let row = self.table.rows;
        for (column, (described, state)) in self.kind.columns.iter().zip(&self.table.columns).enumerate() {
            if !described.optional && state.filled != row + 1 {
                let place = self.table.place_of(row, column);
                self.findings.push(place, missing_value(self.kind, row, &described.name));
            }
        }
    }

    /// A value that has a problem, or one less to care about.
    fn read(&mut self, reader: &mut Reader<'_>, column: usize, at: usize) -> Result<(), Fault> {
        let row = self.table.rows;
        let place = self.place(at);
        let (Some(described), Some(state)) = (self.kind.columns.get(column), self.table.columns.get_mut(column)) else {
            return reader.skip(3);
        };
        if state.seen == row + 1 {
            let path = pointer(&self.kind.name, row, &described.name);
            self.findings.push(place, duplicate_member(path, &described.name));
            return reader.skip(3);
        }
        state.seen = row + 1;
        let mut problem = None;
        read(reader, Value { column: described, currency: self.currency, state, row, problem: &mut problem })?;
        // a named column had no value before, so it is counted once
        self.required -= usize::from(!described.optional && state.filled == row + 1);
        if let Some(problem) = problem {
            self.findings.value(place, pointer(&self.kind.name, row, &described.name), *problem);
        }
        Ok(())
    }
}

impl Reads for Record<'_> {
    const DEPTH: usize = 2;

    fn scalar(self, value: Scalar<'_>) {
        let path = JsonPointer::root().child(&self.kind.name).child(self.table.rows);
        let place = self.place(0);
        self.findings.push(place, wrong_type(path, "a record", value));
    }

    fn object(mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let row = self.table.rows;
        let mut unknown: Vec<String> = Vec::new();
        let (mut at, mut changed) = (0, false);
        // records mostly name the same columns in the same order
        while let Some(column) = self.table.order.get(at).copied().map(usize::from)
            && let Some(described) = self.kind.columns.get(column)
            && reader.takes_member(&described.name, at == 0)
        {
            self.read(reader, column, at)?;
            at += 1;
        }
        let mut first = at == 0;
        while let Some(name) = reader.member(&mut first)? {
            if let Some(column) = self.kind.position(&name) {
                changed = self.note(at, u16::try_from(column).unwrap_or(UNKNOWN_COLUMN), changed);
                self.read(reader, column, at)?;
            } else {
                changed = self.note(at, UNKNOWN_COLUMN, changed);
                let name = name.into_owned();
                let finding = if unknown.contains(&name) {
                    duplicate_member(pointer(&self.kind.name, row, &name), &name)
                } else {
                    unknown_column(self.kind, row, &name)
                };
                let place = self.place(at);
                self.findings.push(place, finding);
                reader.skip(3)?;
                unknown.push(name);
            }
            at += 1;
        }
        if at < self.table.order.len() {
            self.table.order.truncate(at);
            changed = true;
        }
        if changed {
            self.table.shape_from(row);
        }
        if self.required > 0 {
            self.report_missing();
        }
        Ok(())
    }
}

/// One value of a record.
struct Value<'b> {
    column: &'b crate::record::Column,
    currency: Option<Currency>,
    state: &'b mut super::value::ColumnState,
    row: usize,
    problem: &'b mut Option<Box<super::findings::Problem>>,
}

impl Reads for Value<'_> {
    const DEPTH: usize = 3;

    fn scalar(self, value: Scalar<'_>) {
        if !matches!(value, Scalar::Null) {
            self.state.filled = self.row + 1;
            *self.problem = self.state.put_scalar(self.column, self.currency, self.row, value).err();
        }
    }
}

/// Values that the host hands over for metrics, by partner.
struct Metrics<'b> {
    builder: &'b mut FactsBuilder,
    table: u32,
}

impl Reads for Metrics<'_> {
    const DEPTH: usize = 1;

    fn scalar(self, value: Scalar<'_>) {
        let finding = wrong_type(JsonPointer::root().child("metrics"), "an object with partners", value);
        self.builder.findings.push(Place::of_table(self.table), finding);
    }

    fn object(self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let Metrics { builder, table } = self;
        let mut named = Dictionary::default();
        let mut first = true;
        while let Some(partner) = reader.member(&mut first)? {
            let partner = partner.into_owned();
            let row = builder.given_rows;
            builder.given_rows += 1;
            if named.find(&partner).is_some() {
                let path = JsonPointer::root().child("metrics").child(&partner);
                builder.findings.push(Place { table, row, ordinal: 0 }, duplicate_member(path, &partner));
                reader.skip(2)?;
                continue;
            }
            read(reader, PartnerMetrics { builder, partner: &partner, place: Place { table, row, ordinal: 0 } })?;
            named.code(&partner);
        }
        Ok(())
    }
}

struct PartnerMetrics<'b> {
    builder: &'b mut FactsBuilder,
    partner: &'b str,
    place: Place,
}

impl Reads for PartnerMetrics<'_> {
    const DEPTH: usize = 2;

    fn scalar(self, value: Scalar<'_>) {
        let path = JsonPointer::root().child("metrics").child(self.partner);
        self.builder.findings.push(self.place, wrong_type(path, "an object with metrics", value));
    }

    fn object(self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let PartnerMetrics { builder, partner, mut place } = self;
        builder.given_partners.push((partner.to_owned(), place));
        let mut named = Dictionary::default();
        let mut first = true;
        while let Some(metric) = reader.member(&mut first)? {
            let metric = metric.into_owned();
            place.ordinal += 1;
            if named.find(&metric).is_some() {
                builder.findings.push(place, duplicate_member(pointer("metrics", partner, &metric), &metric));
                reader.skip(3)?;
                continue;
            }
            read(reader, GivenValue { builder, partner, metric: &metric, place })?;
            named.code(&metric);
        }
        Ok(())
    }
}

struct GivenValue<'b> {
    builder: &'b mut FactsBuilder,
    partner: &'b str,
    metric: &'b str,
    place: Place,
}

impl Reads for GivenValue<'_> {
    const DEPTH: usize = 3;

    fn scalar(self, value: Scalar<'_>) {
        self.builder.give_scalar(self.partner, self.metric, value, self.place);
    }
}
