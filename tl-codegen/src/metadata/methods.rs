//! `methods.tsv`: who may call a function, and whether its errors are known.
//!
//! The errors themselves come from [`super::errors`]. Invariant: a row with a mistake in it still counts as a row of its
//! method, so that the mistake invents no others.

use std::collections::BTreeMap;

use tl_parser::{Diagnostic, Span};

use super::cells::{self, Listing, Read};
use super::keys::Keys;
use super::table::{Row, Table};
use super::{Access, Basis, MethodRow};

/// The columns of the table.
pub(super) const COLUMNS: [&str; 7] = ["method", "users", "bots", "basis", "errors", "sources", "description"];

/// One row, the errors not filled in yet.
pub(super) struct Method {
    pub(super) row: MethodRow,
    /// What the row says about errors, unless that could not be read.
    pub(super) listing: Option<Listing>,
    pub(super) listing_span: Span,
}

pub(super) fn read(table: &Table, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, Method> {
    let mut methods = BTreeMap::new();
    let mut keys = Keys::new();
    for row in &table.rows {
        let name = row.cell(0);
        or_none(cells::name(name), diagnostics);
        diagnostics.extend(keys.add(name.text.clone(), name, &name.text));
        let method = method(row, diagnostics);
        methods.entry(name.text.clone()).or_insert(method);
    }
    methods
}

fn method(row: &Row, diagnostics: &mut Vec<Diagnostic>) -> Method {
    let n_before = diagnostics.len();
    let users = or_default(cells::access(row.cell(1)), diagnostics);
    let bots = or_default(cells::access(row.cell(2)), diagnostics);
    let basis = or_default(cells::basis(row.cell(3)), diagnostics);
    if diagnostics.len() == n_before {
        diagnostics.extend(check_basis(row, users, bots, basis));
    }
    let listing = or_none(cells::listing(row.cell(4)), diagnostics);
    let sources = or_default(cells::sources(row.cell(5)), diagnostics);
    let description = or_default(cells::sentence(row.cell(6)), diagnostics);
    let errors = listing.filter(|listing| *listing != Listing::Unknown).map(|_| Vec::new());
    let known = MethodRow { users, bots, basis, errors, description, sources, span: row.cell(0).span };
    Method { row: known, listing, listing_span: row.cell(4).span }
}

/// Known access has a basis, unknown access has none.
fn check_basis(row: &Row, users: Access, bots: Access, basis: Basis) -> Option<Diagnostic> {
    let is_known = users != Access::Unknown || bots != Access::Unknown;
    let has_basis = basis != Basis::Unknown;
    let message = match (is_known, has_basis) {
        (true, false) => "who may call the method is known, and on which basis is not",
        (false, true) => "who may call the method is unknown, and still has a basis",
        _ => return None,
    };
    Some(row.cell(3).error(message).label("contradicts the cells before it"))
}

/// The value, or nothing beside a finding.
pub(super) fn or_none<T>(result: Read<T>, diagnostics: &mut Vec<Diagnostic>) -> Option<T> {
    result.map_err(|found| diagnostics.push(*found)).ok()
}

/// The value, or the default beside a finding.
pub(super) fn or_default<T: Default>(result: Read<T>, diagnostics: &mut Vec<Diagnostic>) -> T {
    or_none(result, diagnostics).unwrap_or_default()
}
