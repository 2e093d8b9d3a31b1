//! Statements: what a partner was owed before, what moved, and what it is owed now.

use std::sync::Arc;

use super::audit::Explained;
use super::balance::{self, Balances};
use super::deposit::DepositBalances;
use super::ledger::Ledger;
use super::owed::{Deciding, Moment};
use super::posting::{Basis, DEPOSIT, Posting};
use super::programmes::Programmes;
use super::settle::belongs;
use super::write::Writer;
use super::{overflow, refuse};
use crate::amount::{Amount, Overflow, Rounding};
use crate::diagnostic::JsonPointer;
use crate::error::{Error, SettlementCode};
use crate::facts::{Cell, Facts};
use crate::incentive::{Limit, UnknownLimit};
use crate::metric::MetricValue;
use crate::period::{Date, date_text};
use crate::programme::{Programme, ProgrammeIdentity};

/// A partner's account over a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The latest revision.
    pub programme: ProgrammeIdentity,
    /// Whose.
    pub partner: String,
    /// What the facts call it, where they were handed over: for people, and no part of the JSON.
    pub name: Option<String>,
    /// First day.
    pub from: Date,
    /// First day after.
    pub until: Date,
    /// The currency of its money.
    pub currency: String,
    /// Money first, then other units by name.
    pub units: Vec<StatementUnit>,
    /// The deposit, where there is anything of it or one is required.
    pub deposit: Option<StatementDeposit>,
    /// What is behind the movements that say what is owed, by number, where it was asked for and their revision is at hand.
    pub reasons: Vec<StatementReasons>,
    /// Number and hash of the last posting of the whole ledger: whoever holds them sees later edits.
    pub last: (u64, String),
}

/// What is behind a movement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementReasons {
    /// Number of the posting.
    pub number: u64,
    /// Under which programme and with what knowledge it was decided.
    pub basis: Basis,
    /// That programme.
    pub programme: Arc<Programme>,
    /// The award or claim, decided again on that basis.
    pub behind: Explained,
}

/// The account of the deposit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementDeposit {
    /// What has to be held, where the programme says so; or how the metric that says it is unknown.
    pub required: Option<Result<Amount, MetricValue>>,
    /// All that was booked before.
    pub opening: DepositBalances,
    /// What was booked in the period, by number.
    pub movements: Vec<Posting>,
    /// Opening and movements.
    pub closing: DepositBalances,
    /// What is lacking (补足), where it is known what is required.
    pub short: Option<Amount>,
}

/// The account in one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementUnit {
    /// `None` for money.
    pub unit: Option<&'static str>,
    /// All that was booked before.
    pub opening: Balances,
    /// What was booked in the period, by number.
    pub movements: Vec<Posting>,
    /// Opening and movements.
    pub closing: Balances,
}

impl Ledger {
    /// A partner's account over `[from, until)`. Facts are read where the ledger does not know the partner, and where a metric says
    /// how much the deposit has to be.
    ///
    /// # Errors
    /// `unknown_partner`, `out_of_range` for a period that ends before it begins, programmes of another ledger; `facts_required` and
    /// what a review refuses where a metric is read.
    pub fn statement(
        &self,
        programmes: &Programmes,
        facts: Option<&Facts>,
        partner: &str,
        (from, until): (Date, Date),
    ) -> Result<Statement, Error> {
        belongs(programmes, self)?;
        self.check_partner(facts, partner)?;
        if until <= from {
            let message = format!("the period ends on {}, before it begins", date_text(until));
            return Err(refuse(SettlementCode::OutOfRange, JsonPointer::from("/until"), message));
        }
        let own = || self.postings.iter().filter(|posting| posting.line.partner == partner);
        let before = |end: Date| own().filter(move |posting| posting.booked_on < end);
        let openings = balance::by_unit(self, before(from)).map_err(|Overflow| overflow())?;
        let closings = balance::by_unit(self, before(until)).map_err(|Overflow| overflow())?;
        let of = |(unit, closing): (Option<&'static str>, Balances)| {
            let opening = openings.iter().find(|(known, _)| *known == unit).map(|(_, balances)| *balances);
            let inside = |posting: &&Posting| posting.line.unit == unit && posting.booked_on >= from && posting.booked_on < until;
            let opening = opening.unwrap_or_else(|| Balances::of(self.zero(unit)));
            StatementUnit { unit, opening, movements: own().filter(inside).cloned().collect(), closing }
        };
        let last = until.pred_opt().unwrap_or(from);
        let limit = programmes.rules_on(last).terms().and_then(|terms| terms.deposit);
        let required = limit.map(|limit| self.required(programmes, facts, partner, (limit, last))).transpose()?.flatten();
        let inside = |posting: &&Posting| posting.line.unit == Some(DEPOSIT) && posting.booked_on >= from && posting.booked_on < until;
        let deposit =
            self.statement_deposit(required, (before(from), before(until)), own().filter(inside)).map_err(|Overflow| overflow())?;
        Ok(Statement {
            deposit,
            programme: programmes.latest().identity().clone(),
            name: facts.and_then(|facts| name_of(facts, partner)),
            partner: partner.to_owned(),
            from,
            until,
            currency: self.currency.clone(),
            units: closings.into_iter().map(of).collect(),
            reasons: Vec::new(),
            last: (self.postings.last().map_or(0, |posting| posting.number), self.last_hash().to_owned()),
        })
    }
}

