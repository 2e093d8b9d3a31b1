//! Incentives: what is paid, on what, under which conditions.

use crate::amount::Exact;
use crate::period::Unit;
use crate::tier::Rule;
use crate::title::Title;

/// One incentive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incentive {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub title: Title,
    /// To whom it applies.
    pub requires: Option<Rule>,
    /// What is added up.
    pub pays: Vec<Part>,
    /// What must hold for the amount to be paid.
    pub gates: Option<Rule>,
    /// Upper limit of the rounded amount.
    pub cap: Option<Exact>,
    /// Lower limit of the rounded amount.
    pub floor: Option<Exact>,
    /// The period that the award is for.
    pub period: Option<AwardPeriod>,
    /// Position of its group in [`crate::Programme::groups`].
    pub group: Option<usize>,
}

/// The period that an award is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AwardPeriod {
    /// A repeating period of the calendar.
    Calendar(Unit),
    /// The whole programme.
    Programme,
}

impl AwardPeriod {
    /// Every period with its name on the wire.
    pub const ALL: [(&'static str, AwardPeriod); 5] = [
        ("month", AwardPeriod::Calendar(Unit::Month)),
        ("quarter", AwardPeriod::Calendar(Unit::Quarter)),
        ("half_year", AwardPeriod::Calendar(Unit::HalfYear)),
        ("year", AwardPeriod::Calendar(Unit::Year)),
        ("programme", AwardPeriod::Programme),
    ];
}

/// One addend of an incentive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// When it counts.
    pub when: Option<Rule>,
    /// What it pays.
    pub pays: Pay,
    /// What follows when a metric it reads is unknown; `None` where none can be.
    pub unknown: Option<UnknownPay>,
}

/// What a part pays.
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
    /// By bands.
    Banded {
        /// Percent of money, or an amount per unit.
        form: PayForm,
        /// Position of the metric that is paid on.
        measure: usize,
        /// Whole amount or graduated.
        method: BandMethod,
        /// The bands.
        bands: Bands,
    },
    /// An amount.
    LumpSum(Exact),
    /// The amount of the band reached.
    LumpSumByLevel(Bands),
}

/// Whether a rate is a share of money or an amount per unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayForm {
    /// `percent_of` with `rate`.
    Percent,
    /// `amount_per_unit_of` with `amount`.
    PerUnit,
}

/// How bands apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BandMethod {
    /// The level reached sets the rate for everything (全额累进).
    WholeAmount,
    /// Each slice its own rate (超额累进).
    Graduated,
}

/// Ascending bands; each reaches to the next one's start, the last is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bands {
    /// Position of the metric that decides the level.
    pub by: usize,
    /// Which band a value on a boundary belongs to.
    pub boundary: Boundary,
    /// (start, rate or amount), ascending, at least one.
    pub levels: Vec<(Exact, Exact)>,
}

/// Which band a value on a boundary belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Boundary {
    /// `[from, next)`.
    FromIncluded,
    /// `(from, next]`.
    FromExcluded,
}

impl Bands {
    /// The band that `value` is in; `None` below the first.
    #[must_use]
    pub fn level(&self, value: Exact) -> Option<usize> {
        let reached = match self.boundary {
            Boundary::FromIncluded => self.levels.iter().take_while(|(from, _)| value >= *from).count(),
            Boundary::FromExcluded => self.levels.iter().take_while(|(from, _)| value > *from).count(),
        };
        reached.checked_sub(1)
    }
}

/// What a negative measure does in a flat part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenNegative {
    /// Pays nothing.
    Nothing,
    /// Is deducted.
    Deduct,
}

/// What follows when a metric of a part is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownPay {
    /// The part pays nothing.
    Nothing,
    /// The whole award is held.
    Hold,
}

/// How the incentives of a group combine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its id. The only way to combine in schema 1 is `best_of`.
    pub id: String,
}

/// Limits on the total of a partner's awards.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PayoutLimits {
    /// Upper limit.
    pub cap: Option<Exact>,
    /// Lower limit.
    pub floor: Option<Exact>,
}
