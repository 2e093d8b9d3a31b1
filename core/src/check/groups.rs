//! Groups of incentives.

use crate::diagnostic::DiagnosticCode;
use crate::document::place::{Place, quoted};
use crate::incentive::RewardUnit;

use super::bands::Digits;
use super::incentives::unit_of;
use super::{Checker, references};

impl<'a> Checker<'a, '_> {
    pub(super) fn check_groups(&mut self) {
        for (id, group) in self.root.members_of("groups") {
            let members = self.members_of_shared("group", id);
            let digits = self.check_units("group", id, &members);
            self.check_group(id, group, &members, digits);
        }
    }

    /// The incentives that name a group or budget.
    pub(super) fn members_of_shared(&self, member: &str, id: &str) -> Vec<Place<'a>> {
        self.root.elements_of("incentives").into_iter().filter(|incentive| incentive.text_of(member) == Some(id)).collect()
    }

    /// Reports the incentives that count in another unit than the first one does; the digits of that one.
    pub(super) fn check_units(&mut self, member: &str, id: &str, incentives: &[Place<'a>]) -> Option<Digits> {
        let Some((first, others)) = incentives.split_first() else { return self.money_digits() };
        let of = |checker: &Self, incentive: Place<'a>| Some((unit_of(incentive)?, checker.digits_of(incentive)?));
        let unit = of(self, *first);
        for other in others {
            if let (Some(unit), Some(own)) = (unit, of(self, *other))
                && unit != own
            {
                let message = format!("the incentives of the {member} {} have to pay in the same unit", quoted(id));
                self.error(DiagnosticCode::MixedUnits, other.at(member), message);
            }
        }
        unit.map(|(_, digits)| digits)
    }

    fn check_group(&mut self, id: &str, group: Place<'a>, members: &[Place<'a>], digits: Option<Digits>) {
        self.check_limits(group, digits);
        if members.first().copied().and_then(unit_of) == Some(RewardUnit::Honours) {
            for limit in ["cap", "floor"].iter().filter_map(|name| group.member(name)) {
                self.error(DiagnosticCode::SwitchNotApplicable, limit, "a limit needs amounts: an honour is given or not");
            }
        }
        let is_priority = group.text_of("combine") == Some("priority");
        match group.member("order") {
            Some(order) if is_priority => self.check_order(id, order, members),
            Some(order) if group.text_of("combine").is_some() => {
                self.error(DiagnosticCode::SwitchNotApplicable, order, "`order` has no meaning here: it is only for `priority`");
            }
            None if is_priority => {
                self.error(DiagnosticCode::MissingMember, group, "`priority` needs the member `order`: which incentive goes first");
            }
            _ => {}
        }
    }

    fn check_order(&mut self, id: &str, order: Place<'a>, members: &[Place<'a>]) {
        let incentives = self.root.elements_of("incentives");
        let ids = |places: &[Place<'a>]| -> Vec<&'a str> { places.iter().filter_map(|place| place.text_of("id")).collect() };
        let (all, own) = (ids(&incentives), ids(members));
        let named: Vec<Place<'a>> = order.elements().filter(|place| place.text().is_some_and(|text| !text.is_empty())).collect();
        let texts: Vec<&str> = named.iter().copied().filter_map(Place::text).collect();
        for ((place, name), is_repeated) in named.iter().zip(&texts).zip(crate::order::repeated(&texts)) {
            if is_repeated {
                self.error(DiagnosticCode::DuplicateId, *place, format!("incentive {} is there twice", quoted(name)));
            } else if all.contains(name) && !own.contains(name) {
                let message = format!("{} is not in the group {}", quoted(name), quoted(id));
                self.error(DiagnosticCode::WrongOperand, *place, message);
            } else if !all.contains(name) && all.len() == incentives.len() {
                self.findings.push(references::unknown(*place, "incentive", name, own.iter().copied()));
            }
        }
        let missing: Vec<String> = own.iter().filter(|id| !texts.contains(id)).map(|id| quoted(id)).collect();
        // a name that nothing has was meant for one that is missing
        if !missing.is_empty() && texts.iter().all(|name| all.contains(name)) {
            let message = format!("the order of the group {} lacks {}", quoted(id), missing.join(", "));
            self.error(DiagnosticCode::IncompleteOrder, order, message);
        }
    }
}
