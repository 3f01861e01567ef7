//! `errors.tsv`: the errors that each method may return.
//!
//! One code and type may have a row under `*` and another under a method. The first states that any method may return
//! the error, the second that this method is known to. Invariant: a row with a mistake still counts as a use of its
//! method and its type.

use std::collections::{BTreeMap, BTreeSet};

use tl_parser::{Code, Diagnostic, Span};

use super::cells::{self, ok_or_report};
use super::descriptions::DescriptionsByName;
use super::dormant_rows;
use super::keys::{KnownSourceIds, SortedUniqueKeys};
use super::model::{ErrorBasis, ErrorRow};
use super::table::{Row, Table};

/// The columns of `errors.tsv`.
pub const ERROR_COLUMNS: [&str; 5] = ["method", "code", "type", "basis", "sources"];

/// MethodErrors by method; the keys include [`ANY_METHOD`](super::keys::ANY_METHOD) and
/// [`NO_METHOD`](super::keys::NO_METHOD).
pub(super) type ErrorsByMethod = BTreeMap<String, MethodErrors>;

/// The errors of one method.
pub(super) struct MethodErrors {
    /// The errors in rows without a mistake.
    pub(super) rows: Vec<ErrorRow>,
    /// The first cell that names the method.
    pub(super) span: Span,
}

/// The errors by method, with the descriptions of their types.
pub(super) fn read_error_table(
    table: &Table,
    types: &DescriptionsByName,
    known: &KnownSourceIds,
    diagnostics: &mut Vec<Diagnostic>,
) -> ErrorsByMethod {
    let mut methods = ErrorsByMethod::new();
    let mut keys = SortedUniqueKeys::new();
    for row in &table.rows {
        let method = row.cell_in_column(0);
        let errors =
            methods.entry(method.text.clone()).or_insert_with(|| MethodErrors { rows: Vec::new(), span: method.span });
        ok_or_report(cells::check_not_empty(method), diagnostics);
        let Some(mut error) = read_error_row(row, known, diagnostics) else { continue };
        let shown = format!("{} {} {}", method.text, error.code, error.name);
        let key = (method.text.clone(), error.code, error.name.clone());
        diagnostics.extend(keys.add_and_check(key, row.cell_in_column(2), &shown));
        error.description = types.get(&error.name).map(|(text, _)| text.clone()).unwrap_or_default();
        errors.rows.push(error);
    }
    for errors in methods.values_mut() {
        errors.rows.sort_by(|one, other| (one.code, &one.name).cmp(&(other.code, &other.name)));
        errors.rows.dedup_by(|one, other| (one.code, &one.name) == (other.code, &other.name));
    }
    methods
}

/// The error in a row of `errors.tsv`, with an empty description, which is filled in later.
fn read_error_row(row: &Row, known: &KnownSourceIds, diagnostics: &mut Vec<Diagnostic>) -> Option<ErrorRow> {
    let code = ok_or_report(cells::parse_error_code(row.cell_in_column(1)), diagnostics);
    let spelling = ok_or_report(cells::check_error_type(row.cell_in_column(2)), diagnostics);
    let basis = ok_or_report(cells::parse_error_basis(row.cell_in_column(3), &row.cell_in_column(0).text), diagnostics);
    let sources = ok_or_report(cells::parse_source_ids(row.cell_in_column(4), known), diagnostics).unwrap_or_default();
    let name = row.cell_in_column(2).text.clone();
    let (code, basis) = (code?, basis?);
    spelling.map(|()| ErrorRow { code, name, description: String::new(), basis, sources })
}

impl MethodErrors {
    /// Whether the method has errors, and only older sources list them.
    pub(super) fn are_only_from_older_sources(&self) -> bool {
        !self.rows.is_empty() && self.rows.iter().all(|row| row.basis == ErrorBasis::Older)
    }
}

/// Checks that each type in `errors.tsv` has a row in `error_types.tsv`.
pub(super) fn check_error_types_described(errors: &Table, types: &Table, diagnostics: &mut Vec<Diagnostic>) {
    if !is_error_type_column_valid(types, 0) {
        return;
    }
    let mut known: BTreeSet<_> = types.rows.iter().map(|row| &row.cell_in_column(0).text).collect();
    for name in errors.rows.iter().map(|row| row.cell_in_column(2)).filter(|name| cells::check_error_type(name).is_ok())
    {
        if known.insert(&name.text) {
            let diagnostic = name.error_at_cell(format!("`{}` has no description", name.text));
            diagnostics.push(diagnostic.label("first used here").help("add a row to error_types.tsv"));
        }
    }
}

/// Checks that each type in `error_types.tsv` has a row in `errors.tsv`.
///
/// A type with a sentence may be dormant: the methods that return it are not in this layer. Its row is kept.
pub(super) fn check_described_types_used(types: &Table, errors: &Table, diagnostics: &mut Vec<Diagnostic>) {
    if !is_error_type_column_valid(errors, 2) {
        return;
    }
    let used: BTreeSet<_> = errors.rows.iter().map(|row| &row.cell_in_column(2).text).collect();
    let mut dormant = Vec::new();
    for row in types.rows.iter().filter(|row| cells::check_error_type(row.cell_in_column(0)).is_ok()) {
        let (name, has_sentence) = (row.cell_in_column(0), !row.cell_in_column(1).text.is_empty());
        if !used.contains(&name.text) {
            let message = format!("no method returns `{}`", name.text);
            match has_sentence {
                true => dormant.push(
                    Diagnostic::warning(Code::BadMetadata, name.span, message)
                        .label("dormant row")
                        .help("keep the row for a layer whose methods return the error, or remove it"),
                ),
                false => {
                    diagnostics.push(name.error_at_cell(message).label("not in errors.tsv").help("remove the row"))
                }
            }
        }
    }
    diagnostics.extend(dormant_rows::summarize_dormant_warnings(dormant, "types of errors are dormant"));
}

/// Whether all cells of a column are free of mistakes. Only then a type that is missing in the column is missing in the
/// table.
fn is_error_type_column_valid(table: &Table, column: usize) -> bool {
    table.is_complete && table.rows.iter().all(|row| cells::check_error_type(row.cell_in_column(column)).is_ok())
}
