//! One protocol: its schema, its tables of metadata, and the plan of its code.
//!
//! Each stage runs only if the stages before it found no error, so that one mistake causes no further findings. Nothing
//! is written here. Invariant: a returned protocol has no errors.

use tl_codegen::{Gate, Metadata, Namespaces, Plan, RecordedLayout, Settings};
use tl_commands::resolve::EXCEPTIONS;
use tl_commands::{Counts, Failure, Findings, Outcome, layout};
use tl_parser::{Dialect, Schema, SourceId};

use crate::lock::Lock;
use crate::manifest::Manifest;
use crate::project::{Project, path_beside_schema, schema_path};
use crate::tables::{self, ProtocolTables};

/// The command that generated files name in their first line.
pub(crate) const CODEGEN_COMMAND: &str = "cargo xtask codegen";

/// The two files of the project that concern all protocols, and a choice of the caller about all protocols.
pub(crate) struct Records {
    /// The origins of the schemas.
    pub(crate) lock: Lock,
    /// The manifest of the crate with the generated code.
    pub(crate) manifest: Manifest,
    /// Whether indirections are decided anew, without the record beside the schema.
    pub(crate) repin: bool,
}

impl Records {
    pub(crate) fn read(project: &Project) -> Outcome<Self> {
        Ok(Self { lock: Lock::read(project)?, manifest: Manifest::read(project)?, repin: false })
    }
}

/// One protocol whose schema, tables and plan have no errors.
pub(crate) struct Protocol {
    pub(crate) name: String,
    pub(crate) schema: Schema,
    pub(crate) plan: Plan,
    /// The tables of metadata; `None` if the protocol has none.
    pub(crate) tables: Option<ProtocolTables>,
}

impl Protocol {
    /// The name of the protocol and its number of declarations: `api: 3 constructors, 1 function, 2 types`
    pub(crate) fn summary(&self) -> String {
        format!("{}: {}", self.name, Counts::of(&self.schema).summary())
    }
}

/// Schema and tables of a protocol, without errors.
pub(crate) struct Knowledge {
    pub(crate) schema: Schema,
    /// The tables of metadata; `None` if the protocol has none.
    pub(crate) tables: Option<ProtocolTables>,
}

/// Reads schema and tables of a protocol; `None` if they have an error, which is then among the findings.
///
/// Facts are merged for the functions of the schema, so tables of facts are only read if the schema has no error.
pub(crate) fn read_knowledge(
    project: &Project,
    name: &str,
    dialect: Dialect,
    findings: &mut Findings,
) -> Outcome<Option<Knowledge>> {
    let n_before = findings.n_errors();
    let schema = read_schema(project, name, dialect, findings)?;
    let Some(schema) = schema else { return Ok(None) };
    let tables = tables::read(project, name, &schema, findings)?;
    Ok((findings.n_errors() == n_before).then_some(Knowledge { schema, tables }))
}

/// Reads and plans a protocol; `None` if it has an error, which is then among the findings.
pub(crate) fn load(
    project: &Project,
    Records { lock, manifest, repin }: &Records,
    name: &str,
    dialect: Dialect,
    findings: &mut Findings,
) -> Outcome<Option<Protocol>> {
    let n_before = findings.n_errors();
    let Some(knowledge) = read_knowledge(project, name, dialect, findings)? else { return Ok(None) };
    let Knowledge { schema, tables } = knowledge;
    let settings = settings(name, tables.is_some(), manifest.namespaces(name, &schema));
    let none = Metadata::default();
    let metadata = tables.as_ref().map_or(&none, |tables| &tables.metadata);
    let recorded = if *repin { RecordedLayout::default() } else { layout::read(&project.path(&layout_path(name)))? };
    let (plan, found) = tl_codegen::plan_with_layout(&schema, metadata, &settings, &recorded);
    findings.add(found);
    lock.check(name, &schema, findings);
    Ok((findings.n_errors() == n_before).then(|| Protocol { name: name.to_owned(), schema, plan, tables }))
}

/// The record of the indirections of a protocol, relative to the root of the project.
pub(crate) fn layout_path(protocol: &str) -> String {
    path_beside_schema(protocol, layout::FILE)
}

/// Reads a schema and applies the exceptions beside the schema of the protocol, if there are any.
pub(crate) fn resolve(
    project: &Project,
    protocol: &str,
    source: Option<SourceId>,
    dialect: Dialect,
    findings: &mut Findings,
) -> Outcome<Option<Schema>> {
    let exceptions = path_beside_schema(protocol, EXCEPTIONS);
    let path = project.path(&exceptions);
    let exceptions = path.exists().then_some((path.as_path(), exceptions.as_str()));
    tl_commands::resolve::resolve(source.as_slice(), exceptions, dialect, findings)
}

/// Reads the schema of a protocol and applies its exceptions.
fn read_schema(project: &Project, name: &str, dialect: Dialect, findings: &mut Findings) -> Outcome<Option<Schema>> {
    let file = schema_path(name);
    let staged = project.staged(&file);
    if staged.is_none() && !project.path(&file).exists() {
        return Err(Failure::unable(
            format!("{file} does not exist"),
            format!(
                "every folder of schemas/ contains the schema of its name; create it with `cargo xtask import {name} FILE …`"
            ),
        ));
    }
    let source = match staged {
        Some(text) => Some(findings.add_text(&project.path(&file), &file, text.to_owned())),
        None => findings.read(&project.path(&file), &file)?,
    };
    let schema = resolve(project, name, source, dialect, findings)?;
    if findings.n_errors() == 0 && schema.as_ref().is_some_and(|schema| schema.combinators.is_empty()) {
        return Err(Failure::unable(
            format!("{file} declares nothing; nothing was touched"),
            "restore it from the repository, or import the schema again",
        ));
    }
    Ok(schema)
}

/// The settings of the generator for a protocol.
pub(crate) fn settings(name: &str, has_metadata: bool, namespaces: Namespaces) -> Settings {
    let mut settings = Settings::new(name);
    settings.source = schema_path(name);
    settings.command = CODEGEN_COMMAND.to_owned();
    settings.function_decoding = Gate::Feature("functions-decode".to_owned());
    settings.views = Gate::Feature("views".to_owned());
    settings.metadata = if has_metadata { Gate::Feature("metadata".to_owned()) } else { Gate::Never };
    settings.namespaces = namespaces;
    settings
}
