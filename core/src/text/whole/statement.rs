//! Statements as lines and as a page for print.

use crate::amount::{Amount, Exact, Overflow, Rounding};
use crate::diagnostic::JsonPointer;
use crate::period::date_text;
use crate::programme::Programme;
use crate::settlement::{Balances, CauseKind, LinePeriod, Posting, PostingKind, Statement, StatementUnit};
use crate::text::names::Names;
use crate::text::{Explanation, number};
use crate::title::Locale;

/// Words of statements: English, Chinese.
type Words = (&'static str, &'static str);

const STATEMENT: Words = ("Rebate statement", "返利对账单");
const LAST_POSTING: Words = ("Last posting of the ledger", "台账最后一笔");
const COLUMNS: [Words; 5] = [("No.", "序号"), ("Booked on", "记账日期"), ("Movement", "摘要"), ("Amount", "金额"), ("Reason", "原因")];
const SIGNATURES: [Words; 2] = [("For the vendor", "供货方（盖章）"), ("For the partner", "渠道伙伴（盖章）")];

impl Statement {
    /// In words: each balance, movement and cause as one sentence.
    ///
    /// # Errors
    /// [`Overflow`] when a balance leaves 128 bits.
    pub fn explain(&self, programme: &Programme, locale: Locale) -> Result<Explanation, Overflow> {
        let (mut lines, words) = (Explanation::default(), Sentences { names: Names::new(programme, locale) });
        lines.push(0, "statement", JsonPointer::root(), words.heading(self));
        for (at, unit) in self.units.iter().enumerate() {
            let path = JsonPointer::from("/units").child(at);
            lines.push(0, "unit", path.clone(), words.unit_heading(unit));
            lines.push(1, "opening", path.child("opening"), words.balances(PERIOD_START, &unit.opening, unit.unit)?);
            for (number, posting) in unit.movements.iter().enumerate() {
                let path = path.child("movements").child(number);
                lines.push(1, posting.kind.as_str(), path.clone(), words.movement(posting));
                for (number, cause) in posting.causes.iter().enumerate() {
                    let text = words.pair(words.say(cause_words(cause.cause)), &words.signed(cause.amount, unit.unit));
                    lines.push(2, cause.cause.as_str(), path.child("causes").child(number), text);
                }
            }
            lines.push(1, "closing", path.child("closing"), words.balances(PERIOD_END, &unit.closing, unit.unit)?);
        }
        let last = format!("{} · {}", self.last.0, self.last.1);
        lines.push(0, "last", JsonPointer::from("/last"), words.pair(words.say(LAST_POSTING), &last));
        Ok(lines)
    }

    /// As one page that needs no network and prints on A4.
    ///
    /// # Errors
    /// [`Overflow`] when a balance leaves 128 bits.
    pub fn to_html(&self, programme: &Programme, locale: Locale) -> Result<String, Overflow> {
        let words = Sentences { names: Names::new(programme, locale) };
        let language = match locale {
            Locale::En => "en",
            Locale::ZhCn => "zh-CN",
        };
        let mut page = format!("<!doctype html>\n<html lang=\"{language}\"><meta charset=\"utf-8\">");
        page.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>");
        escape(&words.heading(self), &mut page);
        page.push_str("</title><style>");
        page.push_str(STYLE);
        page.push_str("</style><main>");
        element("h1", words.say(STATEMENT), &mut page);
        element("p", &words.subject(self), &mut page);
        for unit in &self.units {
            element("h2", &words.unit_heading(unit), &mut page);
            element("p", &words.balances(PERIOD_START, &unit.opening, unit.unit)?, &mut page);
            words.table(unit, &mut page);
            element("p", &words.balances(PERIOD_END, &unit.closing, unit.unit)?, &mut page);
        }
        page.push_str("<div class=\"sign\">");
        SIGNATURES.iter().for_each(|signature| element("p", words.say(*signature), &mut page));
        page.push_str("</div>");
        let identity = format!("{} · {} · {}", self.programme.id, self.programme.revision, self.programme.fingerprint);
        element("footer", &words.pair(words.say(LAST_POSTING), &format!("{} · {}", self.last.0, self.last.1)), &mut page);
        element("footer", &identity, &mut page);
        page.push_str("</main></html>\n");
        Ok(page)
    }
}

const PERIOD_START: Words = ("At the start", "期初");
const PERIOD_END: Words = ("At the end", "期末");

