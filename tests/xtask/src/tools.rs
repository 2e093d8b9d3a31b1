//! What the tests need of the machine: looked for before anything is built, added where that can be done, and otherwise named all at once.

use anyhow::{Result, bail, ensure};

use crate::Part;
use crate::process::Task;
use crate::session::Session;
use crate::{chromium, python, wasm};

/// What to do without Node; the bundler of the tests asks for these releases.
pub(crate) const NODE: &str = "install Node 20.19, or 22.12 or newer, with npm";

pub(crate) fn prepare(session: &mut Session, wanted: impl Fn(Part) -> bool) -> Result<()> {
    session.step("tools", "cargo xtask test", |_| {
        let mut missing = Vec::new();
        let mut need = |outcome: Result<()>| missing.extend(outcome.err().map(|error| format!("\n- {error:#}")));
        if wanted(Part::Rust) {
            need(component("rustfmt", "fmt"));
            need(component("clippy", "clippy"));
        }
        if wanted(Part::Wasm) || wanted(Part::Agreement) {
            need(wasm::add_target());
            need(node());
        }
        if wanted(Part::Wasm) {
            need(chromium::find_or_install().map(|path| println!("Chromium: {path}")));
        }
        if wanted(Part::Python) || wanted(Part::Agreement) {
            need(python::make_environment());
        }
        ensure!(missing.is_empty(), "missing:{}", missing.concat());
        Ok(())
    })
}

/// A part of Rust that minimal installations leave out.
fn component(name: &'static str, command: &'static str) -> Result<()> {
    if Task::cargo([command, "--version"]).succeeds() {
        return Ok(());
    }
    Task::new("rustup", ["component", "add", name]).needing("install rustup, or `cargo fmt` and `cargo clippy` with this Rust").run()
}

fn node() -> Result<()> {
    let version = Task::new("node", ["--print", "process.versions.node"]).needing(NODE).read()?;
    ensure!(suffices(&version), "Node {} is too old: {NODE}", version.trim());
    if !Task::new("npm", ["--version"]).succeeds() {
        bail!("npm cannot be started: {NODE}");
    }
    Ok(())
}

fn suffices(version: &str) -> bool {
    let mut numbers = version.trim().split('.').map_while(|number| number.parse::<u32>().ok());
    match (numbers.next(), numbers.next()) {
        (Some(20), Some(minor)) => minor >= 19,
        (Some(22), Some(minor)) => minor >= 12,
        (Some(major), _) => major > 22,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_of_node_are_told_apart() {
        assert!(["20.19.0", "20.20.2\n", "22.12.0", "24.0.0", "26.1.3"].into_iter().all(suffices));
        assert!(!["18.20.4", "20.18.3", "21.7.3", "22.11.0", "", "v24"].into_iter().any(suffices));
    }
}
