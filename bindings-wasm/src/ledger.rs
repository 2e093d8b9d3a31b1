//! Settlement: what has been posted to partners, and the operations on it.

use std::sync::Arc;

use qudao::{Error, settlement};
use wasm_bindgen::prelude::*;

use crate::{Facts, Programme, document, parse_json, refuse};

/// The revisions of one programme.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Programmes {
    inner: settlement::Programmes,
}

#[wasm_bindgen]
impl Programmes {
    /// One revision; `add` takes the others.
    ///
    /// # Errors
    /// None.
    #[wasm_bindgen(constructor)]
    pub fn new(programme: &Programme) -> Result<Programmes, JsValue> {
        let inner = settlement::Programmes::shared(vec![Arc::clone(&programme.inner)]).map_err(|error| refuse(&error))?;
        Ok(Programmes { inner })
    }

    /// Adds another revision.
    ///
    /// # Errors
    /// A `QudaoError` when it does not belong to the others, which then are as they were.
    pub fn add(&mut self, programme: &Programme) -> Result<(), JsValue> {
        let mut revisions = self.inner.revisions().to_vec();
        revisions.push(Arc::clone(&programme.inner));
        self.inner = settlement::Programmes::shared(revisions).map_err(|error| refuse(&error))?;
        Ok(())
    }
}

/// What has been posted to the partners of one programme.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Ledger {
    inner: settlement::Ledger,
    programmes: settlement::Programmes,
}

#[wasm_bindgen]
impl Ledger {
    /// An empty ledger.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(programmes: &Programmes) -> Ledger {
        Ledger { inner: settlement::Ledger::new(programmes.inner.latest()), programmes: programmes.inner.clone() }
    }

    /// Reads a ledger.
    ///
    /// # Errors
    /// A `QudaoError` with all findings.
    #[wasm_bindgen(js_name = fromJson)]
    pub fn from_json(programmes: &Programmes, ledger: &JsValue) -> Result<Ledger, JsValue> {
        let inner = settlement::Ledger::from_json(&document(ledger)?).map_err(|report| refuse(&Error::Ledger(report)))?;
        Ok(Ledger { inner, programmes: programmes.inner.clone() })
    }

    /// The canonical text.
    #[wasm_bindgen(js_name = toJson)]
    #[must_use]
    pub fn to_json(&self) -> String {
        self.inner.to_json()
    }

    /// Does one operation that reads no facts.
    ///
    /// # Errors
    /// A `QudaoError`; the ledger is then as it was.
    pub fn step(&mut self, operation: &JsValue) -> Result<JsValue, JsValue> {
        parse_json(&self.inner.step(&self.programmes, None, &document(operation)?).map_err(|error| refuse(&error))?)
    }

    /// Does one operation that reads facts: `settle`, `redeem`, `recompute`, `explain`.
    ///
    /// # Errors
    /// A `QudaoError`; the ledger is then as it was.
    #[wasm_bindgen(js_name = stepWith)]
    pub fn step_with(&mut self, facts: &Facts, operation: &JsValue) -> Result<JsValue, JsValue> {
        parse_json(&self.inner.step(&self.programmes, Some(&facts.inner), &document(operation)?).map_err(|error| refuse(&error))?)
    }
}
