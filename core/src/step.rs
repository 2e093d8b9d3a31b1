//! Operations on a ledger as text: what every host hands over and gets back.
//!
//! An operation is a JSON object with one member, its name, such as `{"pay": {"partner": "P-1", "on": "2026-08-01"}}`. Hosts need
//! no more than this to offer all of settlement, and say the same in the same bytes. The vectors' page lists all operations.

use crate::amount::{Amount, Overflow};
use crate::diagnostic::{Diagnostic, DiagnosticCode, JsonPointer, Report};
use crate::document::conform::conform;
use crate::document::place::{Document, date, integer};
use crate::document::{Fields, Member, Object, Shape, Variant};
use crate::error::{Error, SettlementCode, SettlementError};
use crate::facts::Facts;
use crate::incentive::RewardUnit;
use crate::node::{self, Node};
use crate::period::{Date, Period};
use crate::settlement::{
    AMOUNT, Closing, DATE, Entry, LINE, Ledger, Line, NotUsed, Posting, Programmes, TEXT, Writer, amount_of, line, of_line, provision,
    settle, write_postings,
};
use crate::title::Locale;

/// Longest operation that is read, in bytes.
const MAX_BYTES: usize = 64 * 1024 * 1024;

const fn need(name: &'static str, shape: &'static Shape, doc: &'static str) -> Member {
    Member::required(name, shape, doc)
}

const fn may(name: &'static str, shape: &'static Shape, doc: &'static str) -> Member {
    Member::optional(name, shape, doc)
}

