//! One folded section per partner: standing, awards, scores and metrics, each with its reasons.

use std::fmt::Write as _;

use qudao::{Amount, Award, AwardOutcome, Class, Label, PartnerDecision, Reason, Score, label, metric_text, reward_text};

use super::{account, incentive_title, lines, pieces};
use crate::figures::money;
use crate::markup::{anchor, both, escape, filled, name, term, word};
use crate::material::{Material, Member};
use crate::shortfall::missing;
use crate::words;

/// Writes all sections.
pub(super) fn write(out: &mut String, material: &Material<'_>) {
    let _ = write!(
        out,
        "<section id=details><h2>{}</h2><p class=tools hidden><button type=button id=open-all>{}</button> \
         <button type=button id=close-all>{}</button></p>",
        word(words::DETAILS),
        word(words::OPEN_ALL),
        word(words::CLOSE_ALL)
    );
    material.partners.iter().for_each(|member| partner(out, material, member));
    out.push_str("</section>");
}

fn partner(out: &mut String, material: &Material<'_>, member: &Member<'_>) {
    let decision = &member.decision;
    let tier = decision.standing.as_ref().map_or(String::new(), |standing| pieces::tier(material, &standing.tier));
    let _ = write!(
        out,
        "<details class=partner id=\"{}\"><summary><span class=who>{} <small>{}</small></span> {tier} {} <span class=sum>{}</span></summary>",
        anchor("p-", &decision.partner),
        escape(&member.name),
        escape(&decision.partner),
        pieces::main_score(material, member),
        money(decision.total)
    );
    record(out, material, member);
    out.push_str("<div class=columns><div>");
    standing(out, material, decision);
    decision.scores.iter().for_each(|card| score(out, material, card));
    decision.classes.iter().for_each(|one| class(out, material, one));
    out.push_str("</div><div>");
    awards(out, material, decision);
    funds(out, material, decision);
    inventory(out, material, decision);
    metrics(out, material, decision);
    out.push_str("</div></div>");
    account::statement(out, material, &decision.partner);
    let _ = write!(out, "<p class=back><a href=\"#partners\">{}</a></p></details>", word(words::BACK));
}

fn record(out: &mut String, material: &Material<'_>, member: &Member<'_>) {
    out.push_str("<dl class=record>");
    for (title, value) in [(words::KIND, &member.kind), (words::TERRITORY, &member.territory)] {
        if let Some(value) = value {
            out.push_str(&term(title, &escape(value)));
        }
    }
    let parent = match member.parent.and_then(|parent| material.partners.get(parent)) {
        Some(parent) => {
            let id = &parent.decision.partner;
            format!("<a href=\"#{}\">{}</a>", anchor("p-", id), escape(&material.id_and_name(id)))
        }
        None => word(words::NO_PARENT),
    };
    out.push_str(&term(words::PARENT, &parent));
    out.push_str(&term(words::LEVEL, &member.level.to_string()));
    out.push_str(&term(words::BELOW, &member.below.to_string()));
    out.push_str("</dl>");
}

fn standing(out: &mut String, material: &Material<'_>, decision: &PartnerDecision) {
    let Some(standing) = &decision.standing else { return };
    let _ = write!(out, "<h3>{} {}</h3>", word(words::STANDING), pieces::tier(material, &standing.tier));
    match (&standing.next, missing(material.programme, standing)) {
        (Some(next), Some(gap)) => {
            let _ = write!(out, "<h4>{}</h4>", both(|locale| words::MISSING_FOR.fill(locale, &[&material.tier(&next.tier, locale).1])));
            lines::gap(out, &gap, material.programme);
        }
        (Some(_), None) => {}
        (None, _) => {
            let _ = write!(out, "<p>{}</p>", both(|locale| label(Label::TopTier, locale).to_owned()));
        }
    }
    let _ = write!(out, "<details class=sub><summary>{}</summary>", word(words::WHY));
    lines::list(out, |locale| standing.explain(material.programme, locale), |line| line.code != "next");
    out.push_str("</details>");
}

fn awards(out: &mut String, material: &Material<'_>, decision: &PartnerDecision) {
    if decision.awards.is_empty() {
        return;
    }
    let _ = write!(out, "<h3>{} <span class=sum>{}</span></h3>", name(Label::Awards), money(decision.total));
    decision.awards.iter().for_each(|one| award(out, material, one));
    if decision.total_reasons.iter().any(|reason| !matches!(reason, Reason::Award { .. })) {
        let _ = write!(out, "<p class=limit>{}</p>", both(|locale| total_limits(material, decision, locale)));
    }
}

/// What the limits on the total did, as the core says it.
fn total_limits(material: &Material<'_>, decision: &PartnerDecision, locale: qudao::Locale) -> String {
    let limits = decision.total_reasons.iter().filter(|reason| !matches!(reason, Reason::Award { .. }));
    limits.map(|reason| reason.text(material.programme, locale)).collect::<Vec<_>>().join(" ")
}

