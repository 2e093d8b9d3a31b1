//! One partner's decision with every reason.
