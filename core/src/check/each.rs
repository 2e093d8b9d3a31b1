//! Parts that are worked out one by one.

use crate::diagnostic::DiagnosticCode;
use crate::document::place::{Place, quoted};

use super::metrics::{is_groupable, type_words};
use super::{Checker, Look, references};

impl<'a> Checker<'a, '_> {
    /// `read`: the metrics that the part goes through, where each is named.
    pub(super) fn check_each(&mut self, part: Place<'a>, read: &[(Place<'a>, Option<usize>)]) {
        match (part.member("for_each"), part.member("rounded")) {
            (None, Some(switch)) => {
                let message = "`rounded` has no meaning here: it is only for `for_each`";
                self.error(DiagnosticCode::SwitchNotApplicable, switch, message);
            }
            (Some(_), None) => {
                let message = "`rounded` is not written: whether each result is rounded, or only their sum";
                let finding = part.error(DiagnosticCode::SwitchRequired, message);
                self.findings.push(finding.with_help("write one of `each` or `total`"));
            }
            _ => {}
        }
        let Some(each) = part.member("for_each") else { return };
        if !["percent_of", "amount_per_unit_of", "amount_per_full", "lump_sum_by_level"].iter().any(|form| part.member(form).is_some()) {
            let message = "`for_each` has no meaning here: it is for a part with a measure, or a `lump_sum_by_level`";
            return self.error(DiagnosticCode::SwitchNotApplicable, each, message);
        }
        if let Some(less) = part.member("less") {
            let message = "`less` has no meaning here: an amount cannot be taken off one by one";
            self.error(DiagnosticCode::SwitchNotApplicable, less, message);
        }
        let Some(kind) = self.check_each_column(each) else { return };
        let mut scope: Option<crate::node::Node> = None;
        for (named, position) in read {
            let Some(entry) = position.and_then(|position| self.metrics.list.get(position)) else { continue };
            let Some((operation, operand, original)) = self.base_of(entry.name) else {
                let message = format!("{} is not the sum or the number of records", quoted(entry.name));
                self.error(DiagnosticCode::NotByOne, *named, message);
                continue;
            };
            let of = operand.text().and_then(|text| text.split('.').next());
            let message = match operation {
                "sum" | "count" if of != Some(kind) => format!("{} is not measured on the records of {}", quoted(entry.name), quoted(kind)),
                "sum" | "count" if original.node.member("only_new").is_some() => {
                    format!("{} counts new customers only, which cannot be told one by one", quoted(entry.name))
                }
                "sum" | "count" => match (&scope, original.node.member("scope")) {
                    (Some(known), Some(own)) if known != own => {
                        format!("{} is measured with another `scope` than what the part is paid on", quoted(entry.name))
                    }
                    (_, own) => {
                        scope = own.cloned();
                        continue;
                    }
                },
                _ => format!("{} is not the sum or the number of records but `{operation}`", quoted(entry.name)),
            };
            self.error(DiagnosticCode::NotByOne, *named, message);
        }
    }

    /// The kind of records that a part goes through.
    fn check_each_column(&mut self, each: Place<'a>) -> Option<&'a str> {
        let text = each.text().filter(|text| !text.is_empty())?;
        let (name, column) = text.split_once('.').map_or((text, None), |(kind, column)| (kind, Some(column)));
        let Some(kind) = self.kinds.kind(name).cloned() else {
            if !self.kinds.are_unsure() {
                self.findings.push(references::unknown(each, "record kind", name, self.kinds.names()));
            }
            return None;
        };
        let found = column.map(|column| (column, self.kinds.column(&kind, column)));
        match found {
            Some((column, Look::Absent)) => self.unknown_column(&kind, column, each),
            Some((column, Look::Found(found))) if !is_groupable(&found.kind) => {
                let message =
                    format!("`for_each` needs a text or reference column, {} is {}", quoted(column), type_words(column, &found.kind));
                self.error(DiagnosticCode::WrongOperand, each, message);
            }
            _ => {}
        }
        Some(name)
    }

    /// Operation, operand and definition of a metric that is measured on records.
    pub(super) fn base_of(&self, name: &str) -> Option<(&'static str, Place<'a>, Place<'a>)> {
        let entry = self.metrics.get(name)?;
        let (operation, operand) = entry.operation?;
        super::metrics::is_base(operation).then_some((operation, operand, entry.place))
    }

    /// `pay_to` names the column that the one part goes through.
    pub(super) fn check_pay_to(&mut self, incentive: Place<'a>) {
        let Some(pay_to) = incentive.member("pay_to") else { return };
        let parts = incentive.elements_of("pays");
        let each = match parts.as_slice() {
            [part] => part.member("for_each"),
            _ => None,
        };
        match (each, pay_to.text()) {
            (None, _) => {
                let message = "`pay_to` has no meaning here: it is for an incentive whose only part has `for_each`";
                self.error(DiagnosticCode::SwitchNotApplicable, pay_to, message);
            }
            (Some(each), Some(text)) if each.text().is_some_and(|each| each != text || !each.contains('.')) => {
                let message = format!("{} is not the column that the part goes through", quoted(text));
                self.error(DiagnosticCode::WrongOperand, pay_to, message);
            }
            _ => {}
        }
    }
}
