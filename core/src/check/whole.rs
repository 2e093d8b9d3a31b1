//! What only the whole build checks.

mod across;
mod differential;
mod funds;
mod inventory;
mod prices;
mod shares;

use crate::diagnostic::DiagnosticCode;
use crate::document::place::{Place, integer, quoted};

use super::Checker;

impl<'a> Checker<'a, '_> {
    pub(super) fn check_whole(&mut self) {
        self.check_shares();
        self.check_funds();
        self.check_inventory();
        self.check_prices();
        self.check_across();
    }

    pub(super) fn check_budget_of(&mut self, incentive: Place<'a>) {
        self.check_named(incentive.member("budget"), "budget", "budgets");
    }

    /// Checks what names a part that depends on all partners; the metric that it reads, if it does.
    pub(super) fn check_of_all(&mut self, form: &str, named: Place<'a>) -> Option<Option<usize>> {
        match form {
            "level_differential" => return Some(self.check_money(named)),
            "prize_in" => self.check_named(Some(named), "contest", "contests"),
            "share_of_pool" => self.check_named(Some(named), "pool", "pools"),
            _ => {}
        }
        None
    }

    /// Whether a part may be held because a contest may be tied.
    pub(super) fn may_be_tied(&self, part: Place<'a>) -> bool {
        let contest = part.text_of("prize_in").and_then(|id| self.root.member("contests")?.member(id));
        contest.is_some_and(|contest| contest.text_of("ties") == Some("review"))
    }

    pub(super) fn warn_of_shared(&mut self, incentives: &[Place<'a>]) {
        for (id, budget) in self.root.members_of("budgets") {
            if !incentives.iter().any(|incentive| incentive.text_of("budget") == Some(id)) {
                let message = format!("no incentive is paid from the budget {}", quoted(id));
                self.warning(DiagnosticCode::UnusedBudget, budget, message);
            }
        }
        let parts: Vec<Place<'a>> = incentives.iter().flat_map(|incentive| incentive.elements_of("pays")).collect();
        for (section, member, code) in
            [("pools", "share_of_pool", DiagnosticCode::UnusedPool), ("contests", "prize_in", DiagnosticCode::UnusedContest)]
        {
            for (id, place) in self.root.members_of(section) {
                match parts.iter().filter(|part| part.text_of(member) == Some(id)).count() {
                    0 => self.warning(code, place, format!("no part of an incentive has {} as `{member}`", quoted(id))),
                    1 => {}
                    count => {
                        let message = format!("{count} parts of incentives have {} as `{member}`: each pays it in full", quoted(id));
                        self.warning(DiagnosticCode::PaidInFullTwice, place, message);
                    }
                }
            }
        }
    }

    pub(super) fn warn_of_levels(&mut self, part: Place<'a>) {
        if let Some(levels) = part.member("levels").filter(|levels| integer(levels.node).is_some_and(|levels| levels >= 3)) {
            let message = "a reward on three or more levels is a legal risk".to_owned();
            self.warning(DiagnosticCode::PaidLevels, levels, message);
        }
    }
}
