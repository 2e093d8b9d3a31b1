//! Builds the programme from a document without findings. Every `Option` here is `Some` for such a document.

mod conditions;
mod conflicts;
mod incentives;
mod metrics;
mod scorecards;
mod terms;
mod tiers;

use crate::amount::{Currency, Exact, Rounding};
use crate::check::Checked;
use crate::diagnostic::Diagnostic;
use crate::incentive::{Group, PayoutLimits};
use crate::node::{self, Node};
use crate::order;
use crate::period::{Calendar, Period};
use crate::programme::{Programme, ProgrammeIdentity};
use crate::title::Title;

use super::canonical::fingerprint;
use super::conform::month_day;
use super::place::{date, integer, number};

/// Positions of metrics by name.
type Names<'n> = &'n dyn Fn(&str) -> Option<usize>;

pub(super) fn programme(root: &Node, checked: &Checked<'_>, canonical: String, warnings: Vec<Diagnostic>) -> Option<Programme> {
    let names = |name: &str| checked.metrics.position(name);
    let (month, day) = month_day(root.member("calendar")?.member("year_starts")?.text()?)?;
    let rounding = root.member("rounding")?;
    let mut groups: Vec<Group> = entries(root, "groups").iter().map(|(id, _)| Group { id: id.clone() }).collect();
    order::sort_by(&mut groups, |a, b| a.id.cmp(&b.id));
    let incentives = elements(root, "incentives").iter().map(|node| incentives::incentive(node, &groups, &names)).collect::<Option<_>>()?;
    let payout = root.member("payout");
    Some(Programme {
        identity: ProgrammeIdentity {
            id: text(root, "id")?,
            revision: u64::try_from(integer(root.member("revision")?)?).ok()?,
            fingerprint: fingerprint(&canonical),
        },
        title: title(root),
        effective: period(root.member("effective")?),
        currency: Currency::from_code(root.member("currency")?.text()?)?,
        calendar: Calendar { month, day },
        scale: u32::try_from(integer(rounding.member("scale")?)?).ok()?,
        rounding: word(rounding, "mode", &Rounding::ALL)?,
        kinds: checked.kinds.clone(),
        metrics: metrics::metrics(checked, &names)?,
        metric_order: checked.metrics.order.clone(),
        tiers: match root.member("tiers") {
            Some(node) => Some(tiers::ladder(node, &names)?),
            None => None,
        },
        incentives,
        groups,
        payout: PayoutLimits {
            cap: payout.and_then(|payout| exact(payout, "cap")),
            floor: payout.and_then(|payout| exact(payout, "floor")),
        },
        scorecards: sorted(entries(root, "scorecards"), |id, node| scorecards::scorecard(id, node, &names))?,
        conflicts: sorted(entries(root, "conflicts"), conflicts::policy)?,
        terms: optional(root, "settlement", terms::terms)?,
        canonical,
        warnings,
    })
}

fn entries<'n>(node: &'n Node, name: &str) -> &'n [(String, Node)] {
    node.member(name).map(Node::members).unwrap_or_default()
}

fn elements<'n>(node: &'n Node, name: &str) -> &'n [Node] {
    node.member(name).map(Node::list).unwrap_or_default()
}

fn sorted<T>(entries: &[(String, Node)], read: impl Fn(&str, &Node) -> Option<T>) -> Option<Vec<T>> {
    node::sorted(entries).into_iter().map(|(id, node)| read(id, node)).collect()
}

fn text(node: &Node, name: &str) -> Option<String> {
    node.member(name)?.text().map(str::to_owned)
}

fn exact(node: &Node, name: &str) -> Option<Exact> {
    node.member(name).and_then(number)
}

/// The value that a word stands for.
fn word<T: Copy>(node: &Node, name: &str, words: &[(&str, T)]) -> Option<T> {
    let text = node.member(name)?.text()?;
    words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value)
}

fn title(node: &Node) -> Title {
    match node.member("title") {
        Some(title) => Title { en: text(title, "en"), zh_cn: text(title, "zh-CN") },
        None => Title::default(),
    }
}

fn period(node: &Node) -> Period {
    Period { from: node.member("from").and_then(date), until: node.member("until").and_then(date) }
}

/// The value that `read` makes of a member: `Some(None)` when it is not there, `None` when it cannot be read.
fn optional<'n, T>(node: &'n Node, name: &str, read: impl FnOnce(&'n Node) -> Option<T>) -> Option<Option<T>> {
    match node.member(name) {
        Some(member) => read(member).map(Some),
        None => Some(None),
    }
}
