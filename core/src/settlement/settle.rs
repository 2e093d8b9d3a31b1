//! Settling: what every line is owed against what was posted on it.

use super::balance::{self, LineState};
use super::causes::causes;
use super::claims::FoundClaim;
use super::confirm::Confirming;
use super::ledger::{Due, Ledger, write_due, write_postings};
use super::owed::{Deciding, Moment, Owed, decided_on, last_of, periods, unit};
use super::payable::payable;
use super::posting::{Basis, Cause, CauseKind, Line, LineOf, LinePeriod, Posting, PostingKind};
use super::programmes::Programmes;
use super::write::Writer;
use super::{overflow, refuse};
use crate::amount::{Amount, Overflow};
use crate::decision::AwardOutcome;
use crate::diagnostic::JsonPointer;
use crate::error::{Error, SettlementCode, SettlementError};
use crate::facts::Facts;
use crate::incentive::Incentive;
use crate::order;
use crate::period::{Date, date_text};
use crate::terms::Confirmation;

/// What a settlement covers, and when it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closing {
    /// Up to which day.
    pub as_of: Date,
    /// The day on which it is done; facts known after it do not count.
    pub on: Date,
    /// Periods that end on or before it are left as they are.
    pub since: Option<Date>,
}

impl Closing {
    /// From the programme's start.
    #[must_use]
    pub const fn of(as_of: Date, on: Date) -> Closing {
        Closing { as_of, on, since: None }
    }

    /// From this day.
    #[must_use]
    pub const fn since(self, since: Date) -> Closing {
        Closing { since: Some(since), ..self }
    }
}

/// What a settlement posts; [`Ledger::append`] takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    pub(crate) programme: String,
    /// The last hash of the ledger that it was made for.
    pub(crate) after: String,
    pub(crate) postings: Vec<Posting>,
    pub(crate) held: Vec<Line>,
    pub(crate) unsettled: Vec<String>,
    pub(crate) due: Vec<Due>,
}

impl Settlement {
    /// The new postings.
    #[must_use]
    pub fn postings(&self) -> &[Posting] {
        &self.postings
    }

    /// Lines that a missing number holds: nothing changed on them.
    #[must_use]
    pub fn held(&self) -> &[Line] {
        &self.held
    }

    /// Incentives without a period.
    #[must_use]
    pub fn unsettled(&self) -> &[String] {
        &self.unsettled
    }

    /// How much is payable of those lines of which not everything is.
    #[must_use]
    pub fn due(&self) -> &[Due] {
        &self.due
    }

    /// As JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = Writer::default();
        out.open('{');
        write_postings(&self.postings, &mut out);
        out.open_list("held");
        for line in &self.held {
            out.open('{');
            line.write_members(&mut out);
            out.close('}');
        }
        out.close(']');
        out.open_list("unsettled");
        self.unsettled.iter().for_each(|incentive| out.value(incentive));
        out.close(']');
        write_due(&self.due, &mut out);
        out.close('}');
        out.text
    }
}

/// One incentive's period under the revision then in force.
pub(super) struct Target {
    /// Position of the incentive in its revision.
    pub(super) incentive: usize,
    pub(super) revision: usize,
    pub(super) period: LinePeriod,
    pub(super) day: Date,
}

/// What was found for a line before anything is posted.
struct Found {
    partner: String,
    owed: Owed,
    payable: Option<Amount>,
}

