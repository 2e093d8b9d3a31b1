//! Statements: what a partner was owed before, what moved, and what it is owed now.

use super::balance::{self, Balances};
use super::deposit::DepositBalances;
use super::ledger::Ledger;
use super::posting::{DEPOSIT, Posting};
use super::programmes::Programmes;
use super::settle::belongs;
use super::write::Writer;
use super::{overflow, refuse};
use crate::amount::{Amount, Exact, Overflow, Rounding};
use crate::diagnostic::JsonPointer;
use crate::error::{Error, SettlementCode};
use crate::facts::Facts;
use crate::period::{Date, date_text};
use crate::programme::ProgrammeIdentity;

/// A partner's account over a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The latest revision.
    pub programme: ProgrammeIdentity,
    /// Whose.
    pub partner: String,
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
    /// Number and hash of the last posting of the whole ledger: whoever holds them sees later edits.
    pub last: (u64, String),
}

/// The account of the deposit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementDeposit {
    /// What has to be held, where the programme says so.
    pub required: Option<Amount>,
    /// All that was booked before.
    pub opening: DepositBalances,
    /// What was booked in the period, by number.
    pub movements: Vec<Posting>,
    /// Opening and movements.
    pub closing: DepositBalances,
    /// What is lacking (补足), where something is required.
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
    /// A partner's account over `[from, until)`.
    ///
    /// # Errors
    /// `unknown_partner`, `out_of_range` for a period that ends before it begins, and programmes of another ledger.
    pub fn statement(&self, programmes: &Programmes, partner: &str, from: Date, until: Date) -> Result<Statement, Error> {
        self.statement_of(programmes, None, partner, (from, until))
    }

    /// The same where facts are at hand.
    pub(crate) fn statement_of(
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
        let rules = programmes.rules_on(until.pred_opt().unwrap_or(from));
        let required = rules.terms().and_then(|terms| terms.deposit);
        let inside = |posting: &&Posting| posting.line.unit == Some(DEPOSIT) && posting.booked_on >= from && posting.booked_on < until;
        let deposit =
            self.statement_deposit(required, (before(from), before(until)), own().filter(inside)).map_err(|Overflow| overflow())?;
        Ok(Statement {
            deposit,
            programme: programmes.latest().identity().clone(),
            partner: partner.to_owned(),
            from,
            until,
            currency: self.currency.clone(),
            units: closings.into_iter().map(of).collect(),
            last: (self.postings.last().map_or(0, |posting| posting.number), self.last_hash().to_owned()),
        })
    }
}

impl Ledger {
    /// The account of the deposit, from what was booked before and up to the end.
    fn statement_deposit<'p>(
        &self,
        required: Option<Exact>,
        (before, until): (impl Iterator<Item = &'p Posting>, impl Iterator<Item = &'p Posting>),
        movements: impl Iterator<Item = &'p Posting>,
    ) -> Result<Option<StatementDeposit>, Overflow> {
        let closing = DepositBalances::of(self, until)?;
        if closing.is_none() && required.is_none() {
            return Ok(None);
        }
        let opening = DepositBalances::of(self, before)?.unwrap_or_else(|| DepositBalances::nothing(self));
        let closing = closing.unwrap_or_else(|| DepositBalances::nothing(self));
        let required = required.map(|required| required.round_to_minor(self.scale, Rounding::Down)).transpose()?;
        let required = required.map(|required| Amount::from_minor(required, self.scale));
        let short = required.map(|required| required.checked_sub(closing.held)).transpose()?;
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
            deposit.required.iter().for_each(|required| out.amount("required", *required));
            deposit.opening.write("opening", &mut out);
            out.open_list("movements");
            deposit.movements.iter().for_each(|posting| posting.write(&mut out, true));
            out.close(']');
            deposit.closing.write("closing", &mut out);
            deposit.short.iter().for_each(|short| out.amount("short", *short));
            out.close('}');
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
