//! What is told across partners: classes, targets, leaderboards, checks of pay, shared costs.

use std::fmt::Write as _;

use qudao::metric::MetricValue;
use qudao::{
    Achiever, CascadeResult, CostShareResult, Inversion, Label, LeaderboardResult, Locale, OutlierSide, PayCheckResult, Peers, date_text,
    label, metric_text, parse_date,
};

use super::shared::{head, number};
use crate::figures::{hundredths, money};
use crate::markup::{anchor, both, escape, filled, name, word};
use crate::material::Material;
use crate::words;

/// Writes the section; nothing when the programme has nothing of the kind.
pub(super) fn write(out: &mut String, material: &Material<'_>) {
    if !material.has_across() {
        return;
    }
    let _ = write!(out, "<section id=across><h2>{}</h2>", word(words::ACROSS));
    material.programme.classes().iter().enumerate().for_each(|(position, of)| classes(out, material, position, of));
    material.leaderboards.iter().for_each(|one| leaderboard(out, material, one));
    material.pay_checks.iter().for_each(|one| pay_check(out, material, one));
    material.cascades.iter().for_each(|one| cascade(out, material, one));
    material.cost_shares.iter().for_each(|one| cost_share(out, material, one));
    out.push_str("</section>");
}

fn heading(out: &mut String, title: impl Fn(Locale) -> String) {
    let _ = write!(out, "<h3>{}</h3>", both(title));
}

fn who(material: &Material<'_>, id: &str) -> String {
    format!("<a href=\"#{}\">{}</a>", anchor("p-", id), escape(&material.id_and_name(id)))
}

/// Who is in which class.
fn classes(out: &mut String, material: &Material<'_>, position: usize, of: &qudao::classification::Classification) {
    heading(out, |locale| of.title.in_locale(locale, &of.id).to_owned());
    head(out, &[(word(words::CLASS), false), (word(words::COUNT), true), (name(Label::Partners), false)]);
    for (class, members) in material.classes(position) {
        let members: Vec<String> = members.into_iter().map(|id| who(material, id)).collect();
        let title = both(|locale| of.class_title(class, locale).to_owned());
        let _ = write!(out, "<tr><th scope=row>{title}</th><td class=number>{}</td><td>", members.len());
        match members.len() {
            0..=12 => out.push_str(&members.join(" · ")),
            count => {
                let _ = write!(out, "<details class=sub><summary>{}</summary>", filled(words::SHOW_PARTNERS, &[&count.to_string()]));
                let _ = write!(out, "{}</details>", members.join(" · "));
            }
        }
        out.push_str("</td></tr>");
    }
    out.push_str("</tbody></table></div>");
}

fn leaderboard(out: &mut String, material: &Material<'_>, one: &LeaderboardResult) {
    const SHOWN: usize = 10;
    let (title, metric) = material.leaderboard(&one.leaderboard);
    heading(out, |locale| words::BOARD.fill(locale, &[title.in_locale(locale, &one.leaderboard), &one.participants.to_string()]));
    if one.names == "masked" {
        let _ = write!(out, "<p class=hint>{}</p>", word(words::MASKED));
    }
    let (first, others) = one.entries.split_at(one.entries.len().min(SHOWN));
    entries(out, material, metric, first);
    if !others.is_empty() {
        let _ = write!(out, "<details class=sub><summary>{}</summary>", filled(words::ALL_PLACES, &[&others.len().to_string()]));
        entries(out, material, metric, others);
        out.push_str("</details>");
    }
    let unknown: Vec<String> = one.unknown.iter().flatten().map(|id| who(material, id)).collect();
    if !unknown.is_empty() {
        let _ = write!(out, "<p class=hint>{} {}</p>", word(words::NOT_RANKED), unknown.join(" · "));
    }
}

fn entries(out: &mut String, material: &Material<'_>, metric: &str, entries: &[qudao::LeaderboardEntry]) {
    let columns = [
        (word(words::PLACE), false),
        (name(Label::Partner), false),
        (name(Label::Value), true),
        (word(words::MOVED), true),
        (word(words::NOT_AHEAD), true),
    ];
    head(out, &columns);
    for entry in entries {
        let partner = entry.partner.as_deref().map_or(String::new(), |id| who(material, id));
        let value = both(|locale| metric_text(metric, MetricValue::Known(entry.value), material.programme, locale));
        let moved = entry.movement.map_or(String::new(), movement);
        let _ = write!(
            out,
            "<tr><th scope=row>{}</th><td>{partner}</td><td class=number>{value}</td><td class=number>{moved}</td><td class=number>{}</td></tr>",
            entry.place,
            percent(entry.percentile)
        );
    }
    out.push_str("</tbody></table></div>");
}

/// Places up or down, with a mark before the number.
pub(crate) fn movement(places: i64) -> String {
    match places {
        0 => "–".to_owned(),
        up if up > 0 => format!("▲ {up}"),
        down => format!("▼ {}", down.unsigned_abs()),
    }
}

/// A share in percent; nothing where there is none.
pub(crate) fn percent(share: MetricValue) -> String {
    share.known().map_or_else(|| "–".to_owned(), |share| format!("{} %", hundredths(share)))
}

fn peers(group: &Peers) -> String {
    match group {
        Peers::All => word(words::ALL_PARTNERS),
        Peers::With(value) => escape(value),
        Peers::Without => both(|locale| label(Label::Absent, locale).to_owned()),
    }
}

