//! Leaderboards: places, how many are behind, and how places have changed.

use super::{Ground, Present, overflow};
use crate::amount::{Exact, Overflow};
use crate::contest::Ties;
use crate::decision::{LeaderboardEntry, LeaderboardResult};
use crate::diagnostic::JsonPointer;
use crate::error::EvaluationError;
use crate::leaderboard::Leaderboard;
use crate::metric::MetricValue;
use crate::sharing::contest;

pub(super) fn decide(ground: &Ground<'_>, of: &Leaderboard, present: &[Present]) -> Result<LeaderboardResult, EvaluationError> {
    let path = JsonPointer::from("/leaderboards").child(&of.id);
    let value = |present: &Present, at: usize| present.values.get(at).copied().and_then(MetricValue::known);
    let (ranked, unknown): (Vec<&Present>, Vec<&Present>) = present.iter().partition(|present| value(present, 0).is_some());
    let before: Vec<&Present> =
        if of.before.is_some() { ranked.iter().copied().filter(|present| value(present, 1).is_some()).collect() } else { Vec::new() };
    let places = |list: &[&Present], at: usize| {
        let of_entrant = |entrant: usize| list.get(entrant).and_then(|present| value(present, at));
        contest::places(list.len(), &|a, b| contest::compare(of.first, of_entrant(a), of_entrant(b)), &[], Ties::Share)
    };
    let mut was = vec![None; ground.facts.partner_count()];
    for placed in places(&before, 1) {
        if let Some(was) = before.get(placed.entrant).and_then(|present| was.get_mut(present.position)) {
            *was = Some(placed.place);
        }
    }
    let mut entries = Vec::with_capacity(ranked.len());
    for placed in places(&ranked, 0) {
        let Some((present, value)) = ranked.get(placed.entrant).and_then(|present| Some((*present, value(present, 0)?))) else { continue };
        let was = was.get(present.position).copied().flatten();
        entries.push(LeaderboardEntry {
            partner: Some(ground.id(present.row)),
            place: placed.place,
            value,
            percentile: percentile(placed.place, ranked.len()).map_err(overflow(&path))?,
            was,
            movement: was.and_then(|was| i64::try_from(was).ok()?.checked_sub(i64::try_from(placed.place).ok()?)),
        });
    }
    Ok(LeaderboardResult {
        leaderboard: of.id.clone(),
        names: of.names.as_str(),
        participants: ranked.len(),
        entries,
        unknown: Some(unknown.iter().map(|present| ground.id(present.row)).collect()),
    })
}

/// The share of the others that are not ahead.
fn percentile(place: usize, participants: usize) -> Result<MetricValue, Overflow> {
    let number = |count: usize| i64::try_from(count).map(Exact::from).map_err(|_| Overflow);
    let (behind, others) = (number(participants.saturating_sub(place))?, number(participants.saturating_sub(1))?);
    Ok(behind.checked_div(others)?.map_or(MetricValue::Undefined, MetricValue::Known))
}
