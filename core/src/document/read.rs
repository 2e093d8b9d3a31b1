//! Builds the programme from a document without findings. Every `Option` here is `Some` for such a document.

mod classes;
mod conditions;
mod conflicts;
mod groups;
mod incentives;
mod metrics;
mod scorecards;
mod terms;
mod tiers;
#[cfg_attr(not(feature = "full"), path = "read/alone.rs")]
mod whole;

use crate::amount::{Currency, Exact, Rounding};
use crate::check::{Checked, graph};
use crate::currencies::{Currencies, RateOf};
use crate::diagnostic::Diagnostic;
use crate::in_full::InFull;
use crate::incentive::{Incentive, PayoutLimits};
use crate::node::{self, Node};
use crate::period::{Calendar, Period, Shift};
use crate::programme::{Programme, ProgrammeIdentity};
use crate::title::Title;

use super::canonical::fingerprint;
use super::conform::month_day;
use super::place::{date, integer, number};

/// Positions of metrics by name.
type Names<'n> = &'n dyn Fn(&str) -> Option<usize>;

/// What incentives refer to; a position in a list is the position in the programme.
struct Ids<'n> {
    root: &'n Node,
    metrics: Names<'n>,
    /// The base, then the rungs.
    tiers: Vec<&'n str>,
    incentives: Vec<&'n str>,
}

impl<'n> Ids<'n> {
    fn new(root: &'n Node, metrics: Names<'n>) -> Ids<'n> {
        let id = |node: &'n Node| node.member("id").and_then(Node::text);
        let tiers = root.member("tiers");
        let rungs = tiers.map(|tiers| elements(tiers, "ladder")).unwrap_or_default();
        Ids {
            root,
            metrics,
            tiers: tiers.and_then(|tiers| tiers.member("base")).into_iter().chain(rungs).filter_map(id).collect(),
            incentives: elements(root, "incentives").iter().filter_map(id).collect(),
        }
    }
}

pub(super) fn programme(root: &Node, checked: &Checked<'_>, canonical: String, warnings: Vec<Diagnostic>) -> Option<Programme> {
    let names = |name: &str| checked.metrics.position(name);
    let (month, day) = month_day(root.member("calendar")?.member("year_starts")?.text()?)?;
    let rounding = root.member("rounding")?;
    let ids = Ids::new(root, &names);
    let incentives: Vec<Incentive> =
        elements(root, "incentives").iter().map(|node| incentives::incentive(node, &ids)).collect::<Option<_>>()?;
    let taken_off: Vec<Vec<usize>> = incentives.iter().map(|one| one.pays.iter().flat_map(|part| part.less.clone()).collect()).collect();
    let mut kinds = checked.kinds.clone();
    if incentives.iter().flat_map(|incentive| &incentive.pays).any(|part| part.pays.running().is_some()) {
        // the order of sales is that of their ids
        kinds.require("sales", "id");
    }
    let mut programme = Programme {
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
        currencies: root.member("currencies").and_then(currencies),
        kinds,
        metrics: metrics::metrics(checked, &names)?,
        metric_order: checked.metrics.order.clone(),
        tiers: match root.member("tiers") {
            Some(node) => Some(tiers::ladder(node, &names)?),
            None => None,
        },
        incentives,
        incentive_order: graph::order(&taken_off).0,
        groups: sorted(entries(root, "groups"), |id, node| groups::group(id, node, &ids.incentives))?,
        payout: root.member("payout").map_or(PayoutLimits::default(), groups::limits),
        budgets: Vec::new(),
        pools: Vec::new(),
        contests: Vec::new(),
        funds: Vec::new(),
        channel_inventory: None,
        prices: None,
        cascades: Vec::new(),
        leaderboards: Vec::new(),
        pay_checks: Vec::new(),
        cost_shares: Vec::new(),
        classes: sorted(entries(root, "classes"), |id, node| classes::classification(id, node, &names))?,
        document: text(root, "document"),
        scorecards: sorted(entries(root, "scorecards"), |id, node| scorecards::scorecard(id, node, &names))?,
        conflicts: sorted(entries(root, "conflicts"), conflicts::policy)?,
        terms: optional(root, "settlement", terms::terms)?,
        canonical,
        warnings,
    };
    whole::read(&ids, &mut programme)?;
    Some(programme)
}

fn currencies(node: &Node) -> Option<Currencies> {
    Some(Currencies {
        rate_on: word(node, "rate_on", &Currencies::DATES)?,
        rate: word(node, "rate", &[("same_day", RateOf::SameDay), ("on_or_before", RateOf::OnOrBefore)])?,
        round_records: word(node, "round", &[("record", true), ("nothing", false)])?,
        in_full: InFull::here()?,
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

/// The ids of a section in the order of their positions in the programme.
fn sorted_ids<'n>(root: &'n Node, section: &str) -> Vec<&'n str> {
    node::sorted(entries(root, section)).into_iter().map(|(id, _)| id.as_str()).collect()
}

fn text(node: &Node, name: &str) -> Option<String> {
    node.member(name)?.text().map(str::to_owned)
}

fn exact(node: &Node, name: &str) -> Option<Exact> {
    node.member(name).and_then(number)
}

/// The position of the metric that a member names.
fn metric(node: &Node, name: &str, names: Names<'_>) -> Option<usize> {
    names(node.member(name)?.text()?)
}

/// A length of time.
fn length(node: &Node) -> Option<Shift> {
    let [(unit, amount)] = node.members() else { return None };
    let amount = i32::try_from(integer(amount)?).ok()?;
    match unit.as_str() {
        "years" => amount.checked_mul(12).map(Shift::Months),
        "months" => Some(Shift::Months(amount)),
        "days" => Some(Shift::Days(amount)),
        _ => None,
    }
}

/// A number of days.
fn days(node: &Node) -> Option<u32> {
    u32::try_from(integer(node.member("days")?)?).ok()
}

/// The value that a word stands for.
fn word<T: Copy>(node: &Node, name: &str, words: &[(&str, T)]) -> Option<T> {
    let text = node.member(name)?.text()?;
    words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value)
}

fn title(node: &Node) -> Title {
    node.member("title").map(titled).unwrap_or_default()
}

fn titled(title: &Node) -> Title {
    Title { en: text(title, "en"), zh_cn: text(title, "zh-CN") }
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
