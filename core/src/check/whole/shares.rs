//! What several partners share: budgets, pools, contests.

use crate::diagnostic::DiagnosticCode;
use crate::document::place::Place;

use super::super::Checker;
use super::super::bands::Digits;

impl<'a> Checker<'a, '_> {
    pub(super) fn check_shares(&mut self) {
        for (id, budget) in self.root.members_of("budgets") {
            let members = self.members_of_shared("budget", id);
            let digits = self.check_units("budget", id, &members);
            self.check_budget(budget, digits);
        }
        for (_, pool) in self.root.members_of("pools") {
            self.check_pool(pool);
        }
        for (_, contest) in self.root.members_of("contests") {
            self.check_contest(contest);
        }
    }

    fn check_budget(&mut self, budget: Place<'a>, digits: Option<Digits>) {
        if let Some(amount) = budget.member("amount") {
            self.check_digits(amount, digits);
        }
        if let Some(metric) = budget.member("order_by") {
            self.metric_named(metric);
        }
        let when_short = budget.text_of("when_short");
        for (name, doc) in
            [("order_by", "which metric decides who goes first"), ("first", "which end of it"), ("tie", "who at equal values")]
        {
            match (budget.member(name), when_short) {
                (None, Some("priority")) => {
                    self.error(DiagnosticCode::MissingMember, budget, format!("`priority` needs the member `{name}`: {doc}"));
                }
                (Some(member), Some("proportional")) => {
                    let message = format!("`{name}` has no meaning here: it is only for `priority`");
                    self.error(DiagnosticCode::SwitchNotApplicable, member, message);
                }
                _ => {}
            }
        }
    }

    fn check_pool(&mut self, pool: Place<'a>) {
        let digits = self.money_digits();
        if let Some(amount) = pool.member("amount") {
            match amount.member("percent_of_total") {
                Some(metric) => {
                    self.check_money(metric);
                }
                None => {
                    self.check_digits(amount, digits);
                }
            }
        }
        if let Some(cap) = pool.member("cap") {
            self.check_digits(cap, digits);
        }
        if let Some(metric) = pool.member("shared_by") {
            self.metric_named(metric);
        }
        self.check_rule(pool.member("requires"), true);
    }

    fn check_contest(&mut self, contest: Place<'a>) {
        let digits = self.money_digits();
        for prize in contest.elements_of("prizes") {
            self.check_digits(prize, digits);
        }
        for metric in [contest.member("rank_by"), contest.member("ties").and_then(|ties| ties.member("then_by"))].into_iter().flatten() {
            self.metric_named(metric);
        }
        self.check_rule(contest.member("requires"), true);
    }
}
