//! A review: the numbers of all partners in columns, and each partner's reasons when they are asked for.

use std::sync::Arc;

use serde::Serialize;
use serde::ser::SerializeSeq;

use super::decide::{Fault, Numbers, Partner};
use super::values::Values;
use super::{claims, reasons};
use crate::amount::{Amount, Exact};
use crate::decision::{AwardOutcome, Conflict, PartnerDecision};
use crate::diagnostic::JsonPointer;
use crate::error::EvaluationError;
use crate::facts::Facts;
use crate::metric::MetricValue;
use crate::metric::partial::Partial;
use crate::period::{AsOf, date_text};
use crate::programme::{Programme, ProgrammeIdentity};

/// The numbers of all partners, in columns; row `i` is partner `i` of [`Outcomes::partners`].
#[derive(Debug, Clone, Default)]
pub struct Outcomes {
    /// Ids, ascending.
    pub partners: Vec<String>,
    /// Positions in the tier ladder: 0 the base tier, then the rungs.
    pub tiers: Vec<u16>,
    /// One per incentive, in document order.
    pub awards: Vec<AwardColumn>,
    /// Totals in minor units.
    pub totals: Vec<i128>,
    /// One per scorecard, by id.
    pub scores: Vec<ScoreColumn>,
}

/// One incentive's numbers.
#[derive(Debug, Clone, Default)]
pub struct AwardColumn {
    /// How each ended.
    pub outcomes: Vec<AwardOutcome>,
    /// After floor and cap, in minor units.
    pub earned: Vec<i128>,
    /// Paid, in minor units.
    pub amounts: Vec<i128>,
}

impl AwardColumn {
    fn with_capacity(partners: usize) -> AwardColumn {
        AwardColumn { outcomes: Vec::with_capacity(partners), earned: Vec::with_capacity(partners), amounts: Vec::with_capacity(partners) }
    }
}

/// One scorecard's numbers.
#[derive(Debug, Clone, Default)]
pub struct ScoreColumn {
    /// Points.
    pub points: Vec<Exact>,
    /// Positions of bands.
    pub bands: Vec<u16>,
}

impl ScoreColumn {
    fn with_capacity(partners: usize) -> ScoreColumn {
        ScoreColumn { points: Vec::with_capacity(partners), bands: Vec::with_capacity(partners) }
    }
}

/// All decisions for a date.
#[derive(Debug, Clone)]
pub struct Review {
    programme: Arc<Programme>,
    /// Without event records: the partners, what rules read of them, and the values handed over.
    facts: Arc<Facts>,
    values: Values,
    as_of: AsOf,
    outcomes: Outcomes,
    conflicts: Vec<Conflict>,
}

impl Review {
    pub(crate) fn new(programme: Arc<Programme>, facts: &Facts, partial: &Partial) -> Result<Review, EvaluationError> {
        let as_of = partial.plan.as_of;
        let values = Values::new(&programme, facts, partial)?;
        let outcomes = decide_all(&programme, facts, &values, as_of)?;
        let conflicts = claims::decide(&programme, facts, &as_of)?;
        Ok(Review { programme, facts: Arc::new(facts.dimensions()), values, as_of, outcomes, conflicts })
    }

    /// The programme it was made under.
    #[must_use]
    pub fn programme(&self) -> &Programme {
        &self.programme
    }

    /// Its date.
    #[must_use]
    pub const fn as_of(&self) -> AsOf {
        self.as_of
    }

    /// The numbers of all partners, in columns.
    #[must_use]
    pub const fn outcomes(&self) -> &Outcomes {
        &self.outcomes
    }

    /// Ids of all partners, ascending.
    #[must_use]
    pub fn partner_ids(&self) -> &[String] {
        &self.outcomes.partners
    }

