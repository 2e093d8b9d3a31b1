//! The class of a partner: the first rule that holds.

use std::borrow::Cow;

use super::Subject;
use crate::classification::Classification;
use crate::decision::Class;
use crate::diagnostic::JsonPointer;
use crate::error::EvaluationError;
use crate::reason::Reason;

/// What a classification says.
pub(crate) fn decide<'r>(subject: &Subject<'_, 'r>, of: &'r Classification, standing: Option<usize>) -> Result<Class<'r>, EvaluationError> {
    let mut reasons = Vec::new();
    let decided = |class: &'r str, reasons| Class { classification: Cow::Borrowed(&of.id), class: Cow::Borrowed(class), reasons };
    for rule in &of.rules {
        let (holds, leaves) = subject.check(&rule.when, standing)?;
        let (path, class) = (Cow::Borrowed(&rule.path), Cow::Borrowed(rule.class.as_str()));
        if holds {
            reasons.push(Reason::ClassMet { path, class, leaves });
            return Ok(decided(&rule.class, reasons));
        }
        reasons.push(Reason::ClassNotMet { path, class, leaves });
    }
    let path = JsonPointer::from("/classes").child(&of.id).child("otherwise");
    reasons.push(Reason::ClassOtherwise { path: Cow::Owned(path), class: Cow::Borrowed(&of.otherwise) });
    Ok(decided(&of.otherwise, reasons))
}
