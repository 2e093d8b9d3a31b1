//! Mergeable aggregates: for who measures in several places.

use std::sync::Arc;

use wasm_bindgen::prelude::*;

use crate::{Engine, Facts, Programme, Review, as_of, document, refuse_evaluation};

#[wasm_bindgen]
impl Engine {
    /// Mergeable aggregates of a part of the records.
    ///
    /// # Errors
    /// A `QudaoError`.
    pub fn measure(&self, facts: &Facts, as_of_date: &JsValue, known_on: &JsValue) -> Result<Partial, JsValue> {
        let inner = self.inner.measure(&facts.inner, &as_of(as_of_date, known_on)?).map_err(refuse_evaluation)?;
        Ok(Partial { inner })
    }

    /// Decides on merged aggregates.
    ///
    /// # Errors
    /// A `QudaoError`.
    pub fn decide(&self, facts: &Facts, partial: &Partial) -> Result<Review, JsValue> {
        let inner = self.inner.decide(&facts.inner, &partial.inner).map_err(refuse_evaluation)?;
        Ok(Review { inner, programme: Arc::clone(&self.programme) })
    }
}

/// Mergeable aggregates.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Partial {
    inner: qudao::Partial,
}

#[wasm_bindgen]
impl Partial {
    /// Reads aggregates that were measured under this programme.
    ///
    /// # Errors
    /// A `QudaoError`.
    #[wasm_bindgen(js_name = fromJson)]
    pub fn from_json(programme: &Programme, partial: &JsValue) -> Result<Partial, JsValue> {
        let inner = qudao::Partial::from_json(&programme.inner, &document(partial)?).map_err(refuse_evaluation)?;
        Ok(Partial { inner })
    }

    /// The canonical text.
    #[wasm_bindgen(js_name = toJson)]
    #[must_use]
    pub fn to_json(&self) -> String {
        self.inner.to_json()
    }

    /// Adds the aggregates of another part.
    ///
    /// # Errors
    /// A `QudaoError`.
    pub fn merge(&mut self, other: &Partial) -> Result<(), JsValue> {
        self.inner.merge(&other.inner).map_err(refuse_evaluation)
    }
}
