//! The plain pipeline: every metric measured row by row, without the plan.
