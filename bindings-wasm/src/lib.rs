//! qudao for browsers and Node: handles over the core, JSON text across the boundary.
//!
//! It holds no rule and formats no message: every answer and every refusal is the core's own text, so that a browser shows the
//! bytes that a server would. What JavaScript alone can do (objects to text, the `QudaoError` class) is in `entry/host.js`.
//! The surface is described for its users in `types.d.ts`.

#[cfg(feature = "full")]
mod across;
#[cfg(feature = "full")]
mod ledger;
#[cfg(feature = "full")]
mod partial;
#[cfg(feature = "full")]
mod plain;
#[cfg(feature = "full")]
mod price;

use std::sync::Arc;

use qudao::{AsOf, Error, EvaluationError, Label, Locale};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// One thread, and memory that grows: what a browser has.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

#[wasm_bindgen(raw_module = "./host.js")]
extern "C" {
    /// A document as JSON text in UTF-8; throws when the value is neither text nor a plain object.
    #[wasm_bindgen(js_name = documentBytes, catch)]
    fn document_bytes(document: &JsValue) -> Result<Vec<u8>, JsValue>;
    /// An argument that should be text, for the core to accept or refuse.
    #[wasm_bindgen(js_name = argumentText)]
    fn argument_text(argument: &JsValue) -> String;
    /// A `QudaoError` from the core's text.
    fn refusal(json: &str) -> JsValue;
    /// A `RangeError` about a language that the core has no texts in.
    #[wasm_bindgen(js_name = unsupportedLocale)]
    fn unsupported_locale(tag: &str) -> JsValue;
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = JSON, js_name = parse, catch)]
    fn parse_json(text: &str) -> Result<JsValue, JsValue>;
}

fn refuse(error: &Error) -> JsValue {
    refusal(&error.to_json())
}

fn refuse_evaluation(error: EvaluationError) -> JsValue {
    refuse(&Error::Evaluation(error))
}

/// The text of a document, be it text or an object.
fn document(value: &JsValue) -> Result<String, JsValue> {
    // an encoder of JavaScript writes nothing but UTF-8
    Ok(String::from_utf8(document_bytes(value)?).unwrap_or_default())
}

fn argument(value: &JsValue) -> String {
    value.as_string().unwrap_or_else(|| argument_text(value))
}

fn object(value: &impl Serialize) -> Result<JsValue, JsValue> {
    // the types of the core have only text keys and no fallible part
    parse_json(&serde_json::to_string(value).unwrap_or_default())
}

fn date(value: &JsValue) -> Result<qudao::Date, JsValue> {
    let text = argument(value);
    qudao::parse_date(&text).ok_or_else(|| refuse_evaluation(EvaluationError::BadDate(text)))
}

fn as_of(on: &JsValue, known_on: &JsValue) -> Result<AsOf, JsValue> {
    let on = date(on)?;
    let known_on = if known_on.is_undefined() || known_on.is_null() { None } else { Some(date(known_on)?) };
    Ok(AsOf { on, known_on })
}

fn locale(tag: &JsValue) -> Result<Locale, JsValue> {
    let tag = argument(tag);
    Locale::from_tag(&tag).ok_or_else(|| unsupported_locale(&tag))
}

/// A valid programme.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Programme {
    inner: Arc<qudao::Programme>,
}

#[wasm_bindgen]
impl Programme {
    /// Reads and checks a document.
    ///
    /// # Errors
    /// A `QudaoError` with all findings.
    #[wasm_bindgen(js_name = fromJson)]
    pub fn from_json(programme: &JsValue) -> Result<Programme, JsValue> {
        let inner = qudao::Programme::from_json(&document(programme)?).map_err(|report| refuse(&Error::Programme(report)))?;
        Ok(Programme { inner: Arc::new(inner) })
    }

    /// The canonical text.
    #[wasm_bindgen(js_name = toJson)]
    #[must_use]
    pub fn to_json(&self) -> String {
        self.inner.to_json().to_owned()
    }

    /// The id.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn id(&self) -> String {
        self.inner.identity().id.clone()
    }

    /// The revision, as a JavaScript number; the reader admits none beyond 2^53.
    ///
    /// # Errors
    /// None for a programme that was read.
    #[wasm_bindgen(getter)]
    pub fn revision(&self) -> Result<JsValue, JsValue> {
        object(&self.inner.identity().revision)
    }

    /// SHA-256 of the canonical text.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn fingerprint(&self) -> String {
        self.inner.identity().fingerprint.clone()
    }

    /// Findings that do not refuse the document.
    ///
    /// # Errors
    /// None.
    #[wasm_bindgen(getter)]
    pub fn warnings(&self) -> Result<JsValue, JsValue> {
        object(&self.inner.warnings())
    }
}

