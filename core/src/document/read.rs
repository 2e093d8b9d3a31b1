//! Builds the programme from a document without findings.

mod classes;
mod conditions;
mod conflicts;
mod groups;
mod incentives;
mod metrics;
mod places;
mod scorecards;
mod tiers;
mod value;
#[cfg_attr(not(feature = "full"), path = "read/alone.rs")]
mod whole;

use crate::amount::{Currency, Rounding};
use crate::check::{Checked, graph};
use crate::currencies::{Currencies, RateOf};
use crate::diagnostic::{Diagnostic, JsonPointer};
use crate::in_full::InFull;
use crate::incentive::Incentive;
use crate::node::Node;
use crate::period::Calendar;
use crate::programme::{Programme, ProgrammeIdentity};

use super::canonical::fingerprint;
use super::conform::month_day;
use value::{Reading, Value};

/// `None` where a rule of the reader says otherwise than the checks.
pub(super) fn programme(root: &Node, checked: &Checked<'_>, canonical: String, warnings: Vec<Diagnostic>) -> Option<Programme> {
    let names = |name: &str| checked.metrics.position(name);
    let reading = Reading::new(root, &names);
    let document = reading.document();
    let (month, day) = month_day(root.member("calendar")?.member("year_starts")?.text()?)?;
    let currency = Currency::from_code(root.member("currency")?.text()?)?;
    let rounding = document.at("rounding");
    let incentives: Vec<Incentive> = document.list("incentives", incentives::incentive);
    let taken_off: Vec<Vec<usize>> = incentives.iter().map(|one| one.pays.iter().flat_map(|part| part.less.clone()).collect()).collect();
    let mut kinds = checked.kinds.clone();
    if incentives.iter().flat_map(|incentive| &incentive.pays).any(|part| part.pays.running().is_some()) {
        // the order of sales is that of their ids
        kinds.require("sales", "id");
    }
    let mut programme = Programme {
        identity: ProgrammeIdentity {
            id: document.text("id"),
            revision: document.integer("revision").unsigned_abs(),
            fingerprint: fingerprint(&canonical),
        },
        title: document.title(),
        effective: document.at("effective").period(),
        currency,
        calendar: Calendar { month, day },
        scale: rounding.count("scale"),
        rounding: rounding.choice("mode", &Rounding::ALL, Rounding::HalfUp),
        rounding_path: JsonPointer::root(),
        payout_path: JsonPointer::root(),
        currencies: document.optional("currencies", currencies).flatten(),
        kinds,
        metrics: if document.has("metrics") { metrics::metrics(checked, document) } else { Vec::new() },
        metric_order: checked.metrics.order.clone(),
        tiers: document.optional("tiers", tiers::ladder),
        incentives,
        incentive_order: graph::order(&taken_off).0,
        groups: document.sorted("groups", groups::group),
        payout: document.optional("payout", groups::limits).unwrap_or_default(),
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
        classes: document.sorted("classes", classes::classification),
        document: document.maybe_text("document"),
        scorecards: document.sorted("scorecards", scorecards::scorecard),
        conflicts: document.sorted("conflicts", conflicts::policy),
        terms: None,
        canonical,
        warnings,
    };
    whole::read(document, &mut programme);
    places::place(&mut programme);
    if reading.has_failed() { None } else { Some(programme) }
}

fn currencies(value: Value<'_>) -> Option<Currencies> {
    let rates = [("same_day", RateOf::SameDay), ("on_or_before", RateOf::OnOrBefore)];
    Some(Currencies {
        rate_on: value.choice("rate_on", &Currencies::DATES, "date"),
        rate: value.choice("rate", &rates, RateOf::SameDay),
        round_records: value.choice("round", &[("record", true), ("nothing", false)], true),
        in_full: InFull::here()?,
    })
}
