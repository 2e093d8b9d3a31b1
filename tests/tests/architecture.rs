//! Dependencies point one way: which room of the core may look into which.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Rooms from the ground up; a room may use those in its own row and in the rows above.
const ROWS: &[&[&str]] = &[
    &["in_full", "amount", "title", "diagnostic", "order"],
    &["json", "node", "period"],
    &["error", "condition", "record"],
    &[
        "currencies",
        "metric",
        "tier",
        "incentive",
        "fund",
        "group",
        "inventory",
        "budget",
        "pool",
        "price",
        "contest",
        "scorecard",
        "conflict",
        "cascade",
        "leaderboard",
        "pay_check",
        "cost_share",
        "classification",
        "terms",
        "programme",
        "facts",
        "reason",
        "decision",
        "sharing",
    ],
    &["document", "check", "engine"],
    &["settlement"],
    &["text"],
    &["step"],
];

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder of sources").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
}

/// Names behind `crate::` in a text, braces included.
fn used(text: &str) -> BTreeSet<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect::<String>();
    let mut names = BTreeSet::new();
    for part in text.split("crate::").skip(1) {
        match part.strip_prefix('{') {
            Some(list) => {
                let list = list.split("};").next().unwrap_or_default();
                names.extend(list.split(',').map(|name| word(name.trim())));
            }
            None => {
                names.insert(word(part));
            }
        }
    }
    names
}

#[test]
fn rooms_look_only_upwards() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/src");
    let row = |room: &str| ROWS.iter().position(|rooms| rooms.contains(&room));
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut wrong = Vec::new();
    let mut edges = 0;
    for file in files {
        let inside = file.strip_prefix(&root).expect("below the root");
        let room = inside.components().next().expect("a name").as_os_str().to_string_lossy().replace(".rs", "");
        if room == "lib" || inside.components().any(|part| part.as_os_str().to_string_lossy().starts_with("tests")) {
            continue;
        }
        let Some(own) = row(&room) else {
            wrong.push(format!("{} is in no row of this test", inside.display()));
            continue;
        };
        let text = std::fs::read_to_string(&file).expect("a source file");
        let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        for other in used(&code) {
            edges += 1;
            if row(&other).is_some_and(|other| other > own) {
                wrong.push(format!("{} uses crate::{other}", inside.display()));
            }
        }
    }
    assert!(edges > 100, "only {edges} uses were seen");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_core_knows_no_host() {
    let manifest = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/Cargo.toml")).expect("the core's manifest");
    for host in ["pyo3", "wasm-bindgen", "js-sys", "arrow", "tokio"] {
        assert!(!manifest.contains(host), "the core depends on {host}");
    }
}
