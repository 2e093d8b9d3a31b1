//! Tables for notebooks: escaped, styled inline, readable on light and dark ground.

use qudao::{Amount, Conflict, Locale, PartnerDecision, Programme};

/// How many partners are shown.
pub(crate) const ROWS: usize = 20;

const TABLE: &str = "border-collapse:collapse;font-variant-numeric:tabular-nums;background:transparent;color:inherit";
// a border of the text's own colour is seen on any ground
const CELL: &str = "padding:0.25em 0.75em;border-bottom:1px solid currentColor;background:transparent;color:inherit";

struct Words {
    partner: &'static str,
    tier: &'static str,
    total: &'static str,
    as_of: &'static str,
    // one of them, several
    partners: [&'static str; 2],
    clashes: [&'static str; 2],
    more: [&'static str; 2],
}

fn counted(number: usize, [one, several]: [&str; 2]) -> String {
    format!("{number} {}", if number == 1 { one } else { several })
}

const fn words(locale: Locale) -> Words {
    match locale {
        Locale::En => Words {
            partner: "Partner",
            tier: "Tier",
            total: "Total",
            as_of: "as of",
            partners: ["partner", "partners"],
            clashes: ["thing claimed by more than one", "things claimed by more than one"],
            more: ["more partner", "more partners"],
        },
        Locale::ZhCn => Words {
            partner: "伙伴",
            tier: "等级",
            total: "合计",
            as_of: "截至",
            partners: ["家伙伴"; 2],
            clashes: ["个撞单"; 2],
            more: ["家未显示"; 2],
        },
    }
}

/// What the table of a review is made from.
#[derive(Debug)]
pub(crate) struct Summary<'a> {
    pub(crate) programme: &'a Programme,
    pub(crate) locale: Locale,
    pub(crate) as_of: String,
    pub(crate) shown: Vec<PartnerDecision<'a>>,
    pub(crate) partners: usize,
    pub(crate) conflicts: &'a [Conflict],
}

/// An amount with the programme's scale.
pub(crate) fn amount(amount: Amount) -> String {
    serde_json::to_value(amount).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

pub(crate) fn table(summary: &Summary<'_>) -> String {
    let words = words(summary.locale);
    let title = summary.programme.title().in_locale(summary.locale, summary.programme.id());
    let mut out = format!("<table style=\"{TABLE}\"><caption style=\"text-align:left;color:inherit;padding:0.25em 0\">");
    escape(&mut out, title);
    out.push_str(&format!(" · {} ", words.as_of));
    escape(&mut out, &summary.as_of);
    out.push_str(&format!(" · {}", counted(summary.partners, words.partners)));
    let clashes = summary.conflicts.iter().filter(|conflict| conflict.is_clash()).count();
    if clashes > 0 {
        out.push_str(&format!(" · {}", counted(clashes, words.clashes)));
    }
    out.push_str("</caption><thead><tr>");
    for (heading, is_number) in headings(summary, &words) {
        cell(&mut out, "th", &heading, is_number);
    }
    out.push_str("</tr></thead><tbody>");
    for decision in &summary.shown {
        out.push_str("<tr>");
        for (text, is_number) in row(summary, decision) {
            cell(&mut out, "td", &text, is_number);
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table>");
    if summary.partners > summary.shown.len() {
        out.push_str(&format!("<p>… {}</p>", counted(summary.partners - summary.shown.len(), words.more)));
    }
    out
}

fn headings(summary: &Summary<'_>, words: &Words) -> Vec<(String, bool)> {
    let (programme, locale) = (summary.programme, summary.locale);
    let mut headings = vec![(words.partner.to_owned(), false)];
    if programme.tiers().is_some() {
        headings.push((words.tier.to_owned(), false));
    }
    headings.extend(programme.incentives().iter().map(|incentive| (incentive.title.in_locale(locale, &incentive.id).to_owned(), true)));
    headings.push((format!("{} ({})", words.total, programme.currency().code()), true));
    headings.extend(programme.scorecards().iter().map(|scorecard| (scorecard.title.in_locale(locale, &scorecard.id).to_owned(), false)));
    headings
}

fn row(summary: &Summary<'_>, decision: &PartnerDecision<'_>) -> Vec<(String, bool)> {
    let (programme, locale) = (summary.programme, summary.locale);
    let mut cells = vec![(decision.partner.to_string(), false)];
    if let (Some(tiers), Some(standing)) = (programme.tiers(), &decision.standing) {
        let position = tiers.position(&standing.tier).unwrap_or_default();
        cells.push((tiers.tier(position).title.in_locale(locale, &standing.tier).to_owned(), false));
    }
    cells.extend(decision.awards.iter().map(|award| (amount(award.amount), true)));
    cells.push((amount(decision.total), true));
    cells.extend(decision.scores.iter().map(|score| {
        let card = programme.scorecards().iter().find(|card| card.id == score.scorecard);
        let band = card.and_then(|card| card.bands.iter().find(|band| band.id == score.band));
        (band.map_or(&*score.band, |band| band.title.in_locale(locale, &score.band)).to_owned(), false)
    }));
    cells
}

fn cell(out: &mut String, tag: &str, text: &str, is_number: bool) {
    let side = if is_number { "right" } else { "left" };
    out.push_str(&format!("<{tag} style=\"{CELL};text-align:{side}\">"));
    escape(out, text);
    out.push_str(&format!("</{tag}>"));
}

/// An explanation, line by line as it is.
pub(crate) fn explanation(text: &str) -> String {
    let mut out = String::from("<pre style=\"white-space:pre-wrap;background:transparent;color:inherit\">");
    escape(&mut out, text);
    out.push_str("</pre>");
    out
}

fn escape(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
}
