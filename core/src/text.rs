//! Reasons as sentences in zh-CN and en, for a channel manager and for the partner.
//!
//! There is one catalogue per language, a list of sentences with named places, and one reader that fills in what a [`Reason`] says.
//! Hosts print what they find here and format nothing themselves. Text is for people: programs read the codes.

mod catalogue;
mod class;
mod comparison;
mod en;
mod labels;
mod names;
mod number;
mod places;
// of every sentence that there is
#[cfg(test)]
#[cfg(feature = "full")]
mod tests;
#[cfg_attr(not(feature = "full"), path = "text/alone.rs")]
mod whole;
mod zh_cn;

use serde::Serialize;

pub use labels::{Label, label};

use crate::amount::Amount;
use crate::decision::{Award, AwardOutcome, Claim, ClaimOutcome, Conflict, PartnerDecision, Score, Standing};
use crate::diagnostic::JsonPointer;
use crate::programme::Programme;
use crate::reason::{Field, Fields, LeafResult, Reason};
use crate::title::Locale;
use names::Names;
use places::{Told, sentence};

/// A decision in words.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Explanation {
    lines: Vec<Line>,
}

/// One line of an explanation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// 0 for a heading, 1 for what explains it, and so on.
    pub indent: usize,
    /// The code of the reason; `leaf`, `slice`, `source`, `each` and `record` for its evidence; `standing`, `next`, `award`, `payee`,
    /// `expected`, `total`, `score`, `class`, `conflict`, `claim`, `fund`, `party`, `request`, `fund_claim`, `inventory`,
    /// `inventory_claim`, `match`, `left_out` and `price` for headings; of a statement the kinds and causes of postings, `opening`,
    /// `closing`, `deposit` and `required`.
    pub code: &'static str,
    /// Where in the programme; empty for a total.
    pub path: JsonPointer,
    /// The sentence.
    pub text: String,
}

