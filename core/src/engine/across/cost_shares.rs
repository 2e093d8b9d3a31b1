//! Cost shares: what was paid together, what each has to bear, and who pays whom.

use super::{Ground, Present, held, overflow, policy, weight};
use crate::amount::{Amount, Exact, Overflow, split_by_largest_remainder, whole_weights};
use crate::cost_share::CostShare;
use crate::decision::{CostShareResult, CostShareRow, Transfer};
use crate::diagnostic::JsonPointer;
use crate::error::EvaluationError;
use crate::metric::MetricValue;
use crate::reason::Reason;
use crate::sharing::transfers;

pub(super) fn decide(ground: &Ground<'_>, of: &CostShare, present: &[Present]) -> Result<CostShareResult, EvaluationError> {
    let path = JsonPointer::from("/cost_shares").child(&of.id);
    let fault = overflow(&path);
    let scale = ground.programme.scale;
    let amount = |minor: i128| Amount::from_minor(minor, scale);
    let mut rows = present.iter().map(|one| row(ground, of, &path, one)).collect::<Result<Vec<_>, _>>().map_err(&fault)?;
    let total = rows.iter().try_fold(0i128, |sum, row| sum.checked_add(row.paid.minor())).ok_or(Overflow).map_err(&fault)?;
    let mut reasons = Vec::new();
    match held(of.unknown, rows.iter().map(|row| row.reasons.as_slice())) {
        0 if rows.iter().any(|row| !row.weight.is_zero()) => {
            let weights: Vec<Exact> = rows.iter().map(|row| row.weight).collect();
            for (row, share) in rows.iter_mut().zip(shares(total, &weights).map_err(&fault)?) {
                row.share = amount(share);
                row.net = row.paid.checked_sub(row.share).map_err(&fault)?;
            }
        }
        0 => reasons.push(Reason::ShareNoWeight { path: path.child("shared_by").into(), policy: "as_paid" }),
        partners => reasons.push(Reason::ShareHeld { path: path.child("unknown").into(), partners }),
    }
    let nets: Vec<i128> = rows.iter().map(|row| row.net.minor()).collect();
    let id = |position: usize| rows.get(position).map(|row| row.partner.clone()).unwrap_or_default();
    let transfer = |(from, to, part): (usize, usize, i128)| Transfer { from: id(from), to: id(to), amount: amount(part) };
    let transfers = transfers::settle(&nets).into_iter().map(transfer).collect();
    Ok(CostShareResult { cost_share: of.id.clone(), total: amount(total), rows, transfers, reasons })
}

/// One who bears what it paid, until something is shared.
fn row(ground: &Ground<'_>, of: &CostShare, path: &JsonPointer, one: &Present) -> Result<CostShareRow, Overflow> {
    let [value, by] = one.values;
    let scale = ground.programme.scale;
    let mut reasons = Vec::new();
    let minor = match value {
        MetricValue::Known(value) => value.round_to_minor(scale, ground.programme.rounding)?,
        state => {
            let (path, metric) = (path.child("paid"), ground.name(of.paid));
            reasons.push(Reason::ShareUnknown { path: path.into(), metric, state, policy: policy(of.unknown) });
            0
        }
    };
    let (weight, reason) = weight(ground, &path.child("shared_by"), of.shared_by, by, of.unknown);
    reasons.extend(reason);
    let paid = Amount::from_minor(minor, scale);
    Ok(CostShareRow { partner: ground.id(one.row), paid, weight, share: paid, net: Amount::from_minor(0, scale), reasons })
}

fn shares(total: i128, weights: &[Exact]) -> Result<Vec<i128>, Overflow> {
    let whole: Option<Vec<i128>> = whole_weights(weights)?.into_iter().map(|weight| i128::try_from(weight).ok()).collect();
    split_by_largest_remainder(total, &whole.ok_or(Overflow)?).ok_or(Overflow)
}
