//! Deal registration: who holds what.
