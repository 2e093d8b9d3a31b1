//! What only the build with `full` decides.

/// In the build with `full` there is one such value, in another none. A type that holds it is decided in the whole build only,
/// and the compiler leaves out of the other what would be done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InFull(Whole);

#[cfg(feature = "full")]
type Whole = ();

#[cfg(not(feature = "full"))]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whole {}

impl InFull {
    /// The value, where there is one.
    #[cfg(feature = "full")]
    #[must_use]
    pub const fn here() -> Option<InFull> {
        Some(InFull(()))
    }

    /// The value, where there is one.
    #[cfg(not(feature = "full"))]
    #[must_use]
    pub const fn here() -> Option<InFull> {
        None
    }
}
