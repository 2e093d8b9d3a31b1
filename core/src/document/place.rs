//! A value of the document together with where it stands.

use std::cell::OnceCell;

use crate::amount::Exact;
use crate::diagnostic::{Diagnostic, DiagnosticCode, JsonPointer};
use crate::node::Node;
use crate::order;
use crate::period::{Date, parse_date};

/// A document, for whose values the JSON Pointers can be found.
#[derive(Debug)]
pub(crate) struct Document<'a> {
    root: &'a Node,
    /// Every value but the root, by its address. A document that has nothing wrong never needs it.
    steps: OnceCell<Vec<Step<'a>>>,
}

/// The way to a value from the one around it.
#[derive(Debug)]
struct Step<'a> {
    node: &'a Node,
    around: &'a Node,
    /// Its name in an object.
    name: Option<&'a str>,
    /// Its place in a list.
    index: usize,
}

/// Values are told apart by where they are, not by what they are.
fn address(node: &Node) -> usize {
    std::ptr::from_ref(node).addr()
}

impl<'a> Document<'a> {
    pub(crate) const fn new(root: &'a Node) -> Document<'a> {
        Document { root, steps: OnceCell::new() }
    }

    /// The whole of it.
    pub(crate) const fn place(&'a self) -> Place<'a> {
        Place { node: self.root, document: self }
    }

    #[inline(never)]
    fn path(&self, node: &Node) -> JsonPointer {
        let steps = self.steps.get_or_init(|| {
            let mut steps = Vec::new();
            steps_below(self.root, &mut steps);
            order::sort_by(&mut steps, |a, b| address(a.node).cmp(&address(b.node)));
            steps
        });
        let found = steps.binary_search_by(|step| address(step.node).cmp(&address(node))).ok();
        let Some(step) = found.and_then(|at| steps.get(at)) else { return JsonPointer::root() };
        let around = self.path(step.around);
        match step.name {
            Some(name) => around.child(name),
            None => around.child(step.index),
        }
    }
}

fn steps_below<'a>(around: &'a Node, steps: &mut Vec<Step<'a>>) {
    for (name, node) in around.members() {
        steps.push(Step { node, around, name: Some(name), index: 0 });
        steps_below(node, steps);
    }
    for (index, node) in around.list().iter().enumerate() {
        steps.push(Step { node, around, name: None, index });
        steps_below(node, steps);
    }
}

/// A value of a document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) node: &'a Node,
    document: &'a Document<'a>,
}

impl<'a> Place<'a> {
    /// Its JSON Pointer.
    pub(crate) fn path(&self) -> JsonPointer {
        self.document.path(self.node)
    }

    const fn of(self, node: &'a Node) -> Place<'a> {
        Place { node, document: self.document }
    }

    #[inline(never)]
    pub(crate) fn member(self, name: &str) -> Option<Place<'a>> {
        self.node.member(name).map(|node| self.of(node))
    }

    /// The member named `name`, for what is said of it; this place when it is not there.
    pub(crate) fn at(self, name: &str) -> Place<'a> {
        self.member(name).unwrap_or(self)
    }

    #[inline(never)]
    pub(crate) fn members(self) -> impl Iterator<Item = (&'a str, Place<'a>)> + use<'a> {
        self.node.members().iter().map(move |(name, node)| (name.as_str(), self.of(node)))
    }

    #[inline(never)]
    pub(crate) fn elements(self) -> impl Iterator<Item = Place<'a>> + use<'a> {
        self.node.list().iter().map(move |node| self.of(node))
    }

    /// The members of the object named `name`, none when it is not there.
    pub(crate) fn members_of(self, name: &str) -> Vec<(&'a str, Place<'a>)> {
        self.member(name).map(|place| place.members().collect()).unwrap_or_default()
    }

    /// The elements of the list named `name`, none when it is not there.
    pub(crate) fn elements_of(self, name: &str) -> Vec<Place<'a>> {
        self.member(name).map(|place| place.elements().collect()).unwrap_or_default()
    }

    pub(crate) fn text(self) -> Option<&'a str> {
        self.node.text()
    }

    pub(crate) fn text_of(self, name: &str) -> Option<&'a str> {
        self.node.member(name).and_then(Node::text)
    }

    pub(crate) fn number_of(self, name: &str) -> Option<Exact> {
        self.node.member(name).and_then(number)
    }

    pub(crate) fn error(self, code: DiagnosticCode, message: impl Into<String>) -> Diagnostic {
        self.finding(code, message.into())
    }

    #[inline(never)]
    fn finding(self, code: DiagnosticCode, message: String) -> Diagnostic {
        Diagnostic::error(code, self.path(), message)
    }
}

/// The number that a node stands for: a text of the grammar or an integer token.
pub(crate) fn number(node: &Node) -> Option<Exact> {
    match node {
        Node::Integer(value) => Exact::parse(&value.to_string(), 0).ok(),
        Node::Text(text) => text.parse().ok(),
        _ => None,
    }
}

/// The integer of a token.
pub(crate) fn integer(node: &Node) -> Option<i64> {
    match node {
        Node::Integer(value) => Some(*value),
        _ => None,
    }
}

/// The date of a text.
pub(crate) fn date(node: &Node) -> Option<Date> {
    node.text().and_then(parse_date)
}

const SHOWN: usize = 80;

/// The user's text for a message: in backticks, on one line, not endless.
pub(crate) fn quoted(text: &str) -> String {
    let mut shown = String::with_capacity(text.len().min(SHOWN) + 2);
    shown.push('`');
    for (index, character) in text.chars().enumerate() {
        if index == SHOWN {
            shown.push('…');
            break;
        }
        if character.is_control() { shown.extend(character.escape_default()) } else { shown.push(character) }
    }
    shown.push('`');
    shown
}

/// Words for a message: `a`, `b` or `c`.
pub(crate) fn choices(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => format!("`{one}`"),
        [rest @ .., last] => {
            let rest: Vec<String> = rest.iter().map(|word| format!("`{word}`")).collect();
            format!("{} or `{last}`", rest.join(", "))
        }
    }
}
