//! Facts from CSV text.

use super::builder::{FactsBuilder, TableState, missing_value};
use super::findings::{Findings, Place, Problem, did_you_mean, pointer};
use super::mapping::{MappedTable, Mapping, Source};
use super::value::boolean;
use crate::amount::Currency;
use crate::diagnostic::{Diagnostic, DiagnosticCode, JsonPointer};
use crate::record::{Column, ColumnType, RecordKind};

impl FactsBuilder {
    /// Adds the records of a CSV file to a table, its columns found by a mapping.
    ///
    /// The first line names the columns. Fields are separated by commas and quoted as RFC 4180 says; the text may begin
    /// with a byte order mark. An empty field is an absent value; source columns that the mapping does not name are
    /// ignored. Findings about values name table, row (from 0) and column, and the line of the file in the message.
    ///
    /// ```
    /// # let text = r#"{"schema": "qudao/programme/1", "id": "small", "revision": 1, "currency": "CNY",
    /// #     "effective": {"from": "2026-01-01"}, "calendar": {"year_starts": "01-01"},
    /// #     "rounding": {"scale": 2, "mode": "half_up"}}"#;
    /// # let programme = qudao::Programme::from_json(text).expect("valid");
    /// let mapping = qudao::Mapping::from_json(&programme, r#"{ "schema": "qudao/mapping/1",
    ///     "tables": { "partners": { "file": "resellers.csv", "columns": { "id": "reseller_id" } } } }"#).expect("valid");
    /// let mut builder = qudao::FactsBuilder::new(&programme);
    /// builder.add_csv(&mapping, "partners", "reseller_id,city\nR-1,Berlin\nR-2,Kiel\n");
    /// assert_eq!(builder.finish().expect("nothing is wrong").partner_count(), 2);
    /// ```
    pub fn add_csv(&mut self, mapping: &Mapping, table: &str, text: &str) {
        let position = self.kinds.position(table);
        let (Some(position), Some(mapped)) = (position, mapping.table(table)) else {
            let place = Place::of_table(self.place());
            if position.is_none() {
                return self.unknown_table(table, place);
            }
            let path = JsonPointer::root().child("tables").child(table);
            let finding = Diagnostic::error(DiagnosticCode::MissingMember, path, format!("the mapping has no table `{table}`"));
            return self.findings.push(place, finding);
        };
        let mut state = self.take_table(position);
        if let Some(kind) = self.kinds.all().get(position) {
            let mut file = File { kind, mapped, currency: self.money.required(kind), state: &mut state, findings: &mut self.findings };
            if !file.read(text) {
                self.unreadable = true;
            }
        }
        self.put_table(position, state);
    }
}

/// Where the values of a column stand in a line.
enum Fields {
    One(usize),
    /// With the number of the column in the mapping, which has the rest.
    Translated(usize, usize),
    Joined(Vec<usize>, usize),
    Constant(usize),
}

struct File<'b> {
    kind: &'b RecordKind,
    mapped: &'b MappedTable,
    currency: Option<Currency>,
    state: &'b mut TableState,
    findings: &'b mut Findings,
}