const fn object(what: &'static str, members: &'static [&'static [Member]]) -> Object {
    Object { what, fields: Fields { members, choice: &[] } }
}

const fn variant(name: &'static str, shape: &'static Shape, doc: &'static str) -> Variant {
    Variant { key: need(name, shape, doc), then: Fields { members: &[], choice: &[] } }
}

static ON: &[Member] = &[need("on", &DATE, "the day on which it is done")];
static NOTE: &[Member] = &[may("note", &TEXT, "free text for the postings")];
static PARTNER: &[Member] = &[need("partner", &TEXT, "whose")];
static MAYBE_PARTNER: &[Member] = &[may("partner", &TEXT, "only of this one")];
static COUNT: Shape = Shape::Integer { min: 1, max: (1 << 53) - 1 };
static NUMBER: &[Member] = &[need("number", &COUNT, "the number of the posting")];

static STEP: Shape = Shape::Object(&Object {
    what: "an operation",
    fields: Fields {
        members: &[],
        choice: &[
            variant("settle", &SETTLE, "posts what is owed and was not posted"),
            variant("confirm", &OF_PARTNER, "the partner has agreed"),
            variant("pay", &OF_PARTNER, "pays what is available"),
            variant("claw_back", &OF_PARTNER, "the partner pays what is lacking"),
            variant("redeem", &REDEEM, "uses documents against an order"),
            variant("use", &USE, "burns points, hands out pieces, takes places"),
            variant("deduct", &DEDUCT, "the partner has deducted an amount itself"),
            variant("deposit", &DEPOSIT, "the partner pays into its deposit"),
            variant("forfeit", &FORFEIT, "a violation takes something from the deposit"),
            variant("refund", &DEPOSIT, "something of the deposit is given back"),
            variant("expire", &EXPIRE, "what is left of ended documents is lost"),
            variant("reverse", &REVERSE, "undoes a posting"),
            variant("lock", &LOCK, "closes the accounting of days"),
            variant("balances", &BALANCES, "what partners are owed"),
            variant("statement", &STATEMENT, "a partner's account"),
            variant("provision", &PROVISION, "what is to be provided for"),
            variant("recompute", &RECOMPUTE, "decides a line again"),
            variant("explain", &EXPLAIN, "the award behind a posting"),
            variant("compare", &COMPARE, "the other side's figures"),
            variant("audits", &AUDITS, "which periods are to be audited"),
            variant("sample", &SAMPLE, "postings for an auditor"),
            variant("verify", &VERIFY, "whether the chain holds"),
        ],
    },
});
static SETTLE: Shape = Shape::Object(&object(
    "a settlement",
    &[&[need("as_of", &DATE, "up to which day"), may("since", &DATE, "periods that end on or before it are left as they are")], ON],
));
static OF_PARTNER: Shape = Shape::Object(&object("an operation for a partner", &[PARTNER, ON, NOTE]));
static REDEEM: Shape = Shape::Object(&object(
    "a redemption",
    &[PARTNER, &[need("order", &TEXT, "the order in the facts"), may("most", &AMOUNT, "at most this much")], ON, NOTE],
));
static USE: Shape = Shape::Object(&object(
    "a use",
    &[PARTNER, &[need("unit", &Shape::Words(&["points", "pieces", "places"]), "of what"), need("amount", &AMOUNT, "how much")], ON, NOTE],
));
static DEDUCT: Shape =
    Shape::Object(&object("a deduction", &[PARTNER, AMOUNT_OF, ON, &[may("invoice", &TEXT, "the invoice that it was taken off")], NOTE]));
static AMOUNT_OF: &[Member] = &[need("amount", &AMOUNT, "how much")];
static DEPOSIT: Shape = Shape::Object(&object("an operation on a deposit", &[PARTNER, AMOUNT_OF, ON, NOTE]));
static FORFEIT: Shape =
    Shape::Object(&object("a forfeit", &[PARTNER, AMOUNT_OF, ON, &[need("note", &TEXT, "the violation that it is for")]]));
static PROVISION: Shape = Shape::Object(&object("a question for provisions", &[&[need("as_of", &DATE, "up to which day")], ON]));
static EXPIRE: Shape = Shape::Object(&object("an expiry", &[ON, NOTE]));
static REVERSE: Shape = Shape::Object(&object("a reversal", &[NUMBER, ON, NOTE]));
static LOCK: Shape = Shape::Object(&object("a lock", &[&[need("until", &DATE, "the first day that stays open")]]));
static BALANCES: Shape = Shape::Object(&object("a question for balances", &[MAYBE_PARTNER]));
static STATEMENT: Shape = Shape::Object(&object(
    "a question for a statement",
    &[
        PARTNER,
        &[
            need("from", &DATE, "the first day"),
            need("until", &DATE, "the first day after"),
            may("format", &Shape::Words(&["json", "text", "html"]), "how it is written"),
            may("locale", &Shape::Words(&["zh-CN", "en"]), "the language of text and page"),
            may("reasons", &Shape::Boolean, "whether what is behind the movements is told as well"),
        ],
    ],
));
static RECOMPUTE: Shape = Shape::Object(&of_line("a line", &[LINE]));
static EXPLAIN: Shape = Shape::Object(&object("a question for a posting", &[NUMBER]));
static COMPARE: Shape = Shape::Object(&object(
    "a comparison",
    &[MAYBE_PARTNER, &[need("lines", &Shape::List { of: &CLAIM_LINE, min: 0 }, "the other side's figures")]],
));
static CLAIM_LINE: Shape = Shape::Object(&of_line("a claimed line", &[LINE, &[need("amount", &AMOUNT, "how much")]]));
static SAMPLE: Shape = Shape::Object(&object(
    "a sample",
    &[&[
        need("interval", &AMOUNT, "the distance of positions"),
        need("start", &AMOUNT, "the first position"),
        may("from", &DATE, "booked on this day or later"),
        may("until", &DATE, "booked before this day"),
    ]],
));
static AUDITS: Shape =
    Shape::Object(&object("a question for audits", &[ON, &[may("audited_until", &DATE, "the first day whose accounting is not audited")]]));
static VERIFY: Shape = Shape::Object(&object("a verification", &[]));

impl Ledger {
    /// Does one operation that is handed over as text, and answers in JSON text. Facts are needed by `settle`, `redeem`,
    /// `provision`, `recompute` and `explain`.
    ///
    /// ```
    /// # use qudao::Programme;
    /// # use qudao::settlement::{Ledger, Programmes};
    /// # let programme = Programme::from_json(r#"{"schema": "qudao/programme/1", "id": "small", "revision": 1, "currency": "CNY",
    /// #     "effective": {"from": "2026-01-01"}, "calendar": {"year_starts": "01-01"},
    /// #     "rounding": {"scale": 2, "mode": "half_up"}}"#).expect("valid");
    /// let mut ledger = Ledger::new(&programme);
    /// let programmes = Programmes::new([programme])?;
    /// let answer = ledger.step(&programmes, None, r#"{"lock": {"until": "2026-07-01"}}"#)?;
    /// assert_eq!(answer, r#"{"locked_until":"2026-07-01"}"#);
    /// let refused = ledger.step(&programmes, None, r#"{"lock": {"until": "2026-06-01"}}"#).unwrap_err();
    /// assert_eq!(refused.code(), "lock_moved_back");
    /// # Ok::<(), qudao::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Step`] when the text is no operation, and what the operation refuses; the ledger is then as it was.
    pub fn step(&mut self, programmes: &Programmes, facts: Option<&Facts>, step: &str) -> Result<String, Error> {
        let root = read(step)?;
        let [(name, node)] = root.members() else { return Err(unread()) };
        let step = Step { node, programmes, facts };
        let mut out = Writer::default();
        match name.as_str() {
            "settle" => {
                let closing = Closing { since: step.maybe_day("since"), ..Closing::of(step.day("as_of")?, step.day("on")?) };
                let settlement = settle(programmes, step.facts()?, self, closing)?;
                let answer = settlement.to_json();
                self.append(settlement)?;
                return Ok(answer);
            }
            "confirm" => write_answer(self.confirm_of(programmes, facts, step.text("partner")?, step.entry()?)?, None, &mut out),
            "pay" => {
                let used = self.pay_of(programmes, facts, step.text("partner")?, step.entry()?)?;
                write_answer(used.postings, used.why_not.map(|why_not| ("not_paid", why_not)), &mut out);
            }
            "claw_back" => {
                let used = self.claw_back_of(facts, step.text("partner")?, step.entry()?)?;
                write_answer(used.postings, used.why_not.map(|why_not| ("not_paid", why_not)), &mut out);
            }
            "redeem" => {
                let most = step.maybe_amount("most").map(Amount::exact);
                let (partner, order) = (step.text("partner")?, step.text("order")?);
                let redeemed = self.redeem(programmes, step.facts()?, partner, order, most, step.entry()?)?;
                out.open('{');
                write_postings(redeemed.postings, &mut out);
                out.amount("redeemed", redeemed.redeemed);
                out.optional("not_redeemed", redeemed.why_not.map(NotUsed::as_str));
                out.close('}');
            }
            "use" => {
                let used = self.use_units_of(facts, step.text("partner")?, (step.unit()?, step.amount("amount")?), step.entry()?)?;
                write_answer(used.postings, used.why_not.map(|why_not| ("not_used", why_not)), &mut out);
            }
            "deduct" => {
                let invoice = step.node.member("invoice").and_then(Node::text);
                let postings = self.deduct(facts, step.text("partner")?, step.amount("amount")?, invoice, step.entry()?)?;
                write_answer(postings, None, &mut out);
            }
            "deposit" => write_answer(self.deposit(facts, step.text("partner")?, step.amount("amount")?, step.entry()?)?, None, &mut out),
            "forfeit" => write_answer(self.forfeit(facts, step.text("partner")?, step.amount("amount")?, step.entry()?)?, None, &mut out),
            "refund" => write_answer(self.refund(facts, step.text("partner")?, step.amount("amount")?, step.entry()?)?, None, &mut out),
            "expire" => write_answer(self.expire(step.entry()?)?, None, &mut out),
            "reverse" => write_answer(self.reverse(step.count("number")?, step.entry()?)?, None, &mut out),
            "lock" => {
                let until = step.day("until")?;
                self.lock(until)?;
                out.open('{');
                out.date("locked_until", until);
                out.close('}');
            }
            _ => self.answer(name, &step, &mut out)?,
        }
        Ok(out.text)
    }

    /// Operations that post nothing.
    fn answer(&self, name: &str, step: &Step<'_>, out: &mut Writer) -> Result<(), Error> {
        match name {
            "statement" => return self.answer_statement(step, out),
            "explain" => {
                let number = step.count("number")?;
                let behind = self.explain(step.programmes, step.facts()?, number)?;
                out.open('{');
                if let Some(basis) = self.posting(number).and_then(|posting| posting.basis.as_ref()) {
                    basis.write(out);
                }
                behind.write(out);
            }
            "balances" => {
                out.open('{');
                out.open_list("partners");
                for partner in self.balances(step.node.member("partner").and_then(Node::text))? {
                    partner.write(out).map_err(|Overflow| overflow())?;
                }
                out.close(']');
            }
            "provision" => {
                let closing = Closing::of(step.day("as_of")?, step.day("on")?);
                out.open('{');
                provision(step.programmes, step.facts()?, self, closing)?.write(out);
            }
            "recompute" => {
                let line = line(step.node).ok_or_else(unread)?;
                out.open('{');
                out.open_list("postings");
                for posting in self.recompute(step.programmes, step.facts()?, &line)? {
                    posting.write(out)?;
                }
                out.close(']');
            }
            "compare" => {
                let lines = step.node.member("lines").map(Node::list).unwrap_or_default();
                let theirs = lines.iter().map(|node| Some((line(node)?, Step { node, ..*step }.maybe_amount("amount")?)));
                let theirs: Vec<(Line, Amount)> = theirs.collect::<Option<_>>().ok_or_else(unread)?;
                out.open('{');
                out.open_list("lines");
                for line in self.compare(&theirs, step.node.member("partner").and_then(Node::text))? {
                    line.write(out).map_err(|Overflow| overflow())?;
                }
                out.close(']');
            }
            "audits" => {
                out.open('{');
                out.open_list("audits");
                let audits = self.audits(step.programmes, step.day("on")?, step.maybe_day("audited_until"))?;
                audits.iter().for_each(|audit| audit.write(out));
                out.close(']');
            }
            "sample" => {
                let (interval, start) = (step.maybe_amount("interval"), step.maybe_amount("start"));
                let booked = Period { from: step.maybe_day("from"), until: step.maybe_day("until") };
                let sample = self.sample(interval.ok_or_else(unread)?, start.ok_or_else(unread)?, &booked)?;
                out.open('{');
                sample.write(out);
            }
            _ => {
                self.verify()?;
                out.open('{');
                out.count("postings", u64::try_from(self.postings().len()).unwrap_or(u64::MAX));
                out.member("last", self.last_hash());
            }
        }
        out.close('}');
        Ok(())
    }

    fn answer_statement(&self, step: &Step<'_>, out: &mut Writer) -> Result<(), Error> {
        let (partner, period) = (step.text("partner")?, (step.day("from")?, step.day("until")?));
        let statement = match step.node.member("reasons") {
            Some(Node::Boolean(true)) => self.statement_with_reasons(step.programmes, step.facts()?, partner, period)?,
            _ => self.statement(step.programmes, step.facts, partner, period)?,
        };
        let locale = step.node.member("locale").and_then(Node::text).and_then(Locale::from_tag).unwrap_or(Locale::ZhCn);
        let programme = step.programmes.latest();
        match step.node.member("format").and_then(Node::text) {
            Some("text") => {
                let text = statement.explain(programme, locale).map_err(|Overflow| overflow())?.to_text();
                out.open('{');
                out.member("text", &text);
                out.close('}');
            }
            Some("html") => {
                let page = statement.to_html(programme, locale).map_err(|Overflow| overflow())?;
                out.open('{');
                out.member("html", &page);
                out.close('}');
            }
            _ => out.text = statement.to_json()?,
        }
        Ok(())
    }
}

/// The members of one operation.
#[derive(Clone, Copy)]
struct Step<'a> {
    node: &'a Node,
    programmes: &'a Programmes,
    facts: Option<&'a Facts>,
}

