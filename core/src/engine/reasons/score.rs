//! Scorecards: points, band and ranked reasons.

use super::Subject;
use crate::amount::{Exact, Overflow};
use crate::decision::Score;
use crate::diagnostic::JsonPointer;
use crate::error::EvaluationError;
use crate::order;
use crate::reason::{LeafResult, Reason};
use crate::scorecard::{Characteristic, Direction, Scorecard};

/// The score of one scorecard.
pub(crate) fn decide(subject: &Subject<'_>, card: &Scorecard, standing: Option<usize>) -> Result<Score, EvaluationError> {
    let path = JsonPointer::from("/scorecards").child(&card.id);
    let overflow = |_: Overflow| subject.overflow(&path);
    let mut points = card.initial;
    let mut reasons = vec![Reason::Initial { path: path.child("initial"), points: card.initial }];
    for (position, characteristic) in card.characteristics.iter().enumerate() {
        let own = path.child("characteristics").child(position);
        let (at, scored, leaves) = matched(subject, characteristic, &own, standing)?;
        points = points.checked_add(scored).map_err(overflow)?;
        let difference = match card.direction {
            Direction::HighIsBad => scored.checked_sub(characteristic.baseline),
            Direction::HighIsGood => characteristic.baseline.checked_sub(scored),
        }
        .map_err(overflow)?;
        let characteristic = characteristic.id.clone();
        reasons.push(Reason::Scored { path: at, characteristic, points: scored, difference, rank: None, leaves });
    }
    rank(&mut reasons);
    let band = card.bands.get(card.band(points)).map(|band| band.id.clone()).unwrap_or_default();
    Ok(Score { scorecard: card.id.clone(), points, band, reasons })
}

/// The first attribute that holds, else `otherwise`: place, points and leaves.
fn matched(
    subject: &Subject<'_>,
    characteristic: &Characteristic,
    path: &JsonPointer,
    standing: Option<usize>,
) -> Result<(JsonPointer, Exact, Vec<LeafResult>), EvaluationError> {
    for (position, (rule, points)) in characteristic.attributes.iter().enumerate() {
        let at = path.child("attributes").child(position);
        let checked = subject.check(rule, &at.child("when"), standing)?;
        if checked.holds {
            return Ok((at, *points, checked.leaves()));
        }
    }
    Ok((path.child("otherwise"), characteristic.otherwise, Vec::new()))
}

/// Numbers the reasons that speak against the partner, largest difference first, ties in document order.
fn rank(reasons: &mut [Reason]) {
    let mut ranked: Vec<(usize, Exact)> = reasons
        .iter()
        .enumerate()
        .filter_map(|(position, reason)| match reason {
            Reason::Scored { difference, .. } if difference.signum() > 0 => Some((position, *difference)),
            _ => None,
        })
        .collect();
    order::sort_by(&mut ranked, |(_, a), (_, b)| b.cmp(a));
    for (place, (position, _)) in ranked.into_iter().enumerate() {
        if let Some(Reason::Scored { rank, .. }) = reasons.get_mut(position) {
            *rank = Some(place + 1);
        }
    }
}
