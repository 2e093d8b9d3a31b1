//! Conditions and filters: operands that exist, operators that suit them, bounds of the right kind.

use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::document::conform::conform;
use crate::document::place::{Place, choices, integer, quoted};
use crate::document::{BOOLEAN, COMBINATORS, Operator, Reads, TEXT, operators};
use crate::node::Node;
use crate::record::{ColumnPath, ColumnType, RecordKind};

use super::metrics::type_words;
use super::{Checker, Look, references};

const NUMBER_OPERATORS: &[&str] = &["at_least", "more_than", "at_most", "less_than", "equals", "differs"];
const TEXT_OPERATORS: &[&str] = &["is", "is_not", "in", "not_in"];
const DATE_OPERATORS: &[&str] = &["on_or_after", "after", "on_or_before", "before"];
const TIER_OPERATORS: &[&str] = &["is", "at_least", "at_most", "in"];

/// Where a condition stands.
#[derive(Debug, Clone, Copy)]
enum Context<'k> {
    /// Over metrics, attributes of the partner, and the tier where it is known already.
    Rule { tier: bool },
    /// Over the columns of a kind; `None` when it is not known which.
    Filter(Option<&'k RecordKind>),
}

/// What a leaf reads.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Operand {
    holds: Holds,
    /// Whether the value may be unknown; `None` when that cannot be said.
    may_be_unknown: Option<bool>,
    is_category: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Holds {
    Metric,
    Column(ColumnType),
    Tier,
}

impl Operand {
    fn operators(&self) -> Vec<&'static str> {
        let mut operators = match &self.holds {
            Holds::Metric => NUMBER_OPERATORS.to_vec(),
            Holds::Tier => TIER_OPERATORS.to_vec(),
            Holds::Column(column) => match column {
                ColumnType::Decimal | ColumnType::Integer => NUMBER_OPERATORS.to_vec(),
                ColumnType::Text | ColumnType::Reference(_) | ColumnType::Choice(_) | ColumnType::Currency => TEXT_OPERATORS.to_vec(),
                ColumnType::Date => DATE_OPERATORS.to_vec(),
                ColumnType::Boolean => vec!["is"],
                ColumnType::Instant => Vec::new(),
            },
        };
        if self.is_category {
            operators.push("within");
        }
        if matches!(self.holds, Holds::Column(_)) && self.may_be_unknown != Some(false) {
            operators.push("missing");
        }
        operators
    }

    fn words(&self, name: &str) -> String {
        match &self.holds {
            Holds::Metric => format!("the metric {}", quoted(name)),
            Holds::Tier => "`tier`".to_owned(),
            Holds::Column(ColumnType::Boolean) => format!("the boolean {}", quoted(name)),
            Holds::Column(column) => {
                let optional = if self.may_be_unknown == Some(false) { ", never missing," } else { "" };
                format!("{}{optional} which is {}", quoted(name), type_words("", column))
            }
        }
    }
}

