//! What became of a partner's funds.

use serde::Serialize;

use crate::amount::Amount;
use crate::period::Date;
use crate::reason::Reason;

/// One fund of a partner: the budget of the period, what was asked of it and what was claimed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FundBalance {
    /// The fund.
    pub fund: String,
    /// The budget of the period.
    pub accrued: Amount,
    /// What was approved.
    pub approved: Amount,
    /// What claims are paid.
    pub claimed: Amount,
    /// What approvals still allow.
    pub reserved: Amount,
    /// What approvals no longer allow.
    pub expired: Amount,
    /// What is left to ask for.
    pub available: Amount,
    /// The same by who contributes, where the fund says it; by party.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<PartyBalance>,
    /// Why; their contributions sum to `accrued`.
    pub reasons: Vec<Reason<'static>>,
    /// By the day on which they were made, then by id.
    pub requests: Vec<FundRequest>,
    /// By the day on which they were made, then by id.
    pub claims: Vec<FundClaim>,
}

/// What one party has in a fund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartyBalance {
    /// The party.
    pub party: String,
    /// Its share of the budget.
    pub contributed: Amount,
    /// Its share of what claims are paid.
    pub claimed: Amount,
    /// Its share of what approvals still allow.
    pub reserved: Amount,
    /// Contributed less claimed and reserved.
    pub balance: Amount,
}

/// One request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FundRequest {
    /// Its id.
    pub request: String,
    /// How it ended.
    pub outcome: RequestOutcome,
    /// What is granted.
    pub amount: Amount,
    /// Why; their contributions sum to `amount`.
    pub reasons: Vec<Reason<'static>>,
}

/// One claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FundClaim {
    /// Its id.
    pub claim: String,
    /// The request that it claims.
    pub request: String,
    /// When it was made.
    #[serde(skip)]
    pub(crate) on: Date,
    /// How it ended.
    pub outcome: FundClaimOutcome,
    /// What is paid.
    pub amount: Amount,
    /// Why; their contributions sum to `amount`.
    pub reasons: Vec<Reason<'static>>,
}

/// How a request ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestOutcome {
    /// The vendor declined it.
    Declined,
    /// It does not keep the rules of the fund.
    NotValid,
    /// Nobody has approved it yet.
    Pending,
    /// It may be claimed.
    Approved,
    /// It was approved, but nothing is left of the budget.
    NoFunds,
}

/// How a claim ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FundClaimOutcome {
    /// Its request is not approved.
    NotApproved,
    /// It was made before the approval.
    BeforeApproval,
    /// It was made too long after the activity.
    Late,
    /// The approval could no longer be claimed.
    Expired,
    /// A kind of proof is missing.
    MissingProof,
    /// Nothing was spent.
    Amount,
    /// The vendor's whole share is paid.
    Paid,
    /// A part of the vendor's share is paid.
    PartPaid,
    /// Nothing is left of the approval.
    Exhausted,
}

impl RequestOutcome {
    /// As written in the review.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            RequestOutcome::Declined => "declined",
            RequestOutcome::NotValid => "not_valid",
            RequestOutcome::Pending => "pending",
            RequestOutcome::Approved => "approved",
            RequestOutcome::NoFunds => "no_funds",
        }
    }
}

impl FundClaimOutcome {
    /// As written in the review.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            FundClaimOutcome::NotApproved => "not_approved",
            FundClaimOutcome::BeforeApproval => "before_approval",
            FundClaimOutcome::Late => "late",
            FundClaimOutcome::Expired => "expired",
            FundClaimOutcome::MissingProof => "missing_proof",
            FundClaimOutcome::Amount => "amount",
            FundClaimOutcome::Paid => "paid",
            FundClaimOutcome::PartPaid => "part_paid",
            FundClaimOutcome::Exhausted => "exhausted",
        }
    }
}
