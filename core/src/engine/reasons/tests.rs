//! Decisions computed by hand from the guide.