const STYLE: &str = "@page{size:A4;margin:14mm}\
body{margin:0;font:13px/1.5 system-ui,\"PingFang SC\",\"Microsoft YaHei\",\"Noto Sans CJK SC\",sans-serif;color:#111;background:#fff}\
main{max-width:182mm;margin:8mm auto;padding:0 4mm}h1{font-size:20px;margin:0}h2{font-size:15px;margin:18px 0 4px}p{margin:4px 0}\
table{border-collapse:collapse;width:100%;margin:6px 0}th,td{border:1px solid #999;padding:3px 6px;text-align:left;vertical-align:top}\
th{background:#f0f0f0}th,td:nth-child(-n+2){white-space:nowrap}thead{display:table-header-group}tr{break-inside:avoid}td.n{text-align:right;white-space:nowrap;\
font-variant-numeric:tabular-nums}.sign{display:flex;gap:20mm;margin:16mm 0 6mm;break-inside:avoid}.sign p{flex:1;border-top:1px solid #111}\
footer{font-size:10px;color:#555;overflow-wrap:anywhere}@media print{main{margin:0;padding:0;max-width:none}}\
@media screen and (max-width:560px){thead{display:none}table,tbody,tr,td{display:block;border:0}td{padding:1px 0}td.n{text-align:left;font-weight:600}\
tr{border-top:1px solid #999;padding:4px 0}}";

fn cause_words(cause: CauseKind) -> Words {
    match cause {
        CauseKind::Earned => ("earned", "达成应得"),
        CauseKind::Correction => ("records corrected", "单据更正"),
        CauseKind::PolicyRevision => ("another revision of the programme", "政策版本变更"),
        CauseKind::LateRecord => ("records that became known later", "补录单据"),
        CauseKind::Return => ("returns that became known later", "退货"),
        CauseKind::Progress => ("the period has gone on", "期间进展"),
        CauseKind::ReRate => ("another rate on what was known before", "原有业绩换档重算"),
    }
}

/// The heading of a part of the statement.
fn unit_words(unit: &str) -> Words {
    match unit {
        "points" => ("Points", "积分"),
        "pieces" => ("Goods", "实物"),
        "places" => ("Places", "名额"),
        _ => ("Honours", "荣誉"),
    }
}

/// The sentences of a statement in one language.
struct Sentences<'a> {
    names: Names<'a>,
}