fn award(out: &mut String, material: &Material<'_>, award: &Award) {
    let matters = !matches!(award.outcome, AwardOutcome::NotApplicable | AwardOutcome::Nothing);
    let programme = material.programme;
    let amount = |amount: Amount| match award.unit {
        None => money(amount),
        Some(_) => both(|locale| reward_text(amount, award.unit, programme, locale)),
    };
    let small = |what: Label, shown: String| format!(" <small>{} {shown}</small>", name(what));
    let mut earned = String::new();
    if award.earned != award.amount {
        earned.push_str(&small(Label::Earned, amount(award.earned)));
    }
    if let Some(payable) = award.payable.filter(|payable| *payable != award.amount) {
        earned.push_str(&small(Label::Payable, amount(payable)));
    }
    let expected = award.expected.as_ref().filter(|expected| expected.outcome != AwardOutcome::Held && expected.amount != award.amount);
    if let Some(expected) = expected {
        earned.push_str(&small(Label::Expected, amount(expected.amount)));
    }
    if let Some(value) = award.value.filter(|value| value.minor() != 0) {
        earned.push_str(&small(Label::Worth, money(value)));
    }
    let _ = write!(
        out,
        "<details class=award{}><summary><span class=who>{}</span> {}{earned} <span class=sum>{}</span></summary>",
        if matters { " open" } else { "" },
        both(|locale| incentive_title(material.programme, &award.incentive, locale)),
        pieces::award_outcome(award.outcome, award.amount.minor() < 0),
        amount(award.amount)
    );
    lines::list(out, |locale| award.explain(material.programme, locale), |_| true);
    out.push_str("</details>");
}

fn funds(out: &mut String, material: &Material<'_>, decision: &PartnerDecision) {
    for fund in &decision.funds {
        let title = material.programme.funds().iter().find(|known| known.id == fund.fund);
        let title = |locale| title.map_or(fund.fund.as_str(), |known| known.title.in_locale(locale, &known.id)).to_owned();
        let _ = write!(
            out,
            "<details class=award><summary><span class=who>{}</span> {} <span class=sum>{}</span></summary>",
            both(title),
            name(Label::Available),
            money(fund.available)
        );
        lines::list(out, |locale| fund.explain(material.programme, locale), |_| true);
        out.push_str("</details>");
    }
}

fn inventory(out: &mut String, material: &Material<'_>, decision: &PartnerDecision) {
    let Some(inventory) = &decision.inventory else { return };
    let _ = write!(out, "<details class=award><summary><span class=who>{}</span></summary>", name(Label::Inventory));
    lines::list(out, |locale| inventory.explain(material.programme, locale), |line| line.indent > 0);
    out.push_str("</details>");
}

fn score(out: &mut String, material: &Material<'_>, score: &Score) {
    let Some(card) = material.programme.scorecards().iter().find(|card| card.id == score.scorecard) else { return };
    let _ = write!(
        out,
        "<h3>{} {} <span class=sum>{}</span></h3>",
        both(|locale| card.title.in_locale(locale, &card.id).to_owned()),
        pieces::band(card, &score.band),
        escape(&score.points.to_string())
    );
    // ranked reasons first, in their rank; those that say nothing bad stay out of sight until asked for
    let rank = |reason: &Reason| match reason {
        Reason::Scored { rank, .. } => *rank,
        _ => None,
    };
    let mut ranked = score.reasons.iter().enumerate().filter_map(|(at, reason)| Some((rank(reason)?, at))).collect::<Vec<_>>();
    ranked.sort_unstable();
    let rest = (0..score.reasons.len()).filter(|at| !ranked.iter().any(|(_, known)| known == at)).collect::<Vec<_>>();
    let ranked = ranked.into_iter().map(|(_, at)| at).collect::<Vec<_>>();
    let explain = |locale| score.explain(material.programme, locale);
    if !ranked.is_empty() {
        lines::ordered(out, explain, &ranked);
    }
    if !rest.is_empty() {
        let _ = write!(out, "<details class=sub><summary>{}</summary>", filled(words::OTHER_REASONS, &[&rest.len().to_string()]));
        lines::ordered(out, explain, &rest);
        out.push_str("</details>");
    }
}

fn class(out: &mut String, material: &Material<'_>, class: &Class) {
    let explain = |locale| class.explain(material.programme, locale);
    let heading = |locale| explain(locale).lines().first().map(|line| line.text.clone()).unwrap_or_default();
    let _ = write!(out, "<h3>{}</h3>", both(heading));
    let _ = write!(out, "<details class=sub><summary>{}</summary>", word(words::WHY));
    lines::list(out, explain, |_| true);
    out.push_str("</details>");
}

fn metrics(out: &mut String, material: &Material<'_>, decision: &PartnerDecision) {
    let _ = write!(out, "<details class=sub><summary>{}</summary><table class=metrics>", name(Label::Metrics));
    for metric in material.programme.metrics() {
        let Some(value) = decision.metrics.get(&metric.name) else { continue };
        let _ = write!(
            out,
            "<tr><th scope=row>{}<td class=number>{}",
            both(|locale| metric.title.in_locale(locale, &metric.name).to_owned()),
            both(|locale| metric_text(&metric.name, value, material.programme, locale))
        );
    }
    out.push_str("</table></details>");
}
