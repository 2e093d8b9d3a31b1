//! Level differentials.

use crate::amount::Exact;
use crate::diagnostic::DiagnosticCode;
use crate::document::place::{Place, quoted};
use crate::node::Node;

use super::super::Checker;

impl<'a> Checker<'a, '_> {
    pub(in crate::check) fn check_differential(&mut self, part: Place<'a>, named: Place<'a>, measure: Option<usize>) {
        if let Some(rates) = part.member("rates") {
            if let Some(numbers) = rates.member("by_tier") {
                self.check_by_tier(numbers);
            } else {
                self.check_bands_of_differential(rates);
            }
        }
        let Some(name) = measure.and_then(|measure| self.metrics.list.get(measure)).map(|metric| metric.name) else { return };
        if self.is_own(name, 0) == Some(false) {
            let message = format!("{} is not measured with scope `own`: the sales of others would count twice", quoted(name));
            self.error(DiagnosticCode::OwnScopeRequired, named, message);
        }
    }

    fn check_bands_of_differential(&mut self, rates: Place<'a>) {
        let levels = rates.elements_of("levels");
        if let Some(first) = levels.first()
            && first.number_of("from").is_some_and(Exact::is_negative)
        {
            self.error(DiagnosticCode::OutOfRange, first.at("from"), "the first level may not start below 0");
        }
        self.check_ascending(&levels);
        if let Some(by) = rates.member("by") {
            self.metric_named(by);
        }
    }

    /// Whether a metric is of the partner's own records alone; `None` where that cannot be said. `depth`: a cycle ends.
    fn is_own(&self, name: &str, depth: usize) -> Option<bool> {
        let metric = self.metrics.get(name).filter(|_| depth <= self.metrics.list.len())?;
        let (operation, place) = metric.operation.as_ref()?;
        match metric.place.node.member("scope") {
            Some(scope) => Some(scope.text() == Some("own")),
            None if matches!(*operation, "given" | "constant" | "attribute" | "active_share" | "elapsed_share") => Some(true),
            None => {
                let mut own = Some(true);
                for name in names_in(place.node) {
                    match self.is_own(name, depth + 1) {
                        Some(false) => return Some(false),
                        Some(true) => {}
                        None => own = None,
                    }
                }
                own
            }
        }
    }
}

/// Every text in a value: the metrics that an operation names, and numbers.
fn names_in(node: &Node) -> Vec<&str> {
    match node {
        Node::Text(text) if text.starts_with(|first: char| first.is_ascii_lowercase()) => vec![text.as_str()],
        node => node.list().iter().flat_map(names_in).collect(),
    }
}
