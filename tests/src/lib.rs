//! Two readings of one specification: the library, and an oracle written from the guide alone. The vectors and generated
//! cases here are what every host must answer in the same bytes.

pub mod comparison;
pub mod coverage;
pub mod generate;
pub mod ledger;
pub mod oracle;
pub mod vectors;

use qudao::{AsOf, Engine, Error, EvaluationError, Facts, Programme, Review, parse_date};
use serde::Serialize;

/// Reads both documents and reviews: what every host does with a case.
///
/// # Errors
/// Whatever the library refuses.
pub fn review(programme: &str, facts: &str, as_of: &str, known_on: Option<&str>) -> Result<(Facts, Review), Error> {
    let (programme, facts, as_of) = read(programme, facts, as_of, known_on)?;
    let review = Engine::compile(&programme).review(&facts, &as_of)?;
    Ok((facts, review))
}

fn read(programme: &str, facts: &str, as_of: &str, known_on: Option<&str>) -> Result<(Programme, Facts, AsOf), Error> {
    let programme = Programme::from_json(programme).map_err(Error::Programme)?;
    let facts = Facts::from_json(&programme, facts).map_err(Error::Facts)?;
    let date = |text: &str| parse_date(text).ok_or_else(|| EvaluationError::BadDate(text.to_owned()));
    let as_of = AsOf { on: date(as_of)?, known_on: known_on.map(date).transpose()? };
    Ok((programme, facts, as_of))
}

/// The canonical answer to a case: the review, or the error, as JSON.
#[must_use]
pub fn answer(programme: &str, facts: &str, as_of: &str, known_on: Option<&str>) -> String {
    match review(programme, facts, as_of, known_on).and_then(|(_, review)| review.to_json().map_err(Error::from)) {
        Ok(text) => text,
        Err(error) => error.to_json(),
    }
}

/// What a question asks of a review, or the error, as JSON.
pub fn of_review<T: Serialize>(
    programme: &str,
    facts: &str,
    as_of: &str,
    known_on: Option<&str>,
    ask: impl FnOnce(&Review) -> Result<T, EvaluationError>,
) -> String {
    match review(programme, facts, as_of, known_on).and_then(|(_, review)| ask(&review).map_err(Error::from)) {
        Ok(answer) => serde_json::to_string(&answer).unwrap_or_default(),
        Err(error) => error.to_json(),
    }
}

/// The answer to a question for the price of a product for a partner.
#[must_use]
pub fn price(programme: &str, facts: &str, as_of: &str, known_on: Option<&str>, (partner, product): (&str, &str)) -> String {
    match priced(programme, facts, as_of, known_on, (partner, product)) {
        Ok(text) => text,
        Err(error) => error.to_json(),
    }
}

fn priced(programme: &str, facts: &str, as_of: &str, known_on: Option<&str>, (partner, product): (&str, &str)) -> Result<String, Error> {
    let (programme, facts, as_of) = read(programme, facts, as_of, known_on)?;
    let price = Engine::compile(&programme).price(&facts, &as_of, partner, product)?;
    Ok(serde_json::to_string(&price).unwrap_or_default())
}