impl Explanation {
    /// Its lines from top to bottom.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// As plain text, two spaces per level.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for line in &self.lines {
            text.push_str(&"  ".repeat(line.indent));
            text.push_str(&line.text);
            text.push('\n');
        }
        text
    }

    fn push(&mut self, indent: usize, code: &'static str, path: JsonPointer, text: String) {
        self.lines.push(Line { indent, code, path, text });
    }

    /// Reasons with their evidence below them.
    fn reasons(&mut self, indent: usize, reasons: &[Reason], names: &Names<'_>) {
        for reason in reasons {
            self.push(indent, reason.code(), reason.path().clone(), sentence(reason, names));
            for leaf in leaves(reason) {
                let mark = if leaf.holds == names::is_negated(leaf) { "✗" } else { "✓" };
                self.push(indent + 1, "leaf", leaf.path.as_ref().clone(), format!("{mark} {}", comparison::sentence(leaf, names)));
            }
            self.evidence(indent + 1, reason, names);
        }
    }

    /// What a reason rests on beside comparisons, piece by piece.
    fn evidence(&mut self, indent: usize, reason: &Reason, names: &Names<'_>) {
        reason.each_field(&mut |_, shown| match shown.field() {
            Field::Slices(slices) => slices.iter().for_each(|one| self.piece(indent, "slice", one, reason, names)),
            Field::Each(each) => each.iter().for_each(|one| self.piece(indent, "each", one, reason, names)),
            Field::Records(records) => records.iter().for_each(|one| self.piece(indent, "record", one, reason, names)),
            Field::Sources(sources) => sources.iter().for_each(|one| self.piece(indent, "source", one, reason, names)),
            _ => {}
        });
    }

    fn piece(&mut self, indent: usize, code: &'static str, fields: &dyn Fields, reason: &Reason, names: &Names<'_>) {
        let told = Told { names, path: reason.path(), fields, around: reason };
        self.push(indent, code, reason.path().clone(), told.sentence(code, ""));
    }

    fn standing(&mut self, standing: &Standing, names: &Names<'_>) {
        let text = names.entry(Label::Tier, names.tier(&standing.tier));
        self.push(0, "standing", JsonPointer::from("/tiers"), text);
        self.reasons(1, &standing.reasons, names);
        let Some(next) = &standing.next else { return };
        let text = names.entry(Label::MissingForNext, names.tier(&next.tier));
        self.push(1, "next", JsonPointer::from("/tiers/ladder"), text);
        for leaf in &next.shortfalls {
            self.push(2, "leaf", leaf.path.as_ref().clone(), comparison::sentence(leaf, names));
        }
    }

    fn award(&mut self, award: &Award, money: &Names<'_>) {
        let names = &money.with_unit(award.unit);
        let outcome = match award.outcome {
            AwardOutcome::Paid if award.amount.minor() < 0 => Label::Deducted,
            outcome => outcome.label(),
        };
        let outcome = names.inside(outcome);
        let with_amount = |outcome: &str, what: Label, amount: &str| {
            names.say("with_amount", "", &[("outcome", outcome), ("what", &names.inside(what)), ("amount", amount)])
        };
        let with = |outcome: &str, what: Label, amount: Amount| with_amount(outcome, what, &names.amount(amount));
        let text = match award.outcome {
            AwardOutcome::Paid => {
                let paid = format!("{outcome} {}", names.amount(award.amount));
                let paid = award.value.map_or(paid.clone(), |value| with_amount(&paid, Label::Worth, &money.amount(value)));
                let payable = award.payable.filter(|payable| *payable != award.amount);
                payable.map_or(paid.clone(), |payable| with(&paid, Label::Payable, payable))
            }
            AwardOutcome::Withheld | AwardOutcome::Superseded | AwardOutcome::Forfeited | AwardOutcome::BelowMinimum => {
                with(&outcome, Label::Earned, award.earned)
            }
            AwardOutcome::Nothing | AwardOutcome::NotApplicable | AwardOutcome::Held => outcome,
        };
        let path = names.incentive_path(&award.incentive);
        self.push(0, "award", path.clone(), names.pair(names.incentive(&award.incentive), &text));
        for payee in award.payees.iter().flatten() {
            let who = payee.payee.as_deref().unwrap_or(label(Label::Absent, names.locale));
            self.push(1, "payee", path.child("pay_to"), names.pair(who, &names.amount(payee.amount)));
        }
        self.reasons(1, &award.reasons, names);
        if let Some(expected) = &award.expected {
            let text = match expected.outcome {
                AwardOutcome::Paid => names.amount(expected.amount),
                outcome => names.inside(outcome.label()),
            };
            self.push(1, "expected", path.child("expected"), names.pair(label(Label::Expected, names.locale), &text));
            self.reasons(2, &expected.reasons, names);
        }
    }

    fn total(&mut self, total: Amount, reasons: &[Reason], names: &Names<'_>) {
        self.push(0, "total", JsonPointer::root(), names.entry(Label::Total, &names.amount(total)));
        self.reasons(1, reasons, names);
    }

    fn score(&mut self, score: &Score, names: &Names<'_>) {
        let band = names.band(&score.scorecard, &score.band);
        let points = names.points(score.points);
        let text = names.say("band", "", &[("points", &points), ("band", band)]);
        let path = JsonPointer::from("/scorecards").child(&score.scorecard);
        self.push(0, "score", path, names.pair(names.scorecard(&score.scorecard), &text));
        self.reasons(1, &score.reasons, names);
    }

    fn conflict(&mut self, conflict: &Conflict, names: &Names<'_>) {
        let absent = label(Label::Absent, names.locale);
        let key: Vec<&str> = conflict.key.iter().map(|value| value.as_deref().unwrap_or(absent)).collect();
        let path = JsonPointer::from("/conflicts").child(&conflict.policy);
        let mut text = names.pair(names.policy(&conflict.policy), &key.join(" · "));
        if let Some(holder) = &conflict.holder {
            let holder = names.pair(&names.inside(Label::Holder), holder);
            text = names.beside(&text, &holder);
        }
        self.push(0, "conflict", path.clone(), text);
        for claim in &conflict.claims {
            self.claim(claim, &path, names);
        }
    }

    fn claim(&mut self, claim: &Claim, path: &JsonPointer, names: &Names<'_>) {
        let who = names.beside(&claim.claim, &claim.partner);
        self.push(1, "claim", path.clone(), names.pair(&who, &names.inside(claim.outcome.label())));
        self.reasons(2, &claim.reasons, names);
    }
}

