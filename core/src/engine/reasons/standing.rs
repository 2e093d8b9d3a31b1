//! The tier of a partner and what is missing for the next one.

use std::borrow::Cow;

use super::condition::shortfalls;
use super::{Subject, add};
use crate::decision::{NextTier, Standing};
use crate::error::EvaluationError;
use crate::reason::Reason;
use crate::tier::{Qualify, TierLadder};

/// Every rung is checked, also those above one that fails, because every rung gets its reason.
pub(crate) fn decide<'r>(subject: &Subject<'_, 'r>, tiers: &'r TierLadder) -> Result<Standing<'r>, EvaluationError> {
    let mut reasons = Vec::with_capacity(tiers.ladder.len() + 1);
    // 0 is the base tier, the rungs count from 1
    let (mut highest, mut consecutive) = (0, 0);
    for (below, (tier, rule)) in tiers.ladder.iter().enumerate() {
        let (holds, leaves) = subject.check(rule, None)?;
        let (path, id) = (Cow::Borrowed(&tier.path), Cow::Borrowed(tier.id.as_str()));
        if holds {
            highest = below + 1;
            consecutive += usize::from(consecutive == below);
            add(&mut reasons, || Reason::TierMet { path, tier: id, leaves });
        } else {
            add(&mut reasons, || Reason::TierNotMet { path, tier: id, leaves });
        }
    }
    let reached = match tiers.qualify {
        Qualify::HighestMet => highest,
        Qualify::Consecutive => consecutive,
    };
    // the rung above the one that is reached does not hold
    let next = match (tiers.ladder.get(reached), reasons.get(reached)) {
        (Some((tier, rule)), Some(Reason::TierNotMet { leaves, .. })) => {
            Some(NextTier { tier: Cow::Borrowed(&tier.id), shortfalls: shortfalls(&rule.condition, leaves) })
        }
        _ => None,
    };
    if reached == 0 {
        add(&mut reasons, || Reason::TierBase { path: Cow::Borrowed(&tiers.base.path), tier: Cow::Borrowed(&tiers.base.id) });
    }
    Ok(Standing { tier: Cow::Borrowed(&tiers.tier(reached).id), reasons, next })
}
