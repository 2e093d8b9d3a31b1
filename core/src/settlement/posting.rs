//! Postings: what a ledger is made of. Once made, one is never changed.

use super::write::Writer;
use crate::amount::Amount;
use crate::decision::ClaimKind;
use crate::period::{Date, date_text};

/// What a posting does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PostingKind {
    /// The first amount owed on a line.
    Accrue,
    /// What is owed on a line has changed.
    Adjust,
    /// The partner agreed: a rebate document comes to be.
    Confirm,
    /// Money is paid, or taken back.
    Pay,
    /// A document is used against an order.
    Redeem,
    /// What was left of a document is lost.
    Expire,
    /// The partner has deducted an amount itself: a negative document comes to be.
    Deduct,
    /// The partner pays into its deposit.
    Deposit,
    /// A violation takes something from the deposit.
    Forfeit,
    /// Something of the deposit is given back.
    Refund,
    /// Another posting is undone.
    Reverse,
}

impl PostingKind {
    /// Every kind with its name on the wire.
    pub const ALL: [(&'static str, PostingKind); 11] = [
        ("accrue", PostingKind::Accrue),
        ("adjust", PostingKind::Adjust),
        ("confirm", PostingKind::Confirm),
        ("pay", PostingKind::Pay),
        ("redeem", PostingKind::Redeem),
        ("expire", PostingKind::Expire),
        ("deduct", PostingKind::Deduct),
        ("deposit", PostingKind::Deposit),
        ("forfeit", PostingKind::Forfeit),
        ("refund", PostingKind::Refund),
        ("reverse", PostingKind::Reverse),
    ];

    /// As written in the ledger.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        PostingKind::ALL.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }

    /// Whether it says what is owed.
    #[must_use]
    pub const fn is_accrual(self) -> bool {
        matches!(self, PostingKind::Accrue | PostingKind::Adjust)
    }

    /// Whether a document comes to be by it.
    #[must_use]
    pub const fn makes_document(self) -> bool {
        matches!(self, PostingKind::Confirm | PostingKind::Deduct)
    }

    /// Whether it is of the deposit.
    #[must_use]
    pub const fn is_of_deposit(self) -> bool {
        matches!(self, PostingKind::Deposit | PostingKind::Forfeit | PostingKind::Refund)
    }

    /// Whether it uses a document.
    #[must_use]
    pub const fn is_use(self) -> bool {
        matches!(self, PostingKind::Pay | PostingKind::Redeem | PostingKind::Expire)
    }
}

/// Why the amount owed on a line changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CauseKind {
    /// It was earned; the cause of every `accrue`.
    Earned,
    /// Records were changed without a known-on date of their own, or the revision is not at hand.
    Correction,
    /// Another revision of the programme is in force.
    PolicyRevision,
    /// Records became known since.
    LateRecord,
    /// Negative sales lines became known since.
    Return,
    /// The day on which the period is decided is a later one.
    Progress,
    /// Another rate on what was known before.
    ReRate,
}

impl CauseKind {
    /// Every cause with its name on the wire, in the order in which they are listed.
    pub const ALL: [(&'static str, CauseKind); 7] = [
        ("earned", CauseKind::Earned),
        ("correction", CauseKind::Correction),
        ("policy_revision", CauseKind::PolicyRevision),
        ("late_record", CauseKind::LateRecord),
        ("return", CauseKind::Return),
        ("progress", CauseKind::Progress),
        ("re_rate", CauseKind::ReRate),
    ];

    /// As written in the ledger.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        CauseKind::ALL.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }
}

/// A cause with what it contributed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cause {
    /// Which.
    pub cause: CauseKind,
    /// How much.
    pub amount: Amount,
}

/// The period of a line; that of a whole programme has no end, so that a prolonged programme goes on with its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LinePeriod {
    /// First day.
    pub from: Date,
    /// First day after.
    pub until: Option<Date>,
}

/// Units of amounts that are not money.
pub(crate) const UNITS: [&str; 4] = ["honours", "pieces", "places", "points"];
/// The unit of the deposit, which is money that lies apart.
pub(crate) const DEPOSIT: &str = "deposit";

/// What amounts are owed on: one partner and one award, or one claim.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// Whose.
    pub partner: String,
    /// By what.
    pub of: LineOf,
    /// `None` for money.
    pub unit: Option<&'static str>,
}

/// What a line is owed by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineOf {
    /// An incentive, for a period.
    Award {
        /// The incentive.
        incentive: String,
        /// For which period.
        period: LinePeriod,
    },
    /// A claim on a fund.
    Fund {
        /// The fund.
        fund: String,
        /// The claim.
        claim: String,
    },
    /// A claim of channel inventory.
    Inventory {
        /// For what.
        kind: ClaimKind,
        /// The claim line; what is charged back for a change of price bears the id of that.
        claim: String,
    },
    /// Nothing: it is of the partner alone, as a deduction or the deposit.
    Partner,
}

impl Line {
    /// The incentive, where the line is of an award.
    #[must_use]
    pub fn incentive(&self) -> Option<&str> {
        match &self.of {
            LineOf::Award { incentive, .. } => Some(incentive),
            LineOf::Fund { .. } | LineOf::Inventory { .. } | LineOf::Partner => None,
        }
    }

    /// The period, where the line is of an award.
    #[must_use]
    pub const fn period(&self) -> Option<LinePeriod> {
        match &self.of {
            LineOf::Award { period, .. } => Some(*period),
            LineOf::Fund { .. } | LineOf::Inventory { .. } | LineOf::Partner => None,
        }
    }

