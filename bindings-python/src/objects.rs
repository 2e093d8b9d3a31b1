//! Python objects to the JSON of facts, so that they are read by the same code in every host.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyDate, PyDateTime, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple, PyType};
use qudao::{DiagnosticCode, JsonPointer};

use crate::error::{finding, raise_facts};

/// What becomes of binary floating point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Floats {
    /// An error.
    Refuse,
    /// The shortest decimal text that gives the same float.
    Shortest,
}

impl Floats {
    pub(crate) fn parse(word: &str) -> PyResult<Floats> {
        match word {
            "refuse" => Ok(Floats::Refuse),
            "shortest" => Ok(Floats::Shortest),
            other => Err(PyValueError::new_err(format!("floats is `{other}`, which is neither `refuse` nor `shortest`"))),
        }
    }
}

pub(crate) const FLOATS_HELP: &str =
    "hand over decimal.Decimal or text, or say floats=\"shortest\" to read each float as its shortest decimal text";

/// Largest integer that is written as a JSON number; larger ones become text.
const LARGEST_TOKEN: i64 = (1 << 53) - 1;

/// Writes values as JSON text.
#[derive(Debug)]
pub(crate) struct Writer {
    floats: Floats,
    pub(crate) text: String,
}

impl Writer {
    pub(crate) fn new(floats: Floats) -> Writer {
        Writer { floats, text: String::new() }
    }

    /// A mapping with text keys.
    pub(crate) fn object<'py>(
        &mut self,
        path: &JsonPointer,
        members: impl IntoIterator<Item = PyResult<(String, Bound<'py, PyAny>)>>,
    ) -> PyResult<()> {
        self.text.push('{');
        for (index, member) in members.into_iter().enumerate() {
            let (name, value) = member?;
            if index > 0 {
                self.text.push(',');
            }
            self.string(&name);
            self.text.push(':');
            self.value(&path.child(&name), &value)?;
        }
        self.text.push('}');
        Ok(())
    }

    pub(crate) fn string(&mut self, text: &str) {
        self.text.push_str(&serde_json::Value::from(text).to_string());
    }

    pub(crate) fn value(&mut self, path: &JsonPointer, value: &Bound<'_, PyAny>) -> PyResult<()> {
        if value.is_none() {
            self.text.push_str("null");
        } else if let Ok(text) = value.cast::<PyString>() {
            self.string(text.to_str()?);
        } else if let Ok(flag) = value.cast::<PyBool>() {
            self.text.push_str(if flag.is_true() { "true" } else { "false" });
        } else if value.is_instance_of::<PyInt>() {
            self.integer(value)?;
        } else if value.is_instance_of::<PyFloat>() {
            self.float(path, value)?;
        } else if value.is_instance(decimal_type(value.py())?)? {
            self.decimal(value)?;
        } else if value.is_instance_of::<PyDateTime>() {
            self.moment(value)?;
        } else if value.is_instance_of::<PyDate>() {
            self.string(value.call_method0("isoformat")?.cast::<PyString>()?.to_str()?);
        } else if let Ok(mapping) = value.cast::<PyDict>() {
            self.object(path, members(mapping))?;
        } else if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
            self.list(path, value)?;
        } else {
            return self.other(path, value);
        }
        Ok(())
    }

    fn list(&mut self, path: &JsonPointer, items: &Bound<'_, PyAny>) -> PyResult<()> {
        self.text.push('[');
        for (index, item) in items.try_iter()?.enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            self.value(&path.child(index), &item?)?;
        }
        self.text.push(']');
        Ok(())
    }

    fn integer(&mut self, value: &Bound<'_, PyAny>) -> PyResult<()> {
        // an enumeration of integers prints its name, so the plain integer is asked for
        let plain = value.py().get_type::<PyInt>().call_method1("__repr__", (value,))?;
        let digits = plain.cast::<PyString>()?.to_str()?;
        match digits.parse::<i64>() {
            Ok(number) if number.abs() <= LARGEST_TOKEN => self.text.push_str(digits),
            _ => self.string(digits),
        }
        Ok(())
    }

    fn decimal(&mut self, value: &Bound<'_, PyAny>) -> PyResult<()> {
        // NaN and infinities keep their names, which are refused as text that is no number
        let formatted = value.call_method1("__format__", ("f",))?;
        let text = formatted.cast::<PyString>()?.to_str()?;
        // 1.50000000 is 1.5: the digits say how it was stored, not how exact it is
        let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text };
        self.string(if text == "-0" { "0" } else { text });
        Ok(())
    }

    fn float(&mut self, path: &JsonPointer, value: &Bound<'_, PyAny>) -> PyResult<()> {
        let shown = value.py().get_type::<PyFloat>().call_method1("__repr__", (value,))?;
        let shown = shown.cast::<PyString>()?.to_str()?;
        let is_finite = shown.contains(|c: char| c.is_ascii_digit());
        match self.floats {
            // the token of a fraction: the core refuses it and says the same as in any other host
            Floats::Refuse if is_finite => self.text.push_str(shown),
            Floats::Refuse => {
                let message = format!("`{shown}` is not an exact number");
                return Err(raise_facts(finding(DiagnosticCode::AmountNotExact, path.clone(), message, "")));
            }
            // tables without a null of their own write NaN for an absent value
            Floats::Shortest if shown == "nan" => self.text.push_str("null"),
            Floats::Shortest if is_finite => {
                let exact = decimal_type(value.py())?.call1((shown,))?;
                self.decimal(&exact)?;
            }
            Floats::Shortest => self.string(shown),
        }
        Ok(())
    }

    /// A `datetime`: with an offset it is a moment, without one only midnight is a date.
    fn moment(&mut self, value: &Bound<'_, PyAny>) -> PyResult<()> {
        if value.ne(value)? {
            // pandas.NaT
            self.text.push_str("null");
            return Ok(());
        }
        let shown = value.call_method0("isoformat")?;
        let shown = shown.cast::<PyString>()?.to_str()?;
        match shown.strip_suffix("T00:00:00") {
            Some(date) => self.string(date),
            None => self.string(shown),
        }
        Ok(())
    }

    fn other(&mut self, path: &JsonPointer, value: &Bound<'_, PyAny>) -> PyResult<()> {
        let kind = value.get_type();
        if kind.name()?.to_str()? == "NAType" {
            self.text.push_str("null");
            return Ok(());
        }
        // scalars of numpy
        if kind.getattr("__module__").is_ok_and(|module| module.eq("numpy").unwrap_or(false))
            && let Ok(plain) = value.call_method0("item")
            && !plain.get_type().is(&kind)
        {
            return self.value(path, &plain);
        }
        if let Ok(mapping) = value.py().get_type::<PyDict>().call1((value,)) {
            return self.object(path, members(mapping.cast::<PyDict>()?));
        }
        let message = format!("a value of type `{}` is not read", kind.name()?.to_str()?);
        let help = "values are str, int, bool, decimal.Decimal, datetime.date, datetime.datetime with an offset, or None";
        Err(raise_facts(finding(DiagnosticCode::WrongType, path.clone(), message, help)))
    }
}

/// The members of a dict; keys must be text.
pub(crate) fn members<'py>(mapping: &Bound<'py, PyDict>) -> impl Iterator<Item = PyResult<(String, Bound<'py, PyAny>)>> {
    mapping.clone().into_iter().map(|(name, value)| Ok((name.cast::<PyString>()?.to_str()?.to_owned(), value)))
}

fn decimal_type(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    static DECIMAL: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    DECIMAL.import(py, "decimal", "Decimal")
}
