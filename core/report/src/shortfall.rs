//! What is missing for the next tier, in the order in which somebody would go about it.
//!
//! A ladder often offers several ways (`any`), one per kind of partner. Those that a partner cannot take, because a column of its
//! own record says so, are set apart from those that it can.

use std::collections::BTreeMap;

use qudao::tier::Operand;
use qudao::{LeafResult, Programme, Reason, Standing};

/// What is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gap<'a> {
    /// One comparison.
    Leaf(&'a LeafResult<'a>),
    /// All of these.
    All(Vec<Gap<'a>>),
    /// One of these; the second list holds ways that are closed to this partner.
    OneOf(Vec<Gap<'a>>, Vec<Gap<'a>>),
    /// So many of these.
    Some(usize, Vec<Gap<'a>>),
}

impl<'a> Gap<'a> {
    /// All comparisons on the ways that are open, in order.
    #[must_use]
    pub fn leaves(&self) -> Vec<&'a LeafResult<'a>> {
        match self {
            Gap::Leaf(leaf) => vec![leaf],
            Gap::All(gaps) | Gap::OneOf(gaps, _) | Gap::Some(_, gaps) => gaps.iter().flat_map(Gap::leaves).collect(),
        }
    }
}

struct Leaves<'a> {
    /// All leaves of the rung, by path.
    found: BTreeMap<&'a str, &'a LeafResult<'a>>,
    /// Those that are missing.
    missing: BTreeMap<&'a str, &'a LeafResult<'a>>,
}

/// A rule of a ladder.
type Condition = qudao::condition::Condition<Operand>;

impl<'a> Leaves<'a> {
    fn holds(&self, condition: &Condition) -> bool {
        match condition {
            Condition::All(list) => list.iter().all(|inner| self.holds(inner)),
            Condition::Any(list) => list.iter().any(|inner| self.holds(inner)),
            Condition::AtLeastK { k, of } => self.held(of) >= *k,
            Condition::Not(inner) => !self.holds(inner),
            Condition::Leaf(leaf) => self.found.get(leaf.place.path.as_str()).is_some_and(|leaf| leaf.holds),
        }
    }

    fn held(&self, of: &[Condition]) -> usize {
        of.iter().filter(|inner| self.holds(inner)).count()
    }

    /// Whether a column of the partner's own record stands in the way.
    fn is_closed(&self, condition: &Condition) -> bool {
        match condition {
            Condition::All(list) => list.iter().any(|inner| self.is_closed(inner)),
            Condition::Leaf(leaf) => matches!(leaf.operand, Operand::Attribute(_)) && !self.holds(condition),
            Condition::Any(_) | Condition::AtLeastK { .. } | Condition::Not(_) => false,
        }
    }

    fn gap(&self, condition: &Condition) -> Option<Gap<'a>> {
        let many = |list: &[Condition]| -> Vec<Gap<'a>> { list.iter().filter_map(|inner| self.gap(inner)).collect() };
        let gap = match condition {
            Condition::Leaf(leaf) => Gap::Leaf(self.missing.get(leaf.place.path.as_str()).copied()?),
            Condition::Not(inner) => self.gap(inner)?,
            Condition::All(list) => Gap::All(many(list)),
            Condition::Any(list) => {
                let (mut open, mut closed) = (Vec::new(), Vec::new());
                for inner in list {
                    let Some(gap) = self.gap(inner) else { continue };
                    if self.is_closed(inner) { closed.push(gap) } else { open.push(gap) }
                }
                // when no way is open, all are shown alike
                if open.is_empty() { Gap::OneOf(closed, Vec::new()) } else { Gap::OneOf(open, closed) }
            }
            Condition::AtLeastK { k, of } => Gap::Some(k.saturating_sub(self.held(of)), many(of)),
        };
        match gap {
            Gap::All(mut gaps) | Gap::Some(_, mut gaps) if gaps.len() <= 1 => gaps.pop(),
            Gap::OneOf(gaps, closed) if gaps.is_empty() && closed.is_empty() => None,
            gap => Some(gap),
        }
    }
}

/// What is missing for the next tier; `None` at the top.
#[must_use]
pub fn missing<'a>(programme: &Programme, standing: &'a Standing) -> Option<Gap<'a>> {
    let next = standing.next.as_ref()?;
    let ladder = programme.tiers()?;
    let rung = ladder.position(&next.tier)?.checked_sub(1)?;
    let (_, rule) = ladder.ladder.get(rung)?;
    let of_rung = standing.reasons.iter().find_map(|reason| match reason {
        Reason::TierMet { tier, leaves, .. } | Reason::TierNotMet { tier, leaves, .. } if *tier == next.tier => Some(leaves),
        _ => None,
    });
    let found = of_rung.into_iter().flatten().map(|leaf| (leaf.path.as_str(), leaf)).collect();
    let missing = next.shortfalls.iter().map(|leaf| (leaf.path.as_str(), leaf)).collect();
    Leaves { found, missing }.gap(&rule.condition)
}
