//! The tables beside a schema: what is merged into them, and how they are written.
//!
//! Sentences are kept as they are; facts are written anew each time. Invariant: all texts are made before the first
//! file is touched, and each file is replaced as a whole.

use std::collections::{BTreeMap, BTreeSet};

use tl_codegen::fileset;
use tl_codegen::metadata::{Access, Basis, ErrorBasis, SourceKind, SourceRow};

use super::facts::{self, ANY_METHOD, Facts, NO_METHOD, table};
use super::merge::{Declared, Ids, Merged, Source, access_word, merge};
use crate::failure::{Failure, Outcome};
use crate::findings::Findings;
use crate::project::Project;
use crate::protocol::{self, Knowledge};

/// What pages say of parameters and results, which nobody generates code from.
const STATEMENTS: &str = "statements.tsv";

/// What functions do: written by hand, and with its header alone at first.
const DESCRIPTIONS: &str = "descriptions.tsv";

const DESCRIPTION_COLUMNS: [&str; 2] = ["method", "description"];

const METHOD_COLUMNS: [&str; 10] = [
    "method",
    "users",
    "bots",
    "basis",
    "sources",
    "business",
    "business_basis",
    "business_sources",
    "errors",
    "errors_sources",
];

/// A protocol's schema, tables and facts.
pub(super) struct Store {
    protocol: String,
    pub(super) knowledge: Knowledge,
    pub(super) declared: Declared,
    pub(super) sources: Vec<Source>,
}

impl Store {
    /// Reads everything; a table or schema with a mistake is reported.
    pub(super) fn read(project: &Project, protocol: &str) -> Outcome<Self> {
        let mut findings = Findings::default();
        let knowledge = protocol::knowledge(project, protocol, &mut findings)?;
        findings.report()?;
        // Without one there was an error, which has been reported.
        let knowledge = knowledge.ok_or(Failure::Reported)?;
        let facts = facts::read_all(project, protocol)?;
        let rows = &knowledge.metadata.sources;
        let ids: BTreeSet<_> = facts.keys().chain(rows.keys()).collect();
        if let Some(id) = ids.into_iter().find(|id| !facts.contains_key(*id) || !rows.contains_key(*id)) {
            let message = match facts.contains_key(id) {
                true => format!("{} has no row in sources.tsv", facts::path(protocol, id)),
                false => format!("{} does not exist, but sources.tsv names `{id}`", facts::path(protocol, id)),
            };
            return Err(Failure::unable(message, "import the source again, or remove what is left of it"));
        }
        let declared = Declared::new(&knowledge.schema);
        let sources = facts.into_iter().map(|(id, facts)| Source { row: rows[&id].clone(), id, facts });
        let sources = sources.collect();
        Ok(Self { protocol: protocol.to_owned(), declared, sources, knowledge })
    }

    /// Puts a source in, in place of the one with the same id.
    pub(super) fn put(&mut self, id: &str, row: SourceRow, facts: Facts) {
        self.sources.retain(|source| source.id != id);
        self.sources.push(Source { id: id.to_owned(), row, facts });
        self.sources.sort_by(|one, other| one.id.cmp(&other.id));
    }

    /// Merges what is known.
    pub(super) fn merge(&self) -> Merged {
        merge(&self.declared, &self.sources)
    }

    /// Every file that follows from the facts: path and text.
    pub(super) fn texts(&self, merged: &Merged) -> Outcome<Vec<(String, String)>> {
        let mut texts = Vec::new();
        for source in &self.sources {
            texts.push((facts::path(&self.protocol, &source.id), source.facts.text()?));
        }
        let tables = [
            ("sources.tsv", self.source_table()?),
            ("methods.tsv", method_table(merged)?),
            ("errors.tsv", error_table(merged)?),
            ("error_types.tsv", self.type_table(merged)?),
            (STATEMENTS, statement_table(merged)?),
        ];
        texts.extend(tables.map(|(name, text)| (protocol::beside(&self.protocol, name), text)));
        Ok(texts)
    }

    /// Writes those that change; gives their paths.
    pub(super) fn write(&self, project: &Project, merged: &Merged) -> Outcome<Vec<String>> {
        let mut written = Vec::new();
        let sentences = protocol::beside(&self.protocol, DESCRIPTIONS);
        let is_new = !project.path(&sentences).exists();
        let empty = is_new.then(|| table(&DESCRIPTION_COLUMNS, [[""; 2]; 0]).map(|text| (sentences, text)));
        for (path, text) in self.texts(merged)?.into_iter().chain(empty.transpose()?) {
            if fileset::update_file(&project.path(&path), &text)? {
                written.push(path);
            }
        }
        Ok(written)
    }