impl Ledger {
    /// The same account with what is behind its movements, decided again from the facts on the basis of each.
    ///
    /// # Errors
    /// As without, and what a review refuses.
    pub fn statement_with_reasons(
        &self,
        programmes: &Programmes,
        facts: &Facts,
        partner: &str,
        period: (Date, Date),
    ) -> Result<Statement, Error> {
        let mut statement = self.statement(programmes, Some(facts), partner, period)?;
        let mut deciding = Deciding::new(programmes, facts);
        for posting in statement.units.iter().flat_map(|unit| &unit.movements) {
            let Some(basis) = posting.basis.clone().filter(|_| posting.kind.is_accrual()) else { continue };
            let position = programmes.position_of(basis.revision, &basis.fingerprint);
            let Some(programme) = position.and_then(|at| programmes.revisions().get(at)).map(Arc::clone) else { continue };
            if let Some(behind) = deciding.behind(posting)? {
                statement.reasons.push(StatementReasons { number: posting.number, basis, programme, behind });
            }
        }
        statement.reasons.sort_by_key(|reasons| reasons.number);
        Ok(statement)
    }

    /// What a partner has to hold on a day, by what was known on it.
    fn required(
        &self,
        programmes: &Programmes,
        facts: Option<&Facts>,
        partner: &str,
        (limit, day): (Limit, Date),
    ) -> Result<Option<Result<Amount, MetricValue>>, Error> {
        let of = |minor: Result<i128, Overflow>| Ok(Some(Ok(Amount::from_minor(minor.map_err(|Overflow| overflow())?, self.scale))));
        let (metric, unknown) = match limit {
            Limit::Amount(amount) => return of(amount.round_to_minor(self.scale, Rounding::Down)),
            Limit::Metric { metric, unknown } => (metric, unknown),
        };
        let Some(facts) = facts else {
            let message = "a metric says how much the deposit has to be, and no facts were handed over".to_owned();
            return Err(refuse(SettlementCode::FactsRequired, JsonPointer::root(), message));
        };
        let moment = Moment { revision: programmes.position_of_rules_on(day), on: day, known_on: day, returns_known_on: None };
        let rules = programmes.rules_on(day);
        let mut deciding = Deciding::new(programmes, facts);
        let review = deciding.review(moment)?;
        if review.outcomes().partners.binary_search_by(|known| known.as_str().cmp(partner)).is_err() {
            let message = format!("`{partner}` is not in the facts, which say how much its deposit has to be");
            return Err(refuse(SettlementCode::PartnerMissing, JsonPointer::from("/partner"), message));
        }
        let decision = review.partner(partner)?;
        let value = rules.metrics().get(metric).and_then(|metric| decision.metrics.get(&metric.name));
        match value.unwrap_or(MetricValue::Missing) {
            MetricValue::Known(value) => of(value.round_to_minor(self.scale, rules.rounding().1).map(|minor| minor.max(0))),
            _ if unknown == Some(UnknownLimit::None) => Ok(None),
            unknown => Ok(Some(Err(unknown))),
        }
    }

