//! Tells the rules where they stand in the document, for the reasons that lead back to them. It is done once for a programme, not for
//! every decision.

use crate::condition::Condition;
use crate::diagnostic::JsonPointer;
use crate::incentive::{Incentive, Reward};
use crate::metric::{Filter, Metric};
use crate::programme::Programme;
use crate::tier::{Operand, Rule};

use super::whole;

/// What rules read by position.
pub(super) struct Placing<'m>(&'m [Metric]);

/// Everything that reasons point at.
pub(super) fn place(programme: &mut Programme) {
    let metrics = std::mem::take(&mut programme.metrics);
    let placing = Placing(&metrics);
    let root = JsonPointer::root();
    programme.rounding_path = root.child("rounding");
    programme.payout_path = root.child("payout");
    if let Some(tiers) = &mut programme.tiers {
        let path = root.child("tiers");
        tiers.base.path = path.child("base");
        let ladder = path.child("ladder");
        for (position, (tier, rule)) in tiers.ladder.iter_mut().enumerate() {
            tier.path = ladder.child(position);
            placing.rule(rule, tier.path.child("requires"));
        }
    }
    let path = root.child("incentives");
    for (position, incentive) in programme.incentives.iter_mut().enumerate() {
        placing.incentive(incentive, path.child(position), "pays");
    }
    let path = root.child("groups");
    for group in &mut programme.groups {
        group.path = path.child(&group.id);
    }
    let path = root.child("scorecards");
    for card in &mut programme.scorecards {
        card.path = path.child(&card.id);
        card.initial_path = card.path.child("initial");
        let path = card.path.child("characteristics");
        for (position, characteristic) in card.characteristics.iter_mut().enumerate() {
            let path = path.child(position);
            characteristic.otherwise_path = path.child("otherwise");
            let path = path.child("attributes");
            for (position, attribute) in characteristic.attributes.iter_mut().enumerate() {
                attribute.path = path.child(position);
                placing.rule(&mut attribute.when, attribute.path.child("when"));
            }
        }
    }
    let path = root.child("classes");
    for of in &mut programme.classes {
        let path = path.child(&of.id).child("rules");
        for (position, rule) in of.rules.iter_mut().enumerate() {
            rule.path = path.child(position);
            placing.rule(&mut rule.when, rule.path.child("when"));
        }
    }
    let path = root.child("conflicts");
    for policy in &mut programme.conflicts {
        placing.filter(policy.valid.as_mut(), &path.child(&policy.id).child("valid"));
    }
    whole::place(programme, &placing);
    programme.metrics = metrics;
}

impl Placing<'_> {
    pub(super) fn rule(&self, rule: &mut Rule, path: JsonPointer) {
        rule.condition.place(&path, &|operand| match operand {
            Operand::Metric(metric) => self.0.get(*metric).map(|metric| metric.name.clone()).unwrap_or_default(),
            Operand::Attribute(column) => format!("partner.{column}"),
            Operand::Tier => "tier".to_owned(),
        });
        rule.path = path;
    }

    /// A rule that need not be there.
    pub(super) fn member(&self, rule: Option<&mut Rule>, around: &JsonPointer, name: &str) {
        if let Some(rule) = rule {
            self.rule(rule, around.child(name));
        }
    }

    pub(super) fn filter(&self, filter: Option<&mut Filter>, path: &JsonPointer) {
        if let Some(filter) = filter {
            Condition::place(filter, path, &|column| column.to_string());
        }
    }

    /// `parts` is the member that holds its parts.
    pub(super) fn incentive(&self, incentive: &mut Incentive, path: JsonPointer, parts: &str) {
        self.member(incentive.requires.as_mut(), &path, "requires");
        self.member(incentive.forfeits.as_mut(), &path, "forfeits");
        self.member(incentive.gates.as_mut(), &path, "gates");
        if let Reward::Honour { lost_when, .. } = &mut incentive.reward {
            self.member(lost_when.as_mut(), &path.child("reward").child("honour"), "lost_when");
        }
        let pays = path.child(parts);
        for (position, part) in incentive.pays.iter_mut().enumerate() {
            part.path = pays.child(position);
            self.member(part.when.as_mut(), &part.path, "when");
        }
        let factors = path.child("factors");
        for (position, factor) in incentive.factors.iter_mut().enumerate() {
            factor.path = factors.child(position);
        }
        incentive.path = path;
    }
}
