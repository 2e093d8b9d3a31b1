//! Classes and what is shared across partners in words, both languages side by side.

use super::Explanation;
use super::names::Names;
use crate::decision::Class;
use crate::diagnostic::JsonPointer;
use crate::programme::Programme;
use crate::reason::Reason;
use crate::title::Locale;

/// The sentence of such a reason; empty for any other.
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
        Reason::ShareUnknown { metric, state, policy, .. } => {
            let (metric, state) = (names.metric(metric), names.value(metric, *state));
            match *policy {
                "hold" => [format!("{metric}: {state}, so all of it waits"), format!("{metric}{state}，全部待定")],
                _ => [format!("{metric}: {state}, counts as 0"), format!("{metric}{state}，按 0 计")],
            }
        }
        Reason::ShareNegative { metric, value, .. } => {
            let value = names.number(*value, names.metric_unit(metric));
            let metric = names.metric(metric);
            [format!("{metric} {value}: a negative number, counts as 0"), format!("{metric} {value}，为负数，按 0 计")]
        }
        Reason::SharePassedOn { .. } => {
            ["Takes no part itself: what stands here is for those below".to_owned(), "本级不参与，数额全部归下级".to_owned()]
        }
        Reason::ShareNoWeight { policy, .. } => match *policy {
            "equally" => ["Nobody has any weight, so everybody has the same".to_owned(), "权重合计为 0，平均分配".to_owned()],
            "as_paid" => ["Nobody has any weight, so everybody bears what it paid".to_owned(), "权重合计为 0，各自承担已付金额".to_owned()],
            _ => ["Nobody has any weight, so nothing is given".to_owned(), "权重合计为 0，不予分配".to_owned()],
        },
        Reason::ShareHeld { partners, .. } => {
            let noun = if *partners == 1 { "partner" } else { "partners" };
            [format!("Waits for the numbers of {partners} {noun}"), format!("{partners} 家伙伴数据不全，待齐备后再定")]
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
