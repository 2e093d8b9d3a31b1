//! Reading a ledger: against its shapes first, then posting by posting, and last the chain. All findings are collected.

use super::balance::number_in;
use super::ledger::{Due, Ledger, SCHEMA, broken, is_money};
use super::posting::{Basis, Cause, CauseKind, DEPOSIT, Line, LineOf, LinePeriod, OrderLine, Posting, PostingKind, UNITS, Validity};
use crate::amount::{Amount, parse_decimal};
use crate::decision::ClaimKind;
use crate::diagnostic::{Diagnostic, DiagnosticCode, JsonPointer, Report};
use crate::document::conform::conform;
use crate::document::place::{Document, Place, date, integer, quoted};
use crate::document::{Fields, Form, Member, Object, Shape, Variant};
use crate::node::{self, Node};
use crate::period::Date;

/// Longest ledger that is read, in bytes.
const MAX_BYTES: usize = 1 << 30;
/// Fraction digits that an amount may have, whatever its unit.
const MAX_SCALE: usize = 12;
/// The largest whole number that every host carries exactly.
const SAFE: i64 = (1 << 53) - 1;

const fn need(name: &'static str, shape: &'static Shape, doc: &'static str) -> Member {
    Member::required(name, shape, doc)
}

const fn may(name: &'static str, shape: &'static Shape, doc: &'static str) -> Member {
    Member::optional(name, shape, doc)
}

const fn object(what: &'static str, members: &'static [&'static [Member]]) -> Object {
    Object { what, fields: Fields { members, choice: &[] } }
}

const fn only(members: &'static [&'static [Member]]) -> Fields {
    Fields { members, choice: &[] }
}

