//! Everything that is known about one protocol: its schema, its tables, and the plan of its code.
//!
//! Each stage is entered only if those before it left no error, so that one mistake invents no others. Nothing is
//! written here. Invariant: what is returned has no errors.

use std::path::Path;

use tl_codegen::metadata::{self, Metadata, Tables};
use tl_codegen::{Gate, Namespaces, Plan, Settings};
use tl_parser::exceptions::Exceptions;
use tl_parser::{Code, Diagnostic, Dialect, Schema, SourceId, lint};

use crate::failure::{Failure, Outcome};
use crate::findings::{Findings, count};
use crate::lock::Lock;
use crate::manifest::Manifest;
use crate::project::Project;

/// Files with ids that are known and right.
pub(crate) const EXCEPTIONS: &str = "exceptions.tsv";

/// What generated files name as the command that makes them.
pub(crate) const COMMAND: &str = "cargo xtask codegen";

/// What is recorded about all protocols.
pub(crate) struct Records {
    /// Where they are from.
    pub(crate) lock: Lock,
    /// The crate that their code lands in.
    pub(crate) manifest: Manifest,
}

impl Records {
    pub(crate) fn read(project: &Project) -> Outcome<Self> {
        Ok(Self { lock: Lock::read(project)?, manifest: Manifest::read(project)? })
    }
}

/// One protocol without errors.
pub(crate) struct Protocol {
    /// Its name.
    pub(crate) name: String,
    /// What its schema means.
    pub(crate) schema: Schema,
    /// What its code will be.
    pub(crate) plan: Plan,
}

impl Protocol {
    /// `api: 3 constructors, 1 function, 2 types`
    pub(crate) fn summary(&self) -> String {
        let Counts { n_constructors, n_functions, n_types } = Counts::of(&self.schema);
        let counts =
            [count(n_constructors, "constructor"), count(n_functions, "function"), count(n_types, "type")].join(", ");
        format!("{}: {counts}", self.name)
    }
}

/// How much a schema declares.
pub(crate) struct Counts {
    pub(crate) n_constructors: usize,
    pub(crate) n_functions: usize,
    pub(crate) n_types: usize,
}

impl Counts {
    pub(crate) fn of(schema: &Schema) -> Self {
        let is_function = |section| section == tl_parser::Section::Functions;
        let n_functions = schema.combinators.iter().filter(|combinator| is_function(combinator.section)).count();
        Self { n_constructors: schema.combinators.len() - n_functions, n_functions, n_types: schema.types.len() }
    }
}

/// What is known about a protocol, before anything is planned.
pub(crate) struct Knowledge {
    /// What its schema means.
    pub(crate) schema: Schema,
    /// What its tables say.
    pub(crate) metadata: Metadata,
}

/// Reads the schema of a protocol and its tables, if it has any; `None` if there is an error, which is then among the
/// findings.
pub(crate) fn knowledge(project: &Project, name: &str, findings: &mut Findings) -> Outcome<Option<Knowledge>> {
    let n_before = findings.n_errors();
    let schema = read_schema(project, name, Dialect::default(), findings)?;
    let tables = read_tables(project, name, findings)?;
    let Some(schema) = schema.filter(|_| findings.n_errors() == n_before) else { return Ok(None) };
    let metadata = tables.unwrap_or_default();
    findings.add(metadata::check_names(&metadata, &schema));
    Ok((findings.n_errors() == n_before).then_some(Knowledge { schema, metadata }))
}

/// Whether a protocol has tables of metadata.
pub(crate) fn has_tables(project: &Project, name: &str) -> bool {
    Tables::NAMES.iter().any(|table| project.path(&beside(name, table)).exists())
}

/// Reads and plans a protocol; `None` if there is an error, which is then among the findings.
pub(crate) fn load(
    project: &Project,
    Records { lock, manifest }: &Records,
    name: &str,
    dialect: Dialect,
    findings: &mut Findings,
) -> Outcome<Option<Protocol>> {
    let n_before = findings.n_errors();
    let schema = read_schema(project, name, dialect, findings)?;
    let tables = read_tables(project, name, findings)?;
    let Some(schema) = schema.filter(|_| findings.n_errors() == n_before) else { return Ok(None) };
    let has_metadata = tables.is_some();
    let metadata = tables.unwrap_or_default();
    findings.add(metadata::check_names(&metadata, &schema));
    if findings.n_errors() > n_before {
        return Ok(None);
    }
    let settings = settings(name, has_metadata, manifest.namespaces(name, &schema));
    let (plan, found) = tl_codegen::plan(&schema, &metadata, &settings);
    findings.add(found);
    lock.check(name, &schema, findings);
    Ok((findings.n_errors() == n_before).then(|| Protocol { name: name.to_owned(), schema, plan }))
}

