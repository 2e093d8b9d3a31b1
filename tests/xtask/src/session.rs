//! One run of the tests: named and timed steps, counts per host, the closing lines.

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::count::Count;
use crate::process::Task;

/// What has been run so far.
#[derive(Debug, Default)]
pub(crate) struct Session {
    steps: Vec<(String, f64)>,
    hosts: Vec<(&'static str, Count)>,
    notes: Vec<String>,
}

impl Session {
    /// Runs one step; `repeat` is the command that runs its part alone.
    pub(crate) fn step<T>(&mut self, name: &str, repeat: &str, work: impl FnOnce(&mut Session) -> Result<T>) -> Result<T> {
        println!("\n== {name}");
        let start = Instant::now();
        let outcome = work(self);
        let seconds = start.elapsed().as_secs_f64();
        self.steps.push((name.to_owned(), seconds));
        match outcome {
            Ok(value) => {
                println!("== {name}: {seconds:.1} s");
                Ok(value)
            }
            Err(error) => Err(error.context(format!("step `{name}` failed; to repeat it: {repeat}"))),
        }
    }

    /// Runs a test command, adds what its runner counted, and fails when it failed or when no test ran.
    pub(crate) fn tests(&mut self, host: &'static str, task: &Task, counting: fn(&str) -> Count) -> Result<()> {
        let (output, succeeded) = task.run_and_read()?;
        let count = counting(&output);
        self.add(host, count);
        if !succeeded {
            bail!("failed: {task}");
        }
        if count.failed > 0 || count.passed == 0 {
            bail!("{} passed, {} failed: {task}", count.passed, count.failed);
        }
        Ok(())
    }

    fn add(&mut self, host: &'static str, count: Count) {
        match self.hosts.iter_mut().find(|(name, _)| *name == host) {
            Some((_, sum)) => *sum += count,
            None => self.hosts.push((host, count)),
        }
    }

    /// A line for the end.
    pub(crate) fn note(&mut self, line: String) {
        self.notes.push(line);
    }

    /// Prints the closing lines; the last one is `N passed, N failed` and nothing else.
    pub(crate) fn close(self, outcome: Result<()>) -> ExitCode {
        let mut sum = Count::default();
        println!();
        for (name, seconds) in &self.steps {
            println!("{seconds:>7.1} s  {name}");
        }
        println!();
        for (host, count) in &self.hosts {
            sum += *count;
            let failed = if count.failed > 0 { format!(", {} failed", count.failed) } else { String::new() };
            let skipped = if count.skipped > 0 { format!(", {} skipped", count.skipped) } else { String::new() };
            println!("{host}: {} passed{failed}{skipped}", count.passed);
        }
        for line in &self.notes {
            println!("{line}");
        }
        if let Err(error) = &outcome {
            // a step without a test runner, such as a build, counts as one failure
            sum.failed = sum.failed.max(1);
            println!("{error:#}");
        }
        println!("{} passed, {} failed", sum.passed, sum.failed);
        if outcome.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}
