//! Facts from CSV text.
