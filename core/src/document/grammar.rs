//! The shapes of the programme document, written down once: conformance, canonical text and JSON Schema all read this table.

use crate::node::Node;

/// What may stand at a place.
#[derive(Debug)]
pub(crate) enum Shape {
    /// An object with these members.
    Object(&'static Object),
    /// An object whose members are named by the author.
    Map {
        key: Form,
        of: &'static Shape,
    },
    /// A list with at least `min` elements.
    List {
        of: &'static Shape,
        min: usize,
    },
    /// A list of exactly these.
    Tuple(&'static [&'static Shape]),
    /// One of these, told apart by their JSON types.
    Union(&'static [&'static Shape]),
    /// One of these words.
    Words(&'static [&'static str]),
    /// An exact number, or the word `or`.
    Number {
        or: Option<&'static str>,
        negative: bool,
    },
    /// An integer token.
    Integer {
        min: i64,
        max: i64,
    },
    /// One of these integer tokens.
    Integers(&'static [i64]),
    Boolean,
    /// A date, or the word `or`.
    Date {
        or: Option<&'static str>,
    },
    /// `MM-DD`, day 01 to 28.
    MonthDay,
    /// Where an id or name is given.
    Defines(Form),
    /// Where something is referred to; whether it is there is not a question of shape.
    Refers(&'static str),
    Text,
    Currency,
    /// This text and no other.
    Schema(&'static str),
    /// A condition or a filter.
    Condition(Reads),
    /// What this build knows by its name only.
    LeftOut,
}

/// The form of ids and names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Id,
    Metric,
    Kind,
    Column,
}

/// What the leaves of a condition read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reads {
    /// Metrics, attributes of the partner, the tier.
    Rule,
    /// Columns of a record.
    Filter,
}

/// An object with named members.
#[derive(Debug)]
pub(crate) struct Object {
    /// With its article, for messages and as the name of its definition in the JSON Schema.
    pub(crate) what: &'static str,
    pub(crate) fields: Fields,
}

/// Members, and the members that decide between forms.
#[derive(Debug)]
pub(crate) struct Fields {
    pub(crate) members: &'static [&'static [Member]],
    /// Exactly one of these is there; none listed: nothing to choose.
    pub(crate) choice: &'static [Variant],
}

/// One form of an object: the member that names it and what comes with it.
#[derive(Debug)]
pub(crate) struct Variant {
    pub(crate) key: Member,
    pub(crate) then: Fields,
}

/// A member of an object.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) name: &'static str,
    pub(crate) required: bool,
    pub(crate) shape: &'static Shape,
    /// Kept where something shows it: a message that the member is missing, or the JSON Schema.
    pub(crate) doc: &'static str,
}

/// What only the JSON Schema shows.
const fn for_schema(doc: &'static str) -> &'static str {
    if cfg!(feature = "schema") { doc } else { "" }
}

/// The shape of what only the whole build decides.
pub(super) const fn in_full(shape: &'static Shape) -> &'static Shape {
    if cfg!(feature = "full") { shape } else { &Shape::LeftOut }
}

impl Member {
    pub(crate) const fn required(name: &'static str, shape: &'static Shape, doc: &'static str) -> Member {
        Member { name, required: true, shape, doc }
    }

    /// The member that decides for a form.
    pub(crate) const fn deciding(name: &'static str, shape: &'static Shape, doc: &'static str) -> Member {
        Member { name, required: true, shape, doc: for_schema(doc) }
    }

    pub(crate) const fn optional(name: &'static str, shape: &'static Shape, doc: &'static str) -> Member {
        Member { name, required: false, shape, doc: for_schema(doc) }
    }
}

/// An operator of a leaf with the shape of its bound.
#[derive(Debug)]
pub(crate) struct Operator {
    pub(crate) name: &'static str,
    pub(crate) bound: &'static Shape,
    #[cfg_attr(not(feature = "schema"), expect(dead_code, reason = "only the JSON Schema shows it"))]
    pub(crate) doc: &'static str,
}

impl Form {
    #[cfg(feature = "schema")]
    pub(crate) const fn pattern(self) -> &'static str {
        match self {
            Form::Id => "^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,63}$",
            Form::Metric | Form::Kind | Form::Column => "^[a-z][a-z0-9_]{0,63}$",
        }
    }

    /// Words of this form that mean something else already.
    pub(crate) const fn reserved(self) -> &'static [&'static str] {
        match self {
            Form::Id => &[],
            Form::Metric => &["all", "any", "at_least_k", "not", "tier"],
            Form::Kind => &["metrics", "schema", "text", "date", "instant", "decimal", "integer", "boolean"],
            Form::Column => COMBINATORS,
        }
    }

    pub(crate) fn matches(self, text: &str) -> bool {
        let mut bytes = text.bytes();
        let Some(first) = bytes.next() else { return false };
        let rest_matches = match self {
            Form::Id => {
                (first.is_ascii_alphanumeric() || first == b'_')
                    && bytes.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b':' | b'-'))
            }
            Form::Metric | Form::Kind | Form::Column => {
                first.is_ascii_lowercase() && bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
            }
        };
        rest_matches && text.len() <= 64
    }
}

