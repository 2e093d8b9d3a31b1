//! JSON text as a tree that keeps what a validator needs: member order, duplicate members, numbers that are not exact.

use crate::diagnostic::{Diagnostic, DiagnosticCode, JsonPointer};
use crate::json::{Fault, MAX_DEPTH, Reader, Scalar};
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

/// Parses a text of at most `limit` bytes.
pub(crate) fn parse(text: &str, limit: usize) -> Result<Node, Box<Diagnostic>> {
    let refused = |code, message| Box::new(Diagnostic::error(code, JsonPointer::root(), message));
    if text.len() > limit {
        let message = format!("the text has {} bytes, more than the {limit} that are read", text.len());
        return Err(refused(DiagnosticCode::TooLarge, message));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    tree(text).map_err(|fault| match fault {
        Fault::TooDeep => refused(DiagnosticCode::TooDeep, format!("the text is nested deeper than {MAX_DEPTH} levels")),
        Fault::Syntax(what, at) => {
            let (line, column) = Fault::line_and_column(text, at);
            refused(DiagnosticCode::Syntax, format!("not JSON: {what} at line {line}, column {column}"))
        }
    })
}

/// The whole text as a tree.
pub(crate) fn tree(text: &str) -> Result<Node, Fault> {
    let mut reader = Reader::new(text);
    let node = value(&mut reader, 0)?;
    reader.end()?;
    Ok(node)
}

/// A value around which `depth` lists and objects are open.
fn value(reader: &mut Reader<'_>, depth: usize) -> Result<Node, Fault> {
    let is_list = match reader.value()? {
        Scalar::Null => return Ok(Node::Null),
        Scalar::Boolean(value) => return Ok(Node::Boolean(value)),
        Scalar::Integer(value) => return Ok(Node::Integer(value)),
        Scalar::Inexact => return Ok(Node::Inexact),
        Scalar::Text(text) => return Ok(Node::Text(text.to_owned())),
        Scalar::List => true,
        Scalar::Object => false,
    };
    if depth >= MAX_DEPTH {
        return Err(Fault::TooDeep);
    }
    let mut first = true;
    if is_list {
        let mut list = Vec::new();
        while reader.element(&mut first)? {
            list.push(value(reader, depth + 1)?);
        }
        return Ok(Node::List(list));
    }
    let mut members = Vec::new();
    while let Some(name) = reader.member(&mut first)? {
        members.push((name.into_owned(), value(reader, depth + 1)?));
    }
    Ok(Node::Object(members))
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
