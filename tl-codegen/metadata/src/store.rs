//! Schema, tables and facts of one protocol together.
//!
//! Descriptions are written by people and kept; tables of facts are merged anew each time. Facts may be about functions
//! that the schema lacks: they are kept, and merged again once a layer declares the function. Reading and writing the
//! files is the task of the caller. Invariant: every source has both a row in `sources.tsv` and a file of facts.

use std::collections::{BTreeMap, BTreeSet};

use tl_codegen::metadata::{ANY_METHOD, Metadata, SourceRow};
use tl_parser::Schema;

use crate::Error;
use crate::facts::Facts;
use crate::functions::Functions;
use crate::merge::{MergedFacts, Source, merge_facts};
use crate::table_texts;
use crate::types_and_constructors::TypesAndConstructors;

/// The metadata of one protocol.
#[derive(Clone, Debug)]
pub struct Store {
    /// The tables as read from the disk, before merging.
    pub metadata: Metadata,
    /// The functions of the schema.
    pub functions: Functions,
    /// The types and constructors of the schema.
    pub items: TypesAndConstructors,
    sources: Vec<Source>,
}

impl Store {
    /// Joins the facts of all sources, by id, with the tables and the schema.
    ///
    /// # Errors
    ///
    /// If a source has a row in `sources.tsv` and no facts, or the other way round.
    pub fn new(schema: &Schema, metadata: Metadata, facts: BTreeMap<String, Facts>) -> Result<Self, Error> {
        let rows = &metadata.sources;
        let ids: BTreeSet<_> = facts.keys().chain(rows.keys()).collect();
        if let Some(id) = ids.into_iter().find(|id| !facts.contains_key(*id) || !rows.contains_key(*id)) {
            return Err(Error::new(match facts.contains_key(id) {
                true => format!("{} has no row in sources.tsv", facts_file_path(id)),
                false => format!("{} does not exist, but sources.tsv names `{id}`", facts_file_path(id)),
            }));
        }
        let sources = facts.into_iter().map(|(id, facts)| Source { row: rows[&id].clone(), id, facts }).collect();
        Ok(Self { functions: Functions::new(schema), items: TypesAndConstructors::new(schema), sources, metadata })
    }

    /// Adds a source, or replaces the one with the same id.
    pub fn replace_facts_of_source(&mut self, id: &str, row: SourceRow, facts: Facts) {
        self.sources.retain(|source| source.id != id);
        self.sources.push(Source { id: id.to_owned(), row, facts });
        self.sources.sort_by(|one, other| one.id.cmp(&other.id));
    }

    /// The number of sources.
    #[must_use]
    pub fn n_sources(&self) -> usize {
        self.sources.len()
    }

    /// The methods that facts name and the schema lacks.
    #[must_use]
    pub fn methods_not_in_schema(&self) -> BTreeSet<&str> {
        let methods = self.sources.iter().flat_map(|source| source.facts.methods.keys().map(String::as_str));
        methods.filter(|method| *method != ANY_METHOD && self.functions.function_by_name(method).is_none()).collect()
    }

    /// Merges the facts of all sources.
    #[must_use]
    pub fn merge_sources(&self) -> MergedFacts {
        merge_facts(&self.functions, &self.sources)
    }

    /// Path and text of every table and file of facts; paths are relative to the folder of the protocol.
    #[must_use]
    pub fn file_texts(&self, merged: &MergedFacts) -> Vec<(String, String)> {
        let facts = self.sources.iter().map(|source| (facts_file_path(&source.id), source.facts.to_tsv_text()));
        facts.chain(table_texts::table_files_with_text(merged, &self.sources, &self.metadata.error_types)).collect()
    }
}

/// The file of facts of a source, relative to the folder of the protocol: `facts/mtcute.tsv`.
fn facts_file_path(id: &str) -> String {
    format!("facts/{id}.tsv")
}