/// Decides again what every line is owed, and returns what has to be posted.
///
/// ```
/// use qudao::{Facts, Programme, parse_date};
/// use qudao::settlement::{Closing, Ledger, Programmes, settle};
/// let programme = Programme::from_json(r#"{
///     "schema": "qudao/programme/1", "id": "small", "revision": 1, "currency": "CNY",
///     "effective": {"from": "2026-01-01"}, "calendar": {"year_starts": "01-01"},
///     "rounding": {"scale": 2, "mode": "half_up"},
///     "metrics": {"net_sales": {"sum": "sales.amount", "tax": "excluded", "returns": "include", "basis": "sell_in",
///         "date": "date", "window": {"period": "month", "part": "to_date"}, "scope": "own"}},
///     "incentives": [{"id": "volume", "period": "month",
///         "pays": [{"percent_of": "net_sales", "rate": "0.02", "when_negative": "nothing"}]}]
/// }"#).expect("valid");
/// let facts = Facts::from_json(&programme, r#"{ "schema": "qudao/facts/1", "partners": [{"id": "P-1"}],
///     "sales": [{"partner": "P-1", "date": "2026-01-09", "amount": "1000", "basis": "sell_in"},
///               {"partner": "P-1", "date": "2026-01-12", "amount": "-50", "basis": "sell_in", "known_on": "2026-02-10"}] }"#)
///     .expect("valid");
/// let mut ledger = Ledger::new(&programme);
/// let programmes = Programmes::new([programme])?;
/// let day = |text| parse_date(text).expect("a date");
///
/// let january = settle(&programmes, &facts, &ledger, Closing::of(day("2026-01-31"), day("2026-02-03")))?;
/// assert_eq!(january.postings()[0].amount.to_string(), "20.00");
/// ledger.append(january)?;
///
/// let later = settle(&programmes, &facts, &ledger, Closing::of(day("2026-01-31"), day("2026-02-28")))?;
/// assert_eq!(later.postings()[0].amount.to_string(), "-1.00");
/// assert_eq!(later.postings()[0].causes[0].cause.as_str(), "return");
/// # Ok::<(), qudao::Error>(())
/// ```
///
/// # Errors
/// The programmes and the ledger do not belong together, a limit on the whole payout, a partner with postings that is not in the
/// facts, and all that [`crate::Engine::review`] refuses.
pub fn settle(programmes: &Programmes, facts: &Facts, ledger: &Ledger, closing: Closing) -> Result<Settlement, Error> {
    check(programmes, ledger, closing)?;
    ledger.check_day(closing.on)?;
    let states = balance::lines(ledger).map_err(|Overflow| overflow())?;
    let ranks = ranks(programmes);
    let mut work = Work {
        deciding: Deciding::new(programmes, facts),
        programmes,
        ledger,
        closing,
        visited: vec![false; states.len()],
        states: &states,
        ranks: &ranks,
        drafts: Vec::new(),
        held: Vec::new(),
        due: Vec::new(),
    };
    for target in targets(programmes, closing) {
        work.target(&target)?;
    }
    work.claims()?;
    work.leftovers(facts)?;
    work.finish()
}

/// Refuses what no settlement can be made of.
pub(super) fn check(programmes: &Programmes, ledger: &Ledger, closing: Closing) -> Result<(), Error> {
    belongs(programmes, ledger)?;
    for revision in programmes.revisions() {
        if revision.payout().cap.is_some() || revision.payout().floor.is_some() {
            let message = format!("revision {} limits the whole payout, which belongs to no period", revision.identity().revision);
            let error = SettlementError::new(SettlementCode::PayoutNotSettled, JsonPointer::from("/payout"), message);
            return Err(Error::Settlement(error.with_help("put the incentives into a group with `joint` and give it the limit")));
        }
    }
    if closing.as_of > closing.on {
        let message = format!("{} is not over on {}", date_text(closing.as_of), date_text(closing.on));
        return Err(refuse(SettlementCode::NotYet, JsonPointer::from("/as_of"), message));
    }
    Ok(())
}

