//! The oracle against the library on generated cases, and which forms these have.

use anyhow::{Context, Result, ensure};

use crate::process::Task;
use crate::session::Session;

const REPEAT: &str = "cargo xtask test --only oracle";
const CASES: usize = 20_000;

pub(crate) fn test(session: &mut Session) -> Result<()> {
    session.step("oracle on generated cases", REPEAT, |session| {
        let program = ["run", "--quiet", "--locked", "--release", "--package", "qudao-tests", "--bin", "oracle", "--"];
        let (output, succeeded) = Task::cargo(program.into_iter().chain([CASES.to_string().as_str()])).run_and_read()?;
        let closing = output.lines().last().context("the program `oracle` printed nothing")?;
        ensure!(succeeded, "{closing}");
        session.note(format!("oracle: {closing}"));
        Ok(())
    })
}