/// Reads the schema of a protocol and applies its exceptions.
fn read_schema(project: &Project, name: &str, dialect: Dialect, findings: &mut Findings) -> Outcome<Option<Schema>> {
    let file = schema_path(name);
    if !project.path(&file).exists() {
        return Err(Failure::unable(
            format!("{file} does not exist"),
            format!(
                "every folder of schemas/ holds the schema of its name; make it with `cargo xtask import {name} FILE …`"
            ),
        ));
    }
    let source = findings.read(&project.path(&file), &file)?;
    let exceptions = beside(name, EXCEPTIONS);
    let path = project.path(&exceptions);
    let exceptions = path.exists().then_some((path.as_path(), exceptions.as_str()));
    resolve(source.as_slice(), exceptions, dialect, findings)
}

/// Resolves texts that were read before as one schema; `exceptions` is a path and what findings call it.
pub(crate) fn resolve(
    sources: &[SourceId],
    exceptions: Option<(&Path, &str)>,
    dialect: Dialect,
    findings: &mut Findings,
) -> Outcome<Option<Schema>> {
    let mut list = Exceptions::default();
    let n_before = findings.n_errors();
    if let Some((path, name)) = exceptions {
        let source = findings.read(path, name)?;
        if let Some(source) = source.and_then(|source| findings.sources.get(source)) {
            let (read, found) = Exceptions::parse(source);
            list = read;
            findings.add(found);
        }
    }
    // A text that could not be read leaves nothing to be said about the others.
    if sources.is_empty() {
        return Ok(None);
    }
    let (schema, mut found) = tl_parser::read_as(&findings.sources, sources, dialect);
    let is_broken = found.iter().any(Diagnostic::is_error);
    if findings.n_errors() > n_before {
        // A line that could not be read may be the one that is missing.
        findings.add_as_they_are(found);
        return Ok(Some(schema));
    }
    found = list.lift(&schema, found);
    if is_broken {
        // A combinator that could not be read may be the one that a line is about.
        found.retain(|diagnostic| diagnostic.code != Code::StaleException);
    } else {
        found.extend(lint::check(&schema));
        found.sort_by_key(|diagnostic| (diagnostic.primary.span.source, diagnostic.primary.span.start));
    }
    findings.add(found);
    Ok(Some(schema))
}

/// Reads the tables of metadata, which are all there or none.
fn read_tables(project: &Project, name: &str, findings: &mut Findings) -> Outcome<Option<Metadata>> {
    let names = Tables::NAMES.map(|table| beside(name, table));
    let (there, missing): (Vec<_>, Vec<_>) = names.iter().partition(|name| project.path(name).exists());
    if there.is_empty() {
        return Ok(None);
    }
    if let Some(missing) = missing.first() {
        return Err(Failure::unable(
            format!("{missing} does not exist, but {} does", there[0]),
            format!("a protocol has all tables of metadata or none: {}", Tables::NAMES.join(", ")),
        ));
    }
    let mut ids = Vec::new();
    for name in &names {
        ids.extend(findings.read(&project.path(name), name)?);
    }
    let Ok(ids) = ids.try_into() else { return Ok(None) };
    let (metadata, found) = metadata::read(&findings.sources, Tables::new(ids));
    findings.add(found);
    Ok(Some(metadata))
}

/// `schemas/api/api.tl`
pub(crate) fn schema_path(name: &str) -> String {
    beside(name, &format!("{name}.tl"))
}

/// `schemas/api/methods.tsv`
pub(crate) fn beside(name: &str, file: &str) -> String {
    format!("schemas/{name}/{file}")
}

fn settings(name: &str, has_metadata: bool, namespaces: Namespaces) -> Settings {
    let mut settings = Settings::new(name);
    settings.source = schema_path(name);
    settings.command = COMMAND.to_owned();
    settings.function_decoding = Gate::Feature("functions-decode".to_owned());
    settings.views = Gate::Feature("views".to_owned());
    settings.metadata = if has_metadata { Gate::Feature("metadata".to_owned()) } else { Gate::Never };
    settings.namespaces = namespaces;
    settings
}
