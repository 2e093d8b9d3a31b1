//! Decisions without what they borrow, for those that outlive the review they come from.

use std::borrow::Cow;

use super::{Award, Class, ExpectedAward, Metrics, NextTier, PartnerDecision, Score, Standing};
use crate::reason::{LeafResult, Own, Reason};

fn kept(reasons: Vec<Reason<'_>>) -> Vec<Reason<'static>> {
    reasons.into_iter().map(Reason::into_owned).collect()
}

impl PartnerDecision<'_> {
    /// The same without the programme and the facts that it borrows from.
    #[must_use]
    pub fn into_owned(self) -> PartnerDecision<'static> {
        PartnerDecision {
            partner: self.partner.own(),
            metrics: Metrics { metrics: Cow::Owned(self.metrics.metrics.into_owned()), values: self.metrics.values },
            standing: self.standing.map(Standing::into_owned),
            awards: self.awards.into_iter().map(Award::into_owned).collect(),
            total: self.total,
            total_reasons: kept(self.total_reasons),
            scores: self.scores.into_iter().map(Score::into_owned).collect(),
            classes: self.classes.into_iter().map(Class::into_owned).collect(),
            funds: self.funds,
            inventory: self.inventory,
        }
    }
}

impl Standing<'_> {
    /// The same without the programme and the facts that it borrows from.
    #[must_use]
    pub fn into_owned(self) -> Standing<'static> {
        let next = self
            .next
            .map(|next| NextTier { tier: next.tier.own(), shortfalls: next.shortfalls.into_iter().map(LeafResult::into_owned).collect() });
        Standing { tier: self.tier.own(), reasons: kept(self.reasons), next }
    }
}

impl Award<'_> {
    /// The same without the programme and the facts that it borrows from.
    #[must_use]
    pub fn into_owned(self) -> Award<'static> {
        let expected = self.expected.map(|expected| ExpectedAward {
            outcome: expected.outcome,
            amount: expected.amount,
            reasons: kept(expected.reasons),
        });
        Award {
            incentive: self.incentive.own(),
            unit: self.unit,
            outcome: self.outcome,
            earned: self.earned,
            amount: self.amount,
            value: self.value,
            payable: self.payable,
            schedule: self.schedule,
            payees: self.payees,
            expected,
            reasons: kept(self.reasons),
        }
    }
}

impl Score<'_> {
    /// The same without the programme and the facts that it borrows from.
    #[must_use]
    pub fn into_owned(self) -> Score<'static> {
        Score { scorecard: self.scorecard.own(), points: self.points, band: self.band.own(), reasons: kept(self.reasons) }
    }
}

impl Class<'_> {
    /// The same without the programme and the facts that it borrows from.
    #[must_use]
    pub fn into_owned(self) -> Class<'static> {
        Class { classification: self.classification.own(), class: self.class.own(), reasons: kept(self.reasons) }
    }
}
