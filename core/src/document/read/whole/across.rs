//! What is told across partners: cascades, leaderboards, pay checks, cost shares.

use crate::budget::First;
use crate::cascade::{Along, Cascade, NoWeight};
use crate::cost_share::CostShare;
use crate::incentive::UnknownPay;
use crate::leaderboard::{Leaderboard, NamesOn};
use crate::node::Node;
use crate::pay_check::PayCheck;
use crate::tier::Rule;

use super::super::super::place::date;
use super::super::{Ids, Names, conditions, elements, exact, metric, optional, text, title, word};

fn requires(node: &Node, names: Names<'_>) -> Option<Option<Rule>> {
    optional(node, "requires", |node| conditions::rule(node, names))
}

fn unknown(node: &Node) -> Option<UnknownPay> {
    word(node, "unknown", &[("nothing", UnknownPay::Nothing), ("hold", UnknownPay::Hold)])
}

pub(super) fn cascade(id: &str, node: &Node, names: Names<'_>) -> Option<Cascade> {
    let period = node.member("period")?;
    Some(Cascade {
        id: id.to_owned(),
        title: title(node),
        target: text(node, "target")?,
        amount: exact(node, "amount")?,
        from: period.member("from").and_then(date)?,
        until: period.member("until").and_then(date)?,
        shared_by: metric(node, "shared_by", names)?,
        along: word(node, "along", &[("partners", Along::Partners), ("hierarchy", Along::Hierarchy)])?,
        requires: requires(node, names)?,
        unknown: unknown(node),
        when_no_weight: word(node, "when_no_weight", &NoWeight::ALL)?,
    })
}

pub(super) fn leaderboard(id: &str, node: &Node, names: Names<'_>) -> Option<Leaderboard> {
    Some(Leaderboard {
        id: id.to_owned(),
        title: title(node),
        rank_by: metric(node, "rank_by", names)?,
        first: word(node, "first", &First::ALL)?,
        requires: requires(node, names)?,
        before: metric(node, "before", names),
        names: word(node, "names", &NamesOn::ALL)?,
    })
}

pub(super) fn pay_check(id: &str, node: &Node, ids: &Ids<'_>) -> Option<PayCheck> {
    let position = |node: &Node| ids.incentives.iter().position(|id| Some(*id) == node.text());
    Some(PayCheck {
        id: id.to_owned(),
        title: title(node),
        of: elements(node, "of").iter().map(position).collect::<Option<_>>()?,
        achievement: metric(node, "achievement", ids.metrics)?,
        base: metric(node, "base", ids.metrics)?,
        requires: requires(node, ids.metrics)?,
        peers: text(node, "peers").and_then(|peers| Some(peers.strip_prefix("partner.")?.to_owned())),
        outlier_above: exact(node, "outlier_above"),
        outlier_below: exact(node, "outlier_below"),
    })
}

pub(super) fn cost_share(id: &str, node: &Node, names: Names<'_>) -> Option<CostShare> {
    Some(CostShare {
        id: id.to_owned(),
        title: title(node),
        paid: metric(node, "paid", names)?,
        shared_by: metric(node, "shared_by", names)?,
        requires: requires(node, names)?,
        unknown: unknown(node),
    })
}
