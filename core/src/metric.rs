//! Metrics: the one bridge between records and rules. Definitions here; measuring below.

#[cfg(feature = "full")]
pub(crate) mod items;
#[cfg(feature = "full")]
pub(crate) mod masks;
#[cfg(feature = "full")]
pub(crate) mod measure;
#[cfg(feature = "full")]
pub(crate) mod newcomers;
#[cfg(feature = "full")]
pub(crate) mod partial;
#[cfg(feature = "full")]
pub(crate) mod plan;
#[cfg(feature = "full")]
mod spread;
#[cfg(feature = "full")]
pub(crate) mod state;
#[cfg(feature = "full")]
mod wire;

use std::fmt;

use serde::{Serialize, Serializer};

use crate::amount::Exact;
use crate::condition::Condition;
use crate::period::{Period, Shift, Window};
use crate::record::ColumnPath;
use crate::title::Title;

/// A filter over the columns of a record.
pub type Filter = Condition<ColumnPath>;

/// One metric of a programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metric {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub title: Title,
    /// How it comes about.
    pub definition: Definition,
    /// What its numbers are.
    pub unit: MetricUnit,
    /// Whether it may be undefined or missing.
    pub may_be_unknown: bool,
}

/// What the numbers of a metric are; decides how text shows them and what may be paid on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MetricUnit {
    /// Money in the programme's currency.
    Money,
    /// A share or rate, shown as percent.
    Share,
    /// A number of days.
    Days,
    /// Any other number.
    Number,
}

/// How a metric comes about. Metrics refer to each other by position in [`crate::Programme::metrics`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Definition {
    /// Measured on records.
    Base(Box<Base>),
    /// a ÷ b.
    Ratio {
        /// a
        of: usize,
        /// b
        to: usize,
        /// The value when b is 0; `None`: undefined.
        when_zero: Option<Exact>,
    },
    /// a − b.
    Difference {
        /// a
        of: usize,
        /// b
        minus: usize,
    },
    /// (now − base) ÷ base.
    Growth {
        /// now
        of: usize,
        /// base
        base: usize,
        /// The value when the base is not positive; `None`: undefined.
        when_base_not_positive: Option<Exact>,
    },
    /// actual ÷ target.
    Attainment {
        /// actual
        of: usize,
        /// target
        target: usize,
        /// The value when the target is not positive; `None`: undefined.
        when_target_not_positive: Option<Exact>,
    },
    /// Σ weight × metric.
    WeightedSum(Vec<(Exact, usize)>),
    /// The same number for every partner.
    Constant(Exact),
    /// a × b.
    Product {
        /// a
        of: usize,
        /// b
        by: usize,
    },
    /// The largest of these.
    LargestOf(Vec<usize>),
    /// The smallest of these.
    SmallestOf(Vec<usize>),
    /// The first of these that is known.
    FirstKnown(Vec<usize>),
    /// Days of the window on which the partner was active ÷ days of the window.
    ActiveShare(Window),
    /// The partner's own value in a column of its record.
    Attribute(String),
    /// The days of a window up to and with the date of the review, of all its days.
    ElapsedShare(Window),
    /// Handed over by the host.
    Given,
}

/// A metric measured on the records of one kind. `same` metrics are resolved to this form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// Name of the record kind.
    pub kind: String,
    /// What is computed.
    pub operation: Operation,
    /// Which column places a record in time; `None` only where there is none to choose.
    pub date: Option<String>,
    /// Which time.
    pub window: Window,
    /// Whose records.
    pub scope: Scope,
    /// Which sales by basis: `sell_in`, `sell_out`, or `None` for all.
    pub basis: Option<&'static str>,
    /// Whether returns count.
    pub returns: Returns,
    /// Whether tax counts.
    pub tax: Tax,
    /// Which records.
    pub filter: Option<Filter>,
    /// Only records of customers that had none for so long before the window.
    pub only_new: Option<Unseen>,
}

/// How long before a window a new customer has no sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unseen {
    /// As long as there are records.
    Ever,
    /// This long; positive.
    For(Shift),
}

