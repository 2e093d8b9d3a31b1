//! Decisions: what a review says about each partner and each claimed thing.

mod class;
mod metrics;
mod owned;
#[cfg_attr(not(feature = "full"), path = "decision/alone.rs")]
mod whole;

use std::borrow::Cow;

use serde::Serialize;

pub use class::Class;
pub use metrics::Metrics;
pub use whole::*;

use crate::amount::{Amount, Exact};
use crate::reason::{LeafResult, Reason};

/// Everything decided about one partner, with reasons.
///
/// Names and places are borrowed from the programme and the facts of the review: a decision repeats dozens of them, and there may be
/// a hundred thousand decisions. [`PartnerDecision::into_owned`] is for one that outlives its review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartnerDecision<'r> {
    /// Its id.
    pub partner: Cow<'r, str>,
    /// All metrics by name.
    pub metrics: Metrics<'r>,
    /// Its tier; absent when the programme has no tiers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standing: Option<Standing<'r>>,
    /// One per incentive, in document order.
    pub awards: Vec<Award<'r>>,
    /// What is paid in all.
    pub total: Amount,
    /// Why.
    pub total_reasons: Vec<Reason<'r>>,
    /// One per scorecard, by id.
    pub scores: Vec<Score<'r>>,
    /// One per classification, by id.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<Class<'r>>,
    /// One per fund, by id.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub funds: Vec<FundBalance>,
    /// Stock and claims; absent when the programme says nothing of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inventory: Option<Inventory>,
}

/// The tier of a partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing<'r> {
    /// Its id.
    pub tier: Cow<'r, str>,
    /// Every rung of the ladder.
    pub reasons: Vec<Reason<'r>>,
    /// What is missing for the next one; absent at the top.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<NextTier<'r>>,
}

/// What is missing for the next tier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NextTier<'r> {
    /// Its id.
    pub tier: Cow<'r, str>,
    /// Leaves that do not hold and are needed.
    pub shortfalls: Vec<LeafResult<'r>>,
}

/// What became of an incentive for one partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Award<'r> {
    /// The incentive.
    pub incentive: Cow<'r, str>,
    /// What its amounts count; absent for money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<&'static str>,
    /// How it ended.
    pub outcome: AwardOutcome,
    /// After floor and cap, before gates and group.
    pub earned: Amount,
    /// What is paid.
    pub amount: Amount,
    /// What that is worth in money, of goods and valued places.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Amount>,
    /// What of it is payable on the date of the review, where the incentive says when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payable: Option<Amount>,
    /// When its parts are due, with instalments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Vec<Due>>,
    /// Who it is for, where the incentive says it; nobody when the amount is not positive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payees: Option<Vec<Payee>>,
    /// What it would be at the level that is expected, where the incentive says which that is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<ExpectedAward<'r>>,
    /// Why; their contributions sum to `amount`.
    pub reasons: Vec<Reason<'r>>,
}

/// What an award would be at the level that is expected; nothing of it is paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExpectedAward<'r> {
    /// How it would end before groups.
    pub outcome: AwardOutcome,
    /// After floor, cap, forfeits and gates; 0 when it is held.
    pub amount: Amount,
    /// Why; their contributions sum to `amount`.
    pub reasons: Vec<Reason<'r>>,
}

/// A part of an award that is due on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Due {
    /// The day.
    pub due: String,
    /// How much.
    pub amount: Amount,
}

/// Who a part of an award is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Payee {
    /// A value of the column of `pay_to`; `None`: nobody is named.
    pub payee: Option<String>,
    /// How much.
    pub amount: Amount,
}

/// How an award ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AwardOutcome {
    /// An amount is paid (or, negative, deducted).
    Paid,
    /// It applies, but comes to nothing.
    Nothing,
    /// It does not apply.
    NotApplicable,
    /// Earned, but the gates fail.
    Withheld,
    /// Earned, and lost for good.
    Forfeited,
    /// Another one of its group is paid instead.
    Superseded,
    /// Too little to be paid out, and lost.
    BelowMinimum,
    /// An unknown metric holds it.
    Held,
}

impl AwardOutcome {
    /// As written in the review.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            AwardOutcome::Paid => "paid",
            AwardOutcome::Nothing => "nothing",
            AwardOutcome::NotApplicable => "not_applicable",
            AwardOutcome::Withheld => "withheld",
            AwardOutcome::Forfeited => "forfeited",
            AwardOutcome::Superseded => "superseded",
            AwardOutcome::BelowMinimum => "below_minimum",
            AwardOutcome::Held => "held",
        }
    }
}

/// The score of one scorecard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Score<'r> {
    /// The scorecard.
    pub scorecard: Cow<'r, str>,
    /// Its points.
    pub points: Exact,
    /// The band they are in.
    pub band: Cow<'r, str>,
    /// Why; their points sum to `points`.
    pub reasons: Vec<Reason<'r>>,
}

/// All claims on one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// The policy.
    pub policy: String,
    /// Values of the `match` columns; `null` where absent.
    pub key: Vec<Option<String>>,
    /// The claim that holds the thing on the date of the review.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holder: Option<String>,
    /// All claims in the order in which they were decided.
    pub claims: Vec<Claim>,
}

impl Conflict {
    /// Whether two or more claims meet here.
    #[must_use]
    pub fn is_clash(&self) -> bool {
        self.claims.len() > 1
    }
}

/// One claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Claim {
    /// Its id.
    pub claim: String,
    /// Who claims.
    pub partner: String,
    /// The instant that decides who was first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// How it ended.
    pub outcome: ClaimOutcome,
    /// Why.
    pub reasons: Vec<Reason<'static>>,
}

/// How a claim ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimOutcome {
    /// It holds or held the thing for its whole protection.
    Credited,
    /// Somebody else held it.
    Blocked,
    /// It is not valid.
    NotValid,
    /// It needs a person's decision.
    Review,
    /// It was credited and then withdrawn.
    Withdrawn,
}