/// An object that names a line among its members.
pub(crate) const fn of_line(what: &'static str, members: &'static [&'static [Member]]) -> Object {
    Object { what, fields: Fields { members, choice: LINE_OF } }
}

pub(crate) static DATE: Shape = Shape::Date { or: None };
pub(crate) static TEXT: Shape = Shape::Text;
static NUMBER: Shape = Shape::Integer { min: 1, max: SAFE };
pub(crate) static AMOUNT: Shape = Shape::Number { or: None, negative: true };
static SPAN: Shape =
    Shape::Object(&object("a period", &[&[need("from", &DATE, "the first day"), may("until", &DATE, "the first day after")]]));
pub(crate) static LINE: &[Member] = &[need("partner", &TEXT, "whose line"), may("unit", &Shape::Words(&UNITS), "left out for money")];
/// What a line is of.
pub(crate) static LINE_OF: &[Variant] = &[
    Variant { key: need("incentive", &TEXT, "by which incentive"), then: only(&[PERIOD]) },
    Variant { key: need("fund", &TEXT, "by a claim on which fund"), then: only(&[CLAIM]) },
    Variant { key: need("inventory", &KIND, "by a claim of inventory of which kind"), then: only(&[CLAIM]) },
];
static PERIOD: &[Member] = &[need("period", &SPAN, "for which period")];
static CLAIM: &[Member] = &[need("claim", &TEXT, "the id of the claim")];
static KIND: Shape = Shape::Words(&["ship_and_debit", "price_protection", "stock_rotation"]);
static LEDGER: Shape = Shape::Object(&object(
    "a ledger",
    &[&[
        need("schema", &Shape::Schema(SCHEMA), "which schema the ledger follows"),
        need("programme", &Shape::Defines(Form::Id), "id of the programme"),
        need("currency", &Shape::Currency, "ISO 4217 code of its money"),
        need("scale", &Shape::Integer { min: 0, max: 6 }, "fraction digits of its money"),
        may("locked_until", &DATE, "the accounting of all days before it is closed"),
        may("due", &Shape::List { of: &DUE, min: 0 }, "what is payable of lines of which not everything is"),
        need("postings", &Shape::List { of: &POSTING, min: 0 }, "all postings, in the order of their numbers"),
    ]],
));
static DUE: Shape = Shape::Object(&of_line("a line that is due in part", &[LINE, &[need("payable", &AMOUNT, "how much of it in all")]]));
static POSTING: Shape = Shape::Object(&object(
    "a posting",
    &[
        &[
            need("number", &NUMBER, "1, 2, 3, … without a gap"),
            need("kind", &Shape::Words(&KINDS), "what it does"),
            need("posted_on", &DATE, "the day on which it was made"),
            need("booked_on", &DATE, "the day in whose accounting it falls"),
        ],
        &[
            need("partner", &TEXT, "whose"),
            may("incentive", &TEXT, "by which incentive"),
            may("period", &SPAN, "for which period"),
            may("fund", &TEXT, "by a claim on which fund"),
            may("inventory", &KIND, "by a claim of inventory of which kind"),
            may("claim", &TEXT, "the id of the claim"),
            may("unit", &Shape::Words(&["honours", "pieces", "places", "points", DEPOSIT]), "left out for money"),
            need("amount", &AMOUNT, "what the partner has more, or less"),
            may("document", &TEXT, "the rebate document that it makes or uses"),
            may("valid", &SPAN, "when that document may be used"),
            may("order", &TEXT, "the order that a redemption is for"),
            may("lines", &Shape::List { of: &ORDER_LINE, min: 1 }, "what is taken off the lines of the order"),
            may("invoice", &TEXT, "the invoice that a deduction was taken off"),
            may("reverses", &NUMBER, "the number of the posting that it undoes"),
            may("causes", &Shape::List { of: &CAUSE, min: 1 }, "why"),
            may("basis", &BASIS, "what the amount was computed from"),
            may("note", &TEXT, "free text"),
            need("previous", &TEXT, "the hash of the posting before"),
            need("hash", &TEXT, "the hash of this one"),
        ],
    ],
));
static ORDER_LINE: Shape = Shape::Object(&object(
    "a line of an order",
    &[&[need("line", &TEXT, "the record's id, or its place"), need("amount", &AMOUNT, "what is taken off")]],
));
static CAUSE: Shape = Shape::Object(&object(
    "a cause",
    &[&[
        need("cause", &Shape::Words(&["earned", "correction", "policy_revision", "late_record", "return", "progress", "re_rate"]), "which"),
        need("amount", &AMOUNT, "how much"),
    ]],
));
static BASIS: Shape = Shape::Object(&object(
    "a basis",
    &[&[
        need("revision", &NUMBER, "the revision of the programme"),
        need("fingerprint", &TEXT, "its fingerprint"),
        need("as_of", &DATE, "the day on which the period was decided"),
        need("known_on", &DATE, "records that became known later did not count"),
    ]],
));

static KINDS: [&str; 11] = ["accrue", "adjust", "confirm", "pay", "redeem", "expire", "deduct", "deposit", "forfeit", "refund", "reverse"];

/// Members that a kind must have, and those it may have besides; what is of the deposit has its unit, and no document.
const fn members_of(kind: PostingKind, unit: Option<&str>) -> (&'static [&'static str], &'static [&'static str]) {
    match (kind, unit.is_some()) {
        (PostingKind::Accrue | PostingKind::Adjust, _) => (&["causes", "basis"], &[]),
        (PostingKind::Confirm, _) => (&["document", "valid"], &[]),
        (PostingKind::Pay | PostingKind::Expire, _) => (&["document"], &[]),
        (PostingKind::Redeem, false) => (&["document", "order"], &["lines"]),
        (PostingKind::Redeem, true) => (&["document"], &[]),
        (PostingKind::Deduct, _) => (&["document", "valid"], &["invoice"]),
        (PostingKind::Deposit | PostingKind::Forfeit | PostingKind::Refund, _) => (&["unit"], &[]),
        (PostingKind::Reverse, _) if is_of_deposit(unit) => (&["reverses"], &[]),
        (PostingKind::Reverse, _) => (&["document", "reverses"], &[]),
    }
}
const DEPENDING: [&str; 8] = ["document", "valid", "order", "lines", "invoice", "reverses", "causes", "basis"];
/// What says which line a posting is of.
const OF_LINE: [&str; 5] = ["incentive", "period", "fund", "inventory", "claim"];

