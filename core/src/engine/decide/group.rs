//! How the awards of a group combine.

use super::{AwardNumbers, Fault, Partner, minor_units};
use crate::amount::{Overflow, split_by_largest_remainder};
use crate::decision::AwardOutcome;
use crate::group::{Combine, Group};

impl Partner<'_> {
    /// Combines the awards of each group; what does not apply or is held takes no part.
    pub(super) fn combine(&self, awards: &mut [AwardNumbers]) -> Result<(), Fault> {
        for (position, group) in self.programme.groups().iter().enumerate() {
            match &group.combine {
                Combine::BestOf => self.supersede(position, self.best(position, awards), awards),
                Combine::Priority(order) => {
                    let has_amount = |index: &usize| awards.get(*index).is_some_and(|award| award.amount != 0);
                    self.supersede(position, order.iter().copied().find(has_amount), awards);
                }
                Combine::Exclusive => self.hold_several(position, awards),
                Combine::Joint => {}
            }
            if group.limits.cap.is_some() || group.limits.floor.is_some() {
                self.limit_group(position, group, awards).map_err(|_| Fault::Group(position))?;
            }
        }
        Ok(())
    }

    fn takes_part(&self, group: usize, index: usize, award: &AwardNumbers) -> bool {
        self.programme.incentives().get(index).is_some_and(|incentive| incentive.group == Some(group))
            && !matches!(award.outcome, AwardOutcome::Held | AwardOutcome::NotApplicable)
    }

    /// The largest award of a group, unless all are 0.
    fn best(&self, group: usize, awards: &[AwardNumbers]) -> Option<usize> {
        let mut best: Option<(i128, &str, usize)> = None;
        let mut any_amount = false;
        for (index, (incentive, award)) in self.programme.incentives().iter().zip(awards).enumerate() {
            if !self.takes_part(group, index, award) {
                continue;
            }
            any_amount |= award.amount != 0;
            let better = best.is_none_or(|(amount, id, _)| award.amount > amount || (award.amount == amount && incentive.id.as_str() < id));
            if better {
                best = Some((award.amount, &incentive.id, index));
            }
        }
        best.filter(|_| any_amount).map(|(.., index)| index)
    }

    fn supersede(&self, group: usize, chosen: Option<usize>, awards: &mut [AwardNumbers]) {
        let Some(chosen) = chosen else { return };
        for (index, award) in awards.iter_mut().enumerate() {
            if index != chosen && self.takes_part(group, index, award) {
                award.outcome = AwardOutcome::Superseded;
                award.amount = 0;
            }
        }
    }

    fn hold_several(&self, group: usize, awards: &mut [AwardNumbers]) {
        let has_amount = |(index, award): (usize, &AwardNumbers)| self.takes_part(group, index, award) && award.amount != 0;
        if awards.iter().enumerate().filter(|award| has_amount(*award)).count() < 2 {
            return;
        }
        for (index, award) in awards.iter_mut().enumerate() {
            if has_amount((index, award)) {
                award.outcome = AwardOutcome::Held;
                award.amount = 0;
            }
        }
    }

    fn limit_group(&self, position: usize, group: &Group, awards: &mut [AwardNumbers]) -> Result<(), Overflow> {
        let members: Vec<usize> =
            awards.iter().enumerate().filter(|(index, award)| self.takes_part(position, *index, award)).map(|(index, _)| index).collect();
        let Some(first) = members.first().and_then(|index| self.programme.incentives().get(*index)) else { return Ok(()) };
        let (scale, _) = first.reward.rounding(self.programme.rounding());
        let amount = |awards: &[AwardNumbers], index: &usize| awards.get(*index).map_or(0, |award| award.amount);
        let sum = members.iter().try_fold(0i128, |sum, index| sum.checked_add(amount(awards, index))).ok_or(Overflow)?;
        let change = match (group.limits.cap, group.limits.floor) {
            (Some(cap), _) if sum > minor_units(cap, scale)? => minor_units(cap, scale)?.checked_sub(sum).ok_or(Overflow)?,
            (_, Some(floor)) if sum < minor_units(floor, scale)? => minor_units(floor, scale)?.checked_sub(sum).ok_or(Overflow)?,
            _ => return Ok(()),
        };
        let mut positive: Vec<usize> = members.iter().copied().filter(|index| amount(awards, index) > 0).collect();
        if positive.is_empty() {
            let is_open = |index: &usize| awards.get(*index).is_some_and(|award| award.outcome == AwardOutcome::Nothing);
            positive.extend(members.iter().copied().find(is_open));
            return self.change(&positive, &[change], awards);
        }
        let id = |index: &usize| self.programme.incentives().get(*index).map(|incentive| incentive.id.as_str());
        crate::order::sort_by(&mut positive, |a, b| id(a).cmp(&id(b)));
        let weights: Vec<i128> = positive.iter().map(|index| amount(awards, index)).collect();
        let parts = split_by_largest_remainder(change, &weights).ok_or(Overflow)?;
        self.change(&positive, &parts, awards)
    }

    fn change(&self, members: &[usize], by: &[i128], awards: &mut [AwardNumbers]) -> Result<(), Overflow> {
        for (index, by) in members.iter().zip(by) {
            let Some(award) = awards.get_mut(*index) else { continue };
            award.amount = award.amount.checked_add(*by).ok_or(Overflow)?;
            award.outcome = if award.amount == 0 { AwardOutcome::Nothing } else { AwardOutcome::Paid };
        }
        Ok(())
    }
}
