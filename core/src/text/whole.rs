//! What only the whole build says.

mod across;
mod channel;
mod funds;
mod inventory;
mod price;
mod shared;
mod statement;

use super::names::Names;
use crate::reason::Reason;
use crate::title::Locale;

/// The sentence of a reason that only the whole build gives; empty for any other.
pub(super) fn sentence(reason: &Reason, names: &Names<'_>) -> String {
    let found = shared::sentence(reason, names).or_else(|| channel::sentence(reason, names)).or_else(|| across::sentence(reason, names));
    let Some([en, zh]) = found else { return String::new() };
    match names.locale {
        Locale::En => en,
        Locale::ZhCn => zh,
    }
}
