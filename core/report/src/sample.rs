//! The sample that the program reviews when it is given nothing: an invented company, embedded so that it travels along.

/// Its programme.
pub const PROGRAMME: &str = include_str!("../sample/programme.json");
/// Its mapping.
pub const MAPPING: &str = include_str!("../sample/mapping.json");
/// The date it is reviewed on.
pub const AS_OF: &str = "2026-09-30";

macro_rules! files {
    ($($name:literal,)+) => {
        /// Its files by name.
        pub const FILES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../sample/facts/", $name))),)+];
    };
}

files! {
    "partners.csv",
    "relationships.csv",
    "categories.csv",
    "products.csv",
    "customers.csv",
    "sales.csv",
    "receivables.csv",
    "payments.csv",
    "certificates.csv",
    "targets.csv",
    "registrations.csv",
    "activities.csv",
}

/// The text of one of its files.
#[must_use]
pub fn file(name: &str) -> Option<&'static str> {
    FILES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}
