//! Scorecards.

use crate::diagnostic::JsonPointer;
use crate::scorecard::{Attribute, Characteristic, Direction, ScoreBand, Scorecard};

use super::value::Value;

pub(super) fn scorecard(id: &str, value: Value<'_>) -> Scorecard {
    let directions = [("high_is_bad", Direction::HighIsBad), ("high_is_good", Direction::HighIsGood)];
    Scorecard {
        path: JsonPointer::root(),
        id: id.to_owned(),
        title: value.title(),
        initial: value.exact("initial"),
        initial_path: JsonPointer::root(),
        direction: value.choice("direction", &directions, Direction::HighIsBad),
        characteristics: value.list("characteristics", characteristic),
        bands: value.list("bands", |value| ScoreBand { id: value.text("id"), title: value.title(), from: value.exact("from") }),
    }
}

fn characteristic(value: Value<'_>) -> Characteristic {
    Characteristic {
        id: value.text("id"),
        title: value.title(),
        baseline: value.exact("baseline"),
        attributes: value.list("attributes", |value| Attribute {
            path: JsonPointer::root(),
            when: value.at("when").rule(),
            points: value.exact("points"),
        }),
        otherwise: value.exact("otherwise"),
        otherwise_path: JsonPointer::root(),
    }
}
