//! Deals claimed more than once, and the others in a folded table.

use std::fmt::Write as _;

use qudao::{Claim, Conflict};

use super::{lines, pieces, record_name};
use crate::markup::{anchor, both, escape, filled, word};
use crate::material::Material;
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

/// The key in the words of the tables it refers to.
pub(crate) fn key_text(material: &Material<'_>, conflict: &Conflict, absent: &str) -> String {
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
