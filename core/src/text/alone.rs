//! A build without `full` has nothing more to say.

use super::Explanation;
use super::names::Names;
use crate::decision::{FundBalance, Inventory};
use crate::reason::Reason;

impl Explanation {
    pub(super) const fn sources(&mut self, _: usize, _: &Reason, _: &Names<'_>) {}

    pub(super) const fn fund(&mut self, fund: &FundBalance, _: &Names<'_>) {
        match *fund {}
    }

    pub(super) const fn inventory(&mut self, inventory: &Inventory, _: &Names<'_>) {
        match *inventory {}
    }
}

pub(super) const fn sentence(_: &Reason, _: &Names<'_>) -> String {
    String::new()
}
