//! What budgets leave of the awards, after groups.

use crate::amount::{Amount, Exact, Overflow, Rounding};
use crate::budget::{Budget, WhenShort};
use crate::decision::{AwardOutcome, BudgetUse};
use crate::diagnostic::JsonPointer;
use crate::error::EvaluationError;
use crate::facts::Facts;
use crate::metric::MetricValue;
use crate::order;
use crate::programme::Programme;
use crate::sharing::budget::{demand, in_order, in_proportion};
use crate::sharing::contest::compare;

use super::decide::AwardNumbers;

/// What came of every budget.
#[derive(Debug, Clone, Default)]
pub(crate) struct Budgets {
    /// By position in the programme.
    sums: Vec<Sums>,
    /// By incentive, for those of a short budget: what is given to each partner, by row.
    given: Vec<Option<Vec<i128>>>,
    /// By incentive, the position of its budget.
    of: Vec<Option<usize>>,
}

/// What a budget holds, in minor units.
#[derive(Debug, Clone, Copy)]
struct Sums {
    amount: i128,
    demand: i128,
    scale: u32,
}

/// What a short budget leaves of one award.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cut {
    pub(crate) demand: i128,
    pub(crate) given: i128,
}

/// The metrics by which budgets serve partners, read partner by partner in the order of ids.
#[derive(Debug, Default)]
pub(crate) struct Queues {
    /// By budget, by partner.
    values: Vec<Vec<Option<Exact>>>,
}

impl Queues {
    /// Reads the metrics of the next partner.
    pub(crate) fn add(&mut self, programme: &Programme, values: &[MetricValue]) {
        self.values.resize(programme.budgets.len(), Vec::new());
        for (budget, queue) in programme.budgets.iter().zip(&mut self.values) {
            if let WhenShort::Priority { order_by, .. } = budget.when_short {
                queue.push(values.get(order_by).copied().and_then(MetricValue::known));
            }
        }
    }
}

impl Budgets {
    /// Shares out every budget. `amount` is what an incentive pays to a partner, by the partner's place in the order of ids.
    pub(crate) fn decide(
        programme: &Programme,
        facts: &Facts,
        queues: &Queues,
        amount: &dyn Fn(usize, usize) -> i128,
    ) -> Result<Budgets, EvaluationError> {
        let mut budgets = Budgets {
            sums: Vec::with_capacity(programme.budgets.len()),
            given: vec![None; programme.incentives.len()],
            of: programme.incentives.iter().map(|incentive| incentive.budget).collect(),
        };
        for (position, budget) in programme.budgets.iter().enumerate() {
            let queue = queues.values.get(position).map_or(&[][..], Vec::as_slice);
            budgets
                .share_out(programme, facts, (position, budget), amount, queue)
                .map_err(|_| EvaluationError::Overflow { path: JsonPointer::from("/budgets").child(&budget.id), partner: String::new() })?;
        }
        Ok(budgets)
    }

    fn share_out(
        &mut self,
        programme: &Programme,
        facts: &Facts,
        (position, budget): (usize, &Budget),
        amount: &dyn Fn(usize, usize) -> i128,
        queue: &[Option<Exact>],
    ) -> Result<(), Overflow> {
        let members: Vec<usize> = (0..).zip(&self.of).filter(|(_, of)| **of == Some(position)).map(|(incentive, _)| incentive).collect();
        let scale = scale(programme, &members);
        let mut claims = Vec::new();
        for partner in served(budget, facts.partner_count(), queue) {
            for incentive in &members {
                let wanted = amount(*incentive, partner);
                if wanted > 0 {
                    claims.push((*incentive, partner, wanted));
                }
            }
        }
        let wanted: Vec<i128> = claims.iter().map(|(.., wanted)| *wanted).collect();
        let sums = Sums { amount: budget.amount.round_to_minor(scale, Rounding::Down)?, demand: demand(&wanted)?, scale };
        self.sums.push(sums);
        if sums.demand <= sums.amount {
            return Ok(());
        }
        let given = match budget.when_short {
            WhenShort::Proportional => in_proportion(sums.amount, &wanted)?,
            WhenShort::Priority { .. } => in_order(sums.amount, &wanted),
        };
        for incentive in &members {
            if let Some(column) = self.given.get_mut(*incentive) {
                *column = Some(vec![0; facts.partner_count()]);
            }
        }
        for ((incentive, partner, _), given) in claims.into_iter().zip(given) {
            let row = facts.partners_by_id().get(partner).map_or(usize::MAX, |row| *row as usize);
            if let Some(place) = self.given.get_mut(incentive).and_then(Option::as_mut).and_then(|column| column.get_mut(row)) {
                *place = given;
            }
        }
        Ok(())
    }

    /// What a short budget leaves of a positive award; `None` where there is enough, or no budget.
    pub(crate) fn cut(&self, incentive: usize, partner: u32) -> Option<Cut> {
        let given = *self.given.get(incentive)?.as_ref()?.get(partner as usize)?;
        let demand = self.sums.get((*self.of.get(incentive)?)?)?.demand;
        Some(Cut { demand, given })
    }

    /// Cuts the awards of a partner.
    pub(crate) fn cut_all(&self, partner: u32, awards: &mut [AwardNumbers]) {
        for (incentive, award) in awards.iter_mut().enumerate().filter(|(_, award)| award.amount > 0) {
            if let Some(cut) = self.cut(incentive, partner) {
                award.amount = cut.given;
                if cut.given == 0 {
                    award.outcome = AwardOutcome::Nothing;
                }
            }
        }
    }

    /// What came of the budgets, by id.
    pub(crate) fn uses(&self, programme: &Programme) -> Vec<BudgetUse> {
        let of = |(budget, sums): (&Budget, &Sums)| BudgetUse {
            budget: budget.id.clone(),
            amount: Amount::from_minor(sums.amount, sums.scale),
            demand: Amount::from_minor(sums.demand, sums.scale),
            given: Amount::from_minor(sums.demand.min(sums.amount), sums.scale),
        };
        programme.budgets.iter().zip(&self.sums).map(of).collect()
    }
}

/// Fraction digits of the unit that the incentives of a budget share; those of money without any.
fn scale(programme: &Programme, members: &[usize]) -> u32 {
    let money = (programme.scale, programme.rounding);
    let first = members.first().and_then(|incentive| programme.incentives.get(*incentive));
    first.map_or(money, |incentive| incentive.reward.rounding(money)).0
}

/// Partners by their places in the order of ids, in the order in which a budget serves them.
fn served(budget: &Budget, partners: usize, queue: &[Option<Exact>]) -> Vec<usize> {
    let mut served: Vec<usize> = (0..partners).collect();
    if let WhenShort::Priority { first, .. } = budget.when_short {
        let value = |partner: usize| queue.get(partner).copied().flatten();
        order::sort_by(&mut served, |a, b| compare(first, value(*a), value(*b)));
    }
    served
}
