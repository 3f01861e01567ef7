//! One protocol: its schema, its tables of metadata, and the plan of its code.
//!
//! Each stage runs only if the stages before it found no error, so that one mistake causes no further findings. Nothing
//! is written here. Invariant: a returned protocol has no errors.

use tl_codegen::metadata::describe_items;
use tl_codegen::table::{UPGRADES_FILE_NAME, Upgrades};
use tl_codegen::{Gate, History, Metadata, NamespaceFeatures, Plan, RecordedIndirections, Settings};
use tl_commands::resolve::EXCEPTIONS_FILE_NAME;
use tl_commands::{DeclarationCounts, Failure, Findings, Outcome, recorded_layout};
use tl_parser::{Schema, SourceId, Syntax};

use crate::history;
use crate::manifest::Manifest;
use crate::metadata_tables::{self, ProtocolTables};
use crate::project::{Project, path_beside_schema, schema_path};
use crate::schema_lock::SchemaLock;

/// The command that generated files name in their first line.
pub(crate) const CODEGEN_COMMAND: &str = "cargo xtask codegen";

/// The two files of the project that concern all protocols, and a choice of the caller about all protocols.
pub(crate) struct LockAndManifest {
    /// The origins of the schemas.
    pub(crate) lock: SchemaLock,
    /// The manifest of the crate with the generated code.
    pub(crate) manifest: Manifest,
    /// Whether indirections are decided anew, without the record beside the schema.
    pub(crate) repin: bool,
}

impl LockAndManifest {
    pub(crate) fn read(project: &Project) -> Outcome<Self> {
        Ok(Self { lock: SchemaLock::read(project)?, manifest: Manifest::read(project)?, repin: false })
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
        format!("{}: {}", self.name, DeclarationCounts::count_declarations(&self.schema).summary_in_words())
    }
}

/// Schema and tables of a protocol, without errors.
pub(crate) struct SchemaAndTables {
    pub(crate) schema: Schema,
    /// The tables of metadata; `None` if the protocol has none.
    pub(crate) tables: Option<ProtocolTables>,
    /// The layers of all combinators; empty if the protocol has no history.
    pub(crate) history: History,
}

/// Reads schema and tables of a protocol; `None` if they have an error, which is then among the findings.
///
/// Facts are merged for the functions of the schema, so tables of facts are only read if the schema has no error.
pub(crate) fn read_schema_and_tables(
    project: &Project,
    name: &str,
    syntax: Syntax,
    findings: &mut Findings,
) -> Outcome<Option<SchemaAndTables>> {
    let n_before = findings.n_errors();
    let schema = read_schema(project, name, syntax, findings)?;
    let Some(schema) = schema else { return Ok(None) };
    let tables = metadata_tables::read_tables(project, name, &schema, findings)?;
    let history = history::read_history(project, name, findings)?.unwrap_or_default();
    if findings.n_errors() == n_before {
        history::compare_with_schema(project, name, &history, &schema, findings)?;
    }
    Ok((findings.n_errors() == n_before).then_some(SchemaAndTables { schema, tables, history }))
}

/// Reads and plans a protocol; `None` if it has an error, which is then among the findings.
pub(crate) fn read_and_plan(
    project: &Project,
    LockAndManifest { lock, manifest, repin }: &LockAndManifest,
    name: &str,
    syntax: Syntax,
    findings: &mut Findings,
) -> Outcome<Option<Protocol>> {
    let n_before = findings.n_errors();
    let Some(knowledge) = read_schema_and_tables(project, name, syntax, findings)? else { return Ok(None) };
    let SchemaAndTables { mut schema, mut tables, history } = knowledge;
    if let Some(tables) = &tables {
        describe_items(&mut schema, &tables.metadata.sentences);
    }
    let mut settings = generator_settings(name, tables.is_some(), manifest.namespaces_of_protocol(name, &schema));
    if !history.is_empty() {
        settings.layers = Gate::Feature("layers".to_owned());
    }
    let mut without_tables = Metadata::default();
    let metadata = tables.as_mut().map_or(&mut without_tables, |tables| &mut tables.metadata);
    metadata.history = history;
    metadata.upgrades = read_upgrades(project, name)?;
    let recorded = if *repin {
        RecordedIndirections::default()
    } else {
        recorded_layout::read_layout_file(&project.full_path(&layout_path(name)))?
    };
    let (plan, found) = tl_codegen::plan_with_recorded_indirections(&schema, metadata, &settings, &recorded);
    findings.add_with_levels(found);
    if let Some(why) = &plan.tables_error {
        return Err(Failure::unable_with_advice(format!("{}: {why}", schema_path(name)), ""));
    }
    lock.compare_with_schema(name, &schema, findings);
    Ok((findings.n_errors() == n_before).then(|| Protocol { name: name.to_owned(), schema, plan, tables }))
}

