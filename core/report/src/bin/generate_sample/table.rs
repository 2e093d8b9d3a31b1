//! A table of the sample as CSV.

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

pub struct Table {
    pub text: String,
    pub width: usize,
}

impl Table {
    pub fn new(header: &[&str]) -> Self {
        Self { text: header.join(",") + "\n", width: header.len() }
    }
    pub fn row(&mut self, cells: &[String]) -> Result<(), Box<dyn Error>> {
        if cells.len() != self.width || cells.iter().any(|c| c.contains([',', '"', '\n'])) {
            return Err(format!("a row does not fit its table: {cells:?}").into());
        }
        writeln!(self.text, "{}", cells.join(","))?;
        Ok(())
    }
    pub fn write(&self, directory: &Path, name: &str) -> Result<(), Box<dyn Error>> {
        std::fs::write(directory.join(name), &self.text)?;
        Ok(())
    }
}
