//! Incentives: what is paid, on what, under which conditions. The guide of incentives states every step.

mod bands;
mod each;
mod expected;
mod factor;
mod limit;
#[cfg_attr(not(feature = "full"), path = "incentive/alone.rs")]
mod of_all;
mod release;
mod reward;
mod running;

pub use bands::{BandBase, BandMethod, BandSlice, Bands, Boundary, Schedule, Times, interpolated, reached};
pub use each::ForEach;
pub(crate) use each::{Itemised, ItemisedBy};
pub use expected::Expected;
pub use factor::{Factor, FactorBy};
pub use limit::{Limit, PayoutLimits, UnknownLimit};
pub use of_all::OfAll;
#[cfg(feature = "full")]
pub use of_all::{DifferentialRates, LevelDifferential};
pub use release::{AwardPeriod, BelowMinimum, Instalments, MinimumPayout, Release};
pub use reward::{MoneyForm, Reversal, Reward, RewardUnit};
pub use running::{Returned, RunningStep, run};

use crate::amount::{Exact, Overflow};
use crate::diagnostic::JsonPointer;
use crate::tier::Rule;
use crate::title::Title;

/// One incentive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incentive {
    /// Where it stands.
    pub path: JsonPointer,
    /// Its id.
    pub id: String,
    /// What people call it.
    pub title: Title,
    /// To whom it applies.
    pub requires: Option<Rule>,
    /// What is added up.
    pub pays: Vec<Part>,
    /// What the sum is multiplied by.
    pub factors: Vec<Factor>,
    /// Lower limit of the rounded amount.
    pub floor: Option<Limit>,
    /// Upper limit of the rounded amount.
    pub cap: Option<Limit>,
    /// What loses the amount for good.
    pub forfeits: Option<Rule>,
    /// What must hold for the amount to be paid.
    pub gates: Option<Rule>,
    /// Position of its group in [`crate::Programme::groups`].
    pub group: Option<usize>,
    /// Position of its budget in [`crate::Programme::budgets`].
    pub budget: Option<usize>,
    /// Whether its amount is shared among the values that its one part is worked out for.
    pub pay_to: bool,
    /// The smallest amount that is paid out.
    pub minimum_payout: Option<MinimumPayout>,
    /// The period that the award is for.
    pub period: Option<AwardPeriod>,
    /// How much of the amount is payable.
    pub release: Option<Release>,
    /// The amount in equal parts.
    pub instalments: Option<Instalments>,
    /// What is given.
    pub reward: Reward,
    /// Which metrics stand for others in what the award is expected to be.
    pub expected: Option<Expected>,
    /// The contract or notice in which it is agreed.
    pub document: Option<String>,
    /// Who approves a discretionary amount.
    pub approver: Option<String>,
}

impl Incentive {
    /// Whether it says when how much of its amount is payable, so that its awards tell it.
    #[must_use]
    pub const fn has_payable(&self) -> bool {
        // elsewhere these members are left out; written here, the compiler sees it too
        cfg!(feature = "full") && (self.minimum_payout.is_some() || self.release.is_some() || self.instalments.is_some())
    }
}

/// One addend of an incentive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Where it stands.
    pub path: JsonPointer,
    /// When it counts.
    pub when: Option<Rule>,
    /// What it pays.
    pub pays: Pay,
    /// A larger measure counts as this much.
    pub measure_cap: Option<Exact>,
    /// Positions of the incentives whose amounts are taken off the measure.
    pub less: Vec<usize>,
    /// Worked out for each of these by itself.
    pub each: Option<ForEach>,
    /// What follows when something it reads is unknown; `None` where nothing can be.
    pub unknown: Option<UnknownPay>,
}

impl Part {
    /// What it reads of single records; `None` for a part that reads the values of metrics only.
    pub(crate) fn itemised(&self) -> Option<Itemised> {
        let by = match (&self.each, self.pays.running()) {
            (Some(each), _) => each.key().map_or(ItemisedBy::Record, |column| ItemisedBy::Column(column.to_owned())),
            (None, Some(_)) => ItemisedBy::Order,
            (None, None) => return None,
        };
        let mut metrics: Vec<usize> = self.pays.measure().into_iter().chain(self.pays.bands().map(|bands| bands.by)).collect();
        metrics.dedup();
        Some(Itemised { metrics, by })
    }
}

