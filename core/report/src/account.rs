//! The account of the year: every quarter up to the date of the review is settled, closed and paid as the programme says.

use qudao::settlement::{Closing, Entry, Ledger, PostingKind, Programmes, Statement, settle};
use qudao::{AsOf, Date, Error, Facts, Programme, Unit, epoch_days, from_epoch_days};

/// Days after the end of a quarter on which it is settled, and on which its documents are paid.
const SETTLED_AFTER: i32 = 10;
const PAID_AFTER: i32 = 15;

/// What was posted in the year of the review.
#[derive(Debug)]
pub struct Account {
    /// All postings.
    pub ledger: Ledger,
    /// The programme that they follow.
    pub programmes: Programmes,
    /// First day of the year.
    pub from: Date,
    /// The day after the review.
    pub until: Date,
    /// One per settlement.
    pub runs: Vec<Run>,
}

/// One settlement, with the payments that followed; sums of money in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// Up to which day.
    pub as_of: Date,
    /// When.
    pub on: Date,
    /// How many postings, those of payments too.
    pub postings: usize,
    /// Owed for the first time.
    pub accrued: i128,
    /// What else was owed before has come to.
    pub adjusted: i128,
    /// Paid after it.
    pub paid: i128,
}

impl Account {
    /// Settles the quarters; `None` when the programme does not say how postings go on, has no incentive with a period, or when the
    /// review looks back on what was known earlier.
    ///
    /// # Errors
    /// What a settlement refuses.
    pub fn keep(programme: &Programme, facts: &Facts, as_of: AsOf) -> Result<Option<Account>, Error> {
        let settled = programme.terms().is_some() && programme.incentives().iter().any(|incentive| incentive.period.is_some());
        let looks_back = as_of.known_on.is_some_and(|known| known < as_of.on);
        let (Some(from), Some(until)) = (programme.calendar().year_start(as_of.on), as_of.on.succ_opt()) else { return Ok(None) };
        if !settled || looks_back {
            return Ok(None);
        }
        let ledger = Ledger::new(programme);
        let programmes = Programmes::new([programme.clone()])?;
        let mut account = Account { ledger, programmes, from, until, runs: Vec::new() };
        let mut start = from;
        while let Some(end) = programme.calendar().period(Unit::Quarter, start).and_then(|quarter| quarter.until) {
            let last = end.pred_opt().unwrap_or(end);
            let begun = programme.effective().from.is_none_or(|first| first <= last);
            if begun && start <= as_of.on {
                account.run(facts, last.min(as_of.on), as_of.on)?;
            }
            if last >= as_of.on {
                break;
            }
            account.ledger.lock(end)?;
            start = end;
        }
        Ok(Some(account))
    }

    fn run(&mut self, facts: &Facts, as_of: Date, today: Date) -> Result<(), Error> {
        let later = |days: i32| epoch_days(as_of).checked_add(days).and_then(from_epoch_days).unwrap_or(today);
        let before = self.ledger.postings().len();
        let on = later(SETTLED_AFTER).min(today);
        let settlement = settle(&self.programmes, facts, &self.ledger, Closing::of(as_of, on).since(self.from))?;
        self.ledger.append(settlement)?;
        let pay_on = later(PAID_AFTER);
        if pay_on <= today {
            for partner in self.ledger.balances(None)? {
                self.ledger.pay(&self.programmes, &partner.partner, Entry::on(pay_on))?;
            }
        }
        let new = self.ledger.postings().get(before..).unwrap_or_default();
        let sum = |kind: PostingKind| {
            let of_kind = new.iter().filter(|posting| posting.kind == kind && posting.line.unit.is_none());
            of_kind.map(|posting| posting.amount.minor()).fold(0i128, i128::saturating_add)
        };
        self.runs.push(Run {
            as_of,
            on,
            postings: new.len(),
            accrued: sum(PostingKind::Accrue),
            adjusted: sum(PostingKind::Adjust),
            paid: sum(PostingKind::Pay).saturating_neg(),
        });
        Ok(())
    }

    /// The account of a partner, when anything was posted.
    #[must_use]
    pub fn statement(&self, partner: &str) -> Option<Statement> {
        self.ledger.statement(&self.programmes, None, partner, (self.from, self.until)).ok()
    }

    /// What all partners are owed in money, in minor units.
    #[must_use]
    pub fn owed(&self) -> i128 {
        self.runs.iter().fold(0, |sum, run| sum.saturating_add(run.accrued).saturating_add(run.adjusted).saturating_sub(run.paid))
    }
}
