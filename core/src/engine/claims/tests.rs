//! Claims decided by hand from the guide.
