//! Declarative mapping of source columns to the columns of a table.

use std::collections::BTreeMap;

use super::findings::{Problem, did_you_mean};
use super::rates::Money;
use super::value::{self, check_choice, check_currency};
use crate::amount::Currency;
use crate::diagnostic::{Diagnostic, DiagnosticCode, JsonPointer, Report};
use crate::node::{Node, parse, take_duplicates};
use crate::period::Instant;
use crate::programme::Programme;
use crate::record::{Column, ColumnType, RecordKind};

/// The longest document that is read, in bytes.
const LIMIT: usize = 1 << 20;
/// The schema of mappings.
const SCHEMA: &str = "qudao/mapping/1";

/// A mapping document: which file and which of its columns hold the records of a table. See [`crate::mapping_guide`].
///
/// ```
/// # let text = r#"{"schema": "qudao/programme/1", "id": "small", "revision": 1, "currency": "CNY",
/// #     "effective": {"from": "2026-01-01"}, "calendar": {"year_starts": "01-01"},
/// #     "rounding": {"scale": 2, "mode": "half_up"}}"#;
/// # let programme = qudao::Programme::from_json(text).expect("valid");
/// let mapping = qudao::Mapping::from_json(&programme, r#"{ "schema": "qudao/mapping/1",
///     "tables": { "partners": { "file": "resellers.csv", "columns": { "id": "reseller_id" } } } }"#).expect("valid");
/// assert_eq!(mapping.files().collect::<Vec<_>>(), [("partners", "resellers.csv")]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// In the order of the document.
    pub(super) tables: Vec<MappedTable>,
}

/// Where the records of one table are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MappedTable {
    pub table: String,
    pub file: String,
    /// `None`: each column has the name of the source's column.
    pub columns: Option<Vec<(String, Source)>>,
}

/// Where the values of one column are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// In a column, translated where there is a list of values.
    Column { column: String, values: Option<BTreeMap<String, String>> },
    /// In several columns, with a text between them.
    Joined { columns: Vec<String>, join: String },
    /// The same for all records.
    Constant(String),
}

impl Mapping {
    /// Reads a mapping and checks it against the tables and columns of a programme.
    ///
    /// # Errors
    /// All findings at once.
    pub fn from_json(programme: &Programme, text: &str) -> Result<Mapping, Report> {
        let mut node = parse(text, LIMIT).map_err(|finding| Report::new(vec![*finding]))?;
        let mut reader = Reader { programme, currency: None, findings: Vec::new() };
        take_duplicates(&mut node, &JsonPointer::root(), &mut reader.findings);
        let tables = reader.document(&node);
        if reader.findings.is_empty() {
            return Ok(Mapping { tables });
        }
        let mut findings = reader.findings;
        let mut places = BTreeMap::new();
        number(&node, &JsonPointer::root(), &mut places);
        // a member that is missing stands where the object that lacks it ends
        let place = |path: &JsonPointer| places.get(path.as_str()).copied().unwrap_or(usize::MAX);
        crate::order::sort_by(&mut findings, |a, b| (place(&a.path), a.code).cmp(&(place(&b.path), b.code)));
        Err(Report::new(findings))
    }

    /// The tables and the files that hold their records, in the order of the document.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.tables.iter().map(|table| (table.table.as_str(), table.file.as_str()))
    }

    #[cfg(feature = "csv")]
    pub(super) fn table(&self, name: &str) -> Option<&MappedTable> {
        self.tables.iter().find(|table| table.table == name)
    }
}

/// Numbers all places of a document in its order.
fn number(node: &Node, path: &JsonPointer, places: &mut BTreeMap<String, usize>) {
    let next = places.len();
    places.insert(path.as_str().to_owned(), next);
    for (name, member) in node.members() {
        number(member, &path.child(name), places);
    }
    for (index, element) in node.list().iter().enumerate() {
        number(element, &path.child(index), places);
    }
}

