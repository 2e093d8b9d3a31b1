//! The tier ladder.

use crate::document::place::Place;

use super::{Checker, references};

/// The ids of the ladder, base first.
pub(super) fn ids<'a>(tiers: &Place<'a>) -> Vec<&'a str> {
    objects(tiers).iter().filter_map(|tier| tier.text_of("id")).collect()
}

fn objects<'a>(tiers: &Place<'a>) -> Vec<Place<'a>> {
    tiers.member("base").into_iter().chain(tiers.elements_of("ladder")).collect()
}

impl Checker<'_, '_> {
    pub(super) fn check_tiers(&mut self) {
        let Some(tiers) = self.root.member("tiers") else { return };
        references::duplicates("tier", objects(&tiers), self.findings);
        for tier in tiers.elements_of("ladder") {
            self.check_rule(tier.member("requires"), false);
        }
    }
}
