//! A build without `full` has nothing more to say.

use super::Explanation;
use super::names::Names;
use super::places::Way;
use crate::decision::{FundBalance, Inventory};

pub(super) const EN: &str = "";
pub(super) const ZH_CN: &str = "";
pub(super) const WORDS_EN: &str = "";
pub(super) const WORDS_ZH_CN: &str = "";

pub(super) const WAYS: &[(&str, Way)] = &[];

impl Explanation {
    pub(super) const fn fund(&mut self, fund: &FundBalance, _: &Names<'_>) {
        match *fund {}
    }

    pub(super) const fn inventory(&mut self, inventory: &Inventory, _: &Names<'_>) {
        match *inventory {}
    }
}
