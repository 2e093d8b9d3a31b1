//! The three hosts on the same generated cases: equal to the byte.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process::{Task, target};
use crate::python::interpreter;
use crate::session::Session;
use crate::tools::NODE;

const REPEAT: &str = "cargo xtask test --only agreement";
const CASES: usize = 10_000;

pub(crate) fn test(session: &mut Session) -> Result<()> {
    session.step("agreement of the hosts", REPEAT, |session| {
        let folder = target().join("agreement");
        fs::create_dir_all(&folder)?;
        let cases = text(&folder.join("cases.jsonl"));
        let [rust, python, node] = ["rust", "python", "node"].map(|host| folder.join(format!("{host}.jsonl")));
        for path in [&rust, &python, &node] {
            if path.exists() {
                fs::remove_file(path)?;
            }
        }
        let program = ["run", "--quiet", "--locked", "--release", "--package", "qudao-tests", "--bin", "agreement", "--"];
        Task::cargo(program.into_iter().chain(["generate", &CASES.to_string(), &cases])).run()?;
        Task::cargo(program.into_iter().chain(["run", &cases, &text(&rust)])).run()?;
        Task::new(interpreter(), ["tests/python/agreement.py", &cases, &text(&python)]).run()?;
        Task::new("node", ["tests/wasm/agreement.mjs", &cases, &text(&node)]).needing(NODE).run()?;
        let reference = read(&rust)?;
        compare(&reference, "python", &read(&python)?)?;
        compare(&reference, "node", &read(&node)?)?;
        session.note(format!("agreement: {CASES} cases equal in 3 hosts"));
        Ok(())
    })
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn read(path: &PathBuf) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("{} was not written", path.file_name().unwrap_or_default().display()))
}

fn compare(rust: &[u8], host: &str, other: &[u8]) -> Result<()> {
    let lines = |bytes: &[u8]| bytes.iter().filter(|byte| **byte == b'\n').count();
    if lines(rust) != CASES {
        bail!("rust wrote {} lines for {CASES} cases", lines(rust));
    }
    if rust == other {
        return Ok(());
    }
    for (index, (left, right)) in rust.split(|b| *b == b'\n').zip(other.split(|b| *b == b'\n')).enumerate() {
        if left != right {
            let at = left.iter().zip(right).position(|(a, b)| a != b).unwrap_or(left.len().min(right.len()));
            bail!("case {} differs at byte {at}\n  rust: {}\n  {host}: {}", index + 1, excerpt(left, at), excerpt(right, at));
        }
    }
    bail!("{host} wrote {} lines for {CASES} cases", lines(other))
}

fn excerpt(line: &[u8], at: usize) -> String {
    let from = at.saturating_sub(80);
    let until = (at + 120).min(line.len());
    format!("…{}…", String::from_utf8_lossy(line.get(from..until).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_names_the_case_and_the_byte() {
        let rust = "{\"a\":1}\n".repeat(CASES);
        assert!(compare(rust.as_bytes(), "node", rust.as_bytes()).is_ok());
        let other = rust.replacen("{\"a\":1}\n{\"a\":1}", "{\"a\":1}\n{\"a\":2}", 1);
        let error = compare(rust.as_bytes(), "node", other.as_bytes()).unwrap_err().to_string();
        assert!(error.starts_with("case 2 differs at byte 5"), "{error}");
        let shorter = "{\"a\":1}\n".repeat(CASES - 1);
        assert!(compare(rust.as_bytes(), "node", shorter.as_bytes()).is_err());
    }
}
