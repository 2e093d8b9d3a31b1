//! What a reader asks first: how many in each tier and band, and what a partner lacks, in few words.

use std::fmt::Write as _;

use qudao::metric::{MetricUnit, MetricValue};
use qudao::{Cell, Conflict, Facts, Label, LeafResult, Locale, label, leaf_text, metric_text};

use crate::figures::hundredths;
use crate::material::{Material, Member};
use crate::shortfall::missing;
use crate::words;

/// What is missing for the next tier, in few words.
#[must_use]
pub fn short_missing(material: &Material<'_>, member: &Member<'_>, locale: Locale) -> String {
    let Some(standing) = &member.decision.standing else { return String::new() };
    let Some(gap) = missing(material.programme, standing) else { return label(Label::TopTier, locale).to_owned() };
    let leaves = gap.leaves();
    let Some(first) = leaves.first() else { return String::new() };
    let mut text = short_leaf(material, first, locale);
    if leaves.len() > 1 {
        let _ = write!(text, " ({})", words::MORE_CONDITIONS.fill(locale, &[&(leaves.len() - 1).to_string()]));
    }
    text
}

/// A metric and how far it has to go, `+` up or `-` down; other comparisons as the core says them.
fn short_leaf(material: &Material<'_>, leaf: &LeafResult, locale: Locale) -> String {
    let metric = material.programme.metric(&leaf.operand).and_then(|position| material.programme.metrics().get(position));
    let (Some(metric), Some(gap)) = (metric, leaf.gap.filter(|gap| !gap.is_zero())) else {
        return leaf_text(leaf, material.programme, locale);
    };
    let sign = if matches!(leaf.operator, "at_most" | "less_than") { '-' } else { '+' };
    let distance = match metric.unit {
        MetricUnit::Share => words::PERCENTAGE_POINTS.fill(locale, &[&hundredths(gap)]),
        MetricUnit::Money | MetricUnit::Days | MetricUnit::Number => {
            metric_text(&metric.name, MetricValue::Known(gap), material.programme, locale)
        }
    };
    format!("{} {sign}{distance}", metric.title.in_locale(locale, &metric.name))
}

/// How many partners stand in each tier.
#[must_use]
pub fn tier_counts(material: &Material<'_>) -> Vec<(String, usize)> {
    let count = |id: &str| material.partners.iter().filter(|m| m.decision.standing.as_ref().is_some_and(|s| s.tier == id)).count();
    material.tiers().into_iter().map(|id| (id.to_owned(), count(id))).collect()
}

/// How many partners are in each band of the main scorecard.
#[must_use]
pub fn band_counts(material: &Material<'_>) -> Vec<(String, usize)> {
    let Some(card) = material.main_card() else { return Vec::new() };
    let count = |id: &str| material.partners.iter().filter(|m| material.main_score(m).is_some_and(|s| s.band == id)).count();
    card.bands.iter().map(|band| (band.id.clone(), count(&band.id))).collect()
}

/// Name of a referenced record, where its table has one.
fn record_name(facts: &Facts, kind: &str, id: &str) -> Option<String> {
    let (position, _) = facts.table_named(kind)?;
    let row = facts.dictionary(position, 0).find(id)?;
    match facts.cell(kind, "name", row) {
        Cell::Text(name) if name != id => Some(name.to_owned()),
        _ => None,
    }
}

/// The key in the words of the tables it refers to.
#[must_use]
pub fn key_text(material: &Material<'_>, conflict: &Conflict, absent: &str) -> String {
    let policy = material.programme.conflicts().iter().find(|policy| policy.id == conflict.policy);
    let columns = policy.map_or(&[][..], |policy| &policy.matches);
    let named = conflict.key.iter().enumerate().map(|(at, value)| {
        let Some(value) = value else { return absent.to_owned() };
        // a key column is a reference to the table of its name in the plural, or a category
        let column = columns.get(at).map_or("", |column| column.of_reference.as_deref().unwrap_or(&column.column));
        let table = if column == "category" { "categories".to_owned() } else { format!("{column}s") };
        record_name(material.facts, &table, value).map_or_else(|| value.clone(), |name| format!("{name} ({value})"))
    });
    named.collect::<Vec<_>>().join(" · ")
}
