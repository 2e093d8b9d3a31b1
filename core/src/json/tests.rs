use proptest::prelude::*;

use super::Fault;
use crate::node::{self, Node};

/// What another reader says about the text: the tree, or what is wrong and where.
fn expected(text: &str) -> Result<Node, (String, usize, usize)> {
    fn tree(value: serde_json::Value) -> Node {
        match value {
            serde_json::Value::Null => Node::Null,
            serde_json::Value::Bool(value) => Node::Boolean(value),
            serde_json::Value::Number(number) => match number.as_i64() {
                Some(integer) if integer.unsigned_abs() < 1 << 53 => Node::Integer(integer),
                _ => Node::Inexact,
            },
            serde_json::Value::String(text) => Node::Text(text),
            serde_json::Value::Array(list) => Node::List(list.into_iter().map(tree).collect()),
            serde_json::Value::Object(members) => Node::Object(members.into_iter().map(|(name, value)| (name, tree(value))).collect()),
        }
    }
    serde_json::from_str(text).map(tree).map_err(|error| {
        let message = error.to_string();
        (message.split(" at line ").next().unwrap_or_default().to_owned(), error.line(), error.column())
    })
}

/// Members as that reader keeps them: sorted, the last of a name.
fn sorted(node: Node) -> Node {
    match node {
        Node::List(list) => Node::List(list.into_iter().map(sorted).collect()),
        Node::Object(members) => {
            let members: std::collections::BTreeMap<String, Node> = members.into_iter().map(|(name, node)| (name, sorted(node))).collect();
            Node::Object(members.into_iter().collect())
        }
        other => other,
    }
}

fn compare(text: &str) {
    let found = node::tree(text).map(sorted).map_err(|fault| match fault {
        Fault::TooDeep => ("too deep".to_owned(), 0, 0),
        Fault::Syntax(what, at) => {
            let (line, column) = Fault::line_and_column(text, at);
            (what.to_owned(), line, column)
        }
    });
    assert_eq!(found, expected(text), "{text:?}");
}

const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    " ",
    "\n",
    "\t",
    "\r",
    "null",
    "true",
    "false",
    "nul",
    "tru",
    "falsy",
    "0",
    "-0",
    "-",
    "1",
    "12",
    "01",
    "9007199254740991",
    "9007199254740992",
    "-9007199254740991",
    "18446744073709551615",
    "18446744073709551616",
    "123456789012345678901234",
    "1.5",
    "1.",
    "1.e",
    ".5",
    "1e5",
    "1E+5",
    "1e-5",
    "1e",
    "1e+",
    "1e309",
    "1e308",
    "1.7976931348623157e308",
    "1.8e308",
    "17.9e307",
    "0e999",
    "1e-999",
    "1e99999999999",
    "0e99999999999",
    "1e-99999999999",
    "0.00000000000000000000000001e330",
    "1000000000000000000000000e290",
    "\"",
    "\"a\"",
    "\"b\":",
    "\"é中𝄞\"",
    "\\",
    "\\n",
    "\\\"",
    "\\u",
    "\\u00e9",
    "\\ud834\\udd1e",
    "\\ud834",
    "\\udd1e",
    "\\ud834x",
    "\\ud834\\n",
    "\\ud834\\u0041",
    "\\uzzzz",
    "\\u12",
    "\\x",
    "\"\\/\\b\\f\\r\\t\\\\\"",
    "\u{1}",
    "\u{7f}",
    "x",
    "é",
    "\u{feff}",
];

#[test]
fn every_piece_and_every_two_pieces() {
    compare("");
    for first in PIECES {
        for second in PIECES {
            for text in [
                format!("{first}{second}"),
                format!("[{first}{second}"),
                format!("{{\"a\":{first}{second}}}"),
                format!("\"{first}{second}\""),
            ] {
                compare(&text);
                compare(&format!("\n {text} \n"));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn any_pieces(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..12)) {
        compare(&pieces.concat());
    }

    #[test]
    fn any_cut_of_a_document(cut in 0usize..400, piece in proptest::sample::select(PIECES), removed in 0usize..3) {
        let text = r#"{"a": [1, -2.5e3, "x\u00e9\n", {"b": null, "c": [true, false, []], "": {}}], "d": "\ud834\udd1e", "e": 12345678901234567890123 }"#;
        let (start, end) = (cut.min(text.len()), (cut + removed).min(text.len()));
        let (before, after) = (text.get(..start).unwrap_or_default(), text.get(end..).unwrap_or_default());
        compare(&format!("{before}{piece}{after}"));
    }
}