struct Reader<'a> {
    programme: &'a Programme,
    /// The currency that the table's records must have.
    currency: Option<Currency>,
    findings: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn push(&mut self, code: DiagnosticCode, path: JsonPointer, message: impl Into<String>) {
        self.findings.push(Diagnostic::error(code, path, message));
    }

    fn push_near<'k>(
        &mut self,
        code: DiagnosticCode,
        path: JsonPointer,
        message: String,
        word: &str,
        known: impl IntoIterator<Item = &'k str>,
    ) {
        let help = did_you_mean(word, known);
        self.findings.push(Diagnostic { help, ..Diagnostic::error(code, path, message) });
    }

    fn wrong_type(&mut self, path: JsonPointer, wanted: &str, found: &Node) {
        self.push(DiagnosticCode::WrongType, path, format!("expected {wanted}, found {}", found.type_name()));
    }

    /// The members of an object that may have these; `false` when it is none.
    fn object(&mut self, node: &Node, path: &JsonPointer, known: &[&str], required: &[&str]) -> bool {
        if !matches!(node, Node::Object(_)) {
            self.wrong_type(path.clone(), "an object", node);
            return false;
        }
        for (name, _) in node.members().iter().filter(|(name, _)| !known.contains(&name.as_str())) {
            self.push_near(
                DiagnosticCode::UnknownMember,
                path.child(name),
                format!("member `{name}` is not known here"),
                name,
                known.iter().copied(),
            );
        }
        for name in required.iter().filter(|name| node.member(name).is_none()) {
            self.push(DiagnosticCode::MissingMember, path.child(name), format!("the member `{name}` is missing"));
        }
        true
    }

    fn text<'n>(&mut self, node: &'n Node, path: &JsonPointer) -> Option<&'n str> {
        if node.text().is_none() {
            self.wrong_type(path.clone(), "a text", node);
        }
        node.text()
    }

    fn document(&mut self, node: &Node) -> Vec<MappedTable> {
        let root = JsonPointer::root();
        if !self.object(node, &root, &["schema", "tables"], &["schema", "tables"]) {
            return Vec::new();
        }
        if let Some(schema) = node.member("schema") {
            match self.text(schema, &root.child("schema")) {
                None | Some(SCHEMA) => {}
                Some(other) => {
                    self.push(DiagnosticCode::UnsupportedSchema, root.child("schema"), format!("schema `{other}` is not read here"))
                }
            }
        }
        let path = root.child("tables");
        let Some(tables) = node.member("tables") else { return Vec::new() };
        if !matches!(tables, Node::Object(_)) {
            self.wrong_type(path, "an object with tables", tables);
            return Vec::new();
        }
        let programme = self.programme;
        let mut mapped = Vec::new();
        for (name, table) in tables.members() {
            match programme.kinds.get(name) {
                Some(kind) => mapped.extend(self.table(kind, table, &path.child(name))),
                None => {
                    let known = programme.kinds.all().iter().map(|kind| kind.name.as_str());
                    self.push_near(
                        DiagnosticCode::UnknownTable,
                        path.child(name),
                        format!("the programme knows no table `{name}`"),
                        name,
                        known,
                    );
                }
            }
        }
        mapped
    }

    fn table(&mut self, kind: &RecordKind, node: &Node, path: &JsonPointer) -> Option<MappedTable> {
        if !self.object(node, path, &["file", "columns"], &["file", "columns"]) {
            return None;
        }
        let file = node.member("file").and_then(|file| self.text(file, &path.child("file")));
        let columns = node.member("columns")?;
        self.currency = Money::of(self.programme).required(kind);
        let path = path.child("columns");
        let columns = match columns {
            Node::Text(word) if word == "same" => None,
            Node::Object(members) => Some(self.columns(kind, members, &path)),
            Node::Text(word) => {
                self.push(DiagnosticCode::UnknownChoice, path, format!("`{word}` is neither `same` nor an object with columns"));
                return None;
            }
            other => {
                self.wrong_type(path, "`same` or an object with columns", other);
                return None;
            }
        };
        Some(MappedTable { table: kind.name.clone(), file: file?.to_owned(), columns })
    }

    fn columns(&mut self, kind: &RecordKind, members: &[(String, Node)], path: &JsonPointer) -> Vec<(String, Source)> {
        let mut columns = Vec::new();
        for (name, source) in members {
            let path = path.child(name);
            match kind.column(name) {
                Some(column) => columns.extend(self.source(column, source, &path).map(|source| (name.clone(), source))),
                None => {
                    let known = kind.columns.iter().map(|column| column.name.as_str());
                    let message = format!("`{}` has no column `{name}`", kind.name);
                    self.push_near(DiagnosticCode::UnknownColumn, path, message, name, known);
                }
            }
        }
        for column in kind.columns.iter().filter(|column| !column.optional && !members.iter().any(|(name, _)| *name == column.name)) {
            let message = format!("`{}` needs the column `{}`", kind.name, column.name);
            self.push(DiagnosticCode::MissingMember, path.child(&column.name), message);
        }
        columns
    }

    fn source(&mut self, column: &Column, node: &Node, path: &JsonPointer) -> Option<Source> {
        if let Node::Text(name) = node {
            return Some(Source::Column { column: name.clone(), values: None });
        }
        if !matches!(node, Node::Object(_)) {
            self.wrong_type(path.clone(), "the name of a source column or an object", node);
            return None;
        }
        let forms: Vec<&str> = ["column", "columns", "constant"].into_iter().filter(|form| node.member(form).is_some()).collect();
        match forms.as_slice() {
            ["column"] => {
                self.object(node, path, &["column", "values"], &[]);
                let values = node.member("values").map(|values| self.values(column, values, &path.child("values")));
                let name = self.text(node.member("column")?, &path.child("column"))?;
                Some(Source::Column { column: name.to_owned(), values: values.flatten() })
            }
            ["columns"] => {
                self.object(node, path, &["columns", "join"], &["join"]);
                let columns = self.names(node.member("columns")?, &path.child("columns"));
                let join = self.text(node.member("join")?, &path.child("join"))?;
                Some(Source::Joined { columns: columns?, join: join.to_owned() })
            }
            ["constant"] => {
                self.object(node, path, &["constant"], &[]);
                let path = path.child("constant");
                let text = self.text(node.member("constant")?, &path)?;
                self.value(column, text, &path);
                Some(Source::Constant(text.to_owned()))
            }
            _ => {
                self.object(node, path, &["column", "values", "columns", "join", "constant"], &[]);
                self.push(DiagnosticCode::NotOneOf, path.clone(), "needs exactly one of `column`, `columns`, `constant`");
                None
            }
        }
    }

    fn names(&mut self, node: &Node, path: &JsonPointer) -> Option<Vec<String>> {
        let Node::List(list) = node else {
            self.wrong_type(path.clone(), "a list of source columns", node);
            return None;
        };
        if list.is_empty() {
            self.push(DiagnosticCode::EmptyList, path.clone(), "needs at least one source column");
            return None;
        }
        let names: Vec<Option<&str>> = list.iter().enumerate().map(|(index, name)| self.text(name, &path.child(index))).collect();
        names.into_iter().map(|name| name.map(str::to_owned)).collect()
    }

    fn values(&mut self, column: &Column, node: &Node, path: &JsonPointer) -> Option<BTreeMap<String, String>> {
        let Node::Object(members) = node else {
            self.wrong_type(path.clone(), "an object from values of the source to values of the column", node);
            return None;
        };
        let mut values = BTreeMap::new();
        for (from, to) in members {
            let path = path.child(from);
            if let Some(to) = self.text(to, &path) {
                self.value(column, to, &path);
                values.insert(from.clone(), to.to_owned());
            }
        }
        Some(values)
    }

    /// Checks a text that the mapping puts into a column.
    fn value(&mut self, column: &Column, text: &str, path: &JsonPointer) {
        if let Err(problem) = check_text(column, self.currency, text) {
            let Problem { code, message, help } = *problem;
            self.findings.push(Diagnostic { help, ..Diagnostic::error(code, path.clone(), message) });
        }
    }
}

/// What is wrong with a text in a column, as far as the text alone tells.
fn check_text(column: &Column, currency: Option<Currency>, text: &str) -> Result<(), Box<Problem>> {
    match &column.kind {
        ColumnType::Text | ColumnType::Reference(_) if text.is_empty() => Err(value::empty_text()),
        ColumnType::Text | ColumnType::Reference(_) => Ok(()),
        ColumnType::Choice(words) => check_choice(words, text),
        ColumnType::Currency => check_currency(currency, text),
        ColumnType::Date => value::day(text).map(|_| ()),
        ColumnType::Instant => value::instant(text).map(|_: Instant| ()),
        ColumnType::Decimal => value::decimal(text).map(|_| ()),
        ColumnType::Integer => value::integer(text).map(|_| ()),
        ColumnType::Boolean => value::boolean(column, text).map(|_| ()),
    }
}
