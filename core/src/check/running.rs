//! Bands along a running total.

use crate::diagnostic::DiagnosticCode;
use crate::document::place::{Place, quoted};

use super::Checker;

impl<'a> Checker<'a, '_> {
    /// `named`: where the metric that is paid on is named.
    pub(super) fn check_running(&mut self, part: Place<'a>, bands: Place<'a>, named: Place<'a>, measure: Option<usize>) {
        let Some(method) = bands.text_of("method") else { return };
        let is_running = method == "running";
        match bands.member("returned") {
            None if is_running => {
                let finding = bands.error(DiagnosticCode::SwitchRequired, "`returned` is not written: what a return takes back");
                self.findings.push(finding.with_help("write one of `top_first`, `first_in_first_out` or `original_rate`"));
            }
            Some(returned) if !is_running => {
                let message = "`returned` has no meaning here: it is only for bands with the method `running`";
                self.error(DiagnosticCode::SwitchNotApplicable, returned, message);
            }
            _ => {}
        }
        if !is_running {
            return;
        }
        for member in ["measure_cap", "less", "for_each"].iter().filter_map(|name| part.member(name)) {
            let message = "this has no meaning here: a running total is of all records";
            self.error(DiagnosticCode::SwitchNotApplicable, member, message);
        }
        let Some(name) = measure.and_then(|measure| self.metrics.list.get(measure)).map(|metric| metric.name) else { return };
        let base = self.base_of(name);
        let is_sum = base.as_ref().is_some_and(|(operation, operand, metric)| {
            *operation == "sum"
                && matches!(operand.text(), Some("sales.amount" | "sales.quantity"))
                && metric.node.member("only_new").is_none()
        });
        if !is_sum {
            let message = format!("{} is not a sum of `sales.amount` or `sales.quantity` over all customers", quoted(name));
            return self.error(DiagnosticCode::WrongOperand, named, message);
        }
        if base.is_some_and(|(.., metric)| metric.node.member("scope").is_some_and(|scope| scope.text() != Some("own"))) {
            let message = format!("{} is not measured with scope `own`: a running total is the partner's own", quoted(name));
            self.error(DiagnosticCode::OwnScopeRequired, named, message);
        }
    }
}