fn pay_check(out: &mut String, material: &Material<'_>, one: &PayCheckResult) {
    let of = material.pay_check(&one.pay_check);
    let base = |locale| metric_text(of.base, MetricValue::Known(one.base), material.programme, locale);
    heading(out, |locale| {
        let title = of.title.in_locale(locale, &one.pay_check);
        words::PAY_CHECK.fill(locale, &[title, &money(one.paid), &base(locale), &percent(one.cost_ratio)])
    });
    let columns = [words::PEERS, words::COUNT, words::LEAST, words::MEDIAN, words::MOST];
    head(out, &columns.map(|title| (word(title), title != words::PEERS)));
    for group in &one.groups {
        let _ = write!(out, "<tr><th scope=row>{}</th><td class=number>{}</td>", peers(&group.group), group.partners);
        for ratio in [group.least, group.median, group.most] {
            let _ = write!(out, "<td class=number>{}</td>", percent(ratio));
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table></div>");
    inversions(out, material, of.achievement, &one.inversions);
    outliers(out, material, one);
}

fn inversions(out: &mut String, material: &Material<'_>, metric: &str, found: &[Inversion]) {
    let _ = write!(out, "<details class=sub><summary>{}</summary>", filled(words::INVERSIONS, &[&found.len().to_string()]));
    let columns = [words::ACHIEVED_MORE, words::ACHIEVED, words::PAID, words::ACHIEVED_LESS, words::ACHIEVED, words::PAID];
    let is_number = |title| title == words::ACHIEVED || title == words::PAID;
    head(out, &columns.map(|title| (word(title), is_number(title))));
    let side = |out: &mut String, one: &Achiever| {
        let value = both(|locale| metric_text(metric, MetricValue::Known(one.achievement), material.programme, locale));
        let _ = write!(out, "<td>{}</td><td class=number>{value}</td>", who(material, &one.partner));
        number(out, one.paid);
    };
    for one in found {
        out.push_str("<tr>");
        side(out, &one.achieved_more);
        side(out, &one.achieved_less);
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table></div></details>");
}

fn outliers(out: &mut String, material: &Material<'_>, one: &PayCheckResult) {
    let _ = write!(out, "<details class=sub><summary>{}</summary>", filled(words::OUTLIERS, &[&one.outliers.len().to_string()]));
    let columns = [
        (name(Label::Partner), false),
        (word(words::PEERS), false),
        (word(words::COST_RATIO), true),
        (word(words::MEDIAN), true),
        (word(words::TIMES), true),
    ];
    head(out, &columns);
    for outlier in &one.outliers {
        let mark = match outlier.side {
            OutlierSide::Above => "▲",
            OutlierSide::Below => "▼",
        };
        let share = |share| percent(MetricValue::Known(share));
        let _ = write!(
            out,
            "<tr><th scope=row>{}</th><td>{}</td><td class=number>{mark} {}</td><td class=number>{}</td><td class=number>{}</td></tr>",
            who(material, &outlier.partner),
            peers(&outlier.group),
            share(outlier.cost_ratio),
            share(outlier.median),
            share(outlier.times)
        );
    }
    out.push_str("</tbody></table></div></details>");
}

fn cascade(out: &mut String, material: &Material<'_>, one: &CascadeResult) {
    let (title, metric) = material.cascade(&one.cascade);
    let last = parse_date(&one.until).and_then(|until| until.pred_opt()).map_or_else(|| one.until.clone(), date_text);
    heading(out, |locale| {
        words::CASCADE.fill(locale, &[title.in_locale(locale, &one.cascade), &money(one.given), &money(one.amount), &one.from, &last])
    });
    whole(out, material, &one.reasons);
    let _ = write!(out, "<details class=sub><summary>{}</summary>", filled(words::SHOW_PARTNERS, &[&one.rows.len().to_string()]));
    let weight = both(|locale| material.metric_title(metric, locale));
    head(out, &[(name(Label::Partner), false), (weight, true), (word(words::OWN_TARGET), true), (word(words::WITH_BELOW), true)]);
    for row in &one.rows {
        let weight = both(|locale| metric_text(metric, MetricValue::Known(row.weight), material.programme, locale));
        let _ = write!(out, "<tr><th scope=row>{}</th><td class=number>{weight}</td>", who(material, &row.partner));
        number(out, row.own);
        match row.subtree {
            Some(subtree) => number(out, subtree),
            None => out.push_str("<td></td>"),
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table></div></details>");
}

fn cost_share(out: &mut String, material: &Material<'_>, one: &CostShareResult) {
    let title = material.cost_share(&one.cost_share);
    heading(out, |locale| words::COST_SHARE.fill(locale, &[title.in_locale(locale, &one.cost_share), &money(one.total)]));
    whole(out, material, &one.reasons);
    head(out, &[(name(Label::Partner), false), (word(words::PAID), true), (word(words::BEARS), true), (word(words::NET), true)]);
    for row in &one.rows {
        let _ = write!(out, "<tr><th scope=row>{}</th>", who(material, &row.partner));
        [row.paid, row.share, row.net].into_iter().for_each(|amount| number(out, amount));
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table></div>");
    if !one.transfers.is_empty() {
        head(out, &[(word(words::PAYS), false), (word(words::IS_PAID), false), (name(Label::Amount), true)]);
        for transfer in &one.transfers {
            let _ = write!(out, "<tr><td>{}</td><td>{}</td>", who(material, &transfer.from), who(material, &transfer.to));
            number(out, transfer.amount);
            out.push_str("</tr>");
        }
        out.push_str("</tbody></table></div>");
    }
}

/// Reasons that are about all partners.
fn whole(out: &mut String, material: &Material<'_>, reasons: &[qudao::Reason]) {
    for reason in reasons {
        let _ = write!(out, "<p>{}</p>", both(|locale| reason.text(material.programme, locale)));
    }
}
