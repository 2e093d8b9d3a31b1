//! Terms of settlement: filters, shares, levels of quantity.

use crate::amount::Exact;
use crate::diagnostic::DiagnosticCode;
use crate::document::place::Place;

use super::{Checker, references};

impl<'a> Checker<'a, '_> {
    pub(super) fn check_terms(&mut self) {
        let Some(terms) = self.root.member("settlement") else { return };
        let sales = self.kinds.kind("sales").cloned();
        let rules = terms.elements_of("redemption");
        references::duplicates("redemption rule", &rules, self.findings);
        self.check_share(terms, "order_share");
        if let Some(required) = terms.member("deposit").and_then(|deposit| deposit.member("required")) {
            let digits = self.money_digits();
            self.check_limit(required, digits);
        }
        for rule in &rules {
            self.check_filter(sales.as_ref(), rule.member("where"));
            self.check_share(*rule, "share");
            let levels = rule.elements_of("by_quantity");
            self.check_ascending(&levels);
            levels.iter().for_each(|level| self.check_share(*level, "share"));
        }
    }

    /// More than the whole cannot be paid with documents.
    fn check_share(&mut self, place: Place<'a>, name: &str) {
        if let Some(share) = place.number_of(name).filter(|share| *share > Exact::ONE) {
            self.error(DiagnosticCode::OutOfRange, place.at(name), format!("the share {share} is more than 1"));
        }
    }
}
