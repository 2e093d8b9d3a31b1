//! A value of the document together with where it stands.

use crate::amount::Exact;
use crate::diagnostic::{Diagnostic, DiagnosticCode, JsonPointer};
use crate::node::Node;
use crate::period::{Date, parse_date};

/// A value and its JSON Pointer.
#[derive(Debug, Clone)]
pub(crate) struct Place<'a> {
    pub(crate) node: &'a Node,
    pub(crate) path: JsonPointer,
}

impl<'a> Place<'a> {
    pub(crate) fn root(node: &'a Node) -> Place<'a> {
        Place { node, path: JsonPointer::root() }
    }

    #[inline(never)]
    pub(crate) fn member(&self, name: &str) -> Option<Place<'a>> {
        self.node.member(name).map(|node| Place { node, path: self.path.child(name) })
    }

    #[inline(never)]
    pub(crate) fn members(&self) -> impl Iterator<Item = (&'a str, Place<'a>)> + use<'a> {
        // a list and no closure: one copy of its code serves all who walk over it
        let of = |(name, node): &'a (String, Node)| (name.as_str(), Place { node, path: self.path.child(name) });
        self.node.members().iter().map(of).collect::<Vec<_>>().into_iter()
    }

    #[inline(never)]
    pub(crate) fn elements(&self) -> impl Iterator<Item = Place<'a>> + use<'a> {
        let of = |(index, node): (usize, &'a Node)| Place { node, path: self.path.child(index) };
        self.node.list().iter().enumerate().map(of).collect::<Vec<_>>().into_iter()
    }

    /// The members of the object named `name`, none when it is not there.
    pub(crate) fn members_of(&self, name: &str) -> Vec<(&'a str, Place<'a>)> {
        self.member(name).map(|place| place.members().collect()).unwrap_or_default()
    }

    /// The elements of the list named `name`, none when it is not there.
    pub(crate) fn elements_of(&self, name: &str) -> Vec<Place<'a>> {
        self.member(name).map(|place| place.elements().collect()).unwrap_or_default()
    }

    pub(crate) fn text(&self) -> Option<&'a str> {
        self.node.text()
    }

    pub(crate) fn text_of(&self, name: &str) -> Option<&'a str> {
        self.node.member(name).and_then(Node::text)
    }

    pub(crate) fn number_of(&self, name: &str) -> Option<Exact> {
        self.node.member(name).and_then(number)
    }

    pub(crate) fn error(&self, code: DiagnosticCode, message: impl Into<String>) -> Diagnostic {
        self.finding(code, message.into())
    }

    #[inline(never)]
    fn finding(&self, code: DiagnosticCode, message: String) -> Diagnostic {
        Diagnostic::error(code, self.path.clone(), message)
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