const fn is_of_deposit(unit: Option<&str>) -> bool {
    unit.is_some() && is_money(unit)
}

impl Ledger {
    /// Reads the text of [`Ledger::to_json`].
    ///
    /// # Errors
    /// All findings at once; an edited posting is `broken_chain`.
    pub fn from_json(text: &str) -> Result<Ledger, Report> {
        let mut root = node::parse(text, MAX_BYTES).map_err(|finding| Report::new(vec![*finding]))?;
        let mut findings = Vec::new();
        node::take_duplicates(&mut root, &JsonPointer::root(), &mut findings);
        let document = Document::new(&root);
        let place = document.place();
        conform(&LEDGER, place, &mut findings);
        let scale = root.member("scale").and_then(integer).and_then(|scale| u32::try_from(scale).ok());
        for posting in place.elements_of("postings") {
            check_posting(posting, scale, &mut findings);
        }
        for due in place.elements_of("due") {
            check_amount(due, "payable", scale.filter(|_| due.node.member("unit").is_none()), &mut findings);
        }
        if findings.is_empty() {
            let ledger = ledger(&root, scale.unwrap_or_default());
            match ledger {
                Some(ledger) => {
                    check_references(&ledger, &mut findings);
                    if findings.is_empty() {
                        return Ok(ledger);
                    }
                }
                None => findings.push(place.error(DiagnosticCode::Syntax, "the ledger has its form but could not be read")),
            }
        }
        Err(Report::new(findings))
    }
}

/// What hangs on the kind of a posting, and the digits of its amounts.
fn check_posting(posting: Place<'_>, scale: Option<u32>, findings: &mut Vec<Diagnostic>) {
    let unit = posting.text_of("unit");
    let scale = scale.filter(|_| is_money(unit));
    check_amount(posting, "amount", scale, findings);
    for part in posting.elements_of("causes").into_iter().chain(posting.elements_of("lines")) {
        check_amount(part, "amount", scale, findings);
    }
    let Some(kind) = posting.text_of("kind").and_then(|word| named(&PostingKind::ALL, word)) else { return };
    let (needed, allowed) = members_of(kind, unit);
    check_line(posting, kind, unit, findings);
    for name in DEPENDING.into_iter().chain(["unit"].into_iter().filter(|_| kind.is_of_deposit() && unit.is_none())) {
        match posting.member(name) {
            None if needed.contains(&name) => {
                let message = format!("a posting of kind `{}` needs the member `{name}`", kind.as_str());
                findings.push(posting.error(DiagnosticCode::MissingMember, message));
            }
            Some(member) if !needed.contains(&name) && !allowed.contains(&name) => {
                let message = format!("`{name}` is no member of a posting of kind `{}`", kind.as_str());
                findings.push(member.error(DiagnosticCode::UnknownMember, message));
            }
            _ => {}
        }
    }
}

