//! `errors.tsv`: the errors that each method may return.
//!
//! One code and type may have a row under `*` and another under a method. The first states that any method may return
//! the error, the second that this method is known to. Invariant: a row with a mistake still counts as a use of its
//! method and its type.

use std::collections::{BTreeMap, BTreeSet};

use tl_parser::{Code, Diagnostic, Span};

use super::cells::{self, report};
use super::descriptions::Descriptions;
use super::dormant;
use super::keys::{Keys, KnownSources};
use super::model::{ErrorBasis, ErrorRow};
use super::table::{Row, Table};

/// The columns of `errors.tsv`.
pub const ERROR_COLUMNS: [&str; 5] = ["method", "code", "type", "basis", "sources"];

/// Errors by method; the keys include [`ANY_METHOD`](super::keys::ANY_METHOD) and
/// [`NO_METHOD`](super::keys::NO_METHOD).
pub(super) type ByMethod = BTreeMap<String, Errors>;

/// The errors of one method.
pub(super) struct Errors {
    /// The errors in rows without a mistake.
    pub(super) rows: Vec<ErrorRow>,
    /// The first cell that names the method.
    pub(super) span: Span,
}

/// The errors by method, with the descriptions of their types.
pub(super) fn read(
    table: &Table,
    types: &Descriptions,
    known: &KnownSources,
    diagnostics: &mut Vec<Diagnostic>,
) -> ByMethod {
    let mut methods = ByMethod::new();
    let mut keys = Keys::new();
    for row in &table.rows {
        let method = row.cell(0);
        let errors =
            methods.entry(method.text.clone()).or_insert_with(|| Errors { rows: Vec::new(), span: method.span });
        report(cells::name(method), diagnostics);
        let Some(mut error) = read_error(row, known, diagnostics) else { continue };
        let shown = format!("{} {} {}", method.text, error.code, error.name);
        let key = (method.text.clone(), error.code, error.name.clone());
        diagnostics.extend(keys.add(key, row.cell(2), &shown));
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
fn read_error(row: &Row, known: &KnownSources, diagnostics: &mut Vec<Diagnostic>) -> Option<ErrorRow> {
    let code = report(cells::code(row.cell(1)), diagnostics);
    let spelling = report(cells::check_type(row.cell(2)), diagnostics);
    let basis = report(cells::error_basis(row.cell(3), &row.cell(0).text), diagnostics);
    let sources = report(cells::sources(row.cell(4), known), diagnostics).unwrap_or_default();
    let name = row.cell(2).text.clone();
    let (code, basis) = (code?, basis?);
    spelling.map(|()| ErrorRow { code, name, description: String::new(), basis, sources })
}

impl Errors {
    /// Whether the method has errors, and only older sources list them.
    pub(super) fn are_older(&self) -> bool {
        !self.rows.is_empty() && self.rows.iter().all(|row| row.basis == ErrorBasis::Older)
    }
}

/// Checks that each type in `errors.tsv` has a row in `error_types.tsv`.
pub(super) fn check_described(errors: &Table, types: &Table, diagnostics: &mut Vec<Diagnostic>) {
    if !has_no_mistakes(types, 0) {
        return;
    }
    let mut known: BTreeSet<_> = types.rows.iter().map(|row| &row.cell(0).text).collect();
    for name in errors.rows.iter().map(|row| row.cell(2)).filter(|name| cells::check_type(name).is_ok()) {
        if known.insert(&name.text) {
            let diagnostic = name.error(format!("`{}` has no description", name.text));
            diagnostics.push(diagnostic.label("first used here").help("add a row to error_types.tsv"));
        }
    }
}

/// Checks that each type in `error_types.tsv` has a row in `errors.tsv`.
///
/// A type with a sentence may be dormant: the methods that return it are not in this layer. Its row is kept.
pub(super) fn check_used(types: &Table, errors: &Table, diagnostics: &mut Vec<Diagnostic>) {
    if !has_no_mistakes(errors, 2) {
        return;
    }
    let used: BTreeSet<_> = errors.rows.iter().map(|row| &row.cell(2).text).collect();
    let mut dormant = Vec::new();
    for row in types.rows.iter().filter(|row| cells::check_type(row.cell(0)).is_ok()) {
        let (name, has_sentence) = (row.cell(0), !row.cell(1).text.is_empty());
        if !used.contains(&name.text) {
            let message = format!("no method returns `{}`", name.text);
            match has_sentence {
                true => dormant.push(
                    Diagnostic::warning(Code::BadMetadata, name.span, message)
                        .label("dormant row")
                        .help("keep the row for a layer whose methods return the error, or remove it"),
                ),
                false => diagnostics.push(name.error(message).label("not in errors.tsv").help("remove the row")),
            }
        }
    }
    diagnostics.extend(dormant::summed_up(dormant, "types of errors are dormant"));
}

/// Whether all cells of a column are free of mistakes. Only then a type that is missing in the column is missing in the
/// table.
fn has_no_mistakes(table: &Table, column: usize) -> bool {
    table.is_complete && table.rows.iter().all(|row| cells::check_type(row.cell(column)).is_ok())
}
