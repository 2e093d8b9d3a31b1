//! Packages of Debian and Ubuntu.

use crate::process::Task;

/// Installs a package where the system has `apt-get` and this may be done; whether it is installed now.
pub(crate) fn install(package: &'static str) -> bool {
    let tasks = [
        Task::new("apt-get", ["update", "--quiet"]),
        Task::new("apt-get", ["install", "--yes", "--no-install-recommends", package]).with("DEBIAN_FRONTEND", "noninteractive"),
    ];
    // what went wrong stands in what apt-get printed; the caller says what to do instead
    may_install() && tasks.iter().all(|task| task.run().is_ok())
}

fn may_install() -> bool {
    Task::new("apt-get", ["--version"]).succeeds() && Task::new("id", ["-u"]).read().is_ok_and(|id| id.trim() == "0")
}
