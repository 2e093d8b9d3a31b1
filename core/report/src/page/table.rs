//! The table of all partners.

use std::fmt::Write as _;

use qudao::{Label, Locale};

use super::pieces;
use crate::figures::money;
use crate::markup::{anchor, both, escape, name, word};
use crate::material::{Material, Member, severity};
use crate::summary::short_missing;
use crate::words;

/// Writes the table.
pub(super) fn write(out: &mut String, material: &Material<'_>) {
    let _ = write!(
        out,
        "<section id=partners><h2>{}</h2><p class=tools hidden><input type=search id=filter aria-label=\"{1}\" placeholder=\"{1}\">\
         <span id=shown></span> <span class=hint>{2}</span></p>\
         <div class=scroll><table class=partners><thead><tr>",
        word(words::PARTNER_TABLE),
        escape(&format!("{} / {}", words::FILTER.zh, words::FILTER.en)),
        word(words::SORT_HINT)
    );
    let card = material.main_card().map(|card| both(|locale| card.title.in_locale(locale, &card.id).to_owned()));
    let columns = [
        (word(words::NAME), ""),
        (word(words::KIND), ""),
        (word(words::LEVEL), ""),
        (name(Label::Tier), ""),
        (name(Label::MissingForNext), ""),
        (name(Label::Total), " class=number"),
        (card.unwrap_or_default(), ""),
    ];
    for (title, class) in columns {
        let _ = write!(out, "<th scope=col{class}>{title}</th>");
    }
    out.push_str("</tr></thead><tbody>");
    material.partners.iter().for_each(|member| row(out, material, member));
    out.push_str("</tbody></table></div></section>");
}

fn row(out: &mut String, material: &Material<'_>, member: &Member<'_>) {
    let decision = &member.decision;
    let _ = write!(
        out,
        "<tr><th scope=row data-v=\"{0}\"><a href=\"#{1}\">{2}</a> <small>{0}</small></th>",
        escape(&decision.partner),
        anchor("p-", &decision.partner),
        escape(&member.name)
    );
    let place = member.territory.as_deref().unwrap_or_default();
    let _ = write!(out, "<td>{} <small>{}</small></td>", escape(member.kind.as_deref().unwrap_or_default()), escape(place));
    let parent = member.parent.and_then(|parent| material.partners.get(parent)).map(|parent| &*parent.decision.partner);
    let parent = parent.map_or(String::new(), |parent| format!(" <small>↑ {}</small>", escape(parent)));
    let _ = write!(out, "<td data-v={0}>{0}{parent}</td>", member.level);
    match &decision.standing {
        Some(standing) => {
            let (rank, _) = material.tier(&standing.tier, Locale::En);
            let _ = write!(out, "<td data-v={rank}>{}</td>", pieces::tier(material, &standing.tier));
        }
        None => out.push_str("<td></td>"),
    }
    let _ = write!(out, "<td class=next>{}</td>", both(|locale| short_missing(material, member, locale)));
    let _ = write!(out, "<td class=number data-v={}>{}</td>", decision.total.minor(), money(decision.total));
    let order = match (material.main_card(), material.main_score(member)) {
        // points first, the band only where they are equal
        (Some(card), Some(score)) => i128::from(crate::figures::position(score.points)) * 10 + severity(card, &score.band) as i128,
        _ => 0,
    };
    let _ = write!(out, "<td data-v={order}>{}</td></tr>", pieces::main_score(material, member));
}
