//! The chain of hashes: whoever holds the last one sees that a history was edited.

use super::posting::Posting;
use super::write::Writer;
use crate::amount::Amount;
use crate::document::fingerprint;

/// What stands before the first posting.
pub(crate) const START: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// SHA-256 of the hash before, followed by the posting without its own.
pub(crate) fn hash(posting: &Posting) -> String {
    let mut own = Writer::default();
    posting.write(&mut own, false);
    fingerprint(&format!("{}{}", posting.previous, own.text))
}

/// What is wrong with a posting in the place of `number` after `previous`.
pub(crate) fn fault(posting: &Posting, number: u64, previous: &str) -> Option<&'static str> {
    if posting.number != number {
        return Some("its number is not the next one");
    }
    if posting.kind.is_accrual() {
        let start = Amount::from_minor(0, posting.amount.scale());
        let sum = posting.causes.iter().try_fold(start, |sum, cause| sum.checked_add(cause.amount));
        if sum.and_then(|sum| sum.checked_sub(posting.amount)).map(Amount::minor) != Ok(0) {
            return Some("its causes do not sum to its amount");
        }
    }
    if posting.previous != previous {
        return Some("`previous` is not the hash of the posting before");
    }
    (posting.hash != hash(posting)).then_some("`hash` is not the hash of what it says")
}
