//! Findings about documents and facts: a stable code, a place, a sentence, and help where there is any.

use std::borrow::Cow;
use std::fmt;

use serde::{Serialize, Serializer};

/// A JSON Pointer (RFC 6901) into the document or the facts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct JsonPointer(String);

impl JsonPointer {
    /// The whole document.
    #[must_use]
    pub fn root() -> JsonPointer {
        JsonPointer::default()
    }

    /// This place's member or element `token`.
    #[must_use]
    pub fn child(&self, token: impl fmt::Display) -> JsonPointer {
        self.with_token(&token.to_string())
    }

    #[inline(never)]
    fn with_token(&self, token: &str) -> JsonPointer {
        let mut text = String::with_capacity(self.0.len() + token.len() + 1);
        text.push_str(&self.0);
        text.push('/');
        if token.bytes().any(|byte| byte == b'~' || byte == b'/') {
            text.push_str(&token.replace('~', "~0").replace('/', "~1"));
        } else {
            text.push_str(token);
        }
        JsonPointer(text)
    }

    /// The pointer's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for JsonPointer {
    fn from(text: &str) -> JsonPointer {
        JsonPointer(text.into())
    }
}

impl From<JsonPointer> for Cow<'_, JsonPointer> {
    fn from(path: JsonPointer) -> Self {
        Cow::Owned(path)
    }
}

impl<'r> From<&'r JsonPointer> for Cow<'r, JsonPointer> {
    fn from(path: &'r JsonPointer) -> Self {
        Cow::Borrowed(path)
    }
}

impl fmt::Display for JsonPointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "/" } else { &self.0 })
    }
}

impl Serialize for JsonPointer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The document or the facts are refused.
    Error,
    /// Accepted, but probably not meant.
    Warning,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $slug:literal,)+) => {
        /// What kind of finding this is; the text form never changes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum DiagnosticCode { $($(#[doc = $doc])+ $variant,)+ }

        impl DiagnosticCode {
            /// Every code.
            pub const ALL: &'static [DiagnosticCode] = &[$(DiagnosticCode::$variant,)+];

            /// The text form.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(DiagnosticCode::$variant => $slug,)+ }
            }

            /// What it says, in one line.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(DiagnosticCode::$variant => concat!($($doc),+),)+ }
            }
        }
    };
}

