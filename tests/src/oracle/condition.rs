//! Conditions over a partner and filters over one record.

use std::cmp::Ordering;

use num_rational::BigRational;
use serde_json::Value;

use super::number::parse;
use super::{Question, Record, date, list, object, position, text};

/// Where the operands of a condition are looked up.
#[derive(Clone, Copy)]
enum Place<'a, 'b> {
    Partner { id: &'b str, tier: Option<&'b str> },
    Row { kind: &'b str, row: &'a Record },
}

impl<'a> Question<'a> {
    /// A condition of a tier, an incentive, a scorecard or a classification.
    pub(super) fn condition(&self, condition: &Value, partner: &str, tier: Option<&str>) -> bool {
        self.holds(condition, Place::Partner { id: partner, tier })
    }

    /// Whether a partner takes part in what several share: `requires` holds, or is not written.
    pub(super) fn takes_part(&self, shared: &Value, partner: &str) -> bool {
        shared.get("requires").is_none_or(|condition| self.condition(condition, partner, self.tier(partner).as_deref()))
    }

    /// A filter over one record.
    pub(super) fn filter(&self, filter: &Value, kind: &str, row: &'a Record) -> bool {
        self.holds(filter, Place::Row { kind, row })
    }

    fn holds(&self, condition: &Value, place: Place<'a, '_>) -> bool {
        let (name, body) = object(condition).iter().next().expect("a condition has one member");
        match name.as_str() {
            "all" => list(body).iter().all(|inner| self.holds(inner, place)),
            "any" => list(body).iter().any(|inner| self.holds(inner, place)),
            "not" => !self.holds(body, place),
            "at_least_k" => {
                let needed = body["k"].as_u64().expect("k is an integer");
                let holding = list(&body["of"]).iter().filter(|inner| self.holds(inner, place)).count();
                u64::try_from(holding).expect("few conditions") >= needed
            }
            operand => self.leaf(operand, body, place),
        }
    }

    fn leaf(&self, operand: &str, body: &Value, place: Place<'a, '_>) -> bool {
        let (operator, bound) = object(body).iter().find(|(name, _)| *name != "unknown").expect("a leaf has an operator");
        let unknown = || body["unknown"] == "holds";
        let (kind, row, column) = match place {
            Place::Row { kind, row } => (kind, row, operand),
            Place::Partner { id, tier } => {
                if operand == "tier" {
                    return self.tier_leaf(operator, bound, tier.expect("there are tiers"));
                }
                let Some(column) = operand.strip_prefix("partner.") else {
                    return self.metric(operand, id).known().map_or_else(unknown, |number| compare(operator, number, bound));
                };
                ("partners", self.record("partners", id).expect("the partner is there"), column)
            }
        };
        let cell = self.cell(kind, row, column);
        if operator == "missing" {
            return Some(cell.is_none()) == bound.as_bool();
        }
        let Some(cell) = cell else { return unknown() };
        match self.column_type(kind, column) {
            "decimal" | "integer" => compare(operator, &parse(cell), bound),
            "boolean" => cell == bound,
            "date" => {
                let (day, limit) = (date(text(cell)), if bound == "as_of" { self.as_of } else { date(text(bound)) });
                match operator.as_str() {
                    "on_or_after" => day >= limit,
                    "after" => day > limit,
                    "on_or_before" => day <= limit,
                    "before" => day < limit,
                    other => panic!("operator {other} on a date"),
                }
            }
            _ => match operator.as_str() {
                "is" => cell == bound,
                "is_not" => cell != bound,
                "in" => list(bound).contains(cell),
                "not_in" => !list(bound).contains(cell),
                "within" => self.is_within(text(cell), text(bound)),
                other => panic!("operator {other} on a text"),
            },
        }
    }

    fn tier_leaf(&self, operator: &str, bound: &Value, tier: &str) -> bool {
        let order = self.tier_order();
        let rank = |id: &Value| position(&order, text(id));
        let own = position(&order, tier);
        match operator {
            "is" => own == rank(bound),
            "at_least" => own >= rank(bound),
            "at_most" => own <= rank(bound),
            "in" => list(bound).iter().any(|id| own == rank(id)),
            other => panic!("operator {other} on the tier"),
        }
    }

    /// Whether a category is `top` or below it.
    fn is_within(&self, category: &str, top: &str) -> bool {
        let parent = || self.record("categories", category)?.get("parent").and_then(Value::as_str);
        category == top || parent().is_some_and(|parent| self.is_within(parent, top))
    }
}

fn compare(operator: &str, number: &BigRational, bound: &Value) -> bool {
    let order = number.cmp(&parse(bound));
    match operator {
        "at_least" => order != Ordering::Less,
        "more_than" => order == Ordering::Greater,
        "at_most" => order != Ordering::Greater,
        "less_than" => order == Ordering::Less,
        "equals" => order == Ordering::Equal,
        "differs" => order != Ordering::Equal,
        other => panic!("operator {other} on a number"),
    }
}
