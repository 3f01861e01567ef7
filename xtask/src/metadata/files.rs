//! The files with the metadata of a protocol: tables beside the schema, facts in `facts/`.
//!
//! Invariant: all texts are complete before the first file is written, and each file is replaced as a whole.

use std::collections::BTreeMap;
use std::fs;

use tl_codegen::fileset;
use tl_codegen::metadata::DESCRIPTION_COLUMNS;
use tl_commands::{Failure, Findings, Outcome, Output, Reporting};
use tl_metadata::facts::Facts;
use tl_metadata::merge::Merged;
use tl_metadata::store::Store;
use tl_metadata::tsv::table;
use tl_parser::Dialect;

use crate::project::{Project, path_beside_schema};
use crate::protocol::{self, Knowledge};

/// The folder with one file of facts for each source.
const FACTS: &str = "facts";

/// The table of descriptions, which people write.
const DESCRIPTIONS: &str = "descriptions.tsv";

/// Reads schema, tables and facts; reports mistakes in schema and tables.
pub(super) fn read(project: &Project, protocol: &str, output: &mut Output<'_>) -> Outcome<Store> {
    let mut findings = Findings::new(&Reporting::default(), output);
    let knowledge = protocol::knowledge(project, protocol, Dialect::default(), &mut findings)?;
    findings.report(output)?;
    // If one of the parts is missing, an error has been reported.
    let Knowledge { schema, metadata, .. } = knowledge.ok_or(Failure::Reported)?;
    let help = "import the source again, or remove the rest of it";
    Store::new(&schema, metadata, facts(project, protocol)?).map_err(|why| Failure::unable(why.to_string(), help))
}

/// The facts of all sources, by id.
fn facts(project: &Project, protocol: &str) -> Outcome<BTreeMap<String, Facts>> {
    let folder = project.path(&path_beside_schema(protocol, FACTS));
    let mut all = BTreeMap::new();
    if !folder.is_dir() {
        return Ok(all);
    }
    let unreadable = |why| Failure::file(&folder, &why);
    for entry in fs::read_dir(&folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "tsv") {
            let id = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).map_err(|why| Failure::file(&path, &why))?;
            let facts = Facts::parse(&path.to_string_lossy(), &text).map_err(|why| {
                let help = "import the source again: files of facts are written by `cargo xtask metadata import`";
                Failure::unable(why.to_string(), help)
            })?;
            all.insert(id, facts);
        }
    }
    Ok(all)
}

/// The files that follow from the facts: path relative to the project, and text.
pub(super) fn texts(protocol: &str, store: &Store, merged: &Merged) -> impl Iterator<Item = (String, String)> {
    store.texts(merged).into_iter().map(move |(name, text)| (path_beside_schema(protocol, &name), text))
}

/// Writes the files that change, and an empty table of descriptions if there is none; returns their paths.
pub(super) fn write(project: &Project, protocol: &str, store: &Store, merged: &Merged) -> Outcome<Vec<String>> {
    let mut written = Vec::new();
    let path = path_beside_schema(protocol, DESCRIPTIONS);
    let is_missing = !project.path(&path).exists();
    let descriptions = is_missing.then(|| (path, table(&DESCRIPTION_COLUMNS, [[""; 2]; 0])));
    for (path, text) in texts(protocol, store, merged).chain(descriptions) {
        if fileset::update_file(&project.path(&path), &text)? {
            written.push(path);
        }
    }
    Ok(written)
}
