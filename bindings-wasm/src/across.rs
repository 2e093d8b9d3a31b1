//! What is told across partners: targets as records, and leaderboards as one partner may see them.

use wasm_bindgen::prelude::*;

use crate::{Review, argument, object, refuse_evaluation};

#[wasm_bindgen]
impl Review {
    /// The records of the table `targets` that a cascade comes to; null when the programme has no such cascade.
    ///
    /// # Errors
    /// None.
    pub fn targets(&self, cascade: &JsValue) -> Result<JsValue, JsValue> {
        object(&self.inner.targets(&argument(cascade)))
    }

    /// A leaderboard as one partner may see it; null when the programme has no such leaderboard.
    ///
    /// # Errors
    /// A `QudaoError` when there is no such partner.
    pub fn leaderboard(&self, leaderboard: &JsValue, viewer: &JsValue) -> Result<JsValue, JsValue> {
        object(&self.inner.leaderboard(&argument(leaderboard), &argument(viewer)).map_err(refuse_evaluation)?)
    }
}
