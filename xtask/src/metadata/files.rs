//! The files with the metadata of a protocol: tables beside the schema, facts in `facts/`.
//!
//! Invariant: all texts are complete before the first file is written, and all files change as one transaction.

use std::collections::BTreeMap;

use tl_codegen::metadata::DESCRIPTION_COLUMNS;
use tl_commands::{Failure, Findings, Outcome, Output, ReportingArgs};
use tl_metadata::tsv::tsv_table_text;
use tl_parser::Syntax;

use crate::metadata_tables::{MergedStore, new_store};
use crate::project::{Project, path_beside_schema};
use crate::protocol::{self, SchemaAndTables};
use crate::transaction::Transaction;

/// The table of descriptions, which people write.
const DESCRIPTIONS_FILE: &str = "descriptions.tsv";

/// Reads schema, tables and facts; reports mistakes in schema and tables.
pub(super) fn read_merged_facts(project: &Project, protocol: &str, output: &mut Output<'_>) -> Outcome<MergedStore> {
    let mut findings = Findings::new(&ReportingArgs::default(), output);
    let knowledge = protocol::read_schema_and_tables(project, protocol, Syntax::default(), &mut findings)?;
    findings.print_and_fail_on_error(output)?;
    // `None` comes with an error, which has been reported.
    let SchemaAndTables { schema, tables, history } = knowledge.ok_or(Failure::Reported)?;
    let tables = tables.unwrap_or_default();
    let mut facts = match tables.facts {
        Some(facts) => facts,
        None => MergedStore::new(protocol, new_store(&schema, tables.metadata, BTreeMap::new())?),
    };
    facts.store.metadata.history = history;
    Ok(facts)
}

/// Writes the files that change, and an empty table of descriptions if there is none; returns their paths.
pub(super) fn write_changed_files(project: &Project, protocol: &str, facts: MergedStore) -> Outcome<Vec<String>> {
    let mut transaction = Transaction::default();
    let path = path_beside_schema(protocol, DESCRIPTIONS_FILE);
    let is_missing = !project.full_path(&path).exists();
    let descriptions = is_missing.then(|| (path, tsv_table_text(&DESCRIPTION_COLUMNS, [[""; 2]; 0])));
    let written = transaction.add_changes(project.root(), facts.texts.iter().chain(&descriptions))?;
    transaction.make_all_changes(project.root())?;
    Ok(written.into_iter().map(str::to_owned).collect())
}
