//! Key figures and plots.

use std::fmt::Write as _;

use qudao::scorecard::{Characteristic, Direction};
use qudao::{AwardOutcome, ClaimOutcome, Label, Locale, Reason, date_text};

use super::incentive_title;
use crate::figures::{grouped, money, position};
use crate::markup::{both, escape, filled, name as called, word};
use crate::material::{Material, Member, band_title, severity};
use crate::months::months;
use crate::plots::{self, Band, Bar, Dot, Months, PlotError, Scatter, Width, both_widths};
use crate::summary::{band_counts, tier_counts};
use crate::words::{self, Word};

const LOCALES: [(&str, Locale); 2] = [("zh-CN", Locale::ZhCn), ("en", Locale::En)];

fn figure(out: &mut String, name: &str, value: &str, note: &str) {
    let _ = write!(out, "<div><dt>{name}</dt><dd><b>{value}</b><small>{note}</small></dd></div>");
}

/// Writes the key figures.
pub(super) fn write(out: &mut String, material: &Material<'_>) {
    let _ = write!(out, "<section id=overview><h2>{}</h2><dl class=figures>", word(words::OVERVIEW));
    let awards = || material.partners.iter().flat_map(|member| &member.decision.awards);
    let with = |outcome| awards().filter(move |award| award.outcome == outcome);
    let paid = material.partners.iter().filter(|member| member.decision.total.minor() > 0).count();
    let total = grouped(&material.total.to_string());
    figure(out, &word(words::TOTAL_PAID), &total, &filled(words::PARTNERS_PAID, &[&paid.to_string()]));
    let tiers = tier_counts(material);
    let note = both(|locale| {
        let each = tiers.iter().rev().map(|(id, count)| format!("{} {count}", material.tier(id, locale).1));
        each.collect::<Vec<_>>().join(" · ")
    });
    figure(out, &word(words::PARTNERS), &material.partners.len().to_string(), &note);
    if let (Some(card), bands) = (material.main_card(), band_counts(material)) {
        let bad = bands.iter().filter(|(id, _)| severity(card, id) == Band::Bad);
        for (id, count) in bad {
            let name =
                both(|locale| words::WORST_BAND.fill(locale, &[card.title.in_locale(locale, &card.id), band_title(card, id, locale)]));
            figure(out, &name, &count.to_string(), &filled(words::OF_PARTNERS, &[&material.partners.len().to_string()]));
        }
    }
    let withheld = with(AwardOutcome::Withheld)
        .filter(|award| award.unit.is_none())
        .try_fold(0i128, |sum, award| sum.checked_add(award.earned.minor()));
    if let Some(withheld) = withheld.filter(|sum| *sum != 0) {
        let scale = material.programme.rounding().0;
        let count = with(AwardOutcome::Withheld).count().to_string();
        figure(out, &word(words::WITHHELD), &grouped(&qudao::fixed_text(withheld, scale)), &filled(words::WITHHELD_NOTE, &[&count]));
    }
    let held = with(AwardOutcome::Held).count();
    if held > 0 {
        figure(out, &word(words::HELD_AWARDS), &held.to_string(), &word(words::HELD_NOTE));
    }
    if !material.programme.conflicts().is_empty() {
        let open = material.clashes().filter(|clash| clash.claims.iter().any(|claim| claim.outcome == ClaimOutcome::Review)).count();
        let mut note = filled(words::CLASHES_OF, &[&material.conflicts.len().to_string()]);
        if open > 0 {
            let _ = write!(note, " · {}", filled(words::PEOPLE_NEEDED, &[&open.to_string()]));
        }
        figure(out, &word(words::CLASHES), &material.clashes().count().to_string(), &note);
    }
    out.push_str("</dl></section>");
}

/// A figure with its heading, its plot in both languages, and a note.
fn plot(
    out: &mut String,
    title: Word,
    class: &str,
    draw: impl Fn(Locale, Width) -> Result<String, PlotError>,
    note: impl Fn(Locale) -> String,
) -> Result<(), PlotError> {
    let _ = write!(out, "<figure class=\"{class}\"><h3>{}</h3>", word(title));
    for (tag, locale) in LOCALES {
        let _ = write!(out, "<div lang={tag}>{}</div>", both_widths(|width| draw(locale, width))?);
    }
    let note = both(note);
    if !note.is_empty() {
        let _ = write!(out, "<figcaption>{note}</figcaption>");
    }
    Ok(())
}

/// The numbers of a plot as a folded table.
fn numbers(out: &mut String, head: &[String], rows: impl Iterator<Item = Vec<String>>) {
    let _ = write!(out, "<details class=sub><summary>{}</summary><div class=scroll><table><tr>", word(words::PLOT_NUMBERS));
    head.iter().for_each(|name| {
        let _ = write!(out, "<th scope=col>{name}");
    });
    for row in rows {
        out.push_str("<tr>");
        for (at, cell) in row.iter().enumerate() {
            let _ = write!(out, "<{}>{cell}", if at == 0 { "th scope=row" } else { "td class=number" });
        }
    }
    out.push_str("</table></div></details>");
}

