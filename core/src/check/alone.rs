//! A build without `full` has nothing more to check: what it leaves out is a finding of the grammar.

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

    pub(super) const fn warn_of_shared(&mut self, _: &[Place<'a>]) {}

    pub(super) const fn warn_of_levels(&mut self, _: Place<'a>) {}
}
