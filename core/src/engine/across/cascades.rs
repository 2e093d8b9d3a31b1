//! Cascades: a target for all, split among partners or from the tops of the hierarchy down.

use super::{Ground, Present, held, overflow, weight};
use crate::amount::{Amount, Exact, Rounding, whole_weights};
use crate::cascade::{Along, Cascade, NoWeight};
use crate::decision::{CascadeResult, CascadeRow};
use crate::diagnostic::JsonPointer;
use crate::error::EvaluationError;
use crate::facts::Facts;
use crate::period::date_text;
use crate::reason::Reason;
use crate::sharing::cascade::{down, split};

/// Those who take part, each with its weight: as the metric has it, and whole.
struct Sharing<'p> {
    present: &'p [Present],
    weights: Vec<Exact>,
    whole: Vec<u128>,
    reasons: Vec<Vec<Reason<'static>>>,
    amount: i128,
    scale: u32,
}

pub(super) fn decide(ground: &Ground<'_>, of: &Cascade, present: &[Present]) -> Result<CascadeResult, EvaluationError> {
    let path = JsonPointer::from("/cascades").child(&of.id);
    let shared_by = path.child("shared_by");
    let scale = ground.programme.scale;
    let amount = of.amount.round_to_minor(scale, Rounding::Down).map_err(overflow(&path))?;
    let (weights, reasons): (Vec<Exact>, Vec<Vec<Reason<'static>>>) = present
        .iter()
        .map(|one| {
            let [value, _] = one.values;
            let (weight, reason) = weight(ground, &shared_by, of.shared_by, value, of.unknown);
            (weight, reason.into_iter().collect())
        })
        .unzip();
    let mut whole = whole_weights(&weights).map_err(overflow(&path))?;
    let mut whole_reasons = Vec::new();
    match held(of.unknown, reasons.iter().map(Vec::as_slice)) {
        0 if whole.iter().any(|weight| *weight > 0) => {}
        0 => {
            let policy = NoWeight::ALL.iter().find(|(_, known)| *known == of.when_no_weight).map_or("", |(word, _)| word);
            whole_reasons.push(Reason::ShareNoWeight { path: path.child("when_no_weight").into(), policy });
            whole = vec![u128::from(of.when_no_weight == NoWeight::Equally); present.len()];
        }
        partners => {
            whole_reasons.push(Reason::ShareHeld { path: path.child("unknown").into(), partners });
            whole = vec![0; present.len()];
        }
    }
    let given = if whole.iter().any(|weight| *weight > 0) { amount } else { 0 };
    let sharing = Sharing { present, weights, whole, reasons, amount, scale };
    let rows = match of.along {
        Along::Partners => sharing.among_partners(ground.facts),
        Along::Hierarchy => sharing.along_hierarchy(ground, of)?,
    };
    Ok(CascadeResult {
        cascade: of.id.clone(),
        target: of.target.clone(),
        from: date_text(of.from),
        until: date_text(of.until),
        amount: Amount::from_minor(amount, scale),
        given: Amount::from_minor(given, scale),
        rows,
        reasons: whole_reasons,
    })
}

impl Sharing<'_> {
    fn row(&self, facts: &Facts, row: u32, own: i128) -> CascadeRow {
        let (partner, own) = (facts.partner_id(row).to_owned(), Amount::from_minor(own, self.scale));
        CascadeRow { partner, parent: None, weight: Exact::ZERO, own, subtree: None, reasons: Vec::new() }
    }

    fn among_partners(self, facts: &Facts) -> Vec<CascadeRow> {
        let parts = split(self.amount, &self.whole);
        let rows: Vec<CascadeRow> = self.present.iter().zip(parts).map(|(one, part)| self.row(facts, one.row, part)).collect();
        let told = self.weights.into_iter().zip(self.reasons);
        rows.into_iter().zip(told).map(|(row, (weight, reasons))| CascadeRow { weight, reasons, ..row }).collect()
    }

    fn along_hierarchy(self, ground: &Ground<'_>, of: &Cascade) -> Result<Vec<CascadeRow>, EvaluationError> {
        let tree = Tree::new(ground);
        let count = tree.rows.len();
        let (mut weights, mut told, mut is_there) = (vec![0; count], vec![None; count], vec![false; count]);
        let known = self.present.iter().zip(self.whole.iter().zip(&self.weights).zip(&self.reasons));
        for (one, ((whole, weight), reasons)) in known {
            set(&mut weights, one.position, *whole);
            set(&mut told, one.position, Some((*weight, reasons)));
            set(&mut is_there, one.position, true);
        }
        for position in &tree.bottom_up {
            if let (Some(true), Some(Some(parent))) = (is_there.get(*position), tree.parents.get(*position)) {
                set(&mut is_there, *parent, true);
            }
        }
        let (own, subtree) = down(self.amount, &weights, &tree.parents, &tree.bottom_up);
        let mut rows = Vec::new();
        for position in (0..count).filter(|position| is_there.get(*position) == Some(&true)) {
            let (Some(row), Some(own), Some(subtree)) = (tree.rows.get(position), own.get(position), subtree.get(position)) else {
                continue;
            };
            let parent = tree.parents.get(position).copied().flatten().and_then(|parent| tree.rows.get(parent));
            let (weight, reasons) = match (told.get(position).copied().flatten(), &of.requires) {
                (Some((weight, reasons)), _) => (weight, reasons.clone()),
                (None, Some(rule)) => {
                    let leaves = ground.leaves(position, rule)?;
                    (Exact::ZERO, vec![Reason::SharePassedOn { path: rule.path.clone().into(), leaves }])
                }
                // without a rule everybody takes part
                (None, None) => (Exact::ZERO, Vec::new()),
            };
            rows.push(CascadeRow {
                parent: parent.map(|parent| ground.id(*parent)),
                weight,
                subtree: Some(Amount::from_minor(*subtree, self.scale)),
                reasons,
                ..self.row(ground.facts, *row, *own)
            });
        }
        Ok(rows)
    }
}

/// The hierarchy by positions of partners in the order of their ids.
struct Tree<'a> {
    rows: &'a [u32],
    parents: Vec<Option<usize>>,
    bottom_up: Vec<usize>,
}

impl<'a> Tree<'a> {
    fn new(ground: &Ground<'a>) -> Tree<'a> {
        let (rows, hierarchy) = (ground.facts.partners_by_id(), &ground.values.parents);
        let mut positions = vec![0; rows.len()];
        for (position, row) in rows.iter().enumerate() {
            set(&mut positions, *row as usize, position);
        }
        let position = |row: u32| positions.get(row as usize).copied();
        Tree {
            rows,
            parents: rows.iter().map(|row| hierarchy.parent(*row).and_then(position)).collect(),
            bottom_up: hierarchy.bottom_up().iter().filter_map(|row| position(*row)).collect(),
        }
    }
}

fn set<T>(values: &mut [T], at: usize, value: T) {
    if let Some(place) = values.get_mut(at) {
        *place = value;
    }
}
