//! Scorecards: points, band and ranked reasons.

use std::borrow::Cow;

use super::{Subject, add};
use crate::amount::{Exact, Overflow};
use crate::decision::Score;
use crate::error::EvaluationError;
use crate::order;
use crate::reason::Reason;
use crate::scorecard::{Direction, Scorecard};

/// The score of one scorecard.
pub(crate) fn decide<'r>(subject: &Subject<'_, 'r>, card: &'r Scorecard, standing: Option<usize>) -> Result<Score<'r>, EvaluationError> {
    let overflow = |_: Overflow| subject.overflow(&card.path);
    let mut points = card.initial;
    let mut reasons = Vec::with_capacity(card.characteristics.len() + 1);
    add(&mut reasons, || Reason::Initial { path: (&card.initial_path).into(), points: card.initial });
    for characteristic in &card.characteristics {
        // the first that holds counts
        let (path, scored, leaves) = match characteristic.attributes.iter().find(|attribute| subject.holds(&attribute.when, standing)) {
            Some(attribute) => (&attribute.path, attribute.points, subject.check(&attribute.when, standing)?.1),
            None => (&characteristic.otherwise_path, characteristic.otherwise, Vec::new()),
        };
        points = points.checked_add(scored).map_err(overflow)?;
        let difference = match card.direction {
            Direction::HighIsBad => scored.checked_sub(characteristic.baseline),
            Direction::HighIsGood => characteristic.baseline.checked_sub(scored),
        }
        .map_err(overflow)?;
        let characteristic = Cow::Borrowed(characteristic.id.as_str());
        add(&mut reasons, || Reason::Scored { path: Cow::Borrowed(path), characteristic, points: scored, difference, rank: None, leaves });
    }
    rank(&mut reasons);
    let band = card.bands.get(card.band(points)).map(|band| Cow::Borrowed(band.id.as_str())).unwrap_or_default();
    Ok(Score { scorecard: Cow::Borrowed(&card.id), points, band, reasons })
}

/// Numbers the reasons that speak against the partner, largest difference first, ties in document order.
fn rank(reasons: &mut [Reason<'_>]) {
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
