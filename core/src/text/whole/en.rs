//! The English catalogue of what only the whole build says.

use crate::text::catalogue::sentences;

/// Sentences by code and case.
pub(in crate::text) const SENTENCES: &str = sentences! {
    // what partners share
    "part_prize": "{contest}: place {place}, prize {contribution}",
    "part_no_prize.not_entered": "{contest}: [place {place}, ]takes no part",
    "part_no_prize.too_few": "{contest}: [place {place}, ]but too few take part, so there are no prizes",
    "part_no_prize.tied": "{contest}: [place {place}, ]the same as others; a person has to decide on the prize",
    "part_no_prize": "{contest}: [place {place}, ]which has no prize",
    "part_pool": "{pool}: share in proportion to {metric} {value}: {contribution}",
    "part_no_share": "{pool}: no share",
    "part_differential": "{metric}, own rate {rate} less the rates below: {contribution}",
    "source": "{partner}: {value} × {rate} = {contribution}[; {rate_below} goes to the levels below]",
    "budget_short.uncut": "{budget} is short ({demand} would be due in all): nothing is cut here",
    "budget_short": "{budget} is short ({demand} would be due in all): {contribution:signed}",
    "share_unknown.hold": "{metric}: {state}, so all of it waits",
    "share_unknown": "{metric}: {state}, counts as 0",
    "share_negative": "{metric} {value}: a negative number, counts as 0",
    "share_passed_on": "Takes no part itself: what stands here is for those below",
    "share_no_weight.equally": "Nobody has any weight, so everybody has the same",
    "share_no_weight.as_paid": "Nobody has any weight, so everybody bears what it paid",
    "share_no_weight": "Nobody has any weight, so nothing is given",
    "share_held.one": "Waits for the numbers of {partners} partner",
    "share_held": "Waits for the numbers of {partners} partners",

    // funds
    "request_declined": "Declined on {on}",
    "request_not_valid.activity": "The fund does not support this activity",
    "request_not_valid.late": "Requested too shortly before the activity",
    "request_not_valid": "The amount is not positive",
    "request_pending": "Not yet approved",
    "request_approved": "Approved on {on}[ by {approver}]: {contribution}",
    "request_cut": "Only {left} is left of the budget: {contribution:signed}",
    "no_approver": "Nobody is named who approved it",
    "fund_claim_refused.not_approved": "Its request is not approved",
    "fund_claim_refused.before_approval": "Claimed before the approval",
    "fund_claim_refused.late": "Claimed too long after the activity",
    "fund_claim_refused.expired": "The approval has expired",
    "fund_claim_refused.missing_proof": "Proof is missing: {kinds}",
    "fund_claim_refused": "Nothing was spent",
    "fund_claim_shared": "Spent {spent} × {rate} = {contribution}",
    "fund_claim_cut.claim_cap": "A claim is paid at most {limit}: {contribution:signed}",
    "fund_claim_cut": "Only {limit} is left of the approval: {contribution:signed}",

    // channel inventory and prices
    "special_price": "{quantity} resold at the special price {price} of {agreement}: {contribution}",
    "price_changed": "Price changed from {old_price} to {new_price} with {quantity} in stock: {contribution}",
    "rotation_allowed": "Of purchases of {purchases} stock worth up to {limit} may be sent back: {contribution}",
    "no_list_price": "There is no list price on that date",
    "discount": "{id:discount}: [fixed price {price}|{off} off|{amount_off} off]: {contribution:signed}",
    "discount_not_applicable": "{id:discount}: does not apply",
    "discount_superseded": "{id:discount}: {by:discount} gives a lower price",
    "raised_to_minimum": "No price is below {minimum}: {contribution:signed}",
};
