//! Classifications: decision lists that put each partner into a class.

use crate::diagnostic::JsonPointer;
use crate::tier::Rule;
use crate::title::{Locale, Title};

/// A classification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Classification {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub title: Title,
    /// The first one that holds decides.
    pub rules: Vec<ClassRule>,
    /// The class when none holds.
    pub otherwise: String,
    /// What people call the classes.
    pub titles: Vec<(String, Title)>,
}

/// One rule of a classification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassRule {
    /// Where it stands.
    pub path: JsonPointer,
    /// The class that it gives.
    pub class: String,
    /// When it holds.
    pub when: Rule,
    /// What is to be done.
    pub action: Title,
}

impl Classification {
    /// What people call a class.
    #[must_use]
    pub fn class_title<'a>(&'a self, class: &'a str, locale: Locale) -> &'a str {
        let title = self.titles.iter().find(|(known, _)| known == class);
        title.map_or(class, |(_, title)| title.in_locale(locale, class))
    }
}
