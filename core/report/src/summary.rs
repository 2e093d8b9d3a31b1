//! What a reader asks first: how many in each tier and band, and what a partner lacks, in few words.

use std::fmt::Write as _;

use qudao::{Label, Locale, label, leaf_text};

use crate::material::{Material, Member};
use crate::shortfall::missing;
use crate::words;

/// What is missing for the next tier, in few words.
#[must_use]
pub fn short_missing(material: &Material<'_>, member: &Member, locale: Locale) -> String {
    let Some(standing) = &member.decision.standing else { return String::new() };
    let Some(gap) = missing(material.programme, standing) else { return label(Label::TopTier, locale).to_owned() };
    let leaves = gap.leaves();
    let Some(first) = leaves.first() else { return String::new() };
    let mut text = leaf_text(first, material.programme, locale);
    if leaves.len() > 1 {
        let _ = write!(text, " ({})", words::MORE_CONDITIONS.fill(locale, &[&(leaves.len() - 1).to_string()]));
    }
    text
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
