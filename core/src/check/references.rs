//! Names that must be there, and ids that may be there once.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, DiagnosticCode, JsonPointer, nearest};
use crate::document::conform::did_you_mean;
use crate::document::place::{Place, quoted};

/// How many known names are compared to find the one that was meant.
const COMPARED: usize = 500;

/// `name` is none of `known`.
pub(super) fn unknown<'k>(path: &JsonPointer, what: &str, name: &str, known: impl IntoIterator<Item = &'k str>) -> Diagnostic {
    let message = format!("there is no {what} {}", quoted(name));
    let finding = Diagnostic::error(DiagnosticCode::UnknownReference, path.clone(), message);
    // names are at most 64 bytes: a longer text is not a misspelt one
    if name.len() > 130 { finding } else { did_you_mean(finding, nearest(name, known.into_iter().take(COMPARED))) }
}

/// Reports the ids that come a second time; `ids` are places of objects with an `id`.
pub(super) fn duplicates<'a>(what: &str, objects: impl IntoIterator<Item = Place<'a>>, findings: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    for id in objects.into_iter().filter_map(|object| object.member("id")) {
        let Some(text) = id.text() else { continue };
        if !seen.insert(text) {
            findings.push(id.error(DiagnosticCode::DuplicateId, format!("{what} {} is there twice", quoted(text))));
        }
    }
}
