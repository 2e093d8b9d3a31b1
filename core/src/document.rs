//! The wire format of programmes: the only place that knows the names of a document's members.
//!
//! Reading goes in steps: text to tree, tree against the grammar, meaning, and only then types. All findings of the first
//! three are collected; the last one cannot fail for a document that has none.

mod canonical;
pub(crate) mod conform;
mod grammar;
pub(crate) mod place;
mod read;
#[cfg(feature = "schema")]
mod schema;
#[cfg(test)]
#[cfg(feature = "full")]
mod tests;
#[cfg(test)]
#[cfg(not(feature = "full"))]
#[path = "document/tests/left_out.rs"]
mod tests;

use crate::diagnostic::{Diagnostic, DiagnosticCode, JsonPointer, Report, Severity};
use crate::node::{self, Node};
use crate::order;
use crate::programme::Programme;

use place::Document;

#[cfg(feature = "full")]
pub(crate) use canonical::{fingerprint, write_text};
pub(crate) use grammar::{BOOLEAN, COMBINATORS, Operator, Reads, TEXT, operators};
#[cfg(feature = "full")]
pub(crate) use grammar::{Fields, Form, Member, Object, Shape, Variant};
#[cfg(feature = "schema")]
pub use schema::json_schema;

/// Longest document that is read, in bytes.
const MAX_BYTES: usize = 4 * 1024 * 1024;

impl Programme {
    /// Reads and checks a document.
    ///
    /// # Errors
    /// All findings at once, if one of them is an error.
    pub fn from_json(text: &str) -> Result<Programme, Report> {
        read(text)
    }

    /// All findings about a document, warnings included; for editors and pipelines.
    #[must_use]
    pub fn check(text: &str) -> Report {
        match Programme::from_json(text) {
            Ok(programme) => Report::new(programme.warnings),
            Err(report) => report,
        }
    }
}

/// Reads and checks a document.
///
/// # Errors
/// All findings in document order, if one of them is an error.
pub(crate) fn read(text: &str) -> Result<Programme, Report> {
    let mut root = node::parse(text, MAX_BYTES).map_err(|finding| Report::new(vec![*finding]))?;
    let mut findings = Vec::new();
    node::take_duplicates(&mut root, &JsonPointer::root(), &mut findings);
    let document = Document::new(&root);
    let place = document.place();
    conform::conform(&grammar::PROGRAMME, place, &mut findings);
    let checked = crate::check::check(place, &mut findings);
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        sort(&root, &mut findings);
        return Err(Report::new(findings));
    }
    sort(&root, &mut findings);
    let canonical = canonical::text(&root);
    read::programme(&root, &checked, canonical, findings).ok_or_else(|| {
        let message = "the document follows the grammar but could not be read";
        Report::new(vec![Diagnostic::error(DiagnosticCode::Syntax, JsonPointer::root(), message)])
    })
}

/// Sorts findings by the place in the text, then by code.
fn sort(root: &Node, findings: &mut [Diagnostic]) {
    if findings.len() < 2 {
        return;
    }
    let mut places: Vec<(JsonPointer, usize)> = findings.iter().map(|finding| (finding.path.clone(), 0)).collect();
    order::sort_and_dedup(&mut places);
    let mut position = 0;
    number_places(root, &JsonPointer::root(), &mut position, &mut places);
    let at = |finding: &Diagnostic| find(&places, &finding.path).and_then(|at| places.get(at)).map_or(0, |(_, place)| *place);
    order::sort_by(findings, |a, b| (at(a), a.code, &a.message).cmp(&(at(b), b.code, &b.message)));
}

fn find(places: &[(JsonPointer, usize)], path: &JsonPointer) -> Option<usize> {
    places.binary_search_by(|(place, _)| place.cmp(path)).ok()
}

fn number_places(node: &Node, path: &JsonPointer, position: &mut usize, places: &mut [(JsonPointer, usize)]) {
    *position += 1;
    if let Some((_, place)) = find(places, path).and_then(|at| places.get_mut(at)) {
        *place = *position;
    }
    for (name, member) in node.members() {
        number_places(member, &path.child(name), position, places);
    }
    for (index, element) in node.list().iter().enumerate() {
        number_places(element, &path.child(index), position, places);
    }
}
