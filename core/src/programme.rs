//! The valid programme: what is left once a document has been read and checked. No invalid state can be built.

use crate::amount::{Currency, Rounding};
use crate::budget::Budget;
use crate::cascade::Cascade;
use crate::classification::Classification;
use crate::conflict::RegistrationPolicy;
use crate::contest::Contest;
use crate::cost_share::CostShare;
use crate::currencies::Currencies;
use crate::diagnostic::{Diagnostic, JsonPointer};
use crate::fund::Fund;
use crate::group::Group;
use crate::incentive::{Incentive, Itemised, PayoutLimits};
use crate::inventory::ChannelInventory;
use crate::leaderboard::Leaderboard;
use crate::metric::Metric;
use crate::pay_check::PayCheck;
use crate::period::{Calendar, Period};
use crate::pool::Pool;
use crate::price::Prices;
use crate::record::RecordKinds;
use crate::scorecard::Scorecard;
use crate::terms::Terms;
use crate::tier::TierLadder;
use crate::title::Title;

/// A vendor's rules, valid and immutable.
///
/// ```
/// use qudao::Programme;
/// let text = r#"{"schema": "qudao/programme/1", "id": "small", "revision": 1, "currency": "CNY",
///     "effective": {"from": "2026-01-01"}, "calendar": {"year_starts": "01-01"},
///     "rounding": {"scale": 2, "mode": "half_up"}}"#;
/// let programme = Programme::from_json(text).expect("valid");
/// assert_eq!(programme.id(), "small");
/// let report = Programme::from_json("{}").unwrap_err();
/// assert_eq!(report.findings().len(), 7);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programme {
    pub(crate) identity: ProgrammeIdentity,
    pub(crate) title: Title,
    pub(crate) effective: Period,
    pub(crate) currency: Currency,
    pub(crate) calendar: Calendar,
    pub(crate) scale: u32,
    pub(crate) rounding: Rounding,
    /// Where that stands.
    pub(crate) rounding_path: JsonPointer,
    /// Where the limits on all that is paid stand.
    pub(crate) payout_path: JsonPointer,
    pub(crate) currencies: Option<Currencies>,
    pub(crate) kinds: RecordKinds,
    /// Sorted by name.
    pub(crate) metrics: Vec<Metric>,
    /// Positions of `metrics` such that each comes after what it reads.
    pub(crate) metric_order: Vec<usize>,
    pub(crate) tiers: Option<TierLadder>,
    pub(crate) incentives: Vec<Incentive>,
    /// Positions of `incentives` such that each comes after those whose amounts it takes off.
    pub(crate) incentive_order: Vec<usize>,
    /// Sorted by id.
    pub(crate) groups: Vec<Group>,
    pub(crate) payout: PayoutLimits,
    /// Sorted by id.
    pub(crate) budgets: Vec<Budget>,
    /// Sorted by id.
    pub(crate) pools: Vec<Pool>,
    /// Sorted by id.
    pub(crate) contests: Vec<Contest>,
    /// Sorted by id.
    pub(crate) funds: Vec<Fund>,
    pub(crate) channel_inventory: Option<ChannelInventory>,
    pub(crate) prices: Option<Prices>,
    /// Sorted by id.
    pub(crate) cascades: Vec<Cascade>,
    /// Sorted by id.
    pub(crate) leaderboards: Vec<Leaderboard>,
    /// Sorted by id.
    pub(crate) pay_checks: Vec<PayCheck>,
    /// Sorted by id.
    pub(crate) cost_shares: Vec<CostShare>,
    /// Sorted by id.
    pub(crate) classes: Vec<Classification>,
    pub(crate) document: Option<String>,
    /// Sorted by id.
    pub(crate) scorecards: Vec<Scorecard>,
    /// Sorted by id.
    pub(crate) conflicts: Vec<RegistrationPolicy>,
    pub(crate) terms: Option<Terms>,
    pub(crate) canonical: String,
    pub(crate) warnings: Vec<Diagnostic>,
}

/// Which programme a decision was made under.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ProgrammeIdentity {
    /// The programme's id.
    pub id: String,
    /// Its revision.
    pub revision: u64,
    /// SHA-256 of its canonical text, in hexadecimal.
    pub fingerprint: String,
}

impl Programme {
    /// What parts read of single records, each once.
    pub(crate) fn itemised(&self) -> Vec<Itemised> {
        let mut all: Vec<Itemised> = Vec::new();
        let accruals = self.funds.iter().map(|fund| &fund.accrual);
        let parts = self.incentives.iter().chain(accruals).flat_map(|incentive| &incentive.pays);
        for of in parts.filter_map(crate::incentive::Part::itemised) {
            if !all.contains(&of) {
                all.push(of);
            }
        }
        all
    }

