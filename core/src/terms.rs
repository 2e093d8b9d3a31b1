//! Terms of settlement: how what was accrued is confirmed, paid and redeemed.

use crate::amount::Exact;
use crate::incentive::Limit;
use crate::metric::Filter;
use crate::period::{Shift, Unit};

/// The programme's member `settlement`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Whether partners agree to amounts before they get a rebate document.
    pub confirmation: Confirmation,
    /// How long a rebate document is valid; `None`: without end.
    pub valid: Option<Shift>,
    /// What a line of an order may be paid with documents; the first rule that applies counts.
    pub redemption: Vec<RedemptionRule>,
    /// The share of an order that may be paid with documents; `None`: all.
    pub order_share: Option<Exact>,
    /// Less than this is not paid out.
    pub smallest_payment: Option<Exact>,
    /// How much of money is taken back; `None`: all of it, as it was before anybody could say so.
    pub take_back: Option<TakeBack>,
    /// What each partner has to hold as its deposit.
    pub deposit: Option<Limit>,
    /// When the accounting is audited.
    pub audit: Option<AuditTerms>,
}

/// When the accounting is audited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditTerms {
    /// The accounting of which periods.
    pub period: Unit,
    /// How long after the end of each.
    pub within: Shift,
}

/// How much of money is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakeBack {
    /// All of it.
    Unlimited,
    /// As much as the partner's documents hold.
    WithinBalance,
}

/// Whether partners agree to amounts before they get a rebate document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmation {
    /// They do.
    Required,
    /// They get it at once.
    Automatic,
}

/// How much of an order's line may be paid with rebate documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedemptionRule {
    /// Its id.
    pub id: String,
    /// For which lines; `None`: all.
    pub filter: Option<Filter>,
    /// Which share of the line's amount.
    pub share: Exact,
    /// At most this much of a line.
    pub most: Option<Exact>,
    /// Other shares from a quantity on: (start, share), ascending.
    pub by_quantity: Vec<(Exact, Exact)>,
}

impl RedemptionRule {
    /// The share for a line of this quantity.
    #[must_use]
    pub fn share_of(&self, quantity: Option<Exact>) -> Exact {
        let reached = |quantity: Exact| self.by_quantity.iter().rev().find(|(from, _)| quantity >= *from);
        quantity.and_then(reached).map_or(self.share, |(_, share)| *share)
    }
}
