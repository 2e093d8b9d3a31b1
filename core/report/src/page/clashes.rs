//! Deals claimed more than once, and the others in a folded table.

use std::fmt::Write as _;

use qudao::{Claim, Conflict};

use super::{lines, pieces};
use crate::markup::{anchor, both, escape, filled, word};
use crate::material::Material;
use crate::summary::key_text;
use crate::words;

/// Writes the section; nothing when the programme has no registration policy.
pub(super) fn write(out: &mut String, material: &Material<'_>) {
    if material.programme.conflicts().is_empty() {
        return;
    }
    let _ = write!(out, "<section id=clashes><h2>{}</h2>", word(words::CLASH_LIST));
    let (clashes, single): (Vec<&Conflict>, Vec<&Conflict>) = material.conflicts.iter().partition(|conflict| conflict.is_clash());
    if clashes.is_empty() {
        let _ = write!(out, "<p>{}</p>", word(words::NO_CLASHES));
    }
    clashes.into_iter().for_each(|conflict| clash(out, material, conflict));
    if !single.is_empty() {
        let _ = write!(out, "<details class=sub><summary>{}</summary>", filled(words::SINGLE_CLAIMS, &[&single.len().to_string()]));
        single.into_iter().for_each(|conflict| clash(out, material, conflict));
        out.push_str("</details>");
    }
    out.push_str("</section>");
}

fn clash(out: &mut String, material: &Material<'_>, conflict: &Conflict) {
    let holder = conflict.holder.as_deref().and_then(|holder| conflict.claims.iter().find(|claim| claim.claim == holder));
    let holder = match holder {
        Some(claim) => filled(words::HOLDER, &[&format!("{} ({})", material.id_and_name(&claim.partner), claim.claim)]),
        None => word(words::NO_HOLDER),
    };
    let _ = write!(
        out,
        "<article class=clash><h3>{}</h3><p class=holder>{holder}</p><ol>",
        both(|locale| key_text(material, conflict, words::NO_VALUE.text(locale)))
    );
    let explained = |locale| conflict.explain(material.programme, locale);
    for (at, one) in conflict.claims.iter().enumerate() {
        claim(out, material, one);
        lines::claim(out, explained, at);
    }
    out.push_str("</ol></article>");
}

fn claim(out: &mut String, material: &Material<'_>, claim: &Claim) {
    let at = claim.at.as_deref().map_or(String::new(), |at| format!(" <time>{}</time>", escape(&at.replacen('T', " ", 1))));
    let _ = write!(
        out,
        "<li><p class=claim><b>{}</b> <a href=\"#{}\">{}</a>{at} {}</p>",
        escape(&claim.claim),
        anchor("p-", &claim.partner),
        escape(&material.id_and_name(&claim.partner)),
        pieces::claim_outcome(claim.outcome)
    );
}
