//! The second, plain pipeline: for who wants a decision worked out twice.

use wasm_bindgen::prelude::*;

use crate::{Engine, Facts, argument, as_of, object, refuse_evaluation};

#[wasm_bindgen]
impl Engine {
    /// One partner's decision by the second, plain pipeline.
    ///
    /// # Errors
    /// A `QudaoError`.
    pub fn explain(&self, facts: &Facts, as_of_date: &JsValue, partner: &JsValue, known_on: &JsValue) -> Result<JsValue, JsValue> {
        let decision = self.inner.explain(&facts.inner, &as_of(as_of_date, known_on)?, &argument(partner)).map_err(refuse_evaluation)?;
        object(&decision)
    }
}
