//! Why a ledger does not take an operation.

use std::fmt;

use crate::diagnostic::JsonPointer;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $slug:literal,)+) => {
        /// Why an operation on a ledger is refused; the text form never changes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum SettlementCode { $($(#[doc = $doc])+ $variant,)+ }

        impl SettlementCode {
            /// Every code.
            pub const ALL: &'static [SettlementCode] = &[$(SettlementCode::$variant,)+];

            /// The text form.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(SettlementCode::$variant => $slug,)+ }
            }
        }
    };
}

codes! {
    /// The revisions, or the ledger and they, are not of one programme.
    OtherProgramme = "other_programme",
    /// The revisions, or the ledger and they, have not one currency and scale.
    OtherCurrency = "other_currency",
    /// Two different documents bear the same revision.
    RevisionTwice = "revision_twice",
    /// There is no revision.
    NoProgramme = "no_programme",
    /// A limit on the whole payout belongs to no period.
    PayoutNotSettled = "payout_not_settled",
    /// The programme does not say how postings go on.
    NoSettlement = "no_settlement",
    /// The facts were not read with a column that a revision needs.
    FactsLackColumn = "facts_lack_column",
    /// A partner with postings is not in the facts.
    PartnerMissing = "partner_missing",
    /// Neither the ledger nor the facts know the partner.
    UnknownPartner = "unknown_partner",
    /// A settlement looks further than the day on which it is done.
    NotYet = "not_yet",
    /// A posting would be made before the last one.
    PostedBefore = "posted_before",
    /// A lock only moves forward.
    LockMovedBack = "lock_moved_back",
    /// A posting does not follow from those before it.
    BrokenChain = "broken_chain",
    /// A settlement was made for another state of the ledger.
    NotTheNext = "not_the_next",
    /// There is no posting of that number.
    UnknownPosting = "unknown_posting",
    /// A posting of that kind is not undone by hand.
    NotReversible = "not_reversible",
    /// The posting was undone before.
    AlreadyReversed = "already_reversed",
    /// The rebate document has been used.
    DocumentInUse = "document_in_use",
    /// The facts have no such order of the partner.
    UnknownOrder = "unknown_order",
    /// The order was redeemed before.
    AlreadyRedeemed = "already_redeemed",
    /// More would be taken of the deposit than is held.
    ExceedsDeposit = "exceeds_deposit",
    /// A forfeit does not say what for.
    NoteRequired = "note_required",
    /// The ledger has no such line.
    UnknownLine = "unknown_line",
    /// The revision that a posting was computed under is not at hand.
    UnknownRevision = "unknown_revision",
    /// The operation reads facts, and none were handed over.
    FactsRequired = "facts_required",
    /// A number is outside the range allowed there.
    OutOfRange = "out_of_range",
    /// A sum leaves 128 bits, or a date the calendar.
    Overflow = "overflow",
}

/// Why a ledger does not take an operation; the ledger is as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettlementError {
    /// What kind.
    pub code: SettlementCode,
    /// Where: in the programme, in the ledger, or in the facts, as the code says.
    pub path: JsonPointer,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl std::error::Error for SettlementError {}

impl fmt::Display for SettlementError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
