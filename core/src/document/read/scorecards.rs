//! Scorecards.

use crate::scorecard::{Characteristic, Direction, ScoreBand, Scorecard};

use super::value::Value;

pub(super) fn scorecard(id: &str, value: Value<'_>) -> Scorecard {
    let directions = [("high_is_bad", Direction::HighIsBad), ("high_is_good", Direction::HighIsGood)];
    Scorecard {
        id: id.to_owned(),
        title: value.title(),
        initial: value.exact("initial"),
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
        attributes: value.list("attributes", |value| (value.at("when").rule(), value.exact("points"))),
        otherwise: value.exact("otherwise"),
    }
}