codes! {
    /// The text is not JSON; line and column are in the message.
    Syntax = "syntax",
    /// The text is longer than is read.
    TooLarge = "too_large",
    /// Arrays and objects are nested deeper than is read.
    TooDeep = "too_deep",
    /// An object names a member twice.
    DuplicateMember = "duplicate_member",
    /// A number has a fraction or an exponent, so it has passed through binary floating point; write it as text.
    AmountNotExact = "amount_not_exact",
    /// An object has a member that is not known there.
    UnknownMember = "unknown_member",
    /// An object lacks a member that it needs.
    MissingMember = "missing_member",
    /// A value is of another JSON type than expected.
    WrongType = "wrong_type",
    /// A text is none of the words allowed there.
    UnknownChoice = "unknown_choice",
    /// An object must have exactly one of several members.
    NotOneOf = "not_one_of",
    /// A text is not a plain decimal number.
    BadAmount = "bad_amount",
    /// A number has more integer digits than are read.
    TooLargeAmount = "too_large_amount",
    /// A number has more fraction digits than are read there.
    TooPrecise = "too_precise",
    /// A text is not a date that exists.
    BadDate = "bad_date",
    /// A text is not a date and time with an offset.
    BadInstant = "bad_instant",
    /// A text is not of the form of an id or a name.
    BadId = "bad_id",
    /// A currency code is not in ISO 4217.
    UnknownCurrency = "unknown_currency",
    /// A list has too few elements.
    EmptyList = "empty_list",
    /// A number is outside the range allowed there.
    OutOfRange = "out_of_range",
    /// The document is of a schema that is not read here.
    UnsupportedSchema = "unsupported_schema",
    /// A member is left out of this build of qudao.
    NotInThisBuild = "not_in_this_build",
    /// A name refers to something that is not there.
    UnknownReference = "unknown_reference",
    /// An id is used twice.
    DuplicateId = "duplicate_id",
    /// Metrics are defined by each other.
    MetricCycle = "metric_cycle",
    /// An operator, metric or column does not fit the kind of value it is used on.
    WrongOperand = "wrong_operand",
    /// The value may be unknown, so the rule must say what then follows.
    UnknownPolicyRequired = "unknown_policy_required",
    /// A switch that decides what counts is not written.
    SwitchRequired = "switch_required",
    /// A switch is written where it has no meaning.
    SwitchNotApplicable = "switch_not_applicable",
    /// Levels or bands do not ascend.
    LevelsNotAscending = "levels_not_ascending",
    /// A level does not end where the next one starts.
    LevelsDoNotMeet = "levels_do_not_meet",
    /// Graduated bands are measured on another metric than the one that is paid on.
    BaseDiffersFromMeasure = "base_differs_from_measure",
    /// Bands that start above 0 do not say what the first level pays on.
    BaseRequired = "base_required",
    /// Numbers by tier lack one of the tiers.
    MissingTier = "missing_tier",
    /// A level differential is paid on a metric that is not the partner's own.
    OwnScopeRequired = "own_scope_required",
    /// A part that is worked out one by one reads a metric that is no sum or number of those records.
    NotByOne = "not_by_one",
    /// Incentives take each other's amounts off what they are paid on.
    IncentiveCycle = "incentive_cycle",
    /// Incentives that share a limit pay in different units.
    MixedUnits = "mixed_units",
    /// The order of a group lacks one of its incentives.
    IncompleteOrder = "incomplete_order",
    /// A cap is below its floor.
    CapBelowFloor = "cap_below_floor",
    /// A period ends before it begins.
    PeriodEmpty = "period_empty",
    /// The rounding scale exceeds the currency's minor unit.
    ScaleExceedsCurrency = "scale_exceeds_currency",
    /// A score can fall below the first band.
    ScoreBelowFirstBand = "score_below_first_band",
    /// A column of this name exists already.
    ColumnExists = "column_exists",
    /// A metric is read by no rule.
    MetricUnused = "metric_unused",
    /// A group has fewer than two incentives.
    GroupOfOne = "group_of_one",
    /// No value can reach a level, because a cap or another level hides it.
    UnreachableLevel = "unreachable_level",
    /// A schedule pays less for a little more.
    PayoutFalls = "payout_falls",
    /// A reward may reach three or more levels down, which is a legal risk.
    PaidLevels = "paid_levels",
    /// A reward is agreed in no document, which is a legal risk.
    UndocumentedReward = "undocumented_reward",
    /// A discretionary amount names nobody who approves it.
    NoApprover = "no_approver",
    /// No incentive is in a group.
    UnusedGroup = "unused_group",
    /// No incentive is paid from a budget.
    UnusedBudget = "unused_budget",
    /// No incentive gives out a pool.
    UnusedPool = "unused_pool",
    /// No incentive gives the prizes of a contest.
    UnusedContest = "unused_contest",
    /// Two or more parts give out the same pool or contest, each in full.
    PaidInFullTwice = "paid_in_full_twice",
    /// The facts have a table that the programme does not know.
    UnknownTable = "unknown_table",
    /// A record has a column that its table does not know.
    UnknownColumn = "unknown_column",
    /// A record lacks a value that it needs.
    MissingValue = "missing_value",
    /// An amount is in another currency than the programme's.
    CurrencyMismatch = "currency_mismatch",
    /// There is no rate for the currency of a record.
    MissingRate = "missing_rate",
    /// The shares of a sale that is split do not sum to 1.
    SharesDoNotSum = "shares_do_not_sum",
    /// The hierarchy of partners or categories has a cycle.
    HierarchyCycle = "hierarchy_cycle",
    /// A partner has two parents at once.
    OverlappingParents = "overlapping_parents",
    /// A product has two list prices at once.
    OverlappingPrices = "overlapping_prices",
    /// A table that the programme reads was not handed over.
    MissingTable = "missing_table",
    /// A value is handed over for a metric that the programme does not have.
    UnknownMetric = "unknown_metric",
    /// A value of the source is not in the mapping's list of values.
    UnmappedValue = "unmapped_value",
    /// A column that the mapping names is not in the source.
    MissingColumn = "missing_column",
    /// A posting does not follow from those before it: its number, its causes or its hash is another.
    BrokenChain = "broken_chain",
    /// A record lacks the id by which it has its place in an order.
    IdRequired = "id_required",
    /// A metric is handed over whose records are needed one by one.
    NeedsRecords = "needs_records",
    /// There are more findings than are listed.
    MoreFindings = "more_findings",
}