/// Checked facts.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Facts {
    inner: qudao::Facts,
}

#[wasm_bindgen]
impl Facts {
    /// Reads facts against a programme.
    ///
    /// # Errors
    /// A `QudaoError` with all findings.
    #[wasm_bindgen(js_name = fromJson)]
    pub fn from_json(programme: &Programme, facts: &JsValue) -> Result<Facts, JsValue> {
        let inner = qudao::Facts::from_json(&programme.inner, &document(facts)?).map_err(|report| refuse(&Error::Facts(report)))?;
        Ok(Facts { inner })
    }
}

/// A compiled programme.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Engine {
    inner: qudao::Engine,
    programme: Arc<qudao::Programme>,
}

#[wasm_bindgen]
impl Engine {
    /// Compiles a programme.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(programme: &Programme) -> Engine {
        Engine { inner: qudao::Engine::shared(Arc::clone(&programme.inner)), programme: Arc::clone(&programme.inner) }
    }

    /// All decisions for a date.
    ///
    /// # Errors
    /// A `QudaoError`.
    pub fn review(&self, facts: &Facts, as_of_date: &JsValue, known_on: &JsValue) -> Result<Review, JsValue> {
        let inner = self.inner.review(&facts.inner, &as_of(as_of_date, known_on)?).map_err(refuse_evaluation)?;
        Ok(Review { inner, programme: Arc::clone(&self.programme) })
    }
}

/// All decisions for a date.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Review {
    inner: qudao::Review,
    programme: Arc<qudao::Programme>,
}

#[wasm_bindgen]
impl Review {
    /// The canonical text.
    ///
    /// # Errors
    /// A `QudaoError`.
    #[wasm_bindgen(js_name = toJson)]
    pub fn to_json(&self) -> Result<String, JsValue> {
        self.inner.to_json().map_err(refuse_evaluation)
    }

    /// Ids of all partners, sorted.
    ///
    /// # Errors
    /// None.
    #[wasm_bindgen(getter, js_name = partnerIds)]
    pub fn partner_ids(&self) -> Result<JsValue, JsValue> {
        object(&self.inner.partner_ids())
    }

    /// All claimed things.
    ///
    /// # Errors
    /// None.
    #[wasm_bindgen(getter)]
    pub fn conflicts(&self) -> Result<JsValue, JsValue> {
        object(&self.inner.conflicts())
    }

    /// What was decided about one partner.
    ///
    /// # Errors
    /// A `QudaoError` when there is no such partner.
    pub fn partner(&self, id: &JsValue) -> Result<JsValue, JsValue> {
        object(&self.inner.partner(&argument(id)).map_err(refuse_evaluation)?)
    }

    /// A partner's decision in words, line by line.
    ///
    /// # Errors
    /// A `QudaoError` when there is no such partner, a `RangeError` for a language without texts.
    pub fn explain(&self, id: &JsValue, locale_tag: &JsValue) -> Result<JsValue, JsValue> {
        object(&self.explanation(id, locale_tag)?)
    }

    /// A partner's decision in words, as one text.
    ///
    /// # Errors
    /// As `explain`.
    #[wasm_bindgen(js_name = explainText)]
    pub fn explain_text(&self, id: &JsValue, locale_tag: &JsValue) -> Result<String, JsValue> {
        Ok(self.explanation(id, locale_tag)?.to_text())
    }

    fn explanation(&self, id: &JsValue, locale_tag: &JsValue) -> Result<qudao::Explanation, JsValue> {
        let locale = locale(locale_tag)?;
        let decision = self.inner.partner(&argument(id)).map_err(refuse_evaluation)?;
        Ok(decision.explain(&self.programme, locale))
    }
}

/// All findings about a programme document; an empty list when there is nothing to say.
///
/// # Errors
/// Only when the value is neither text nor a plain object.
#[wasm_bindgen]
pub fn check(programme: &JsValue) -> Result<JsValue, JsValue> {
    object(&qudao::Programme::check(&document(programme)?))
}

/// Texts by key.
struct Words<'a>(Vec<(&'a str, &'a str)>);

impl Serialize for Words<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}

/// The core's words for headings and outcomes in a language, by key.
///
/// # Errors
/// A `RangeError` for a language without texts.
#[wasm_bindgen]
pub fn labels(locale_tag: &JsValue) -> Result<JsValue, JsValue> {
    let locale = locale(locale_tag)?;
    let mut words: Vec<(&str, &str)> = Vec::new();
    for label in Label::ALL {
        let word = qudao::label(*label, locale);
        // what this build does not speak of has no word
        if !word.is_empty() {
            let at = words.partition_point(|(key, _)| *key < label.key());
            words.insert(at, (label.key(), word));
        }
    }
    object(&Words(words))
}
