//! The tier of a partner and what is missing for the next one.

use super::Subject;
use super::condition::Checked;
use crate::decision::{NextTier, Standing};
use crate::diagnostic::JsonPointer;
use crate::error::EvaluationError;
use crate::reason::Reason;
use crate::tier::{Qualify, TierLadder};

/// Every rung is checked, also those above one that fails, because every rung gets its reason.
pub(crate) fn decide(subject: &Subject<'_>, tiers: &TierLadder) -> Result<Standing, EvaluationError> {
    let ladder = JsonPointer::from("/tiers/ladder");
    let mut rungs: Vec<(JsonPointer, Checked)> = Vec::with_capacity(tiers.ladder.len());
    for (position, (_, rule)) in tiers.ladder.iter().enumerate() {
        let path = ladder.child(position);
        let checked = subject.check(rule, &path.child("requires"), None)?;
        rungs.push((path, checked));
    }
    // 0 is the base tier, the rungs count from 1
    let reached = match tiers.qualify {
        Qualify::HighestMet => rungs.iter().rposition(|(_, rung)| rung.holds).map_or(0, |rung| rung + 1),
        Qualify::Consecutive => rungs.iter().take_while(|(_, rung)| rung.holds).count(),
    };
    let next = tiers
        .ladder
        .get(reached)
        .zip(rungs.get(reached))
        .map(|((tier, _), (_, rung))| NextTier { tier: tier.id.clone(), shortfalls: rung.shortfalls() });
    let mut reasons: Vec<Reason> = tiers
        .ladder
        .iter()
        .zip(rungs)
        .map(|((tier, _), (path, rung))| {
            let holds = rung.holds;
            let (tier, leaves) = (tier.id.clone(), rung.leaves());
            if holds { Reason::TierMet { path, tier, leaves } } else { Reason::TierNotMet { path, tier, leaves } }
        })
        .collect();
    if reached == 0 {
        reasons.push(Reason::TierBase { path: JsonPointer::from("/tiers/base"), tier: tiers.base.id.clone() });
    }
    Ok(Standing { tier: tiers.tier(reached).id.clone(), reasons, next })
}
