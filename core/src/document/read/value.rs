//! A value that is being read, of a document in which the checks found nothing.
//!
//! What is asked for is there. Where a rule of the reader says otherwise than the checks, something stands in for it, and the whole
//! programme is refused at the end: no reader has to think of what cannot be.

use std::cell::Cell;

use crate::amount::Exact;
use crate::metric::Filter;
use crate::node::{self, Node};
use crate::period::{Date, Period, Shift};
use crate::tier::Rule;
use crate::title::Title;

use super::super::place::{date, integer, number};
use super::conditions;

/// What all values of a document are read with; a position in a list is the position in the programme.
pub(super) struct Reading<'n> {
    pub(super) root: &'n Node,
    /// Positions of metrics by name.
    metrics: &'n dyn Fn(&str) -> Option<usize>,
    /// The base, then the rungs.
    tiers: Vec<&'n str>,
    incentives: Vec<&'n str>,
    failed: Cell<bool>,
}

impl<'n> Reading<'n> {
    pub(super) fn new(root: &'n Node, metrics: &'n dyn Fn(&str) -> Option<usize>) -> Reading<'n> {
        let id = |node: &'n Node| node.member("id").and_then(Node::text);
        let tiers = root.member("tiers");
        let rungs = tiers.and_then(|tiers| tiers.member("ladder")).map(Node::list).unwrap_or_default();
        let incentives = root.member("incentives").map(Node::list).unwrap_or_default();
        Reading {
            root,
            metrics,
            tiers: tiers.and_then(|tiers| tiers.member("base")).into_iter().chain(rungs).filter_map(id).collect(),
            incentives: incentives.iter().filter_map(id).collect(),
            failed: Cell::new(false),
        }
    }

    /// Whether anything that was asked for was not there.
    pub(super) const fn has_failed(&self) -> bool {
        self.failed.get()
    }

    /// The whole document.
    pub(super) const fn document(&'n self) -> Value<'n> {
        Value { node: self.root, reading: self }
    }
}

/// In the place of what is not there.
static NOTHING: Node = Node::Null;

/// A member that names a form, and what is made of its value.
pub(super) type Form<V, T> = (&'static str, fn(V) -> T);

/// A value, and what it is read with.
#[derive(Clone, Copy)]
pub(super) struct Value<'n> {
    pub(super) node: &'n Node,
    reading: &'n Reading<'n>,
}

impl<'n> Value<'n> {
    const fn of(self, node: &'n Node) -> Value<'n> {
        Value { node, reading: self.reading }
    }

    /// Something that has to be there is not.
    #[cold]
    #[inline(never)]
    fn fail(self) {
        self.reading.failed.set(true);
    }

    fn known<T>(self, value: Option<T>, otherwise: T) -> T {
        if value.is_none() {
            self.fail();
        }
        value.unwrap_or(otherwise)
    }

    pub(super) fn has(self, name: &str) -> bool {
        self.node.member(name).is_some()
    }

    /// The member of that name, if it is there.
    pub(super) fn get(self, name: &str) -> Option<Value<'n>> {
        self.node.member(name).map(|node| self.of(node))
    }

