//! Incentives: measures, bands, limits, groups.

use crate::amount::Exact;
use crate::diagnostic::DiagnosticCode;
use crate::document::place::{Place, integer, number, quoted};

use super::{Checker, references};

impl<'a> Checker<'a, '_> {
    pub(super) fn check_incentives(&mut self) {
        let incentives = self.root.elements_of("incentives");
        references::duplicates("incentive", &incentives, self.findings);
        let groups: Vec<&'a str> = self.root.members_of("groups").into_iter().map(|(id, _)| id).collect();
        let groups_unsure = references::is_section_unsure(&self.root, "groups");
        for incentive in &incentives {
            self.check_rule(incentive.member("requires"), true);
            self.check_rule(incentive.member("gates"), true);
            incentive.elements_of("pays").iter().for_each(|part| self.check_part(part));
            self.check_limits(incentive);
            if let Some((place, id)) = incentive.member("group").and_then(|place| place.text().map(|id| (place, id)))
                && !id.is_empty()
                && !groups_unsure
                && !groups.contains(&id)
            {
                self.findings.push(references::unknown(&place.path, "group", id, groups.iter().copied()));
            }
        }
        if let Some(payout) = self.root.member("payout") {
            self.check_limits(&payout);
        }
    }

    fn check_limits(&mut self, place: &Place<'a>) {
        let scale = self.root.member("rounding").and_then(|rounding| integer(rounding.node.member("scale")?));
        let scale = scale.and_then(|scale| u32::try_from(scale).ok()).filter(|scale| *scale <= 6);
        let mut limit = |name: &str| -> Option<Exact> {
            let place = place.member(name)?;
            let value = number(place.node).filter(|value| !value.is_negative())?;
            if let Some(scale) = scale.filter(|scale| !value.fits_scale(*scale)) {
                let message = format!("{value} has more than the {scale} fraction digits that money is rounded to");
                self.error(DiagnosticCode::TooPrecise, &place.path, message);
            }
            Some(value)
        };
        let (cap, floor) = (limit("cap"), limit("floor"));
        if let (Some(cap), Some(floor)) = (cap, floor)
            && cap < floor
        {
            self.error(DiagnosticCode::CapBelowFloor, &place.path.child("cap"), format!("the cap {cap} is below the floor {floor}"));
        }
    }

    fn check_part(&mut self, part: &Place<'a>) {
        self.check_rule(part.member("when"), true);
        let forms = ["percent_of", "amount_per_unit_of", "lump_sum", "lump_sum_by_level"];
        let there: Vec<Place<'a>> = forms.iter().filter_map(|form| part.member(form)).collect();
        if there.len() != 1 {
            return;
        }
        let mut read = Vec::new();
        if let Some(measure) = part.member("percent_of") {
            let position = self.metric_named(&measure);
            if let Some(metric) = position.and_then(|position| self.metrics.list.get(position))
                && metric.is_payable() == Some(false)
            {
                let finding = measure.error(DiagnosticCode::WrongOperand, format!("{} is not money", quoted(metric.name)));
                let help = "a percentage is paid of a sum of `amount` or `tax`, of what derives from such sums, or of a given metric or a constant";
                self.findings.push(finding.with_help(help));
            }
            read.push(position);
        }
        if let Some(measure) = part.member("amount_per_unit_of") {
            read.push(self.metric_named(&measure));
        }
        let measure = read.first().copied().flatten();
        for bands in [part.member("bands"), part.member("lump_sum_by_level")].into_iter().flatten() {
            read.push(self.check_bands(&bands, measure));
        }
        let unsure = read.into_iter().flatten().filter_map(|position| self.metrics.list.get(position));
        let unknown = unsure.filter(|metric| metric.may_be_unknown == Some(true)).map(|metric| metric.name).next();
        if let (Some(name), None) = (unknown, part.node.member("unknown")) {
            let finding = part.error(
                DiagnosticCode::UnknownPolicyRequired,
                format!("{} may be unknown, and it is not written what is paid then", quoted(name)),
            );
            self.findings.push(finding.with_help("write \"unknown\": \"nothing\" or \"hold\""));
        }
    }

    fn check_bands(&mut self, bands: &Place<'a>, measure: Option<usize>) -> Option<usize> {
        let levels = bands.elements_of("levels");
        if let Some(first) = levels.first()
            && first.number_of("from").is_some_and(Exact::is_negative)
        {
            self.error(DiagnosticCode::OutOfRange, &first.path.child("from"), "the first level may not start below 0");
        }
        self.check_ascending(&levels);
        let by = bands.member("by")?;
        let position = self.metric_named(&by);
        if let (Some("graduated"), Some(decides), Some(measure)) = (bands.text_of("method"), position, measure)
            && decides != measure
        {
            let message = "graduated bands slice the metric that is paid on, so `by` must be the same metric";
            self.error(DiagnosticCode::BaseDiffersFromMeasure, &by.path, message);
        }
        position
    }
}