impl<'a> Checker<'a, '_> {
    /// Checks a condition over metrics; `tier`: whether the standing is known there.
    pub(super) fn check_rule(&mut self, place: Option<Place<'a>>, tier: bool) {
        if let Some(place) = place {
            self.check_condition(Context::Rule { tier }, place);
        }
    }

    /// Checks a filter over the columns of `kind`.
    pub(super) fn check_filter(&mut self, kind: Option<&RecordKind>, place: Option<Place<'a>>) {
        if let Some(place) = place {
            self.check_condition(Context::Filter(kind), place);
        }
    }

    fn check_condition(&mut self, context: Context<'_>, place: Place<'a>) {
        let mut members = place.members();
        let (Some((name, inner)), None) = (members.next(), members.next()) else { return };
        match name {
            "all" | "any" => inner.elements().for_each(|element| self.check_condition(context, element)),
            "not" => self.check_condition(context, inner),
            "at_least_k" => {
                let of = inner.elements_of("of");
                of.iter().for_each(|element| self.check_condition(context, *element));
                let Some(k) = inner.member("k") else { return };
                let count = i64::try_from(of.len()).unwrap_or(i64::MAX);
                if count > 0 && integer(k.node).is_some_and(|k| k > count && k <= 1_000) {
                    let message = format!("of {count} conditions there are never as many as this that hold");
                    self.error(DiagnosticCode::OutOfRange, k, message);
                }
            }
            operand => self.check_leaf(context, operand, inner),
        }
    }

    fn check_leaf(&mut self, context: Context<'_>, name: &str, place: Place<'a>) {
        let operand = match context {
            Context::Rule { tier } => self.rule_operand(name, tier, place),
            Context::Filter(Some(kind)) => self.filter_operand(kind, name, place),
            Context::Filter(None) => None,
        };
        let reads = if matches!(context, Context::Rule { .. }) { Reads::Rule } else { Reads::Filter };
        let known = operators(reads, name);
        let named = |name: &str| known.iter().find(|operator| operator.name == name);
        let mut there = place.members().filter_map(|(name, bound)| Some((named(name)?, bound)));
        let (first, second) = (there.next(), there.next());
        drop(there);
        let (Some((operator, bound)), None) = (first, second) else { return };
        let Some(operand) = operand else { return conform(operator.bound, bound, self.findings) };
        let suiting = operand.operators();
        if !suiting.contains(&operator.name) {
            self.findings.push(unsuited(&operand, name, operator, bound, &suiting));
            return;
        }
        self.check_bound(&operand, operator, bound);
        self.check_unknown(&operand, name, operator, place);
    }

    fn rule_operand(&mut self, name: &str, tier: bool, place: Place<'a>) -> Option<Operand> {
        if name == "tier" {
            return self.tier_operand(tier, place);
        }
        if let Some(column) = name.strip_prefix("partner.") {
            let partners = self.kinds.kind("partners").cloned()?;
            return match self.kinds.column(&partners, column) {
                Look::Found(found) => {
                    Some(Operand { holds: Holds::Column(found.kind.clone()), may_be_unknown: Some(found.optional), is_category: false })
                }
                Look::Unsure => None,
                Look::Absent => {
                    self.unknown_column(&partners, column, place);
                    None
                }
            };
        }
        let Some(position) = self.metrics.position(name) else {
            if self.metrics.is_unsure {
                return None;
            }
            let attributes: Vec<String> = self
                .kinds
                .kind("partners")
                .map(|kind| kind.columns.iter().map(|c| format!("partner.{}", c.name)).collect())
                .unwrap_or_default();
            let known =
                COMBINATORS.iter().copied().chain(["tier"]).chain(attributes.iter().map(String::as_str)).chain(self.metrics.names());
            let finding = references::unknown(place, "metric", name, known);
            self.findings.push(finding);
            return None;
        };
        self.uses(position);
        let may_be_unknown = self.metrics.list.get(position).and_then(|metric| metric.may_be_unknown);
        Some(Operand { holds: Holds::Metric, may_be_unknown, is_category: false })
    }

    fn tier_operand(&mut self, known: bool, place: Place<'a>) -> Option<Operand> {
        if !known {
            self.error(DiagnosticCode::WrongOperand, place, "`tier` cannot be read where the tier is being decided");
            return None;
        }
        if self.tiers.is_none() && !self.tiers_unsure {
            self.error(DiagnosticCode::UnknownReference, place, "the programme has no `tiers` to compare with");
            return None;
        }
        Some(Operand { holds: Holds::Tier, may_be_unknown: Some(false), is_category: false })
    }

    fn filter_operand(&mut self, kind: &RecordKind, name: &str, place: Place<'a>) -> Option<Operand> {
        match self.kinds.resolve(kind, &ColumnPath::parse(name)) {
            Look::Found((found, optional)) => Some(Operand {
                holds: Holds::Column(found.clone()),
                may_be_unknown: Some(optional),
                is_category: (name == "product.category" || (name == "category" && kind.name == "products")) && *found == ColumnType::Text,
            }),
            Look::Unsure => None,
            Look::Absent => {
                self.unknown_path(kind, name, place);
                None
            }
        }
    }

    fn unknown_path(&mut self, kind: &RecordKind, name: &str, place: Place<'a>) {
        let Some((first, far)) = name.split_once('.') else { return self.unknown_column(kind, name, place) };
        let target = match self.kinds.column(kind, first) {
            Look::Found(column) => match &column.kind {
                ColumnType::Reference(target) => self.kinds.kind(target).cloned(),
                _ => {
                    let message = format!("{} in {} refers to no record that would have columns", quoted(first), quoted(&kind.name));
                    return self.error(DiagnosticCode::UnknownReference, place, message);
                }
            },
            Look::Unsure | Look::Absent => None,
        };
        match target {
            Some(target) => self.unknown_column(&target, far, place),
            None => self.unknown_column(kind, first, place),
        }
    }

    fn check_bound(&mut self, operand: &Operand, operator: &Operator, bound: Place<'a>) {
        let before = self.findings.len();
        match (&operand.holds, operator.name) {
            (Holds::Column(ColumnType::Boolean), "is") => conform(&BOOLEAN, bound, self.findings),
            (Holds::Column(_), "is") => conform(&TEXT, bound, self.findings),
            _ => conform(operator.bound, bound, self.findings),
        }
        if self.findings.len() > before || operator.name == "missing" {
            return;
        }
        let places: Vec<Place<'a>> = if matches!(bound.node, Node::List(_)) { bound.elements().collect() } else { vec![bound] };
        for place in places {
            let Some(text) = place.text() else { continue };
            match &operand.holds {
                Holds::Tier => {
                    let tiers = self.tiers.as_deref().unwrap_or_default();
                    if !tiers.contains(&text) && !self.tiers_unsure {
                        self.findings.push(references::unknown(place, "tier", text, tiers.iter().copied()));
                    }
                }
                Holds::Column(ColumnType::Choice(words)) if !words.contains(&text) => {
                    self.error(DiagnosticCode::UnknownChoice, place, format!("{} is not {}", quoted(text), choices(words)));
                }
                Holds::Metric | Holds::Column(_) => {}
            }
        }
    }

    fn check_unknown(&mut self, operand: &Operand, name: &str, operator: &Operator, place: Place<'a>) {
        let never = operator.name == "missing" || (operand.holds != Holds::Metric && operand.may_be_unknown == Some(false));
        match place.member("unknown") {
            Some(unknown) if never => {
                let message = format!("`unknown` has no meaning here: whether this holds can always be said of {}", quoted(name));
                self.error(DiagnosticCode::SwitchNotApplicable, unknown, message);
            }
            None if !never && operand.may_be_unknown == Some(true) => {
                let message = format!("{} may be unknown, and it is not written what this comparison is then", quoted(name));
                let finding = place.error(DiagnosticCode::UnknownPolicyRequired, message);
                self.findings.push(finding.with_help("write \"unknown\": \"holds\" or \"fails\" beside the operator"));
            }
            _ => {}
        }
    }
}

fn unsuited(operand: &Operand, name: &str, operator: &Operator, bound: Place<'_>, suiting: &[&str]) -> Diagnostic {
    let message = format!("`{}` does not suit {}", operator.name, operand.words(name));
    let finding = bound.error(DiagnosticCode::WrongOperand, message);
    if suiting.is_empty() { finding } else { finding.with_help(format!("what suits is {}", choices(suiting))) }
}
