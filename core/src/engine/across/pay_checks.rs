//! Pay checks: what is paid against what it is paid for, among peers.

use super::{Ground, Present, overflow};
use crate::amount::{Amount, Exact, Overflow};
use crate::decision::{Achiever, Inversion, Outlier, OutlierSide, PayCheckResult, PayRow, PeerGroup, Peers};
use crate::diagnostic::JsonPointer;
use crate::error::EvaluationError;
use crate::facts::Cell;
use crate::metric::MetricValue;
use crate::order;
use crate::pay_check::PayCheck;

pub(super) fn decide(ground: &Ground<'_>, of: &PayCheck, present: &[Present]) -> Result<PayCheckResult, EvaluationError> {
    let path = JsonPointer::from("/pay_checks").child(&of.id);
    let fault = overflow(&path);
    let rows = present.iter().map(|one| row(ground, of, one)).collect::<Result<Vec<PayRow>, Overflow>>().map_err(&fault)?;
    let (paid, base) = totals(&rows).map_err(&fault)?;
    let paid = Amount::from_minor(paid, ground.programme.scale);
    let mut result = PayCheckResult {
        pay_check: of.id.clone(),
        cost_ratio: ratio(paid, base).map_err(&fault)?,
        paid,
        base,
        rows: Vec::new(),
        inversions: Vec::new(),
        outliers: Vec::new(),
        groups: Vec::new(),
    };
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let group = |position: &usize| rows.get(*position).map(|row| &row.group);
    order::sort_by(&mut order, |a, b| group(a).cmp(&group(b)));
    let mut outliers: Vec<(usize, Outlier)> = Vec::new();
    for members in order.chunk_by(|a, b| group(a) == group(b)) {
        let members: Vec<(usize, &PayRow)> = members.iter().filter_map(|position| Some((*position, rows.get(*position)?))).collect();
        let group = peers(&members).map_err(&fault)?;
        outliers.extend(group.median.known().map_or(Ok(Vec::new()), |median| outside(of, &members, median)).map_err(&fault)?);
        result.inversions.extend(inversions(&members));
        result.groups.push(group);
    }
    order::sort_by(&mut outliers, |a, b| a.0.cmp(&b.0));
    result.outliers = outliers.into_iter().map(|(_, outlier)| outlier).collect();
    result.rows = rows;
    Ok(result)
}

fn row(ground: &Ground<'_>, of: &PayCheck, one: &Present) -> Result<PayRow, Overflow> {
    let [achievement, base] = one.values;
    let mut paid = 0i128;
    for incentive in &of.of {
        let amount = ground.outcomes.awards.get(*incentive).and_then(|award| award.amounts.get(one.position)).copied();
        paid = paid.checked_add(amount.unwrap_or(0)).ok_or(Overflow)?;
    }
    let paid = Amount::from_minor(paid, ground.programme.scale);
    let group = match of.peers.as_ref().map(|column| ground.facts.cell("partners", column, one.row)) {
        None => Peers::All,
        Some(Cell::Text(text)) => Peers::With(text.to_owned()),
        Some(_) => Peers::Without,
    };
    let cost_ratio = match base {
        MetricValue::Known(base) => ratio(paid, base)?,
        unknown => unknown,
    };
    Ok(PayRow { partner: ground.id(one.row), group, achievement, paid, base, cost_ratio })
}

/// Of nothing there is no share.
fn ratio(paid: Amount, base: Exact) -> Result<MetricValue, Overflow> {
    if base.signum() <= 0 {
        return Ok(MetricValue::Undefined);
    }
    Ok(paid.exact().checked_div(base)?.map_or(MetricValue::Undefined, MetricValue::Known))
}

/// Of those whose base is known: what is paid to them, and their bases.
fn totals(rows: &[PayRow]) -> Result<(i128, Exact), Overflow> {
    let (mut paid, mut sum) = (0i128, Exact::ZERO);
    for (row, base) in rows.iter().filter_map(|row| Some((row, row.base.known()?))) {
        paid = paid.checked_add(row.paid.minor()).ok_or(Overflow)?;
        sum = sum.checked_add(base)?;
    }
    Ok((paid, sum))
}

