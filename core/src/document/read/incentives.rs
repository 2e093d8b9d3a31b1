//! Incentives and their parts.

use crate::incentive::{AwardPeriod, BandMethod, Bands, Boundary, Group, Incentive, Part, Pay, PayForm, UnknownPay, WhenNegative};
use crate::node::Node;

use super::{Names, conditions, elements, exact, optional, text, title, word};

pub(super) fn incentive(node: &Node, groups: &[Group], names: Names<'_>) -> Option<Incentive> {
    let rule = |node: &Node| conditions::rule(node, names);
    Some(Incentive {
        id: text(node, "id")?,
        title: title(node),
        requires: optional(node, "requires", rule)?,
        pays: elements(node, "pays").iter().map(|node| part(node, names)).collect::<Option<_>>()?,
        gates: optional(node, "gates", rule)?,
        cap: exact(node, "cap"),
        floor: exact(node, "floor"),
        period: optional(node, "period", |_| word(node, "period", &AwardPeriod::ALL))?,
        group: optional(node, "group", |id| groups.iter().position(|group| Some(group.id.as_str()) == id.text()))?,
    })
}

fn part(node: &Node, names: Names<'_>) -> Option<Part> {
    Some(Part {
        when: optional(node, "when", |node| conditions::rule(node, names))?,
        pays: pay(node, names)?,
        unknown: word(node, "unknown", &[("nothing", UnknownPay::Nothing), ("hold", UnknownPay::Hold)]),
    })
}

fn pay(node: &Node, names: Names<'_>) -> Option<Pay> {
    if let Some(amount) = exact(node, "lump_sum") {
        return Some(Pay::LumpSum(amount));
    }
    if let Some(node) = node.member("lump_sum_by_level") {
        return bands(node, "amount", names).map(Pay::LumpSumByLevel);
    }
    let (form, measure, value) = match (node.member("percent_of"), node.member("amount_per_unit_of")) {
        (Some(measure), _) => (PayForm::Percent, measure, "rate"),
        (None, Some(measure)) => (PayForm::PerUnit, measure, "amount"),
        (None, None) => return None,
    };
    let measure = names(measure.text()?)?;
    match node.member("bands") {
        Some(node) => {
            let method = word(node, "method", &[("whole_amount", BandMethod::WholeAmount), ("graduated", BandMethod::Graduated)])?;
            Some(Pay::Banded { form, measure, method, bands: bands(node, value, names)? })
        }
        None => {
            let when_negative = word(node, "when_negative", &[("nothing", WhenNegative::Nothing), ("deduct", WhenNegative::Deduct)])?;
            Some(Pay::Flat { form, measure, rate: exact(node, value)?, when_negative })
        }
    }
}

fn bands(node: &Node, value: &str, names: Names<'_>) -> Option<Bands> {
    let level = |node: &Node| Some((exact(node, "from")?, exact(node, value)?));
    Some(Bands {
        by: names(node.member("by")?.text()?)?,
        boundary: word(node, "boundary", &[("from_included", Boundary::FromIncluded), ("from_excluded", Boundary::FromExcluded)])?,
        levels: elements(node, "levels").iter().map(level).collect::<Option<_>>()?,
    })
}
