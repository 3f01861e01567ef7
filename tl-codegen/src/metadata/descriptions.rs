//! `descriptions.tsv`: what each function does, in a sentence.
//!
//! Apart from the facts, which are merged by a program; sentences are written by people. Invariant: as in
//! [`super::methods`].

use std::collections::BTreeMap;

use tl_parser::{Diagnostic, Span};

use super::cells;
use super::keys::Keys;
use super::methods::{or_default, or_none};
use super::table::Table;

/// The columns of the table.
pub(super) const COLUMNS: [&str; 2] = ["method", "description"];

/// Sentences by the functions they are about, with the places of their names.
pub(super) type Descriptions = BTreeMap<String, (String, Span)>;

pub(super) fn read(table: &Table, diagnostics: &mut Vec<Diagnostic>) -> Descriptions {
    let mut descriptions = Descriptions::new();
    let mut keys = Keys::new();
    for row in &table.rows {
        let name = row.cell(0);
        or_none(cells::name(name), diagnostics);
        diagnostics.extend(keys.add(name.text.clone(), name, &name.text));
        let description = or_default(cells::sentence(row.cell(1)), diagnostics);
        descriptions.entry(name.text.clone()).or_insert((description, name.span));
    }
    descriptions
}