/// The ratios of those who are compared with one another.
fn peers(members: &[(usize, &PayRow)]) -> Result<PeerGroup, Overflow> {
    let mut ratios: Vec<Exact> = members.iter().filter_map(|(_, row)| row.cost_ratio.known()).collect();
    order::sort(&mut ratios);
    let told = |ratio: Option<Exact>| ratio.map_or(MetricValue::Undefined, MetricValue::Known);
    Ok(PeerGroup {
        group: members.first().map_or(Peers::All, |(_, row)| row.group.clone()),
        partners: members.len(),
        least: told(ratios.first().copied()),
        median: told(median(&ratios)?),
        most: told(ratios.last().copied()),
    })
}

fn median(sorted: &[Exact]) -> Result<Option<Exact>, Overflow> {
    let upper = sorted.get(sorted.len() / 2).copied();
    if sorted.len() % 2 == 1 {
        return Ok(upper);
    }
    let lower = (sorted.len() / 2).checked_sub(1).and_then(|lower| sorted.get(lower).copied());
    match (lower, upper) {
        (Some(lower), Some(upper)) => lower.checked_add(upper)?.checked_div(Exact::from(2)),
        _ => Ok(None),
    }
}

/// Those far from the median of their peers; of a median that is not above 0 nobody is so many times.
fn outside(of: &PayCheck, members: &[(usize, &PayRow)], median: Exact) -> Result<Vec<(usize, Outlier)>, Overflow> {
    let mut found = Vec::new();
    if median.signum() <= 0 {
        return Ok(found);
    }
    let bound = |times: Option<Exact>| times.map(|times| times.checked_mul(median)).transpose();
    let (above, below) = (bound(of.outlier_above)?, bound(of.outlier_below)?);
    for (position, row) in members {
        let Some(ratio) = row.cost_ratio.known() else { continue };
        let side = if above.is_some_and(|above| ratio > above) {
            OutlierSide::Above
        } else if below.is_some_and(|below| ratio < below) {
            OutlierSide::Below
        } else {
            continue;
        };
        let times = ratio.checked_div(median)?.unwrap_or(Exact::ZERO);
        let outlier = Outlier { partner: row.partner.clone(), group: row.group.clone(), side, cost_ratio: ratio, median, times };
        found.push((*position, outlier));
    }
    Ok(found)
}

/// From the highest step of equal achievement down: where the least that one of it is paid is below the most of the next step.
fn inversions(members: &[(usize, &PayRow)]) -> Vec<Inversion> {
    let mut achievers: Vec<(Exact, &PayRow)> = members.iter().filter_map(|(_, row)| Some((row.achievement.known()?, *row))).collect();
    order::sort_by(&mut achievers, |a, b| b.0.cmp(&a.0));
    let steps: Vec<&[(Exact, &PayRow)]> = achievers.chunk_by(|a, b| a.0 == b.0).collect();
    let achiever = |(achievement, row): (Exact, &PayRow)| Achiever { partner: row.partner.clone(), achievement, paid: row.paid };
    let mut found = Vec::new();
    for pair in steps.windows(2) {
        let [higher, lower] = pair else { continue };
        let (Some(more), Some(less)) = (extreme(higher, |a, b| a < b), extreme(lower, |a, b| a > b)) else { continue };
        if more.1.paid.minor() < less.1.paid.minor() {
            found.push(Inversion { group: more.1.group.clone(), achieved_more: achiever(more), achieved_less: achiever(less) });
        }
    }
    found
}

/// The first of a step whose pay is better than that of all others: partners stand in the order of their ids.
fn extreme<'r>(step: &[(Exact, &'r PayRow)], better: fn(i128, i128) -> bool) -> Option<(Exact, &'r PayRow)> {
    step.iter().copied().reduce(|best, one| if better(one.1.paid.minor(), best.1.paid.minor()) { one } else { best })
}
