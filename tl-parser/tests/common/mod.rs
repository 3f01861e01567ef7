//! Shared helpers of the tests: paths of fixtures, and compact forms of ast and schema.
//!
//! Each test binary uses only a part. Invariant: files are sorted by name.
#![allow(dead_code, reason = "each test binary compiles this module and uses its own part of it")]

pub(crate) mod dump;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::Value;
use tl_parser::{Diagnostic, Dialect, Section, SourceMap, ast, json, parse_all, print, resolve};

/// The fixtures of `folder` with this extension.
pub(crate) fn fixture_files(folder: &str, extension: &str) -> Vec<PathBuf> {
    files_below(&fixture_folder(folder), extension)
}

/// The files of a folder and its subfolders with this extension.
pub(crate) fn files_below(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|why| panic!("{}: {why}", folder.display()));
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let below = |path: PathBuf| match path.is_dir() {
        true => files_below(&path, extension),
        false => {
            Some(path).filter(|path| path.extension().is_some_and(|found| found == extension)).into_iter().collect()
        }
    };
    paths.into_iter().flat_map(below).collect()
}

/// Path of a fixture folder.
pub(crate) fn fixture_folder(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures").join(folder)
}

/// Reads one text as a schema and returns its diagnostics.
pub(crate) fn diagnostics_of(name: &str, text: impl Into<String>) -> (SourceMap, Vec<Diagnostic>) {
    let (sources, _, diagnostics) = tl_parser::read_text(name, text);
    (sources, diagnostics)
}

/// Reads one text and returns its report in JSON and its diagnostics.
pub(crate) fn json_report(name: &str, text: &str, dialect: Dialect) -> (SourceMap, Value, Vec<Diagnostic>) {
    let mut sources = SourceMap::new();
    let id = sources.add(name, text);
    let (files, mut found) = parse_all(&sources, &[id], dialect);
    let (schema, more) = resolve(&files);
    found.extend(more);
    let report = json::report(&schema, &files, &found, &sources);
    (sources, report, found)
}

/// Asserts that `work` takes less than 8 times as long for an input of size `n` as for a quarter of it.
///
/// Quadratic work takes 16 times as long. 20 ms are not counted. Both times are measured one after the other, up to five
/// times, so that other processes do not fail the test.
#[track_caller]
pub(crate) fn assert_linear<T>(what: &str, n: usize, input: impl Fn(usize) -> T, work: impl Fn(T)) {
    let seconds = |n: usize| {
        let input = input(n);
        let start = Instant::now();
        work(input);
        start.elapsed().as_secs_f64()
    };
    let mut ratios = (0..5).map(|_| (seconds(n) - 0.02) / seconds(n / 4));
    assert!(ratios.any(|ratio| ratio < 8.0), "more than linear time for {what}");
}

/// A source map with one text.
pub(crate) fn source_map_of(name: &str, text: &str) -> SourceMap {
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
