//! Reasons: typed, ordered, with evidence and a pointer into the programme. The guide of the review explains each.

mod field;
mod owned;

use std::borrow::Cow;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

pub(crate) use field::{Field, Fields, Shown};
pub(crate) use owned::Own;

use crate::amount::{Amount, Exact, Rounding};
use crate::diagnostic::JsonPointer;
use crate::metric::MetricValue;

/// One comparison of a condition, with what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeafResult<'r> {
    /// The leaf in the programme.
    pub path: Cow<'r, JsonPointer>,
    /// Metric, `partner.<column>`, `tier`, or a column of a claim.
    pub operand: Cow<'r, str>,
    /// As written.
    pub operator: &'static str,
    /// The bound.
    pub required: Bound<'r>,
    /// What was found.
    pub actual: Actual<'r>,
    /// Whether the leaf holds.
    pub holds: bool,
    /// How much is missing, for a numeric bound missed by a known value.
    pub gap: Option<Exact>,
}

impl Serialize for LeafResult<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("path", &self.path)?;
        map.serialize_entry("operand", &self.operand)?;
        map.serialize_entry("operator", self.operator)?;
        map.serialize_entry("required", &self.required)?;
        map.serialize_entry("actual", &self.actual)?;
        map.serialize_entry("holds", &self.holds)?;
        if let Some(gap) = &self.gap {
            map.serialize_entry("gap", gap)?;
        }
        map.end()
    }
}

/// The bound of a leaf.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Bound<'r> {
    /// A number.
    Number(Exact),
    /// A text, tier or date.
    Text(Cow<'r, str>),
    /// Several texts or tiers.
    List(Cow<'r, [String]>),
    /// Yes or no.
    Boolean(bool),
}

/// The value found for a leaf.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Actual<'r> {
    /// A metric or number, or that it is unknown.
    Value(MetricValue),
    /// A text, tier or date.
    Text(Cow<'r, str>),
    /// Yes or no.
    Boolean(bool),
}

/// One slice of graduated bands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Slice {
    /// Which level, from 0.
    pub level: usize,
    /// Where it starts.
    pub from: Exact,
    /// Where it ends, if it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Exact>,
    /// How much of the measure is in it.
    pub in_slice: Exact,
    /// Its rate, for percents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<Exact>,
    /// Its amount per unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Exact>,
    /// What it adds.
    pub contribution: Exact,
}

/// The amount of another incentive that is taken off a measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AmountOff<'r> {
    /// The other incentive.
    pub incentive: Cow<'r, str>,
    /// Its amount.
    pub amount: Amount,
}

/// Sales that pay a level differential.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DifferentialSource {
    /// Whose sales.
    pub partner: String,
    /// The sales.
    pub value: Exact,
    /// The highest rate from there up to just below the partner; 0 for its own sales.
    pub rate_below: Exact,
    /// What the rate of the partner is above that.
    pub rate: Exact,
    /// Sales × that difference.
    pub contribution: Exact,
}

/// What one value of a column comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EachPaid {
    /// The value, or the id of the record; `None`: there is none.
    pub value: Option<String>,
    /// Its measure.
    pub measure: Exact,
    /// What decides its level, where that is another metric.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_value: Option<Exact>,
    /// Its level, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<usize>,
    /// Its rate, for percents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<Exact>,
    /// Its amount, per unit or once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Exact>,
    /// What it adds.
    pub contribution: Exact,
}

/// A record along a running total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RunningRecord {
    /// Its id.
    pub record: String,
    /// The day that places it.
    pub date: String,
    /// What it adds to the total.
    pub measure: Exact,
    /// The total after it.
    pub total: Exact,
    /// What it earns or takes back.
    pub contribution: Exact,
}

