//! Record kinds: columns that a programme adds, and kinds of its own.

use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::document::place::{Place, quoted};
use crate::node::Node;
use crate::order;
use crate::record::{Column, ColumnPath, ColumnType, RecordKind, RecordKinds};

use super::references;

/// What a look-up found; `Unsure` where the document says it badly and that has been reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look<T> {
    Found(T),
    Unsure,
    Absent,
}

/// The record kinds as far as they can be read.
#[derive(Debug)]
pub(crate) struct Kinds {
    kinds: RecordKinds,
    /// Kinds whose columns could not all be read.
    unsure: Vec<String>,
    /// Whether there may be kinds and columns that could not be read.
    all_unsure: bool,
}

const PLAIN_TYPES: &[(&str, ColumnType)] = &[
    ("text", ColumnType::Text),
    ("date", ColumnType::Date),
    ("instant", ColumnType::Instant),
    ("decimal", ColumnType::Decimal),
    ("integer", ColumnType::Integer),
    ("boolean", ColumnType::Boolean),
];

impl Kinds {
    pub(crate) fn into_kinds(self) -> RecordKinds {
        self.kinds
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.kinds.all().iter().map(|kind| kind.name.as_str())
    }

    pub(crate) fn kind(&self, name: &str) -> Option<&RecordKind> {
        self.kinds.get(name)
    }

    /// Whether there may be kinds that could not be read.
    pub(crate) fn are_unsure(&self) -> bool {
        self.all_unsure
    }

    pub(crate) fn is_unsure(&self, kind: &str) -> bool {
        self.all_unsure || self.unsure.iter().any(|unsure| unsure == kind)
    }

    pub(crate) fn column(&self, kind: &RecordKind, name: &str) -> Look<&Column> {
        match self.kinds.get(&kind.name).and_then(|kind| kind.column(name)) {
            Some(column) => Look::Found(column),
            None if self.is_unsure(&kind.name) => Look::Unsure,
            None => Look::Absent,
        }
    }

    /// Follows a path like `product.category`: the last column's type, and whether a value may be absent on the way.
    pub(crate) fn resolve(&self, kind: &RecordKind, path: &ColumnPath) -> Look<(&ColumnType, bool)> {
        let first = match self.column(kind, &path.column) {
            Look::Found(column) => column,
            Look::Unsure => return Look::Unsure,
            Look::Absent => return Look::Absent,
        };
        let Some(far) = &path.of_reference else { return Look::Found((&first.kind, first.optional)) };
        let ColumnType::Reference(target) = &first.kind else { return Look::Absent };
        let Some(target) = self.kinds.get(target) else { return Look::Unsure };
        match self.column(target, far) {
            Look::Found(column) => Look::Found((&column.kind, first.optional || column.optional)),
            Look::Unsure => Look::Unsure,
            Look::Absent => Look::Absent,
        }
    }
}

/// Reads the declared columns and checks them.
pub(super) fn check(root: Place<'_>, findings: &mut Vec<Diagnostic>) -> Kinds {
    let built_in = RecordKinds::built_in();
    let mut declared: Vec<(String, Vec<Column>)> = Vec::new();
    let all_unsure = references::is_section_unsure(root, "records");
    let mut unsure = Vec::new();
    let records = root.members_of("records");
    let referable = referable(&built_in, &records);
    for (name, kind) in &records {
        let columns = kind.members_of("columns");
        if !matches!(kind.node.member("columns"), Some(Node::Object(_))) {
            unsure.push((*name).to_owned());
        }
        let optional = optional(*kind, &columns, findings);
        let mut read: Vec<Column> = Vec::new();
        for (column, place) in &columns {
            if built_in.get(name).is_some_and(|kind| kind.column(column).is_some()) {
                let message = format!("{} has a column {} already", quoted(name), quoted(column));
                findings.push(place.error(DiagnosticCode::ColumnExists, message));
                continue;
            }
            match column_type(*place, &referable, findings) {
                Some(kind) => {
                    let optional = optional.contains(column);
                    read.push(Column { name: (*column).to_owned(), kind, optional, declared: true });
                }
                None => {
                    unsure.push((*name).to_owned());
                }
            }
        }
        special_columns(*kind, &read, findings);
        if built_in.get(name).is_none() {
            needs_partner(name, *kind, &mut unsure, findings);
        }
        order::sort_by(&mut read, |a, b| a.name.cmp(&b.name));
        declared.push(((*name).to_owned(), read));
    }
    order::sort_by(&mut declared, |a, b| a.0.cmp(&b.0));
    let mut kinds = built_in;
    kinds.declare(&declared);
    Kinds { kinds, unsure, all_unsure }
}

