//! Prices in words.

use crate::decision::PriceDecision;
use crate::diagnostic::JsonPointer;
use crate::programme::Programme;
use crate::text::Explanation;
use crate::text::labels::Label;
use crate::text::names::Names;
use crate::title::Locale;

impl PriceDecision {
    /// The price and how it came about.
    #[must_use]
    pub fn explain(&self, programme: &Programme, locale: Locale) -> Explanation {
        let (mut explanation, names) = (Explanation::default(), Names::new(programme, locale));
        let price = self.price.map_or_else(|| names.inside(Label::NoListPrice), |price| names.amount(price));
        explanation.push(0, "price", JsonPointer::from("/prices"), names.pair(&self.product, &price));
        explanation.reasons(1, &self.reasons, &names);
        explanation
    }
}
