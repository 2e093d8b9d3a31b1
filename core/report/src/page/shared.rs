//! Budgets, pools and contests: what partners share.

use std::fmt::Write as _;

use qudao::metric::MetricValue;
use qudao::{Amount, ContestResult, Label, Locale, Place, metric_text};

use crate::figures::money;
use crate::markup::{anchor, both, escape, filled, name, word};
use crate::material::Material;
use crate::words;

/// Writes the section; nothing when the programme has nothing of the kind.
pub(super) fn write(out: &mut String, material: &Material<'_>) {
    if !material.has_shared() {
        return;
    }
    let _ = write!(out, "<section id=shared><h2>{}</h2>", word(words::SHARED));
    if !material.budgets.is_empty() {
        head(out, &[(word(words::BUDGET), false), (word(words::HOLDS), true), (word(words::DUE), true), (word(words::GIVEN), true)]);
        for one in material.budgets {
            let is_short = one.demand > one.amount;
            let state = word(if is_short { words::SHORT } else { words::ENOUGH });
            let title = both(|locale| material.budget(&one.budget, locale));
            let _ = write!(out, "<tr><th scope=row>{title} <small>{state}</small></th>");
            [one.amount, one.demand, one.given].into_iter().for_each(|amount| number(out, amount));
            out.push_str("</tr>");
        }
        out.push_str("</tbody></table></div>");
    }
    if !material.pools.is_empty() {
        head(out, &[(word(words::POOL), false), (word(words::HOLDS), true), (word(words::GIVEN), true), (word(words::SHARING), true)]);
        for one in material.pools {
            let _ = write!(out, "<tr><th scope=row>{}</th>", both(|locale| material.pool(&one.pool, locale)));
            [one.amount, one.given].into_iter().for_each(|amount| number(out, amount));
            let _ = write!(out, "<td class=number>{}</td></tr>", one.sharing);
        }
        out.push_str("</tbody></table></div>");
    }
    material.contests.iter().for_each(|contest| write_contest(out, material, contest));
    out.push_str("</section>");
}

fn write_contest(out: &mut String, material: &Material<'_>, contest: &ContestResult) {
    let title =
        |locale: Locale| words::CONTEST.fill(locale, &[&material.contest(&contest.contest, locale).0, &contest.participants.to_string()]);
    let _ = write!(out, "<h3>{}</h3>", both(title));
    if contest.places.is_empty() {
        let _ = write!(out, "<p>{}</p>", word(words::NO_ENTRANTS));
        return;
    }
    let (won, others): (Vec<&Place>, Vec<&Place>) = contest.places.iter().partition(|place| place.prize.is_some());
    let metric = material.contest(&contest.contest, Locale::En).1;
    if !won.is_empty() {
        places(out, material, metric, &won);
    }
    if !others.is_empty() {
        let _ = write!(out, "<details class=sub><summary>{}</summary>", filled(words::MORE_PLACES, &[&others.len().to_string()]));
        places(out, material, metric, &others);
        out.push_str("</details>");
    }
}

fn places(out: &mut String, material: &Material<'_>, metric: &str, places: &[&Place]) {
    head(out, &[(word(words::PLACE), false), (name(Label::Partner), false), (name(Label::Value), true), (word(words::PRIZE), true)]);
    for place in places {
        let value = both(|locale| metric_text(metric, MetricValue::Known(place.value), material.programme, locale));
        let _ = write!(
            out,
            "<tr><th scope=row>{}</th><td><a href=\"#{}\">{}</a></td><td class=number>{value}</td>",
            place.place,
            anchor("p-", &place.partner),
            escape(&material.id_and_name(&place.partner))
        );
        match place.prize {
            Some(prize) => number(out, prize),
            None => out.push_str("<td></td>"),
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table></div>");
}

pub(super) fn head(out: &mut String, columns: &[(String, bool)]) {
    out.push_str("<div class=scroll><table><thead><tr>");
    for (title, is_number) in columns {
        let class = if *is_number { " class=number" } else { "" };
        let _ = write!(out, "<th scope=col{class}>{title}</th>");
    }
    out.push_str("</tr></thead><tbody>");
}

pub(super) fn number(out: &mut String, amount: Amount) {
    let _ = write!(out, "<td class=number>{}</td>", money(amount));
}
