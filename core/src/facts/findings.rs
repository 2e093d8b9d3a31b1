//! Findings about facts while they are collected: each with the key that puts it in document order.

use std::fmt;

use crate::diagnostic::{Diagnostic, DiagnosticCode, JsonPointer, Report};
use crate::order;

/// Where a finding stands: table, row and column in the order of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// Position of the table among all that was handed over.
    pub table: u32,
    /// Row of the record.
    pub row: usize,
    /// Position of the column in the record.
    pub ordinal: u32,
}

impl Place {
    /// After everything that was handed over.
    pub const END: Place = Place { table: u32::MAX, row: 0, ordinal: 0 };

    /// Before the rows of a table.
    pub const fn of_table(table: u32) -> Place {
        Place { table, row: 0, ordinal: 0 }
    }
}

/// What is wrong with one value, before it has a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    pub code: DiagnosticCode,
    pub message: String,
    pub help: Option<String>,
}

impl Problem {
    /// Boxed, because a value is nearly always right and the result of reading one should stay small.
    #[cold]
    pub fn new(code: DiagnosticCode, message: impl Into<String>) -> Box<Problem> {
        Box::new(Problem { code, message: message.into(), help: None })
    }

    #[cold]
    pub fn with_help(mut self: Box<Problem>, help: impl Into<String>) -> Box<Problem> {
        self.help = Some(help.into());
        self
    }
}

/// Findings with their places.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pending: Vec<(Place, Diagnostic)>,
    dropped: usize,
}

impl Findings {
    /// How many are held before those that will not be listed are let go.
    const HELD: usize = Report::LIMIT * 8;

    pub fn is_empty(&self) -> bool {
        self.pending.is_empty()
    }

    #[cold]
    pub fn push(&mut self, place: Place, mut diagnostic: Diagnostic) {
        if diagnostic.message.contains(['\n', '\r']) {
            // text of the source may have several lines, a message has one
            diagnostic.message = diagnostic.message.replace('\r', "\\r").replace('\n', "\\n");
        }
        self.pending.push((place, diagnostic));
        if self.pending.len() >= Findings::HELD {
            // only the first ones in document order are listed, so the rest needs no more than a count
            self.sort();
            self.dropped += self.pending.len() - Report::LIMIT;
            self.pending.truncate(Report::LIMIT);
        }
    }

    /// With those of an earlier source.
    pub fn append(&mut self, mut earlier: Findings) {
        earlier.pending.append(&mut self.pending);
        self.pending = earlier.pending;
        self.dropped += earlier.dropped;
    }

    /// A finding about a value.
    #[cold]
    pub fn value(&mut self, place: Place, path: JsonPointer, problem: Problem) {
        let Problem { code, message, help } = problem;
        self.push(place, Diagnostic { help, ..Diagnostic::error(code, path, message) });
    }

    fn sort(&mut self) {
        order::sort_by(&mut self.pending, |(a, x), (b, y)| a.cmp(b).then(x.code.cmp(&y.code)));
    }

    /// All of them in document order.
    pub fn into_report(mut self) -> Report {
        self.sort();
        Report::with_more(self.pending.into_iter().map(|(_, diagnostic)| diagnostic).collect(), self.dropped)
    }
}

/// The place of a value: `/sales/17/amount`.
pub(super) fn pointer(table: &str, row: impl fmt::Display, column: &str) -> JsonPointer {
    JsonPointer::root().child(table).child(row).child(column)
}

/// The help of a word that is not known.
pub(super) fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    crate::diagnostic::nearest(word, known).map(|nearest| format!("did you mean `{nearest}`?"))
}
