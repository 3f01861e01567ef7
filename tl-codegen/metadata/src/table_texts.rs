//! Writes the texts of all metadata tables.
//!
//! The columns and the words in cells are those that `tl_codegen::metadata` reads. Invariant: equal facts give
//! equal texts.

use std::collections::{BTreeMap, BTreeSet};

use tl_codegen::metadata::{
    ANY_METHOD, Access, ERROR_COLUMNS, ERROR_TYPE_COLUMNS, ErrorBasis, Keyword, METHOD_COLUMNS, NO_METHOD,
    SOURCE_COLUMNS,
};

use crate::joined_source_ids;
use crate::merge::{MergedFacts, Source};
use crate::tsv::tsv_table_text;

/// The file name of the table of facts about parameters and results. The generator does not read the table.
const STATEMENTS_FILE: &str = "statements.tsv";

/// File names and texts of all tables; `sentences` are the descriptions of error types written so far.
pub(crate) fn table_files_with_text(
    merged: &MergedFacts,
    sources: &[Source],
    sentences: &BTreeMap<String, String>,
) -> Vec<(String, String)> {
    let tables = [
        ("sources.tsv", source_table_text(sources)),
        ("methods.tsv", method_table_text(merged)),
        ("errors.tsv", error_table_text(merged)),
        ("error_types.tsv", error_type_table_text(merged, sentences)),
        (STATEMENTS_FILE, statement_table_text(merged)),
    ];
    tables.map(|(name, text)| (name.to_owned(), text)).into()
}

fn source_table_text(sources: &[Source]) -> String {
    let rows = sources.iter().map(|Source { id, row, .. }| {
        let layer = row.layer.map(|layer| layer.to_string()).unwrap_or_default();
        [id, row.kind.word(), &row.name, &row.version, &layer, &row.licence].map(str::to_owned)
    });
    tsv_table_text(&SOURCE_COLUMNS, rows)
}

fn method_table_text(merged: &MergedFacts) -> String {
    let rows = merged.methods.iter().map(|(name, method)| {
        let (users, bots) = method.access.value;
        let is_known = users != Access::Unknown || bots != Access::Unknown;
        let errors = match &method.errors_sources {
            None => "unknown",
            Some(_) if method.errors.values().any(|(basis, _)| *basis != ErrorBasis::Older) => "listed",
            Some(_) => "none",
        };
        [
            name,
            users.word(),
            bots.word(),
            method.access.basis.word(),
            &joined_source_ids(method.access.sources.iter().filter(|_| is_known)),
            method.business.value.word(),
            method.business.basis.word(),
            &joined_source_ids(&method.business.sources),
            errors,
            &joined_source_ids(method.errors_sources.iter().flatten()),
        ]
        .map(str::to_owned)
    });
    tsv_table_text(&METHOD_COLUMNS, rows)
}

fn error_table_text(merged: &MergedFacts) -> String {
    let groups = [(ANY_METHOD, &merged.common), (NO_METHOD, &merged.other)].into_iter();
    let groups = groups.chain(merged.methods.iter().map(|(name, method)| (name.as_str(), &method.errors)));
    let rows = groups.flat_map(|(method, errors)| {
        errors.iter().map(move |((code, name), (basis, ids))| {
            [method, &code.to_string(), name, basis.word(), &joined_source_ids(ids)].map(str::to_owned)
        })
    });
    tsv_table_text(&ERROR_COLUMNS, rows)
}

/// The table of error types: types that a method returns, and types that have a sentence.
///
/// A sentence stays in the table while no method returns its error, so that it comes back together with the method.
fn error_type_table_text(merged: &MergedFacts, sentences: &BTreeMap<String, String>) -> String {
    let keys = merged.methods.values().flat_map(|method| method.errors.keys());
    let keys = keys.chain(merged.common.keys()).chain(merged.other.keys());
    let written = sentences.iter().filter(|(_, sentence)| !sentence.is_empty()).map(|(name, _)| name.as_str());
    let names: BTreeSet<_> = keys.map(|(_, name)| name.as_str()).chain(written).collect();
    let rows = names.into_iter().map(|name| [name, sentences.get(name).map_or("", String::as_str)]);
    tsv_table_text(&ERROR_TYPE_COLUMNS, rows)
}

fn statement_table_text(merged: &MergedFacts) -> String {
    let statements = merged.statements.iter();
    let rows = statements
        .map(|((method, about, value), ids)| [method, about, value, &joined_source_ids(ids)].map(String::clone));
    tsv_table_text(&["method", "about", "value", "sources"], rows)
}
