//! Rules and facts from the sample or from files.

use std::fs;
use std::path::Path;

use qudao::{Facts, FactsBuilder, Mapping, Programme, Report};

use crate::sample;

/// Why rules and facts could not be read.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// A file could not be read.
    #[error("{path}: {cause}\n  help: {help}")]
    File {
        /// Which one.
        path: String,
        /// What the system says.
        cause: String,
        /// What to do.
        help: String,
    },
    /// A document or the facts have errors.
    #[error("{0}: {1}")]
    Findings(String, Report),
}

/// The sample's rules and facts.
///
/// # Errors
/// [`InputError`]
pub fn sample() -> Result<(Programme, Facts), InputError> {
    let missing = |name: &str| InputError::File {
        path: name.to_owned(),
        cause: "not part of the sample".to_owned(),
        help: "the sample's mapping names a file that is not embedded".to_owned(),
    };
    read(("programme.json", sample::PROGRAMME), ("mapping.json", sample::MAPPING), |name| {
        sample::file(name).map(str::to_owned).ok_or_else(|| missing(name))
    })
}

/// Rules and facts from files.
///
/// # Errors
/// [`InputError`]
pub fn files(programme: &Path, mapping: &Path, data: &Path) -> Result<(Programme, Facts), InputError> {
    let rules = text(programme, "--programme names the JSON document with the rules")?;
    let columns = text(mapping, "--mapping names the JSON document that says which file each table comes from")?;
    let (programme, mapping) = (programme.display().to_string(), mapping.display().to_string());
    read((&programme, &rules), (&mapping, &columns), |name| {
        text(&data.join(name), &format!("{mapping} names this file; put it there, or point --data to the directory that has it"))
    })
}

fn text(path: &Path, help: &str) -> Result<String, InputError> {
    let failed = |cause: String| InputError::File { path: path.display().to_string(), cause, help: help.to_owned() };
    let bytes = fs::read(path).map_err(|error| failed(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| failed(format!("not UTF-8 at byte {}", error.utf8_error().valid_up_to())))
}

fn read(
    programme: (&str, &str),
    mapping: (&str, &str),
    file: impl Fn(&str) -> Result<String, InputError>,
) -> Result<(Programme, Facts), InputError> {
    let rules = Programme::from_json(programme.1).map_err(|report| InputError::Findings(programme.0.to_owned(), report))?;
    let columns = Mapping::from_json(&rules, mapping.1).map_err(|report| InputError::Findings(mapping.0.to_owned(), report))?;
    let mut builder = FactsBuilder::new(&rules);
    for (table, name) in columns.files() {
        builder.add_csv(&columns, table, &file(name)?);
    }
    let facts = builder.finish().map_err(|report| InputError::Findings("facts".to_owned(), report))?;
    Ok((rules, facts))
}
