//! Sentences of what is shared across partners, both languages side by side.

use crate::reason::Reason;
use crate::text::names::Names;

/// The sentence of such a reason in English and Chinese.
pub(super) fn sentence(reason: &Reason, names: &Names<'_>) -> Option<[String; 2]> {
    let sentence = match reason {
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
        _ => return None,
    };
    Some(sentence)
}
