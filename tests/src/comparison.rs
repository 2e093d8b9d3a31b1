//! What the oracle says, held against what the library answers.

use serde_json::Value;

/// What stands where nothing may stand: also in the hand-written vectors.
pub const ABSENT: &str = "<absent>";

/// Whether everything that the oracle says stands in the answer.
#[must_use]
pub fn covers(expected: &Value, found: &Value) -> bool {
    first_difference("", expected, found).is_empty()
}

/// The first place where it does not, with what stands there on both sides; empty when there is none.
#[must_use]
pub fn first_difference(path: &str, expected: &Value, found: &Value) -> String {
    difference(path, expected, Some(found)).unwrap_or_default()
}

fn difference(path: &str, expected: &Value, found: Option<&Value>) -> Option<String> {
    match (expected, found) {
        (Value::Object(members), Some(Value::Object(others))) => {
            members.iter().find_map(|(name, value)| difference(&format!("{path}/{name}"), value, others.get(name)))
        }
        (Value::Array(list), Some(Value::Array(others))) if list.len() == others.len() => {
            list.iter().zip(others).enumerate().find_map(|(index, (a, b))| difference(&format!("{path}/{index}"), a, Some(b)))
        }
        (Value::String(text), None) if text == ABSENT => None,
        _ if Some(expected) == found => None,
        _ => Some(format!("{path}: expected {expected}, found {}", found.map_or(ABSENT.to_owned(), Value::to_string))),
    }
}
