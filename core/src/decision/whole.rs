//! Decisions beside those on one partner's incentives.

mod funds;
mod inventory;
mod price;
mod shared;

pub use funds::{FundBalance, FundClaim, FundClaimOutcome, FundRequest, PartyBalance, RequestOutcome};
pub use inventory::{Bucket, ClaimKind, ClaimMatch, ClaimedBucket, Inventory, InventoryClaim, LeftOut, MatchOutcome};
pub use price::PriceDecision;
pub use shared::{BudgetUse, ContestResult, Place, PoolUse};
