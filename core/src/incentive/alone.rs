//! In a build without `full`, no part depends on all partners.

use super::Bands;

/// What depends on all partners: nothing, in this build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfAll {}

impl OfAll {
    /// Position of the metric that is paid on.
    #[must_use]
    pub const fn measure(&self) -> Option<usize> {
        match *self {}
    }

    /// The bands that decide a level, where there are any.
    #[must_use]
    pub const fn bands(&self) -> Option<&Bands> {
        match *self {}
    }
}
