//! `sources.tsv`: the publications that the facts were taken from.
//!
//! Nothing is fetched and no fact is verified here. Invariant: an id in a row with a mistake still counts as declared,
//! so that one mistake causes no second finding.

use std::collections::BTreeMap;

use tl_parser::Diagnostic;

use super::SourceRow;
use super::cells::{self, ok_or_report};
use super::keys::SortedUniqueKeys;
use super::table::Table;

/// The columns of `sources.tsv`.
pub const SOURCE_COLUMNS: [&str; 6] = ["id", "kind", "name", "version", "layer", "licence"];

/// The sources by id.
pub(super) fn read_source_table(table: &Table, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, SourceRow> {
    let mut sources = BTreeMap::new();
    let mut keys = SortedUniqueKeys::new();
    for row in &table.rows {
        let id = row.cell_in_column(0);
        ok_or_report(cells::check_source_id(id), diagnostics);
        diagnostics.extend(keys.add_and_check(id.text.clone(), id, &id.text));
        let kind = ok_or_report(cells::parse_keyword(row.cell_in_column(1)), diagnostics);
        ok_or_report(cells::check_not_empty(row.cell_in_column(2)), diagnostics);
        let name = row.cell_in_column(2).text.clone();
        let [version, licence] = [3, 5].map(|column| {
            ok_or_report(cells::parse_sentence(row.cell_in_column(column)), diagnostics).unwrap_or_default()
        });
        let layer = ok_or_report(cells::parse_optional_layer(row.cell_in_column(4)), diagnostics).flatten();
        if let Some(kind) = kind {
            sources.entry(id.text.clone()).or_insert(SourceRow { kind, name, version, layer, licence });
        }
    }
    sources
}