    /// The account of the deposit, from what was booked before and up to the end.
    fn statement_deposit<'p>(
        &self,
        required: Option<Result<Amount, MetricValue>>,
        (before, until): (impl Iterator<Item = &'p Posting>, impl Iterator<Item = &'p Posting>),
        movements: impl Iterator<Item = &'p Posting>,
    ) -> Result<Option<StatementDeposit>, Overflow> {
        let closing = DepositBalances::of(self, until)?;
        if closing.is_none() && required.is_none() {
            return Ok(None);
        }
        let opening = DepositBalances::of(self, before)?.unwrap_or_else(|| DepositBalances::nothing(self));
        let closing = closing.unwrap_or_else(|| DepositBalances::nothing(self));
        let known = required.and_then(Result::ok);
        let short = known.map(|required| required.checked_sub(closing.held)).transpose()?;
        let short = short.map(|short| short.max(self.zero(Some(DEPOSIT))));
        Ok(Some(StatementDeposit { required, opening, movements: movements.cloned().collect(), closing, short }))
    }
}

impl Statement {
    /// As JSON.
    ///
    /// # Errors
    /// `overflow`.
    pub fn to_json(&self) -> Result<String, Error> {
        let mut out = Writer::default();
        out.open('{');
        out.member("schema", "qudao/statement/1");
        out.name("programme");
        out.open('{');
        out.member("id", &self.programme.id);
        out.count("revision", self.programme.revision);
        out.member("fingerprint", &self.programme.fingerprint);
        out.close('}');
        out.member("partner", &self.partner);
        out.span("period", self.from, Some(self.until));
        out.member("currency", &self.currency);
        out.open_list("units");
        for unit in &self.units {
            out.open('{');
            out.optional("unit", unit.unit);
            write_balances("opening", &unit.opening, &mut out).map_err(|Overflow| overflow())?;
            out.open_list("movements");
            unit.movements.iter().for_each(|posting| posting.write(&mut out, true));
            out.close(']');
            write_balances("closing", &unit.closing, &mut out).map_err(|Overflow| overflow())?;
            out.close('}');
        }
        out.close(']');
        if let Some(deposit) = &self.deposit {
            out.name("deposit");
            out.open('{');
            match deposit.required {
                Some(Ok(required)) => out.amount("required", required),
                Some(Err(unknown)) => out.member("required", &unknown.to_string()),
                None => {}
            }
            deposit.opening.write("opening", &mut out);
            out.open_list("movements");
            deposit.movements.iter().for_each(|posting| posting.write(&mut out, true));
            out.close(']');
            deposit.closing.write("closing", &mut out);
            deposit.short.iter().for_each(|short| out.amount("short", *short));
            out.close('}');
        }
        if !self.reasons.is_empty() {
            out.open_list("reasons");
            for reasons in &self.reasons {
                out.open('{');
                out.count("number", reasons.number);
                reasons.basis.write(&mut out);
                reasons.behind.write(&mut out);
                out.close('}');
            }
            out.close(']');
        }
        out.name("last");
        out.open('{');
        out.count("number", self.last.0);
        out.member("hash", &self.last.1);
        out.close('}');
        out.close('}');
        Ok(out.text)
    }
}

/// What the facts call a partner.
fn name_of(facts: &Facts, partner: &str) -> Option<String> {
    match facts.cell("partners", "name", facts.partner_row(partner)?) {
        Cell::Text(name) => Some(name.to_owned()),
        _ => None,
    }
}

fn write_balances(name: &str, balances: &Balances, out: &mut Writer) -> Result<(), Overflow> {
    out.name(name);
    out.open('{');
    out.amount("accrued", balances.accrued);
    out.amount("granted", balances.granted);
    out.amount("used", balances.used);
    out.amount("balance", balances.balance()?);
    out.amount("available", balances.available()?);
    out.close('}');
    Ok(())
}