/// The comparisons that a reason rests on.
fn leaves<'f>(reason: &'f Reason<'_>) -> &'f [LeafResult<'f>] {
    let mut found: &[LeafResult<'f>] = &[];
    reason.each_field(&mut |_, shown| {
        if let Field::Leaves(leaves) = shown.field() {
            found = leaves;
        }
    });
    found
}

/// One comparison as a sentence: what was found, what is required, what is missing.
#[must_use]
pub fn leaf_text(leaf: &LeafResult, programme: &Programme, locale: Locale) -> String {
    comparison::sentence(leaf, &Names::new(programme, locale))
}

/// An amount of the programme as text for people: `5,120.01 CNY`, `5,120.01 元`.
#[must_use]
pub fn amount_text(amount: Amount, programme: &Programme, locale: Locale) -> String {
    Names::new(programme, locale).amount(amount)
}

/// The amount of an award as text for people, in the unit that the award states; without one it is money.
#[must_use]
pub fn reward_text(amount: Amount, unit: Option<&str>, programme: &Programme, locale: Locale) -> String {
    Names::new(programme, locale).with_unit(unit).amount(amount)
}

/// The value of a metric as text for people, in the metric's unit: money, percent, days, or `no data`.
#[must_use]
pub fn metric_text(metric: &str, value: crate::metric::MetricValue, programme: &Programme, locale: Locale) -> String {
    Names::new(programme, locale).value(metric, value)
}

impl Reason<'_> {
    /// As one sentence.
    #[must_use]
    pub fn text(&self, programme: &Programme, locale: Locale) -> String {
        sentence(self, &Names::new(programme, locale).at(self.path()))
    }
}

impl PartnerDecision<'_> {
    /// Everything decided about the partner, in words.
    #[must_use]
    pub fn explain(&self, programme: &Programme, locale: Locale) -> Explanation {
        let (mut explanation, names) = (Explanation::default(), Names::new(programme, locale));
        if let Some(standing) = &self.standing {
            explanation.standing(standing, &names);
        }
        self.awards.iter().for_each(|award| explanation.award(award, &names));
        if !self.awards.is_empty() || !self.total_reasons.is_empty() {
            explanation.total(self.total, &self.total_reasons, &names);
        }
        self.scores.iter().for_each(|score| explanation.score(score, &names));
        self.classes.iter().for_each(|class| explanation.class(class, &names));
        self.funds.iter().for_each(|fund| explanation.fund(fund, &names));
        self.inventory.iter().for_each(|inventory| explanation.inventory(inventory, &names));
        explanation
    }
}

impl Standing<'_> {
    /// The tier, why, and what is missing for the next one.
    #[must_use]
    pub fn explain(&self, programme: &Programme, locale: Locale) -> Explanation {
        let mut explanation = Explanation::default();
        explanation.standing(self, &Names::new(programme, locale));
        explanation
    }
}

impl Award<'_> {
    /// The amount and how it came about.
    #[must_use]
    pub fn explain(&self, programme: &Programme, locale: Locale) -> Explanation {
        let mut explanation = Explanation::default();
        explanation.award(self, &Names::new(programme, locale));
        explanation
    }
}

impl Score<'_> {
    /// The points and how they came about.
    #[must_use]
    pub fn explain(&self, programme: &Programme, locale: Locale) -> Explanation {
        let mut explanation = Explanation::default();
        explanation.score(self, &Names::new(programme, locale));
        explanation
    }
}

impl Conflict {
    /// The claimed thing, who holds it, and what became of each claim.
    #[must_use]
    pub fn explain(&self, programme: &Programme, locale: Locale) -> Explanation {
        let mut explanation = Explanation::default();
        explanation.conflict(self, &Names::new(programme, locale));
        explanation
    }
}

impl AwardOutcome {
    /// The word for it.
    #[must_use]
    pub const fn label(self) -> Label {
        match self {
            AwardOutcome::Paid => Label::Paid,
            AwardOutcome::Nothing => Label::Nothing,
            AwardOutcome::NotApplicable => Label::NotApplicable,
            AwardOutcome::Withheld => Label::Withheld,
            AwardOutcome::Forfeited => Label::Forfeited,
            AwardOutcome::Superseded => Label::Superseded,
            AwardOutcome::BelowMinimum => Label::BelowMinimum,
            AwardOutcome::Held => Label::Held,
        }
    }
}

impl ClaimOutcome {
    /// The word for it.
    #[must_use]
    pub const fn label(self) -> Label {
        match self {
            ClaimOutcome::Credited => Label::Credited,
            ClaimOutcome::Blocked => Label::Blocked,
            ClaimOutcome::NotValid => Label::NotValid,
            ClaimOutcome::Review => Label::ForReview,
            ClaimOutcome::Withdrawn => Label::Withdrawn,
        }
    }
}