/// Writes the plots.
pub(super) fn plots(out: &mut String, material: &Material<'_>) -> Result<(), PlotError> {
    let _ = write!(out, "<section id=plots><h2>{}</h2><div class=plots>", word(words::PLOTS));
    tiers(out, material)?;
    reasons(out, material)?;
    awards(out, material)?;
    top(out, material)?;
    by_month(out, material)?;
    risk(out, material)?;
    out.push_str("</div></section>");
    Ok(())
}

fn tiers(out: &mut String, material: &Material<'_>) -> Result<(), PlotError> {
    let counts = tier_counts(material);
    if counts.is_empty() {
        return Ok(());
    }
    let all = material.partners.len();
    let bars = |locale| {
        let share = |count: usize| format!("{count} ({}%)", (count * 100 + all / 2) / all.max(1));
        let bar = |(id, count): &(String, usize)| Bar {
            label: material.tier(id, locale).1,
            value: i64::try_from(*count).unwrap_or(0),
            text: share(*count),
        };
        counts.iter().rev().map(bar).collect::<Vec<_>>()
    };
    let name = words::PLOT_TIERS;
    plot(out, name, "", |locale, width| plots::bars(name.text(locale), &bars(locale), width), |_| String::new())?;
    numbers(
        out,
        &[called(Label::Tier), word(words::COUNT)],
        counts.iter().map(|(id, count)| vec![both(|locale| material.tier(id, locale).1), count.to_string()]),
    );
    out.push_str("</figure>");
    Ok(())
}

fn awards(out: &mut String, material: &Material<'_>) -> Result<(), PlotError> {
    // bars of different units would compare what cannot be compared
    let is_money = |incentive: &&qudao::incentive::Incentive| matches!(incentive.reward, qudao::incentive::Reward::Money(_));
    let incentives: Vec<_> = material.programme.incentives().iter().filter(is_money).collect();
    if incentives.is_empty() {
        return Ok(());
    }
    let scale = material.programme.rounding().0;
    let sums = incentives.iter().copied().map(|incentive| {
        let of = || material.partners.iter().flat_map(|m| &m.decision.awards).filter(|award| award.incentive == incentive.id);
        // a sum past 128 bits would have been refused with the total
        let sum = of().fold(0i128, |sum, award| sum.saturating_add(award.amount.minor()));
        (incentive, sum, of().filter(|award| award.amount.minor() != 0).count())
    });
    let sums = sums.collect::<Vec<_>>();
    let text = |minor: i128| grouped(&qudao::fixed_text(minor, scale));
    let bars = |locale| {
        let bar = |(incentive, sum, _): &(&qudao::incentive::Incentive, i128, usize)| Bar {
            label: incentive_title(material.programme, &incentive.id, locale),
            value: position(qudao::Amount::from_minor(*sum, scale).exact()),
            text: text(*sum),
        };
        sums.iter().map(bar).collect::<Vec<_>>()
    };
    let name = words::PLOT_AWARDS;
    plot(out, name, "", |locale, width| plots::bars(name.text(locale), &bars(locale), width), |_| String::new())?;
    let rows = sums.iter().map(|(incentive, sum, paid)| {
        vec![both(|locale| incentive_title(material.programme, &incentive.id, locale)), text(*sum), paid.to_string()]
    });
    numbers(out, &[word(words::INCENTIVE), called(Label::Amount), word(words::PAID_TO)], rows);
    out.push_str("</figure>");
    Ok(())
}

fn by_month(out: &mut String, material: &Material<'_>) -> Result<(), PlotError> {
    let Some(rows) = months(material) else { return Ok(()) };
    let name = words::PLOT_MONTHS;
    let data = |locale| Months {
        labels: rows.iter().map(|month| month.label(locale)).collect(),
        this: rows.iter().map(|month| month.this.map(position)).collect(),
        last: rows.iter().map(|month| position(month.last)).collect(),
        names: [words::THIS_YEAR.text(locale).to_owned(), words::LAST_YEAR.text(locale).to_owned()],
    };
    let basis = match material.sales_basis() {
        Some("sell_in") => words::SELL_IN,
        Some("sell_out") => words::SELL_OUT,
        _ => words::ALL_SALES,
    };
    let date = date_text(material.as_of.on);
    let note = |locale| words::PLOT_MONTHS_NOTE.fill(locale, &[basis.text(locale), &date]);
    plot(out, name, "", |locale, width| plots::months(name.text(locale), &data(locale), width, locale), note)?;
    let scale = material.programme.rounding().0;
    let text = |value: qudao::Exact| {
        let rounded = value.round(scale, qudao::Rounding::HalfUp).ok().and_then(|value| value.to_fixed(scale));
        grouped(&rounded.unwrap_or_else(|| value.to_string()))
    };
    let cells = rows.iter().map(|month| vec![both(|locale| month.label(locale)), month.this.map_or(String::new(), text), text(month.last)]);
    numbers(out, &[word(words::MONTH), word(words::THIS_YEAR), word(words::LAST_YEAR)], cells);
    out.push_str("</figure>");
    Ok(())
}

