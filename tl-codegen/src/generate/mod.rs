//! The whole chain at once: from texts to files, with every finding about the texts and the settings.
//!
//! The [`Builder`](crate::Builder) and command lines share it. It reads no file, prints nothing and depends on nothing
//! but its arguments. Invariant: files are generated only if there is no error.

mod comments;
mod externs;

use std::path::{Path, PathBuf};

use tl_parser::exceptions::Exceptions;
use tl_parser::{Diagnostic, ReadSettings, Schema, SourceId, SourceMap, lint};

use crate::fileset::FileSet;
use crate::history::{History, HistoryFiles, read_history};
use crate::metadata::Metadata;
use crate::plan::{Plan, plan_with_recorded_indirections};
use crate::recorded_indirections::RecordedIndirections;
use crate::selection::{UnmatchedSetting, unmatched_settings};
use crate::settings::Settings;
use crate::table::Upgrades;

pub(crate) use self::externs::{PLACEHOLDER_TYPE_PREFIX, is_placeholder};

/// File name of a table of exceptions, which lists ids that are right although they are not the CRC32.
pub const EXCEPTIONS_FILE_NAME: &str = "exceptions.tsv";

/// File name of a table of Rust names for TL names.
pub const RENAMES_FILE_NAME: &str = "renames.tsv";

/// File name of a record of the values that are behind a `Box`.
pub const LAYOUT_FILE_NAME: &str = "layout.tsv";

/// The path of a table beside each schema, once for each folder, whether it exists or not.
pub fn paths_beside<'p>(schemas: impl IntoIterator<Item = &'p Path>, file_name: &str) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for path in schemas.into_iter().map(|schema| schema.with_file_name(file_name)) {
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    paths
}

/// The texts from which code is generated, as sources of a map.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The files of the schema, which are read as one schema.
    pub schemas: Vec<SourceId>,
    /// The files `exceptions.tsv`: ids that are right although they are not the CRC32.
    pub exceptions: Vec<SourceId>,
    /// The files `renames.tsv`. A name in the settings takes precedence.
    pub renames: Vec<SourceId>,
    /// The file `layout.tsv`: which values an earlier plan held behind a `Box`.
    pub layout: Option<SourceId>,
    /// The tables of the history: the layers of all combinators, for the documentation.
    pub history: Option<HistoryFiles>,
    /// The file `upgrades.tsv`: rules for values of older layers.
    pub upgrades: Option<SourceId>,
}

/// The result of [`generate`].
#[derive(Clone, Debug, Default)]
pub struct GenerationResult {
    /// Findings about the texts, in the order of the texts; the levels of the settings are applied.
    pub diagnostics: Vec<Diagnostic>,
    /// Settings that name nothing in the schema, which are errors.
    pub unmatched: Vec<UnmatchedSetting>,
    /// Other errors without a place in a text: a record that cannot be read.
    pub errors: Vec<String>,
    /// The plan of the code; `None` if there is an error.
    pub plan: Option<Plan>,
    /// The files of the code; `None` if there is an error.
    pub files: Option<FileSet>,
}

impl GenerationResult {
    /// Number of errors, with and without a place.
    #[must_use]
    pub fn n_errors(&self) -> usize {
        self.unmatched.len()
            + self.errors.len()
            + self.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count()
    }
}

/// Generates the code of a schema.
///
/// ```
/// use tl_codegen::{Inputs, Settings, generate};
///
/// let mut sources = tl_parser::SourceMap::new();
/// let id = sources.add("door.tl", "doorOpen = Door; doorShut lock:int = Door;");
/// let inputs = Inputs { schemas: vec![id], ..Inputs::default() };
/// let generated = generate(&sources, &inputs, &Settings::new("door"));
/// assert_eq!(generated.n_errors(), 0);
/// assert!(generated.files.is_some_and(|files| files.get("mod.rs").is_some()));
/// ```
#[must_use]
pub fn generate(sources: &SourceMap, inputs: &Inputs, settings: &Settings) -> GenerationResult {
    let mut generation = GenerationResult::default();
    let (schema, settings) = read_schema(sources, inputs, settings, &mut generation);
    if generation.n_errors() > 0 {
        return generation;
    }
    generation.unmatched = unmatched_settings(&schema, &settings);
    let layout = read_recorded_indirections(sources, inputs, &mut generation);
    let metadata = Metadata {
        history: read_history_tables(sources, inputs, &mut generation),
        upgrades: read_upgrades(sources, inputs, &mut generation),
        ..Metadata::default()
    };
    if generation.n_errors() > 0 {
        return generation;
    }
    let (plan, found) = plan_with_recorded_indirections(&schema, &metadata, &settings, &layout);
    generation.errors.extend(plan.tables_error.as_ref().map(ToString::to_string));
    generation.diagnostics.extend(settings.levels.apply(found));
    generation.diagnostics.sort_by_key(|diagnostic| diagnostic.primary.span);
    if generation.n_errors() == 0 {
        generation.files = Some(crate::emit(&plan));
        generation.plan = Some(plan);
    }
    generation
}

