//! Bands, factors and limits.

use crate::amount::Exact;
use crate::diagnostic::DiagnosticCode;
use crate::document::place::{Place, choices, integer, number, quoted};

use super::{Checker, references};

/// Fraction digits of amounts, and what they are digits of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Digits {
    pub(super) scale: u32,
    pub(super) of: &'static str,
}

impl<'a> Checker<'a, '_> {
    /// Checks bands that are paid on `measure`; the metrics that they read.
    pub(super) fn check_bands(&mut self, bands: Place<'a>, measure: Option<usize>) -> Vec<Option<usize>> {
        let levels = bands.elements_of("levels");
        let first = levels.first().and_then(|first| first.number_of("from"));
        if let (Some(level), true) = (levels.first(), first.is_some_and(Exact::is_negative)) {
            self.error(DiagnosticCode::OutOfRange, level.at("from"), "the first level may not start below 0");
        }
        self.check_ascending(&levels);
        let by = bands.member("by");
        let position = by.as_ref().and_then(|by| self.metric_named(*by));
        let differs = measure.is_some_and(|measure| position.is_some_and(|position| position != measure));
        let method = bands.text_of("method");
        if let Some(by) = by.as_ref().filter(|_| differs) {
            let base = bands.text_of("base");
            let message = match (method, base) {
                (Some("graduated"), _) => "graduated bands slice the metric that is paid on, so `by` must be the same metric",
                (Some("overlapping_on_all" | "overlapping_to_bounds"), _) => {
                    "overlapping bands slice the metric that is paid on, so `by` must be the same metric"
                }
                (Some("running"), _) => "a running total is of the metric that is paid on, so `by` must be the same metric",
                (_, Some("from_first")) => {
                    "what lies above the first level is of the metric that is paid on, so `by` must be the same metric"
                }
                _ => "",
            };
            if !message.is_empty() {
                self.error(DiagnosticCode::BaseDiffersFromMeasure, *by, message);
            }
        }
        if let (Some(method), Some(first)) = (method, first) {
            self.check_base_of(bands, method, first);
        }
        vec![position, self.check_times(bands)]
    }

    /// `base` is written exactly where it decides something.
    fn check_base_of(&mut self, bands: Place<'a>, method: &str, first: Exact) {
        // a method that is none has its own finding, and says nothing about the base
        if !matches!(method, "whole_amount" | "graduated" | "interpolated" | "running" | "overlapping_on_all" | "overlapping_to_bounds") {
            return;
        }
        let decides = matches!(method, "whole_amount" | "graduated" | "interpolated") && first.signum() > 0;
        match bands.member("base") {
            None if decides => {
                let message = format!("the first level starts at {first}, and it is not written what it pays on");
                let finding = bands.error(DiagnosticCode::BaseRequired, message);
                self.findings
                    .push(finding.with_help("write \"base\": \"from_zero\" (everything) or \"from_first\" (what lies above its start)"));
            }
            Some(base) if !decides && !first.is_negative() => {
                let message = match first.signum() {
                    _ if method == "running" => "`base` has no meaning here: what falls below the first level earns nothing",
                    0 => "`base` has no meaning here: the first level starts at 0",
                    _ => "`base` has no meaning here: overlapping bands always pay from 0",
                };
                self.error(DiagnosticCode::SwitchNotApplicable, base, message);
            }
            _ => {}
        }
    }

    fn check_times(&mut self, bands: Place<'a>) -> Option<usize> {
        match (bands.member("from_times"), bands.member("when_not_positive")) {
            (None, Some(switch)) => {
                let message = "`when_not_positive` has no meaning here: it is only for `from_times`";
                self.error(DiagnosticCode::SwitchNotApplicable, switch, message);
                None
            }
            (Some(times), policy) => {
                if policy.is_none() {
                    let message = "`when_not_positive` is not written: what follows when the metric of `from_times` is 0 or negative";
                    let finding = bands.error(DiagnosticCode::SwitchRequired, message);
                    self.findings.push(finding.with_help("write one of `nothing` or `hold`"));
                }
                self.metric_named(times)
            }
            (None, None) => None,
        }
    }

    /// Reports that something read here may be unknown and nothing is written for it.
    pub(super) fn check_policy(&mut self, place: Place<'a>, read: &[Option<usize>], what: &str, words: [&str; 2]) {
        let metrics = read.iter().flatten().filter_map(|position| self.metrics.list.get(*position));
        let unknown = metrics.filter(|metric| metric.may_be_unknown == Some(true)).map(|metric| metric.name).next();
        if let (Some(name), None) = (unknown, place.node.member("unknown")) {
            self.report_policy(place, &format!("{} may be unknown, and it is not written {what} then", quoted(name)), words);
        }
    }

    pub(super) fn report_policy(&mut self, place: Place<'a>, message: &str, [one, other]: [&str; 2]) {
        let finding = place.error(DiagnosticCode::UnknownPolicyRequired, message);
        self.findings.push(finding.with_help(format!("write \"unknown\": \"{one}\" or \"{other}\"")));
    }

    pub(super) fn check_factor(&mut self, factor: Place<'a>) {
        self.check_ascending(&factor.elements_of("levels"));
        let (by, direct) = (factor.member("by"), factor.member("metric"));
        if by.is_some() == direct.is_some() {
            return;
        }
        if let (Some(least), Some(most), Some(place)) = (factor.number_of("least"), factor.number_of("most"), factor.member("most"))
            && most < least
        {
            self.error(DiagnosticCode::OutOfRange, place, format!("the most, {most}, is below the least, {least}"));
        }
        let read = by.or(direct).and_then(|place| self.metric_named(place));
        self.check_policy(factor, &[read], "what the factor is", ["nothing", "hold"]);
    }

    /// An amount that fits its digits.
    pub(super) fn check_digits(&mut self, place: Place<'a>, digits: Option<Digits>) -> Option<Exact> {
        let value = number(place.node).filter(|value| !value.is_negative())?;
        if let Some(digits) = digits.filter(|digits| !value.fits_scale(digits.scale)) {
            let message = format!("{value} has more than the {} fraction digits that {}", digits.scale, digits.of);
            self.error(DiagnosticCode::TooPrecise, place, message);
        }
        Some(value)
    }

    /// An amount, which is handed back, or the value of a metric.
    pub(super) fn check_limit(&mut self, limit: Place<'a>, digits: Option<Digits>) -> Option<Exact> {
        if let Some(metric) = limit.member("metric") {
            let read = self.metric_named(metric);
            self.check_policy(limit, &[read], "what the limit is", ["hold", "none"]);
            return None;
        }
        self.check_digits(limit, digits)
    }

    /// `cap` and `floor` of an incentive, a group or the payout.
    pub(super) fn check_limits(&mut self, place: Place<'a>, digits: Option<Digits>) {
        let mut limit = |name: &str| self.check_limit(place.member(name)?, digits);
        let (cap, floor) = (limit("cap"), limit("floor"));
        if let (Some(cap), Some(floor)) = (cap, floor)
            && cap < floor
        {
            self.error(DiagnosticCode::CapBelowFloor, place.at("cap"), format!("the cap {cap} is below the floor {floor}"));
        }
    }

    /// Fraction digits of money; `None` where the document does not say.
    pub(super) fn money_digits(&self) -> Option<Digits> {
        let scale = self.root.member("rounding").and_then(|rounding| integer(rounding.node.member("scale")?));
        let scale = scale.and_then(|scale| u32::try_from(scale).ok()).filter(|scale| *scale <= 6)?;
        Some(Digits { scale, of: "money is rounded to" })
    }

    /// Numbers by tier name every tier, and no other.
    pub(super) fn check_by_tier(&mut self, numbers: Place<'a>) {
        if self.tiers_unsure {
            return;
        }
        let Some(tiers) = self.tiers.clone() else {
            return self.error(DiagnosticCode::UnknownReference, numbers, "the programme has no `tiers` to go by");
        };
        for (name, place) in numbers.members() {
            if !tiers.contains(&name) {
                self.findings.push(references::unknown(place, "tier", name, tiers.iter().copied()));
            }
        }
        let missing: Vec<&str> = tiers.into_iter().filter(|tier| numbers.node.member(tier).is_none()).collect();
        if !missing.is_empty() && numbers.node.members().iter().all(|(name, _)| self.is_tier(name)) {
            let message = format!("every tier needs its number, also {}", choices(&missing).replace(" or ", " and "));
            self.error(DiagnosticCode::MissingTier, numbers, message);
        }
    }

    fn is_tier(&self, name: &str) -> bool {
        self.tiers.as_ref().is_some_and(|tiers| tiers.contains(&name))
    }
}
