//! What a partner pays for a product.

use wasm_bindgen::prelude::*;

use crate::{Engine, Facts, argument, as_of, object, refuse_evaluation};

#[wasm_bindgen]
impl Engine {
    /// What a partner pays for a product; null when the programme makes no prices.
    ///
    /// # Errors
    /// A `QudaoError`.
    pub fn price(
        &self,
        facts: &Facts,
        as_of_date: &JsValue,
        partner: &JsValue,
        product: &JsValue,
        known_on: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let as_of = as_of(as_of_date, known_on)?;
        object(&self.inner.price(&facts.inner, &as_of, &argument(partner), &argument(product)).map_err(refuse_evaluation)?)
    }
}
