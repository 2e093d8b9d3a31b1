//! What is told across partners: cascades, leaderboards, pay checks, cost shares.

use crate::budget::First;
use crate::cascade::{Along, Cascade, NoWeight};
use crate::cost_share::CostShare;
use crate::document::read::value::Value;
use crate::incentive::UnknownPay;
use crate::leaderboard::{Leaderboard, NamesOn};
use crate::pay_check::PayCheck;

fn unknown(value: Value<'_>) -> Option<UnknownPay> {
    value.word("unknown", &[("nothing", UnknownPay::Nothing), ("hold", UnknownPay::Hold)])
}

pub(super) fn cascade(id: &str, value: Value<'_>) -> Cascade {
    let period = value.at("period");
    Cascade {
        id: id.to_owned(),
        title: value.title(),
        target: value.text("target"),
        amount: value.exact("amount"),
        from: period.at("from").date(),
        until: period.at("until").date(),
        shared_by: value.at("shared_by").metric(),
        along: value.choice("along", &[("partners", Along::Partners), ("hierarchy", Along::Hierarchy)], Along::Partners),
        requires: value.requires(),
        unknown: unknown(value),
        when_no_weight: value.choice("when_no_weight", &NoWeight::ALL, NoWeight::Nothing),
    }
}

pub(super) fn leaderboard(id: &str, value: Value<'_>) -> Leaderboard {
    Leaderboard {
        id: id.to_owned(),
        title: value.title(),
        rank_by: value.at("rank_by").metric(),
        first: value.choice("first", &First::ALL, First::Highest),
        requires: value.requires(),
        before: value.optional("before", Value::metric),
        names: value.choice("names", &NamesOn::ALL, NamesOn::Masked),
    }
}

pub(super) fn pay_check(id: &str, value: Value<'_>) -> PayCheck {
    PayCheck {
        id: id.to_owned(),
        title: value.title(),
        of: value.list("of", Value::incentive),
        achievement: value.at("achievement").metric(),
        base: value.at("base").metric(),
        requires: value.requires(),
        peers: value.maybe_text("peers").and_then(|peers| Some(peers.strip_prefix("partner.")?.to_owned())),
        outlier_above: value.maybe_exact("outlier_above"),
        outlier_below: value.maybe_exact("outlier_below"),
    }
}

pub(super) fn cost_share(id: &str, value: Value<'_>) -> CostShare {
    CostShare {
        id: id.to_owned(),
        title: value.title(),
        paid: value.at("paid").metric(),
        shared_by: value.at("shared_by").metric(),
        requires: value.requires(),
        unknown: unknown(value),
    }
}
