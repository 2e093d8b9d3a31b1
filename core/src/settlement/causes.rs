//! Why an amount changed: decided again step by step, each step's change being its cause's amount.

use super::balance::LineState;
use super::overflow;
use super::owed::{Deciding, Moment, Owed};
use super::posting::{Cause, CauseKind, Line, Posting};
use super::programmes::Programmes;
use crate::amount::{Amount, Exact, Overflow};
use crate::diagnostic::JsonPointer;
use crate::error::Error;
use crate::reason::Reason;

/// Amounts by the position of their cause in [`CauseKind::ALL`].
struct Sums {
    amounts: [Amount; CauseKind::ALL.len()],
}

impl Sums {
    fn add(&mut self, cause: CauseKind, amount: Amount) -> Result<(), Error> {
        for ((_, kind), sum) in CauseKind::ALL.iter().zip(&mut self.amounts) {
            if *kind == cause {
                *sum = sum.checked_add(amount).map_err(|Overflow| overflow())?;
            }
        }
        Ok(())
    }

    fn into_causes(self) -> Vec<Cause> {
        let all = CauseKind::ALL.iter().zip(self.amounts);
        all.filter(|(_, amount)| amount.minor() != 0).map(|((_, cause), amount)| Cause { cause: *cause, amount }).collect()
    }
}

/// The causes of the difference between what was posted on a line and what it is owed `now`.
pub(super) fn causes(
    deciding: &mut Deciding<'_>,
    programmes: &Programmes,
    state: &LineState<'_>,
    last: &Posting,
    now: Moment,
    owed: Amount,
) -> Result<Vec<Cause>, Error> {
    let posted = state.balances.accrued;
    let scale = owed.scale().max(posted.scale());
    let mut sums = Sums { amounts: [Amount::from_minor(0, scale); CauseKind::ALL.len()] };
    let before = last.basis.as_ref().and_then(|basis| {
        let revision = programmes.position_of(basis.revision, &basis.fingerprint)?;
        Some(Moment { revision, on: basis.as_of, known_on: basis.known_on, returns_known_on: None })
    });
    let Some(before) = before else {
        sums.add(CauseKind::Correction, minus(owed, posted)?)?;
        return Ok(sums.into_causes());
    };
    let revised = Moment { revision: now.revision, ..before };
    let late = Moment { known_on: now.known_on, returns_known_on: Some(before.known_on), ..revised };
    let returned = Moment { returns_known_on: None, ..late };
    let mut amount = posted;
    let mut from = before;
    let steps = [
        (CauseKind::Correction, before),
        (CauseKind::PolicyRevision, revised),
        (CauseKind::LateRecord, late),
        (CauseKind::Return, returned),
        (CauseKind::Progress, now),
    ];
    for (cause, to) in steps {
        // the last step ends at what is owed, which the settlement has worked out
        let then = if to == now { owed } else { decided(deciding, to, state.line, amount)? };
        let mut step = minus(then, amount)?;
        if !matches!(cause, CauseKind::Correction | CauseKind::PolicyRevision) && step.minor() != 0 {
            let re_rate = re_rate(deciding, from, to, state.line, step)?;
            sums.add(CauseKind::ReRate, re_rate)?;
            step = minus(step, re_rate)?;
        }
        sums.add(cause, step)?;
        (amount, from) = (then, to);
    }
    Ok(sums.into_causes())
}

fn minus(a: Amount, b: Amount) -> Result<Amount, Error> {
    a.checked_sub(b).map_err(|Overflow| overflow())
}

/// What the line is owed at a moment; where it is held, nothing changes.
fn decided(deciding: &mut Deciding<'_>, moment: Moment, line: &Line, before: Amount) -> Result<Amount, Error> {
    Ok(match deciding.owed(moment, line)? {
        Owed::Amount(amount) => amount,
        Owed::Held => before,
        Owed::Unknown => Amount::from_minor(0, before.scale()),
    })
}

/// A part that was paid: its place, its rate or amount per unit, and what that was paid on.
struct Paid {
    path: JsonPointer,
    rate: Exact,
    on: Exact,
}

/// What of a step comes from another rate on what was known before it.
fn re_rate(deciding: &mut Deciding<'_>, from: Moment, to: Moment, line: &Line, step: Amount) -> Result<Amount, Error> {
    let nothing = Amount::from_minor(0, step.scale());
    // there is one or none, whatever the rate
    if line.unit == Some("honours") {
        return Ok(nothing);
    }
    let Some((scale, mode)) = deciding.rounding_of(to, line) else { return Ok(nothing) };
    let (old, new) = (paid(deciding, from, line)?, paid(deciding, to, line)?);
    let mut sum = Exact::ZERO;
    for old in &old {
        if let Some(new) = new.iter().find(|new| new.path == old.path) {
            let change = new.rate.checked_sub(old.rate).and_then(|change| change.checked_mul(old.on));
            sum = change.and_then(|change| sum.checked_add(change)).map_err(|Overflow| overflow())?;
        }
    }
    let minor = sum.round_to_minor(scale, mode).map_err(|Overflow| overflow())?;
    if minor.signum() != step.minor().signum() {
        return Ok(nothing);
    }
    let found = Amount::from_minor(minor, scale);
    let beyond = minus(step, found)?;
    Ok(if beyond.minor().signum() == minor.signum() || beyond.minor() == 0 { found } else { step })
}

/// The parts of the line's award that are paid by a rate.
fn paid(deciding: &mut Deciding<'_>, moment: Moment, line: &Line) -> Result<Vec<Paid>, Error> {
    let Some(award) = deciding.award(moment, line)? else { return Ok(Vec::new()) };
    Ok(award.reasons.iter().filter_map(paid_part).collect())
}

fn paid_part(reason: &Reason<'_>) -> Option<Paid> {
    let Reason::PartPaid { path, value, paid_on, rate, amount, .. } = reason else { return None };
    Some(Paid { path: path.clone().into_owned(), rate: (*rate).or(*amount)?, on: (*paid_on).or(*value)? })
}
