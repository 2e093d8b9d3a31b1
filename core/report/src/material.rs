//! What the page and the terminal both read: decisions of all partners, who they are, and how they hang together.

use std::collections::BTreeMap;

use qudao::metric::{Definition, Metric, MetricUnit};
use qudao::scorecard::{Direction, Scorecard};
use qudao::tier::Operand;
use qudao::{
    Amount, AsOf, BudgetUse, CascadeResult, Cell, Conflict, ContestResult, CostShareResult, EvaluationError, Facts, Hierarchy,
    LeaderboardResult, Locale, PartnerDecision, PayCheckResult, PoolUse, Programme, Review, Score, Title,
};

use crate::account::Account;
use crate::plots::Band;

/// A review with everything that a reader wants beside it.
#[derive(Debug)]
pub struct Material<'a> {
    /// The rules.
    pub programme: &'a Programme,
    /// What happened.
    pub facts: &'a Facts,
    /// Date of the review.
    pub as_of: AsOf,
    /// One per partner, by id.
    pub partners: Vec<Member<'a>>,
    /// All claimed deals.
    pub conflicts: &'a [Conflict],
    /// What came of the budgets.
    pub budgets: &'a [BudgetUse],
    /// What came of the pools.
    pub pools: &'a [PoolUse],
    /// What came of the contests.
    pub contests: &'a [ContestResult],
    /// What targets for all come to.
    pub cascades: &'a [CascadeResult],
    /// Who stands where.
    pub leaderboards: &'a [LeaderboardResult],
    /// Whether pay follows performance.
    pub pay_checks: &'a [PayCheckResult],
    /// Who owes whom.
    pub cost_shares: &'a [CostShareResult],
    /// What is paid in all.
    pub total: Amount,
    /// What was settled in the year, where it was asked for.
    pub account: Option<Account>,
}

/// What a pay check looks at.
#[derive(Debug, Clone, Default)]
pub struct Checked<'a> {
    /// What people call it.
    pub title: Title,
    /// The metric that pay should follow.
    pub achievement: &'a str,
    /// The metric that pay is a share of.
    pub base: &'a str,
}

/// A partner with its decision and its place in the hierarchy.
#[derive(Debug)]
pub struct Member<'a> {
    /// What was decided.
    pub decision: PartnerDecision<'a>,
    /// Its name, or its id.
    pub name: String,
    /// Columns of its record.
    pub kind: Option<String>,
    /// Where it may sell.
    pub territory: Option<String>,
    /// Position of its parent among the partners.
    pub parent: Option<usize>,
    /// 1 at the top.
    pub level: usize,
    /// How many partners are directly below.
    pub below: usize,
}

fn text(facts: &Facts, column: &str, row: u32) -> Option<String> {
    match facts.cell("partners", column, row) {
        Cell::Text(text) => Some(text.to_owned()),
        _ => None,
    }
}

