//! Statements in words. The page for print is in [`page`].

mod page;

use crate::amount::{Amount, Exact, Overflow, Rounding};
use crate::diagnostic::JsonPointer;
use crate::period::date_text;
use crate::programme::Programme;
use crate::settlement::{
    Balances, Basis, DepositBalances, LineOf, LinePeriod, Posting, PostingKind, Statement, StatementDeposit, StatementReasons,
};
use crate::text::names::Names;
use crate::text::{Explanation, catalogue, number};
use crate::title::Locale;

impl Statement {
    /// In words: each balance, movement and cause as one sentence; below a movement what is behind it, where it was asked for.
    ///
    /// # Errors
    /// [`Overflow`] when a balance leaves 128 bits.
    pub fn explain(&self, programme: &Programme, locale: Locale) -> Result<Explanation, Overflow> {
        let (mut lines, words) = (Explanation::default(), Sentences { names: Names::new(programme, locale), statement: self });
        lines.push(0, "statement", JsonPointer::root(), format!("{} · {}", words.say("statement", "", &[]), words.subject()));
        for (at, unit) in self.units.iter().enumerate() {
            let path = JsonPointer::from("/units").child(at);
            lines.push(0, "unit", path.clone(), words.account(unit.unit));
            lines.push(1, "opening", path.child("opening"), words.balances("opening", &unit.opening, unit.unit)?);
            words.movements(&unit.movements, &path, &mut lines);
            lines.push(1, "closing", path.child("closing"), words.balances("closing", &unit.closing, unit.unit)?);
        }
        if let Some(deposit) = &self.deposit {
            let path = JsonPointer::from("/deposit");
            lines.push(0, "deposit", path.clone(), words.account(Some("deposit")));
            lines.push(1, "opening", path.child("opening"), words.held("opening", &deposit.opening));
            words.movements(&deposit.movements, &path, &mut lines);
            lines.push(1, "closing", path.child("closing"), words.held("closing", &deposit.closing));
            if let Some(text) = words.required(deposit) {
                lines.push(1, "required", path.child("required"), text);
            }
        }
        lines.push(0, "last", JsonPointer::from("/last"), words.last());
        Ok(lines)
    }
}

/// The sentences of a statement in one language.
struct Sentences<'a> {
    names: Names<'a>,
    statement: &'a Statement,
}

