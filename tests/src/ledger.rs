//! Vectors that work on a ledger: their steps are the operations that every host hands over as text.

use qudao::settlement::{Ledger, Programmes};
use qudao::{Error, Facts, Programme};
use serde_json::Value;

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
