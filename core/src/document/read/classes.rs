//! Decision lists.

use crate::classification::{ClassRule, Classification};
use crate::diagnostic::JsonPointer;

use super::value::Value;

pub(super) fn classification(id: &str, value: Value<'_>) -> Classification {
    let rule = |value: Value<'_>| ClassRule {
        path: JsonPointer::root(),
        class: value.text("class"),
        when: value.at("when").rule(),
        action: value.get("action").map(Value::titled).unwrap_or_default(),
    };
    Classification {
        id: id.to_owned(),
        title: value.title(),
        rules: value.list("rules", rule),
        otherwise: value.text("otherwise"),
        titles: value.members("titles", |class, title| (class.to_owned(), title.titled())),
    }
}
