//! Facts from JSON: read straight into columns, without a tree and without an allocation per value.

use std::fmt;

use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::Dictionary;
use super::builder::{FactsBuilder, TableState, missing_value, unknown_column};
use super::findings::{Findings, Place, pointer};
use super::value::Scalar;
use crate::amount::Currency;
use crate::diagnostic::{Diagnostic, DiagnosticCode, JsonPointer};
use crate::node::{self, MAX_DEPTH};
use crate::record::RecordKind;

/// The longest text that is read, in bytes.
const LIMIT: usize = 32 << 20;
/// The schema of facts.
const SCHEMA: &str = "qudao/facts/1";
const SAFE_INTEGER: u64 = (1 << 53) - 1;
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
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let read = Seed(Document(self)).deserialize(&mut deserializer);
        read.and_then(|()| deserializer.end()).is_ok()
    }
}

/// What takes a JSON value; containers that it does not expect are passed over.
trait Reads: Sized {
    /// How many containers are open around the value.
    const DEPTH: usize;

    fn scalar(self, value: Scalar<'_>);

    fn list<'de, A: SeqAccess<'de>>(self, access: A) -> Result<(), A::Error> {
        skip_list(access, Self::DEPTH + 1)?;
        self.scalar(Scalar::List);
        Ok(())
    }

    fn object<'de, A: MapAccess<'de>>(self, access: A) -> Result<(), A::Error> {
        skip_object(access, Self::DEPTH + 1)?;
        self.scalar(Scalar::Object);
        Ok(())
    }
}

struct Seed<R>(R);

impl<'de, R: Reads> DeserializeSeed<'de> for Seed<R> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, R: Reads> Visitor<'de> for Seed<R> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.0.scalar(Scalar::Null);
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.0.scalar(Scalar::Boolean(value));
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.0.scalar(if value.unsigned_abs() <= SAFE_INTEGER { Scalar::Integer(value) } else { Scalar::Inexact });
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.0.scalar(match i64::try_from(value) {
            Ok(integer) if value <= SAFE_INTEGER => Scalar::Integer(integer),
            _ => Scalar::Inexact,
        });
        Ok(())
    }

    #[expect(clippy::disallowed_types, reason = "the tokenizer offers fractions as f64; its value is dropped unread")]
    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        self.0.scalar(Scalar::Inexact);
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.0.scalar(Scalar::Text(value));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, access: A) -> Result<(), A::Error> {
        self.0.list(access)
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<(), A::Error> {
        self.0.object(access)
    }
}

/// A value that is passed over, no deeper than a text may be nested.
struct Skip(usize);

impl<'de> DeserializeSeed<'de> for Skip {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Skip {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    #[expect(clippy::disallowed_types, reason = "the tokenizer offers fractions as f64; its value is dropped unread")]
    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, access: A) -> Result<(), A::Error> {
        skip_list(access, self.0 + 1)
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<(), A::Error> {
        skip_object(access, self.0 + 1)
    }
}

fn skip_list<'de, A: SeqAccess<'de>>(mut access: A, depth: usize) -> Result<(), A::Error> {
    if depth > MAX_DEPTH {
        return Err(A::Error::custom("nested deeper than is read"));
    }
    while access.next_element_seed(Skip(depth))?.is_some() {}
    Ok(())
}

fn skip_object<'de, A: MapAccess<'de>>(mut access: A, depth: usize) -> Result<(), A::Error> {
    if depth > MAX_DEPTH {
        return Err(A::Error::custom("nested deeper than is read"));
    }
    while access.next_key::<IgnoredAny>()?.is_some() {
        access.next_value_seed(Skip(depth))?;
    }
    Ok(())
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

    fn object<'de, A: MapAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        let builder = self.0;
        let missing = Place::of_table(builder.place());
        let mut named: Vec<String> = Vec::new();
        while let Some(name) = access.next_key::<String>()? {
            if named.contains(&name) {
                let place = Place::of_table(builder.place());
                builder.findings.push(place, duplicate_member(JsonPointer::root().child(&name), &name));
                access.next_value_seed(Skip(1))?;
                continue;
            }
            if name == "schema" {
                let place = Place::of_table(builder.place());
                access.next_value_seed(Seed(Schema { findings: &mut builder.findings, place }))?;
            } else if name == "metrics" {
                let table = builder.given_table();
                access.next_value_seed(Seed(Metrics { builder, table }))?;
            } else if let Some(kind) = builder.kinds.position(&name) {
                let mut table = builder.take_table(kind);
                if let Some(kind) = builder.kinds.all().get(kind) {
                    let reader = Records { kind, currency: builder.currency, table: &mut table, findings: &mut builder.findings };
                    access.next_value_seed(Seed(reader))?;
                }
                builder.put_table(kind, table);
            } else {
                let place = Place::of_table(builder.place());
                builder.unknown_table(&name, place);
                access.next_value_seed(Skip(1))?;
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
    currency: Currency,
    table: &'b mut TableState,
    findings: &'b mut Findings,
}

impl Reads for Records<'_> {
    const DEPTH: usize = 1;

    fn scalar(self, value: Scalar<'_>) {
        let place = Place::of_table(self.table.place);
        self.findings.push(place, wrong_type(JsonPointer::root().child(&self.kind.name), "a list of records", value));
    }

    fn list<'de, A: SeqAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        let Records { kind, currency, table, findings } = self;
        // the order of an earlier source may differ
        table.order.clear();
        table.shape_from(table.rows);
        loop {
            let record = Record { kind, currency, table: &mut *table, findings: &mut *findings };
            if access.next_element_seed(Seed(record))?.is_none() {
                return Ok(());
            }
            table.rows += 1;
        }
    }
}

struct Record<'b> {
    kind: &'b RecordKind,
    currency: Currency,
    table: &'b mut TableState,
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

