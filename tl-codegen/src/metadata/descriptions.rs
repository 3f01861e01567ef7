//! Tables of sentences: `descriptions.tsv` for functions, `error_types.tsv` for types of errors.
//!
//! Sentences are written by people and live apart from the facts, which a program merges. Invariant: a row with a
//! mistake still counts as a row of its name, so that one mistake causes no second finding.

use std::collections::BTreeMap;

use tl_parser::{Diagnostic, Span};

use super::cells::{self, CellResult, ok_or_report};
use super::keys::SortedUniqueKeys;
use super::table::{Cell, Table};

/// The columns of `descriptions.tsv`.
pub const DESCRIPTION_COLUMNS: [&str; 2] = ["method", "description"];

/// The columns of `error_types.tsv`.
pub const ERROR_TYPE_COLUMNS: [&str; 2] = ["type", "description"];

/// Sentences by name, with the span of the name.
pub(super) type DescriptionsByName = BTreeMap<String, (String, Span)>;

/// Reads `descriptions.tsv` or `error_types.tsv`; `check_name` checks the first column.
pub(super) fn read_descriptions(
    table: &Table,
    check_name: fn(&Cell) -> CellResult<()>,
    diagnostics: &mut Vec<Diagnostic>,
) -> DescriptionsByName {
    let mut descriptions = DescriptionsByName::new();
    let mut keys = SortedUniqueKeys::new();
    for row in &table.rows {
        let name = row.cell_in_column(0);
        ok_or_report(check_name(name), diagnostics);
        diagnostics.extend(keys.add_and_check(name.text.clone(), name, &name.text));
        let description = ok_or_report(cells::parse_sentence(row.cell_in_column(1)), diagnostics).unwrap_or_default();
        descriptions.entry(name.text.clone()).or_insert((description, name.span));
    }
    descriptions
}
