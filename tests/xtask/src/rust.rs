//! Format, lints and tests of the Rust workspace.

use anyhow::{Context, Result};

use crate::count;
use crate::process::Task;
use crate::session::Session;

const REPEAT: &str = "cargo xtask test --only rust";
/// The newest clippy, 0.1.x, whose lints the code is held to.
const LINTED: u32 = 99;

pub(crate) fn test(session: &mut Session) -> Result<()> {
    session.step("format", REPEAT, |_| Task::cargo(["fmt", "--all", "--check"]).run())?;
    session.step("lints", REPEAT, lints)?;
    session.step("rust: workspace, with doc tests", REPEAT, |session| {
        let task = Task::cargo(["test", "--locked", "--workspace", "--all-features", "--no-fail-fast", "--exclude", "xtask"]);
        session.tests("rust", &task, count::cargo)?;
        session.tests("rust", &Task::cargo(["test", "--locked", "--package", "xtask"]), count::cargo)
    })?;
    // the workspace unites features, which hides a feature that is missing when the core is used alone
    for feature in core_feature_sets()? {
        let name =
            if feature.is_empty() { "rust: core alone, no feature".to_owned() } else { format!("rust: core alone, feature {feature}") };
        session.step(&name, REPEAT, |session| {
            let mut arguments = vec!["test", "--locked", "--package", "qudao", "--no-default-features"];
            if !feature.is_empty() {
                arguments.extend(["--features", &feature]);
            }
            let (output, succeeded) = Task::cargo(arguments.iter().copied()).run_and_read()?;
            let count = count::cargo(&output);
            anyhow::ensure!(succeeded && count.failed == 0 && count.passed > 0, "failed: cargo {}", arguments.join(" "));
            // the same tests once more: told, not added
            session.note(format!("{name}: the same {} tests pass", count.passed));
            Ok(())
        })?;
    }
    Ok(())
}

/// Warnings fail, except those of a Rust newer than [`LINTED`]: its new lints are shown.
fn lints(session: &mut Session) -> Result<()> {
    let mut arguments = vec!["clippy", "--locked", "--workspace", "--all-targets", "--all-features"];
    let version = Task::cargo(["clippy", "--version"]).read()?;
    if minor(&version).context("`cargo clippy --version` names no version")? <= LINTED {
        arguments.extend(["--", "--deny", "warnings"]);
    } else {
        session.note(format!("lints: shown, not denied: {} is newer than 0.1.{LINTED}", version.trim()));
    }
    Task::cargo(arguments).run()
}

/// `clippy 0.1.95 (59807616e1 2026-04-14)` is 95.
fn minor(version: &str) -> Option<u32> {
    version.split_whitespace().nth(1)?.split('.').nth(2)?.parse().ok()
}

/// No feature, then each one alone.
fn core_feature_sets() -> Result<Vec<String>> {
    let text = Task::cargo(["metadata", "--locked", "--no-deps", "--format-version", "1"]).read()?;
    let metadata: serde_json::Value = serde_json::from_str(&text)?;
    let features = metadata["packages"]
        .as_array()
        .and_then(|packages| packages.iter().find(|package| package["name"] == "qudao"))
        .and_then(|package| package["features"].as_object())
        .context("package qudao is not in the workspace")?;
    let mut sets = vec![String::new()];
    sets.extend(features.keys().filter(|name| *name != "default").cloned());
    Ok(sets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_clippy_is_read() {
        assert_eq!(minor("clippy 0.1.95 (59807616e1 2026-04-14)\n"), Some(95));
        assert_eq!(minor("clippy 0.1.100 (000000000 2027-01-01)"), Some(100));
        assert_eq!(minor(""), None);
    }
}