impl fmt::Display for DiagnosticCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for DiagnosticCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// What kind.
    pub code: DiagnosticCode,
    /// How much it weighs.
    pub severity: Severity,
    /// Where.
    pub path: JsonPointer,
    /// What is wrong: lower case, no full stop, user text in backticks.
    pub message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error.
    #[must_use]
    pub fn error(code: DiagnosticCode, path: JsonPointer, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, path, message.into())
    }

    /// Apart from the many places that find something, each of which would hold a copy.
    #[cold]
    #[inline(never)]
    fn new(code: DiagnosticCode, path: JsonPointer, message: String) -> Diagnostic {
        Diagnostic { code, severity: Severity::Error, path, message, help: None }
    }

    /// A warning.
    #[must_use]
    pub fn warning(code: DiagnosticCode, path: JsonPointer, message: impl Into<String>) -> Diagnostic {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(code, path, message) }
    }

    /// With help.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Diagnostic {
        self.set_help(help.into());
        self
    }
}

impl Diagnostic {
    #[cold]
    #[inline(never)]
    fn set_help(&mut self, help: String) {
        self.help = Some(help);
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, "{severity}[{}] {}: {}", self.code, self.path, self.message)?;
        if let Some(help) = &self.help {
            write!(f, " (help: {help})")?;
        }
        Ok(())
    }
}

/// All findings about one document, in the order of their places in it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Report {
    findings: Vec<Diagnostic>,
}

impl Report {
    /// How many findings a report lists; a last one counts the rest.
    pub const LIMIT: usize = 1_000;

    /// Findings as they were collected; the caller has put them in document order.
    #[must_use]
    pub fn new(findings: Vec<Diagnostic>) -> Report {
        Report::with_more(findings, 0)
    }

    /// The same, and so many more that were not kept.
    pub(crate) fn with_more(mut findings: Vec<Diagnostic>, more: usize) -> Report {
        let more = more + findings.len().saturating_sub(Report::LIMIT);
        findings.truncate(Report::LIMIT);
        if more > 0 {
            findings.push(Diagnostic::error(DiagnosticCode::MoreFindings, JsonPointer::root(), format!("{more} more findings")));
        }
        Report { findings }
    }

    /// The findings.
    #[must_use]
    pub fn findings(&self) -> &[Diagnostic] {
        &self.findings
    }

    /// Whether one of them is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }
}

impl std::error::Error for Report {}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, finding) in self.findings.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            fmt::Display::fmt(finding, f)?;
        }
        Ok(())
    }
}

/// The known word nearest to `word`, for "did you mean": few letters away, or begun and not finished.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = 1 + word.chars().count() / 4;
    known
        .into_iter()
        .map(|candidate| (strsim::osa_distance(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= limit || (word.len() >= 3 && candidate.starts_with(word)))
        .min()
        .map(|(_, candidate)| candidate)
}
