//! Metrics computed by hand from the guide.