    /// The canonical text: members sorted, numbers in their shortest form. Its SHA-256 is the fingerprint.
    #[must_use]
    pub fn to_json(&self) -> &str {
        &self.canonical
    }

    /// Id, revision and fingerprint.
    #[must_use]
    pub const fn identity(&self) -> &ProgrammeIdentity {
        &self.identity
    }

    /// The id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.identity.id
    }

    /// What people call it.
    #[must_use]
    pub const fn title(&self) -> &Title {
        &self.title
    }

    /// Findings that do not refuse the document.
    #[must_use]
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// When it is in effect.
    #[must_use]
    pub const fn effective(&self) -> Period {
        self.effective
    }

    /// The currency of all its money.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// When its years start.
    #[must_use]
    pub const fn calendar(&self) -> Calendar {
        self.calendar
    }

    /// Fraction digits and mode of paid money.
    #[must_use]
    pub const fn rounding(&self) -> (u32, Rounding) {
        (self.scale, self.rounding)
    }

    /// How amounts in other currencies are converted; `None`: there are none.
    #[must_use]
    pub const fn currencies(&self) -> Option<Currencies> {
        self.currencies
    }

    /// Record kinds with their columns.
    #[must_use]
    pub const fn kinds(&self) -> &RecordKinds {
        &self.kinds
    }

    /// Metrics, sorted by name.
    #[must_use]
    pub fn metrics(&self) -> &[Metric] {
        &self.metrics
    }

    /// Position of a metric.
    #[must_use]
    pub fn metric(&self, name: &str) -> Option<usize> {
        self.metrics.binary_search_by(|metric| metric.name.as_str().cmp(name)).ok()
    }

    /// The tier ladder.
    #[must_use]
    pub const fn tiers(&self) -> Option<&TierLadder> {
        self.tiers.as_ref()
    }

    /// Incentives in document order.
    #[must_use]
    pub fn incentives(&self) -> &[Incentive] {
        &self.incentives
    }

    /// Groups, sorted by id.
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// Limits on a partner's total.
    #[must_use]
    pub const fn payout(&self) -> &PayoutLimits {
        &self.payout
    }

    /// Budgets, sorted by id.
    #[must_use]
    pub fn budgets(&self) -> &[Budget] {
        &self.budgets
    }

    /// Pools, sorted by id.
    #[must_use]
    pub fn pools(&self) -> &[Pool] {
        &self.pools
    }

    /// Contests, sorted by id.
    #[must_use]
    pub fn contests(&self) -> &[Contest] {
        &self.contests
    }

    /// Market development funds, sorted by id.
    #[must_use]
    pub fn funds(&self) -> &[Fund] {
        &self.funds
    }

    /// What partners may claim for stock and resales.
    #[must_use]
    pub const fn channel_inventory(&self) -> Option<&ChannelInventory> {
        self.channel_inventory.as_ref()
    }

    /// How the price of a product is made for a partner.
    #[must_use]
    pub const fn prices(&self) -> Option<&Prices> {
        self.prices.as_ref()
    }

    /// Targets that are broken down, sorted by id.
    #[must_use]
    pub fn cascades(&self) -> &[Cascade] {
        &self.cascades
    }

    /// Leaderboards, sorted by id.
    #[must_use]
    pub fn leaderboards(&self) -> &[Leaderboard] {
        &self.leaderboards
    }

    /// Pay checks, sorted by id.
    #[must_use]
    pub fn pay_checks(&self) -> &[PayCheck] {
        &self.pay_checks
    }

    /// Cost shares, sorted by id.
    #[must_use]
    pub fn cost_shares(&self) -> &[CostShare] {
        &self.cost_shares
    }

    /// Classifications, sorted by id.
    #[must_use]
    pub fn classes(&self) -> &[Classification] {
        &self.classes
    }

    /// The contract or notice in which the rewards are agreed.
    #[must_use]
    pub fn document(&self) -> Option<&str> {
        self.document.as_deref()
    }

    /// Scorecards, sorted by id.
    #[must_use]
    pub fn scorecards(&self) -> &[Scorecard] {
        &self.scorecards
    }

    /// How what was accrued is confirmed, paid and redeemed; read by the whole build only, which has ledgers.
    #[must_use]
    pub const fn terms(&self) -> Option<&Terms> {
        self.terms.as_ref()
    }

    /// Registration policies, sorted by id.
    #[must_use]
    pub fn conflicts(&self) -> &[RegistrationPolicy] {
        &self.conflicts
    }

    /// Tables that are read record by record when a partner is asked for.
    pub(crate) fn kept_tables(&self) -> Vec<&'static str> {
        let mut tables = vec!["partners"];
        if !self.funds.is_empty() {
            tables.extend(["fund_requests", "fund_claims", "fund_proofs"]);
        }
        if self.channel_inventory.is_some() {
            tables.extend(["sales", "special_prices", "price_changes", "claim_lines"]);
        }
        tables
    }
}