/// What a part pays. Lists by tier have one number per tier: the base, then the rungs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pay {
    /// metric × rate (percent) or metric × amount (per unit).
    Flat {
        /// Percent of money, or an amount per unit.
        form: PayForm,
        /// Position of the metric that is paid on.
        measure: usize,
        /// Rate or amount.
        rate: Exact,
        /// What a negative measure does.
        when_negative: WhenNegative,
    },
    /// The same by the partner's tier.
    FlatByTier {
        /// Percent of money, or an amount per unit.
        form: PayForm,
        /// Position of the metric that is paid on.
        measure: usize,
        /// Rates or amounts.
        rates: Vec<Exact>,
        /// What a negative measure does.
        when_negative: WhenNegative,
    },
    /// By bands.
    Banded {
        /// Percent of money, or an amount per unit.
        form: PayForm,
        /// Position of the metric that is paid on.
        measure: usize,
        /// The bands and how they apply.
        schedule: Schedule,
    },
    /// An amount for every full step (每满).
    PerFull {
        /// Position of the metric that is paid on.
        measure: usize,
        /// The steps.
        steps: Steps,
    },
    /// A metric that is an amount already.
    AmountOf {
        /// Position of the metric.
        measure: usize,
        /// What a negative metric does.
        when_negative: WhenNegative,
    },
    /// Interest on a sum of amount × days (贴息).
    Interest {
        /// Position of the metric.
        measure: usize,
        /// The rate of a year.
        annual_rate: Exact,
        /// The days of a year.
        year_days: u32,
        /// What a negative metric does.
        when_negative: WhenNegative,
    },
    /// An amount.
    LumpSum(Exact),
    /// The amount of the partner's tier.
    LumpSumByTier(Vec<Exact>),
    /// The amount of the band reached.
    LumpSumByLevel(Bands),
    /// The sum of the amounts of all bands reached.
    LumpSumOfLevels(Bands),
    /// An amount that grows in proportion between two levels.
    LumpSumInterpolated(Bands),
    /// What depends on all partners.
    OfAll(OfAll),
}

impl Pay {
    /// Position of the metric that is paid on.
    #[must_use]
    pub const fn measure(&self) -> Option<usize> {
        match self {
            Pay::Flat { measure, .. }
            | Pay::FlatByTier { measure, .. }
            | Pay::Banded { measure, .. }
            | Pay::PerFull { measure, .. }
            | Pay::AmountOf { measure, .. }
            | Pay::Interest { measure, .. } => Some(*measure),
            Pay::OfAll(of) => of.measure(),
            Pay::LumpSum(_) | Pay::LumpSumByTier(_) | Pay::LumpSumByLevel(_) | Pay::LumpSumOfLevels(_) | Pay::LumpSumInterpolated(_) => {
                None
            }
        }
    }

    /// What a return takes back, for bands along a running total.
    #[must_use]
    pub const fn running(&self) -> Option<Returned> {
        match self {
            Pay::Banded { schedule: Schedule { method: BandMethod::Running(returned, _), .. }, .. } => Some(*returned),
            _ => None,
        }
    }

    /// The bands that decide a level, where there are any.
    #[must_use]
    pub const fn bands(&self) -> Option<&Bands> {
        match self {
            Pay::Banded { schedule: Schedule { bands, .. }, .. }
            | Pay::LumpSumByLevel(bands)
            | Pay::LumpSumOfLevels(bands)
            | Pay::LumpSumInterpolated(bands) => Some(bands),
            Pay::OfAll(of) => of.bands(),
            _ => None,
        }
    }
}

/// Steps of a metric that are paid when they are full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Steps {
    /// How much a step is; more than 0.
    pub step: Exact,
    /// Where the first one starts.
    pub above: Exact,
    /// The amount of a step.
    pub amount: Exact,
}

impl Steps {
    /// How many steps are full.
    ///
    /// # Errors
    /// [`Overflow`] past 128 bits.
    pub fn full(&self, value: Exact) -> Result<Exact, Overflow> {
        let Some(steps) = value.checked_sub(self.above)?.checked_div(self.step)? else { return Ok(Exact::ZERO) };
        Ok(steps.round(0, crate::amount::Rounding::Floor)?.max(Exact::ZERO))
    }
}

/// Whether a rate is a share of money or an amount per unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayForm {
    /// `percent_of` with `rate`.
    Percent,
    /// `amount_per_unit_of` with `amount`.
    PerUnit,
}

/// What a negative measure does in a flat part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenNegative {
    /// Pays nothing.
    Nothing,
    /// Is deducted.
    Deduct,
}

/// What follows when something that a part, a factor or a release reads is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownPay {
    /// It pays nothing.
    Nothing,
    /// The whole award is held.
    Hold,
}
