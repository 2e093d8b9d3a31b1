//! What is told across partners: cascades, leaderboards, pay checks, cost shares.

use crate::amount::Exact;
use crate::diagnostic::DiagnosticCode;
use crate::document::place::{Place, quoted};
use crate::incentive::RewardUnit;

use super::super::incentives::unit_of;
use super::super::{Checker, periods, references};

impl<'a> Checker<'a, '_> {
    pub(super) fn check_across(&mut self) {
        for (_, cascade) in self.root.members_of("cascades") {
            self.check_cascade(cascade);
        }
        for (_, leaderboard) in self.root.members_of("leaderboards") {
            self.metric_at(leaderboard, "rank_by");
            self.metric_at(leaderboard, "before");
            self.check_rule(leaderboard.member("requires"), true);
        }
        for (_, check) in self.root.members_of("pay_checks") {
            self.check_pay_check(check);
        }
        for (_, share) in self.root.members_of("cost_shares") {
            let paid = share.member("paid").and_then(|paid| self.check_money(paid));
            let shared_by = self.metric_at(share, "shared_by");
            self.check_policy(share, &[paid, shared_by], "what is settled", ["nothing", "hold"]);
            self.check_rule(share.member("requires"), true);
        }
    }

    fn metric_at(&mut self, place: Place<'a>, member: &str) -> Option<usize> {
        place.member(member).and_then(|metric| self.metric_named(metric))
    }

    fn check_cascade(&mut self, cascade: Place<'a>) {
        if let Some(amount) = cascade.member("amount") {
            self.check_digits(amount, self.money_digits());
        }
        if let Some(period) = cascade.member("period") {
            self.findings.extend(periods::empty(period));
        }
        let shared_by = self.metric_at(cascade, "shared_by");
        self.check_policy(cascade, &[shared_by], "what is given", ["nothing", "hold"]);
        self.check_rule(cascade.member("requires"), true);
    }

    fn check_pay_check(&mut self, check: Place<'a>) {
        let incentives = self.root.elements_of("incentives");
        let named: Vec<Place<'a>> = check.elements_of("of").into_iter().filter(|of| of.text().is_some_and(|id| !id.is_empty())).collect();
        let ids: Vec<&str> = named.iter().copied().filter_map(Place::text).collect();
        for ((place, id), is_repeated) in named.iter().zip(&ids).zip(crate::order::repeated(&ids)) {
            let incentive = incentives.iter().find(|incentive| incentive.text_of("id") == Some(id));
            if is_repeated {
                self.error(DiagnosticCode::DuplicateId, *place, format!("incentive {} is there twice", quoted(id)));
            } else if let Some(incentive) = incentive {
                if unit_of(*incentive).is_some_and(|unit| unit != RewardUnit::Money) {
                    let message = format!("{} does not pay money", quoted(id));
                    self.error(DiagnosticCode::WrongOperand, *place, message);
                }
            } else if !self.are_incentives_unsure() {
                let known = incentives.iter().filter_map(|incentive| incentive.text_of("id"));
                self.findings.push(references::unknown(*place, "incentive", id, known));
            }
        }
        self.check_rule(check.member("requires"), true);
        self.metric_at(check, "achievement");
        if let Some(base) = check.member("base") {
            self.check_money(base);
        }
        if let Some(peers) = check.member("peers") {
            self.check_peers("peers", peers);
        }
        for (member, message, is_wrong) in [
            ("outlier_above", "what is too much is more than 1 times the median", above as fn(Exact) -> bool),
            ("outlier_below", "what is too little is less than 1 times the median", below),
        ] {
            if let Some(place) = check.member(member).filter(|_| check.number_of(member).is_some_and(is_wrong)) {
                self.error(DiagnosticCode::OutOfRange, place, message);
            }
        }
    }

    /// Whether there may be an incentive whose id could not be read.
    fn are_incentives_unsure(&self) -> bool {
        match self.root.node.member("incentives") {
            Some(incentives) => {
                !matches!(incentives, crate::node::Node::List(_))
                    || self.root.elements_of("incentives").iter().any(|incentive| incentive.text_of("id").is_none())
            }
            None => references::is_section_unsure(self.root, "incentives"),
        }
    }
}

fn above(times: Exact) -> bool {
    times <= Exact::ONE
}

fn below(times: Exact) -> bool {
    times >= Exact::ONE
}