impl Sentences<'_> {
    fn say(&self, code: &str, case: &str, words: &[(&str, &str)]) -> String {
        self.names.say(code, case, words)
    }

    /// Whose statement, and of which days: people name the last day of a period, not the first one after.
    fn subject(&self) -> String {
        let (statement, names) = (self.statement, &self.names);
        let programme = names.programme.title().in_locale(names.locale, &statement.programme.id);
        let partner = match &statement.name {
            Some(name) => names.beside(&statement.partner, name),
            None => statement.partner.clone(),
        };
        let days = self.days(LinePeriod { from: statement.from, until: Some(statement.until) });
        format!("{programme} · {partner} · {days} · {}", statement.currency)
    }

    fn days(&self, period: LinePeriod) -> String {
        let last = period.until.and_then(|until| until.pred_opt()).map(date_text).unwrap_or_default();
        self.say("span", "", &[("from", &date_text(period.from)), ("last", &last)])
    }

    /// The heading of an account.
    fn account(&self, unit: Option<&str>) -> String {
        self.say("account", unit.unwrap_or_default(), &[])
    }

    fn amount(&self, amount: Amount, unit: Option<&str>) -> String {
        let text = self.plain(amount, unit);
        self.short(amount, unit).map_or(text.clone(), |short| self.names.beside(&text, &short))
    }

    /// An amount with all its digits.
    fn plain(&self, amount: Amount, unit: Option<&str>) -> String {
        self.names.with_unit(unit).amount(amount)
    }

    /// A large amount of money as it is said (万, 亿), marked where it is rounded; nothing in a language without such words.
    fn short(&self, amount: Amount, unit: Option<&str>) -> Option<String> {
        // the deposit is money
        if unit.is_some_and(|unit| unit != "deposit") {
            return None;
        }
        let exact = amount.exact();
        let size = exact.checked_abs().ok()?;
        let words = [(100_000_000, "hundred_millions"), (10_000, "ten_thousands")];
        let (of, case) = words.into_iter().find(|(of, _)| size >= Exact::from(*of))?;
        catalogue::find(self.names.locale, "short", case)?;
        let share = exact.checked_div(Exact::from(of)).ok()??;
        let rounded = share.round(2, Rounding::HalfUp).ok()?;
        let digits = self.say("short", case, &[("digits", &number::grouped(&rounded.to_string()))]);
        let about = if rounded == share { "" } else { "≈ " };
        Some(format!("{about}{}", self.names.currency_amount(&digits, "short")))
    }

    fn signed(&self, amount: Amount, text: &str) -> String {
        format!("{}{text}", if amount.minor() > 0 { "+" } else { "" })
    }

    fn signed_amount(&self, amount: Amount, unit: Option<&str>) -> String {
        self.signed(amount, &self.amount(amount, unit))
    }

    fn balances(&self, when: &str, balances: &Balances, unit: Option<&str>) -> Result<String, Overflow> {
        let amount = |amount: Amount| self.amount(amount, unit);
        let (owed, available) = (amount(balances.balance()?), amount(balances.available()?));
        let when = self.say(when, "", &[]);
        Ok(self.say("balances", "", &[("when", &when), ("owed", &owed), ("available", &available), ("sums", &self.sums(balances, unit))]))
    }

    /// What was accrued and used in all.
    fn sums(&self, balances: &Balances, unit: Option<&str>) -> String {
        let (accrued, used) = (self.amount(balances.accrued, unit), self.amount(balances.used, unit));
        self.say("sums", "", &[("accrued", &accrued), ("used", &used)])
    }

    /// What a deposit holds.
    fn held(&self, when: &str, balances: &DepositBalances) -> String {
        let (when, held) = (self.say(when, "", &[]), self.amount(balances.held, None));
        self.say("balances", "deposit", &[("when", &when), ("held", &held), ("sums", &self.deposit_sums(balances))])
    }

    fn deposit_sums(&self, balances: &DepositBalances) -> String {
        let amount = |amount: Amount| self.amount(amount, None);
        let (paid_in, forfeited, refunded) = (amount(balances.paid_in), amount(balances.forfeited), amount(balances.refunded));
        self.say("sums", "deposit", &[("paid_in", &paid_in), ("forfeited", &forfeited), ("refunded", &refunded)])
    }

    /// What a deposit lacks, where something is required.
    fn required(&self, deposit: &StatementDeposit) -> Option<String> {
        let amount = |amount: Amount| self.amount(amount, None);
        let short = deposit.short.filter(|short| short.minor() > 0).map(amount).unwrap_or_default();
        Some(match deposit.required? {
            Ok(required) => self.say("required", "", &[("required", &amount(required)), ("short", &short)]),
            Err(_) => self.say("required", "unknown", &[]),
        })
    }

    /// One line per posting and cause, below `path`.
    fn movements(&self, postings: &[Posting], path: &JsonPointer, lines: &mut Explanation) {
        for (at, posting) in postings.iter().enumerate() {
            let path = path.child("movements").child(at);
            lines.push(1, posting.kind.as_str(), path.clone(), self.movement(posting));
            for (at, cause) in posting.causes.iter().enumerate() {
                lines.push(2, cause.cause.as_str(), path.child("causes").child(at), self.cause(posting, at).unwrap_or_default());
            }
            if let Some(reasons) = self.statement.reasons.iter().find(|reasons| reasons.number == posting.number) {
                lines.push(2, "basis", path.child("basis"), self.basis(&reasons.basis));
                let behind = self.behind(reasons);
                behind
                    .lines()
                    .iter()
                    .for_each(|line| lines.push(line.indent.saturating_add(3), line.code, line.path.clone(), line.text.clone()));
            }
        }
    }

    /// What is behind a movement, in the words of its revision.
    fn behind(&self, reasons: &StatementReasons) -> Explanation {
        reasons.behind.explain(&reasons.programme, self.names.locale)
    }

    fn basis(&self, basis: &Basis) -> String {
        let (as_of, known_on) = (date_text(basis.as_of), date_text(basis.known_on));
        self.say("basis", "", &[("revision", &basis.revision.to_string()), ("as_of", &as_of), ("known_on", &known_on)])
    }

    fn cause(&self, posting: &Posting, at: usize) -> Option<String> {
        let cause = posting.causes.get(at)?;
        Some(self.names.pair(&self.say("cause", cause.cause.as_str(), &[]), &self.signed_amount(cause.amount, posting.line.unit)))
    }

    /// The last posting of the ledger.
    fn last(&self) -> String {
        let (number, hash) = &self.statement.last;
        self.names.pair(&self.say("last_posting", "", &[]), &format!("{number} · {hash}"))
    }

    /// One posting as a sentence.
    fn movement(&self, posting: &Posting) -> String {
        let amount = self.signed_amount(posting.amount, posting.line.unit);
        let (day, number, what) = (date_text(posting.booked_on), posting.number.to_string(), self.what(posting));
        let case = if changes(posting) == (false, true) { "available" } else { "" };
        self.say("posting", case, &[("day", &day), ("number", &number), ("what", &what), ("amount", &amount)])
    }

    /// What a line is of.
    fn line(&self, posting: &Posting) -> String {
        let names = &self.names;
        match &posting.line.of {
            LineOf::Award { incentive, period } => names.beside(names.incentive(incentive), &self.days(*period)),
            LineOf::Fund { fund, claim } => names.beside(names.fund(fund), &self.say("claim_line", "fund", &[("claim", claim)])),
            LineOf::Inventory { kind, claim } => {
                names.beside(&names.inside(kind.label()), &self.say("claim_line", "", &[("claim", claim)]))
            }
            LineOf::Partner => posting.line.partner.clone(),
        }
    }

    /// What a posting is about, without its amount.
    fn what(&self, posting: &Posting) -> String {
        let case = match posting.kind {
            PostingKind::Pay if posting.amount.minor() > 0 => "taken_back",
            PostingKind::Redeem if posting.order.is_none() => posting.line.unit.unwrap_or_default(),
            kind => kind.as_str(),
        };
        let until = posting.valid.and_then(|valid| valid.until).and_then(|until| until.pred_opt()).map(date_text);
        let words = [
            ("line", self.line(posting)),
            ("document", posting.document.clone().unwrap_or_default()),
            ("order", posting.order.clone().unwrap_or_default()),
            ("invoice", posting.invoice.clone().unwrap_or_default()),
            ("until", until.unwrap_or_default()),
            ("undone", posting.reverses.unwrap_or_default().to_string()),
        ];
        let words: Vec<(&str, &str)> = words.iter().map(|(name, word)| (*name, word.as_str())).collect();
        self.say("movement", case, &words)
    }
}

/// Whether a posting changes what is owed, and what is available: what is accrued becomes available when it is confirmed.
fn changes(posting: &Posting) -> (bool, bool) {
    let makes = posting.reverses.is_some_and(|number| {
        posting.document.as_deref() == Some(format!("{}/{number}", posting.line.partner).as_str()) && posting.line.of != LineOf::Partner
    });
    match posting.kind {
        PostingKind::Accrue | PostingKind::Adjust => (true, false),
        PostingKind::Confirm => (false, true),
        PostingKind::Reverse if makes => (false, true),
        _ => (true, true),
    }
}
