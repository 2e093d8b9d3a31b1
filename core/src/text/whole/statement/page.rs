//! A statement as one page that needs no network and prints on A4.

use super::{Sentences, changes};
use crate::amount::{Amount, Overflow};
use crate::period::date_text;
use crate::programme::Programme;
use crate::settlement::{Posting, Statement, StatementReasons};
use crate::text::names::Names;
use crate::title::Locale;

const STYLE: &str = "@page{size:A4;margin:14mm}\
body{margin:0;font:13px/1.5 system-ui,\"PingFang SC\",\"Microsoft YaHei\",\"Noto Sans CJK SC\",sans-serif;color:#111;background:#fff}\
main{max-width:182mm;margin:8mm auto;padding:0 4mm}h1{font-size:20px;margin:0}h2{font-size:15px;margin:18px 0 4px;break-after:avoid}\
h3{font-size:13px;margin:12px 0 0;break-after:avoid}p{margin:4px 0}small{color:#555}a{color:inherit}\
table{border-collapse:collapse;width:100%;margin:6px 0}th,td{border:1px solid #999;padding:3px 6px;text-align:left;vertical-align:top}\
thead th{background:#f0f0f0}th,td:nth-child(-n+2){white-space:nowrap}thead{display:table-header-group}tr{break-inside:avoid}\
tr.sum{font-weight:600;background:#fafafa}.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}.n small{display:block;font-weight:400}\
ul{list-style:none;margin:2px 0;padding:0}.sign{display:flex;gap:20mm;margin:16mm 0 6mm;break-inside:avoid}.sign p{flex:1;border-top:1px solid #111}\
footer{font-size:10px;color:#555;overflow-wrap:anywhere}@media print{main{margin:0;padding:0;max-width:none}a{text-decoration:none}}\
@media screen and (max-width:640px){thead{display:none}table,tbody,tr,td{display:block;border:0}td{padding:1px 0}tr td:empty{display:none}td:nth-child(-n+2){display:inline-block;margin-right:8px}\
td[data-of]::before{content:attr(data-of) \": \";color:#555;font-weight:400}.n{text-align:left}.n small{display:inline;margin-left:6px}\
tr{border-top:1px solid #999;padding:4px 0}}";

impl Statement {
    /// As one page that needs no network and prints on A4; what is behind a movement, where it was asked for, stands below, and the
    /// movement leads to it.
    ///
    /// # Errors
    /// [`Overflow`] when a balance leaves 128 bits.
    pub fn to_html(&self, programme: &Programme, locale: Locale) -> Result<String, Overflow> {
        let words = Sentences { names: Names::new(programme, locale), statement: self };
        let language = Locale::ALL.iter().find(|(_, known)| *known == locale).map_or("en", |(tag, _)| tag);
        let (title, subject) = (words.say("statement", "", &[]), words.subject());
        let mut page = Page { words, text: format!("<!doctype html>\n<html lang=\"{language}\"><meta charset=\"utf-8\">") };
        page.text.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        page.element("title", &format!("{title} · {subject}"));
        page.text.push_str("<style>");
        page.text.push_str(STYLE);
        page.text.push_str("</style><main>");
        page.element("h1", &title);
        page.element("p", &subject);
        page.accounts(self)?;
        page.reasons(self);
        page.text.push_str("<div class=\"sign\">");
        ["vendor", "partner"].iter().for_each(|party| page.element("p", &page.words.say("seal", party, &[])));
        page.text.push_str("</div>");
        let identity = format!("{} · {} · {}", self.programme.id, self.programme.revision, self.programme.fingerprint);
        page.element("footer", &page.words.last());
        page.element("footer", &identity);
        page.text.push_str("</main></html>\n");
        Ok(page.text)
    }
}

struct Page<'a> {
    words: Sentences<'a>,
    text: String,
}

/// A cell with an amount, or without one.
type Figure<'c> = (&'c str, Option<Amount>);

