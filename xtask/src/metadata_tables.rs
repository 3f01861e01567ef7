//! The tables of metadata of a protocol, and the facts that they are made of.
//!
//! If there are facts, the tables of facts are merged anew from them, for the functions of the schema, and the tables
//! on the disk are not read: they follow the schema by themselves. Without facts, people maintain the tables. Nothing
//! is written here. Invariant: mistakes in tables are findings; facts that cannot be read are failures.

use std::collections::BTreeMap;
use std::fs;

use tl_codegen::metadata::{self, Metadata, SENTENCE_TABLES, Sentences};
use tl_commands::{Failure, Findings, Outcome};
use tl_metadata::facts::Facts;
use tl_metadata::merge::MergedFacts;
use tl_metadata::store::Store;
use tl_parser::{Schema, SourceId};

use crate::project::{Project, path_beside_schema};

/// The folder with one file of facts for each source.
const FACTS_FOLDER: &str = "facts";

/// The tables that people write, or that only an import of a source changes, in the order of
/// [`metadata::read_unmerged_tables`].
const TABLES_KEPT_BY_MERGING: [&str; 3] = ["sources.tsv", "error_types.tsv", "descriptions.tsv"];

/// The tables of metadata of one protocol.
#[derive(Default)]
pub(crate) struct ProtocolTables {
    /// The rows of the tables that the generator reads.
    pub(crate) metadata: Metadata,
    /// Facts with the tables that follow from them; `None` if people maintain the tables.
    pub(crate) facts: Option<MergedStore>,
}

/// The facts of a protocol, merged for its schema.
pub(crate) struct MergedStore {
    pub(crate) store: Store,
    pub(crate) merged: MergedFacts,
    /// The files that follow from the merged facts: path relative to the root of the project, and text.
    pub(crate) texts: Vec<(String, String)>,
}

impl MergedStore {
    /// Merges the facts in `store`.
    pub(crate) fn new(protocol: &str, store: Store) -> Self {
        let merged = store.merge_sources();
        let texts = store
            .file_texts(&merged)
            .into_iter()
            .map(|(name, text)| (path_beside_schema(protocol, &name), text))
            .collect();
        Self { store, merged, texts }
    }
}

/// Joins tables and facts of a protocol; refuses a source that only one of them has.
pub(crate) fn new_store(schema: &Schema, metadata: Metadata, facts: BTreeMap<String, Facts>) -> Outcome<Store> {
    let help = "import the source again, or remove the rest of it";
    Store::new(schema, metadata, facts).map_err(|why| Failure::unable_with_advice(why.to_string(), help))
}

/// Whether a protocol has tables of metadata.
pub(crate) fn has_tables(project: &Project, protocol: &str) -> bool {
    metadata::TableFiles::NAMES.iter().any(|table| project.full_path(&path_beside_schema(protocol, table)).exists())
}

/// Reads the tables for a schema; `None` if there are none, or if they have an error, which is then among the findings.
pub(crate) fn read_tables(
    project: &Project,
    protocol: &str,
    schema: &Schema,
    findings: &mut Findings,
) -> Outcome<Option<ProtocolTables>> {
    let n_before = findings.n_errors();
    let facts = read_facts_by_source(project, protocol)?;
    let Some(mut tables) = (match facts.is_empty() {
        true => read_maintained_tables(project, protocol, findings)?,
        false => read_and_merge_facts(project, protocol, schema, facts, findings)?,
    }) else {
        return Ok(None);
    };
    findings.add_with_levels(metadata::check_method_names(&tables.metadata, schema));
    tables.metadata.sentences = read_sentences(project, protocol, findings)?;
    findings.add_with_levels(metadata::check_item_names(&tables.metadata.sentences, schema));
    if let Some(facts) = &mut tables.facts {
        facts.store.metadata.sentences = tables.metadata.sentences.clone();
    }
    Ok((findings.n_errors() == n_before).then_some(tables))
}

/// Reads tables that people maintain, of which a protocol has all or none.
fn read_maintained_tables(
    project: &Project,
    protocol: &str,
    findings: &mut Findings,
) -> Outcome<Option<ProtocolTables>> {
    if !has_tables(project, protocol) {
        return Ok(None);
    }
    let ids = read_named_tables(project, protocol, metadata::TableFiles::NAMES, findings)?;
    Ok(ids.map(|ids| ProtocolTables { metadata: parse_rows(ids, findings), facts: None }))
}

