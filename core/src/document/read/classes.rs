//! Decision lists.

use crate::classification::{ClassRule, Classification};
use crate::node::Node;

use super::{Names, conditions, elements, entries, text, title, titled};

pub(super) fn classification(id: &str, node: &Node, names: Names<'_>) -> Option<Classification> {
    let rule = |node: &Node| {
        let when = conditions::rule(node.member("when")?, names)?;
        Some(ClassRule { class: text(node, "class")?, when, action: node.member("action").map(titled).unwrap_or_default() })
    };
    Some(Classification {
        id: id.to_owned(),
        title: title(node),
        rules: elements(node, "rules").iter().map(rule).collect::<Option<_>>()?,
        otherwise: text(node, "otherwise")?,
        titles: entries(node, "titles").iter().map(|(class, title)| (class.clone(), titled(title))).collect(),
    })
}
