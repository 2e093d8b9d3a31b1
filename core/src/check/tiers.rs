//! The tier ladder.

use crate::document::place::Place;
use crate::node::Node;

use super::{Checker, references};

/// The ids of the ladder, base first.
pub(super) fn ids<'a>(tiers: Place<'a>) -> Vec<&'a str> {
    objects(tiers).iter().filter_map(|tier| tier.text_of("id")).collect()
}

/// Whether a tier may be there whose id could not be read.
pub(super) fn are_unsure(root: Place<'_>) -> bool {
    let Some(tiers) = root.member("tiers") else { return references::is_section_unsure(root, "tiers") };
    let ladder = tiers.node.member("ladder");
    tiers.member("base").is_none()
        || !matches!(ladder, Some(Node::List(_)))
        || objects(tiers).iter().any(|tier| tier.text_of("id").is_none())
}

fn objects<'a>(tiers: Place<'a>) -> Vec<Place<'a>> {
    tiers.member("base").into_iter().chain(tiers.elements_of("ladder")).collect()
}

impl Checker<'_, '_> {
    pub(super) fn check_tiers(&mut self) {
        let Some(tiers) = self.root.member("tiers") else { return };
        references::duplicates("tier", &objects(tiers), self.findings);
        for tier in tiers.elements_of("ladder") {
            self.check_rule(tier.member("requires"), false);
        }
    }
}
