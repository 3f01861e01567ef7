//! `methods.tsv`: who may call a function, and whether its errors are known.
//!
//! The errors themselves are in `errors.tsv`, read by [`super::errors`]. Invariant: a row with a mistake still counts
//! as a row of its method, so that one mistake causes no second finding.

use std::collections::BTreeMap;
use std::ops::Range;

use tl_parser::{Diagnostic, Span};

use super::cells::{self, ok_or_report};
use super::keys::{KnownSourceIds, SortedUniqueKeys};
use super::keywords::ErrorsState;
use super::table::{Cell, Row, Table};
use super::{Access, AccessBasis, MethodRow};

/// The columns of `methods.tsv`.
#[rustfmt::skip]
pub const METHOD_COLUMNS: [&str; 10] = [
    "method", "users", "bots", "basis", "sources", "business", "business_basis", "business_sources", "errors",
    "errors_sources",
];

/// A row of `methods.tsv`. Its list of errors is empty until the tables are joined.
pub(super) struct MethodTableRow {
    pub(super) row: MethodRow,
    /// The value of the cell in the column `errors`; `None` if the cell holds a mistake.
    pub(super) listing: Option<ErrorsState>,
    pub(super) listing_span: Span,
}

/// The rows of `methods.tsv`, by method.
pub(super) fn read_method_table(
    table: &Table,
    known: &KnownSourceIds,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, MethodTableRow> {
    let mut methods = BTreeMap::new();
    let mut keys = SortedUniqueKeys::new();
    for row in &table.rows {
        let name = row.cell_in_column(0);
        ok_or_report(cells::check_not_empty(name), diagnostics);
        diagnostics.extend(keys.add_and_check(name.text.clone(), name, &name.text));
        let method = read_method_row(row, known, diagnostics);
        methods.entry(name.text.clone()).or_insert(method);
    }
    methods
}

fn read_method_row(row: &Row, known: &KnownSourceIds, diagnostics: &mut Vec<Diagnostic>) -> MethodTableRow {
    let (access, basis, sources) = read_access_cells(row, 1..3, known, diagnostics);
    let (business, business_basis, business_sources) = read_access_cells(row, 5..6, known, diagnostics);
    let listing = ok_or_report(cells::parse_keyword(row.cell_in_column(8)), diagnostics);
    let is_known = listing.is_some_and(|listing| listing != ErrorsState::Unknown);
    let row_values = MethodRow {
        users: access[0],
        bots: access[1],
        basis,
        sources,
        business: business[0],
        business_basis,
        business_sources,
        errors: is_known.then(Vec::new),
        errors_sources: read_sources_if_known(row, 9, is_known, listing.is_some(), known, diagnostics),
        span: row.cell_in_column(0).span,
        ..MethodRow::default()
    };
    MethodTableRow { row: row_values, listing, listing_span: row.cell_in_column(8).span }
}

/// The access in `columns`; the two columns after them hold the basis and the sources of the access.
fn read_access_cells(
    row: &Row,
    columns: Range<usize>,
    known: &KnownSourceIds,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Access>, AccessBasis, Vec<String>) {
    let n_before = diagnostics.len();
    let (basis, sources) = (columns.end, columns.end + 1);
    let access: Vec<_> = columns
        .map(|column| ok_or_report(cells::parse_keyword(row.cell_in_column(column)), diagnostics).unwrap_or_default())
        .collect();
    let basis_cell = row.cell_in_column(basis);
    let basis = ok_or_report(cells::parse_keyword(basis_cell), diagnostics).unwrap_or_default();
    let is_known = access.iter().any(|access| *access != Access::Unknown);
    if diagnostics.len() == n_before {
        diagnostics.extend(check_basis_if_known(basis_cell, is_known, basis != AccessBasis::Unknown));
    }
    let sources = read_sources_if_known(row, sources, is_known, diagnostics.len() == n_before, known, diagnostics);
    (access, basis, sources)
}

/// Checks that access has a basis exactly if it is known.
fn check_basis_if_known(cell: &Cell, is_known: bool, has_basis: bool) -> Option<Diagnostic> {
    let message = match (is_known, has_basis) {
        (true, false) => "who may call the method is known, and on which basis is not",
        (false, true) => "who may call the method is unknown, and still has a basis",
        _ => return None,
    };
    Some(cell.error_at_cell(message).label("contradicts the cells before it"))
}

/// The sources in a column, which are required if the value is known and forbidden if it is not.
///
/// `is_sure` is false if the cells with the value hold a mistake; the column is then not checked.
fn read_sources_if_known(
    row: &Row,
    column: usize,
    is_known: bool,
    is_sure: bool,
    known: &KnownSourceIds,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let cell = row.cell_in_column(column);
    match (is_known, cell.text.is_empty()) {
        (false, true) => Vec::new(),
        (false, false) if is_sure => {
            let error = cell.error_at_cell("an unknown value cannot have sources").label("names sources");
            diagnostics.push(error.help("leave the cell empty, or enter the value that these sources give"));
            Vec::new()
        }
        _ if is_sure => ok_or_report(cells::parse_source_ids(cell, known), diagnostics).unwrap_or_default(),
        _ => Vec::new(),
    }
}
