//! The wheel and its tests, in a virtual environment in the root of the repository.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::apt;
use crate::count;
use crate::process::{Task, root, target};
use crate::session::Session;

const REPEAT: &str = "cargo xtask test --only python";
const REQUIREMENTS: &str = "tests/python/requirements.txt";

/// The Python of the virtual environment.
pub(crate) fn interpreter() -> PathBuf {
    PathBuf::from(if cfg!(windows) { ".venv/Scripts/python.exe" } else { ".venv/bin/python" })
}

fn python<S: Into<String>>(arguments: impl IntoIterator<Item = S>) -> Task {
    Task::new(interpreter(), arguments)
}

/// The packages of the tests, the wheel, and its installation.
pub(crate) fn install(session: &mut Session) -> Result<()> {
    session.step("python: packages of the tests", REPEAT, |_| install_requirements())?;
    session.step("python: wheel", REPEAT, |_| {
        let wheel = build_wheel()?;
        python(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--force-reinstall", "--no-deps", "--no-index", &wheel])
            .run()
    })
}

/// pytest on the installed wheel.
pub(crate) fn test(session: &mut Session) -> Result<()> {
    session.step("python: tests", REPEAT, |session| session.tests("python", &python(["-m", "pytest", "-q", "tests/python"]), count::pytest))
}

/// Makes the virtual environment where there is none that can be used.
pub(crate) fn make_environment() -> Result<()> {
    let usable = python(["-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"]);
    if usable.succeeds() {
        return Ok(());
    }
    let base = base_python()?;
    let create = Task::new(base.as_str(), ["-m", "venv", "--clear", ".venv"]);
    // Debian and Ubuntu keep venv in a package of its own
    if create.run().is_ok() || (apt::install("python3-venv") && create.run().is_ok()) {
        return Ok(());
    }
    bail!("`{create}` fails: install the venv module (as root on Debian, Ubuntu: `apt-get install python3-venv`)")
}

fn base_python() -> Result<String> {
    let chosen = std::env::var("QUDAO_PYTHON").ok();
    let candidates = chosen.iter().map(String::as_str).chain(["python3", "python", "python3.14", "python3.13", "python3.12", "python3.11"]);
    for candidate in candidates {
        if Task::new(candidate, ["-c", "import sys; sys.exit(sys.version_info < (3, 11))"]).succeeds() {
            return Ok(candidate.to_owned());
        }
    }
    bail!("the Python tests need Python 3.11 or newer: install it or set QUDAO_PYTHON to its path")
}

/// Runs pip only when the list has changed since it was last installed.
fn install_requirements() -> Result<()> {
    let wanted = fs::read_to_string(root().join(REQUIREMENTS)).context(REQUIREMENTS)?;
    let stamp = root().join(".venv/installed-requirements.txt");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        println!("{REQUIREMENTS} is installed");
        return Ok(());
    }
    python(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", REQUIREMENTS]).run()?;
    fs::write(stamp, wanted)?;
    Ok(())
}

fn build_wheel() -> Result<String> {
    let folder = target().join("wheels");
    if folder.is_dir() {
        fs::remove_dir_all(&folder)?;
    }
    let out = folder.to_string_lossy().into_owned();
    let manifest = "bindings-python/Cargo.toml";
    python([
        "-m",
        "maturin",
        "build",
        "--locked",
        "--profile",
        "wheel",
        "--manifest-path",
        manifest,
        "--interpreter",
        &interpreter().to_string_lossy(),
        "--out",
        &out,
    ])
    .run()?;
    let wheel = only_wheel(&folder)?;
    let size = fs::metadata(&wheel)?.len();
    println!("wheel: {} kB", size / 1000);
    Ok(wheel.to_string_lossy().into_owned())
}

fn only_wheel(folder: &Path) -> Result<PathBuf> {
    let mut wheels = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "whl") {
            wheels.push(path);
        }
    }
    match <[PathBuf; 1]>::try_from(wheels) {
        Ok([wheel]) => Ok(wheel),
        Err(wheels) => bail!("maturin wrote {} wheels, not one", wheels.len()),
    }
}
