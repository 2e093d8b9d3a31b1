//! The oracle against the library on generated reviews and settlements, and which forms these have.

use anyhow::{Context, Result, ensure};

use crate::process::Task;
use crate::session::Session;

const REPEAT: &str = "cargo xtask test --only oracle";
const CASES: &str = "20000";
const HISTORIES: &str = "2000";

pub(crate) fn test(session: &mut Session) -> Result<()> {
    session.step("oracle on generated cases", REPEAT, |session| {
        let program = ["run", "--quiet", "--locked", "--release", "--package", "qudao-tests", "--bin", "oracle", "--"];
        let (output, succeeded) = Task::cargo(program.into_iter().chain([CASES, HISTORIES])).run_and_read()?;
        let closing = output.lines().last().context("the program `oracle` printed nothing")?;
        ensure!(succeeded, "{closing}");
        session.note(format!("oracle: {closing}"));
        Ok(())
    })
}