macro_rules! reasons {
    ($($(#[doc = $doc:literal])+ $variant:ident = $slug:literal { $($field:ident: $type:ty,)* },)+) => {
        /// Why a decision is what it is. Serialised with `code` and `path` first; what is `None` is left out, and so is `less` when
        /// nothing is taken off.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Reason<'r> {
            $($(#[doc = $doc])+ $variant {
                /// Where in the programme.
                path: Cow<'r, JsonPointer>,
                $(#[doc = concat!("`", stringify!($field), "`: see the guide of the review.")] $field: $type,)*
            },)+
        }

        impl Reason<'_> {
            /// Every code with its meaning.
            pub const ALL: &'static [(&'static str, &'static str)] = &[$(($slug, concat!($($doc),+)),)+];

            /// The stable code.
            #[must_use]
            pub const fn code(&self) -> &'static str {
                match self { $(Reason::$variant { .. } => $slug,)+ }
            }

            /// The same without the programme and the facts that it borrows from.
            #[must_use]
            pub fn into_owned(self) -> Reason<'static> {
                match self {
                    $(Reason::$variant { path, $($field,)* } => Reason::$variant { path: path.own(), $($field: $field.own(),)* },)+
                }
            }

            /// Where in the programme.
            #[must_use]
            pub fn path(&self) -> &JsonPointer {
                match self { $(Reason::$variant { path, .. } => path,)+ }
            }
        }

        impl Fields for Reason<'_> {
            // beside code and path
            fn each_field<'f>(&'f self, visit: &mut dyn FnMut(&'static str, &'f dyn Shown)) {
                match self {
                    $(Reason::$variant { path: _, $($field,)* } => { $(visit(stringify!($field), $field);)* })+
                }
            }
        }
    };
}

