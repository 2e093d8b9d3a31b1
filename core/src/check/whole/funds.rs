//! Market development funds.

use crate::amount::Exact;
use crate::diagnostic::DiagnosticCode;
use crate::document::place::{Place, quoted};

use super::super::Checker;

/// Parts that are settled over all partners, which no budget of one partner waits for.
const OF_ALL: &[&str] = &["prize_in", "share_of_pool", "level_differential"];

impl Checker<'_, '_> {
    /// Either every part says who contributes, or none does.
    fn check_parties(&mut self, fund: Place<'_>) {
        let parts = fund.elements_of("accrues");
        if parts.iter().all(|part| part.member("party").is_none()) {
            return;
        }
        for part in parts.iter().filter(|part| part.member("party").is_none()) {
            let finding =
                part.error(DiagnosticCode::MissingMember, "a part of this fund says whose contribution it is, and this one does not");
            self.findings.push(finding.with_help("write `party`"));
        }
    }

    pub(super) fn check_funds(&mut self) {
        let digits = self.money_digits();
        for (_, fund) in self.root.members_of("funds") {
            self.check_rule(fund.member("requires"), true);
            for part in fund.elements_of("accrues") {
                for named in OF_ALL.iter().filter_map(|name| part.member(name)) {
                    let message = "what all partners share has no meaning here: a fund accrues by the partner's own numbers";
                    self.error(DiagnosticCode::SwitchNotApplicable, named, message);
                }
                self.check_part(part, fund);
            }
            self.check_parties(fund);
            self.check_limits(fund, digits);
            if let Some(cap) = fund.member("claim_cap") {
                self.check_digits(cap, digits);
            }
            if let Some(share) = fund.member("participation")
                && fund.number_of("participation").is_some_and(|share| share.is_zero() || share > Exact::ONE)
            {
                self.error(DiagnosticCode::OutOfRange, share, "the vendor's share is above 0 and not above 1");
            }
            for list in ["activities", "proof"] {
                let places = fund.elements_of(list);
                let texts: Vec<&str> = places.iter().map(|place| place.text().unwrap_or_default()).collect();
                for (place, text) in
                    places.iter().zip(&texts).zip(crate::order::repeated(&texts)).filter_map(|(one, again)| again.then_some(one))
                {
                    self.error(DiagnosticCode::DuplicateId, *place, format!("{} is there twice", quoted(text)));
                }
            }
        }
    }
}
