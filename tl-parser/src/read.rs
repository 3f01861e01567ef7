//! The entry functions of the crate: from source texts to declarations, and from there to a resolved schema.
//!
//! This is the only file that knows all folders. Invariant: every function returns a value and diagnostics, for any
//! input.

use crate::diagnostic::{self, Diagnostic};
use crate::json::read as json;
use crate::meaning::resolve::resolve_with;
use crate::meaning::scalars::Scalars;
use crate::meaning::schema::Schema;
use crate::shared_types::{Dialect, Syntax};
use crate::syntax::ast::File;
use crate::syntax::statement::{parse_restored, parse_tl};
use crate::text::source::{Source, SourceId, SourceMap};

/// Parses a source. Declarations that cannot be parsed are left out of the file and reported.
///
/// ```
/// let mut sources = tl_parser::SourceMap::new();
/// let id = sources.add("door.tl", "doorOpen = Door; doorShut lock:int = ;");
/// let (file, diagnostics) = tl_parser::parse(&sources.sources()[0]);
/// assert_eq!(file.declarations().len(), 1);
/// assert_eq!(diagnostics[0].code, tl_parser::Code::UnexpectedToken);
/// assert_eq!(sources.location(diagnostics[0].primary.span).column, 38);
/// # let _ = id;
/// ```
#[must_use]
pub fn parse(source: &Source) -> (File<'_>, Vec<Diagnostic>) {
    parse_as(source, Dialect::Tl)
}

/// Parses a source in a dialect or with a [`Syntax`]; otherwise as [`parse`].
#[must_use]
pub fn parse_as(source: &Source, syntax: impl Into<Syntax>) -> (File<'_>, Vec<Diagnostic>) {
    let syntax = syntax.into();
    let Some(restored) = json::restored_text(source) else {
        return parse_tl(source, syntax);
    };
    let (file, mut diagnostics) = parse_restored(source, restored, syntax.dialect);
    json::remove_edits(&mut diagnostics);
    diagnostics.extend(restored.fault.as_ref().map(|fault| json::bad_json_diagnostic(source.id(), fault)));
    (file, diagnostics)
}

/// Parses the sources `ids` of a map. Diagnostics are in the order of the sources.
#[must_use]
pub fn parse_all<'a>(
    sources: &'a SourceMap,
    ids: &[SourceId],
    syntax: impl Into<Syntax>,
) -> (Vec<File<'a>>, Vec<Diagnostic>) {
    let syntax = syntax.into();
    let mut diagnostics = Vec::new();
    let mut files = Vec::with_capacity(ids.len());
    for source in ids.iter().filter_map(|id| sources.get(*id)) {
        let (file, found) = parse_as(source, syntax);
        files.push(file);
        diagnostics.extend(found);
    }
    (files, diagnostics)
}

/// Parses the sources `ids` of a map and resolves them as one schema. Diagnostics are in the order of the sources.
#[must_use]
pub fn read(sources: &SourceMap, ids: &[SourceId]) -> (Schema, Vec<Diagnostic>) {
    read_as(sources, ids, Dialect::Tl)
}

/// Reads a single text, as [`read()`] does; the name of the source is shown in diagnostics.
#[must_use]
pub fn read_text(name: impl Into<String>, text: impl Into<String>) -> (SourceMap, Schema, Vec<Diagnostic>) {
    let mut sources = SourceMap::new();
    let id = sources.add(name, text);
    let (schema, diagnostics) = read(&sources, &[id]);
    (sources, schema, diagnostics)
}

/// Parses and resolves sources in a dialect or with a [`Syntax`]; otherwise as [`read()`].
#[must_use]
pub fn read_as(sources: &SourceMap, ids: &[SourceId], syntax: impl Into<Syntax>) -> (Schema, Vec<Diagnostic>) {
    let Syntax { dialect, block_comments } = syntax.into();
    read_with_settings(sources, ids, &ReadSettings { dialect, block_comments, ..ReadSettings::default() })
}

/// How sources are read: settings that change the meaning of their declarations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadSettings {
    /// The dialect of all sources.
    pub dialect: Dialect,
    /// Whether `/* … */` is a comment.
    pub block_comments: bool,
    /// The constructors that stand for numbers and texts.
    pub scalars: Scalars,
}

/// Parses and resolves sources with settings; otherwise as [`read()`].
#[must_use]
pub fn read_with_settings(sources: &SourceMap, ids: &[SourceId], reading: &ReadSettings) -> (Schema, Vec<Diagnostic>) {
    let syntax = Syntax { dialect: reading.dialect, block_comments: reading.block_comments };
    let (files, mut diagnostics) = parse_all(sources, ids, syntax);
    let (schema, found) = resolve_with(&files, &reading.scalars);
    diagnostics.extend(found);
    diagnostic::sort_by_position(&mut diagnostics);
    (schema, diagnostics)
}
