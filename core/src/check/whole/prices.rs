//! Tier prices.

use crate::amount::Exact;
use crate::diagnostic::DiagnosticCode;

use super::super::{Checker, references};

impl Checker<'_, '_> {
    pub(super) fn check_prices(&mut self) {
        let Some(prices) = self.root.member("prices") else { return };
        let products = self.kinds.kind("products").cloned();
        let discounts = prices.elements_of("discounts");
        references::duplicates("discount", &discounts, self.findings);
        let combine = prices.text_of("combine");
        for discount in &discounts {
            self.check_rule(discount.member("requires"), true);
            self.check_filter(products.as_ref(), discount.member("where"));
            if let Some(price) = discount.member("price").filter(|_| matches!(combine, Some("one_after_another" | "added"))) {
                let message = "`price` has no meaning here: a fixed price is only for `best_of`";
                self.error(DiagnosticCode::SwitchNotApplicable, price, message);
            }
        }
        let shares = discounts.iter().filter_map(|discount| discount.member("off")).chain(prices.member("not_below"));
        for share in shares {
            if crate::document::place::number(share.node).is_some_and(|share| share > Exact::ONE) {
                self.error(DiagnosticCode::OutOfRange, share, "a share of the price is not above 1");
            }
        }
    }
}
