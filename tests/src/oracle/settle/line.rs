//! What a posting is about: a partner's award of a period, a claim, or the partner alone.

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use super::super::{date, text};

/// Kinds of claims of the inventory, in their order.
pub(super) const KINDS: [&str; 3] = ["ship_and_debit", "price_protection", "stock_rotation"];

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Subject {
    /// Deductions and the deposit are on no line.
    Partner,
    Award {
        incentive: String,
        from: NaiveDate,
        until: Option<NaiveDate>,
    },
    Fund {
        fund: String,
        claim: String,
    },
    /// By the place of its kind.
    Inventory {
        kind: usize,
        claim: String,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Line {
    pub(super) partner: String,
    pub(super) subject: Subject,
    /// Nothing for money.
    pub(super) unit: Option<String>,
}

impl Line {
    pub(super) fn of(partner: &str, subject: Subject) -> Line {
        Line { partner: partner.to_owned(), subject, unit: None }
    }

    /// The line that a posting, a question or the other side names.
    pub(super) fn read(value: &Value) -> Line {
        let own = |member: &str| text(&value[member]).to_owned();
        let subject = if value.get("incentive").is_some() {
            let until = value["period"].get("until").map(|until| date(text(until)));
            Subject::Award { incentive: own("incentive"), from: date(text(&value["period"]["from"])), until }
        } else if value.get("fund").is_some() {
            Subject::Fund { fund: own("fund"), claim: own("claim") }
        } else if let Some(kind) = value.get("inventory") {
            let kind = KINDS.iter().position(|other| kind == other).expect("a kind of claims");
            Subject::Inventory { kind, claim: own("claim") }
        } else {
            Subject::Partner
        };
        Line { partner: own("partner"), subject, unit: value.get("unit").map(|unit| text(unit).to_owned()) }
    }

    /// Its members in their order.
    pub(super) fn members(&self) -> Vec<(&'static str, Value)> {
        let mut members = vec![("partner", json!(self.partner))];
        match &self.subject {
            Subject::Partner => {}
            Subject::Award { incentive, from, until } => {
                members.push(("incentive", json!(incentive)));
                members.push(("period", period(*from, *until)));
            }
            Subject::Fund { fund, claim } => members.extend([("fund", json!(fund)), ("claim", json!(claim))]),
            Subject::Inventory { kind, claim } => members.extend([("inventory", json!(KINDS[*kind])), ("claim", json!(claim))]),
        }
        members.extend(self.unit.iter().map(|unit| ("unit", json!(unit))));
        members
    }

    pub(super) fn told(&self) -> Map<String, Value> {
        self.members().into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

/// A stretch of days whose end may be open.
pub(super) fn period(from: NaiveDate, until: Option<NaiveDate>) -> Value {
    let mut period = json!({ "from": from.to_string() });
    if let Some(until) = until {
        period["until"] = json!(until.to_string());
    }
    period
}
