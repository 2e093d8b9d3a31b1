//! The metrics that a decision rests on.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use crate::metric::{Metric, MetricValue};

/// All metrics of a partner by name, ascending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metrics<'r> {
    pub(crate) metrics: Cow<'r, [Metric]>,
    /// As many as metrics.
    pub(crate) values: Vec<MetricValue>,
}

impl Metrics<'_> {
    /// The value of a metric; `None` where the programme has no such.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<MetricValue> {
        self.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// Names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, MetricValue)> {
        self.metrics.iter().map(|metric| metric.name.as_str()).zip(self.values.iter().copied())
    }
}

impl Serialize for Metrics<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}
