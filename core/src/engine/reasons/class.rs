//! The class of a partner: the first rule that holds.

use super::Subject;
use crate::classification::Classification;
use crate::decision::Class;
use crate::diagnostic::JsonPointer;
use crate::error::EvaluationError;
use crate::reason::Reason;

/// What a classification says.
pub(crate) fn decide(subject: &Subject<'_>, of: &Classification, standing: Option<usize>) -> Result<Class, EvaluationError> {
    let path = JsonPointer::from("/classes").child(&of.id);
    let mut reasons = Vec::new();
    let decided = |class: &str, reasons| Class { classification: of.id.clone(), class: class.to_owned(), reasons };
    for (position, rule) in of.rules.iter().enumerate() {
        let path = path.child("rules").child(position);
        let checked = subject.check(&rule.when, &path.child("when"), standing)?;
        let (holds, class, leaves) = (checked.holds, rule.class.clone(), checked.leaves());
        if holds {
            reasons.push(Reason::ClassMet { path, class, leaves });
            return Ok(decided(&rule.class, reasons));
        }
        reasons.push(Reason::ClassNotMet { path, class, leaves });
    }
    reasons.push(Reason::ClassOtherwise { path: path.child("otherwise"), class: of.otherwise.clone() });
    Ok(decided(&of.otherwise, reasons))
}
