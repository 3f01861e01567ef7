//! `sources.tsv`: what the facts in the other tables are from.
//!
//! Nothing is fetched here, and nothing believed. Invariant: an id in a row with a mistake in it still counts as known,
//! so that the mistake invents no others.

use std::collections::{BTreeMap, BTreeSet};

use tl_parser::Diagnostic;

use super::keys::Keys;
use super::methods::{or_default, or_none};
use super::table::Table;
use super::{SourceRow, cells};

/// The columns of the table.
pub(super) const COLUMNS: [&str; 6] = ["id", "kind", "name", "version", "layer", "licence"];

/// The ids that can be named.
pub(super) struct Ids {
    ids: BTreeSet<String>,
    is_complete: bool,
}

impl Ids {
    pub(super) fn new(table: &Table) -> Self {
        let ids = table.rows.iter().map(|row| row.cell(0).text.clone()).collect();
        Self { ids, is_complete: table.is_complete }
    }

    /// Whether this is the id of a source, as far as that can be told.
    pub(super) fn has(&self, id: &str) -> bool {
        !id.is_empty() && (!self.is_complete || self.ids.contains(id))
    }
}

pub(super) fn read(table: &Table, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, SourceRow> {
    let mut sources = BTreeMap::new();
    let mut keys = Keys::new();
    for row in &table.rows {
        let id = row.cell(0);
        or_none(cells::check_source_id(id), diagnostics);
        diagnostics.extend(keys.add(id.text.clone(), id, &id.text));
        let kind = or_none(cells::source_kind(row.cell(1)), diagnostics);
        or_none(cells::name(row.cell(2)), diagnostics);
        let name = row.cell(2).text.clone();
        let [version, licence] = [3, 5].map(|column| or_default(cells::sentence(row.cell(column)), diagnostics));
        let layer = or_default(cells::layer(row.cell(4)), diagnostics);
        let source = kind.map(|kind| SourceRow { kind, name, version, layer, licence });
        if let Some(source) = source {
            sources.entry(id.text.clone()).or_insert(source);
        }
    }
    sources
}
