//! Marks that stand for a tier, a band or an outcome: a shape, a word and only then a colour.

use qudao::{AwardOutcome, ClaimOutcome, Locale, label};

use crate::markup::{both, escape};
use crate::material::{Material, Member, band_title, severity};
use crate::plots::Band;

/// The tier with one filled pip per rung reached.
pub(super) fn tier(material: &Material<'_>, id: &str) -> String {
    let rungs = material.tiers().len().saturating_sub(1);
    let (reached, _) = material.tier(id, Locale::En);
    let pips: String = (1..=rungs).map(|rung| if rung <= reached { '●' } else { '○' }).collect();
    format!("<span class=tier><i aria-hidden=true>{pips}</i> {}</span>", both(|locale| material.tier(id, locale).1))
}

/// The band with its shape.
pub(super) fn band(card: &qudao::scorecard::Scorecard, band: &str) -> String {
    let (class, shape) = match severity(card, band) {
        Band::Good => ("good", "●"),
        Band::Middle => ("middle", "▲"),
        Band::Bad => ("bad", "◆"),
    };
    format!(
        "<span class=\"band {class}\"><i aria-hidden=true>{shape}</i> {}</span>",
        both(|locale| band_title(card, band, locale).to_owned())
    )
}

/// How an award ended.
pub(super) fn award_outcome(outcome: AwardOutcome, negative: bool) -> String {
    let (class, shape) = match outcome {
        AwardOutcome::Paid if negative => ("bad", "−"),
        AwardOutcome::Paid => ("good", "✓"),
        AwardOutcome::Nothing | AwardOutcome::NotApplicable => ("quiet", "·"),
        AwardOutcome::Withheld | AwardOutcome::Forfeited => ("bad", "✕"),
        AwardOutcome::Superseded | AwardOutcome::BelowMinimum => ("quiet", "↷"),
        AwardOutcome::Held => ("middle", "‖"),
    };
    let name = if negative && outcome == AwardOutcome::Paid { qudao::Label::Deducted } else { outcome.label() };
    format!("<span class=\"band {class}\"><i aria-hidden=true>{shape}</i> {}</span>", both(|locale| label(name, locale).to_owned()))
}

/// How a claim ended.
pub(super) fn claim_outcome(outcome: ClaimOutcome) -> String {
    let (class, shape) = match outcome {
        ClaimOutcome::Credited => ("good", "✓"),
        ClaimOutcome::Blocked | ClaimOutcome::NotValid => ("quiet", "✕"),
        ClaimOutcome::Review => ("middle", "?"),
        ClaimOutcome::Withdrawn => ("quiet", "↶"),
    };
    format!(
        "<span class=\"band {class}\"><i aria-hidden=true>{shape}</i> {}</span>",
        both(|locale| label(outcome.label(), locale).to_owned())
    )
}

/// Points and band of a partner on the main scorecard.
pub(super) fn main_score(material: &Material<'_>, member: &Member<'_>) -> String {
    match (material.main_card(), material.main_score(member)) {
        (Some(card), Some(score)) => {
            format!("<span class=score>{} <b>{}</b></span>", band(card, &score.band), escape(&score.points.to_string()))
        }
        _ => String::new(),
    }
}
