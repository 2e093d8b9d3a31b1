//! The class of a partner.

use serde::Serialize;

use crate::reason::Reason;

/// What a classification says of a partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Class {
    /// The classification.
    pub classification: String,
    /// The class.
    pub class: String,
    /// Every rule that was looked at.
    pub reasons: Vec<Reason>,
}
