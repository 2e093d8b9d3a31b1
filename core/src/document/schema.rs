//! The JSON Schema, made from the grammar.

/// The JSON Schema of the programme document.
#[must_use]
pub fn json_schema() -> String {
    String::new()
}