reasons! {
    /// The tier's requirement holds.
    TierMet = "tier_met" { tier: Cow<'r, str>, leaves: Vec<LeafResult<'r>>, },
    /// The tier's requirement does not hold.
    TierNotMet = "tier_not_met" { tier: Cow<'r, str>, leaves: Vec<LeafResult<'r>>, },
    /// No rung was reached.
    TierBase = "tier_base" { tier: Cow<'r, str>, },
    /// The incentive does not apply to this partner.
    NotApplicable = "not_applicable" { leaves: Vec<LeafResult<'r>>, },
    /// The incentive applies to this partner.
    Applicable = "applicable" { leaves: Vec<LeafResult<'r>>, },
    /// The part's condition does not hold.
    PartNotApplicable = "part_not_applicable" { leaves: Vec<LeafResult<'r>>, },
    /// A metric that the part reads is unknown.
    PartUnknown = "part_unknown" { metric: Cow<'r, str>, state: MetricValue, policy: &'static str, },
    /// The measure is below the first level.
    PartBelowFirst = "part_below_first" { by: Cow<'r, str>, value: Exact, first: Exact, },
    /// The measure is negative and nothing is paid for it.
    PartNegative = "part_negative" { metric: Cow<'r, str>, value: Exact, },
    /// The part adds an amount.
    PartPaid = "part_paid" {
        metric: Option<Cow<'r, str>>,
        value: Option<Exact>,
        less: Vec<AmountOff<'r>>,
        paid_on: Option<Exact>,
        rate: Option<Exact>,
        amount: Option<Exact>,
        by: Option<Cow<'r, str>>,
        tier: Option<Cow<'r, str>>,
        by_value: Option<Exact>,
        times: Option<Cow<'r, str>>,
        times_value: Option<Exact>,
        level: Option<usize>,
        contribution: Exact,
    },
    /// The part adds an amount slice by slice.
    PartGraduated = "part_graduated" {
        metric: Cow<'r, str>, value: Exact,
        less: Vec<AmountOff<'r>>,
        paid_on: Option<Exact>,
        times: Option<Cow<'r, str>>,
        times_value: Option<Exact>,
        level: usize, slices: Vec<Slice>, contribution: Exact,
    },
    /// The part adds what overlapping levels pay.
    PartOverlapping = "part_overlapping" {
        metric: Cow<'r, str>, value: Exact,
        less: Vec<AmountOff<'r>>,
        paid_on: Option<Exact>,
        times: Option<Cow<'r, str>>,
        times_value: Option<Exact>,
        level: usize, slices: Vec<Slice>, contribution: Exact,
    },
    /// Bands by slices pay the average of what they come to on the expected measure.
    PartExpected = "part_expected" {
        metric: Cow<'r, str>, value: Exact,
        less: Vec<AmountOff<'r>>,
        paid_on: Option<Exact>,
        by: Cow<'r, str>, by_value: Exact,
        times: Option<Cow<'r, str>>,
        times_value: Option<Exact>,
        level: usize, of_expected: Exact, contribution: Exact,
    },
    /// The part adds an amount for every full step.
    PartSteps = "part_steps" {
        metric: Cow<'r, str>, value: Exact,
        less: Vec<AmountOff<'r>>,
        paid_on: Option<Exact>,
        above: Exact, step: Exact, steps: Exact, amount: Exact, contribution: Exact,
    },
    /// The part adds interest.
    PartInterest = "part_interest" { metric: Cow<'r, str>, value: Exact, rate: Exact, year_days: u32, contribution: Exact, },
    /// The metric that the starts of the levels are multiplied by is not positive.
    PartBaseNotPositive = "part_base_not_positive" { metric: Cow<'r, str>, value: Exact, policy: &'static str, },
    /// An incentive that is taken off the measure is held.
    PartHeldBy = "part_held_by" { incentive: Cow<'r, str>, policy: &'static str, },
    /// A prize is won.
    PartPrize = "part_prize" { contest: Cow<'r, str>, place: usize, contribution: Exact, },
    /// No prize is won, or not yet.
    PartNoPrize = "part_no_prize" {
        contest: Cow<'r, str>,
        place: Option<usize>,
        why: &'static str,
    },
    /// A share of a pool.
    PartPool = "part_pool" { pool: Cow<'r, str>, metric: Cow<'r, str>, value: Exact, contribution: Exact, },
    /// The partner has no share of the pool.
    PartNoShare = "part_no_share" { pool: Cow<'r, str>, },
    /// The difference to the levels below.
    PartDifferential = "part_differential" { metric: Cow<'r, str>, rate: Exact, sources: Vec<DifferentialSource>, contribution: Exact, },
    /// The part is worked out one by one.
    PartEach = "part_each" { metric: Cow<'r, str>, column: Cow<'r, str>, each: Vec<EachPaid>, contribution: Exact, },
    /// The part goes through the records in their order.
    PartRunning = "part_running" { metric: Cow<'r, str>, value: Exact, records: Vec<RunningRecord>, contribution: Exact, },
    /// A factor multiplies the sum.
    Factor = "factor" {
        metric: Cow<'r, str>, value: Exact,
        level: Option<usize>,
        factor: Exact, contribution: Exact,
    },
    /// The metric of a factor is unknown.
    FactorUnknown = "factor_unknown" { metric: Cow<'r, str>, state: MetricValue, policy: &'static str, contribution: Exact, },
    /// The metric of a limit is unknown.
    LimitUnknown = "limit_unknown" { metric: Cow<'r, str>, state: MetricValue, policy: &'static str, },
    /// The sum was rounded.
    Rounded = "rounded" { from: Exact, to: Amount, mode: Rounding, scale: u32, contribution: Exact, },
    /// The floor raised the amount.
    RaisedToFloor = "raised_to_floor" { floor: Amount, contribution: Exact, },
    /// The cap lowered the amount.
    Capped = "capped" { cap: Amount, contribution: Exact, },
    /// Nothing makes the amount forfeit.
    NotForfeited = "not_forfeited" { leaves: Vec<LeafResult<'r>>, },
    /// The amount is lost for good.
    Forfeited = "forfeited" { leaves: Vec<LeafResult<'r>>, contribution: Exact, },
    /// The gates hold.
    GatesHeld = "gates_held" { leaves: Vec<LeafResult<'r>>, },
    /// The gates fail; the amount is withheld.
    GatesFailed = "gates_failed" { leaves: Vec<LeafResult<'r>>, contribution: Exact, },
    /// Another incentive of the group is better.
    Superseded = "superseded" { group: Cow<'r, str>, by: Cow<'r, str>, contribution: Exact, },
    /// The best of its group.
    Chosen = "chosen" { group: Cow<'r, str>, over: Vec<Cow<'r, str>>, },
    /// Several incentives of the group have an amount, and only one may.
    GroupHeld = "group_held" { group: Cow<'r, str>, others: Vec<Cow<'r, str>>, contribution: Exact, },
    /// The cap of the group lowers the amount.
    GroupCapped = "group_capped" { group: Cow<'r, str>, cap: Amount, contribution: Exact, },
    /// The floor of the group raises the amount.
    GroupRaised = "group_raised" { group: Cow<'r, str>, floor: Amount, contribution: Exact, },
    /// The budget is too small for what all partners would get of it.
    BudgetShort = "budget_short" { budget: Cow<'r, str>, demand: Amount, contribution: Exact, },
    /// The amount is too small to be paid out.
    BelowMinimum = "below_minimum" { minimum: Amount, policy: &'static str, contribution: Exact, },
    /// So many instalments are due.
    InstalmentsDue = "instalments_due" { due: usize, count: u32, payable: Amount, },
    /// A share of the amount is payable.
    Released = "released" { metric: Cow<'r, str>, value: Exact, payable: Amount, },
    /// The share that is payable is unknown.
    ReleaseUnknown = "release_unknown" { metric: Cow<'r, str>, state: MetricValue, policy: &'static str, },
    /// Nothing is payable before a day.
    Waiting = "waiting" { until: String, },
    /// An unknown metric holds the award.
    Held = "held" { contribution: Exact, },
    /// An award is part of the total.
    Award = "award" { incentive: Cow<'r, str>, contribution: Exact, },
    /// The floor on the total raised it.
    TotalRaisedToFloor = "total_raised_to_floor" { floor: Amount, contribution: Exact, },
    /// The cap on the total lowered it.
    TotalCapped = "total_capped" { cap: Amount, contribution: Exact, },
    /// A rule of a classification was looked at and does not hold.
    ClassNotMet = "class_not_met" { class: Cow<'r, str>, leaves: Vec<LeafResult<'r>>, },
    /// The first rule of a classification that holds.
    ClassMet = "class_met" { class: Cow<'r, str>, leaves: Vec<LeafResult<'r>>, },
    /// No rule of a classification holds.
    ClassOtherwise = "class_otherwise" { class: Cow<'r, str>, },
    /// A metric by which something is shared is unknown.
    ShareUnknown = "share_unknown" { metric: Cow<'r, str>, state: MetricValue, policy: &'static str, },
    /// A weight is negative and counts as nothing.
    ShareNegative = "share_negative" { metric: Cow<'r, str>, value: Exact, },
    /// The partner takes no part; what stands there is for those below it.
    SharePassedOn = "share_passed_on" { leaves: Vec<LeafResult<'r>>, },
    /// The weights sum to nothing.
    ShareNoWeight = "share_no_weight" { policy: &'static str, },
    /// Unknown metrics hold everything.
    ShareHeld = "share_held" { partners: usize, },
    /// The vendor declined the request.
    RequestDeclined = "request_declined" { on: String, },
    /// The request does not keep the rules of the fund.
    RequestNotValid = "request_not_valid" { why: &'static str, },
    /// Nobody has approved the request yet.
    RequestPending = "request_pending" { },
    /// The request was approved.
    RequestApproved = "request_approved" {
        on: String,
        approver: Option<String>,
        contribution: Exact,
    },
    /// Less is left of the budget than was approved.
    RequestCut = "request_cut" { left: Amount, contribution: Exact, },
    /// Nobody is named who approved.
    NoApprover = "no_approver" { },
    /// A claim of a fund is refused.
    FundClaimRefused = "fund_claim_refused" { why: &'static str, kinds: Option<Vec<String>>, },
    /// The vendor's share of what was spent.
    FundClaimShared = "fund_claim_shared" { spent: Exact, rate: Exact, contribution: Exact, },
    /// A limit lowers what a claim is paid.
    FundClaimCut = "fund_claim_cut" { limit: Amount, contribution: Exact, },
    /// Resales at a special price.
    SpecialPrice = "special_price" { agreement: String, price: Exact, quantity: Exact, contribution: Exact, },
    /// A price changed while something was in stock.
    PriceChanged = "price_changed" { old_price: Exact, new_price: Exact, quantity: Exact, contribution: Exact, },
    /// What may be sent back.
    RotationAllowed = "rotation_allowed" { purchases: Exact, limit: Exact, contribution: Exact, },
    /// There is no list price on that date.
    NoListPrice = "no_list_price" { },
    /// A discount lowers the price.
    Discount = "discount" {
        id: String,
        off: Option<Exact>,
        amount_off: Option<Exact>,
        price: Option<Exact>,
        contribution: Exact,
    },
    /// A discount is not for this partner, or not for this product.
    DiscountNotApplicable = "discount_not_applicable" { id: String, leaves: Vec<LeafResult<'r>>, },
    /// Another discount gives a lower price.
    DiscountSuperseded = "discount_superseded" { id: String, by: String, },
    /// The price would be below the minimum.
    RaisedToMinimum = "raised_to_minimum" { minimum: Exact, contribution: Exact, },
    /// Points before any characteristic.
    Initial = "initial" { points: Exact, },
    /// A characteristic adds points.
    Scored = "scored" {
        characteristic: Cow<'r, str>, points: Exact, difference: Exact,
        rank: Option<usize>,
        leaves: Vec<LeafResult<'r>>,
    },
    /// The claim is credited and holds the thing.
    ClaimCredited = "claim_credited" { held_from: String, held_until: String, },
    /// Somebody holds the thing on the claim's day.
    ClaimBlocked = "claim_blocked" { by: String, held_until: String, },
    /// The claim is not valid.
    ClaimNotValid = "claim_not_valid" { leaves: Vec<LeafResult<'r>>, },
    /// Claims of the same instant go to review.
    ClaimTied = "claim_tied" { with: Vec<String>, },
    /// The holder withdrew.
    ClaimWithdrawn = "claim_withdrawn" { on: String, },
    /// A column of the key has no value.
    ClaimIncompleteKey = "claim_incomplete_key" { column: String, },
}

impl Serialize for Reason<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("code", self.code())?;
        map.serialize_entry("path", self.path())?;
        let mut written = Ok(());
        self.each_field(&mut |name, shown| match shown.field() {
            Field::Nothing => {}
            field if written.is_ok() => written = map.serialize_entry(name, &field),
            _ => {}
        });
        written?;
        map.end()
    }
}

impl Reason<'_> {
    /// What this reason adds to the amount it explains.
    #[must_use]
    pub const fn contribution(&self) -> Option<Exact> {
        match self {
            Reason::PartPaid { contribution, .. }
            | Reason::PartGraduated { contribution, .. }
            | Reason::PartOverlapping { contribution, .. }
            | Reason::PartExpected { contribution, .. }
            | Reason::PartSteps { contribution, .. }
            | Reason::PartInterest { contribution, .. }
            | Reason::Factor { contribution, .. }
            | Reason::FactorUnknown { contribution, .. }
            | Reason::Forfeited { contribution, .. }
            | Reason::GroupHeld { contribution, .. }
            | Reason::GroupCapped { contribution, .. }
            | Reason::GroupRaised { contribution, .. }
            | Reason::BelowMinimum { contribution, .. }
            | Reason::PartPrize { contribution, .. }
            | Reason::PartPool { contribution, .. }
            | Reason::PartDifferential { contribution, .. }
            | Reason::PartEach { contribution, .. }
            | Reason::PartRunning { contribution, .. }
            | Reason::Rounded { contribution, .. }
            | Reason::RaisedToFloor { contribution, .. }
            | Reason::Capped { contribution, .. }
            | Reason::GatesFailed { contribution, .. }
            | Reason::Superseded { contribution, .. }
            | Reason::BudgetShort { contribution, .. }
            | Reason::Held { contribution, .. }
            | Reason::Award { contribution, .. }
            | Reason::RequestApproved { contribution, .. }
            | Reason::RequestCut { contribution, .. }
            | Reason::FundClaimShared { contribution, .. }
            | Reason::FundClaimCut { contribution, .. }
            | Reason::SpecialPrice { contribution, .. }
            | Reason::PriceChanged { contribution, .. }
            | Reason::RotationAllowed { contribution, .. }
            | Reason::Discount { contribution, .. }
            | Reason::RaisedToMinimum { contribution, .. }
            | Reason::TotalRaisedToFloor { contribution, .. }
            | Reason::TotalCapped { contribution, .. } => Some(*contribution),
            _ => None,
        }
    }
}
