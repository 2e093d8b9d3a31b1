//! What an award is expected to be: which metrics stand for others.

use crate::diagnostic::DiagnosticCode;
use crate::document::place::{Place, quoted};

use super::{Checker, references};

impl<'a> Checker<'a, '_> {
    pub(super) fn check_expected(&mut self, incentive: Place<'a>) {
        let Some(expected) = incentive.member("expected") else { return };
        let Some(metrics) = expected.member("metrics") else { return };
        let looked_up = looked_up(incentive);
        let mut read = Vec::new();
        for (name, place) in metrics.members() {
            read.push(self.metric_named(place));
            if self.metrics.get(name).is_none() {
                if !self.metrics.is_unsure {
                    let known = self.metrics.list.iter().map(|metric| metric.name);
                    self.findings.push(references::unknown(place, "metric", name, known));
                }
            } else if !looked_up.contains(&name) {
                let finding = place.error(DiagnosticCode::WrongOperand, format!("no level of this incentive is found by {}", quoted(name)));
                self.findings.push(finding.with_help("name the `by` or `from_times` of its bands, or the metric of a factor"));
            }
        }
        self.check_policy(expected, &read, "what is expected", ["nothing", "hold"]);
    }
}

/// The metrics by which levels are found, but for what goes through records or is settled over all partners.
fn looked_up<'a>(incentive: Place<'a>) -> Vec<&'a str> {
    let mut names = Vec::new();
    for part in incentive.elements_of("pays").iter().filter(|part| part.member("for_each").is_none()) {
        for form in ["bands", "lump_sum_by_level", "lump_sum_of_levels", "lump_sum_interpolated"] {
            let bands = part.member(form).filter(|bands| bands.text_of("method") != Some("running"));
            names.extend(bands.iter().flat_map(|bands| ["by", "from_times"].map(|name| bands.text_of(name))).flatten());
        }
    }
    for factor in incentive.elements_of("factors") {
        names.extend(["by", "metric"].iter().filter_map(|name| factor.text_of(name)));
    }
    names
}
