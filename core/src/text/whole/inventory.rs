//! Channel inventory in words.

use crate::decision::{ClaimKind, ClaimMatch, Inventory, InventoryClaim, MatchOutcome};
use crate::diagnostic::JsonPointer;
use crate::programme::Programme;
use crate::settlement::Explained;
use crate::text::Explanation;
use crate::text::labels::{Label, label};
use crate::text::names::Names;
use crate::title::Locale;

impl Explanation {
    pub(in crate::text) fn inventory(&mut self, inventory: &Inventory, names: &Names<'_>) {
        let path = JsonPointer::from("/channel_inventory");
        self.push(0, "inventory", path.clone(), label(Label::Inventory, names.locale).to_owned());
        for bucket in inventory.buckets.iter().filter(|bucket| !bucket.left.is_zero()) {
            let what = format!("{} {} {}", names.inside(Label::InStock), bucket.product, bucket.bought);
            let text = format!("{} × {}", names.plain(bucket.left), names.money(bucket.unit_cost));
            self.push(1, "inventory", path.clone(), names.pair(&what, &text));
        }
        inventory.claims.iter().for_each(|claim| self.inventory_claim(1, claim, names));
        inventory.matches.iter().for_each(|line| self.claim_line(1, line, names));
        for one in &inventory.left_out {
            let what = format!("{} {}", label(Label::LeftOut, names.locale), one.sale.as_deref().unwrap_or_default());
            let why = Label::from_key(one.why).map(|why| names.inside(why)).unwrap_or_default();
            self.push(1, "left_out", path.clone(), names.pair(what.trim_end(), &why));
        }
    }

    fn inventory_claim(&mut self, indent: usize, claim: &InventoryClaim, names: &Names<'_>) {
        let thing = [claim.product.as_deref(), claim.sale.as_deref().or(claim.change.as_deref())];
        let mut what = label(claim.kind.label(), names.locale).to_owned();
        for thing in thing.into_iter().flatten() {
            what = format!("{what} {thing}");
        }
        self.push(indent, "inventory_claim", JsonPointer::from("/channel_inventory"), names.pair(&what, &names.amount(claim.amount)));
        self.reasons(indent + 1, &claim.reasons, names);
    }

    fn claim_line(&mut self, indent: usize, line: &ClaimMatch, names: &Names<'_>) {
        let thing = line.claim.as_deref().or(line.sale.as_deref()).or(line.change.as_deref()).unwrap_or_default();
        let what = format!("{} {} {thing}", label(Label::ClaimLine, names.locale), names.inside(line.kind.label()));
        let text = format!("{} {}", names.inside(line.outcome.label()), names.signed_money(line.difference.exact()));
        self.push(indent, "match", JsonPointer::from("/channel_inventory"), names.pair(what.trim_end(), &text));
    }
}

impl Inventory {
    /// What is in stock, what may be claimed, and what is.
    #[must_use]
    pub fn explain(&self, programme: &Programme, locale: Locale) -> Explanation {
        let mut explanation = Explanation::default();
        explanation.inventory(self, &Names::new(programme, locale));
        explanation
    }
}

impl Explained {
    /// The award or claim and how it came about.
    #[must_use]
    pub fn explain(&self, programme: &Programme, locale: Locale) -> Explanation {
        let (mut explanation, names) = (Explanation::default(), Names::new(programme, locale));
        match self {
            Explained::Award(award) => return award.explain(programme, locale),
            Explained::FundClaim(claim) => explanation.fund_claim(0, claim, &JsonPointer::from("/funds"), &names),
            Explained::InventoryClaim(claim, line) => {
                claim.iter().for_each(|claim| explanation.inventory_claim(0, claim, &names));
                line.iter().for_each(|line| explanation.claim_line(0, line, &names));
            }
        }
        explanation
    }
}

impl ClaimKind {
    /// The word for it.
    #[must_use]
    pub const fn label(self) -> Label {
        match self {
            ClaimKind::ShipAndDebit => Label::ShipAndDebit,
            ClaimKind::PriceProtection => Label::PriceProtection,
            ClaimKind::StockRotation => Label::StockRotation,
        }
    }
}

impl MatchOutcome {
    /// The word for it.
    #[must_use]
    pub const fn label(self) -> Label {
        match self {
            MatchOutcome::Matched => Label::Matched,
            MatchOutcome::QuantityDiffers => Label::QuantityDiffers,
            MatchOutcome::PriceDiffers => Label::PriceDiffers,
            MatchOutcome::NotEligible => Label::NotEligible,
            MatchOutcome::Duplicate => Label::Duplicate,
            MatchOutcome::Late => Label::Late,
            MatchOutcome::NotClaimed => Label::NotClaimed,
        }
    }
}