/// Reads the rules for older values of a protocol, if it has any. A broken table is an error.
pub(crate) fn read_upgrades(project: &Project, name: &str) -> Outcome<Upgrades> {
    let path = path_beside_schema(name, UPGRADES_FILE_NAME);
    let full_path = project.full_path(&path);
    if project.staged_text(&path).is_none() && !full_path.exists() {
        return Ok(Upgrades::default());
    }
    let text = project.read_text(&path).map_err(|why| Failure::about_file(&full_path, &why))?;
    Upgrades::parse(&text).map_err(|why| Failure::unable_with_advice(format!("{path}, {why}"), ""))
}

/// Path of the table of recorded indirections of a protocol, relative to the root of the project.
pub(crate) fn layout_path(protocol: &str) -> String {
    path_beside_schema(protocol, recorded_layout::LAYOUT_FILE_NAME)
}

/// Reads a schema and applies the exceptions beside the schema of the protocol, if there are any.
pub(crate) fn resolve_with_exceptions(
    project: &Project,
    protocol: &str,
    source: Option<SourceId>,
    syntax: Syntax,
    findings: &mut Findings,
) -> Outcome<Option<Schema>> {
    let exceptions = path_beside_schema(protocol, EXCEPTIONS_FILE_NAME);
    let path = project.full_path(&exceptions);
    let exceptions = path.exists().then_some((path.as_path(), exceptions.as_str()));
    tl_commands::resolve::resolve_with_exceptions(source.as_slice(), exceptions, syntax, findings)
}

/// Reads the schema of a protocol and applies its exceptions.
fn read_schema(project: &Project, name: &str, syntax: Syntax, findings: &mut Findings) -> Outcome<Option<Schema>> {
    let file = schema_path(name);
    let staged = project.staged_text(&file);
    if staged.is_none() && !project.full_path(&file).exists() {
        return Err(Failure::unable_with_advice(
            format!("{file} does not exist"),
            format!(
                "every folder of schemas/ contains the schema of its name; create it with `cargo xtask import {name} FILE …`"
            ),
        ));
    }
    let source = match staged {
        Some(text) => Some(findings.add_unsaved_text(&project.full_path(&file), &file, text.to_owned())),
        None => findings.read_file(&project.full_path(&file), &file)?,
    };
    let schema = resolve_with_exceptions(project, name, source, syntax, findings)?;
    if findings.n_errors() == 0 && schema.as_ref().is_some_and(|schema| schema.combinators.is_empty()) {
        return Err(Failure::unable_with_advice(
            format!("{file} declares nothing; nothing was touched"),
            "restore it from the repository, or import the schema again",
        ));
    }
    Ok(schema)
}

/// The settings of the generator for a protocol.
pub(crate) fn generator_settings(name: &str, has_metadata: bool, namespaces: NamespaceFeatures) -> Settings {
    let mut settings = Settings::new(name);
    settings.source = schema_path(name);
    settings.command = CODEGEN_COMMAND.to_owned();
    settings.function_decoding = Gate::Feature("functions-decode".to_owned());
    settings.views = Gate::Feature("views".to_owned());
    settings.names = Gate::Feature("names".to_owned());
    settings.table = Gate::Feature("reflect".to_owned());
    settings.json = Gate::Feature("json".to_owned());
    settings.metadata = if has_metadata { Gate::Feature("metadata".to_owned()) } else { Gate::Never };
    settings.hash = Gate::Feature("hash".to_owned());
    settings.namespaces = namespaces;
    settings
}
