//! `sources.tsv`: the publications that the facts were taken from.
//!
//! Nothing is fetched and no fact is verified here. Invariant: an id in a row with a mistake still counts as declared,
//! so that one mistake causes no second finding.

use std::collections::BTreeMap;

use tl_parser::Diagnostic;

use super::SourceRow;
use super::cells::{self, report};
use super::keys::Keys;
use super::table::Table;

/// The columns of `sources.tsv`.
pub const SOURCE_COLUMNS: [&str; 6] = ["id", "kind", "name", "version", "layer", "licence"];

/// The sources by id.
pub(super) fn read(table: &Table, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, SourceRow> {
    let mut sources = BTreeMap::new();
    let mut keys = Keys::new();
    for row in &table.rows {
        let id = row.cell(0);
        report(cells::check_source_id(id), diagnostics);
        diagnostics.extend(keys.add(id.text.clone(), id, &id.text));
        let kind = report(cells::word(row.cell(1)), diagnostics);
        report(cells::name(row.cell(2)), diagnostics);
        let name = row.cell(2).text.clone();
        let [version, licence] =
            [3, 5].map(|column| report(cells::sentence(row.cell(column)), diagnostics).unwrap_or_default());
        let layer = report(cells::layer(row.cell(4)), diagnostics).flatten();
        if let Some(kind) = kind {
            sources.entry(id.text.clone()).or_insert(SourceRow { kind, name, version, layer, licence });
        }
    }
    sources
}
