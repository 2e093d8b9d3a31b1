//! Pay checks: whether pay follows performance, and whether equals are paid equally.

use crate::amount::Exact;
use crate::tier::Rule;
use crate::title::Title;

/// A pay check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayCheck {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub title: Title,
    /// Positions of the incentives whose pay is looked at.
    pub of: Vec<usize>,
    /// Position of the metric that pay should follow.
    pub achievement: usize,
    /// Position of the metric, money, that pay is a share of.
    pub base: usize,
    /// Whose pay is looked at.
    pub requires: Option<Rule>,
    /// The column of partners by whose values they are peers; `None`: all are.
    pub peers: Option<String>,
    /// So many times the median is too much.
    pub outlier_above: Option<Exact>,
    /// So many times the median is too little.
    pub outlier_below: Option<Exact>,
}