    /// A value that has a problem, or one less to care about.
    fn read<'de, A: MapAccess<'de>>(&mut self, access: &mut A, column: usize, at: usize) -> Result<(), A::Error> {
        let row = self.table.rows;
        let place = self.place(at);
        let (Some(described), Some(state)) = (self.kind.columns.get(column), self.table.columns.get_mut(column)) else {
            return access.next_value_seed(Skip(3));
        };
        if state.seen == row + 1 {
            let path = pointer(&self.kind.name, row, &described.name);
            self.findings.push(place, duplicate_member(path, &described.name));
            return access.next_value_seed(Skip(3));
        }
        state.seen = row + 1;
        let mut problem = None;
        access.next_value_seed(Seed(Value { column: described, currency: self.currency, state, row, problem: &mut problem }))?;
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

    fn object<'de, A: MapAccess<'de>>(mut self, mut access: A) -> Result<(), A::Error> {
        let row = self.table.rows;
        let mut unknown: Vec<String> = Vec::new();
        let (mut at, mut changed) = (0, false);
        loop {
            // records mostly name the same columns in the same order
            let guess = if changed { None } else { self.table.order.get(at).copied() };
            let Some(name) = access.next_key_seed(Name { kind: self.kind, guess: guess.map(usize::from) })? else { break };
            match name {
                Named::Column(column) => {
                    changed = self.note(at, u16::try_from(column).unwrap_or(UNKNOWN_COLUMN), changed);
                    self.read(&mut access, column, at)?;
                }
                Named::Unknown(name) => {
                    changed = self.note(at, UNKNOWN_COLUMN, changed);
                    let finding = if unknown.contains(&name) {
                        duplicate_member(pointer(&self.kind.name, row, &name), &name)
                    } else {
                        unknown_column(self.kind, row, &name)
                    };
                    let place = self.place(at);
                    self.findings.push(place, finding);
                    access.next_value_seed(Skip(3))?;
                    unknown.push(name);
                }
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
        for (column, (described, state)) in self.kind.columns.iter().zip(&self.table.columns).enumerate() {
            if !described.optional && state.filled != row + 1 {
                let place = self.table.place_of(row, column);
                self.findings.push(place, missing_value(self.kind, row, &described.name));
            }
        }
        Ok(())
    }
}

/// One value of a record.
struct Value<'b> {
    column: &'b crate::record::Column,
    currency: Currency,
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

enum Named {
    Column(usize),
    Unknown(String),
}

/// The name of a member of a record, looked up without a copy.
struct Name<'b> {
    kind: &'b RecordKind,
    guess: Option<usize>,
}

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = Named;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Named, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = Named;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Named, E> {
        let guess = self.guess.filter(|guess| self.kind.columns.get(*guess).is_some_and(|column| column.name == name));
        Ok(match guess.or_else(|| self.kind.position(name)) {
            Some(column) => Named::Column(column),
            None => Named::Unknown(name.to_owned()),
        })
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

    fn object<'de, A: MapAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        let Metrics { builder, table } = self;
        let mut named = Dictionary::default();
        while let Some(partner) = access.next_key::<String>()? {
            let row = builder.given_rows;
            builder.given_rows += 1;
            if named.find(&partner).is_some() {
                let path = JsonPointer::root().child("metrics").child(&partner);
                builder.findings.push(Place { table, row, ordinal: 0 }, duplicate_member(path, &partner));
                access.next_value_seed(Skip(2))?;
                continue;
            }
            access.next_value_seed(Seed(PartnerMetrics { builder, partner: &partner, place: Place { table, row, ordinal: 0 } }))?;
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

    fn object<'de, A: MapAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        let PartnerMetrics { builder, partner, mut place } = self;
        builder.given_partners.push((partner.to_owned(), place));
        let mut named = Dictionary::default();
        while let Some(metric) = access.next_key::<String>()? {
            place.ordinal += 1;
            if named.find(&metric).is_some() {
                builder.findings.push(place, duplicate_member(pointer("metrics", partner, &metric), &metric));
                access.next_value_seed(Skip(3))?;
                continue;
            }
            access.next_value_seed(Seed(GivenValue { builder, partner, metric: &metric, place }))?;
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
