//! qudao for Python: a shell that converts at the border and holds no rule of the domain.

mod arrow;
mod decision;
mod engine;
mod error;
mod export;
mod facts;
mod html;
mod ledger;
mod objects;
mod programme;
mod review;

use pyo3::prelude::*;

/// The compiled part of `qudao`; import `qudao` instead.
#[pymodule]
mod _qudao {
    use pyo3::prelude::*;

    #[pymodule_export]
    use crate::decision::Decision;
    #[pymodule_export]
    use crate::engine::{Engine, Partial};
    #[pymodule_export]
    use crate::facts::Facts;
    #[pymodule_export]
    use crate::ledger::{LedgerCore, Programmes};
    #[pymodule_export]
    use crate::programme::{Programme, check, json_schema};
    #[pymodule_export]
    use crate::review::Review;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}

/// `json.loads`.
fn json_loads<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    py.import("json")?.call_method1("loads", (text,))
}