/// Kinds that have an `id`, for references.
fn referable<'k>(built_in: &'k RecordKinds, records: &[(&'k str, Place<'_>)]) -> Vec<(&'k str, bool)> {
    let mut kinds: Vec<(&str, bool)> = built_in.all().iter().map(|kind| (kind.name.as_str(), kind.column("id").is_some())).collect();
    for (name, kind) in records {
        let has_id = kind.node.member("columns").is_none_or(|columns| columns.member("id").is_some());
        if built_in.get(name).is_none() {
            kinds.push((name, has_id));
        }
    }
    order::sort(&mut kinds);
    kinds
}

fn column_type(place: Place<'_>, referable: &[(&str, bool)], findings: &mut Vec<Diagnostic>) -> Option<ColumnType> {
    let text = place.text().filter(|text| !text.is_empty())?;
    if let Some((_, kind)) = PLAIN_TYPES.iter().find(|(name, _)| *name == text) {
        return Some(kind.clone());
    }
    match referable.iter().find(|(name, _)| *name == text).map(|(_, has_id)| *has_id) {
        Some(true) => Some(ColumnType::Reference(text.to_owned())),
        Some(false) => {
            let message = format!("records of {} have no column `id` to refer to", quoted(text));
            findings.push(place.error(DiagnosticCode::UnknownReference, message));
            None
        }
        None => {
            let known = PLAIN_TYPES.iter().map(|(name, _)| *name).chain(referable.iter().map(|(name, _)| *name));
            findings.push(references::unknown(place, "column type or record kind", text, known));
            None
        }
    }
}

fn optional<'a>(kind: Place<'a>, columns: &[(&str, Place<'_>)], findings: &mut Vec<Diagnostic>) -> Vec<&'a str> {
    let mut optional = Vec::new();
    for place in kind.elements_of("optional") {
        let Some(name) = place.text().filter(|name| !name.is_empty()) else { continue };
        if !matches!(kind.node.member("columns"), Some(Node::Object(_))) || columns.iter().any(|(column, _)| *column == name) {
            if optional.contains(&name) {
                findings.push(place.error(DiagnosticCode::DuplicateId, format!("column {} is listed twice", quoted(name))));
            } else {
                optional.push(name);
            }
        } else {
            let known = columns.iter().map(|(column, _)| *column);
            findings.push(references::unknown(place, "column declared here named", name, known));
        }
    }
    optional
}

fn needs_partner(name: &str, kind: Place<'_>, unsure: &mut Vec<String>, findings: &mut Vec<Diagnostic>) {
    let Some(columns) = kind.member("columns").filter(|columns| matches!(columns.node, Node::Object(_))) else { return };
    if columns.node.member("partner").is_none() {
        unsure.push(name.to_owned());
        let message = format!("{} needs a column `partner` of type `partners`", quoted(name));
        findings.push(columns.error(DiagnosticCode::MissingMember, message));
    }
}

/// Columns that mean the same in every kind.
fn special_columns(kind: Place<'_>, columns: &[Column], findings: &mut Vec<Diagnostic>) {
    let Some(declared) = kind.member("columns") else { return };
    let partners = ColumnType::Reference("partners".to_owned());
    for (name, required, word) in
        [("partner", partners, "partners"), ("id", ColumnType::Text, "text"), ("known_on", ColumnType::Date, "date")]
    {
        let of_another_type = columns.iter().any(|column| column.name == name && column.kind != required);
        if let (Some(place), true) = (declared.member(name), of_another_type) {
            findings.push(place.error(DiagnosticCode::WrongOperand, format!("the column `{name}` must be of type `{word}`")));
        }
    }
    if columns.iter().any(|column| column.name == "partner" && column.optional)
        && let Some(place) = kind.elements_of("optional").into_iter().find(|place| place.text() == Some("partner"))
    {
        findings.push(place.error(DiagnosticCode::WrongOperand, "the column `partner` cannot be optional: it says whose record it is"));
    }
}
