//! A build without `full` has nothing more to read: what it leaves out is a finding.

use crate::incentive::OfAll;
use crate::programme::Programme;

use super::places::Placing;
use super::value::Value;

pub(super) const fn read(_: Value<'_>, _: &mut Programme) {}

pub(super) const fn place(_: &mut Programme, _: &Placing<'_>) {}

pub(super) const fn budget(_: Value<'_>) -> Option<usize> {
    None
}

pub(super) const fn of_all(_: Value<'_>) -> Option<OfAll> {
    None
}