/// Which members say what line a posting is of: an award's, a claim's, or none where it is of the partner alone.
fn check_line(posting: Place<'_>, kind: PostingKind, unit: Option<&str>, findings: &mut Vec<Diagnostic>) {
    let there: Vec<&str> = OF_LINE.into_iter().filter(|name| posting.node.member(name).is_some()).collect();
    let is_line = matches!(there.as_slice(), ["incentive", "period"] | ["fund", "claim"] | ["inventory", "claim"]);
    let is_alone = matches!(kind, PostingKind::Deduct) || kind.is_of_deposit() || is_of_deposit(unit);
    let needs_line = kind.is_accrual() || kind == PostingKind::Confirm;
    if is_alone && !there.is_empty() {
        let message = format!("a posting of kind `{}` is of the partner alone", kind.as_str());
        findings.push(posting.error(DiagnosticCode::UnknownMember, message));
    } else if !is_alone && !is_line && (needs_line || !there.is_empty()) {
        let message = "a line has `incentive` and `period`, or `fund` and `claim`, or `inventory` and `claim`";
        findings.push(posting.error(DiagnosticCode::MissingMember, message));
    }
    let has_unit_of_its_own = kind == PostingKind::Deduct || kind.is_accrual() || kind.is_use() || kind == PostingKind::Confirm;
    if kind.is_of_deposit() && unit.is_some_and(|unit| unit != DEPOSIT)
        || has_unit_of_its_own && is_of_deposit(unit)
        || kind == PostingKind::Deduct && unit.is_some()
    {
        let message = format!("a posting of kind `{}` is not in this unit", kind.as_str());
        findings.extend(posting.member("unit").map(|member| member.error(DiagnosticCode::UnknownChoice, message)));
    }
}

/// An amount of money has exactly the digits of the ledger: the hash is taken of the text.
fn check_amount(place: Place<'_>, name: &str, scale: Option<u32>, findings: &mut Vec<Diagnostic>) {
    let Some(member) = place.member(name) else { return };
    let Some(text) = member.text() else {
        if matches!(member.node, Node::Integer(_)) {
            findings.push(member.error(DiagnosticCode::WrongType, "an amount of a ledger is a text").with_help("write it in quotes"));
        }
        return;
    };
    let Some(amount) = amount_of(text) else { return };
    if let Some(scale) = scale.filter(|scale| *scale != amount.scale()) {
        let message = format!("{} has not {scale} fraction digits", quoted(text));
        findings.push(member.error(DiagnosticCode::BadAmount, message).with_help("write as many as the `scale` of the ledger says"));
    }
}

/// What postings say of other postings, and the chain.
fn check_references(ledger: &Ledger, findings: &mut Vec<Diagnostic>) {
    let postings = JsonPointer::from("/postings");
    for (at, posting) in ledger.postings.iter().enumerate() {
        let path = postings.child(at);
        let before = |number: u64| ledger.posting(number).filter(|other| other.number < posting.number);
        if let Some(number) = posting.reverses {
            let undone = before(number).filter(|undone| !undone.kind.is_accrual() && undone.kind != PostingKind::Reverse);
            if undone.is_none_or(|undone| undone.document != posting.document || undone.line != posting.line) {
                let message = format!("there is no posting {number} before this one that it can undo");
                findings.push(Diagnostic::error(DiagnosticCode::UnknownReference, path.child("reverses"), message));
            }
        } else if let Some(document) = posting.document.as_ref().filter(|_| !posting.kind.makes_document()) {
            let maker = number_in(document).and_then(before).filter(|maker| maker.document.as_ref() == Some(document));
            if maker.is_none_or(|maker| !maker.kind.makes_document() || maker.line != posting.line) {
                let message = format!("no posting before this one makes the document {}", quoted(document));
                findings.push(Diagnostic::error(DiagnosticCode::UnknownReference, path.child("document"), message));
            }
        }
    }
    if let Some((at, what)) = broken(&ledger.postings) {
        let help = "a posting, once made, is never changed; restore the ledger from a copy whose last hash is known";
        findings.push(Diagnostic::error(DiagnosticCode::BrokenChain, postings.child(at), what).with_help(help));
    }
}

fn named<T: Copy>(all: &[(&str, T)], word: &str) -> Option<T> {
    all.iter().find(|(name, _)| *name == word).map(|(_, value)| *value)
}

