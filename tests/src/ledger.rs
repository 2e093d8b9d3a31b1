//! Vectors that work on a ledger: their steps are the operations that every host hands over as text.

use qudao::settlement::{Ledger, Programmes};
use qudao::{Error, Facts, Programme};
use serde_json::Value;

use crate::comparison;

/// The documents of a vector and what is done with them.
#[derive(Debug)]
pub struct Case<'a> {
    /// Texts of the revisions.
    pub programmes: Vec<String>,
    /// Text of the facts.
    pub facts: String,
    /// Text of the ledger to start with.
    pub ledger: Option<String>,
    /// Operations, and facts that take the place of those before.
    pub steps: &'a [Value],
}

impl Case<'_> {
    /// `{"answers": [one per step], "ledger": …}`, or the error of a document.
    #[must_use]
    pub fn answer(&self) -> String {
        self.run().unwrap_or_else(|error| error.to_json())
    }

    fn run(&self) -> Result<String, Error> {
        let programmes: Result<Vec<Programme>, _> = self.programmes.iter().map(|text| Programme::from_json(text)).collect();
        let programmes = Programmes::new(programmes.map_err(Error::Programme)?)?;
        let mut facts = Facts::from_json(programmes.latest(), &self.facts).map_err(Error::Facts)?;
        let mut ledger = match &self.ledger {
            Some(text) => Ledger::from_json(text).map_err(Error::Ledger)?,
            None => Ledger::new(programmes.latest()),
        };
        let mut answers = Vec::new();
        for step in self.steps {
            answers.push(match step.get("facts") {
                Some(text) => {
                    facts = Facts::from_json(programmes.latest(), &text.to_string()).map_err(Error::Facts)?;
                    "{}".to_owned()
                }
                None => ledger
                    .step(&programmes, Some(&facts), &step.to_string())
                    .unwrap_or_else(|error| format!("{{\"error\":{}}}", error.to_json())),
            });
        }
        Ok(format!("{{\"answers\":[{}],\"ledger\":{}}}", answers.join(","), ledger.to_json()))
    }
}

/// The first difference between what the oracle says of a ledger and what the library answers: every answer and every posting, but
/// for texts, reasons and messages. Empty when there is none.
#[must_use]
pub fn first_difference(steps: &[Value], expected: &Value, found: &Value) -> String {
    let (Some(answers), Some(others)) = (expected["answers"].as_array(), found["answers"].as_array()) else {
        return comparison::first_difference("", expected, found);
    };
    for (index, step) in steps.iter().enumerate() {
        let path = format!("/answers/{index}");
        let (said, answer) = (answers.get(index).unwrap_or(&Value::Null), others.get(index).unwrap_or(&Value::Null));
        let partly = said.get("error").is_some() || step.get("explain").is_some() || is_more(&step["statement"]);
        // of what is told whole nothing may be missing on either side
        let both = [(said, answer), (answer, said)];
        let difference = both[..if partly { 1 } else { 2 }].iter().map(|(a, b)| comparison::first_difference(&path, a, b));
        if let Some(difference) = difference.into_iter().find(|difference| !difference.is_empty()) {
            return format!("{step} {difference}");
        }
    }
    let both = [(&expected["ledger"], &found["ledger"]), (&found["ledger"], &expected["ledger"])];
    both.iter().map(|(a, b)| comparison::first_difference("/ledger", a, b)).find(|difference| !difference.is_empty()).unwrap_or_default()
}

/// Whether a statement has texts or reasons.
fn is_more(statement: &Value) -> bool {
    statement["reasons"] == true || statement.get("format").is_some_and(|format| format != "json")
}