impl<'a> Material<'a> {
    /// Reads all decisions of a review.
    ///
    /// # Errors
    /// A number grows past 128 bits.
    pub fn gather(facts: &'a Facts, review: &'a Review) -> Result<Material<'a>, EvaluationError> {
        let as_of = review.as_of();
        let hierarchy = Hierarchy::on(facts, as_of.on);
        let order = facts.partners_by_id();
        let place = order.iter().enumerate().map(|(position, row)| (*row, position)).collect::<BTreeMap<u32, usize>>();
        let parents = order.iter().map(|row| hierarchy.parent(*row).and_then(|parent| place.get(&parent).copied())).collect::<Vec<_>>();
        let mut below = vec![0usize; order.len()];
        for parent in parents.iter().flatten() {
            if let Some(count) = below.get_mut(*parent) {
                *count += 1;
            }
        }
        let level = |position: usize| {
            // the hierarchy has no cycles; the bound only keeps that from mattering here
            let above = std::iter::successors(Some(position), |at| parents.get(*at).copied().flatten());
            above.take(order.len()).count()
        };
        let mut partners = Vec::with_capacity(order.len());
        for (position, (row, decision)) in order.iter().zip(review.partners()).enumerate() {
            let decision = decision?;
            partners.push(Member {
                name: text(facts, "name", *row).unwrap_or_else(|| decision.partner.to_string()),
                kind: text(facts, "kind", *row),
                territory: text(facts, "territory", *row),
                parent: parents.get(position).copied().flatten(),
                level: level(position),
                below: below.get(position).copied().unwrap_or(0),
                decision,
            });
        }
        let programme = review.programme();
        Ok(Material {
            programme,
            facts,
            as_of,
            partners,
            conflicts: review.conflicts(),
            budgets: review.budgets(),
            pools: review.pools(),
            contests: review.contests(),
            cascades: review.cascades(),
            leaderboards: review.leaderboards(),
            pay_checks: review.pay_checks(),
            cost_shares: review.cost_shares(),
            total: review.total()?,
            account: None,
        })
    }

    /// With the account of the year.
    #[must_use]
    pub fn with_account(self, account: Option<Account>) -> Material<'a> {
        Material { account, ..self }
    }

    /// Deals that more than one claim is about.
    pub fn clashes(&self) -> impl Iterator<Item = &Conflict> {
        self.conflicts.iter().filter(|conflict| conflict.is_clash())
    }

    /// The partner of that id.
    #[must_use]
    pub fn partner(&self, id: &str) -> Option<&Member<'a>> {
        let found = self.partners.binary_search_by(|member| (*member.decision.partner).cmp(id)).ok()?;
        self.partners.get(found)
    }

    /// Id and name of a partner, for the eye.
    #[must_use]
    pub fn id_and_name(&self, id: &str) -> String {
        match self.partner(id) {
            Some(member) if member.name != id => format!("{id} {}", member.name),
            _ => id.to_owned(),
        }
    }

    /// Whether there is a budget, a pool or a contest.
    #[must_use]
    pub const fn has_shared(&self) -> bool {
        !(self.budgets.is_empty() && self.pools.is_empty() && self.contests.is_empty())
    }

    /// The title of a budget.
    #[must_use]
    pub fn budget(&self, id: &str, locale: Locale) -> String {
        let found = self.programme.budgets().iter().find(|budget| budget.id == id);
        found.map_or(id, |budget| budget.title.in_locale(locale, id)).to_owned()
    }

    /// The title of a pool.
    #[must_use]
    pub fn pool(&self, id: &str, locale: Locale) -> String {
        let found = self.programme.pools().iter().find(|pool| pool.id == id);
        found.map_or(id, |pool| pool.title.in_locale(locale, id)).to_owned()
    }

    /// The title of a contest, and its metric.
    #[must_use]
    pub fn contest(&self, id: &str, locale: Locale) -> (String, &str) {
        let Some(contest) = self.programme.contests().iter().find(|contest| contest.id == id) else { return (id.to_owned(), "") };
        let metric = self.programme.metrics().get(contest.rank_by).map_or("", |metric| metric.name.as_str());
        (contest.title.in_locale(locale, id).to_owned(), metric)
    }

    /// Whether there is anything that is told across partners.
    #[must_use]
    pub fn has_across(&self) -> bool {
        let results = self.cascades.len() + self.leaderboards.len() + self.pay_checks.len() + self.cost_shares.len();
        results + self.programme.classes().len() > 0
    }

    /// The classes of the classification at a position, in the order of its rules, each with its partners.
    #[must_use]
    pub fn classes(&self, position: usize) -> Vec<(&str, Vec<&str>)> {
        let Some(of) = self.programme.classes().get(position) else { return Vec::new() };
        let mut classes: Vec<(&str, Vec<&str>)> = Vec::new();
        for class in of.rules.iter().map(|rule| rule.class.as_str()).chain([of.otherwise.as_str()]) {
            if classes.iter().all(|(known, _)| *known != class) {
                classes.push((class, Vec::new()));
            }
        }
        for member in &self.partners {
            let Some(own) = member.decision.classes.get(position) else { continue };
            if let Some((_, members)) = classes.iter_mut().find(|(class, _)| *class == own.class) {
                members.push(&member.decision.partner);
            }
        }
        classes
    }

    /// The title of a leaderboard, and its metric.
    #[must_use]
    pub fn leaderboard(&self, id: &str) -> (Title, &str) {
        let found = self.programme.leaderboards().iter().find(|one| one.id == id);
        found.map_or((Title::default(), ""), |one| (one.title.clone(), self.metric_name(one.rank_by)))
    }

    /// The title of a pay check, and its metrics.
    #[must_use]
    pub fn pay_check(&self, id: &str) -> Checked<'_> {
        let found = self.programme.pay_checks().iter().find(|one| one.id == id);
        found.map_or_else(Checked::default, |one| Checked {
            title: one.title.clone(),
            achievement: self.metric_name(one.achievement),
            base: self.metric_name(one.base),
        })
    }

    /// The title of a cascade, and its metric.
    #[must_use]
    pub fn cascade(&self, id: &str) -> (Title, &str) {
        let found = self.programme.cascades().iter().find(|one| one.id == id);
        found.map_or((Title::default(), ""), |one| (one.title.clone(), self.metric_name(one.shared_by)))
    }

    /// The title of a cost share.
    #[must_use]
    pub fn cost_share(&self, id: &str) -> Title {
        let found = self.programme.cost_shares().iter().find(|one| one.id == id);
        found.map_or_else(Title::default, |one| one.title.clone())
    }

    fn metric_name(&self, metric: usize) -> &str {
        self.programme.metrics().get(metric).map_or("", |metric| metric.name.as_str())
    }

    /// The title of a metric.
    #[must_use]
    pub fn metric_title(&self, name: &str, locale: Locale) -> String {
        let metric = self.programme.metric(name).and_then(|position| self.programme.metrics().get(position));
        metric.map_or(name, |metric| metric.title.in_locale(locale, name)).to_owned()
    }

    /// The title of a tier and its place, 0 for the base tier.
    #[must_use]
    pub fn tier(&self, id: &str, locale: Locale) -> (usize, String) {
        let Some(ladder) = self.programme.tiers() else { return (0, id.to_owned()) };
        let position = ladder.position(id).unwrap_or(0);
        (position, ladder.tier(position).title.in_locale(locale, id).to_owned())
    }

    /// Ids of all tiers, from the base upwards.
    #[must_use]
    pub fn tiers(&self) -> Vec<&str> {
        self.programme.tiers().map_or_else(Vec::new, |ladder| {
            std::iter::once(ladder.base.id.as_str()).chain(ladder.ladder.iter().map(|(tier, _)| tier.id.as_str())).collect()
        })
    }

    /// The scorecard that is shown where there is room for one only: the first on which many points are bad, else the first.
    #[must_use]
    pub fn main_card(&self) -> Option<&Scorecard> {
        let cards = self.programme.scorecards();
        cards.iter().find(|card| card.direction == Direction::HighIsBad).or_else(|| cards.first())
    }

    /// A partner's score on that card.
    #[must_use]
    pub fn main_score<'m>(&self, member: &'m Member<'_>) -> Option<&'m Score<'m>> {
        let card = self.main_card()?;
        member.decision.scores.iter().find(|score| score.scorecard == card.id)
    }

    /// The metric that says how large a partner is: the first money that an incentive pays on or a tier asks for.
    #[must_use]
    pub fn size_metric(&self) -> Option<&Metric> {
        let metrics = self.programme.metrics();
        let is_money = |position: &usize| metrics.get(*position).is_some_and(|metric| metric.unit == MetricUnit::Money);
        let parts = self.programme.incentives().iter().flat_map(|incentive| &incentive.pays);
        let paid_on = parts.filter_map(|part| part.pays.measure());
        let mut asked = Vec::new();
        for (_, rule) in self.programme.tiers().iter().flat_map(|ladder| &ladder.ladder) {
            rule.condition.for_each_leaf(&mut |leaf| {
                if let Operand::Metric(position) = leaf.operand {
                    asked.push(position);
                }
            });
        }
        let found = paid_on.chain(asked).find(is_money).or_else(|| (0..metrics.len()).find(is_money))?;
        metrics.get(found)
    }

    /// Which sales the size counts: its basis, when it is measured on sales.
    #[must_use]
    pub fn sales_basis(&self) -> Option<&'static str> {
        match &self.size_metric()?.definition {
            Definition::Base(base) if base.kind == "sales" => base.basis,
            _ => None,
        }
    }
}

/// How good or bad a band of a scorecard is.
#[must_use]
pub fn severity(card: &Scorecard, band: &str) -> Band {
    let position = card.bands.iter().position(|known| known.id == band).unwrap_or(0);
    let last = card.bands.len().saturating_sub(1);
    let (best, worst) = match card.direction {
        Direction::HighIsBad => (0, last),
        Direction::HighIsGood => (last, 0),
    };
    // a card with a single band tells nobody apart, so nobody is bad
    if position == best {
        Band::Good
    } else if position == worst {
        Band::Bad
    } else {
        Band::Middle
    }
}

/// The title of a band.
#[must_use]
pub fn band_title<'a>(card: &'a Scorecard, band: &'a str, locale: Locale) -> &'a str {
    let title: Option<&Title> = card.bands.iter().find(|known| known.id == band).map(|known| &known.title);
    title.map_or(band, |title| title.in_locale(locale, band))
}
