//! The tier ladder.

use crate::diagnostic::JsonPointer;
use crate::tier::{Qualify, Tier, TierLadder};

use super::value::Value;

pub(super) fn ladder(value: Value<'_>) -> TierLadder {
    let qualify = [("highest_met", Qualify::HighestMet), ("consecutive", Qualify::Consecutive)];
    TierLadder {
        base: tier(value.at("base")),
        qualify: value.choice("qualify", &qualify, Qualify::HighestMet),
        ladder: value.list("ladder", |value| (tier(value), value.at("requires").rule())),
    }
}

fn tier(value: Value<'_>) -> Tier {
    Tier { path: JsonPointer::root(), id: value.text("id"), title: value.title() }
}
