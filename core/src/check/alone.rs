//! A build without `full` has nothing more to check: what it leaves out is a finding of the grammar.

use crate::document::conform::left_out;
use crate::document::place::Place;

use super::Checker;

impl<'a> Checker<'a, '_> {
    pub(super) const fn check_whole(&mut self) {}

    pub(super) const fn check_budget_of(&mut self, _: Place<'a>) {}

    pub(super) const fn check_of_all(&mut self, _: &str, _: Place<'a>) -> Option<Option<usize>> {
        None
    }

    pub(super) const fn check_differential(&mut self, _: Place<'a>, _: Place<'a>, _: Option<usize>) {}

    pub(super) const fn may_be_tied(&self, _: Place<'a>) -> bool {
        false
    }

    /// What is legal but odd is for the one who writes a programme.
    pub(super) const fn warn(&mut self) {}

    pub(super) const fn check_each(&mut self, _: Place<'a>, _: &[(Place<'a>, Option<usize>)]) {}

    pub(super) const fn check_pay_to(&mut self, _: Place<'a>) {}

    pub(super) const fn check_payable(&mut self, _: Place<'a>) {}

    pub(super) const fn check_expected(&mut self, _: Place<'a>) {}

    pub(super) fn check_running(&mut self, _: Place<'a>, bands: Place<'a>, _: Place<'a>, _: Option<usize>) {
        // with `returned` it has its finding already
        let method = bands.member("method").filter(|method| method.text() == Some("running"));
        if let (Some(method), None) = (method, bands.member("returned")) {
            self.findings.push(left_out(method));
        }
    }
}
