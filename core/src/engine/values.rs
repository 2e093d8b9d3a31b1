//! The metrics of one partner from measured partials.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::items::{self, Item, Items};
use super::{Engine, plain, tables};
use crate::JsonPointer;
use crate::amount::{Exact, Overflow};
use crate::error::EvaluationError;
use crate::facts::{Cell, Facts, Hierarchy};
use crate::incentive::Part;
use crate::metric::partial::{Partial, SparseGroups};
use crate::metric::{Definition, MetricValue, Scope};
use crate::period::AsOf;
use crate::programme::Programme;

/// Measured values by partner, own and with descendants.
#[derive(Debug, Clone)]
pub(crate) struct Values {
    pub(crate) own: Arc<Partial>,
    own_groups: Arc<SparseGroups>,
    /// Absent when no metric asks for descendants.
    rolled: Option<Arc<(Partial, SparseGroups)>>,
    /// The same of partners with the same value in a column, once for each column.
    peers: Arc<Vec<Peers>>,
    /// Who is below whom on the date of the review.
    pub(crate) parents: Arc<Hierarchy>,
    /// Metrics that a table of the programme is missing for; only handed-over values serve.
    missing: Vec<Option<String>>,
    /// Whose records metrics read, by position.
    scopes: Vec<Scope>,
}

/// Partners with the same value in a column, added up at the first of them.
#[derive(Debug)]
struct Peers {
    column: String,
    partial: Partial,
    groups: SparseGroups,
    /// By partner, the first one with its value; itself too.
    first: Vec<Option<u32>>,
}

impl Peers {
    fn new(column: &str, facts: &Facts, own: &Partial) -> Result<Peers, EvaluationError> {
        let mut known: FxHashMap<&str, u32> = FxHashMap::default();
        let mut first = Vec::with_capacity(facts.partner_count());
        let mut edges = Vec::new();
        for row in (0u32..).take(facts.partner_count()) {
            let to = match facts.cell("partners", column, row) {
                Cell::Text(text) => Some(*known.entry(text).or_insert(row)),
                _ => None,
            };
            edges.extend(to.filter(|to| *to != row).map(|to| (row, to)));
            first.push(to);
        }
        let partial = own.added_up(&edges)?;
        Ok(Peers { column: column.to_owned(), groups: partial.sparse_groups(), partial, first })
    }
}

impl Values {
    /// The measured values of all partners.
    pub(super) fn measured(engine: &Engine, facts: &Facts, as_of: &AsOf) -> Result<Values, EvaluationError> {
        Values::new(&engine.programme, facts, &engine.measure_anytime(facts, as_of)?)
    }

    /// What is read of the facts once they are measured.
    pub(super) fn kept(&self, programme: &Programme, facts: &Facts) -> Arc<Facts> {
        Arc::new(facts.kept_for(programme))
    }

    pub(crate) fn new(programme: &Programme, facts: &Facts, partial: &Partial) -> Result<Values, EvaluationError> {
        let partners = facts.kinds().position("partners").map_or(&[][..], |kind| facts.dictionary(kind, 0).shared_texts());
        let own = if partial.ids.as_slice() == partners { Cow::Borrowed(partial) } else { Cow::Owned(partial.aligned(programme, facts)?) };
        let parents = Hierarchy::on(facts, partial.plan.as_of.on);
        let descends = |definition: &Definition| matches!(definition, Definition::Base(base) if base.scope == Scope::Descendants);
        let rolled = match programme.metrics().iter().any(|metric| descends(&metric.definition)) {
            true => {
                let rolled = own.rolled_up(&parents)?;
                let groups = rolled.sparse_groups();
                Some(Arc::new((rolled, groups)))
            }
            false => None,
        };
        let measured = |table: &str| partial.tables.iter().any(|measured| measured == table);
        let missing =
            programme.metrics().iter().map(|metric| tables::missing_table(programme, facts, &metric.definition, &measured)).collect();
        let scope = |definition: &Definition| match definition {
            Definition::Base(base) => base.scope.clone(),
            _ => Scope::Own,
        };
        let scopes: Vec<Scope> = programme.metrics().iter().map(|metric| scope(&metric.definition)).collect();
        let mut peers: Vec<Peers> = Vec::new();
        for scope in &scopes {
            let Scope::Same(column) = scope else { continue };
            if peers.iter().all(|known| known.column != *column) {
                peers.push(Peers::new(column, facts, &own)?);
            }
        }
        let own_groups = Arc::new(own.sparse_groups());
        Ok(Values {
            own: Arc::new(own.into_owned()),
            own_groups,
            rolled,
            peers: Arc::new(peers),
            parents: Arc::new(parents),
            missing,
            scopes,
        })
    }