    /// The account of a partner alone, in a unit.
    pub(crate) fn of_partner(partner: &str, unit: Option<&'static str>) -> Line {
        Line { partner: partner.to_owned(), of: LineOf::Partner, unit }
    }
}

/// When a rebate document may be used: `[from, until)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    /// First day.
    pub from: Date,
    /// First day after; `None`: without end.
    pub until: Option<Date>,
}

/// What a redemption takes off one line of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderLine {
    /// The record's id, or its place in the order, from 1.
    pub line: String,
    /// How much, positive.
    pub amount: Amount,
}

/// Under which programme and with what knowledge an amount was computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// The revision.
    pub revision: u64,
    /// Its fingerprint.
    pub fingerprint: String,
    /// The day on which the period was decided.
    pub as_of: Date,
    /// Records that became known later did not count.
    pub known_on: Date,
}

/// One posting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// 1, 2, 3, … without a gap.
    pub number: u64,
    /// What it does.
    pub kind: PostingKind,
    /// The day on which it was made.
    pub posted_on: Date,
    /// The day in whose accounting it falls.
    pub booked_on: Date,
    /// The line it belongs to.
    pub line: Line,
    /// What the partner has more, or less, by it.
    pub amount: Amount,
    /// The rebate document that it makes or uses.
    pub document: Option<String>,
    /// When that document may be used.
    pub valid: Option<Validity>,
    /// The order that a redemption is for.
    pub order: Option<String>,
    /// What is taken off the lines of that order.
    pub lines: Vec<OrderLine>,
    /// The invoice that a deduction was taken off.
    pub invoice: Option<String>,
    /// The number of the posting that this one undoes.
    pub reverses: Option<u64>,
    /// Why; their amounts sum to the posting's.
    pub causes: Vec<Cause>,
    /// What an accrual was computed from.
    pub basis: Option<Basis>,
    /// Free text of the host.
    pub note: Option<String>,
    /// The hash of the posting before.
    pub previous: String,
    /// The hash of this one.
    pub hash: String,
}

impl Posting {
    /// A posting of a line that has yet to be numbered, dated and chained.
    pub(crate) fn draft(kind: PostingKind, line: &Line, amount: Amount, day: Date) -> Posting {
        Posting {
            number: 0,
            kind,
            posted_on: day,
            booked_on: day,
            line: line.clone(),
            amount,
            document: None,
            valid: None,
            order: None,
            lines: Vec::new(),
            invoice: None,
            reverses: None,
            causes: Vec::new(),
            basis: None,
            note: None,
            previous: String::new(),
            hash: String::new(),
        }
    }

    /// As in the ledger.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = Writer::default();
        self.write(&mut out, true);
        out.text
    }

    /// Members in the order of the guide; without `hash` it is what the hash is taken of.
    pub(crate) fn write(&self, out: &mut Writer, with_hash: bool) {
        out.open('{');
        out.count("number", self.number);
        out.member("kind", self.kind.as_str());
        out.date("posted_on", self.posted_on);
        out.date("booked_on", self.booked_on);
        self.line.write_members(out);
        out.amount("amount", self.amount);
        out.optional("document", self.document.as_deref());
        if let Some(valid) = self.valid {
            out.span("valid", valid.from, valid.until);
        }
        out.optional("order", self.order.as_deref());
        if !self.lines.is_empty() {
            out.open_list("lines");
            for line in &self.lines {
                out.open('{');
                out.member("line", &line.line);
                out.amount("amount", line.amount);
                out.close('}');
            }
            out.close(']');
        }
        out.optional("invoice", self.invoice.as_deref());
        if let Some(number) = self.reverses {
            out.count("reverses", number);
        }
        if !self.causes.is_empty() {
            out.open_list("causes");
            for cause in &self.causes {
                out.open('{');
                out.member("cause", cause.cause.as_str());
                out.amount("amount", cause.amount);
                out.close('}');
            }
            out.close(']');
        }
        if let Some(basis) = &self.basis {
            basis.write(out);
        }
        out.optional("note", self.note.as_deref());
        out.member("previous", &self.previous);
        if with_hash {
            out.member("hash", &self.hash);
        }
        out.close('}');
    }
}

impl Line {
    pub(crate) fn write_members(&self, out: &mut Writer) {
        out.member("partner", &self.partner);
        match &self.of {
            LineOf::Award { incentive, period } => {
                out.member("incentive", incentive);
                out.span("period", period.from, period.until);
            }
            LineOf::Fund { fund, claim } => {
                out.member("fund", fund);
                out.member("claim", claim);
            }
            LineOf::Inventory { kind, claim } => {
                out.member("inventory", kind.as_str());
                out.member("claim", claim);
            }
            LineOf::Partner => {}
        }
        out.optional("unit", self.unit);
    }
}

impl std::fmt::Display for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.of {
            LineOf::Award { incentive, period } => write!(f, "{}, {incentive}, from {}", self.partner, date_text(period.from)),
            LineOf::Fund { fund, claim } => write!(f, "{}, {fund}, claim {claim}", self.partner),
            LineOf::Inventory { kind, claim } => write!(f, "{}, {}, claim {claim}", self.partner, kind.as_str()),
            LineOf::Partner => f.write_str(&self.partner),
        }
    }
}

impl Basis {
    pub(crate) fn write(&self, out: &mut Writer) {
        out.name("basis");
        out.open('{');
        out.count("revision", self.revision);
        out.member("fingerprint", &self.fingerprint);
        out.date("as_of", self.as_of);
        out.date("known_on", self.known_on);
        out.close('}');
    }
}
