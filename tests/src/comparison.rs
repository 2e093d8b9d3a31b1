//! What the oracle says, held against what the library answers.

use serde_json::Value;

/// Whether everything that the oracle says stands in the answer.
#[must_use]
pub fn covers(expected: &Value, found: &Value) -> bool {
    match (expected, found) {
        (Value::Object(members), Value::Object(_)) => members.iter().all(|(name, value)| covers(value, &found[name])),
        (Value::Array(list), Value::Array(others)) => list.len() == others.len() && list.iter().zip(others).all(|(a, b)| covers(a, b)),
        _ => expected == found,
    }
}

/// The first place where it does not, with what stands there on both sides; empty when there is none.
#[must_use]
pub fn first_difference(path: &str, expected: &Value, found: &Value) -> String {
    match (expected, found) {
        (Value::Object(members), Value::Object(_)) => members
            .iter()
            .find(|(name, value)| !covers(value, &found[*name]))
            .map_or(String::new(), |(name, value)| first_difference(&format!("{path}/{name}"), value, &found[name])),
        (Value::Array(list), Value::Array(others)) if list.len() == others.len() => list
            .iter()
            .zip(others)
            .enumerate()
            .find(|(_, (a, b))| !covers(a, b))
            .map_or(String::new(), |(index, (a, b))| first_difference(&format!("{path}/{index}"), a, b)),
        _ if expected == found => String::new(),
        _ => format!("{path}: expected {expected}, found {found}"),
    }
}