/// Refuses programmes that the ledger is not of.
pub(crate) fn belongs(programmes: &Programmes, ledger: &Ledger) -> Result<(), Error> {
    let latest = programmes.latest();
    if latest.id() != ledger.programme {
        let message = format!("the ledger is of `{}`, not of `{}`", ledger.programme, latest.id());
        return Err(refuse(SettlementCode::OtherProgramme, JsonPointer::from("/programme"), message));
    }
    if (latest.currency().code(), latest.rounding().0) != (ledger.currency.as_str(), ledger.scale) {
        let message = format!("the ledger is in {} with {} fraction digits", ledger.currency, ledger.scale);
        let error = SettlementError::new(SettlementCode::OtherCurrency, JsonPointer::from("/currency"), message);
        return Err(Error::Settlement(error.with_help("use the programme that the ledger was begun with, or begin another ledger")));
    }
    Ok(())
}

/// Ids of incentives in the order of their postings: those of the latest revision in document order, then those of earlier ones.
pub(crate) fn ranks(programmes: &Programmes) -> Vec<&str> {
    let mut ranks: Vec<&str> = Vec::new();
    for revision in programmes.revisions().iter().rev() {
        for incentive in revision.incentives() {
            if !ranks.contains(&incentive.id.as_str()) {
                ranks.push(&incentive.id);
            }
        }
    }
    ranks
}

/// The place of a line among those of a partner: awards in the order of their incentives, then claims.
pub(crate) fn place<'l>(ranks: &[&str], line: &'l Line) -> (usize, &'l LineOf, Option<&'static str>) {
    let rank = |incentive: &str| ranks.iter().position(|id| *id == incentive).unwrap_or(ranks.len());
    (line.incentive().map_or(usize::MAX, rank), &line.of, line.unit)
}

/// Every period of every incentive under the revision that is in force when it is decided.
pub(super) fn targets(programmes: &Programmes, closing: Closing) -> Vec<Target> {
    let mut targets = Vec::new();
    let Some(start) = programmes.start() else { return targets };
    // a `since` behind the day may still be in the period of the day
    let first = closing.since.map_or(start, |since| since.min(closing.as_of).max(start));
    let is_over = |period: LinePeriod| closing.since.is_some_and(|since| period.until.is_some_and(|until| until <= since));
    for (revision, programme) in programmes.revisions().iter().enumerate() {
        for (incentive, period) in programme.incentives().iter().enumerate().filter_map(|(at, own)| Some((at, own.period?))) {
            let periods = periods(programmes, revision, period, (first, closing.as_of)).into_iter();
            let open = periods.filter(|(period, _)| !is_over(*period));
            targets.extend(open.map(|(period, day)| Target { incentive, revision, period, day }));
        }
    }
    targets
}

struct Work<'a> {
    deciding: Deciding<'a>,
    programmes: &'a Programmes,
    ledger: &'a Ledger,
    closing: Closing,
    states: &'a [LineState<'a>],
    visited: Vec<bool>,
    ranks: &'a [&'a str],
    drafts: Vec<Posting>,
    held: Vec<Line>,
    due: Vec<Due>,
}