impl File<'_> {
    fn here(&self) -> Place {
        Place { table: self.state.place, row: self.state.rows, ordinal: 0 }
    }

    #[cold]
    fn syntax(&mut self, line: u64, what: &str) {
        let path = JsonPointer::root().child(&self.kind.name);
        let message = format!("{what} at line {line} of `{}`", self.mapped.file);
        let place = self.here();
        self.findings.push(place, Diagnostic::error(DiagnosticCode::Syntax, path, message));
    }

    /// Reads all lines; `false` when they could not be told apart.
    fn read(&mut self, text: &str) -> bool {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if let Some((line, what)) = bad_quote(text.as_bytes()) {
            self.syntax(line, what);
            return false;
        }
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let headers = match reader.headers() {
            Ok(headers) => headers.clone(),
            Err(_) => {
                self.syntax(1, "the header cannot be read");
                return false;
            }
        };
        let Some(fields) = self.fields(&headers) else { return false };
        self.state.shape_batch(fields.iter().map(|(column, _)| *column));
        let mut record = csv::StringRecord::new();
        let mut joined = String::new();
        loop {
            match reader.read_record(&mut record) {
                Ok(true) => {}
                Ok(false) => return true,
                Err(_) => {
                    let line = reader.position().line();
                    self.syntax(line, "the record cannot be read");
                    return false;
                }
            }
            let line = record.position().map_or(0, csv::Position::line);
            if record.len() == headers.len() {
                self.record(&fields, &record, &mut joined, line);
            } else {
                self.syntax(line, &format!("{} fields where the header has {}", record.len(), headers.len()));
            }
            self.state.rows += 1;
        }
    }

    /// Finds the source columns; `None` when one of them is not there.
    fn fields(&mut self, headers: &csv::StringRecord) -> Option<Vec<(usize, Fields)>> {
        let mapped = self.mapped;
        let mut complete = true;
        let mut fields = Vec::new();
        let Some(columns) = &mapped.columns else {
            for (position, column) in self.kind.columns.iter().enumerate() {
                if headers.iter().any(|name| name == column.name) || !column.optional {
                    match self.find(headers, &column.name, &column.name) {
                        Some(at) => fields.push((position, Fields::One(at))),
                        None => complete = false,
                    }
                }
            }
            return complete.then_some(fields);
        };
        for (number, (name, source)) in columns.iter().enumerate() {
            let Some(position) = self.kind.position(name) else { continue };
            let found = match source {
                Source::Constant(_) => Some(Fields::Constant(number)),
                Source::Column { column, values } => self.find(headers, name, column).map(|at| match values {
                    Some(_) => Fields::Translated(at, number),
                    None => Fields::One(at),
                }),
                Source::Joined { columns, .. } => {
                    let found: Vec<Option<usize>> = columns.iter().map(|column| self.find(headers, name, column)).collect();
                    found.into_iter().collect::<Option<Vec<usize>>>().map(|parts| Fields::Joined(parts, number))
                }
            };
            match found {
                Some(found) => fields.push((position, found)),
                None => complete = false,
            }
        }
        complete.then_some(fields)
    }

    /// Position of a source column for a column of the table.
    fn find(&mut self, headers: &csv::StringRecord, column: &str, wanted: &str) -> Option<usize> {
        let mut found = headers.iter().enumerate().filter(|(_, name)| *name == wanted);
        let first = found.next();
        let again = found.next();
        if let (Some((at, _)), None) = (first, again) {
            return Some(at);
        }
        let path = JsonPointer::root().child("tables").child(&self.kind.name).child("columns").child(column);
        let file = &self.mapped.file;
        let finding = if again.is_some() {
            Diagnostic::error(DiagnosticCode::DuplicateMember, path, format!("`{file}` has two columns `{wanted}`"))
        } else {
            let finding = Diagnostic::error(DiagnosticCode::MissingColumn, path, format!("`{file}` has no column `{wanted}`"));
            Diagnostic { help: did_you_mean(wanted, headers.iter()), ..finding }
        };
        let place = self.here();
        self.findings.push(place, finding);
        None
    }

    fn record(&mut self, fields: &[(usize, Fields)], record: &csv::StringRecord, joined: &mut String, line: u64) {
        let row = self.state.rows;
        let (kind, mapped) = (self.kind, self.mapped);
        for (ordinal, (position, field)) in (0u32..).zip(fields) {
            let (Some(column), Some(state)) = (kind.columns.get(*position), self.state.columns.get_mut(*position)) else { continue };
            let text = match text_of(mapped, field, record, joined) {
                Ok("") => continue,
                Ok(text) => text,
                Err(problem) => {
                    state.filled = row + 1;
                    self.report(column, ordinal, line, *problem);
                    continue;
                }
            };
            state.filled = row + 1;
            let put = match column.kind {
                ColumnType::Boolean => boolean(column, text).map(|value| state.put_boolean(row, value)),
                _ => state.put_text(column, self.currency, row, text),
            };
            if let Err(problem) = put {
                self.report(column, ordinal, line, *problem);
            }
        }
        for (position, (column, state)) in kind.columns.iter().zip(&self.state.columns).enumerate() {
            if !column.optional && state.filled != row + 1 {
                let place = self.state.place_of(row, position);
                let mut finding = missing_value(kind, row, &column.name);
                finding.message.push_str(&self.line(line));
                self.findings.push(place, finding);
            }
        }
    }

    /// Where to look in the file.
    #[cold]
    fn line(&self, line: u64) -> String {
        format!(" (line {line} of `{}`)", self.mapped.file)
    }

    #[cold]
    fn report(&mut self, column: &Column, ordinal: u32, line: u64, mut problem: Problem) {
        let row = self.state.rows;
        problem.message.push_str(&self.line(line));
        let place = Place { ordinal, ..self.here() };
        self.findings.value(place, pointer(&self.kind.name, row, &column.name), problem);
    }
}

