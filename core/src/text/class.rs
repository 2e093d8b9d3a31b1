//! Classes in words, both languages side by side.

use super::Explanation;
use super::names::Names;
use crate::decision::Class;
use crate::diagnostic::JsonPointer;
use crate::programme::Programme;
use crate::reason::Reason;
use crate::title::Locale;

/// The sentence of a reason of a class; empty for any other.
pub(super) fn sentence(reason: &Reason, names: &Names<'_>) -> String {
    let [en, zh] = match reason {
        Reason::ClassMet { path, class, .. } => {
            let (class, action) = (names.class(path, class), names.action(path));
            [
                format!("{class}: its conditions are met{}", action.map_or(String::new(), |action| format!("; to do: {action}"))),
                format!("{class}：条件满足{}", action.map_or(String::new(), |action| format!("，处理：{action}"))),
            ]
        }
        Reason::ClassNotMet { path, class, .. } => {
            let class = names.class(path, class);
            [format!("{class}: its conditions are not met"), format!("{class}：条件不满足")]
        }
        Reason::ClassOtherwise { path, class } => {
            let class = names.class(path, class);
            [format!("No rule holds, so the class is {class}"), format!("各项规则均不满足，归为{class}")]
        }
        _ => return String::new(),
    };
    match names.locale {
        Locale::En => en,
        Locale::ZhCn => zh,
    }
}

impl Explanation {
    pub(super) fn class(&mut self, class: &Class, names: &Names<'_>) {
        let path = JsonPointer::from("/classes").child(&class.classification);
        let text = names.pair(names.classification(&class.classification), names.class(&path, &class.class));
        self.push(0, "class", path, text);
        self.reasons(1, &class.reasons, names);
    }
}

impl Class {
    /// The class and the rules that were looked at.
    #[must_use]
    pub fn explain(&self, programme: &Programme, locale: Locale) -> Explanation {
        let mut explanation = Explanation::default();
        explanation.class(self, &Names::new(programme, locale));
        explanation
    }
}
