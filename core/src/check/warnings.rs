//! Warnings: what reads well and is probably not meant. Only for a document without errors: what could not be read might
//! have been a use.

use crate::amount::{Exact, Overflow, Rounding};
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::document::place::{Place, number, quoted};

use super::Checker;

/// The levels of a schedule as (start, rate or amount).
pub(super) type Levels = Vec<(Exact, Exact)>;

impl<'a> Checker<'a, '_> {
    pub(super) fn warn(&mut self) {
        if !self.findings.is_empty() {
            return;
        }
        let incentives = self.root.elements_of("incentives");
        for (position, metric) in self.metrics.list.iter().enumerate() {
            if !self.used.get(position).copied().unwrap_or_default() {
                let message = format!("no rule and no other metric reads {}", quoted(metric.name));
                self.findings.push(Diagnostic::warning(DiagnosticCode::MetricUnused, metric.place.path(), message));
            }
        }
        self.warn_of_unused(&incentives);
        let (handed_over, reach_down) = (self.handed_over(), self.reach_down());
        for incentive in &incentives {
            self.warn_of_incentive(*incentive, &handed_over, &reach_down);
        }
    }

    #[inline(never)]
    pub(super) fn warning(&mut self, code: DiagnosticCode, place: Place<'a>, message: String) {
        self.findings.push(Diagnostic::warning(code, place.path(), message));
    }

    fn warn_of_unused(&mut self, incentives: &[Place<'a>]) {
        for (id, group) in self.root.members_of("groups") {
            match incentives.iter().filter(|incentive| incentive.text_of("group") == Some(id)).count() {
                0 => self.warning(DiagnosticCode::UnusedGroup, group, format!("no incentive is in the group {}", quoted(id))),
                1 => {
                    let message = format!("group {} has 1 of the two or more incentives that it could choose from", quoted(id));
                    self.warning(DiagnosticCode::GroupOfOne, group, message);
                }
                _ => {}
            }
        }
        self.warn_of_shared(incentives);
    }

    fn warn_of_incentive(&mut self, incentive: Place<'a>, handed_over: &[Option<bool>], reach_down: &[bool]) {
        if incentive.node.member("document").is_none() && self.root.node.member("document").is_none() {
            let message = "the reward is agreed in no `document`, neither its own nor the programme's: a legal risk".to_owned();
            self.warning(DiagnosticCode::UndocumentedReward, incentive, message);
        }
        let parts = incentive.elements_of("pays");
        for part in &parts {
            if let Some(name) = part.text_of("amount_of")
                && self.metrics.position(name).is_some_and(|position| handed_over.get(position) == Some(&Some(true)))
                && incentive.node.member("approver").is_none()
            {
                let message = format!("{} is what the host hands over: a discretionary amount, and no `approver` is named", quoted(name));
                self.warning(DiagnosticCode::NoApprover, incentive, message);
            }
            self.warn_of_levels(*part);
            self.warn_of_depth(*part, reach_down);
            self.warn_of_cliffs(*part);
            for bands in BANDED.iter().filter_map(|name| part.member(name)) {
                self.warn_of_whole_numbers(bands);
            }
            self.warn_of_measure_cap(*part);
        }
        for factor in incentive.elements_of("factors") {
            self.warn_of_whole_numbers(factor);
        }
        if let ([part], None) = (parts.as_slice(), incentive.node.member("factors"))
            && let (None, Some(cap)) = (part.node.member("when"), incentive.number_of("cap"))
        {
            self.warn_of_cap(*part, cap);
        }
    }

    /// Reports pay on what all partners below sell, however many levels there are.
    fn warn_of_depth(&mut self, part: Place<'a>, reach_down: &[bool]) {
        for place in ["percent_of", "amount_per_unit_of", "amount_of"].into_iter().filter_map(|name| part.member(name)) {
            let Some(name) = place.text() else { continue };
            if self.metrics.position(name).is_some_and(|position| reach_down.get(position) == Some(&true)) {
                let message =
                    format!("{} is measured on all partners below: a reward on three or more levels is a legal risk", quoted(name));
                self.warning(DiagnosticCode::PaidLevels, place, message);
            }
        }
    }

    /// Whether each metric has the records of all partners below in it.
    fn reach_down(&self) -> Vec<bool> {
        let mut all = vec![false; self.metrics.list.len()];
        for position in &self.metrics.order {
            let Some(metric) = self.metrics.list.get(*position) else { continue };
            let reaches = metric.place.text_of("scope") == Some("descendants")
                || self.metrics.reads(metric).iter().any(|read| all.get(*read) == Some(&true));
            if let Some(place) = all.get_mut(*position) {
                *place = reaches;
            }
        }
        all
    }

    /// Whether each metric is what the host says, and no record; `None` for what is neither, such as a constant.
    fn handed_over(&self) -> Vec<Option<bool>> {
        let mut all = vec![None; self.metrics.list.len()];
        for position in &self.metrics.order {
            let Some(metric) = self.metrics.list.get(*position) else { continue };
            let read: Vec<Option<bool>> = self.metrics.reads(metric).iter().filter_map(|read| all.get(*read).copied()).collect();
            let of = match metric.operation.as_ref().map(|(name, _)| *name) {
                Some("given") => Some(true),
                Some("constant" | "attribute" | "active_share" | "elapsed_share") => None,
                _ if read.is_empty() || read.contains(&Some(false)) => Some(false),
                _ => read.contains(&Some(true)).then_some(true),
            };
            if let Some(place) = all.get_mut(*position) {
                *place = of;
            }
        }
        all
    }

    /// Reports each level in which there is no whole number, of a metric that counts.
    fn warn_of_whole_numbers(&mut self, bands: Place<'a>) {
        let counts = |metric: &str| {
            let operation = self.metrics.get(metric).and_then(|metric| metric.operation.as_ref());
            operation.is_some_and(|(name, _)| matches!(*name, "count" | "distinct" | "days_since"))
        };
        if bands.node.member("from_times").is_some() || !bands.text_of("by").is_some_and(counts) {
            return;
        }
        let is_included = bands.text_of("boundary") == Some("from_included");
        for (index, pair) in bands.elements_of("levels").windows(2).enumerate() {
            let [level, next] = pair else { continue };
            let (Some(from), Some(next)) = (level.number_of("from"), next.number_of("from")) else { continue };
            let inside = match is_included {
                true => from.round(0, Rounding::Ceiling).map(|least| least < next),
                false => from.round(0, Rounding::Floor).and_then(|below| below.checked_add(Exact::ONE)).map(|least| least <= next),
            };
            if inside == Ok(false) {
                let message = format!("there is no whole number in level {}: the next one starts at {next}", index + 1);
                self.warning(DiagnosticCode::UnreachableLevel, *level, message);
            }
        }
    }

    /// Reports each slice that lies above the cap of the measure.
    fn warn_of_measure_cap(&mut self, part: Place<'a>) {
        let (Some(bands), Some(cap)) = (part.member("bands"), part.number_of("measure_cap")) else { return };
        if bands.text_of("method") != Some("graduated") || bands.node.member("from_times").is_some() {
            return;
        }
        for (index, (from, _)) in levels(bands).iter().enumerate() {
            if *from >= cap {
                let message = format!("level {} starts at {from}, and the measure counts up to {cap} only", index + 1);
                self.warning(DiagnosticCode::UnreachableLevel, level_of(bands, index), message);
            }
        }
    }

    /// Reports each level before whose start the cap of the incentive is reached.
    fn warn_of_cap(&mut self, part: Place<'a>, cap: Exact) {
        let (bands, is_lump) = match (part.member("bands"), part.member("lump_sum_by_level")) {
            (Some(bands), _) => (bands, false),
            (None, Some(bands)) => (bands, true),
            (None, None) => return,
        };
        let measure = part.text_of("percent_of").or_else(|| part.text_of("amount_per_unit_of"));
        let is_cut = ["measure_cap", "for_each"].iter().any(|name| part.node.member(name).is_some()) || part.node.member("less").is_some();
        let method = if is_lump { Some("lump") } else { bands.text_of("method") };
        if (is_lump && part.node.member("for_each").is_some())
            || !is_lump && (bands.text_of("by") != measure || is_cut || bands.node.member("from_times").is_some())
        {
            return;
        }
        let levels = levels(bands);
        for index in 1..levels.len() {
            if method.is_some_and(|method| hides(method, bands.text_of("base"), &levels, index, cap) == Ok(true)) {
                let message = format!("the cap {cap} is reached before level {} and hides it", index + 1);
                self.warning(DiagnosticCode::UnreachableLevel, level_of(bands, index), message);
            }
        }
    }
}