impl Work<'_> {
    /// The state of a line, if the ledger has it.
    fn state(&self, line: &Line) -> Option<usize> {
        self.states.binary_search_by(|state| state.line.cmp(line)).ok()
    }

    /// The same; the line is none of those that nothing gives any more.
    fn visited(&mut self, line: &Line) -> Option<usize> {
        let known = self.state(line);
        if let Some(visited) = known.and_then(|known| self.visited.get_mut(known)) {
            *visited = true;
        }
        known
    }

    /// All partners of one incentive and period.
    fn target(&mut self, target: &Target) -> Result<(), Error> {
        let moment = Moment { revision: target.revision, on: target.day, known_on: self.closing.on, returns_known_on: None };
        let Some(revision) = self.programmes.revisions().get(target.revision) else { return Ok(()) };
        let Some(incentive) = revision.incentives().get(target.incentive) else { return Ok(()) };
        let (id, unit) = (incentive.id.as_str(), unit(incentive));
        let scale = self.deciding.rounding(target.revision, target.incentive).0;
        let end = target.period.until.or(revision.effective().until);
        for Found { partner, owed, payable } in self.found(moment, (target.incentive, incentive), scale, end)? {
            let line = Line { partner, of: LineOf::Award { incentive: id.to_owned(), period: target.period }, unit };
            let known = self.visited(&line);
            match owed {
                Owed::Amount(owed) => {
                    if let Some(payable) = payable.filter(|payable| *payable != owed) {
                        self.due.push(Due { line: line.clone(), payable });
                    }
                    self.compare(line, known, moment, owed)?;
                }
                Owed::Held | Owed::Unknown => {
                    // what was payable before a number went missing still is
                    self.due.extend(self.ledger.due.iter().find(|due| due.line == line).cloned());
                    self.held.push(line);
                }
            }
        }
        Ok(())
    }

    /// All claims of funds and of inventory.
    fn claims(&mut self) -> Result<(), Error> {
        for FoundClaim { line, moment, owed } in self.deciding.claims(self.closing)? {
            let known = self.visited(&line);
            match owed {
                Owed::Amount(owed) => self.compare(line, known, moment, owed)?,
                Owed::Held | Owed::Unknown => self.held.push(line),
            }
        }
        Ok(())
    }

    /// What all partners are owed by one incentive, and how much of that is payable.
    fn found(
        &mut self,
        moment: Moment,
        (position, incentive): (usize, &Incentive),
        scale: u32,
        end: Option<Date>,
    ) -> Result<Vec<Found>, Error> {
        let as_of = self.closing.as_of;
        let review = self.deciding.review(moment)?;
        let outcomes = review.outcomes();
        let Some(column) = outcomes.awards.get(position) else { return Ok(Vec::new()) };
        let mut found = Vec::with_capacity(outcomes.partners.len());
        for (row, partner) in outcomes.partners.iter().enumerate() {
            let minor = |numbers: &[i128]| numbers.get(row).copied().unwrap_or_default();
            let amount = Amount::from_minor(minor(&column.amounts), scale);
            let is_held = column.outcomes.get(row) == Some(&AwardOutcome::Held);
            let payable = match is_held {
                true => None,
                false => Some(payable(review, partner, incentive, end, (amount, minor(&column.payable)), as_of)?),
            };
            let owed = if is_held { Owed::Held } else { Owed::Amount(amount) };
            found.push(Found { partner: partner.clone(), owed, payable });
        }
        Ok(found)
    }

    /// Posts the difference between what is owed and what was posted.
    fn compare(&mut self, line: Line, known: Option<usize>, moment: Moment, owed: Amount) -> Result<(), Error> {
        let state = known.and_then(|known| self.states.get(known)).filter(|state| state.last.is_some());
        let posted = state.map_or(Amount::from_minor(0, owed.scale()), |state| state.balances.accrued);
        let difference = owed.checked_sub(posted).map_err(|Overflow| overflow())?;
        if difference.minor() == 0 {
            return Ok(());
        }
        let (kind, causes) = match state.and_then(|state| state.last.map(|last| (state, last))) {
            None => (PostingKind::Accrue, vec![Cause { cause: CauseKind::Earned, amount: difference }]),
            Some((state, last)) => (PostingKind::Adjust, causes(&mut self.deciding, self.programmes, state, last, moment, owed)?),
        };
        let Some(revision) = self.programmes.revisions().get(moment.revision) else { return Ok(()) };
        let mut posting = Posting::draft(kind, &line, difference, moment.on);
        posting.causes = causes;
        posting.basis = Some(Basis {
            revision: revision.identity().revision,
            fingerprint: revision.identity().fingerprint.clone(),
            as_of: moment.on,
            known_on: moment.known_on,
        });
        self.drafts.push(posting);
        Ok(())
    }

    /// Lines that no revision knows any more.
    fn leftovers(&mut self, facts: &Facts) -> Result<(), Error> {
        for (at, state) in self.states.iter().enumerate() {
            if self.visited.get(at) == Some(&true) {
                continue;
            }
            if self.is_left(state) {
                self.due.extend(self.ledger.due.iter().find(|due| due.line == *state.line).cloned());
                continue;
            }
            if state.balances.accrued.minor() == 0 {
                continue;
            }
            if facts.partner_row(&state.line.partner).is_none() {
                let message = format!("partner `{}` has postings but is not in the facts", state.line.partner);
                let error = SettlementError::new(SettlementCode::PartnerMissing, JsonPointer::from("/partners"), message);
                return Err(Error::Settlement(error.with_help("a partner that left stays in the facts, with its `left` date")));
            }
            let moment = self.moment_of_lost(state)?;
            let nothing = Amount::from_minor(0, state.balances.accrued.scale());
            self.compare(state.line.clone(), Some(at), moment, nothing)?;
        }
        Ok(())
    }

    /// Whether a line that was not found is none of this settlement.
    fn is_left(&self, state: &LineState<'_>) -> bool {
        let Closing { as_of, since, .. } = self.closing;
        let basis = state.last.and_then(|last| last.basis.as_ref());
        match state.line.period() {
            Some(period) => period.from > as_of || since.is_some_and(|since| period.until.is_some_and(|until| until <= since)),
            None => {
                let day = self.deciding.claim_day(state.line, self.closing).or_else(|| basis.map(|basis| basis.as_of));
                day.is_some_and(|day| {
                    // no revision decides a rotation on such a day
                    let is_undecided = self.deciding.is_undecided(state.line, day);
                    day > as_of || is_undecided || since.is_some_and(|since| day < since)
                })
            }
        }
    }

    /// The moment at which a line that was not found is decided.
    fn moment_of_lost(&mut self, state: &LineState<'_>) -> Result<Moment, Error> {
        let Some(period) = state.line.period() else {
            let basis = state.last.and_then(|last| last.basis.as_ref());
            return self.deciding.moment_of_lost(state.line, basis, self.closing);
        };
        let on = decided_on(self.programmes, period, self.closing.as_of).unwrap_or_else(|| last_of(period, self.closing.as_of));
        let highest = self.programmes.revisions().len().saturating_sub(1);
        let revision = self.programmes.position_in_force(on).unwrap_or(highest);
        Ok(Moment { revision, on, known_on: self.closing.on, returns_known_on: None })
    }

    fn finish(mut self) -> Result<Settlement, Error> {
        let ranks = self.ranks;
        let compare = |a: &Line, b: &Line| (&a.partner, place(ranks, a)).cmp(&(&b.partner, place(ranks, b)));
        order::sort_by(&mut self.drafts, |a, b| compare(&a.line, &b.line));
        order::sort_by(&mut self.held, compare);
        order::sort_by(&mut self.due, |a, b| a.line.cmp(&b.line));
        let mut drafts = self.drafts;
        let rules = self.programmes.rules_on(self.closing.on);
        if let Some(terms) = rules.terms().filter(|terms| terms.confirmation == Confirmation::Automatic) {
            let mut confirming = Confirming::new(self.ledger, self.programmes, terms, self.closing.on);
            drafts.extend(confirming.automatic(&drafts, self.states, ranks)?);
        }
        let without_period = |id: &&str| {
            let having = |incentive: &&Incentive| incentive.id == **id;
            let latest = self.programmes.revisions().iter().rev().find_map(|revision| revision.incentives().iter().find(having));
            latest.is_some_and(|incentive| incentive.period.is_none())
        };
        Ok(Settlement {
            programme: self.ledger.programme.clone(),
            after: self.ledger.last_hash().to_owned(),
            postings: self.ledger.chained(drafts, self.closing.on)?,
            held: self.held,
            unsettled: self.ranks.iter().filter(|id| without_period(id)).map(|id| (*id).to_owned()).collect(),
            due: self.due,
        })
    }
}
