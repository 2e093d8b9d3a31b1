//! Channel inventory.

use crate::amount::Exact;
use crate::diagnostic::DiagnosticCode;

use super::super::Checker;

/// Numbers that are shares of a whole.
const SHARES: &[(&str, &str)] = &[("price_protection", "pass_through"), ("stock_rotation", "share"), ("stock_rotation", "restocking_fee")];

impl Checker<'_, '_> {
    pub(super) fn check_inventory(&mut self) {
        let Some(inventory) = self.root.member("channel_inventory") else { return };
        for (section, name) in SHARES {
            let Some(place) = inventory.member(section).and_then(|section| section.member(name)) else { continue };
            if crate::document::place::number(place.node).is_some_and(|share| share > Exact::ONE) {
                self.error(DiagnosticCode::OutOfRange, place, format!("`{name}` is a share and not above 1"));
            }
        }
    }
}
