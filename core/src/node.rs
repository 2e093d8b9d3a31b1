//! JSON text as a tree that keeps what a validator needs: member order, duplicate members, numbers that are not exact.

use std::fmt;

use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};

use crate::diagnostic::{Diagnostic, DiagnosticCode, JsonPointer};
use crate::order;

/// A JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    Null,
    Boolean(bool),
    /// A token without fraction and exponent, within ±(2^53−1): beyond that JavaScript has already changed it.
    Integer(i64),
    /// Any other number token.
    Inexact,
    Text(String),
    List(Vec<Node>),
    /// Members in order of appearance, duplicates included.
    Object(Vec<(String, Node)>),
}

impl Node {
    /// What a person calls this type.
    pub(crate) const fn type_name(&self) -> &'static str {
        match self {
            Node::Null => "null",
            Node::Boolean(_) => "a boolean",
            Node::Integer(_) | Node::Inexact => "a number",
            Node::Text(_) => "a text",
            Node::List(_) => "a list",
            Node::Object(_) => "an object",
        }
    }

    pub(crate) fn member(&self, name: &str) -> Option<&Node> {
        match self {
            Node::Object(members) => members.iter().find(|(key, _)| key == name).map(|(_, node)| node),
            _ => None,
        }
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Node::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn list(&self) -> &[Node] {
        match self {
            Node::List(list) => list,
            _ => &[],
        }
    }

    pub(crate) fn members(&self) -> &[(String, Node)] {
        match self {
            Node::Object(members) => members,
            _ => &[],
        }
    }
}

/// Deepest nesting that is read.
pub(crate) const MAX_DEPTH: usize = 64;

const SAFE_INTEGER: u64 = (1 << 53) - 1;
const TOO_DEEP: &str = "nested deeper than is read";

/// Parses a text of at most `limit` bytes.
pub(crate) fn parse(text: &str, limit: usize) -> Result<Node, Box<Diagnostic>> {
    let root = JsonPointer::root();
    if text.len() > limit {
        let message = format!("the text has {} bytes, more than the {limit} that are read", text.len());
        return Err(Box::new(Diagnostic::error(DiagnosticCode::TooLarge, root, message)));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let parsed = Seed { depth: 0 }.deserialize(&mut deserializer).and_then(|node| deserializer.end().map(|()| node));
    parsed.map_err(|error| {
        let message = error.to_string();
        if message.contains(TOO_DEEP) || message.contains("recursion limit") {
            let message = format!("the text is nested deeper than {MAX_DEPTH} levels");
            return Box::new(Diagnostic::error(DiagnosticCode::TooDeep, root, message));
        }
        let cause = message.split(" at line ").next().unwrap_or_default();
        let message = format!("not JSON: {cause} at line {}, column {}", error.line(), error.column());
        Box::new(Diagnostic::error(DiagnosticCode::Syntax, JsonPointer::root(), message))
    })
}

/// Members by name.
pub(crate) fn sorted(members: &[(String, Node)]) -> Vec<&(String, Node)> {
    let mut sorted: Vec<&(String, Node)> = members.iter().collect();
    order::sort_by(&mut sorted, |a, b| a.0.cmp(&b.0));
    sorted
}

/// Reports every member that is named twice, and drops the later ones.
pub(crate) fn take_duplicates(node: &mut Node, path: &JsonPointer, findings: &mut Vec<Diagnostic>) {
    match node {
        Node::Object(members) => {
            let names: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
            let mut repeated = order::repeated(&names).into_iter();
            members.retain(|(name, _)| {
                let new = !repeated.next().unwrap_or_default();
                if !new {
                    let message = format!("member `{name}` is there twice");
                    findings.push(Diagnostic::error(DiagnosticCode::DuplicateMember, path.child(name), message));
                }
                new
            });
            for (name, member) in members {
                if matches!(member, Node::Object(_) | Node::List(_)) {
                    take_duplicates(member, &path.child(name), findings);
                }
            }
        }
        Node::List(list) => {
            for (index, element) in list.iter_mut().enumerate() {
                if matches!(element, Node::Object(_) | Node::List(_)) {
                    take_duplicates(element, &path.child(index), findings);
                }
            }
        }
        _ => {}
    }
}

#[derive(Clone, Copy)]
struct Seed {
    depth: usize,
}

impl Seed {
    fn deeper<E: serde::de::Error>(self) -> Result<Seed, E> {
        if self.depth >= MAX_DEPTH { Err(E::custom(TOO_DEEP)) } else { Ok(Seed { depth: self.depth + 1 }) }
    }
}

impl<'de> DeserializeSeed<'de> for Seed {
    type Value = Node;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Boolean(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(if value.unsigned_abs() <= SAFE_INTEGER { Node::Integer(value) } else { Node::Inexact })
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(match i64::try_from(value) {
            Ok(integer) if value <= SAFE_INTEGER => Node::Integer(integer),
            _ => Node::Inexact,
        })
    }

    #[expect(clippy::disallowed_types, reason = "the tokenizer offers fractions as f64; its value is dropped unread")]
    fn visit_f64<E>(self, _: f64) -> Result<Node, E> {
        Ok(Node::Inexact)
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Node, E> {
        Ok(Node::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let seed = self.deeper()?;
        let mut list = Vec::new();
        while let Some(element) = access.next_element_seed(seed)? {
            list.push(element);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let seed = self.deeper()?;
        let mut members = Vec::new();
        while let Some(name) = access.next_key::<String>()? {
            members.push((name, access.next_value_seed(seed)?));
        }
        Ok(Node::Object(members))
    }
}
