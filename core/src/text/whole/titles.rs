//! What funds, discounts and what partners share are called.

use crate::amount::Exact;
use crate::metric::MetricUnit;
use crate::text::names::Names;
use crate::text::places::Way;

/// The ways of the places that only the whole build has.
pub(in crate::text) const WAYS: &[(&str, Way)] = &[
    ("off", Way::Rate),
    ("quantity", Way::Plain),
    ("contest", Way::Called(|names, _, id| names.contest(id).to_owned())),
    ("pool", Way::Called(|names, _, id| names.pool(id).to_owned())),
    ("budget", Way::Called(|names, _, id| names.budget(id).to_owned())),
    ("discount", Way::Called(|names, _, id| names.discount(id).to_owned())),
];

impl<'a> Names<'a> {
    /// A number without a unit.
    pub(in crate::text) fn plain(&self, number: Exact) -> String {
        self.number(number, MetricUnit::Number)
    }

    pub(in crate::text) fn fund(&self, id: &'a str) -> &'a str {
        let fund = self.programme.funds.iter().find(|fund| fund.id == id);
        fund.map_or(id, |fund| fund.title.in_locale(self.locale, id))
    }

    fn discount(&self, id: &'a str) -> &'a str {
        let discounts = self.programme.prices.as_ref().map(|prices| prices.discounts.as_slice()).unwrap_or_default();
        discounts.iter().find(|discount| discount.id == id).map_or(id, |discount| discount.title.in_locale(self.locale, id))
    }

    fn budget(&self, id: &'a str) -> &'a str {
        let budget = self.programme.budgets.iter().find(|budget| budget.id == id);
        budget.map_or(id, |budget| budget.title.in_locale(self.locale, id))
    }

    fn pool(&self, id: &'a str) -> &'a str {
        let pool = self.programme.pools.iter().find(|pool| pool.id == id);
        pool.map_or(id, |pool| pool.title.in_locale(self.locale, id))
    }

    fn contest(&self, id: &'a str) -> &'a str {
        let contest = self.programme.contests.iter().find(|contest| contest.id == id);
        contest.map_or(id, |contest| contest.title.in_locale(self.locale, id))
    }
}