fn risk(out: &mut String, material: &Material<'_>) -> Result<(), PlotError> {
    let (Some(card), Some(size)) = (material.main_card(), material.size_metric()) else { return Ok(()) };
    let dot = |member: &Member<'_>| {
        let score = material.main_score(member)?;
        let size = member.decision.metrics.get(&size.name)?.known()?;
        Some(Dot {
            label: member.decision.partner.to_string(),
            size: position(size),
            points: i32::try_from(position(score.points)).unwrap_or(i32::MAX / 4),
            band: severity(card, &score.band),
            total: i64::try_from(member.decision.total.minor()).unwrap_or(i64::MAX / 4),
        })
    };
    let dots = material.partners.iter().filter_map(dot).collect::<Vec<_>>();
    if dots.is_empty() {
        return Ok(());
    }
    let name = words::PLOT_RISK;
    let across = |locale| size.title.in_locale(locale, &size.name).to_owned();
    let up = |locale| card.title.in_locale(locale, &card.id).to_owned();
    let data = |locale| Scatter {
        dots: dots.clone(),
        across: format!("{} ({})", across(locale), material.programme.currency().code()),
        up: up(locale),
        bands: card.bands.iter().map(|band| (severity(card, &band.id), band_title(card, &band.id, locale).to_owned())).collect(),
    };
    let note = |locale| words::PLOT_RISK_NOTE.fill(locale, &[&across(locale), &up(locale)]);
    plot(out, name, "", |locale, width| plots::scatter(name.text(locale), &data(locale), width, locale), note)?;
    let _ = write!(out, "<p class=hint><a href=\"#partners\">{}</a></p></figure>", word(words::PLOT_NUMBERS));
    Ok(())
}

fn reasons(out: &mut String, material: &Material<'_>) -> Result<(), PlotError> {
    let Some(card) = material.main_card() else { return Ok(()) };
    let counts = card.characteristics.iter().map(|characteristic| {
        let counts_against = |member: &&Member<'_>| {
            let reasons = material.main_score(member).map_or(&[][..], |score| &score.reasons);
            reasons
                .iter()
                .any(|reason| matches!(reason, Reason::Scored { characteristic: id, rank: Some(_), .. } if *id == characteristic.id))
        };
        (characteristic, material.partners.iter().filter(counts_against).count())
    });
    let mut counts = counts.collect::<Vec<_>>();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let title = |characteristic: &Characteristic, locale| characteristic.title.in_locale(locale, &characteristic.id).to_owned();
    let bars = |locale| {
        let bar = |(characteristic, count): &(&Characteristic, usize)| Bar {
            label: title(characteristic, locale),
            value: i64::try_from(*count).unwrap_or(0),
            text: count.to_string(),
        };
        counts.iter().map(bar).collect::<Vec<_>>()
    };
    let name = match card.direction {
        Direction::HighIsBad => words::PLOT_REASONS,
        Direction::HighIsGood => words::PLOT_LOWERS,
    };
    plot(out, name, "", |locale, width| plots::bars(name.text(locale), &bars(locale), width), |_| String::new())?;
    let rows = counts.iter().map(|(characteristic, count)| vec![both(|locale| title(characteristic, locale)), count.to_string()]);
    numbers(out, &[called(Label::Reason), word(words::COUNT)], rows);
    out.push_str("</figure>");
    Ok(())
}

fn top(out: &mut String, material: &Material<'_>) -> Result<(), PlotError> {
    let mut best = material.partners.iter().filter(|member| member.decision.total.minor() > 0).collect::<Vec<_>>();
    best.sort_by_key(|member| std::cmp::Reverse(member.decision.total.minor()));
    best.truncate(8);
    if best.is_empty() {
        return Ok(());
    }
    let bar = |member: &&Member<'_>| Bar {
        label: material.id_and_name(&member.decision.partner),
        value: position(member.decision.total.exact()),
        text: money(member.decision.total),
    };
    let bars = best.iter().map(bar).collect::<Vec<_>>();
    let name = words::PLOT_TOP;
    plot(out, name, "", |locale, width| plots::bars(name.text(locale), &bars, width), |_| String::new())?;
    let rows = best.iter().map(|member| vec![escape(&material.id_and_name(&member.decision.partner)), money(member.decision.total)]);
    numbers(out, &[word(words::NAME), called(Label::Total)], rows);
    out.push_str("</figure>");
    Ok(())
}
