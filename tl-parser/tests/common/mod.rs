//! Shared helpers of the tests: paths of fixtures, and compact forms of ast and schema.
//!
//! Each test binary uses only a part. Invariant: files are sorted by name.
#![allow(dead_code, reason = "each test binary compiles this module and uses its own part of it")]

pub(crate) mod dump;

use std::fs;
use std::path::{Path, PathBuf};

use tl_parser::{Diagnostic, Schema, Section, SourceMap, ast, print};

/// The fixtures of `folder` with this extension.
pub(crate) fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let root = fixture(folder);
    let entries = fs::read_dir(&root).unwrap_or_else(|why| panic!("{}: {why}", root.display()));
    let mut paths: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    paths.sort();
    paths
}

/// Path of a fixture folder.
pub(crate) fn fixture(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures").join(folder)
}

/// Reads one text and returns its diagnostics.
pub(crate) fn diagnostics_of(name: &str, text: impl Into<String>) -> (SourceMap, Vec<Diagnostic>) {
    let (sources, _, diagnostics) = read_text(name, text);
    (sources, diagnostics)
}

/// Reads one text and returns its schema and its diagnostics.
pub(crate) fn read_text(name: &str, text: impl Into<String>) -> (SourceMap, Schema, Vec<Diagnostic>) {
    let mut sources = SourceMap::new();
    let id = sources.add(name, text);
    let (schema, diagnostics) = tl_parser::read(&sources, &[id]);
    (sources, schema, diagnostics)
}

/// A source map with one text.
pub(crate) fn sources(name: &str, text: &str) -> SourceMap {
    let mut sources = SourceMap::new();
    sources.add(name, text);
    sources
}

/// Prints one declaration on each line, with a section header before each.
pub(crate) fn printed_text<'f>(declarations: impl Iterator<Item = ast::Declaration<'f>>) -> String {
    let section = |declaration| match declaration {
        ast::Declaration::Combinator(combinator) => combinator.section(),
        ast::Declaration::Partial(partial) => partial.section(),
        ast::Declaration::Directive(_) => Section::Types,
    };
    let header = |declaration| match section(declaration) {
        Section::Types => "---types---",
        Section::Functions => "---functions---",
    };
    declarations.map(|declaration| format!("{}\n{}\n", header(declaration), print::declaration(declaration))).collect()
}
