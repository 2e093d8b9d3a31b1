//! Cost shares: what partners paid for together, and who owes whom.

use crate::incentive::UnknownPay;
use crate::tier::Rule;
use crate::title::Title;

/// A cost share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostShare {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub title: Title,
    /// Position of the metric, money, that each paid.
    pub paid: usize,
    /// Position of the metric in proportion to which it is borne.
    pub shared_by: usize,
    /// Who takes part.
    pub requires: Option<Rule>,
    /// What an unknown metric is; `None` where neither ever is.
    pub unknown: Option<UnknownPay>,
}
