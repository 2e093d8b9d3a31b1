//! Commands that are shown, run and, where asked, read while they are shown.

use std::fmt;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The root of the repository: that of the checkout which cargo runs in, even when several share what is built.
pub(crate) fn root() -> PathBuf {
    let started = std::env::current_dir().unwrap_or_default();
    let here = std::env::var_os("CARGO_MANIFEST_DIR").map_or(started, PathBuf::from);
    here.ancestors().find(|folder| folder.join("tests/xtask/Cargo.toml").is_file()).unwrap_or(&here).to_path_buf()
}

/// Where cargo puts what it builds.
pub(crate) fn target() -> PathBuf {
    let chosen = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    root().join(chosen)
}

/// One command, run in the root of the repository unless told otherwise.
#[derive(Debug)]
pub(crate) struct Task {
    program: PathBuf,
    arguments: Vec<String>,
    folder: PathBuf,
    variables: Vec<(&'static str, String)>,
    needed: &'static str,
}

impl Task {
    pub(crate) fn new<S: Into<String>>(program: impl Into<PathBuf>, arguments: impl IntoIterator<Item = S>) -> Task {
        Task {
            program: program.into(),
            arguments: arguments.into_iter().map(Into::into).collect(),
            folder: root(),
            variables: Vec::new(),
            needed: "",
        }
    }

    pub(crate) fn cargo<S: Into<String>>(arguments: impl IntoIterator<Item = S>) -> Task {
        // the cargo that runs this program; its name alone is shown
        Task::new("cargo", arguments)
    }

    /// What to install when the program is not there.
    pub(crate) fn needing(mut self, what: &'static str) -> Task {
        self.needed = what;
        self
    }

    pub(crate) fn within(mut self, folder: impl AsRef<Path>) -> Task {
        self.folder = root().join(folder);
        self
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Task {
        self.variables.push((name, value.into()));
        self
    }

    fn command(&self) -> Command {
        let program = match self.program.to_str() {
            Some("cargo") => std::env::var_os("CARGO").map_or_else(|| self.program.clone(), PathBuf::from),
            Some("npm") if cfg!(windows) => PathBuf::from("npm.cmd"),
            // a path within the repository must not depend on the folder that the command runs in
            _ if self.program.components().count() > 1 => root().join(&self.program),
            _ => self.program.clone(),
        };
        let mut command = Command::new(program);
        command.args(&self.arguments).current_dir(&self.folder);
        for (name, value) in &self.variables {
            command.env(name, value);
        }
        command
    }

    fn spawn_error(&self) -> String {
        let program = self.program.display();
        if self.needed.is_empty() {
            format!("`{program}` cannot be started")
        } else {
            format!("`{program}` cannot be started: {}", self.needed)
        }
    }

    /// Runs it; its output goes to the terminal.
    pub(crate) fn run(&self) -> Result<()> {
        println!("$ {self}");
        let status = self.command().status().with_context(|| self.spawn_error())?;
        if !status.success() {
            bail!("failed ({status}): {self}");
        }
        Ok(())
    }

    /// Runs it, shows its standard output and hands it back with whether it succeeded.
    pub(crate) fn run_and_read(&self) -> Result<(String, bool)> {
        println!("$ {self}");
        let mut child = self.command().stdout(Stdio::piped()).spawn().with_context(|| self.spawn_error())?;
        let mut text = String::new();
        if let Some(output) = child.stdout.take() {
            let mut reader = BufReader::new(output);
            let mut line = Vec::new();
            while reader.read_until(b'\n', &mut line)? > 0 {
                std::io::stdout().write_all(&line)?;
                text.push_str(&String::from_utf8_lossy(&line));
                line.clear();
            }
        }
        let status = child.wait()?;
        Ok((text, status.success()))
    }

    /// Runs it silently and hands back its standard output.
    pub(crate) fn read(&self) -> Result<String> {
        let output = self.command().stderr(Stdio::inherit()).output().with_context(|| self.spawn_error())?;
        if !output.status.success() {
            bail!("failed ({}): {self}", output.status);
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Whether it can be run and succeeds; nothing is shown.
    pub(crate) fn succeeds(&self) -> bool {
        self.command().stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
    }
}

impl fmt::Display for Task {
    /// As one would type it in the root, without paths of this machine.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let root = root();
        let folder = self.folder.strip_prefix(&root).unwrap_or(&self.folder);
        if !folder.as_os_str().is_empty() {
            write!(f, "cd {} && ", folder.display())?;
        }
        for (name, value) in &self.variables {
            write!(f, "{name}={} ", quoted(&short(value, &root)))?;
        }
        f.write_str(&quoted(&short(&self.program.to_string_lossy(), &root)))?;
        for argument in &self.arguments {
            write!(f, " {}", quoted(&short(argument, &root)))?;
        }
        Ok(())
    }
}

fn short(text: &str, root: &Path) -> String {
    text.replace(&format!("{}/", root.display()), "")
}

fn quoted(text: &str) -> String {
    if text.contains([' ', '"', '$', '*']) { format!("'{text}'") } else { text.to_owned() }
}