    /// The member of that name.
    pub(super) fn at(self, name: &str) -> Value<'n> {
        self.of(self.known(self.node.member(name), &NOTHING))
    }

    /// What `read` makes of a member, if it is there.
    pub(super) fn optional<T>(self, name: &str, read: impl FnOnce(Value<'n>) -> T) -> Option<T> {
        self.get(name).map(read)
    }

    /// The value as text.
    pub(super) fn string(self) -> String {
        self.known(self.node.text(), "").to_owned()
    }

    pub(super) fn text(self, name: &str) -> String {
        self.at(name).string()
    }

    pub(super) fn maybe_text(self, name: &str) -> Option<String> {
        self.node.member(name)?.text().map(str::to_owned)
    }

    /// The value as a number.
    pub(super) fn number(self) -> Exact {
        self.known(number(self.node), Exact::ZERO)
    }

    pub(super) fn exact(self, name: &str) -> Exact {
        self.at(name).number()
    }

    pub(super) fn maybe_exact(self, name: &str) -> Option<Exact> {
        self.node.member(name).and_then(number)
    }

    pub(super) fn integer(self, name: &str) -> i64 {
        self.known(self.node.member(name).and_then(integer), 0)
    }

    /// A whole number from 0 on.
    pub(super) fn count(self, name: &str) -> u32 {
        self.known(u32::try_from(self.integer(name)).ok(), 0)
    }

    /// The value that a word stands for, if there is one.
    pub(super) fn word<T: Copy, const N: usize>(self, name: &str, words: &[(&str, T); N]) -> Option<T> {
        let text = self.node.member(name)?.text()?;
        words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value)
    }

    /// The value that a word stands for; `otherwise` stands in for one that is not there.
    pub(super) fn choice<T: Copy, const N: usize>(self, name: &str, words: &[(&str, T); N], otherwise: T) -> T {
        self.known(self.word(name, words), otherwise)
    }

    /// What `read` makes of each element of the list.
    pub(super) fn each<T>(self, mut read: impl FnMut(Value<'n>) -> T) -> Vec<T> {
        let mut all = Vec::with_capacity(self.node.list().len());
        for node in self.node.list() {
            all.push(read(self.of(node)));
        }
        all
    }

    /// What `read` makes of each element of a list, which need not be there.
    pub(super) fn list<T>(self, name: &str, read: impl FnMut(Value<'n>) -> T) -> Vec<T> {
        self.of(self.node.member(name).unwrap_or(&NOTHING)).each(read)
    }

    /// What `read` makes of each member of an object, which need not be there, as they are written.
    pub(super) fn members<T>(self, name: &str, mut read: impl FnMut(&'n str, Value<'n>) -> T) -> Vec<T> {
        let members = self.node.member(name).map(Node::members).unwrap_or_default();
        members.iter().map(|(name, node)| read(name, self.of(node))).collect()
    }

    /// What `read` makes of each member of an object, which need not be there, in the order of names.
    pub(super) fn sorted<T>(self, name: &str, mut read: impl FnMut(&'n str, Value<'n>) -> T) -> Vec<T> {
        let members = self.node.member(name).map(Node::members).unwrap_or_default();
        let mut all = Vec::with_capacity(members.len());
        for (name, node) in node::sorted(members) {
            all.push(read(name, self.of(node)));
        }
        all
    }

    /// The position of what is named here, among the members of a section in the order of names.
    pub(super) fn position_in(self, section: &str) -> usize {
        let members = self.reading.root.member(section).map(Node::members).unwrap_or_default();
        let position = node::sorted(members).into_iter().position(|(id, _)| Some(id.as_str()) == self.node.text());
        self.known(position, 0)
    }

    /// The position of the metric that is named here.
    pub(super) fn metric(self) -> usize {
        self.metric_named(self.node.text().unwrap_or_default())
    }

    pub(super) fn metric_named(self, name: &str) -> usize {
        self.known((self.reading.metrics)(name), 0)
    }

    /// The position of the incentive that is named here.
    pub(super) fn incentive(self) -> usize {
        let position = self.reading.incentives.iter().position(|id| Some(*id) == self.node.text());
        self.known(position, 0)
    }

    /// One number per tier, in the order of the ladder.
    pub(super) fn by_tier(self) -> Vec<Exact> {
        self.reading.tiers.iter().map(|tier| self.exact(tier)).collect()
    }

    pub(super) fn rule(self) -> Rule {
        conditions::rule(self)
    }

    pub(super) fn requires(self) -> Option<Rule> {
        self.optional("requires", Value::rule)
    }

    pub(super) fn filter(self, name: &str) -> Option<Filter> {
        self.optional(name, conditions::filter)
    }

    pub(super) fn title(self) -> Title {
        self.get("title").map(Value::titled).unwrap_or_default()
    }

    /// What something is called.
    pub(super) fn titled(self) -> Title {
        Title { en: self.maybe_text("en"), zh_cn: self.maybe_text("zh-CN") }
    }

    /// A length of time.
    pub(super) fn length(self) -> Shift {
        let length = match self.node.members() {
            [(unit, amount)] => integer(amount).and_then(|amount| i32::try_from(amount).ok()).and_then(|amount| match unit.as_str() {
                "years" => amount.checked_mul(12).map(Shift::Months),
                "months" => Some(Shift::Months(amount)),
                "days" => Some(Shift::Days(amount)),
                _ => None,
            }),
            _ => None,
        };
        self.known(length, Shift::Days(0))
    }

    /// A number of days.
    pub(super) fn days(self) -> u32 {
        self.count("days")
    }

    pub(super) fn date(self) -> Date {
        self.known(date(self.node), Date::default())
    }

    pub(super) fn period(self) -> Period {
        Period { from: self.node.member("from").and_then(date), until: self.node.member("until").and_then(date) }
    }

    /// What could not be read at all is refused; `stand_in` takes its place until then.
    pub(super) fn unread<T>(self, stand_in: T) -> T {
        self.fail();
        stand_in
    }
}