    fn source_table(&self) -> Outcome<String> {
        let rows = self.sources.iter().map(|Source { id, row, .. }| {
            let layer = row.layer.map(|layer| layer.to_string()).unwrap_or_default();
            [id.clone(), kind(row.kind).to_owned(), row.name.clone(), row.version.clone(), layer, row.licence.clone()]
        });
        table(&["id", "kind", "name", "version", "layer", "licence"], rows)
    }

    /// Types that are used, with the sentences that are there already.
    fn type_table(&self, merged: &Merged) -> Outcome<String> {
        let pairs = merged.methods.values().flat_map(|method| method.errors.keys());
        let pairs = pairs.chain(merged.common.keys()).chain(merged.other.keys());
        let names: BTreeSet<_> = pairs.map(|(_, name)| name.as_str()).collect();
        let sentences: &BTreeMap<String, String> = &self.knowledge.metadata.error_types;
        let rows = names.into_iter().map(|name| [name, sentences.get(name).map_or("", String::as_str)]);
        table(&["type", "description"], rows)
    }
}

fn method_table(merged: &Merged) -> Outcome<String> {
    let rows = merged.methods.iter().map(|(name, method)| {
        let (users, bots) = method.access.value;
        let errors = match &method.errors_sources {
            None => "unknown",
            Some(_) if method.errors.values().any(|(basis, _)| *basis != ErrorBasis::Older) => "listed",
            Some(_) => "none",
        };
        [
            name.clone(),
            access_word(users).to_owned(),
            access_word(bots).to_owned(),
            basis(method.access.basis).to_owned(),
            joined(known(users != Access::Unknown || bots != Access::Unknown, &method.access.sources)),
            access_word(method.business.value).to_owned(),
            basis(method.business.basis).to_owned(),
            joined(&method.business.sources),
            errors.to_owned(),
            method.errors_sources.as_ref().map(joined).unwrap_or_default(),
        ]
    });
    table(&METHOD_COLUMNS, rows)
}

fn known(is_known: bool, ids: &Ids) -> &Ids {
    static NONE: Ids = Ids::new();
    if is_known { ids } else { &NONE }
}

fn error_table(merged: &Merged) -> Outcome<String> {
    let common = merged.common.iter().map(|(pair, value)| (ANY_METHOD, pair, value));
    let own = merged
        .methods
        .iter()
        .flat_map(|(name, method)| method.errors.iter().map(move |(pair, value)| (name.as_str(), pair, value)));
    let other = merged.other.iter().map(|(pair, value)| (NO_METHOD, pair, value));
    let rows = common.chain(other).chain(own).map(|(method, (code, name), (basis, ids))| {
        [method.to_owned(), code.to_string(), name.clone(), error_basis(*basis).to_owned(), joined(ids)]
    });
    table(&["method", "code", "type", "basis", "sources"], rows)
}

fn statement_table(merged: &Merged) -> Outcome<String> {
    let rows = merged
        .statements
        .iter()
        .map(|((method, about, value), ids)| [method.clone(), about.clone(), value.clone(), joined(ids)]);
    table(&["method", "about", "value", "sources"], rows)
}

pub(super) fn joined(ids: &Ids) -> String {
    ids.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
}

fn kind(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Preferred => "preferred",
        SourceKind::Lists => "lists",
        SourceKind::Table => "table",
        SourceKind::Pages => "pages",
        SourceKind::Codes => "codes",
    }
}

pub(super) fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Listed => "listed",
        Basis::Absence => "absence",
        Basis::Page => "page",
        Basis::Table => "table",
        Basis::Unknown => "unknown",
    }
}

pub(super) fn error_basis(basis: ErrorBasis) -> &'static str {
    match basis {
        ErrorBasis::Listed => "listed",
        ErrorBasis::Joined => "joined",
        ErrorBasis::Second => "second",
        ErrorBasis::Older => "older",
        ErrorBasis::Share => "share",
        ErrorBasis::Fixed => "fixed",
        ErrorBasis::Unplaced => "unplaced",
    }
}
