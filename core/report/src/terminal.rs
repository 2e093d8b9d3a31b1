//! The review as text for a terminal.

use std::fmt::Write as _;

use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table, TableStyle};
use qudao::metric::MetricValue;
use qudao::{Label, Locale, date_text, label, metric_text};

use crate::figures::{grouped, money};
use crate::material::{Material, band_title};
use crate::page::across::percent;
use crate::summary::{band_counts, key_text, short_missing, tier_counts};
use crate::words;

/// Everything that is printed about a review.
#[must_use]
pub fn text(material: &Material<'_>, locale: Locale, width: u16) -> String {
    let mut out = String::new();
    heading(&mut out, material, locale);
    if material.partners.is_empty() {
        let _ = writeln!(out, "{}", words::NO_PARTNERS.text(locale));
    } else {
        let table = partners(material, locale, width).trim_fmt();
        let _ = writeln!(out, "{table}\n");
    }
    shared(&mut out, material, locale);
    across(&mut out, material, locale);
    clashes(&mut out, material, locale);
    account(&mut out, material, locale);
    totals(&mut out, material, locale);
    out
}

fn heading(out: &mut String, material: &Material<'_>, locale: Locale) {
    let programme = material.programme;
    let title = programme.title().in_locale(locale, programme.id());
    let revision = words::REVISION.fill(locale, &[&programme.identity().revision.to_string()]);
    let as_of = words::AS_OF.fill(locale, &[&date_text(material.as_of.on)]);
    let _ = writeln!(out, "{title}\n{} · {revision} · {as_of}\n", programme.id());
}