/// Reads the tables that merging keeps, and merges the others.
fn read_and_merge_facts(
    project: &Project,
    protocol: &str,
    schema: &Schema,
    facts: BTreeMap<String, Facts>,
    findings: &mut Findings,
) -> Outcome<Option<ProtocolTables>> {
    let n_before = findings.n_errors();
    let Some(ids) = read_named_tables(project, protocol, TABLES_KEPT_BY_MERGING, findings)? else { return Ok(None) };
    let (kept, found) = metadata::read_unmerged_tables(&findings.sources, ids);
    findings.add_with_levels(found);
    if findings.n_errors() > n_before {
        return Ok(None);
    }
    let mut facts = MergedStore::new(protocol, new_store(schema, kept, facts)?);
    let texts: BTreeMap<_, _> = facts.texts.iter().map(|(path, text)| (path.as_str(), text)).collect();
    let [_, _, descriptions] = ids;
    let ids = metadata::TableFiles::NAMES.map(|name| {
        let path = path_beside_schema(protocol, name);
        match texts.get(path.as_str()) {
            Some(text) => findings.add_unsaved_text(&project.full_path(&path), &path, (*text).clone()),
            None => descriptions,
        }
    });
    facts.store.metadata = parse_rows(ids, findings);
    Ok(Some(ProtocolTables { metadata: facts.store.metadata.clone(), facts: Some(facts) }))
}

fn parse_rows(ids: [SourceId; 5], findings: &mut Findings) -> Metadata {
    let (metadata, found) = metadata::read_tables(&findings.sources, metadata::TableFiles::new(ids));
    findings.add_with_levels(found);
    metadata
}

/// Reads the named tables; `None` if a table is not UTF-8, which is then among the findings.
fn read_named_tables<const N: usize>(
    project: &Project,
    protocol: &str,
    names: [&str; N],
    findings: &mut Findings,
) -> Outcome<Option<[SourceId; N]>> {
    let names = names.map(|table| path_beside_schema(protocol, table));
    let (existing, missing): (Vec<_>, Vec<_>) = names.iter().partition(|name| project.full_path(name).exists());
    if let Some(missing) = missing.first() {
        let existing =
            existing.first().map_or_else(|| path_beside_schema(protocol, FACTS_FOLDER), |name| (*name).clone());
        return Err(Failure::unable_with_advice(
            format!("{missing} does not exist, but {existing} does"),
            format!("a protocol has all tables of metadata or none: {}", metadata::TableFiles::NAMES.join(", ")),
        ));
    }
    let mut ids = Vec::new();
    for name in &names {
        ids.extend(findings.read_file(&project.full_path(name), name)?);
    }
    Ok(ids.try_into().ok())
}

/// Reads the tables of sentences, each of which may be missing.
fn read_sentences(project: &Project, protocol: &str, findings: &mut Findings) -> Outcome<Sentences> {
    let mut files = [None; SENTENCE_TABLES.len()];
    for (file, (table, _)) in files.iter_mut().zip(SENTENCE_TABLES) {
        let name = path_beside_schema(protocol, table);
        let path = project.full_path(&name);
        if path.exists() {
            *file = findings.read_file(&path, &name)?;
        }
    }
    let (sentences, found) = metadata::read_sentences(&findings.sources, files);
    findings.add_with_levels(found);
    Ok(sentences)
}

/// Reads the facts of all sources of a protocol, by source id.
fn read_facts_by_source(project: &Project, protocol: &str) -> Outcome<BTreeMap<String, Facts>> {
    let folder = project.full_path(&path_beside_schema(protocol, FACTS_FOLDER));
    let mut all = BTreeMap::new();
    if !folder.is_dir() {
        return Ok(all);
    }
    let unreadable = |why| Failure::about_file(&folder, &why);
    for entry in fs::read_dir(&folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "tsv") {
            let id = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).map_err(|why| Failure::about_file(&path, &why))?;
            let facts = Facts::parse_tsv_text(&path.to_string_lossy(), &text).map_err(|why| {
                let help = "import the source again: files of facts are written by `cargo xtask metadata import`";
                Failure::unable_with_advice(why.to_string(), help)
            })?;
            all.insert(id, facts);
        }
    }
    Ok(all)
}
