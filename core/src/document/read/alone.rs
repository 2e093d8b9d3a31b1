//! A build without `full` has nothing more to read: what it leaves out is a finding.

use crate::incentive::OfAll;
use crate::node::Node;
use crate::programme::Programme;

use super::Ids;

pub(super) const fn read(_: &Ids<'_>, _: &mut Programme) -> Option<()> {
    Some(())
}

pub(super) const fn budget(_: &Node, _: &Ids<'_>) -> Option<Option<usize>> {
    Some(None)
}

pub(super) const fn of_all(_: &Node, _: &Ids<'_>) -> Option<Option<OfAll>> {
    Some(None)
}