impl<'a> Step<'a> {
    fn text(&self, name: &str) -> Result<&'a str, Error> {
        self.node.member(name).and_then(Node::text).ok_or_else(unread)
    }

    fn maybe_day(&self, name: &str) -> Option<Date> {
        self.node.member(name).and_then(date)
    }

    fn day(&self, name: &str) -> Result<Date, Error> {
        self.maybe_day(name).ok_or_else(unread)
    }

    fn count(&self, name: &str) -> Result<u64, Error> {
        let count = self.node.member(name).and_then(integer).and_then(|count| u64::try_from(count).ok());
        count.ok_or_else(unread)
    }

    fn maybe_amount(&self, name: &str) -> Option<Amount> {
        match self.node.member(name)? {
            Node::Integer(whole) => Some(Amount::from_minor(i128::from(*whole), 0)),
            node => amount_of(node.text()?),
        }
    }

    fn amount(&self, name: &str) -> Result<Amount, Error> {
        self.maybe_amount(name).ok_or_else(unread)
    }

    fn unit(&self) -> Result<RewardUnit, Error> {
        let units = [RewardUnit::Points, RewardUnit::Pieces, RewardUnit::Places];
        let unit = self.text("unit")?;
        units.into_iter().find(|known| known.as_str() == Some(unit)).ok_or_else(unread)
    }

    fn entry(&self) -> Result<Entry<'a>, Error> {
        Ok(Entry { on: self.day("on")?, note: self.node.member("note").and_then(Node::text) })
    }

    fn facts(&self) -> Result<&'a Facts, Error> {
        self.facts.ok_or_else(|| {
            let message = "this operation reads facts, and none were handed over".to_owned();
            Error::Settlement(SettlementError::new(SettlementCode::FactsRequired, JsonPointer::root(), message))
        })
    }
}

fn read(text: &str) -> Result<Node, Error> {
    let mut root = node::parse(text, MAX_BYTES).map_err(|finding| Error::Step(Report::new(vec![*finding])))?;
    let mut findings = Vec::new();
    node::take_duplicates(&mut root, &JsonPointer::root(), &mut findings);
    conform(&STEP, Document::new(&root).place(), &mut findings);
    if findings.is_empty() { Ok(root) } else { Err(Error::Step(Report::new(findings))) }
}

/// What follows the shapes can be read; this stands where the compiler cannot know it.
#[cold]
fn unread() -> Error {
    let finding = Diagnostic::error(DiagnosticCode::Syntax, JsonPointer::root(), "the operation has its form but could not be read");
    Error::Step(Report::new(vec![finding]))
}

#[cold]
fn overflow() -> Error {
    let message = "a sum became too large".to_owned();
    Error::Settlement(SettlementError::new(SettlementCode::Overflow, JsonPointer::from("/postings"), message))
}

fn write_answer(postings: &[Posting], why_not: Option<(&str, NotUsed)>, out: &mut Writer) {
    out.open('{');
    write_postings(postings, out);
    if let Some((name, why_not)) = why_not {
        out.member(name, why_not.as_str());
    }
    out.close('}');
}
