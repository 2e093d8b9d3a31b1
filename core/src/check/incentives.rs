//! Incentives: parts, factors, limits, what they are given as and when.

use crate::diagnostic::DiagnosticCode;
use crate::document::place::{Place, integer, quoted};
use crate::incentive::RewardUnit;

use super::bands::Digits;
use super::{Checker, graph, references};

/// The members that name what a part pays.
const FORMS: &[&str] = &[
    "percent_of",
    "amount_per_unit_of",
    "amount_per_full",
    "amount_of",
    "interest_on",
    "lump_sum",
    "lump_sum_by_tier",
    "lump_sum_by_level",
    "lump_sum_of_levels",
    "lump_sum_interpolated",
    "prize_in",
    "share_of_pool",
    "level_differential",
];

impl<'a> Checker<'a, '_> {
    pub(super) fn check_incentives(&mut self) {
        let incentives = self.root.elements_of("incentives");
        references::duplicates("incentive", &incentives, self.findings);
        for incentive in &incentives {
            for rule in ["requires", "forfeits", "gates"] {
                self.check_rule(incentive.member(rule), true);
            }
            incentive.elements_of("pays").iter().for_each(|part| self.check_part(*part, *incentive));
            incentive.elements_of("factors").iter().for_each(|factor| self.check_factor(*factor));
            let digits = self.digits_of(*incentive);
            self.check_limits(*incentive, digits);
            if let Some(amount) = incentive.member("minimum_payout").and_then(|minimum| minimum.member("amount")) {
                self.check_digits(amount, digits);
            }
            self.check_pay_to(*incentive);
            self.check_reward(*incentive);
            self.check_expected(*incentive);
            self.check_payable(*incentive);
            self.check_named(incentive.member("group"), "group", "groups");
            self.check_budget_of(*incentive);
        }
        self.check_circles(&incentives);
        if let Some(payout) = self.root.member("payout") {
            let digits = self.money_digits();
            self.check_limits(payout, digits);
        }
    }

    /// Whether what is named here is there.
    pub(super) fn check_named(&mut self, place: Option<Place<'a>>, what: &str, section: &str) {
        let Some((place, id)) = place.and_then(|place| Some((place, place.text()?))).filter(|(_, id)| !id.is_empty()) else {
            return;
        };
        if self.root.member(section).is_some_and(|section| section.node.member(id).is_some())
            || references::is_section_unsure(self.root, section)
        {
            return;
        }
        let known = self.root.members_of(section);
        self.findings.push(references::unknown(place, what, id, known.iter().map(|(id, _)| *id)));
    }

    /// What the amounts of an incentive count, and with how many digits; `None` where the document does not say.
    pub(super) fn digits_of(&self, incentive: Place<'a>) -> Option<Digits> {
        let Some(reward) = incentive.member("reward") else { return self.money_digits() };
        if let Some(points) = reward.member("points") {
            let scale = integer(points.node.member("scale")?).and_then(|scale| u32::try_from(scale).ok())?;
            return Some(Digits { scale, of: "these points have" });
        }
        match unit_of(incentive)? {
            RewardUnit::Money => self.money_digits(),
            RewardUnit::Points => None,
            RewardUnit::Pieces | RewardUnit::Places | RewardUnit::Honours => Some(Digits { scale: 0, of: "whole things have" }),
        }
    }

    pub(super) fn check_part(&mut self, part: Place<'a>, incentive: Place<'a>) {
        self.check_rule(part.member("when"), true);
        let there: Vec<(&str, Place<'a>)> = FORMS.iter().filter_map(|form| Some((*form, part.member(form)?))).collect();
        let [(form, named)] = there.as_slice() else { return };
        let mut read = Vec::new();
        match *form {
            "percent_of" | "amount_of" => read.push(self.check_money(*named)),
            "amount_per_unit_of" | "amount_per_full" | "interest_on" => read.push(self.metric_named(*named)),
            form => read.extend(self.check_of_all(form, *named)),
        }
        let measure = read.first().copied().flatten();
        for bands in
            ["bands", "lump_sum_by_level", "lump_sum_of_levels", "lump_sum_interpolated"].iter().filter_map(|name| part.member(name))
        {
            read.extend(self.check_bands(bands, measure));
        }
        let by = ["bands", "lump_sum_by_level"].iter().find_map(|name| part.member(name)?.member("by"));
        let measured = if form.starts_with("lump_sum") { None } else { Some((*named, measure)) };
        let by = by.map(|by| (by, by.text().and_then(|name| self.metrics.position(name))));
        let itemised: Vec<_> = measured.into_iter().chain(by.filter(|(_, by)| *by != measure)).collect();
        self.check_each(part, &itemised);
        if let Some(bands) = part.member("bands") {
            self.check_running(part, bands, *named, measure);
        }
        for numbers in ["rates_by_tier", "amounts_by_tier", "lump_sum_by_tier"].iter().filter_map(|name| part.member(name)) {
            self.check_by_tier(numbers);
        }
        if let Some(step) = part.member("step").filter(|step| crate::document::place::number(step.node).is_some_and(|step| step.is_zero()))
        {
            self.error(DiagnosticCode::OutOfRange, step, "a step has to be more than 0");
        }
        if *form == "level_differential" {
            // of a partner whose numbers are unknown nothing is taken into account: there is nothing to write
            return self.check_differential(part, *named, measure);
        }
        let held = self.check_less(part, incentive);
        self.check_policy(part, &read, "what is paid", ["nothing", "hold"]);
        let is_unknown = read.iter().flatten().any(|metric| self.metrics.list.get(*metric).is_some_and(|m| m.may_be_unknown == Some(true)));
        if let (Some(held), false, None) = (held, is_unknown, part.node.member("unknown")) {
            let message = format!("{} may be held, and it is not written what is paid then", quoted(held));
            self.report_policy(part, &message, ["nothing", "hold"]);
        }
    }

    /// The metric named at `place`, which has to be money.
    pub(super) fn check_money(&mut self, place: Place<'a>) -> Option<usize> {
        let position = self.metric_named(place);
        if let Some(metric) = position.and_then(|position| self.metrics.list.get(position))
            && metric.is_payable() == Some(false)
        {
            let finding = place.error(DiagnosticCode::WrongOperand, format!("{} is not money", quoted(metric.name)));
            let help =
                "a percentage is paid of a sum of `amount` or `tax`, of what derives from such sums, or of a given metric or a constant";
            self.findings.push(finding.with_help(help));
        }
        position
    }

    /// Checks the incentives whose amounts are taken off; the first of them that may be held.
    fn check_less(&mut self, part: Place<'a>, incentive: Place<'a>) -> Option<&'a str> {
        let incentives = self.root.elements_of("incentives");
        let mut held = None;
        for place in part.elements_of("less") {
            let Some(id) = place.text().filter(|id| !id.is_empty()) else { continue };
            let Some(other) = incentives.iter().find(|other| other.text_of("id") == Some(id)) else {
                if incentives.iter().all(|other| other.text_of("id").is_some()) {
                    let known = incentives.iter().filter_map(|other| other.text_of("id"));
                    self.findings.push(references::unknown(place, "incentive", id, known));
                }
                continue;
            };
            if unit_of(*other).is_some_and(|unit| unit != RewardUnit::Money) {
                self.error(DiagnosticCode::WrongOperand, place, format!("{} does not pay money", quoted(id)));
            }
            let group = other.text_of("group");
            if !std::ptr::eq(other.node, incentive.node) && group.is_some() && group == incentive.text_of("group") {
                let message = format!("{} is in the same group as this incentive and cannot be taken off it", quoted(id));
                self.error(DiagnosticCode::WrongOperand, place, message);
            }
            if held.is_none() && self.may_be_held(*other) {
                held = Some(id);
            }
        }
        held
    }

    /// Whether an incentive says that something unknown holds it, before what its group makes of it.
    fn may_be_held(&self, incentive: Place<'a>) -> bool {
        let holds = |place: Place<'a>| place.text_of("unknown") == Some("hold");
        let parts = incentive.elements_of("pays");
        let not_positive = |part: Place<'a>| part.members().any(|(_, member)| member.text_of("when_not_positive") == Some("hold"));
        parts.iter().any(|part| holds(*part) || self.may_be_tied(*part) || not_positive(*part))
            || incentive.elements_of("factors").into_iter().any(holds)
            || ["floor", "cap"].iter().filter_map(|name| incentive.member(name)).any(holds)
    }

    fn check_circles(&mut self, incentives: &[Place<'a>]) {
        let position = |place: Place<'a>| incentives.iter().position(|other| place.text().is_some() && other.text_of("id") == place.text());
        let taken_off = |incentive: Place<'a>| {
            incentive.elements_of("pays").iter().flat_map(|part| part.elements_of("less")).filter_map(&position).collect()
        };
        let reads: Vec<Vec<usize>> = incentives.iter().copied().map(taken_off).collect();
        for circle in graph::order(&reads).1 {
            let members = circle.iter().filter_map(|position| incentives.get(*position));
            let ids: Vec<String> = members.filter_map(|incentive| incentive.text_of("id")).map(quoted).collect();
            let Some(first) = circle.first().and_then(|position| incentives.get(*position)) else { continue };
            let message = match ids.as_slice() {
                [one] => format!("{one} takes off its own amount"),
                several => format!("{} take off each other's amounts", several.join(", ")),
            };
            self.error(DiagnosticCode::IncentiveCycle, *first, message);
        }
    }

    fn check_reward(&mut self, incentive: Place<'a>) {
        let Some(reward) = incentive.member("reward") else { return };
        for inner in ["goods", "quota"].iter().filter_map(|name| reward.member(name)) {
            if let Some(value) = inner.member("unit_value") {
                let digits = self.money_digits();
                self.check_digits(value, digits);
            }
        }
        let Some(honour) = reward.member("honour") else { return };
        self.check_rule(honour.member("lost_when"), true);
        for name in ["floor", "cap", "minimum_payout", "factors"] {
            if let Some(member) = incentive.member(name) {
                self.error(DiagnosticCode::SwitchNotApplicable, member, format!("`{name}` has no meaning here: an honour is given or not"));
            }
        }
    }
}

/// What the amounts of an incentive count; `None` where its reward cannot be read.
pub(super) fn unit_of(incentive: Place<'_>) -> Option<RewardUnit> {
    let Some(reward) = incentive.member("reward") else { return Some(RewardUnit::Money) };
    let [(name, _)] = reward.node.members() else { return None };
    match name.as_str() {
        "money" => Some(RewardUnit::Money),
        "points" => Some(RewardUnit::Points),
        "goods" => Some(RewardUnit::Pieces),
        "quota" => Some(RewardUnit::Places),
        "honour" => Some(RewardUnit::Honours),
        _ => None,
    }
}
