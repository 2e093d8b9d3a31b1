//! Decision lists.

use super::{Checker, references};

impl Checker<'_, '_> {
    pub(super) fn check_classes(&mut self) {
        for (_, classification) in self.root.members_of("classes") {
            let rules = classification.elements_of("rules");
            for rule in &rules {
                self.check_rule(rule.member("when"), true);
            }
            let classes: Option<Vec<&str>> = rules.iter().map(|rule| rule.text_of("class")).collect();
            // of a class that could not be read nobody knows whether the title is meant for it
            let (Some(mut classes), Some(otherwise)) = (classes, classification.text_of("otherwise")) else { continue };
            classes.push(otherwise);
            for (class, title) in classification.members_of("titles") {
                if !classes.contains(&class) {
                    self.findings.push(references::unknown(title, "class", class, classes.iter().copied()));
                }
            }
        }
    }
}
