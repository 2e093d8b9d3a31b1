//! What is missing for the next tier, in the order in which somebody would go about it.
//!
//! A ladder often offers several ways (`any`), one per kind of partner. Those that a partner cannot take, because a column of its
//! own record says so, are set apart from those that it can.

use std::collections::BTreeMap;

use qudao::condition::Condition;
use qudao::tier::{Operand, Rule};
use qudao::{JsonPointer, LeafResult, Programme, Reason, Standing};

/// What is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gap<'a> {
    /// One comparison.
    Leaf(&'a LeafResult),
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
    pub fn leaves(&self) -> Vec<&'a LeafResult> {
        match self {
            Gap::Leaf(leaf) => vec![leaf],
            Gap::All(gaps) | Gap::OneOf(gaps, _) | Gap::Some(_, gaps) => gaps.iter().flat_map(Gap::leaves).collect(),
        }
    }
}

struct Leaves<'a> {
    /// All leaves of the rung, by path.
    found: BTreeMap<&'a str, &'a LeafResult>,
    /// Those that are missing.
    missing: BTreeMap<&'a str, &'a LeafResult>,
}

impl<'a> Leaves<'a> {
    fn holds(&self, rule: &Rule, path: &JsonPointer) -> bool {
        match rule {
            Condition::All(list) => list.iter().enumerate().all(|(i, c)| self.holds(c, &path.child("all").child(i))),
            Condition::Any(list) => list.iter().enumerate().any(|(i, c)| self.holds(c, &path.child("any").child(i))),
            Condition::AtLeastK { k, of } => self.held(of, path) >= *k,
            Condition::Not(inner) => !self.holds(inner, &path.child("not")),
            Condition::Leaf(_) => self.found.get(path.as_str()).is_some_and(|leaf| leaf.holds),
        }
    }

    fn held(&self, of: &[Rule], path: &JsonPointer) -> usize {
        let path = path.child("at_least_k").child("of");
        of.iter().enumerate().filter(|(i, c)| self.holds(c, &path.child(i))).count()
    }

    /// Whether a column of the partner's own record stands in the way.
    fn is_closed(&self, rule: &Rule, path: &JsonPointer) -> bool {
        match rule {
            Condition::All(list) => list.iter().enumerate().any(|(i, c)| self.is_closed(c, &path.child("all").child(i))),
            Condition::Leaf(leaf) => matches!(leaf.operand, Operand::Attribute(_)) && !self.holds(rule, path),
            Condition::Any(_) | Condition::AtLeastK { .. } | Condition::Not(_) => false,
        }
    }

    fn gap(&self, rule: &Rule, path: &JsonPointer) -> Option<Gap<'a>> {
        let many = |list: &[Rule], path: &JsonPointer| -> Vec<Gap<'a>> {
            list.iter().enumerate().filter_map(|(i, c)| self.gap(c, &path.child(i))).collect()
        };
        let gap = match rule {
            Condition::Leaf(_) => Gap::Leaf(self.missing.get(path.as_str()).copied()?),
            Condition::Not(inner) => self.gap(inner, &path.child("not"))?,
            Condition::All(list) => Gap::All(many(list, &path.child("all"))),
            Condition::Any(list) => {
                let path = path.child("any");
                let (mut open, mut closed) = (Vec::new(), Vec::new());
                for (index, rule) in list.iter().enumerate() {
                    let path = path.child(index);
                    let Some(gap) = self.gap(rule, &path) else { continue };
                    if self.is_closed(rule, &path) { closed.push(gap) } else { open.push(gap) }
                }
                // when no way is open, all are shown alike
                if open.is_empty() { Gap::OneOf(closed, Vec::new()) } else { Gap::OneOf(open, closed) }
            }
            Condition::AtLeastK { k, of } => {
                Gap::Some(k.saturating_sub(self.held(of, path)), many(of, &path.child("at_least_k").child("of")))
            }
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
    let path = JsonPointer::from("/tiers/ladder").child(rung).child("requires");
    let of_rung = standing.reasons.iter().find_map(|reason| match reason {
        Reason::TierMet { tier, leaves, .. } | Reason::TierNotMet { tier, leaves, .. } if *tier == next.tier => Some(leaves),
        _ => None,
    });
    let found = of_rung.into_iter().flatten().map(|leaf| (leaf.path.as_str(), leaf)).collect();
    let missing = next.shortfalls.iter().map(|leaf| (leaf.path.as_str(), leaf)).collect();
    Leaves { found, missing }.gap(rule, &path)
}