/// Members of a part that are bands.
pub(super) const BANDED: &[&str] = &["bands", "lump_sum_by_level", "lump_sum_of_levels", "lump_sum_interpolated", "rates"];

pub(super) fn levels(bands: Place<'_>) -> Levels {
    let level = |level: Place<'_>| {
        let rate = level.node.member("rate").or_else(|| level.node.member("amount")).and_then(number)?;
        Some((level.number_of("from")?, rate))
    };
    bands.elements_of("levels").into_iter().filter_map(level).collect()
}

/// Whether the payout has come to the cap before level `index` starts and nothing from there on can bring it below.
fn hides(method: &str, base: Option<&str>, levels: &Levels, index: usize, cap: Exact) -> Result<bool, Overflow> {
    let (Some((from, rate)), Some((_, before))) = (levels.get(index), index.checked_sub(1).and_then(|before| levels.get(before))) else {
        return Ok(false);
    };
    let first = levels.first().map_or(Exact::ZERO, |(first, _)| *first);
    let on = if base == Some("from_first") { from.checked_sub(first)? } else { *from };
    match method {
        "lump" => Ok(*before >= cap && *rate >= cap),
        "whole_amount" => Ok(before.checked_mul(on)? >= cap && rate.checked_mul(on)? >= cap),
        "graduated" => {
            let start = |at: usize, from: Exact| if at == 0 && base == Some("from_zero") { Exact::ZERO } else { from };
            let mut sum = Exact::ZERO;
            for (at, pair) in levels.windows(2).take(index).enumerate() {
                let [(from, rate), (until, _)] = pair else { continue };
                sum = sum.checked_add(until.checked_sub(start(at, *from))?.checked_mul(*rate)?)?;
            }
            Ok(sum >= cap && !levels.iter().skip(index).any(|(_, rate)| rate.is_negative()))
        }
        _ => Ok(false),
    }
}

/// The level of bands with this index, for what is said of it.
pub(super) fn level_of<'a>(bands: Place<'a>, index: usize) -> Place<'a> {
    bands.elements_of("levels").get(index).copied().unwrap_or(bands)
}
