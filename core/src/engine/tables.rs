//! Tables that a programme reads and nobody handed over.

use crate::facts::Facts;
use crate::metric::{Definition, Filter};
use crate::programme::Programme;
use crate::record::{ColumnPath, ColumnType};

/// The table that a base metric reads and nobody handed over.
pub(crate) fn missing_table(
    programme: &Programme,
    facts: &Facts,
    definition: &Definition,
    measured: &dyn Fn(&str) -> bool,
) -> Option<String> {
    let Definition::Base(base) = definition else { return None };
    if !measured(&base.kind) {
        return Some(base.kind.clone());
    }
    base.filter.as_ref().and_then(|filter| missing_reference(programme, facts, &base.kind, filter))
}

/// The table that a filter reaches through a reference and nobody handed over.
pub(crate) fn missing_reference(programme: &Programme, facts: &Facts, kind: &str, filter: &Filter) -> Option<String> {
    let mut missing = None;
    filter.for_each_leaf(&mut |leaf| {
        missing = missing.take().or_else(|| unreachable_table(programme, facts, kind, &leaf.operand));
    });
    missing
}

/// The table behind a column path, if it was not handed over.
pub(crate) fn unreachable_table(programme: &Programme, facts: &Facts, kind: &str, path: &ColumnPath) -> Option<String> {
    path.of_reference.as_ref()?;
    match &programme.kinds().get(kind)?.column(&path.column)?.kind {
        ColumnType::Reference(target) if facts.table_named(target).is_none() => Some(target.clone()),
        _ => None,
    }
}
