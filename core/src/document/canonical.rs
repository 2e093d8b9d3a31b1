//! The canonical text: what two documents that say the same have in common, and what the fingerprint is taken of.

use sha2::{Digest, Sha256};

use crate::node::{self, Node};

use super::grammar::{PROGRAMME, Reads, Shape, combinators, operators};
use super::place::number;

/// Compact JSON with members sorted by name and numbers as the shortest text; lists keep their order.
pub(crate) fn text(root: &Node) -> String {
    let mut out = String::new();
    write(root, Some(&PROGRAMME), &mut out);
    out
}

/// Lower-case hexadecimal SHA-256.
pub(crate) fn fingerprint(text: &str) -> String {
    let mut out = String::with_capacity(64);
    for byte in Sha256::digest(text.as_bytes()) {
        for nibble in [byte >> 4, byte & 15] {
            out.extend(char::from_digit(u32::from(nibble), 16));
        }
    }
    out
}

fn write(node: &Node, shape: Option<&'static Shape>, out: &mut String) {
    if let Some(Shape::Union(of)) = shape {
        return write(node, of.iter().copied().find(|shape| shape.accepts(node)), out);
    }
    match node {
        Node::Null => out.push_str("null"),
        Node::Boolean(value) => out.push_str(if *value { "true" } else { "false" }),
        Node::Inexact => {}
        Node::Integer(_) | Node::Text(_) if is_number(shape) => match number(node) {
            Some(value) => write_text(&value.to_string(), out),
            None => write_text(node.text().unwrap_or_default(), out),
        },
        Node::Integer(value) => out.push_str(&value.to_string()),
        Node::Text(text) => write_text(text, out),
        Node::List(list) => {
            out.push('[');
            for (index, element) in list.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                let shape = match shape {
                    Some(Shape::List { of, .. }) => Some(*of),
                    Some(Shape::Tuple(of)) => of.get(index).copied(),
                    _ => None,
                };
                write(element, shape, out);
            }
            out.push(']');
        }
        Node::Object(members) => write_object(members, &|name| member_shape(node, shape, name), out),
    }
}

fn is_number(shape: Option<&Shape>) -> bool {
    matches!(shape, Some(Shape::Number { .. }))
}

fn member_shape(node: &Node, shape: Option<&'static Shape>, name: &str) -> MemberShape {
    match shape {
        Some(Shape::Object(object)) => {
            MemberShape::Plain(object.fields.of(node).iter().find(|member| member.name == name).map(|member| member.shape))
        }
        Some(Shape::Map { of, .. }) => MemberShape::Plain(Some(of)),
        Some(Shape::Condition(reads)) => match combinators(*reads).iter().find(|combinator| combinator.name == name) {
            Some(combinator) => MemberShape::Plain(Some(combinator.shape)),
            None => MemberShape::Leaf(*reads),
        },
        _ => MemberShape::Plain(None),
    }
}

enum MemberShape {
    Plain(Option<&'static Shape>),
    /// The operator object of a leaf.
    Leaf(Reads),
}

fn write_object(members: &[(String, Node)], shape: &dyn Fn(&str) -> MemberShape, out: &mut String) {
    let sorted = node::sorted(members);
    out.push('{');
    for (index, (name, member)) in sorted.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_text(name, out);
        out.push(':');
        match shape(name) {
            MemberShape::Plain(shape) => write(member, shape, out),
            MemberShape::Leaf(reads) => {
                let bound = |operator: &str| operators(reads, name).iter().find(|known| known.name == operator).map(|known| known.bound);
                write_object(member.members(), &|operator| MemberShape::Plain(bound(operator)), out);
            }
        }
    }
    out.push('}');
}

/// A JSON string with only the escapes that JSON demands.
pub(crate) fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => out.push(other),
        }
    }
    out.push('"');
}
