//! Classes in words.

use super::Explanation;
use super::names::Names;
use crate::decision::Class;
use crate::diagnostic::JsonPointer;
use crate::programme::Programme;
use crate::title::Locale;

impl Explanation {
    pub(super) fn class(&mut self, class: &Class, names: &Names<'_>) {
        let path = JsonPointer::from("/classes").child(&class.classification);
        let text = names.pair(names.classification(&class.classification), names.class(&path, &class.class));
        self.push(0, "class", path, text);
        self.reasons(1, &class.reasons, names);
    }
}

impl Class<'_> {
    /// The class and the rules that were looked at.
    #[must_use]
    pub fn explain(&self, programme: &Programme, locale: Locale) -> Explanation {
        let mut explanation = Explanation::default();
        explanation.class(self, &Names::new(programme, locale));
        explanation
    }
}