/// The text of a column in a line; empty when there is none.
fn text_of<'t>(
    mapped: &'t MappedTable,
    field: &Fields,
    record: &'t csv::StringRecord,
    joined: &'t mut String,
) -> Result<&'t str, Box<Problem>> {
    let source = |number: usize| mapped.columns.as_ref().and_then(|columns| columns.get(number)).map(|(_, source)| source);
    let text = |at: usize| record.get(at).unwrap_or_default();
    match field {
        Fields::One(at) => Ok(text(*at)),
        Fields::Constant(number) => match source(*number) {
            Some(Source::Constant(constant)) => Ok(constant),
            _ => Ok(""),
        },
        Fields::Translated(at, number) => match (text(*at), source(*number)) {
            ("", _) => Ok(""),
            (from, Some(Source::Column { column, values: Some(values) })) => values.get(from).map(String::as_str).ok_or_else(|| {
                let problem = Problem::new(DiagnosticCode::UnmappedValue, format!("`{from}` in `{column}` is not in the list of values"));
                match did_you_mean(from, values.keys().map(String::as_str)) {
                    Some(help) => problem.with_help(help),
                    None => problem,
                }
            }),
            (from, _) => Ok(from),
        },
        Fields::Joined(parts, number) => {
            let Some(Source::Joined { join, .. }) = source(*number) else { return Ok("") };
            joined.clear();
            for (index, at) in parts.iter().enumerate() {
                // a key with a part missing is no key
                if text(*at).is_empty() {
                    return Ok("");
                }
                if index > 0 {
                    joined.push_str(join);
                }
                joined.push_str(text(*at));
            }
            Ok(joined)
        }
    }
}

/// The first quote that RFC 4180 does not allow, with its line; the tokenizer below would read on past it.
fn bad_quote(text: &[u8]) -> Option<(u64, &'static str)> {
    if !text.contains(&b'"') {
        return None;
    }
    let mut line = 1;
    let mut bytes = text.iter().copied().peekable();
    let mut field_begins = true;
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' if field_begins => {
                let opened = line;
                loop {
                    match bytes.next() {
                        Some(b'"') if bytes.peek() == Some(&b'"') => {
                            bytes.next();
                        }
                        Some(b'"') => break,
                        Some(b'\n') => line += 1,
                        Some(_) => {}
                        None => return Some((opened, "a quoted field does not end")),
                    }
                }
                if !matches!(bytes.peek(), None | Some(b',' | b'\r' | b'\n')) {
                    return Some((line, "text after a quoted field"));
                }
                field_begins = false;
            }
            b'"' => return Some((line, "a quote inside a field that is not quoted")),
            b'\n' => {
                line += 1;
                field_begins = true;
            }
            _ => field_begins = byte == b',',
        }
    }
    None
}