/// Reads the schema and the tables beside it. The settings come back with the renames of the tables, and with paths for
/// the constructors that stand for types of other modules.
fn read_schema(
    sources: &SourceMap,
    inputs: &Inputs,
    settings: &Settings,
    generation: &mut GenerationResult,
) -> (Schema, Settings) {
    let mut settings = settings.clone();
    let mut table_findings = read_renames(sources, inputs, &mut settings);
    let mut exceptions = Exceptions::default();
    for source in inputs.exceptions.iter().filter_map(|id| sources.get(*id)) {
        let (list, found) = Exceptions::parse(source);
        exceptions.extend(list);
        table_findings.extend(found);
    }
    let are_tables_read = !table_findings.iter().any(Diagnostic::is_error);
    let Settings { dialect, block_comments, .. } = settings;
    let reading = ReadSettings { dialect, block_comments, scalars: settings.scalars.clone() };
    let (mut schema, mut found) = externs::read_with_externs(sources, &inputs.schemas, &reading, &mut settings);
    let is_broken = found.iter().any(Diagnostic::is_error);
    if are_tables_read {
        found = exceptions.drop_excepted(&schema, found);
    }
    if !is_broken {
        found.extend(externs::without_placeholder_findings(lint::check(&schema), sources));
    }
    comments::describe_by_comments(&mut schema, sources);
    generation.diagnostics = settings.levels.apply([table_findings, found].concat());
    generation.diagnostics.sort_by_key(|diagnostic| diagnostic.primary.span);
    (schema, settings)
}

/// Adds the renames of the files to the settings, whose own renames take precedence.
fn read_renames(sources: &SourceMap, inputs: &Inputs, settings: &mut Settings) -> Vec<Diagnostic> {
    let chosen = std::mem::take(&mut settings.renames);
    let files = inputs.renames.iter().filter_map(|id| sources.get(*id));
    let found = files.flat_map(|source| settings.renames.add_tsv_file(source)).collect();
    settings.renames.extend(chosen);
    found
}

fn read_history_tables(sources: &SourceMap, inputs: &Inputs, generation: &mut GenerationResult) -> History {
    let Some(files) = inputs.history else { return History::default() };
    // Mistakes in the exceptions were reported with the schema.
    let mut exceptions = Exceptions::default();
    let tables = inputs.exceptions.iter().filter_map(|id| sources.get(*id));
    tables.for_each(|table| exceptions.extend(Exceptions::parse(table).0));
    let (history, found) = read_history(sources, files, &exceptions);
    generation.diagnostics.extend(found);
    generation.diagnostics.sort_by_key(|diagnostic| diagnostic.primary.span);
    history
}

fn read_upgrades(sources: &SourceMap, inputs: &Inputs, generation: &mut GenerationResult) -> Upgrades {
    let Some(source) = inputs.upgrades.and_then(|id| sources.get(id)) else { return Upgrades::default() };
    Upgrades::parse(source.text()).unwrap_or_else(|why| {
        generation.errors.push(format!("{}, {why}", source.name()));
        Upgrades::default()
    })
}

fn read_recorded_indirections(
    sources: &SourceMap,
    inputs: &Inputs,
    generation: &mut GenerationResult,
) -> RecordedIndirections {
    let Some(source) = inputs.layout.and_then(|id| sources.get(id)) else { return RecordedIndirections::default() };
    RecordedIndirections::parse(source.text()).unwrap_or_else(|why| {
        generation.errors.push(format!("{}, {why}", source.name()));
        RecordedIndirections::default()
    })
}
