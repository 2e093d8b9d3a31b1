//! Every sentence there is, listed in a file: what a translator reads, and what no change to the catalogues may alter unseen.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{at, every_reason, leaf, money, net, number, paid, programme, text};
use crate::amount::Rounding;
use crate::metric::MetricValue;
use crate::reason::{Actual, AmountOff, Bound, DifferentialSource, LeafResult, Reason, Slice};
use crate::text::names::Names;
use crate::text::{Explanation, comparison};
use crate::title::Locale;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/text/tests/listing.txt");

/// Parts that pay in every way: by a level, by the tier or neither, on a measure, on another one or on none, with and without what
/// is taken off.
fn every_payment() -> Vec<Reason<'static>> {
    let mut reasons = Vec::new();
    for by in [Some("m_net"), Some("m_base"), Some("m_growth"), None] {
        for metric in [Some("m_net"), None] {
            for rate in [Some("0.015"), None] {
                for extra in 0..8 {
                    for tier_paid in [false, true] {
                        let mut reason = paid(metric, rate, by, "5120.005");
                        let Reason::PartPaid { less, paid_on, times, times_value, tier, amount, value, .. } = &mut reason else { continue };
                        if extra & 1 > 0 {
                            less.push(AmountOff { incentive: text("i_growth"), amount: money(100_000) });
                            less.push(AmountOff { incentive: text("i_volume"), amount: money(-5) });
                        }
                        *paid_on = (extra & 2 > 0 && metric.is_some()).then(|| number("511000.5"));
                        if extra & 4 > 0 && by.is_some() {
                            (*times, *times_value) = (Some(text("m_base")), Some(number("2")));
                        }
                        *tier = (tier_paid && by.is_none()).then(|| text("t_gold"));
                        // the whole measure: neither rate nor amount
                        if by.is_none() && tier.is_none() && *value == Some(number("512000.5")) && extra == 0 {
                            *amount = None;
                        }
                        reasons.push(reason);
                    }
                }
            }
        }
    }
    reasons
}

/// Variants beyond those that tell the codes apart.
fn more_reasons() -> Vec<Reason<'static>> {
    let part = at("/incentives/0/pays/1");
    let slices = vec![
        Slice {
            level: 0,
            from: number("0"),
            until: Some(number("500000")),
            in_slice: number("500000"),
            rate: None,
            amount: Some(number("2")),
            contribution: number("1000000"),
        },
        Slice {
            level: 1,
            from: number("500000"),
            until: None,
            in_slice: number("-12000.5"),
            rate: None,
            amount: None,
            contribution: number("0"),
        },
    ];
    let mut reasons = vec![
        Reason::PartGraduated {
            path: part.clone(),
            metric: text("m_net"),
            value: number("512000.5"),
            less: vec![AmountOff { incentive: text("i_growth"), amount: money(100_000) }],
            paid_on: Some(number("1")),
            times: Some(text("m_growth")),
            times_value: Some(number("0.5")),
            level: 1,
            slices,
            contribution: number("120.005"),
        },
        Reason::PartSteps {
            path: part.clone(),
            metric: text("m_idle"),
            value: number("1"),
            less: vec![AmountOff { incentive: text("i_growth"), amount: money(100) }],
            paid_on: None,
            above: number("0"),
            step: number("10000"),
            steps: number("1"),
            amount: number("100"),
            contribution: number("100"),
        },
        Reason::PartDifferential {
            path: part.clone(),
            metric: text("m_net"),
            rate: number("0.05"),
            sources: vec![DifferentialSource {
                partner: text("P-1"),
                value: number("1000"),
                rate_below: number("0"),
                rate: number("0.05"),
                contribution: number("50"),
            }],
            contribution: number("50"),
        },
        Reason::Chosen { path: at("/groups/yearly"), group: text("yearly"), over: Vec::new() },
        Reason::PartEach { path: part, metric: text("m_net"), column: text("sales"), each: Vec::new(), contribution: number("0") },
        Reason::ClaimBlocked { path: at("/conflicts/d_deals"), by: text("R-2"), held_until: text("open") },
        Reason::ClaimIncompleteKey { path: at("/conflicts/d_deals"), column: text("own_column") },
        Reason::ClassMet { path: at("/classes/k_credit/otherwise"), class: text("c_release"), leaves: Vec::new() },
        Reason::PartUnknown { path: at("/incentives/0/pays/0"), metric: text("m_ratio"), state: MetricValue::Undefined, policy: "nothing" },
        Reason::Initial { path: at("/scorecards/s_risk/initial"), points: number("1") },
        Reason::Factor {
            path: at("/incentives/0/factors/0"),
            metric: text("m_idle"),
            value: number("1"),
            level: None,
            factor: number("1").checked_div(number("3")).expect("in range").expect("a number"),
            contribution: number("2"),
        },
    ];
    for mode in [Rounding::HalfUp, Rounding::HalfDown, Rounding::HalfEven, Rounding::Up, Rounding::Down, Rounding::Ceiling, Rounding::Floor]
    {
        let (from, to, contribution) = (number("5120.005"), money(512_001), number("0.005"));
        reasons.push(Reason::Rounded { path: at("/rounding"), from, to, mode, scale: 2, contribution });
    }
    reasons
}

