//! `errors.tsv` and `error_types.tsv`: which errors a method may return, and what they mean.
//!
//! The same (type, code) may stand in `*` and in a method: the first says that any method may return it, the second
//! that this one is known to. Invariant: a row with a mistake in it still counts as a use of its method and type.

use std::collections::{BTreeMap, BTreeSet};

use tl_parser::{Diagnostic, Span};

use super::keys::Keys;
use super::methods::{or_default, or_none};
use super::sources::Ids;
use super::table::{Row, Table};
use super::{ErrorBasis, ErrorRow, cells};

/// The columns of `errors.tsv`.
pub(super) const COLUMNS: [&str; 5] = ["method", "code", "type", "basis", "sources"];

/// The columns of `error_types.tsv`.
pub(super) const TYPE_COLUMNS: [&str; 2] = ["type", "description"];

/// What stands for the method of an error that any method may return.
pub(super) const ANY_METHOD: &str = "*";

/// What stands for the method of an error that is known of none.
pub(super) const NO_METHOD: &str = "?";

/// Errors by method, those of [`ANY_METHOD`] and [`NO_METHOD`] among them.
pub(super) type ByMethod = BTreeMap<String, Errors>;

/// The errors of one method.
pub(super) struct Errors {
    /// The rows that could be read.
    pub(super) rows: Vec<ErrorRow>,
    /// Where the method is named first.
    pub(super) span: Span,
}

/// What the types mean.
pub(super) fn read_types(table: &Table, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, (String, Span)> {
    let mut types = BTreeMap::new();
    let mut keys = Keys::new();
    for row in &table.rows {
        let name = row.cell(0);
        or_none(cells::check_type(name), diagnostics);
        diagnostics.extend(keys.add(name.text.clone(), name, &name.text));
        let description = or_default(cells::sentence(row.cell(1)), diagnostics);
        types.entry(name.text.clone()).or_insert((description, name.span));
    }
    types
}

/// Who returns what.
pub(super) fn read(
    table: &Table,
    types: &BTreeMap<String, (String, Span)>,
    ids: &Ids,
    diagnostics: &mut Vec<Diagnostic>,
) -> ByMethod {
    let mut methods = ByMethod::new();
    let mut keys = Keys::new();
    for row in &table.rows {
        let method = row.cell(0);
        let errors =
            methods.entry(method.text.clone()).or_insert_with(|| Errors { rows: Vec::new(), span: method.span });
        or_none(cells::name(method), diagnostics);
        let Some(mut error) = error(row, ids, diagnostics) else { continue };
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

/// One row, the description not filled in yet.
fn error(row: &Row, ids: &Ids, diagnostics: &mut Vec<Diagnostic>) -> Option<ErrorRow> {
    let code = or_none(cells::code(row.cell(1)), diagnostics);
    let spelling = or_none(cells::check_type(row.cell(2)), diagnostics);
    let basis = or_none(cells::error_basis(row.cell(3), &row.cell(0).text), diagnostics);
    let sources = or_default(cells::sources(row.cell(4), ids), diagnostics);
    let name = row.cell(2).text.clone();
    let (code, basis) = (code?, basis?);
    spelling.map(|()| ErrorRow { code, name, description: String::new(), basis, sources })
}

impl Errors {
    /// Whether older sources alone know of them.
    pub(super) fn are_older(&self) -> bool {
        !self.rows.is_empty() && self.rows.iter().all(|row| row.basis == ErrorBasis::Older)
    }
}

/// Checks that each type that is used is described.
pub(super) fn check_described(errors: &Table, types: &Table, diagnostics: &mut Vec<Diagnostic>) {
    if !is_sure(types, 0) {
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

/// Checks that each type that is described is used.
pub(super) fn check_used(types: &Table, errors: &Table, diagnostics: &mut Vec<Diagnostic>) {
    if !is_sure(errors, 2) {
        return;
    }
    let used: BTreeSet<_> = errors.rows.iter().map(|row| &row.cell(2).text).collect();
    for name in types.rows.iter().map(|row| row.cell(0)).filter(|name| cells::check_type(name).is_ok()) {
        if !used.contains(&name.text) {
            let diagnostic = name.error(format!("no method returns `{}`", name.text));
            diagnostics.push(diagnostic.label("described for nothing").help("remove the row"));
        }
    }
}

/// Whether a type that is not in this column is nowhere in the table: not in a row that could not be read, nor under
/// another spelling.
fn is_sure(table: &Table, column: usize) -> bool {
    table.is_complete && table.rows.iter().all(|row| cells::check_type(row.cell(column)).is_ok())
}
