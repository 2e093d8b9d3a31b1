//! When how much of an award is payable.

use crate::diagnostic::DiagnosticCode;
use crate::document::place::Place;
use crate::node::Node;

use super::Checker;

impl<'a> Checker<'a, '_> {
    pub(super) fn check_payable(&mut self, incentive: Place<'a>) {
        let release = incentive.member("release");
        let waits = release.as_ref().and_then(|release| release.member("after_period"));
        if let Some((release, share)) = release.as_ref().and_then(|release| Some((release, release.member("share")?))) {
            let read = self.metric_named(share);
            self.check_policy(*release, &[read], "what is payable", ["nothing", "hold"]);
        }
        let instalments = incentive.member("instalments");
        if let (Some(waits), Some(_)) = (&waits, &instalments) {
            let message = "`after_period` has no meaning here: the instalments say when they are due";
            self.error(DiagnosticCode::SwitchNotApplicable, *waits, message);
        }
        let Some(what) = instalments.as_ref().map(|_| "instalments").or(waits.as_ref().map(|_| "after_period")) else { return };
        match incentive.member("period") {
            None => {
                let message = format!("`period` is not written: `{what}` counts from its end");
                let finding = incentive.error(DiagnosticCode::MissingMember, message);
                self.findings.push(finding.with_help("write one of `month`, `quarter`, `half_year`, `year` or `programme`"));
            }
            Some(period) if period.text() == Some("programme") => {
                let has_no_end = |effective: Place<'a>| matches!(effective.node, Node::Object(_)) && effective.member("until").is_none();
                if self.root.member("effective").is_some_and(has_no_end) {
                    let message = format!("the programme has no end that `{what}` could count from");
                    self.findings.push(period.error(DiagnosticCode::WrongOperand, message).with_help("write `until` in `effective`"));
                }
            }
            Some(_) => {}
        }
    }
}