fn every_leaf() -> Vec<LeafResult<'static>> {
    let mut leaves = Vec::new();
    for operator in ["at_least", "more_than", "at_most", "less_than", "equals", "differs"] {
        leaves.push(net(operator, "500000", "480000.5", Some("19999.5")));
        leaves.push(net(operator, "120000000", "480000.5", Some("0")));
        let idle = Actual::Value(MetricValue::Known(number("1")));
        leaves.push(leaf("m_idle", operator, Bound::Number(number("60")), idle, Some("15")));
        let growth = Actual::Value(MetricValue::Known(number("0.1")));
        leaves.push(leaf("m_growth", operator, Bound::Number(number("0.155")), growth, Some("0.055")));
        leaves.push(leaf("m_growth", operator, Bound::Number(number("0.155")), Actual::Value(MetricValue::Missing), None));
    }
    for operator in ["is", "is_not", "within", "on_or_after", "after", "on_or_before", "before"] {
        leaves.push(leaf("partner.territory", operator, Bound::Text(text("north")), Actual::Text(text("south")), None));
        leaves.push(leaf("partner.joined", operator, Bound::Text(text("2026-01-01")), Actual::Value(MetricValue::Missing), None));
        leaves.push(leaf("partner.own", operator, Bound::Text(text("华北")), Actual::Text(text("华南")), None));
    }
    for operator in ["in", "not_in", "within"] {
        let words = || Bound::List(Cow::Owned(vec![text("t_gold"), text("t_base")]));
        leaves.push(leaf("tier", operator, words(), Actual::Text(text("t_base")), None));
        leaves.push(leaf("élan.x", operator, words(), Actual::Text(text("t_base")), None));
    }
    for operator in ["at_least", "at_most", "is", "in"] {
        leaves.push(leaf("tier", operator, Bound::Text(text("t_gold")), Actual::Text(text("t_base")), None));
    }
    for given in [true, false] {
        leaves.push(leaf("partner.customer", "missing", Bound::Boolean(given), Actual::Boolean(given), None));
        leaves.push(leaf("partner.key_account", "is", Bound::Boolean(given), Actual::Boolean(!given), None));
    }
    let negated = leaves.iter().cloned().map(|mut leaf| {
        leaf.path = at("/tiers/ladder/0/requires/not");
        leaf
    });
    let negated: Vec<LeafResult<'static>> = negated.collect();
    leaves.extend(negated);
    leaves
}

fn listing(locale: Locale) -> String {
    let programme = programme();
    let names = Names::new(&programme, locale);
    let mut lines = Vec::new();
    for reason in every_reason().into_iter().chain(more_reasons()).chain(every_payment()) {
        let mut explanation = Explanation::default();
        explanation.reasons(0, std::slice::from_ref(&reason), &names.at(reason.path()));
        for line in explanation.lines() {
            lines.push(format!("{}{}: {}\n", "  ".repeat(line.indent), line.code, line.text));
        }
    }
    for (unit, number) in ["points", "pieces", "places", "honours"].into_iter().zip(["1", "2", "1", "-3.5"].map(number)) {
        lines.push(format!("{unit}: {}\n", names.with_unit(Some(unit)).money(number)));
    }
    for leaf in every_leaf() {
        lines.push(format!("{}: {}\n", leaf.operator, comparison::sentence(&leaf, &names)));
    }
    let mut seen = BTreeSet::new();
    lines.iter().filter(|line| seen.insert(line.as_str())).map(String::as_str).collect()
}

#[test]
fn no_sentence_changes_unseen() {
    let listed: String = Locale::ALL.iter().map(|(tag, locale)| format!("# {tag}\n{}", listing(*locale))).collect();
    if std::env::var_os("QUDAO_BLESS").is_some() {
        std::fs::write(PATH, &listed).expect("the listing can be written");
    }
    assert_eq!(std::fs::read_to_string(PATH).expect("the listing is there"), listed, "write it again with QUDAO_BLESS=1");
}
