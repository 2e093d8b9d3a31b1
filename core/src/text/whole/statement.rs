//! Statements as lines and as a page for print.

use crate::amount::{Amount, Exact, Overflow, Rounding};
use crate::diagnostic::JsonPointer;
use crate::period::date_text;
use crate::programme::Programme;
use crate::settlement::{
    Balances, CauseKind, DepositBalances, LineOf, LinePeriod, Posting, PostingKind, Statement, StatementDeposit, StatementUnit,
};
use crate::text::names::Names;
use crate::text::{Explanation, number};
use crate::title::Locale;

/// Words of statements: English, Chinese.
type Words = (&'static str, &'static str);

const STATEMENT: Words = ("Rebate statement", "返利对账单");
const DEPOSIT: Words = ("Deposit", "保证金");
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
            words.movements(&unit.movements, &path, &mut lines);
            lines.push(1, "closing", path.child("closing"), words.balances(PERIOD_END, &unit.closing, unit.unit)?);
        }
        if let Some(deposit) = &self.deposit {
            let path = JsonPointer::from("/deposit");
            lines.push(0, "deposit", path.clone(), words.say(DEPOSIT).to_owned());
            lines.push(1, "opening", path.child("opening"), words.held(PERIOD_START, &deposit.opening));
            words.movements(&deposit.movements, &path, &mut lines);
            lines.push(1, "closing", path.child("closing"), words.held(PERIOD_END, &deposit.closing));
            if let Some(text) = words.required(deposit) {
                lines.push(1, "required", path.child("required"), text);
            }
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
            words.table(&unit.movements, &mut page);
            element("p", &words.balances(PERIOD_END, &unit.closing, unit.unit)?, &mut page);
        }
        if let Some(deposit) = &self.deposit {
            element("h2", words.say(DEPOSIT), &mut page);
            element("p", &words.held(PERIOD_START, &deposit.opening), &mut page);
            words.table(&deposit.movements, &mut page);
            element("p", &words.held(PERIOD_END, &deposit.closing), &mut page);
            words.required(deposit).iter().for_each(|text| element("p", text, &mut page));
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
        // the deposit is money
        let unit = unit.filter(|unit| *unit != "deposit");
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

    /// One line per posting and cause, below `path`.
    fn movements(&self, postings: &[Posting], path: &JsonPointer, lines: &mut Explanation) {
        for (number, posting) in postings.iter().enumerate() {
            let path = path.child("movements").child(number);
            lines.push(1, posting.kind.as_str(), path.clone(), self.movement(posting));
            for (number, cause) in posting.causes.iter().enumerate() {
                let text = self.pair(self.say(cause_words(cause.cause)), &self.signed(cause.amount, posting.line.unit));
                lines.push(2, cause.cause.as_str(), path.child("causes").child(number), text);
            }
        }
    }

    /// What a deposit holds.
    fn held(&self, when: Words, balances: &DepositBalances) -> String {
        let amount = |amount: Amount| self.amount(amount, None);
        let (held, paid_in) = (amount(balances.held), amount(balances.paid_in));
        let (forfeited, refunded) = (amount(balances.forfeited), amount(balances.refunded));
        let when = self.say(when);
        match self.names.locale {
            Locale::En => format!("{when}: held {held} (paid in {paid_in}, forfeited {forfeited}, refunded {refunded})"),
            Locale::ZhCn => format!("{when}：余额 {held}（累计缴存 {paid_in}，累计扣罚 {forfeited}，累计退还 {refunded}）"),
        }
    }

    /// What a deposit lacks, where something is required.
    fn required(&self, deposit: &StatementDeposit) -> Option<String> {
        let (required, short) = (self.amount(deposit.required?, None), deposit.short?);
        let lacks = self.amount(short, None);
        Some(match (self.names.locale, short.minor() > 0) {
            (Locale::En, true) => format!("Required {required}: {lacks} is short"),
            (Locale::En, false) => format!("Required {required}: nothing is short"),
            (Locale::ZhCn, true) => format!("应缴 {required}，需补足 {lacks}"),
            (Locale::ZhCn, false) => format!("应缴 {required}，已足额"),
        })
    }

    /// What a line is of.
    fn line(&self, posting: &Posting) -> String {
        let zh = self.names.locale == Locale::ZhCn;
        match &posting.line.of {
            LineOf::Award { incentive, period } => {
                let (incentive, days) = (self.names.incentive(incentive), self.days(*period));
                if zh { format!("{incentive}（{days}）") } else { format!("{incentive} ({days})") }
            }
            LineOf::Fund { fund, claim } => {
                let fund = self.names.fund(fund);
                if zh { format!("{fund}（核销单 {claim}）") } else { format!("{fund} (claim {claim})") }
            }
            LineOf::Inventory { kind, claim } => {
                let kind = self.names.inside(kind.label());
                if zh { format!("{kind}（申报 {claim}）") } else { format!("{kind} (claim {claim})") }
            }
            LineOf::Partner => posting.line.partner.clone(),
        }
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
        let line = self.line(posting);
        let invoice = posting.invoice.as_deref();
        let document = posting.document.as_deref().unwrap_or_default();
        let order = posting.order.as_deref().unwrap_or_default();
        let until = posting.valid.and_then(|valid| valid.until).and_then(|until| until.pred_opt()).map(date_text);
        let undone = posting.reverses.unwrap_or_default();
        let zh = self.names.locale == Locale::ZhCn;
        let taken_back = posting.amount.minor() > 0;
        match posting.kind {
            PostingKind::Accrue if zh => format!("计提 {line}"),
            PostingKind::Accrue => format!("accrued {line}"),
            PostingKind::Adjust if zh => format!("调整 {line}"),
            PostingKind::Adjust => format!("adjusted {line}"),
            PostingKind::Confirm => match (zh, until) {
                (true, Some(until)) => format!("确认 {line}，返利单 {document}，有效期至 {until}（含当日）"),
                (true, None) => format!("确认 {line}，返利单 {document}，长期有效"),
                (false, Some(until)) => format!("confirmed {line}, document {document}, valid up to and including {until}"),
                (false, None) => format!("confirmed {line}, document {document}, valid without end"),
            },
            PostingKind::Pay if zh && taken_back => format!("收回 返利单 {document}"),
            PostingKind::Pay if zh => format!("兑付 返利单 {document}"),
            PostingKind::Pay if taken_back => format!("set off or taken back, document {document}"),
            PostingKind::Pay => format!("paid, document {document}"),
            PostingKind::Redeem if posting.order.is_none() => match (posting.line.unit, zh) {
                (Some("points"), true) => format!("使用积分，返利单 {document}"),
                (Some("pieces"), true) => format!("领取实物，返利单 {document}"),
                (_, true) => format!("占用名额，返利单 {document}"),
                (Some("points"), false) => format!("points used, document {document}"),
                (Some("pieces"), false) => format!("goods handed out, document {document}"),
                (_, false) => format!("places taken, document {document}"),
            },
            PostingKind::Redeem if zh => format!("订单 {order} 抵扣，返利单 {document}"),
            PostingKind::Redeem => format!("redeemed against order {order}, document {document}"),
            PostingKind::Expire if zh => format!("返利单 {document} 到期作废"),
            PostingKind::Expire => format!("document {document} expired"),
            PostingKind::Deduct => match (zh, invoice) {
                (true, Some(invoice)) => format!("自扣 发票 {invoice}，抵减单 {document}"),
                (true, None) => format!("自扣，抵减单 {document}"),
                (false, Some(invoice)) => format!("deducted by the partner from invoice {invoice}, document {document}"),
                (false, None) => format!("deducted by the partner, document {document}"),
            },
            PostingKind::Deposit => self.say(("paid in", "缴存")).to_owned(),
            PostingKind::Forfeit => self.say(("forfeited", "扣罚")).to_owned(),
            PostingKind::Refund => self.say(("refunded", "退还")).to_owned(),
            PostingKind::Reverse if document.is_empty() && zh => format!("冲销第 {undone} 笔"),
            PostingKind::Reverse if document.is_empty() => format!("undoes no. {undone}"),
            PostingKind::Reverse if zh => format!("冲销第 {undone} 笔，返利单 {document}"),
            PostingKind::Reverse => format!("undoes no. {undone}, document {document}"),
        }
    }

    fn table(&self, movements: &[Posting], page: &mut String) {
        if movements.is_empty() {
            return;
        }
        page.push_str("<table><thead><tr>");
        COLUMNS.iter().for_each(|column| element("th", self.say(*column), page));
        page.push_str("</tr></thead><tbody>");
        for posting in movements {
            page.push_str("<tr>");
            element("td", &posting.number.to_string(), page);
            element("td", &date_text(posting.booked_on), page);
            element("td", &self.what(posting), page);
            page.push_str("<td class=\"n\">");
            escape(&self.signed(posting.amount, posting.line.unit), page);
            page.push_str("</td><td>");
            for (at, cause) in posting.causes.iter().enumerate() {
                if at > 0 {
                    page.push_str("<br>");
                }
                escape(&self.pair(self.say(cause_words(cause.cause)), &self.signed(cause.amount, posting.line.unit)), page);
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
