//! Names that must be there, and ids that may be there once.

use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::document::conform::{did_you_mean, nearest};
use crate::document::place::{Place, quoted};
use crate::node::Node;
use crate::order;

/// How many known names are compared to find the one that was meant.
const COMPARED: usize = 500;

/// `name` is none of `known`.
pub(super) fn unknown<'k>(place: Place<'_>, what: &str, name: &str, known: impl IntoIterator<Item = &'k str>) -> Diagnostic {
    let message = format!("there is no {what} {}", quoted(name));
    let finding = place.error(DiagnosticCode::UnknownReference, message);
    did_you_mean(finding, nearest(name, known.into_iter().take(COMPARED)))
}

/// Reports the ids that come a second time; `ids` are places of objects with an `id`.
pub(super) fn duplicates(what: &str, objects: &[Place<'_>], findings: &mut Vec<Diagnostic>) {
    let ids: Vec<Place<'_>> = objects.iter().filter_map(|object| object.member("id")).filter(|id| id.text().is_some()).collect();
    let texts: Vec<&str> = ids.iter().copied().filter_map(Place::text).collect();
    for (id, repeated) in ids.iter().zip(order::repeated(&texts)) {
        let Some(text) = id.text() else { continue };
        if repeated {
            findings.push(id.error(DiagnosticCode::DuplicateId, format!("{what} {} is there twice", quoted(text))));
        }
    }
}

/// Whether a section of the document that is named here may hold more than can be read: it is of another type, or it seems
/// to be there under a misspelt name. Either has been reported, and what it should hold is not missed a second time.
pub(super) fn is_section_unsure(root: Place<'_>, section: &str) -> bool {
    match root.node.member(section) {
        Some(node) => !matches!(node, Node::Object(_)),
        None => root.node.members().iter().any(|(name, _)| nearest(name, SECTIONS.iter().copied()) == Some(section)),
    }
}

/// Members of a programme that define what other members refer to, and those that could be mistaken for them.
const SECTIONS: &[&str] = &["records", "metrics", "tiers", "groups", "budgets", "pools", "contests", "title", "incentives"];
