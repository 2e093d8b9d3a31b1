//! Programmes that decide about one partner at a time: the only ones that the smaller build of the browser takes.

use serde_json::{Value, json};

use super::Maker;

const MEMBERS: &[&str] = &[
    "currencies",
    "budgets",
    "pools",
    "contests",
    "cascades",
    "leaderboards",
    "pay_checks",
    "cost_shares",
    "funds",
    "channel_inventory",
    "prices",
];
const OF_INCENTIVES: &[&str] = &["budget", "pay_to", "minimum_payout", "release", "instalments", "expected"];
const PARTS: &[&str] = &["prize_in", "share_of_pool", "level_differential"];

impl Maker {
    /// Leaves out what that build leaves out.
    pub(super) fn leave_alone(&mut self, programme: &mut Value) {
        self.alone = true;
        remove(programme, MEMBERS);
        for incentive in programme.get_mut("incentives").and_then(Value::as_array_mut).into_iter().flatten() {
            remove(incentive, OF_INCENTIVES);
            for part in incentive["pays"].as_array_mut().into_iter().flatten() {
                if PARTS.iter().any(|kind| part.get(kind).is_some()) || part["bands"]["method"] == "running" {
                    *part = json!({ "lump_sum": "10" });
                }
                remove(part, &["for_each", "rounded"]);
            }
        }
    }
}

fn remove(object: &mut Value, names: &[&str]) {
    if let Some(members) = object.as_object_mut() {
        names.iter().for_each(|name| {
            members.remove(*name);
        });
    }
}
