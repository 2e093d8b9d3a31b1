//! What several partners get of one sum: the arithmetic of budgets, pools, contests, differentials,
//! cascades and cost shares.
//!
//! It knows positions and numbers only, neither programmes nor facts. Callers bring partners in the order of their ids; where the
//! guide breaks a tie by id, the earlier position wins here. That alone makes the result independent of the order in which
//! partners lie in memory.

pub(crate) mod budget;
pub(crate) mod cascade;
pub(crate) mod contest;
pub(crate) mod differential;
pub(crate) mod pool;
pub(crate) mod transfers;