fn partners(material: &Material<'_>, locale: Locale, width: u16) -> Table {
    let mut table = Table::new();
    let style = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));
    table.load_style(style).set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    let card = material.main_card().map_or(String::new(), |card| card.title.in_locale(locale, &card.id).to_owned());
    table.set_header(vec![
        label(Label::Partner, locale).to_owned(),
        label(Label::Tier, locale).to_owned(),
        format!("{} ({})", label(Label::Total, locale), material.programme.currency().code()),
        card,
        label(Label::MissingForNext, locale).to_owned(),
    ]);
    for member in &material.partners {
        let tier = member.decision.standing.as_ref().map_or(String::new(), |standing| material.tier(&standing.tier, locale).1);
        let risk = match (material.main_card(), material.main_score(member)) {
            (Some(card), Some(score)) => format!("{} {}", score.points, band_title(card, &score.band, locale)),
            _ => String::new(),
        };
        table.add_row(vec![
            material.id_and_name(&member.decision.partner),
            tier,
            money(member.decision.total),
            risk,
            short_missing(material, member, locale),
        ]);
    }
    if let Some(column) = table.column_mut(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

fn shared(out: &mut String, material: &Material<'_>, locale: Locale) {
    for one in material.budgets {
        let title = material.budget(&one.budget, locale);
        let _ = writeln!(out, "{}", words::T_BUDGET.fill(locale, &[&title, &money(one.given), &money(one.amount), &money(one.demand)]));
    }
    for one in material.pools {
        let (title, sharing) = (material.pool(&one.pool, locale), one.sharing.to_string());
        let _ = writeln!(out, "{}", words::T_POOL.fill(locale, &[&title, &money(one.given), &money(one.amount), &sharing]));
    }
    for one in material.contests {
        let (title, metric) = material.contest(&one.contest, locale);
        let _ = writeln!(out, "{}", words::T_CONTEST.fill(locale, &[&title, &one.participants.to_string()]));
        for place in &one.places {
            let Some(prize) = place.prize else { continue };
            let value = metric_text(metric, MetricValue::Known(place.value), material.programme, locale);
            let who = material.id_and_name(&place.partner);
            let _ = writeln!(out, "  {}", words::T_PLACE.fill(locale, &[&place.place.to_string(), &who, &value, &money(prize)]));
        }
    }
    if material.has_shared() {
        out.push('\n');
    }
}

fn across(out: &mut String, material: &Material<'_>, locale: Locale) {
    for (position, of) in material.programme.classes().iter().enumerate() {
        let classes = material.classes(position);
        let count = |(class, members): &(&str, Vec<&str>)| format!("{} {}", of.class_title(class, locale), members.len());
        let counts = classes.iter().map(count).collect::<Vec<_>>().join(" · ");
        let _ = writeln!(out, "{}", words::T_BANDS.fill(locale, &[of.title.in_locale(locale, &of.id), &counts]));
    }
    for one in material.leaderboards {
        let (title, metric) = material.leaderboard(&one.leaderboard);
        let Some(first) = one.entries.first() else { continue };
        let who = first.partner.as_deref().map_or(String::new(), |id| material.id_and_name(id));
        let value = metric_text(metric, MetricValue::Known(first.value), material.programme, locale);
        let values = [title.in_locale(locale, &one.leaderboard), &one.participants.to_string(), &who, &value];
        let _ = writeln!(out, "{}", words::T_BOARD.fill(locale, &values));
    }
    for one in material.pay_checks {
        let of = material.pay_check(&one.pay_check);
        let base = metric_text(of.base, MetricValue::Known(one.base), material.programme, locale);
        let (inversions, outliers) = (one.inversions.len().to_string(), one.outliers.len().to_string());
        let title = of.title.in_locale(locale, &one.pay_check);
        let values = [title, &money(one.paid), &base, &percent(one.cost_ratio), &inversions, &outliers];
        let _ = writeln!(out, "{}", words::T_PAY_CHECK.fill(locale, &values));
    }
    for one in material.cascades {
        let (title, _) = material.cascade(&one.cascade);
        let values = [title.in_locale(locale, &one.cascade), &money(one.given), &money(one.amount), &one.rows.len().to_string()];
        let _ = writeln!(out, "{}", words::T_CASCADE.fill(locale, &values));
    }
    for one in material.cost_shares {
        let title = material.cost_share(&one.cost_share);
        let values = [title.in_locale(locale, &one.cost_share), &money(one.total), &one.transfers.len().to_string()];
        let _ = writeln!(out, "{}", words::T_COST_SHARE.fill(locale, &values));
    }
    if material.has_across() {
        out.push('\n');
    }
}

fn clashes(out: &mut String, material: &Material<'_>, locale: Locale) {
    if material.programme.conflicts().is_empty() {
        return;
    }
    let _ = writeln!(out, "{}", words::T_CREDITED.text(locale));
    for conflict in material.clashes() {
        let absent = label(Label::Absent, locale);
        let _ = writeln!(out, "\n  {}", key_text(material, conflict, absent));
        // the first line of the core names the key by its ids; ours names it by what the ids stand for
        for line in conflict.explain(material.programme, locale).lines().iter().skip(1) {
            let _ = writeln!(out, "  {}{}", "  ".repeat(line.indent), line.text);
        }
        let holder = conflict.holder.as_deref().and_then(|holder| conflict.claims.iter().find(|claim| claim.claim == holder));
        let holder = holder
            .map_or(words::NO_HOLDER.text(locale).to_owned(), |claim| words::HOLDER.fill(locale, &[&material.id_and_name(&claim.partner)]));
        let _ = writeln!(out, "    → {holder}");
    }
    let (deals, clashes) = (material.conflicts.len().to_string(), material.clashes().count().to_string());
    let _ = writeln!(out, "\n{}\n", words::T_CLASH_COUNT.fill(locale, &[&deals, &clashes]));
}

fn account(out: &mut String, material: &Material<'_>, locale: Locale) {
    let Some(account) = &material.account else { return };
    let scale = material.programme.rounding().0;
    let amount = |minor: i128| grouped(&qudao::fixed_text(minor, scale));
    let _ = writeln!(out, "{}", words::SETTLEMENT.text(locale));
    for run in &account.runs {
        let sums = [run.accrued, run.adjusted, run.paid].map(amount);
        let (as_of, on, postings) = (date_text(run.as_of), date_text(run.on), run.postings.to_string());
        let [accrued, adjusted, paid] = sums.each_ref().map(String::as_str);
        let _ = writeln!(out, "  {}", words::T_RUN.fill(locale, &[&as_of, &on, accrued, adjusted, paid, &postings]));
    }
    let _ = writeln!(out, "  {}\n", words::OWED_NOW.fill(locale, &[&amount(account.owed()), material.programme.currency().code()]));
}

fn totals(out: &mut String, material: &Material<'_>, locale: Locale) {
    let list = |counts: Vec<(String, usize)>| counts.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(" · ");
    let tiers = tier_counts(material).into_iter().map(|(id, count)| (material.tier(&id, locale).1, count)).collect::<Vec<_>>();
    if !tiers.is_empty() {
        let _ = writeln!(out, "{}", words::T_TIERS.fill(locale, &[&list(tiers)]));
    }
    if let Some(card) = material.main_card() {
        let bands = band_counts(material).into_iter().map(|(id, count)| (band_title(card, &id, locale).to_owned(), count)).collect();
        let _ = writeln!(out, "{}", words::T_BANDS.fill(locale, &[card.title.in_locale(locale, &card.id), &list(bands)]));
    }
    let total = grouped(&material.total.to_string());
    let values = [total.as_str(), material.programme.currency().code(), &material.partners.len().to_string()];
    let _ = writeln!(out, "{}", words::T_TOTAL.fill(locale, &values));
    if !material.programme.warnings().is_empty() {
        let _ = writeln!(out, "\n{}", words::T_WARNINGS.text(locale));
        material.programme.warnings().iter().for_each(|warning| {
            let _ = writeln!(out, "  {warning}");
        });
    }
}

/// The whole explanation of one partner in sentences, with the claims it is part of; `None` when there is no such partner.
#[must_use]
pub fn partner(material: &Material<'_>, id: &str, locale: Locale) -> Option<String> {
    let member = material.partner(id)?;
    let mut out = String::new();
    heading(&mut out, material, locale);
    let _ = writeln!(out, "{}\n", material.id_and_name(id));
    out.push_str(&member.decision.explain(material.programme, locale).to_text());
    let statement = material.account.as_ref().and_then(|account| account.statement(id));
    if let Some(lines) = statement.and_then(|statement| statement.explain(material.programme, locale).ok()) {
        let _ = writeln!(out, "\n{}", lines.to_text());
    }
    for conflict in material.conflicts.iter().filter(|conflict| conflict.claims.iter().any(|claim| claim.partner == id)) {
        out.push_str(&conflict.explain(material.programme, locale).to_text());
    }
    Some(out)
}
