//! Where Chromium is, or how it gets here.

use std::path::Path;

use anyhow::{Result, bail};

use crate::apt;

const KNOWN: &[&str] = &[
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
];

/// The path of a Chromium; installed from the system's packages if there is none and this may be done.
pub(crate) fn find_or_install() -> Result<String> {
    if let Ok(chosen) = std::env::var("QUDAO_CHROMIUM") {
        if !Path::new(&chosen).is_file() {
            bail!("QUDAO_CHROMIUM names a file that is not there: `{chosen}`");
        }
        return Ok(chosen);
    }
    if let Some(path) = installed() {
        return Ok(path);
    }
    if apt::install("chromium")
        && let Some(path) = installed()
    {
        return Ok(path);
    }
    bail!("the browser tests need Chromium: install it (as root on Debian: `apt-get install chromium`) or set QUDAO_CHROMIUM to its path")
}

fn installed() -> Option<String> {
    KNOWN.iter().find(|path| Path::new(path).is_file()).map(|path| (*path).to_owned())
}