    /// All metrics of a partner, by position, into `values`.
    pub(crate) fn fill(
        &self,
        programme: &Programme,
        facts: &Facts,
        partner: u32,
        values: &mut Vec<MetricValue>,
    ) -> Result<(), EvaluationError> {
        values.clear();
        values.resize(programme.metrics().len(), MetricValue::Missing);
        for metric in &programme.metric_order {
            let Some(definition) = programme.metrics().get(*metric) else { continue };
            let value = match facts.given(partner, *metric) {
                Some(given) => given,
                None => self.one(programme, facts, *metric, partner, values).map_err(|fault| match fault {
                    Fault::Overflow => EvaluationError::Overflow {
                        path: JsonPointer::root().child("metrics").child(&definition.name),
                        partner: facts.partner_id(partner).to_owned(),
                    },
                    Fault::Table(table) => EvaluationError::MissingTable { table, metric: definition.name.to_string() },
                })?,
            };
            if let Some(place) = values.get_mut(*metric) {
                *place = value;
            }
        }
        Ok(())
    }

    fn one(&self, programme: &Programme, facts: &Facts, metric: usize, partner: u32, values: &[MetricValue]) -> Result<MetricValue, Fault> {
        if let Some(Some(table)) = self.missing.get(metric) {
            return Err(Fault::Table(table.clone()));
        }
        let Some(Definition::Base(base)) = programme.metrics().get(metric).map(|metric| &metric.definition) else {
            return plain::derive(programme, facts, &self.own.plan.as_of, partner, metric, values).map_err(|_| Fault::Overflow);
        };
        let plan = &self.own.plan;
        let Some(slot) = plan.slot_of.get(metric).copied().flatten().and_then(|slot| plan.slots.get(slot)) else {
            return Ok(MetricValue::Missing);
        };
        let Some((partial, groups, row)) = self.whose(&base.scope, partner) else { return Ok(MetricValue::Missing) };
        partial.value(slot, row, groups).map_err(|_| Fault::Overflow)
    }

    /// Where the records of a scope are measured, and as whose.
    fn whose(&self, scope: &Scope, partner: u32) -> Option<(&Partial, &SparseGroups, u32)> {
        match scope {
            Scope::Own => Some((&self.own, &self.own_groups, partner)),
            Scope::Parent => Some((&self.own, &self.own_groups, self.parents.parent(partner)?)),
            Scope::Descendants => self.rolled.as_deref().map(|(rolled, groups)| (rolled, groups, partner)),
            Scope::Same(column) => {
                let peers = self.peers.iter().find(|peers| peers.column == *column)?;
                Some((&peers.partial, &peers.groups, peers.first.get(partner as usize).copied().flatten()?))
            }
        }
    }
}

impl Items for Values {
    fn of(&self, partner: u32, part: &Part) -> Result<Vec<Item>, Overflow> {
        let mut items = Vec::new();
        let plan = &self.own.plan;
        let of = part.itemised();
        let Some((of, slots)) = plan.itemised.iter().find(|(known, _)| Some(known) == of.as_ref()) else { return Ok(items) };
        let scope = of.metrics.first().and_then(|metric| self.scopes.get(*metric));
        let Some((partial, _, row)) = scope.and_then(|scope| self.whose(scope, partner)) else { return Ok(items) };
        let (measured, texts) = partial.items(slots, row);
        for item in measured {
            let mut values = [Exact::ZERO; 2];
            for ((value, mantissa), slot) in values.iter_mut().zip(item.values).zip(slots) {
                // a sum stops at the end of 128 bits
                let scale = plan.slots.get(*slot).map_or(0, |slot| slot.scale);
                *value = Exact::scaled(mantissa, scale).filter(|_| mantissa != i128::MAX && mantissa != i128::MIN).ok_or(Overflow)?;
            }
            let text = |code: u32| texts.get(code as usize).cloned();
            items.push(Item { key: text(item.key), link: text(item.link), day: item.day, values });
        }
        items::sort(&mut items);
        Ok(items)
    }
}

enum Fault {
    Overflow,
    Table(String),
}
