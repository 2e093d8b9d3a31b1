//! What a document of the right shape can still have wrong, one file per family.
//!
//! Checks work on the document itself, so that a part that could not be read hides nothing about the others; what
//! conformance has reported already is passed over in silence here.

mod bands;
mod classes;
#[cfg(feature = "full")]
mod cliffs;
mod conditions;
mod conflicts;
#[cfg(feature = "full")]
mod each;
#[cfg(feature = "full")]
mod expected;
pub(crate) mod graph;
mod groups;
mod incentives;
mod metrics;
mod natures;
#[cfg(feature = "full")]
mod payable;
mod periods;
mod records;
mod references;
#[cfg(feature = "full")]
mod running;
mod scorecards;
mod terms;
mod tiers;
#[cfg(feature = "full")]
mod warnings;
#[cfg_attr(not(feature = "full"), path = "check/alone.rs")]
mod whole;

use crate::amount::Currency;
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::document::place::{Place, integer};
use crate::record::RecordKinds;

pub(crate) use metrics::{MetricEntry, MetricTable};
pub(crate) use records::{Kinds, Look};

/// What the checks worked out and the reader needs again.
pub(crate) struct Checked<'a> {
    pub(crate) kinds: RecordKinds,
    pub(crate) metrics: MetricTable<'a>,
}

/// The document under check.
struct Checker<'a, 'f> {
    root: Place<'a>,
    kinds: Kinds,
    metrics: MetricTable<'a>,
    /// Ids of the tiers; `None` without a ladder.
    tiers: Option<Vec<&'a str>>,
    /// Whether there may be tiers that could not be read.
    tiers_unsure: bool,
    /// Metrics that something reads.
    used: Vec<bool>,
    findings: &'f mut Vec<Diagnostic>,
}

/// Checks the document; findings come in no particular order.
pub(crate) fn check<'a>(root: Place<'a>, findings: &mut Vec<Diagnostic>) -> Checked<'a> {
    let kinds = records::check(root, findings);
    let metrics = MetricTable::new(root, &kinds, findings);
    let tiers = root.member("tiers").map(|tiers| tiers::ids(tiers));
    let tiers_unsure = tiers::are_unsure(root);
    let used = vec![false; metrics.list.len()];
    let mut checker = Checker { root, kinds, metrics, tiers, tiers_unsure, used, findings };
    checker.header();
    checker.check_metrics();
    checker.check_tiers();
    checker.check_incentives();
    checker.check_groups();
    checker.check_whole();
    checker.check_scorecards();
    checker.check_classes();
    checker.check_conflicts();
    checker.check_terms();
    checker.warn();
    Checked { kinds: checker.kinds.into_kinds(), metrics: checker.metrics }
}

impl<'a> Checker<'a, '_> {
    fn error(&mut self, code: DiagnosticCode, place: Place<'a>, message: impl Into<String>) {
        self.report(code, place, message.into());
    }

    #[inline(never)]
    fn report(&mut self, code: DiagnosticCode, place: Place<'a>, message: String) {
        self.findings.push(place.error(code, message));
    }

    /// Something reads the metric.
    fn uses(&mut self, metric: usize) {
        if let Some(used) = self.used.get_mut(metric) {
            *used = true;
        }
    }

    fn header(&mut self) {
        if let Some(effective) = self.root.member("effective") {
            self.findings.extend(periods::empty(effective));
        }
        let Some(scale) = self.root.member("rounding").and_then(|rounding| rounding.member("scale")) else { return };
        let Some(currency) = self.root.text_of("currency").and_then(Currency::from_code) else { return };
        let (Some(digits), Some(value @ 0..=6)) = (currency.minor_digits(), integer(scale.node)) else { return };
        if value > i64::from(digits) {
            let message = format!("scale {value} exceeds the {digits} fraction digits of {}", currency.code());
            self.error(DiagnosticCode::ScaleExceedsCurrency, scale, message);
        }
    }
}
