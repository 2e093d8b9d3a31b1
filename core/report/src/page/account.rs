//! What was settled in the year, and the statement of a partner.

use std::fmt::Write as _;

use qudao::{Locale, date_text, fixed_text};

use crate::figures::{grouped, money};
use crate::markup::{escape, filled, word};
use crate::material::Material;
use crate::words;

const LOCALES: [(&str, Locale); 2] = [("zh-CN", Locale::ZhCn), ("en", Locale::En)];

/// Writes what each settlement of the year posted.
pub(super) fn write(out: &mut String, material: &Material<'_>) {
    let Some(account) = &material.account else { return };
    let _ = write!(
        out,
        "<section id=settlement><h2>{}</h2><p class=limit>{}</p><div class=scroll><table class=runs><thead><tr>",
        word(words::SETTLEMENT),
        word(words::SETTLEMENT_NOTE)
    );
    let titles = [words::SETTLED_UP_TO, words::SETTLED_ON, words::ACCRUED, words::ADJUSTED, words::PAID, words::POSTINGS];
    for (at, title) in titles.into_iter().enumerate() {
        let class = if at > 1 { " class=number" } else { "" };
        let _ = write!(out, "<th scope=col{class}>{}</th>", word(title));
    }
    out.push_str("</tr></thead><tbody>");
    let scale = material.programme.rounding().0;
    for run in &account.runs {
        let _ = write!(out, "<tr><th scope=row>{}</th><td>{}</td>", date_text(run.as_of), date_text(run.on));
        for amount in [run.accrued, run.adjusted, run.paid] {
            let _ = write!(out, "<td class=number>{}</td>", grouped(&fixed_text(amount, scale)));
        }
        let _ = write!(out, "<td class=number>{}</td></tr>", grouped(&run.postings.to_string()));
    }
    let _ = write!(
        out,
        "</tbody></table></div><p class=limit>{}</p><p class=meta><span>{} <code class=hash>{}</code></span></p></section>",
        filled(words::OWED_NOW, &[&grouped(&fixed_text(account.owed(), scale)), material.programme.currency().code()]),
        word(words::LAST_HASH),
        escape(account.ledger.last_hash())
    );
}

/// Writes the statement of a partner, folded: opening, movements with their causes, closing.
pub(super) fn statement(out: &mut String, material: &Material<'_>, partner: &str) {
    let Some(statement) = material.account.as_ref().and_then(|account| account.statement(partner)) else { return };
    let owed = statement.units.first().and_then(|unit| unit.closing.balance().ok()).map(money).unwrap_or_default();
    let _ = write!(
        out,
        "<div class=statement><h3>{} <small>{}</small> <span class=sum>{owed}</span></h3><details class=sub><summary>{}</summary>",
        word(words::STATEMENT),
        word(words::OWED),
        word(words::MOVEMENTS)
    );
    // the cause of what is owed for the first time says no more than its movement; the ledger's hash stands once on the page
    for (tag, locale) in LOCALES {
        let Ok(explanation) = statement.explain(material.programme, locale) else { continue };
        let _ = write!(out, "<ul class=account lang={tag}>");
        for line in explanation.lines().iter().skip(1).filter(|line| !matches!(line.code, "last" | "earned")) {
            let class = match (line.indent, line.code) {
                (0, _) => " class=unit",
                (1, "opening" | "closing") => " class=balance",
                (1, _) => "",
                (_, _) => " class=cause",
            };
            let _ = write!(out, "<li{class}>{}", escape(&line.text));
        }
        out.push_str("</ul>");
    }
    out.push_str("</details></div>");
}