impl Page<'_> {
    fn accounts(&mut self, statement: &Statement) -> Result<(), Overflow> {
        for unit in &statement.units {
            self.element("h2", &self.words.account(unit.unit));
            let (opening, closing) = (&unit.opening, &unit.closing);
            let columns = ["owed", "available"];
            self.open_table(&columns);
            self.balances("opening", &[("owed", Some(opening.balance()?)), ("available", Some(opening.available()?))], unit.unit);
            for posting in &unit.movements {
                let (owed, available) = changes(posting);
                let amount = |is_changed: bool| is_changed.then_some(posting.amount);
                self.movement(posting, &[("owed", amount(owed)), ("available", amount(available))]);
            }
            self.balances("closing", &[("owed", Some(closing.balance()?)), ("available", Some(closing.available()?))], unit.unit);
            self.text.push_str("</tbody></table>");
            self.element("p", &self.words.sums(closing, unit.unit));
        }
        if let Some(deposit) = &statement.deposit {
            let unit = Some("deposit");
            self.element("h2", &self.words.account(unit));
            self.open_table(&["held"]);
            self.balances("opening", &[("held", Some(deposit.opening.held))], unit);
            deposit.movements.iter().for_each(|posting| self.movement(posting, &[("held", Some(posting.amount))]));
            self.balances("closing", &[("held", Some(deposit.closing.held))], unit);
            self.text.push_str("</tbody></table>");
            self.element("p", &self.words.deposit_sums(&deposit.closing));
            self.words.required(deposit).iter().for_each(|text| self.element("p", text));
        }
        Ok(())
    }

    fn open_table(&mut self, figures: &[&str]) {
        self.text.push_str("<table><thead><tr>");
        let heading = |page: &mut Page<'_>, name: &str| {
            let word = page.words.say("heading", name, &[]);
            page.text.push_str(if figures.contains(&name) { "<th class=\"n\">" } else { "<th>" });
            escape(&word, &mut page.text);
            page.text.push_str("</th>");
        };
        ["number", "booked_on", "movement"].iter().chain(figures).chain(&["reason"]).for_each(|name| heading(self, name));
        self.text.push_str("</tr></thead><tbody>");
    }

    /// What there is at the start or at the end.
    fn balances(&mut self, when: &str, figures: &[Figure<'_>], unit: Option<&str>) {
        self.text.push_str("<tr class=\"sum\"><td></td><td></td>");
        self.element("td", &self.words.say(when, "", &[]));
        figures.iter().for_each(|figure| self.figure(*figure, unit, false));
        self.text.push_str("<td></td></tr>");
    }

    fn figure(&mut self, (name, amount): Figure<'_>, unit: Option<&str>, is_signed: bool) {
        let Some(amount) = amount else { return self.text.push_str("<td class=\"n\"></td>") };
        self.text.push_str("<td class=\"n\" data-of=\"");
        escape(&self.words.say("heading", name, &[]), &mut self.text);
        self.text.push_str("\">");
        let text = self.words.plain(amount, unit);
        let text = if is_signed { self.words.signed(amount, &text) } else { text };
        escape(&text, &mut self.text);
        self.words.short(amount, unit).iter().for_each(|short| self.element("small", short));
        self.text.push_str("</td>");
    }

    fn movement(&mut self, posting: &Posting, figures: &[Figure<'_>]) {
        let number = posting.number;
        self.text.push_str("<tr><td>");
        match self.words.statement.reasons.iter().any(|reasons| reasons.number == number) {
            true => self.text.push_str(&format!("<a href=\"#no{number}\">{number}</a>")),
            false => self.text.push_str(&number.to_string()),
        }
        self.text.push_str("</td>");
        self.element("td", &date_text(posting.booked_on));
        self.element("td", &self.words.what(posting));
        figures.iter().for_each(|figure| self.figure(*figure, posting.line.unit, true));
        self.text.push_str("<td>");
        for at in 0..posting.causes.len() {
            self.words.cause(posting, at).iter().for_each(|cause| self.element("div", cause));
        }
        posting.basis.iter().for_each(|basis| self.element("small", &self.words.basis(basis)));
        posting.note.iter().for_each(|note| self.element("div", note));
        self.text.push_str("</td></tr>");
    }

    /// What is behind each movement that says what is owed.
    fn reasons(&mut self, statement: &Statement) {
        if statement.reasons.is_empty() {
            return;
        }
        self.element("h2", &self.words.say("worked_out", "", &[]));
        let postings = || statement.units.iter().flat_map(|unit| &unit.movements);
        for reasons in &statement.reasons {
            let posting = postings().find(|posting| posting.number == reasons.number);
            posting.iter().for_each(|posting| self.behind(posting, reasons));
        }
    }

    fn behind(&mut self, posting: &Posting, reasons: &StatementReasons) {
        self.text.push_str(&format!("<section id=\"no{}\">", posting.number));
        self.element("h3", &format!("{} · {}", posting.number, self.words.line(posting)));
        self.element("small", &self.words.basis(&reasons.basis));
        self.text.push_str("<ul>");
        for line in self.words.behind(reasons).lines() {
            self.text.push_str(&format!("<li style=\"padding-left:{}em\">", line.indent));
            escape(&line.text, &mut self.text);
            self.text.push_str("</li>");
        }
        self.text.push_str("</ul></section>");
    }

    fn element(&mut self, name: &str, text: &str) {
        self.text.push_str(&format!("<{name}>"));
        escape(text, &mut self.text);
        self.text.push_str(&format!("</{name}>"));
    }
}

fn escape(text: &str, page: &mut String) {
    for character in text.chars() {
        match character {
            '&' => page.push_str("&amp;"),
            '<' => page.push_str("&lt;"),
            '>' => page.push_str("&gt;"),
            '"' => page.push_str("&quot;"),
            other => page.push(other),
        }
    }
}