impl Sentences<'_> {
    const fn say(&self, words: Words) -> &'static str {
        match self.names.locale {
            Locale::En => words.0,
            Locale::ZhCn => words.1,
        }
    }

    fn pair(&self, name: &str, text: &str) -> String {
        self.names.pair(name, text)
    }

    fn heading(&self, statement: &Statement) -> String {
        let names = &self.names;
        let title = names.programme.title().in_locale(names.locale, &statement.programme.id);
        format!("{} · {} · {}", self.say(STATEMENT), title, self.subject(statement))
    }

    /// Whose statement, and of which days: people name the last day of a period, not the first one after.
    fn subject(&self, statement: &Statement) -> String {
        let days = self.days(LinePeriod { from: statement.from, until: Some(statement.until) });
        format!("{} · {days} · {}", statement.partner, statement.currency)
    }

    fn days(&self, period: LinePeriod) -> String {
        let last = period.until.and_then(|until| until.pred_opt());
        let from = date_text(period.from);
        match (last, self.names.locale) {
            (Some(last), Locale::En) => format!("{from} to {}", date_text(last)),
            (Some(last), Locale::ZhCn) => format!("{from} 至 {}", date_text(last)),
            (None, Locale::En) => format!("from {from}"),
            (None, Locale::ZhCn) => format!("{from} 起"),
        }
    }

    fn unit_heading(&self, unit: &StatementUnit) -> String {
        self.say(unit.unit.map_or(("Money", "返利金额"), unit_words)).to_owned()
    }

    fn amount(&self, amount: Amount, unit: Option<&str>) -> String {
        let text = self.names.with_unit(unit).amount(amount);
        match (self.names.locale, in_wan(amount)) {
            (Locale::ZhCn, Some(wan)) if unit.is_none() => format!("{text}（{wan}）"),
            _ => text,
        }
    }

    fn signed(&self, amount: Amount, unit: Option<&str>) -> String {
        let sign = if amount.minor() > 0 { "+" } else { "" };
        format!("{sign}{}", self.amount(amount, unit))
    }

    fn balances(&self, when: Words, balances: &Balances, unit: Option<&str>) -> Result<String, Overflow> {
        let amount = |amount: Amount| self.amount(amount, unit);
        let (owed, available) = (amount(balances.balance()?), amount(balances.available()?));
        let (accrued, used) = (amount(balances.accrued), amount(balances.used));
        let when = self.say(when);
        Ok(match self.names.locale {
            Locale::En => format!("{when}: owed {owed}, of which available {available} (accrued {accrued}, used {used})"),
            Locale::ZhCn => format!("{when}：结余 {owed}，其中可用 {available}（累计计提 {accrued}，累计使用 {used}）"),
        })
    }

    /// One posting as a sentence.
    fn movement(&self, posting: &Posting) -> String {
        let amount = self.signed(posting.amount, posting.line.unit);
        let (day, what) = (date_text(posting.booked_on), self.what(posting));
        match self.names.locale {
            Locale::En => format!("{day}, no. {}: {what}, {amount}", posting.number),
            Locale::ZhCn => format!("{day} 第 {} 笔：{what}，{amount}", posting.number),
        }
    }

    /// What a posting is about, without its amount.
    fn what(&self, posting: &Posting) -> String {
        let incentive = self.names.incentive(&posting.line.incentive);
        let days = self.days(posting.line.period);
        let document = posting.document.as_deref().unwrap_or_default();
        let order = posting.order.as_deref().unwrap_or_default();
        let until = posting.valid.and_then(|valid| valid.until).and_then(|until| until.pred_opt()).map(date_text);
        let undone = posting.reverses.unwrap_or_default();
        let zh = self.names.locale == Locale::ZhCn;
        let taken_back = posting.amount.minor() > 0;
        match posting.kind {
            PostingKind::Accrue if zh => format!("计提 {incentive}（{days}）"),
            PostingKind::Accrue => format!("accrued {incentive} ({days})"),
            PostingKind::Adjust if zh => format!("调整 {incentive}（{days}）"),
            PostingKind::Adjust => format!("adjusted {incentive} ({days})"),
            PostingKind::Confirm => match (zh, until) {
                (true, Some(until)) => format!("确认 {incentive}（{days}），返利单 {document}，有效期至 {until}（含当日）"),
                (true, None) => format!("确认 {incentive}（{days}），返利单 {document}，长期有效"),
                (false, Some(until)) => format!("confirmed {incentive} ({days}), document {document}, valid up to and including {until}"),
                (false, None) => format!("confirmed {incentive} ({days}), document {document}, valid without end"),
            },
            PostingKind::Pay if zh && taken_back => format!("收回 返利单 {document}"),
            PostingKind::Pay if zh => format!("兑付 返利单 {document}"),
            PostingKind::Pay if taken_back => format!("set off or taken back, document {document}"),
            PostingKind::Pay => format!("paid, document {document}"),
            PostingKind::Redeem if zh => format!("订单 {order} 抵扣，返利单 {document}"),
            PostingKind::Redeem => format!("redeemed against order {order}, document {document}"),
            PostingKind::Expire if zh => format!("返利单 {document} 到期作废"),
            PostingKind::Expire => format!("document {document} expired"),
            PostingKind::Reverse if zh => format!("冲销第 {undone} 笔，返利单 {document}"),
            PostingKind::Reverse => format!("undoes no. {undone}, document {document}"),
        }
    }

    fn table(&self, unit: &StatementUnit, page: &mut String) {
        if unit.movements.is_empty() {
            return;
        }
        page.push_str("<table><thead><tr>");
        COLUMNS.iter().for_each(|column| element("th", self.say(*column), page));
        page.push_str("</tr></thead><tbody>");
        for posting in &unit.movements {
            page.push_str("<tr>");
            element("td", &posting.number.to_string(), page);
            element("td", &date_text(posting.booked_on), page);
            element("td", &self.what(posting), page);
            page.push_str("<td class=\"n\">");
            escape(&self.signed(posting.amount, unit.unit), page);
            page.push_str("</td><td>");
            for (at, cause) in posting.causes.iter().enumerate() {
                if at > 0 {
                    page.push_str("<br>");
                }
                escape(&self.pair(self.say(cause_words(cause.cause)), &self.signed(cause.amount, unit.unit)), page);
            }
            if let Some(note) = &posting.note {
                escape(note, page);
            }
            page.push_str("</td></tr>");
        }
        page.push_str("</tbody></table>");
    }
}

/// An amount as Chinese reads it: in 万 from 10,000 up and in 亿 from 100,000,000 up, marked where it is rounded.
fn in_wan(amount: Amount) -> Option<String> {
    let exact = amount.exact();
    let size = exact.checked_abs().ok()?;
    let (of, unit) = match size {
        size if size >= Exact::from(100_000_000) => (100_000_000, "亿"),
        size if size >= Exact::from(10_000) => (10_000, "万"),
        _ => return None,
    };
    let share = exact.checked_div(Exact::from(of)).ok()??;
    let rounded = share.round(2, Rounding::HalfUp).ok()?;
    let about = if rounded == share { "" } else { "约 " };
    Some(format!("{about}{} {unit}元", number::grouped(&rounded.to_string())))
}

fn element(name: &str, text: &str, page: &mut String) {
    page.push_str(&format!("<{name}>"));
    escape(text, page);
    page.push_str(&format!("</{name}>"));
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
