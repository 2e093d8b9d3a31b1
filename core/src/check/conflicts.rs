//! Deal registration policies.

use crate::diagnostic::DiagnosticCode;
use crate::document::place::{Place, quoted};
use crate::record::{ColumnPath, RecordKind};

use super::metrics::{is_groupable, type_words};
use super::{Checker, Look, references};

impl<'a> Checker<'a, '_> {
    pub(super) fn check_conflicts(&mut self) {
        let Some(kind) = self.kinds.kind("registrations").cloned() else { return };
        for (_, policy) in self.root.members_of("conflicts") {
            for column in policy.elements_of("match") {
                self.check_match(&kind, column);
            }
            self.check_filter(Some(&kind), policy.member("valid"));
        }
    }

    fn check_match(&mut self, kind: &RecordKind, column: Place<'a>) {
        let Some(text) = column.text().filter(|text| !text.is_empty()) else { return };
        let message = match self.kinds.resolve(kind, &ColumnPath::parse(text)) {
            Look::Found((found, _)) if is_groupable(found) => return,
            Look::Unsure => return,
            Look::Found((found, _)) => format!("`match` needs text or reference columns, {} is {}", quoted(text), type_words(text, found)),
            Look::Absent => {
                let known = kind.columns.iter().map(|column| column.name.as_str());
                self.findings.push(references::unknown(column, "column in `registrations` named", text, known));
                return;
            }
        };
        self.error(DiagnosticCode::WrongOperand, column, message);
    }
}
