//! Dormant rows of tables: rows about a method or error type that this layer of the schema lacks.
//!
//! Such rows are kept, because they count again once a layer has the method or error type again.

use tl_parser::Diagnostic;

/// Maximum number of dormant rows with a warning of their own; more are summed up.
const MAX_DORMANT_WARNINGS: usize = 5;

/// Warnings about dormant rows; many of them become one, since the step to another layer makes all of them at once.
pub(super) fn summarize_dormant_warnings(dormant: Vec<Diagnostic>, why: &str) -> Vec<Diagnostic> {
    if dormant.len() <= MAX_DORMANT_WARNINGS {
        return dormant;
    }
    let n_rows = dormant.len();
    let first = dormant.into_iter().min_by_key(|diagnostic| diagnostic.primary.span);
    let summed_up = first.map(|mut first| {
        first.message = format!("{n_rows} {why}: {}, and others", first.message);
        first
    });
    summed_up.into_iter().collect()
}
