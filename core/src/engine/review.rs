//! A review: the numbers of all partners in columns, and each partner's reasons when they are asked for.

use std::sync::Arc;

use serde::Serialize;
use serde::ser::SerializeSeq;

use super::budgets::{Budgets, Queues};
use super::decide::{AwardNumbers, Fault, Numbers, Partner};
use super::records::Links;
use super::together::{Gathering, Together};
use super::values::Values;
use super::{claims, reasons};
use crate::amount::{Amount, Exact};
use crate::decision::{AwardOutcome, BudgetUse, Conflict, ContestResult, PartnerDecision, PoolUse};
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
    /// After floor and cap, in minor units of what the incentive pays.
    pub earned: Vec<i128>,
    /// Paid, in minor units.
    pub amounts: Vec<i128>,
    /// What of that is payable on the date of the review.
    pub payable: Vec<i128>,
}

impl AwardColumn {
    fn with_capacity(partners: usize) -> AwardColumn {
        let numbers = || Vec::with_capacity(partners);
        AwardColumn { outcomes: Vec::with_capacity(partners), earned: numbers(), amounts: numbers(), payable: numbers() }
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
    /// The partners, what rules read of them, the values handed over, and the records that funds and inventory need.
    facts: Arc<Facts>,
    values: Values,
    as_of: AsOf,
    outcomes: Outcomes,
    conflicts: Vec<Conflict>,
    together: Arc<Together>,
    leaves: Arc<Budgets>,
    links: Arc<Links>,
    budgets: Vec<BudgetUse>,
    pools: Vec<PoolUse>,
    contests: Vec<ContestResult>,
}

impl Review {
    pub(crate) fn new(programme: Arc<Programme>, facts: &Facts, partial: &Partial) -> Result<Review, EvaluationError> {
        let as_of = partial.plan.as_of;
        let values = Values::new(&programme, facts, partial)?;
        let together = gather_all(&programme, facts, &values, as_of)?;
        let (outcomes, leaves) = decide_all(&programme, facts, &values, as_of, &together)?;
        let conflicts = claims::decide(&programme, facts, &as_of)?;
        Ok(Review {
            budgets: leaves.uses(&programme),
            pools: together.pool_uses(&programme),
            contests: together.contest_results(&programme, facts),
            links: Arc::new(Links::new(&programme, facts)?),
            facts: Arc::new(facts.kept_for(&programme)),
            programme,
            values,
            as_of,
            outcomes,
            conflicts,
            together: Arc::new(together),
            leaves: Arc::new(leaves),
        })
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

    /// What came of the budgets, by id.
    #[must_use]
    pub fn budgets(&self) -> &[BudgetUse] {
        &self.budgets
    }

    /// What came of the pools, by id.
    #[must_use]
    pub fn pools(&self) -> &[PoolUse] {
        &self.pools
    }

    /// What came of the contests, by id.
    #[must_use]
    pub fn contests(&self) -> &[ContestResult] {
        &self.contests
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

    /// Row and links of a partner, for what is worked out record by record.
    pub(crate) fn row_of(&self, id: &str) -> Option<(u32, &Links)> {
        self.facts.partner_row(id).map(|row| (row, self.links.as_ref()))
    }

    fn at_row(&self, row: u32, values: &mut Vec<MetricValue>) -> Result<PartnerDecision, EvaluationError> {
        reasons::decide(&self.subject(row, values)?)
    }

    /// One partner as its decision sees it; `values` is where its metrics come to stand.
    pub(crate) fn subject<'s>(&'s self, row: u32, values: &'s mut Vec<MetricValue>) -> Result<reasons::Subject<'s>, EvaluationError> {
        self.values.fill(&self.programme, &self.facts, row, values)?;
        Ok(reasons::Subject {
            programme: &self.programme,
            facts: &self.facts,
            as_of: self.as_of,
            partner: row,
            values,
            items: &self.values,
            together: &self.together,
            budgets: &self.leaves,
            links: &self.links,
        })
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
            budgets: &self.budgets,
            pools: &self.pools,
            contests: &self.contests,
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

/// What is decided over all partners before anything is decided about one.
fn gather_all(programme: &Programme, facts: &Facts, values: &Values, as_of: AsOf) -> Result<Together, EvaluationError> {
    let nothing = Together::default();
    if !Together::is_needed(programme) {
        return Ok(nothing);
    }
    let mut gathering = Gathering::new(programme, facts);
    let mut scratch = Vec::new();
    for row in facts.partners_by_id().iter().copied() {
        values.fill(programme, facts, row, &mut scratch)?;
        let partner = Partner { programme, facts, as_of, row, values: &scratch, items: values, shares: nothing.shares(row, programme) };
        let tier = partner.tier();
        gathering.add(row, &scratch, tier, &|rule, _| Ok(partner.holds(rule, tier)))?;
    }
    gathering.finish(values.hierarchy())
}

fn decide_all(
    programme: &Programme,
    facts: &Facts,
    values: &Values,
    as_of: AsOf,
    together: &Together,
) -> Result<(Outcomes, Budgets), EvaluationError> {
    let count = facts.partner_count();
    let mut outcomes = Outcomes {
        partners: Vec::with_capacity(count),
        tiers: Vec::with_capacity(count),
        awards: programme.incentives().iter().map(|_| AwardColumn::with_capacity(count)).collect(),
        totals: Vec::with_capacity(count),
        scores: programme.scorecards().iter().map(|_| ScoreColumn::with_capacity(count)).collect(),
    };
    let has_budgets = !programme.budgets().is_empty();
    let mut queues = Queues::default();
    let mut numbers = Numbers::default();
    let mut scratch = Vec::new();
    for row in facts.partners_by_id() {
        values.fill(programme, facts, *row, &mut scratch)?;
        let partner =
            Partner { programme, facts, as_of, row: *row, values: &scratch, items: values, shares: together.shares(*row, programme) };
        let fault = |fault: Fault| overflow(programme, &fault, facts.partner_id(*row));
        partner.decide(&mut numbers).map_err(fault)?;
        if has_budgets {
            queues.add(programme, &scratch);
        } else {
            partner.settle(&mut numbers).map_err(fault)?;
        }
        outcomes.push(facts.partner_id(*row), &numbers);
    }
    if !has_budgets {
        return Ok((outcomes, Budgets::default()));
    }
    let amount = |incentive: usize, partner: usize| {
        let column = outcomes.awards.get(incentive).map(|column| &column.amounts);
        column.and_then(|amounts| amounts.get(partner)).copied().unwrap_or(0)
    };
    let budgets = Budgets::decide(programme, facts, &queues, &amount)?;
    for (position, row) in facts.partners_by_id().iter().enumerate() {
        values.fill(programme, facts, *row, &mut scratch)?;
        let partner =
            Partner { programme, facts, as_of, row: *row, values: &scratch, items: values, shares: together.shares(*row, programme) };
        outcomes.read(position, &mut numbers);
        budgets.cut_all(*row, &mut numbers.awards);
        partner.settle(&mut numbers).map_err(|fault| overflow(programme, &fault, facts.partner_id(*row)))?;
        outcomes.settle(position, &numbers);
    }
    Ok((outcomes, budgets))
}

impl Outcomes {
    fn push(&mut self, partner: &str, numbers: &Numbers) {
        self.partners.push(partner.to_owned());
        self.tiers.push(u16::try_from(numbers.tier).unwrap_or(u16::MAX));
        self.totals.push(numbers.total);
        for (column, award) in self.awards.iter_mut().zip(&numbers.awards) {
            column.outcomes.push(award.outcome);
            column.earned.push(award.earned);
            column.amounts.push(award.amount);
            column.payable.push(award.payable);
        }
        for (column, (points, band)) in self.scores.iter_mut().zip(&numbers.scores) {
            column.points.push(*points);
            column.bands.push(u16::try_from(*band).unwrap_or(u16::MAX));
        }
    }

    /// The awards of the partner at a position, as they were pushed.
    fn read(&self, position: usize, numbers: &mut Numbers) {
        numbers.awards.clear();
        numbers.awards.extend(self.awards.iter().filter_map(|column| {
            let (outcome, earned) = (*column.outcomes.get(position)?, *column.earned.get(position)?);
            Some(AwardNumbers { outcome, earned, amount: *column.amounts.get(position)?, payable: 0 })
        }));
    }

    /// Writes what budgets and everything after them changed.
    fn settle(&mut self, position: usize, numbers: &Numbers) {
        for (column, award) in self.awards.iter_mut().zip(&numbers.awards) {
            if let Some(outcome) = column.outcomes.get_mut(position) {
                *outcome = award.outcome;
            }
            for (numbers, number) in [(&mut column.amounts, award.amount), (&mut column.payable, award.payable)] {
                if let Some(place) = numbers.get_mut(position) {
                    *place = number;
                }
            }
        }
        if let Some(total) = self.totals.get_mut(position) {
            *total = numbers.total;
        }
    }
}

fn overflow(programme: &Programme, fault: &Fault, partner: &str) -> EvaluationError {
    let path = match fault {
        Fault::Incentive(index) => JsonPointer::root().child("incentives").child(index),
        Fault::Group(index) => {
            let id = programme.groups().get(*index).map_or("", |group| group.id.as_str());
            JsonPointer::root().child("groups").child(id)
        }
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
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    budgets: &'a [BudgetUse],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pools: &'a [PoolUse],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    contests: &'a [ContestResult],
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
