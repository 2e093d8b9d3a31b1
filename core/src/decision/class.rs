//! The class of a partner.

use std::borrow::Cow;

use serde::Serialize;

use crate::reason::Reason;

/// What a classification says of a partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Class<'r> {
    /// The classification.
    pub classification: Cow<'r, str>,
    /// The class.
    pub class: Cow<'r, str>,
    /// Every rule that was looked at.
    pub reasons: Vec<Reason<'r>>,
}
