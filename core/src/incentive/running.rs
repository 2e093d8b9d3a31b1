//! Bands along a running total: what each record earns, and what a return takes back.

use crate::amount::{Exact, Overflow};

/// What a return takes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Returned {
    /// The slices on top of the running total.
    TopFirst,
    /// What the oldest records that are not returned yet had earned.
    FirstInFirstOut,
    /// What the record that is returned had earned, in proportion.
    OriginalRate,
}

impl Returned {
    /// Every one with its name on the wire.
    pub const ALL: [(&'static str, Returned); 3] =
        [("top_first", Returned::TopFirst), ("first_in_first_out", Returned::FirstInFirstOut), ("original_rate", Returned::OriginalRate)];
}

/// A record on the way of a running total.
#[derive(Debug, Clone, Copy)]
pub struct RunningStep {
    /// What it adds to the total; a return is negative.
    pub measure: Exact,
    /// Position of the record that it takes back.
    pub returns: Option<usize>,
}

/// What has come together so far.
struct Running<'l> {
    levels: &'l [(Exact, Exact)],
    total: Exact,
    /// What has been earned and not taken back, in all.
    earned: Exact,
    /// Slices that are not returned yet, oldest first: how much, at which rate.
    open: Vec<(Exact, Exact)>,
    /// How many of these are returned in full.
    closed: usize,
    /// By record, what it has earned, and what is left of that.
    of_record: Vec<(Exact, Exact)>,
}

/// The running total after each record, and what the record earns or takes back.
///
/// # Errors
/// [`Overflow`] past 128 bits.
pub fn run(levels: &[(Exact, Exact)], returned: Returned, steps: &[RunningStep]) -> Result<Vec<(Exact, Exact)>, Overflow> {
    let (total, earned) = (Exact::ZERO, Exact::ZERO);
    let mut running = Running { levels, total, earned, open: Vec::new(), closed: 0, of_record: Vec::with_capacity(steps.len()) };
    let mut after = Vec::with_capacity(steps.len());
    for step in steps {
        let contribution = match step.measure.is_negative() {
            false => running.add(step.measure)?,
            true => running.take_back(step, returned, steps)?.checked_neg()?,
        };
        running.earned = running.earned.checked_add(contribution)?;
        running.of_record.push((contribution, contribution));
        after.push((running.total, contribution));
    }
    Ok(after)
}

impl Running<'_> {
    fn add(&mut self, measure: Exact) -> Result<Exact, Overflow> {
        let until = self.total.checked_add(measure)?;
        let slices = slices(self.levels, self.total, until)?;
        self.total = until;
        let sum = sum(&slices)?;
        self.open.extend(slices);
        Ok(sum)
    }

    /// What a return takes back; the total falls by it, but not below 0.
    fn take_back(&mut self, step: &RunningStep, returned: Returned, steps: &[RunningStep]) -> Result<Exact, Overflow> {
        let back = step.measure.checked_neg()?;
        let fall = back.min(self.total);
        let rest = self.total.checked_sub(fall)?;
        let original = step.returns.and_then(|at| Some((at, steps.get(at)?.measure, *self.of_record.get(at)?)));
        let taken = match (returned, original) {
            (Returned::FirstInFirstOut, _) => self.oldest(fall)?,
            (Returned::OriginalRate, Some((at, measure, (had, left)))) if measure.signum() > 0 => {
                let taken = had.checked_mul(back)?.checked_div(measure)?.unwrap_or(Exact::ZERO).min(left).min(self.earned);
                if let Some((_, left)) = self.of_record.get_mut(at) {
                    *left = left.checked_sub(taken)?;
                }
                taken
            }
            _ => sum(&slices(self.levels, rest, self.total)?)?,
        };
        self.total = rest;
        Ok(taken.min(self.earned))
    }

    /// What the oldest open slices had earned; they are returned.
    fn oldest(&mut self, mut back: Exact) -> Result<Exact, Overflow> {
        let mut taken = Exact::ZERO;
        while let Some((amount, rate)) = self.open.get_mut(self.closed).filter(|_| back.signum() > 0) {
            let part = back.min(*amount);
            taken = taken.checked_add(part.checked_mul(*rate)?)?;
            back = back.checked_sub(part)?;
            *amount = amount.checked_sub(part)?;
            if amount.is_zero() {
                self.closed += 1;
            }
        }
        Ok(taken)
    }
}

/// What lies between two totals in each level, with its rate: nothing below the first level.
fn slices(levels: &[(Exact, Exact)], from: Exact, until: Exact) -> Result<Vec<(Exact, Exact)>, Overflow> {
    let first = levels.first().map_or(until, |(first, _)| *first);
    let below = (Exact::ZERO, Some(first), Exact::ZERO);
    let bounded = levels.iter().enumerate().map(|(at, (start, rate))| (*start, levels.get(at + 1).map(|(next, _)| *next), *rate));
    let mut slices = Vec::new();
    for (start, end, rate) in std::iter::once(below).chain(bounded) {
        let amount = end.map_or(until, |end| end.min(until)).checked_sub(start.max(from))?;
        if amount.signum() > 0 {
            slices.push((amount, rate));
        }
    }
    Ok(slices)
}

fn sum(slices: &[(Exact, Exact)]) -> Result<Exact, Overflow> {
    slices.iter().try_fold(Exact::ZERO, |sum, (amount, rate)| sum.checked_add(amount.checked_mul(*rate)?))
}
