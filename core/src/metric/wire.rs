//! Partial aggregates as JSON text, for workers of other engines.
//!
//! `{"schema": "qudao/partial/1", "plan": …, "tables": […], "partners": {id: [[sum, …], [state, …]]}}`. Sums and values are
//! mantissas as text; partners without records are left out. Equal measurements give equal texts, however they were split.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::{Serialize, Serializer};

use crate::error::EvaluationError;
use crate::facts::{NO_CODE, NO_DAY, NO_I128};
use crate::metric::items::Item;
use crate::metric::partial::{Partial, SparseGroups};
use crate::metric::plan::Plan;
use crate::metric::state::{Cells, Dated, Rich};
use crate::node::{self, Node};
use crate::order;
use crate::period::{date_text, parse_date};
use crate::programme::{Programme, ProgrammeIdentity};

const SCHEMA: &str = "qudao/partial/1";
/// Longest text that is read.
const LIMIT: usize = 1 << 30;

#[derive(Serialize)]
struct Wire<'a> {
    schema: &'static str,
    programme: &'a ProgrammeIdentity,
    as_of: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    known_on: Option<String>,
    tables: Vec<&'a str>,
    #[serde(serialize_with = "in_members")]
    partners: Vec<(&'a str, PartnerWire)>,
}

/// Sums and states.
type PartnerWire = (Vec<String>, Vec<StateWire>);