impl Shape {
    /// Whether a node has a JSON type that this shape could be of.
    pub(crate) fn accepts(&self, node: &Node) -> bool {
        match self {
            Shape::Object(_) | Shape::Map { .. } | Shape::Condition(_) => matches!(node, Node::Object(_)),
            Shape::List { .. } | Shape::Tuple(_) => matches!(node, Node::List(_)),
            Shape::Union(of) => of.iter().any(|shape| shape.accepts(node)),
            Shape::Number { .. } => matches!(node, Node::Text(_) | Node::Integer(_) | Node::Inexact),
            Shape::Integer { .. } | Shape::Integers(_) => matches!(node, Node::Integer(_) | Node::Inexact),
            Shape::Boolean => matches!(node, Node::Boolean(_)),
            Shape::Words(_) | Shape::Date { .. } | Shape::MonthDay | Shape::Defines(_) | Shape::Refers(_) | Shape::Text => {
                matches!(node, Node::Text(_))
            }
            Shape::Currency | Shape::Schema(_) => matches!(node, Node::Text(_)),
            Shape::LeftOut => true,
        }
    }

    /// What is expected, for messages.
    pub(crate) fn expected(&self) -> String {
        match self {
            Shape::Object(object) => format!("{} (an object)", object.what),
            Shape::Map { .. } => "an object".to_owned(),
            Shape::List { .. } => "a list".to_owned(),
            Shape::Tuple(of) => format!("a list of {}", of.len()),
            Shape::Union(of) => of.iter().map(|shape| shape.expected()).collect::<Vec<_>>().join(" or "),
            Shape::Number { or: Some(word), .. } => format!("a number written as text or `{word}`"),
            Shape::Number { or: None, .. } => "a number written as text".to_owned(),
            Shape::Integer { .. } | Shape::Integers(_) => "a whole number".to_owned(),
            Shape::Boolean => "true or false".to_owned(),
            Shape::Date { or: Some(word) } => format!("a date or `{word}`"),
            Shape::Date { or: None } => "a date".to_owned(),
            Shape::Condition(Reads::Rule) => "a condition (an object)".to_owned(),
            Shape::Condition(Reads::Filter) => "a filter (an object)".to_owned(),
            Shape::Refers(what) => format!("the name of {what} (a text)"),
            Shape::LeftOut => "nothing".to_owned(),
            Shape::Words(_) | Shape::MonthDay | Shape::Defines(_) | Shape::Text | Shape::Currency | Shape::Schema(_) => "a text".to_owned(),
        }
    }
}

impl Fields {
    /// Every member that any form of the object knows.
    pub(crate) fn all(&self) -> Vec<&'static Member> {
        let mut all: Vec<&'static Member> = self.members.iter().flat_map(|group| group.iter()).collect();
        for variant in self.choice {
            all.push(&variant.key);
            all.extend(variant.then.all());
        }
        all
    }

    /// The forms whose deciding member `node` has.
    pub(crate) fn chosen(&self, node: &Node) -> Vec<&'static Variant> {
        self.choice.iter().filter(|variant| node.member(variant.key.name).is_some()).collect()
    }

    /// The members of the form that `node` has; all members where it is of no single form.
    pub(crate) fn of(&self, node: &Node) -> Vec<&'static Member> {
        let mut members: Vec<&'static Member> = self.members.iter().flat_map(|group| group.iter()).collect();
        match self.chosen(node).as_slice() {
            [variant] => {
                members.push(&variant.key);
                members.extend(variant.then.of(node));
            }
            _ => {
                for variant in self.choice {
                    members.push(&variant.key);
                    members.extend(variant.then.all());
                }
            }
        }
        members
    }
}

/// Members of a condition that hold other conditions; no metric or column may bear these names.
pub(crate) const COMBINATORS: &[&str] = &["all", "any", "at_least_k", "not"];

/// The operators that `operand` has in a condition of this kind.
pub(crate) fn operators(reads: Reads, operand: &str) -> &'static [Operator] {
    if reads == Reads::Rule && operand == "tier" { words::TIER_OPERATORS } else { words::OPERATORS }
}

/// The members that hold other conditions, with their shapes.
pub(crate) fn combinators(reads: Reads) -> &'static [Member] {
    match reads {
        Reads::Rule => words::RULE_COMBINATORS,
        Reads::Filter => words::FILTER_COMBINATORS,
    }
}

mod across;
mod classes;
mod funds;
mod incentives;
mod inventory;
mod members;
mod prices;
mod rewards;
mod settlement;
mod shares;
mod words;

pub(crate) use members::PROGRAMME;
pub(crate) use words::{BOOLEAN, TEXT, UNKNOWN};