/// The amount of a text, with the fraction digits in which it is written.
pub(crate) fn amount_of(text: &str) -> Option<Amount> {
    let (mantissa, scale) = parse_decimal(text.as_bytes(), MAX_SCALE).ok()?;
    let written = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let written = u32::try_from(written).ok().filter(|written| *written <= 12)?;
    // the digits that are 0 have not been read
    Amount::from_minor(mantissa, scale).checked_add(Amount::from_minor(0, written)).ok()
}

fn text(node: &Node, name: &str) -> Option<String> {
    node.member(name)?.text().map(str::to_owned)
}

fn amount(node: &Node, name: &str) -> Option<Amount> {
    amount_of(node.member(name)?.text()?)
}

fn day(node: &Node, name: &str) -> Option<Date> {
    date(node.member(name)?)
}

fn count(node: &Node, name: &str) -> Option<u64> {
    u64::try_from(integer(node.member(name)?)?).ok()
}

pub(crate) fn line(node: &Node) -> Option<Line> {
    let unit = node.member("unit").and_then(Node::text);
    Some(Line {
        partner: text(node, "partner")?,
        of: line_of(node)?,
        unit: unit.and_then(|unit| UNITS.into_iter().chain([DEPOSIT]).find(|known| *known == unit)),
    })
}

fn line_of(node: &Node) -> Option<LineOf> {
    if let Some(incentive) = text(node, "incentive") {
        let period = node.member("period")?;
        return Some(LineOf::Award { incentive, period: LinePeriod { from: day(period, "from")?, until: day(period, "until") } });
    }
    let Some(claim) = text(node, "claim") else { return Some(LineOf::Partner) };
    match text(node, "fund") {
        Some(fund) => Some(LineOf::Fund { fund, claim }),
        None => Some(LineOf::Inventory { kind: named(&ClaimKind::ALL, node.member("inventory")?.text()?)?, claim }),
    }
}

fn ledger(root: &Node, scale: u32) -> Option<Ledger> {
    let due = root.member("due").map(Node::list).unwrap_or_default();
    let due = due.iter().map(|node| Some(Due { line: line(node)?, payable: amount(node, "payable")? }));
    Some(Ledger {
        programme: text(root, "programme")?,
        currency: text(root, "currency")?,
        scale,
        locked_until: day(root, "locked_until"),
        due: due.collect::<Option<_>>()?,
        postings: root.member("postings")?.list().iter().map(posting).collect::<Option<_>>()?,
    })
}

fn posting(node: &Node) -> Option<Posting> {
    let list = |name: &str| node.member(name).map(Node::list).unwrap_or_default();
    let order_line = |node: &Node| Some(OrderLine { line: text(node, "line")?, amount: amount(node, "amount")? });
    let cause =
        |node: &Node| Some(Cause { cause: named(&CauseKind::ALL, node.member("cause")?.text()?)?, amount: amount(node, "amount")? });
    let basis = |node: &Node| {
        Some(Basis {
            revision: count(node, "revision")?,
            fingerprint: text(node, "fingerprint")?,
            as_of: day(node, "as_of")?,
            known_on: day(node, "known_on")?,
        })
    };
    let validity = |node: &Node| Some(Validity { from: day(node, "from")?, until: day(node, "until") });
    Some(Posting {
        number: count(node, "number")?,
        kind: named(&PostingKind::ALL, node.member("kind")?.text()?)?,
        posted_on: day(node, "posted_on")?,
        booked_on: day(node, "booked_on")?,
        line: line(node)?,
        amount: amount(node, "amount")?,
        document: text(node, "document"),
        valid: node.member("valid").and_then(validity),
        order: text(node, "order"),
        lines: list("lines").iter().map(order_line).collect::<Option<_>>()?,
        invoice: text(node, "invoice"),
        reverses: count(node, "reverses"),
        causes: list("causes").iter().map(cause).collect::<Option<_>>()?,
        basis: node.member("basis").and_then(basis),
        note: text(node, "note"),
        previous: text(node, "previous")?,
        hash: text(node, "hash")?,
    })
}