fn in_members<S: Serializer>(partners: &[(&str, PartnerWire)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(partners.iter().map(|(id, partner)| (id, partner)))
}

type ItemWire = (Option<String>, Option<i32>, Option<String>, [String; 2]);

/// A state of one partner.
#[derive(Serialize)]
#[serde(untagged)]
enum StateWire {
    Texts(Vec<String>),
    Value(Option<String>),
    Dated(Option<(i32, String)>),
    Day(Option<i32>),
    Groups(Vec<(Option<String>, String)>),
    /// Customer, thing, sum; without a sum: seen before the window.
    Newcomers(Vec<(String, Option<String>, Option<String>)>),
    /// Key, the day and the record taken back, values.
    Items(Vec<ItemWire>),
}

impl Partial {
    /// The canonical text.
    #[must_use]
    pub fn to_json(&self) -> String {
        let sparse = self.sparse_groups();
        let mut partners: Vec<(&str, PartnerWire)> = Vec::new();
        for (row, id) in self.ids.iter().enumerate() {
            let sums: Vec<String> = (0..self.plan.width).map(|cell| self.cells.get(row, cell).to_string()).collect();
            let states: Vec<StateWire> = (0..self.rich.len()).map(|position| self.state_wire(position, row, &sparse)).collect();
            if sums.iter().any(|sum| sum != "0") || states.iter().any(StateWire::holds_something) {
                partners.push((id.as_ref(), (sums, states)));
            }
        }
        // of an id that a handed-over text names twice, the last one counts
        partners.reverse();
        order::sort_by(&mut partners, |a, b| a.0.cmp(b.0));
        partners.dedup_by(|a, b| a.0 == b.0);
        let wire = Wire {
            schema: SCHEMA,
            programme: &self.identity,
            as_of: date_text(self.plan.as_of.on),
            known_on: self.plan.as_of.known_on.map(date_text),
            tables: self.tables.iter().map(String::as_str).collect(),
            partners,
        };
        serde_json::to_string(&wire).unwrap_or_default()
    }

    fn state_wire(&self, position: usize, row: usize, sparse: &SparseGroups) -> StateWire {
        let text = |code: u32| self.texts.get(position).and_then(|texts| texts.get(code as usize)).map(ToString::to_string);
        match self.rich.get(position) {
            Some(Rich::Distinct(sets)) => {
                let mut texts: Vec<String> = sets.get(row).into_iter().flatten().filter_map(|code| text(*code)).collect();
                order::sort(&mut texts);
                StateWire::Texts(texts)
            }
            Some(Rich::Values(lists)) => StateWire::Texts(lists.get(row).into_iter().flatten().map(ToString::to_string).collect()),
            Some(Rich::Extreme { best, .. }) => StateWire::Value(best.get(row).filter(|best| **best != NO_I128).map(ToString::to_string)),
            Some(Rich::Dated { best, .. }) => {
                StateWire::Dated(best.get(row).filter(|best| best.day != NO_DAY).map(|best| (best.day, best.value.to_string())))
            }
            Some(Rich::Day(days)) => StateWire::Day(days.get(row).copied().filter(|day| *day != NO_DAY)),
            Some(Rich::Groups(groups)) => {
                let sparse = sparse.get(position).map_or(&[][..], Vec::as_slice);
                let sums = groups.of(u32::try_from(row).unwrap_or(NO_CODE), sparse);
                let mut groups: Vec<(Option<String>, String)> = sums.into_iter().map(|(code, sum)| (text(code), sum.to_string())).collect();
                order::sort(&mut groups);
                StateWire::Groups(groups)
            }
            Some(Rich::Newcomers(newcomers)) => {
                let entries = newcomers
                    .entries(row)
                    .filter_map(|(customer, thing, sum)| Some((text(customer)?, thing.and_then(text), sum.map(|sum| sum.to_string()))));
                let mut entries: Vec<_> = entries.collect();
                order::sort(&mut entries);
                StateWire::Newcomers(entries)
            }
            Some(Rich::Items(items)) => {
                let wire = |item: &Item| {
                    let day = Some(item.day).filter(|day| *day != NO_DAY);
                    (text(item.key), day, text(item.link), item.values.map(|value| value.to_string()))
                };
                let mut items: Vec<_> = items.by_partner.get(row).into_iter().flatten().map(wire).collect();
                order::sort(&mut items);
                StateWire::Items(items)
            }
            None => StateWire::Value(None),
        }
    }

    /// Reads the text of [`Partial::to_json`] for a programme.
    ///
    /// # Errors
    /// [`EvaluationError::BadPartial`] when it is not such a text, [`EvaluationError::PlanMismatch`] when it was measured
    /// under another programme.
    pub fn from_json(programme: &Programme, text: &str) -> Result<Partial, EvaluationError> {
        let bad = |what: &str| EvaluationError::BadPartial(what.to_owned());
        let root = node::parse(text, LIMIT).map_err(|finding| EvaluationError::BadPartial(finding.message))?;
        let member = |name: &str| root.member(name).ok_or_else(|| bad(&format!("member `{name}` is missing")));
        if member("schema")?.text() != Some(SCHEMA) {
            return Err(bad(&format!("schema is not `{SCHEMA}`")));
        }
        if member("programme")?.member("fingerprint").and_then(Node::text) != Some(programme.identity().fingerprint.as_str()) {
            return Err(EvaluationError::PlanMismatch);
        }
        let date = |node: &Node| node.text().and_then(parse_date).ok_or_else(|| bad("a date cannot be read"));
        let as_of = crate::period::AsOf { on: date(member("as_of")?)?, known_on: root.member("known_on").map(date).transpose()? };
        let plan = Arc::new(Plan::new(programme, as_of));
        let partners = member("partners")?.members();
        let mut partial = Partial {
            identity: programme.identity().clone(),
            ids: Arc::new(partners.iter().map(|(id, _)| Arc::from(id.as_str())).collect()),
            cells: Arc::new(Cells::new(plan.width, partners.len())),
            rich: Arc::new(plan.rich_states(partners.len())),
            texts: vec![Vec::new(); plan.rich.len()],
            tables: member("tables")?.list().iter().filter_map(Node::text).map(str::to_owned).collect(),
            plan,
        };
        order::sort_and_dedup(&mut partial.tables);
        let mut codes: Vec<FxHashMap<Arc<str>, u32>> = vec![FxHashMap::default(); partial.rich.len()];
        for (row, (id, node)) in partners.iter().enumerate() {
            let [sums, states] = node.list() else { return Err(bad(&format!("partner `{id}` is not a pair"))) };
            partial
                .read_sums(row, sums)
                .and_then(|()| partial.read_states(row, states, &mut codes))
                .ok_or_else(|| bad(&format!("partner `{id}` cannot be read")))?;
        }
        Arc::make_mut(&mut partial.rich).iter_mut().for_each(Rich::tidy);
        Ok(partial)
    }

    fn read_sums(&mut self, row: usize, sums: &Node) -> Option<()> {
        if sums.list().len() != self.plan.width {
            return None;
        }
        for (cell, sum) in sums.list().iter().enumerate() {
            Arc::make_mut(&mut self.cells).add(row, cell, mantissa(sum)?).ok()?;
        }
        Some(())
    }

    fn read_states(&mut self, row: usize, states: &Node, codes: &mut [FxHashMap<Arc<str>, u32>]) -> Option<()> {
        if states.list().len() != self.rich.len() {
            return None;
        }
        for (position, node) in states.list().iter().enumerate() {
            let (known, texts) = (codes.get_mut(position)?, self.texts.get_mut(position)?);
            let mut code = |text: &str| {
                *known.entry(Arc::from(text)).or_insert_with(|| {
                    texts.push(Arc::from(text));
                    u32::try_from(texts.len() - 1).unwrap_or(NO_CODE)
                })
            };
            match (Arc::make_mut(&mut self.rich).get_mut(position)?, node) {
                (Rich::Distinct(sets), Node::List(list)) => {
                    *sets.get_mut(row)? = list.iter().map(|node| node.text().map(&mut code)).collect::<Option<_>>()?;
                }
                (Rich::Values(lists), Node::List(list)) => *lists.get_mut(row)? = list.iter().map(mantissa).collect::<Option<_>>()?,
                (Rich::Groups(groups), Node::List(list)) => {
                    for entry in list {
                        let [group, sum] = entry.list() else { return None };
                        let group = match group {
                            Node::Null => NO_CODE,
                            other => code(other.text()?),
                        };
                        groups.add(u32::try_from(row).ok()?, group, mantissa(sum)?).then_some(())?;
                    }
                }
                (Rich::Newcomers(newcomers), Node::List(list)) => {
                    for entry in list {
                        let [customer, thing, sum] = entry.list() else { return None };
                        let mut optional =
                            |node: &Node| if *node == Node::Null { Some(None) } else { node.text().map(|text| Some(code(text))) };
                        let customer = optional(customer)??;
                        let thing = optional(thing)?;
                        let sum = if *sum == Node::Null { None } else { Some(mantissa(sum)?) };
                        newcomers.put_back(u32::try_from(row).ok()?, customer, thing, sum)?;
                    }
                }
                (Rich::Items(items), Node::List(list)) => {
                    for entry in list {
                        let [key, day, link, values] = entry.list() else { return None };
                        let mut optional = |node: &Node| if *node == Node::Null { Some(NO_CODE) } else { node.text().map(&mut code) };
                        let (key, link) = (optional(key)?, optional(link)?);
                        let day = if *day == Node::Null { NO_DAY } else { day_of(day)? };
                        let [first, second] = values.list() else { return None };
                        items.put(row, Item { key, link, day, values: [mantissa(first)?, mantissa(second)?] });
                    }
                }
                (Rich::Extreme { best, .. }, node @ Node::Text(_)) => *best.get_mut(row)? = mantissa(node)?,
                (Rich::Dated { best, .. }, Node::List(pair)) => {
                    let [day, value] = pair.as_slice() else { return None };
                    *best.get_mut(row)? = Dated { day: day_of(day)?, value: mantissa(value)? };
                }
                (Rich::Day(days), node @ Node::Integer(_)) => *days.get_mut(row)? = day_of(node)?,
                (Rich::Extreme { .. } | Rich::Dated { .. } | Rich::Day(_), Node::Null) => {}
                _ => return None,
            }
        }
        Some(())
    }
}

impl StateWire {
    const fn holds_something(&self) -> bool {
        match self {
            StateWire::Texts(texts) => !texts.is_empty(),
            StateWire::Value(value) => value.is_some(),
            StateWire::Dated(dated) => dated.is_some(),
            StateWire::Day(day) => day.is_some(),
            StateWire::Groups(groups) => !groups.is_empty(),
            StateWire::Newcomers(entries) => !entries.is_empty(),
            StateWire::Items(items) => !items.is_empty(),
        }
    }
}

fn mantissa(node: &Node) -> Option<i128> {
    node.text()?.parse().ok()
}

fn day_of(node: &Node) -> Option<i32> {
    match node {
        Node::Integer(day) => i32::try_from(*day).ok(),
        _ => None,
    }
}