    /// All claimed things.
    #[must_use]
    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }

    /// What is paid to all partners.
    ///
    /// # Errors
    /// The sum grows past 128 bits.
    pub fn total(&self) -> Result<Amount, EvaluationError> {
        let sum = self.outcomes.totals.iter().try_fold(0i128, |sum, total| sum.checked_add(*total));
        let minor = sum.ok_or(EvaluationError::Overflow { path: JsonPointer::from("/payout"), partner: String::new() })?;
        Ok(Amount::from_minor(minor, self.programme.rounding().0))
    }

    /// One partner's decision with all its reasons.
    ///
    /// # Errors
    /// There is no such partner.
    pub fn partner(&self, id: &str) -> Result<PartnerDecision, EvaluationError> {
        let row = self.facts.partner_row(id).ok_or_else(|| EvaluationError::UnknownPartner(id.to_owned()))?;
        self.at_row(row, &mut Vec::new())
    }

    fn at_row(&self, row: u32, values: &mut Vec<MetricValue>) -> Result<PartnerDecision, EvaluationError> {
        self.values.fill(&self.programme, &self.facts, row, values)?;
        reasons::decide(&reasons::Subject { programme: &self.programme, facts: &self.facts, as_of: self.as_of, partner: row, values })
    }

    /// All decisions in the order of partners, one at a time.
    pub fn partners(&self) -> impl Iterator<Item = Result<PartnerDecision, EvaluationError>> + '_ {
        let mut values = Vec::new();
        self.facts.partners_by_id().iter().map(move |row| self.at_row(*row, &mut values))
    }

    /// The canonical JSON of the whole review: the same bytes in every host.
    ///
    /// # Errors
    /// The sum of all totals grows past 128 bits.
    pub fn to_json(&self) -> Result<String, EvaluationError> {
        let total = self.total()?;
        let fault = std::cell::RefCell::new(None);
        let wire = Wire {
            schema: "qudao/review/1",
            programme: self.programme.identity(),
            as_of: date_text(self.as_of.on),
            known_on: self.as_of.known_on.map(date_text),
            currency: self.programme.currency().code(),
            partners: Partners { review: self, fault: &fault },
            conflicts: &self.conflicts,
            total,
        };
        let text = serde_json::to_string(&wire);
        match (fault.into_inner(), text) {
            (Some(error), _) => Err(error),
            // the wire types have only text keys and no fallible part but the one above
            (None, text) => Ok(text.unwrap_or_default()),
        }
    }
}

fn decide_all(programme: &Programme, facts: &Facts, values: &Values, as_of: AsOf) -> Result<Outcomes, EvaluationError> {
    let count = facts.partner_count();
    let mut outcomes = Outcomes {
        partners: Vec::with_capacity(count),
        tiers: Vec::with_capacity(count),
        awards: programme.incentives().iter().map(|_| AwardColumn::with_capacity(count)).collect(),
        totals: Vec::with_capacity(count),
        scores: programme.scorecards().iter().map(|_| ScoreColumn::with_capacity(count)).collect(),
    };
    let mut numbers = Numbers::default();
    let mut scratch = Vec::new();
    for row in facts.partners_by_id() {
        values.fill(programme, facts, *row, &mut scratch)?;
        let partner = Partner { programme, facts, as_of, row: *row, values: &scratch };
        partner.decide(&mut numbers).map_err(|fault| overflow(programme, &fault, facts.partner_id(*row)))?;
        outcomes.partners.push(facts.partner_id(*row).to_owned());
        outcomes.tiers.push(u16::try_from(numbers.tier).unwrap_or(u16::MAX));
        outcomes.totals.push(numbers.total);
        for (column, award) in outcomes.awards.iter_mut().zip(&numbers.awards) {
            column.outcomes.push(award.outcome);
            column.earned.push(award.earned);
            column.amounts.push(award.amount);
        }
        for (column, (points, band)) in outcomes.scores.iter_mut().zip(&numbers.scores) {
            column.points.push(*points);
            column.bands.push(u16::try_from(*band).unwrap_or(u16::MAX));
        }
    }
    Ok(outcomes)
}

fn overflow(programme: &Programme, fault: &Fault, partner: &str) -> EvaluationError {
    let path = match fault {
        Fault::Incentive(index) => JsonPointer::root().child("incentives").child(index),
        Fault::Total => JsonPointer::root().child("payout"),
        Fault::Scorecard(index) => {
            let id = programme.scorecards().get(*index).map_or("", |card| card.id.as_str());
            JsonPointer::root().child("scorecards").child(id)
        }
    };
    EvaluationError::Overflow { path, partner: partner.to_owned() }
}

#[derive(Serialize)]
struct Wire<'a> {
    schema: &'static str,
    programme: &'a ProgrammeIdentity,
    as_of: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    known_on: Option<String>,
    currency: &'a str,
    partners: Partners<'a>,
    conflicts: &'a [Conflict],
    total: Amount,
}

/// Decisions written one at a time, so that a review of many partners is never held twice.
struct Partners<'a> {
    review: &'a Review,
    fault: &'a std::cell::RefCell<Option<EvaluationError>>,
}

impl Serialize for Partners<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for decision in self.review.partners() {
            match decision {
                Ok(decision) => list.serialize_element(&decision)?,
                // the text is not used after this
                Err(error) => {
                    *self.fault.borrow_mut() = Some(error);
                    break;
                }
            }
        }
        list.end()
    }
}