impl Unseen {
    /// The time before a window in which a new customer has no sale; `None`: it leaves the calendar.
    pub(crate) fn before(self, window: &Period) -> Option<Period> {
        match self {
            Unseen::Ever => Some(Period { from: None, until: window.from }),
            Unseen::For(length) => window.stretch_before(length),
        }
    }
}

/// What is computed over the records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// Σ of a column.
    Sum(String),
    /// Number of records.
    Count,
    /// Number of different values of a column.
    Distinct(String),
    /// Σ ÷ number of values.
    Mean(String),
    /// The middle value.
    Median(String),
    /// The smallest value.
    Min(String),
    /// The largest value.
    Max(String),
    /// The value on the last date.
    Latest(String, Tie),
    /// The value on the first date.
    First(String, Tie),
    /// Days from the latest date in this column to the review.
    DaysSince(String),
    /// Largest group's Σ ÷ Σ of all.
    MaxShare {
        /// What is summed.
        of: String,
        /// What is grouped by.
        by: String,
    },
    /// Σ of `targets.amount` for this target.
    Target(String),
}

impl Operation {
    /// The measured column, where there is one.
    #[must_use]
    pub fn column(&self) -> Option<&str> {
        match self {
            Operation::Sum(c)
            | Operation::Distinct(c)
            | Operation::Mean(c)
            | Operation::Median(c)
            | Operation::Min(c)
            | Operation::Max(c) => Some(c),
            Operation::Latest(c, _) | Operation::First(c, _) | Operation::DaysSince(c) | Operation::MaxShare { of: c, .. } => Some(c),
            Operation::Target(_) => Some("amount"),
            Operation::Count => None,
        }
    }
}

/// Which of several values on one date is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tie {
    /// The largest.
    Highest,
    /// The smallest.
    Lowest,
}

/// Whose records are measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// The partner's own.
    Own,
    /// The partner's and those of all below it.
    Descendants,
    /// The parent's own.
    Parent,
    /// Those of all partners with the same value in this text column.
    Same(String),
}

/// Whether lines with a negative amount count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Returns {
    /// They count and reduce (计退). Also the value for kinds other than sales.
    Include,
    /// They do not count (不计退).
    Exclude,
    /// Only they count.
    Only,
}

/// Whether tax counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tax {
    /// Without tax. Also the value where no amount of sales is measured.
    Excluded,
    /// With tax.
    Included,
}

/// The value of a metric for one partner: unknown is not zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MetricValue {
    /// A number.
    Known(Exact),
    /// There is no such number (0/0).
    Undefined,
    /// There is no record to tell.
    Missing,
}

impl MetricValue {
    /// The number, if known.
    #[must_use]
    pub const fn known(self) -> Option<Exact> {
        match self {
            MetricValue::Known(value) => Some(value),
            MetricValue::Undefined | MetricValue::Missing => None,
        }
    }
}

impl fmt::Display for MetricValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MetricValue::Known(value) => fmt::Display::fmt(value, f),
            MetricValue::Undefined => f.write_str("undefined"),
            MetricValue::Missing => f.write_str("missing"),
        }
    }
}

impl Serialize for MetricValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            MetricValue::Known(value) => value.serialize(serializer),
            unknown => serializer.collect_str(unknown),
        }
    }
}

/// Moves the window of a base metric, for `same`.
#[must_use]
pub fn shifted_window(window: Window, by: Shift) -> Option<Window> {
    // a window that is moved already moves on only in the same unit; the checker refuses the rest
    let join = |own: Option<Shift>| match (own, by) {
        (None, by) => Some(by),
        (Some(Shift::Months(a)), Shift::Months(b)) => a.checked_add(b).map(Shift::Months),
        (Some(Shift::Days(a)), Shift::Days(b)) => a.checked_add(b).map(Shift::Days),
        _ => None,
    };
    match window {
        Window::Calendar { unit, part, shift } => Some(Window::Calendar { unit, part, shift: Some(join(shift)?) }),
        Window::Trailing { length, shift } => Some(Window::Trailing { length, shift: Some(join(shift)?) }),
        Window::Fixed(_) | Window::Programme | Window::AllTime => None,
    }
}
