//! Reasons as sentences in zh-CN and en.

/// A decision in words.
#[derive(Debug, Clone)]
pub struct Explanation {}
