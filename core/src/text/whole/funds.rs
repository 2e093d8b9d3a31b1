//! Funds in words.

use crate::amount::Amount;
use crate::decision::{FundBalance, FundClaim, FundClaimOutcome, RequestOutcome};
use crate::diagnostic::JsonPointer;
use crate::programme::Programme;
use crate::text::Explanation;
use crate::text::labels::{Label, label};
use crate::text::names::Names;
use crate::title::Locale;

impl Explanation {
    pub(in crate::text) fn fund(&mut self, fund: &FundBalance, names: &Names<'_>) {
        let path = JsonPointer::from("/funds").child(&fund.fund);
        let numbers = [
            (Label::Accrued, fund.accrued),
            (Label::Approved, fund.approved),
            (Label::Claimed, fund.claimed),
            (Label::Reserved, fund.reserved),
            (Label::Expired, fund.expired),
            (Label::Available, fund.available),
        ];
        let text = names.amounts(&numbers);
        self.push(0, "fund", path.clone(), names.pair(names.fund(&fund.fund), &text));
        self.reasons(1, &fund.reasons, names);
        for party in &fund.parties {
            let numbers = [
                (Label::Contributed, party.contributed),
                (Label::Claimed, party.claimed),
                (Label::Reserved, party.reserved),
                (Label::Balance, party.balance),
            ];
            self.push(1, "party", path.clone(), names.pair(&party.party, &names.amounts(&numbers)));
        }
        for request in &fund.requests {
            let text = format!("{} {}", names.inside(request.outcome.label()), names.amount(request.amount));
            let who = format!("{} {}", label(Label::Request, names.locale), request.request);
            self.push(1, "request", path.clone(), names.pair(&who, &text));
            self.reasons(2, &request.reasons, names);
        }
        fund.claims.iter().for_each(|claim| self.fund_claim(1, claim, &path, names));
    }

    pub(super) fn fund_claim(&mut self, indent: usize, claim: &FundClaim, path: &JsonPointer, names: &Names<'_>) {
        let text = format!("{} {}", names.inside(claim.outcome.label()), names.amount(claim.amount));
        let who = format!("{} {} ({})", label(Label::FundClaim, names.locale), claim.claim, claim.request);
        self.push(indent, "fund_claim", path.clone(), names.pair(&who, &text));
        self.reasons(indent + 1, &claim.reasons, names);
    }
}

impl Names<'_> {
    /// Amounts, each behind its word.
    fn amounts(&self, amounts: &[(Label, Amount)]) -> String {
        self.list(amounts.iter().map(|(label, amount)| format!("{} {}", self.inside(*label), self.amount(*amount))))
    }
}

impl FundBalance {
    /// What there is, and what became of every request and claim.
    #[must_use]
    pub fn explain(&self, programme: &Programme, locale: Locale) -> Explanation {
        let mut explanation = Explanation::default();
        explanation.fund(self, &Names::new(programme, locale));
        explanation
    }
}

impl RequestOutcome {
    /// The word for it.
    #[must_use]
    pub const fn label(self) -> Label {
        match self {
            RequestOutcome::Declined => Label::Declined,
            RequestOutcome::NotValid => Label::RequestNotValid,
            RequestOutcome::Pending => Label::Pending,
            RequestOutcome::Approved => Label::Approved,
            RequestOutcome::NoFunds => Label::NoFunds,
        }
    }
}

impl FundClaimOutcome {
    /// The word for it.
    #[must_use]
    pub const fn label(self) -> Label {
        match self {
            FundClaimOutcome::NotApproved => Label::NotApproved,
            FundClaimOutcome::BeforeApproval => Label::BeforeApproval,
            FundClaimOutcome::Late => Label::Late,
            FundClaimOutcome::Expired => Label::Expired,
            FundClaimOutcome::MissingProof => Label::MissingProof,
            FundClaimOutcome::Amount => Label::NothingSpent,
            FundClaimOutcome::Paid => Label::Paid,
            FundClaimOutcome::PartPaid => Label::PartPaid,
            FundClaimOutcome::Exhausted => Label::Exhausted,
        }
    }
}
