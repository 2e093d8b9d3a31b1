//! Scorecards.

use crate::node::Node;
use crate::scorecard::{Characteristic, Direction, ScoreBand, Scorecard};

use super::{Names, conditions, elements, exact, text, title, word};

pub(super) fn scorecard(id: &str, node: &Node, names: Names<'_>) -> Option<Scorecard> {
    Some(Scorecard {
        id: id.to_owned(),
        title: title(node),
        initial: exact(node, "initial")?,
        direction: word(node, "direction", &[("high_is_bad", Direction::HighIsBad), ("high_is_good", Direction::HighIsGood)])?,
        characteristics: elements(node, "characteristics").iter().map(|node| characteristic(node, names)).collect::<Option<_>>()?,
        bands: elements(node, "bands").iter().map(band).collect::<Option<_>>()?,
    })
}

fn characteristic(node: &Node, names: Names<'_>) -> Option<Characteristic> {
    let attribute = |node: &Node| Some((conditions::rule(node.member("when")?, names)?, exact(node, "points")?));
    Some(Characteristic {
        id: text(node, "id")?,
        title: title(node),
        baseline: exact(node, "baseline")?,
        attributes: elements(node, "attributes").iter().map(attribute).collect::<Option<_>>()?,
        otherwise: exact(node, "otherwise")?,
    })
}

fn band(node: &Node) -> Option<ScoreBand> {
    Some(ScoreBand { id: text(node, "id")?, title: title(node), from: exact(node, "from")? })
}
