//! Decision lists.

use super::members::{ID, TITLE, TITLED, may, need};
use super::words::RULE;
use super::{Fields, Form, Object, Shape};

pub(super) static CLASSES: Shape = Shape::Map { key: Form::Id, of: &CLASSIFICATION };
static CLASSIFICATION: Shape = Shape::Object(&Object {
    what: "a classification",
    fields: Fields {
        members: &[
            &[
                need("rules", &Shape::List { of: &CLASS_RULE, min: 1 }, "the first one that holds decides"),
                need("otherwise", &ID, "the class when none holds"),
                may("titles", &Shape::Map { key: Form::Id, of: &TITLE }, "what people call the classes"),
            ],
            TITLED,
        ],
        choice: &[],
    },
});
static CLASS_RULE: Shape = Shape::Object(&Object {
    what: "a rule of a classification",
    fields: Fields {
        members: &[&[
            need("class", &ID, "the class that it gives"),
            need("when", &RULE, "when it holds"),
            may("action", &TITLE, "what is to be done"),
        ]],
        choice: &[],
    },
});
