//! Where Chromium is, or how it gets here.

use std::path::Path;

use anyhow::{Result, bail};

use crate::process::Task;

const KNOWN: &[&str] = &["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/// The path of a Chromium; installed from the system's packages if there is none and this may be done.
pub(crate) fn find_or_install() -> Result<String> {
    if let Ok(chosen) = std::env::var("QUDAO_CHROMIUM") {
        if !Path::new(&chosen).is_file() {
            bail!("QUDAO_CHROMIUM names a file that is not there");
        }
        return Ok(chosen);
    }
    if let Some(path) = installed() {
        return Ok(path);
    }
    if may_install() {
        Task::new("apt-get", ["update", "--quiet"]).run()?;
        Task::new("apt-get", ["install", "--yes", "--no-install-recommends", "chromium"])
            .with("DEBIAN_FRONTEND", "noninteractive")
            .run()?;
        if let Some(path) = installed() {
            return Ok(path);
        }
    }
    bail!("the browser tests need Chromium: install it (Debian, Ubuntu: `apt-get install chromium`) or set QUDAO_CHROMIUM to its path")
}

fn installed() -> Option<String> {
    KNOWN.iter().find(|path| Path::new(path).is_file()).map(|path| (*path).to_owned())
}

/// Whether system packages can be installed here.
pub(crate) fn may_install() -> bool {
    Task::new("apt-get", ["--version"]).succeeds() && Task::new("id", ["-u"]).read().is_ok_and(|id| id.trim() == "0")
}
