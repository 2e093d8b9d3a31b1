//! The npm package and its tests in Node and in Chromium.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;
use wasm_bindgen_cli_support::Bindgen;

use crate::chromium;
use crate::count;
use crate::process::{Task, root, target};
use crate::session::Session;
use crate::tools::NODE;

const REPEAT: &str = "cargo xtask test --only wasm";
const TARGET: &str = "wasm32-unknown-unknown";
const BINDING: &str = "bindings-wasm";
const TESTS: &str = "tests/wasm";

/// One of the package's wasm files.
struct Engine {
    /// Where it lies in the package.
    folder: &'static str,
    features: &'static str,
    /// What it may weigh at most, gzip-compressed.
    budget: usize,
}

/// A page that decides loads the first; who settles loads the second instead.
const ENGINES: [Engine; 2] =
    [Engine { folder: "", features: "", budget: 200_000 }, Engine { folder: "full", features: "full", budget: 450_000 }];

/// Builds the package and holds it to its size.
pub(crate) fn package(session: &mut Session) -> Result<()> {
    session.step("wasm: package", REPEAT, |session| {
        let line = build_package()?;
        session.note(line);
        Ok(())
    })
}

/// `node --test` on the package, first what runs in Node, then what runs in Chromium.
pub(crate) fn test(session: &mut Session) -> Result<()> {
    session.step("wasm: packages of the tests", REPEAT, |_| install_test_packages())?;
    let (browser, node): (Vec<String>, Vec<String>) = test_files()?.into_iter().partition(|path| path.contains("browser"));
    session.step("wasm: tests in Node", REPEAT, |session| session.tests("node", &node_test(node), count::node))?;
    session.step("wasm: tests in Chromium", REPEAT, |session| {
        let task = node_test(browser).with("QUDAO_CHROMIUM", chromium::find_or_install()?);
        session.tests("browser", &task, count::node)
    })
}

fn node_test(files: Vec<String>) -> Task {
    Task::new("node", ["--test", "--test-reporter=spec"].map(str::to_owned).into_iter().chain(files)).within(TESTS).needing(NODE)
}

/// Every `*.test.mjs` below the tests' folder, relative to it.
fn test_files() -> Result<Vec<String>> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                if path.file_name().is_some_and(|name| name != "node_modules") {
                    walk(&path, found)?;
                }
            } else if path.to_string_lossy().ends_with(".test.mjs") {
                found.push(path);
            }
        }
        Ok(())
    }
    let folder = root().join(TESTS);
    let mut found = Vec::new();
    walk(&folder, &mut found).with_context(|| TESTS.to_owned())?;
    found.sort();
    Ok(found.iter().filter_map(|path| path.strip_prefix(&folder).ok()).map(|path| path.to_string_lossy().into_owned()).collect())
}

/// Installs what the lock file says, only when it has changed.
fn install_test_packages() -> Result<()> {
    let folder = root().join(TESTS);
    let wanted = fs::read_to_string(folder.join("package-lock.json")).context("tests/wasm/package-lock.json")?;
    let stamp = folder.join("node_modules/.installed-lock.json");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        println!("tests/wasm/package-lock.json is installed");
        return Ok(());
    }
    Task::new("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).within(TESTS).needing(NODE).run()?;
    fs::create_dir_all(folder.join("node_modules"))?;
    fs::write(stamp, wanted)?;
    Ok(())
}

/// Builds `bindings-wasm/pkg` and packs it; hands back the line about its sizes.
pub(crate) fn build_package() -> Result<String> {
    add_target()?;
    let generated = target().join("wasm-bindgen");
    if generated.is_dir() {
        fs::remove_dir_all(&generated)?;
    }
    for engine in &ENGINES {
        generate(&build_wasm(engine)?, &generated.join(engine.folder))?;
    }
    // a wasm file serves browsers, Node and bundlers; the entry files that differ are put beside it
    Task::new("node", ["bindings-wasm/build.mjs", &generated.to_string_lossy()]).needing(NODE).run()?;
    let package = root().join(BINDING).join("pkg");
    let mut sizes = Vec::new();
    let mut fit = true;
    for engine in &ENGINES {
        let (raw, compressed) = size(&package.join(engine.folder).join("qudao_bg.wasm"))?;
        let name = Path::new("qudao").join(engine.folder);
        let (raw, shown, limit) = (raw.div_ceil(1000), compressed.div_ceil(1000), engine.budget / 1000);
        sizes.push(format!("{}: {raw} kB, {shown} kB gzip (limit {limit} kB)", name.display()));
        fit &= compressed <= engine.budget;
    }
    let line = sizes.join("; ");
    ensure!(fit, "{line}");
    Ok(line)
}

/// Adds the target where the Rust in use lacks it. A Rust without rustup may have it from its distribution.
pub(crate) fn add_target() -> Result<()> {
    let libraries = Task::new("rustc", ["--print", "target-libdir", "--target", TARGET]).read()?;
    if Path::new(libraries.trim()).is_dir() {
        return Ok(());
    }
    Task::new("rustup", ["target", "add", TARGET]).needing("install rustup, or the target wasm32-unknown-unknown of this Rust").run()
}

fn build_wasm(engine: &Engine) -> Result<PathBuf> {
    let manifest = format!("{BINDING}/Cargo.toml");
    let task = Task::cargo([
        "build",
        "--locked",
        "--manifest-path",
        &manifest,
        "--features",
        engine.features,
        "--profile",
        "wasm",
        "--target",
        TARGET,
        "--lib",
        "--message-format",
        "json-render-diagnostics",
    ]);
    println!("$ {task}");
    let messages = task.read()?;
    let artefact = messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok()).find_map(|message| {
        let files = message["filenames"].as_array()?;
        files.iter().filter_map(|file| file.as_str()).find(|file| file.ends_with(".wasm")).map(PathBuf::from)
    });
    artefact.context("cargo built no .wasm file")
}

fn generate(wasm: &Path, folder: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(wasm).out_name("qudao").typescript(true).remove_name_section(true).remove_producers_section(true);
    // the default module path is what makes bundlers emit a second copy of the file
    bindgen.omit_default_module_path(true).web(true)?;
    bindgen.generate(folder).context("wasm-bindgen")
}

/// Bytes, as they are and gzip-compressed.
fn size(wasm: &Path) -> Result<(usize, usize)> {
    let bytes = fs::read(wasm)?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&bytes)?;
    Ok((bytes.len(), encoder.finish()?.len()))
}
