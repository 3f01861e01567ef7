//! `methods.tsv`: who may call a function, and whether its errors are known.
//!
//! The errors themselves come from [`super::errors`]. Invariant: a row with a mistake in it still counts as a row of its
//! method, so that the mistake invents no others.

use std::collections::BTreeMap;
use std::ops::Range;

use tl_parser::{Diagnostic, Span};

use super::cells::{self, Listing, Read};
use super::keys::Keys;
use super::sources::Ids;
use super::table::{Cell, Row, Table};
use super::{Access, Basis, MethodRow};

/// The columns of the table.
#[rustfmt::skip]
pub(super) const COLUMNS: [&str; 10] = [
    "method", "users", "bots", "basis", "sources", "business", "business_basis", "business_sources", "errors",
    "errors_sources",
];

/// One row, the errors not filled in yet.
pub(super) struct Method {
    pub(super) row: MethodRow,
    /// What the row says about errors, unless that could not be read.
    pub(super) listing: Option<Listing>,
    pub(super) listing_span: Span,
}

pub(super) fn read(table: &Table, ids: &Ids, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, Method> {
    let mut methods = BTreeMap::new();
    let mut keys = Keys::new();
    for row in &table.rows {
        let name = row.cell(0);
        or_none(cells::name(name), diagnostics);
        diagnostics.extend(keys.add(name.text.clone(), name, &name.text));
        let method = method(row, ids, diagnostics);
        methods.entry(name.text.clone()).or_insert(method);
    }
    methods
}

fn method(row: &Row, ids: &Ids, diagnostics: &mut Vec<Diagnostic>) -> Method {
    let (access, basis, sources) = answers(row, 1..3, ids, diagnostics);
    let (business, business_basis, business_sources) = answers(row, 5..6, ids, diagnostics);
    let listing = or_none(cells::listing(row.cell(8)), diagnostics);
    let is_known = listing.is_some_and(|listing| listing != Listing::Unknown);
    let known = MethodRow {
        users: access[0],
        bots: access[1],
        basis,
        sources,
        business: business[0],
        business_basis,
        business_sources,
        errors: is_known.then(Vec::new),
        errors_sources: sources_if(row, 9, is_known, listing.is_some(), ids, diagnostics),
        span: row.cell(0).span,
        ..MethodRow::default()
    };
    Method { row: known, listing, listing_span: row.cell(8).span }
}

/// The answers in these columns, and in the next two how they are known and from where.
fn answers(
    row: &Row,
    columns: Range<usize>,
    ids: &Ids,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Access>, Basis, Vec<String>) {
    let n_before = diagnostics.len();
    let (basis, sources) = (columns.end, columns.end + 1);
    let access: Vec<_> = columns.map(|column| or_default(cells::access(row.cell(column)), diagnostics)).collect();
    let basis_cell = row.cell(basis);
    let basis = or_default(cells::basis(basis_cell), diagnostics);
    let is_known = access.iter().any(|access| *access != Access::Unknown);
    if diagnostics.len() == n_before {
        diagnostics.extend(check_basis(basis_cell, is_known, basis != Basis::Unknown));
    }
    let sources = sources_if(row, sources, is_known, diagnostics.len() == n_before, ids, diagnostics);
    (access, basis, sources)
}

/// Known access has a basis, unknown access has none.
fn check_basis(cell: &Cell, is_known: bool, has_basis: bool) -> Option<Diagnostic> {
    let message = match (is_known, has_basis) {
        (true, false) => "who may call the method is known, and on which basis is not",
        (false, true) => "who may call the method is unknown, and still has a basis",
        _ => return None,
    };
    Some(cell.error(message).label("contradicts the cells before it"))
}

/// What is known has sources, what is unknown has none; `is_sure` if the cells that tell could be read.
fn sources_if(
    row: &Row,
    column: usize,
    is_known: bool,
    is_sure: bool,
    ids: &Ids,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let cell = row.cell(column);
    match (is_known, cell.text.is_empty()) {
        (false, true) => Vec::new(),
        (false, false) if is_sure => {
            let error = cell.error("what is unknown is from nowhere").label("names sources");
            diagnostics.push(error.help("leave the cell empty, or say what they say"));
            Vec::new()
        }
        _ if is_sure => or_default(cells::sources(cell, ids), diagnostics),
        _ => Vec::new(),
    }
}

/// The value, or nothing beside a finding.
pub(super) fn or_none<T>(result: Read<T>, diagnostics: &mut Vec<Diagnostic>) -> Option<T> {
    result.map_err(|found| diagnostics.push(*found)).ok()
}

/// The value, or the default beside a finding.
pub(super) fn or_default<T: Default>(result: Read<T>, diagnostics: &mut Vec<Diagnostic>) -> T {
    or_none(result, diagnostics).unwrap_or_default()
}
