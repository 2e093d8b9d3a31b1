//! What is owed for claims of funds and of channel inventory.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use num_rational::BigRational;
use serde_json::Value;

use super::super::fund::Span;
use super::super::inventory::{Found, column_of};
use super::super::{Question, Record, date, list, object, sorted, text, zero};
use super::Books;
use super::decide::Knowledge;
use super::line::{KINDS, Line, Subject};
use super::owed::{Closing, Owed, UNITS};

const ROTATION: usize = 2;

impl Books<'_> {
    fn rows(&self, table: &str) -> &[Value] {
        list(&self.decisions.facts()[table])
    }

    fn row(&self, table: &str, id: &str) -> Option<&Record> {
        self.rows(table).iter().find(|row| row["id"] == id).map(object)
    }

    /// The period that a request belongs to in units of the fund's, when it is in one.
    fn span(&self, unit: &str, request: &Record) -> Option<(NaiveDate, Option<NaiveDate>)> {
        let requested = date(text(&request["requested_on"]));
        let (from, until) = self.period_with(unit, requested);
        (from <= requested).then_some((from, until))
    }

    pub(super) fn owed_of_funds(&self, closing: Closing, owed: &mut BTreeMap<Line, Owed>) {
        // what is decided is asked for, also where nobody requested anything
        for unit in UNITS {
            for period in self.periods(unit, Closing { since: None, ..closing }) {
                let Some((_, revision)) = self.day_in_force(period, closing.as_of) else { continue };
                if sorted(&self.revisions[revision]["funds"]).into_iter().any(|(_, fund)| fund["period"] == unit) {
                    self.decisions.asked.borrow_mut().insert(revision);
                }
            }
        }
        let mut decided = BTreeSet::new();
        for request in self.rows("fund_requests").iter().map(object) {
            let (partner, fund) = (text(&request["partner"]), text(&request["fund"]));
            for unit in UNITS {
                let Some(period) = self.span(unit, request) else { continue };
                let Some((day, revision)) = self.day_in_force(period, closing.as_of) else { continue };
                let has_it = self.revisions[revision]["funds"].get(fund).is_some_and(|fund| fund["period"] == unit);
                if has_it && self.is_in_facts(partner) {
                    decided.insert((partner, fund, period, day, revision));
                }
            }
        }
        let knowledge = Knowledge::of(closing.on);
        for (partner, fund, period, day, revision) in decided {
            let terms = &self.revisions[revision]["funds"][fund];
            self.decisions.asked.borrow_mut().insert(revision);
            let found = self.decisions.ask(self.revisions[revision], closing.as_of, knowledge, |today| {
                let decided = Question::new(self.revisions[revision], today.facts, day, Some(knowledge.on));
                let span = Span { from: period.0, until: period.1, with_earlier: false };
                let found = today.fund(fund, terms, partner, &decided, &span);
                (found.held, found.claims.into_iter().map(|(claim, amount, _)| (claim, amount)).collect::<Vec<_>>())
            });
            for (claim, amount) in found.1 {
                let row = self.row("fund_claims", &claim).expect("a claim of the facts");
                if closing.since.is_some_and(|since| date(text(&row["claimed_on"])) < since) {
                    continue;
                }
                let line = Line::of(partner, Subject::Fund { fund: fund.to_owned(), claim });
                owed.insert(line, self.owed_claim(amount, found.0, closing.as_of, revision));
            }
        }
    }

    fn owed_claim(&self, amount: BigRational, held: bool, day: NaiveDate, revision: usize) -> Owed {
        Owed { payable: amount.clone(), amount, scale: self.scale(), held, day, revision: Some(revision) }
    }

    pub(super) fn owed_of_inventory(&self, closing: Closing, owed: &mut BTreeMap<Line, Owed>) {
        let knowledge = Knowledge::of(closing.on);
        let is_past = |day: NaiveDate| closing.since.is_some_and(|since| day < since);
        let partners: Vec<String> = self.rows("partners").iter().map(|row| text(&row["id"]).to_owned()).collect();
        for (revision, programme) in self.revisions.iter().enumerate() {
            if programme.get("channel_inventory").is_none() {
                continue;
            }
            for partner in &partners {
                let found = self.found(revision, partner, closing.as_of, knowledge);
                let mut add = |kind: usize, claim: &str, amount: BigRational| {
                    let line = Line::of(partner, Subject::Inventory { kind, claim: claim.to_owned() });
                    let before = owed.remove(&line).map_or_else(zero, |owed| owed.amount);
                    owed.insert(line, self.owed_claim(before + amount, false, closing.as_of, revision));
                };
                for claim in &found.claims {
                    let kind = place_of(claim.kind);
                    if kind == ROTATION || self.in_force(claim.day) != Some(revision) || is_past(claim.day) {
                        continue;
                    }
                    let about = claim.about.as_deref().unwrap_or("");
                    for line in found.matches.iter().filter(|line| line.kind == claim.kind && line.about == about) {
                        if let Some(id) = &line.claim {
                            add(kind, id, of_match(line));
                        }
                    }
                    if claim.kind == KINDS[1] && claim.amount < zero() {
                        add(kind, about, claim.amount.clone());
                    }
                }
            }
        }
        for row in self.rows("claim_lines").iter().map(object).filter(|row| row["kind"] == KINDS[ROTATION]) {
            let day = self.day_of_rotation(row, closing.as_of);
            let Some(revision) = self.in_force(day).filter(|_| day <= closing.as_of && !is_past(day)) else { continue };
            let (partner, claim) = (text(&row["partner"]), text(&row["id"]));
            let line = Line::of(partner, Subject::Inventory { kind: ROTATION, claim: claim.to_owned() });
            let amount = self.rotation(revision, (partner, claim), day, knowledge);
            owed.insert(line, self.owed_claim(amount, false, day, revision));
        }
    }

    /// The day on which a line of a rotation became known.
    fn day_of_rotation(&self, row: &Record, as_of: NaiveDate) -> NaiveDate {
        row.get("known_on").and_then(Value::as_str).map_or(as_of, date)
    }

    fn found(&self, revision: usize, partner: &str, as_of: NaiveDate, knowledge: Knowledge) -> Found {
        self.decisions.asked.borrow_mut().insert(revision);
        let facts = knowledge.no_returns_after.map(|after| self.decisions.without(after, true));
        let facts: &Value = facts.as_deref().unwrap_or(self.decisions.facts());
        Question::new(self.revisions[revision], facts, as_of, Some(knowledge.on)).inventory(partner)
    }

    /// What a line of a rotation is owed in the review of a day: the first of the lines of that day.
    fn rotation(&self, revision: usize, (partner, claim): (&str, &str), day: NaiveDate, knowledge: Knowledge) -> BigRational {
        if self.revisions[revision].get("channel_inventory").is_none() {
            return zero();
        }
        let found = self.found(revision, partner, day, knowledge);
        let lines = self.rows("claim_lines").iter().map(object).filter(|row| {
            row["kind"] == KINDS[ROTATION] && row["partner"] == partner && self.day_of_rotation(row, day) == day && day <= knowledge.on
        });
        // those that say their day first
        let first = lines.min_by_key(|row| (row.get("known_on").is_none(), text(&row["id"])));
        if first.is_none_or(|first| first["id"] != claim) {
            return zero();
        }
        let ours = found.claims.iter().find(|other| other.kind == KINDS[ROTATION]).map_or_else(zero, |ours| ours.amount.clone());
        let theirs = found.matches.iter().find(|line| line.claim.as_deref() == Some(claim)).map_or_else(zero, |line| line.theirs.clone());
        ours.min(theirs).max(zero())
    }

    /// A claim of a fund under a revision as of a day, when it is there: amount, whether it is held, and as it is told.
    fn claim_of_fund(&self, line: &Line, revision: usize, as_of: NaiveDate, knowledge: Knowledge) -> Option<(BigRational, bool, Value)> {
        let Subject::Fund { fund, claim } = &line.subject else { return None };
        let programme = self.revisions[revision];
        let terms = programme["funds"].get(fund.as_str())?;
        let request = self.row("fund_claims", claim).and_then(|row| self.row("fund_requests", text(&row["request"])))?;
        if request["partner"] != line.partner.as_str() || request["fund"] != fund.as_str() {
            return None;
        }
        let (from, until) = self.span(text(&terms["period"]), request)?;
        let (day, _) = self.day_in_force((from, until), as_of)?;
        self.decisions.ask(programme, as_of, knowledge, |today| {
            let decided = Question::new(programme, today.facts, day, Some(knowledge.on));
            let partner = today.partner_ids().into_iter().find(|id| *id == line.partner)?;
            let found = today.fund(fund, terms, partner, &decided, &Span { from, until, with_earlier: false });
            let own = found.claims.into_iter().find(|other| other.0 == *claim)?;
            Some((own.1, found.held, own.2))
        })
    }

    pub(super) fn told_claim(&self, line: &Line, revision: usize, as_of: NaiveDate, knowledge: Knowledge) -> Option<Value> {
        self.claim_of_fund(line, revision, as_of, knowledge).map(|own| own.2)
    }

    /// What a claim is owed under a revision as of a day; nothing when that is held.
    pub(super) fn claim_step(&self, line: &Line, revision: usize, as_of: NaiveDate, knowledge: Knowledge) -> Option<BigRational> {
        let programme = self.revisions[revision];
        match &line.subject {
            Subject::Fund { .. } => match self.claim_of_fund(line, revision, as_of, knowledge) {
                Some((_, true, _)) => None,
                own => Some(own.map_or_else(zero, |own| own.0)),
            },
            Subject::Inventory { kind: ROTATION, claim } => Some(self.rotation(revision, (&line.partner, claim), as_of, knowledge)),
            Subject::Inventory { kind, claim } => {
                if programme.get("channel_inventory").is_none() {
                    return Some(zero());
                }
                let found = self.found(revision, &line.partner, as_of, knowledge);
                let own = found.matches.iter().find(|other| other.kind == KINDS[*kind] && other.claim.as_deref() == Some(claim.as_str()));
                let back = found.claims.iter().filter(|other| {
                    *kind == 1 && other.kind == KINDS[1] && other.amount < zero() && other.about.as_deref() == Some(claim.as_str())
                });
                Some(own.map_or_else(zero, of_match) + back.map(|back| &back.amount).sum::<BigRational>())
            }
            Subject::Award { .. } | Subject::Partner => panic!("no claim"),
        }
    }

    /// As for awards: whether a claim with postings that nothing is owed on any more is taken back, and under what.
    pub(super) fn claim_owed_nothing(&self, line: &Line, Closing { as_of, on, since }: Closing) -> Option<(NaiveDate, Option<usize>)> {
        let day = match &line.subject {
            Subject::Fund { fund, claim } => self.row("fund_claims", claim).filter(|row| is_known(row, on)).and_then(|row| {
                let request = self.row("fund_requests", text(&row["request"])).filter(|request| is_known(request, on))?;
                let is_it = request["partner"] == line.partner.as_str() && request["fund"] == fund.as_str();
                is_it.then(|| date(text(&row["claimed_on"])))
            }),
            Subject::Inventory { kind, claim } => self.day_of_claim(*kind, &line.partner, claim, (as_of, on)),
            Subject::Award { .. } | Subject::Partner => panic!("no claim"),
        };
        let last = self.postings.iter().rfind(|posting| posting.is_accrual() && posting.line == *line).expect("it was posted before");
        let basis = last.basis.as_ref().expect("an accrual has a basis");
        let is_rotation = matches!(line.subject, Subject::Inventory { kind: ROTATION, .. });
        let day = day.unwrap_or(basis.as_of);
        // a day on which no revision is in effect decides no rotation
        if since.is_some_and(|since| day < since) || day > as_of || (is_rotation && self.in_force(day).is_none()) {
            return None;
        }
        let reviewed = if is_rotation { day } else { as_of };
        // by the revision that would decide it, else by the one of its last accrual, else by the one in force
        let known = self.revision_of(basis).or_else(|| self.in_force(as_of)).unwrap_or(self.revisions.len() - 1);
        let revision = match &line.subject {
            Subject::Fund { fund, claim } => self.row("fund_claims", claim).and_then(|row| {
                let request = self.row("fund_requests", text(&row["request"]))?;
                let terms = self.revisions[known]["funds"].get(fund.as_str())?;
                self.day_in_force(self.span(text(&terms["period"]), request)?, as_of).map(|(_, revision)| revision)
            }),
            _ => self.in_force(day),
        };
        Some((reviewed, revision.or(Some(known))))
    }

    /// The day of what a claim of the inventory is for.
    fn day_of_claim(&self, kind: usize, partner: &str, claim: &str, (as_of, on): (NaiveDate, NaiveDate)) -> Option<NaiveDate> {
        let is_it = |row: &&Record| row["kind"] == KINDS[kind] && row["partner"] == partner && row["id"] == claim && is_known(row, on);
        let row = self.rows("claim_lines").iter().map(object).find(is_it);
        if kind == ROTATION {
            return row.map(|row| self.day_of_rotation(row, as_of));
        }
        let table = if kind == 0 { "sales" } else { "price_changes" };
        let about = match row {
            Some(row) => row.get(column_of(KINDS[kind])).and_then(Value::as_str)?,
            // what is charged back has the id of its change
            None if kind == 1 => claim,
            None => return None,
        };
        self.row(table, about).filter(|row| is_known(row, on)).map(|row| date(text(&row["date"])))
    }
}

fn is_known(row: &Record, on: NaiveDate) -> bool {
    row.get("known_on").and_then(Value::as_str).is_none_or(|known| date(known) <= on)
}

fn place_of(kind: &str) -> usize {
    KINDS.iter().position(|other| *other == kind).expect("a kind of claims")
}

/// The smaller of ours and theirs, where the line is told to be right but for its numbers.
fn of_match(line: &super::super::inventory::Match) -> BigRational {
    if ["matched", "quantity_differs", "price_differs"].contains(&line.outcome) {
        line.ours.clone().min(line.theirs.clone()).max(zero())
    } else {
        zero()
    }
}
