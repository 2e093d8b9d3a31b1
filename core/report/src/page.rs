//! The page: one HTML file that needs nothing else, in both languages, readable without script.

mod account;
pub(crate) mod across;
mod clashes;
mod lines;
mod overview;
mod partner;
mod pieces;
mod shared;
mod table;

use std::fmt::Write as _;

use qudao::{AsOf, EvaluationError, Facts, Locale, Programme, Review, date_text};

use crate::account::Account;
use crate::markup::{both, escape, filled, word};
use crate::material::Material;
use crate::plots::PlotError;
use crate::words;

/// The page could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// A number grows past 128 bits.
    #[error(transparent)]
    Evaluation(#[from] EvaluationError),
    /// The year could not be settled.
    #[error(transparent)]
    Settlement(#[from] qudao::Error),
    /// A plot could not be drawn.
    #[error(transparent)]
    Plot(#[from] PlotError),
}

/// The page of a review; `locale` is the language it opens in.
///
/// # Errors
/// [`PageError`]
pub fn html(facts: &Facts, review: &Review, locale: Locale) -> Result<String, PageError> {
    let account = Account::keep(review.programme(), facts, review.as_of())?;
    page(&Material::gather(facts, review)?.with_account(account), locale)
}

/// The page of a review that has been gathered already.
///
/// # Errors
/// [`PageError`]
pub fn page(material: &Material<'_>, locale: Locale) -> Result<String, PageError> {
    let mut out = String::new();
    head(&mut out, material, locale);
    out.push_str("<div class=page>");
    masthead(&mut out, material);
    out.push_str("<main>");
    if material.partners.is_empty() {
        let _ = write!(out, "<p class=empty>{}</p>", word(words::NO_PARTNERS));
    } else {
        overview::write(&mut out, material);
        overview::plots(&mut out, material)?;
        table::write(&mut out, material);
        account::write(&mut out, material);
        partner::write(&mut out, material);
    }
    shared::write(&mut out, material);
    across::write(&mut out, material);
    clashes::write(&mut out, material);
    let _ = write!(out, "</main><footer><p>{}</p></footer></div>", word(words::MADE_BY));
    let _ = write!(out, "<script>{}</script></body></html>", include_str!("page/script.js"));
    Ok(out)
}

fn head(out: &mut String, material: &Material<'_>, locale: Locale) {
    let tag = if locale == Locale::En { "en" } else { "zh-CN" };
    let title = material.programme.title().in_locale(locale, material.programme.id());
    let _ = write!(
        out,
        "<!doctype html><html lang={tag}><head><meta charset=utf-8><meta name=viewport content=\"width=device-width,initial-scale=1\">\
         <meta name=color-scheme content=\"light dark\"><title>{} · {} {}</title><style>{}</style></head><body>",
        escape(title),
        words::REVIEW.text(locale),
        date_text(material.as_of.on),
        include_str!("page/style.css")
    );
    // the two inputs come first, so that the style sheet can hide the other language in everything after them
    for (id, name, own) in [("zh", "中文", Locale::ZhCn), ("en", "English", Locale::En)] {
        let checked = if own == locale { " checked" } else { "" };
        let _ = write!(out, "<input type=radio name=language id=in-{id} aria-label=\"{name}\"{checked}>");
    }
}

fn masthead(out: &mut String, material: &Material<'_>) {
    let programme = material.programme;
    let identity = programme.identity();
    let _ = write!(
        out,
        "<header><p class=switch><label for=in-zh lang=zh-CN data-own>中文</label><label for=in-en lang=en data-own>English</label></p>\
         <p class=kicker>{} · {}</p><h1>{}</h1><p class=meta>",
        word(words::REVIEW),
        filled(words::AS_OF, &[&date_text(material.as_of.on)]),
        both(|locale| programme.title().in_locale(locale, programme.id()).to_owned())
    );
    let mut facts = Vec::new();
    if let AsOf { known_on: Some(date), .. } = material.as_of {
        facts.push(filled(words::KNOWN_ON, &[&date_text(date)]));
    }
    facts.push(format!("<code>{}</code> {}", escape(&identity.id), filled(words::REVISION, &[&identity.revision.to_string()])));
    let effective = programme.effective();
    facts.extend(match (effective.from.map(date_text), effective.until.and_then(|until| until.pred_opt()).map(date_text)) {
        (Some(from), Some(last)) => Some(filled(words::EFFECTIVE, &[&from, &last])),
        (Some(from), None) => Some(filled(words::EFFECTIVE_OPEN, &[&from])),
        (None, _) => None,
    });
    facts.push(filled(words::CURRENCY, &[programme.currency().code()]));
    let _ = write!(
        out,
        "<span>{}</span></p><p class=meta><span>{} <code class=hash>{}</code></span></p><nav>",
        facts.join("</span> <span>"),
        word(words::FINGERPRINT),
        escape(&identity.fingerprint)
    );
    for (anchor, name) in contents(material) {
        let _ = write!(out, "<a href=\"#{anchor}\">{}</a> ", word(name));
    }
    out.push_str("</nav></header>");
}

fn contents(material: &Material<'_>) -> Vec<(&'static str, words::Word)> {
    let mut list = Vec::new();
    if !material.partners.is_empty() {
        list.extend([("overview", words::OVERVIEW), ("plots", words::PLOTS), ("partners", words::PARTNER_TABLE)]);
        if material.account.is_some() {
            list.push(("settlement", words::SETTLEMENT));
        }
        list.push(("details", words::DETAILS));
    }
    if material.has_shared() {
        list.push(("shared", words::SHARED));
    }
    if material.has_across() {
        list.push(("across", words::ACROSS));
    }
    if !material.programme.conflicts().is_empty() {
        list.push(("clashes", words::CLASHES));
    }
    list
}

/// The title of an incentive.
fn incentive_title(programme: &Programme, id: &str, locale: Locale) -> String {
    let found = programme.incentives().iter().find(|incentive| incentive.id == id);
    found.map_or(id, |incentive| incentive.title.in_locale(locale, id)).to_owned()
}
