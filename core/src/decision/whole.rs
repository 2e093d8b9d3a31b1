//! Decisions beside those on one partner's incentives.

mod cascade;
mod cost_share;
mod funds;
mod inventory;
mod leaderboard;
mod pay_check;
mod price;
mod shared;

pub use cascade::{CascadeResult, CascadeRow, TargetRecord};
pub use cost_share::{CostShareResult, CostShareRow, Transfer};
pub use funds::{FundBalance, FundClaim, FundClaimOutcome, FundRequest, RequestOutcome};
pub use inventory::{Bucket, ClaimKind, ClaimMatch, ClaimedBucket, Inventory, InventoryClaim, LeftOut, MatchOutcome};
pub use leaderboard::{LeaderboardEntry, LeaderboardResult};
pub use pay_check::{Achiever, Inversion, Outlier, OutlierSide, PayCheckResult, PayRow, PeerGroup, Peers};
pub use price::PriceDecision;
pub use shared::{BudgetUse, ContestResult, Place, PoolUse};
