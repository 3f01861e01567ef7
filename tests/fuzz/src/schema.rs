//! Fuzz target for the parser: reads, prints and formats the text of a schema.

use serde_json::Value;
use tl_parser::canonical::{Rule, canonical};
use tl_parser::{
    Diagnostic, Dialect, Section, SourceMap, Span, Style, ast, fmt, json, parse_as, print, render_all, resolve,
    resolve_to_diagnostics,
};

use crate::assertions::assert_live_bytes_within;

/// Limit of live heap bytes while parsing, for each byte of the text.
const LIVE_BYTES_PER_TEXT_BYTE: usize = 200;

/// Limit of live heap bytes while parsing that does not depend on the text.
const CONSTANT_LIVE_BYTES: usize = 64 * 1024;

/// Maximum number of rendered diagnostics for each text: rendering is slower than parsing.
const MAX_RENDERED_DIAGNOSTICS: usize = 4;

/// Reads a text in both dialects, renders the diagnostics, and reads the printed and the formatted text again.
///
/// # Panics
///
/// If a diagnostic cannot be rendered, if printed or formatted text has another meaning, if formatting twice gives
/// another text, or if the memory limit is exceeded.
pub fn check_schema_text(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for dialect in [Dialect::Tl, Dialect::Vk] {
        check_schema_text_in_dialect(&text, dialect);
    }
}

fn check_schema_text_in_dialect(text: &str, dialect: Dialect) {
    let mut sources = SourceMap::new();
    sources.add("some.tl", text);
    let source = &sources.sources()[0];
    assert_live_bytes_within(text.len() * LIVE_BYTES_PER_TEXT_BYTE + CONSTANT_LIVE_BYTES, || {
        let (file, diagnostics) = parse_as(source, dialect);
        (resolve_to_diagnostics(std::slice::from_ref(&file)), diagnostics).1.len()
    });
    let (file, mut diagnostics) = parse_as(source, dialect);
    let files = [file];
    let report = assert_diagnostics_can_be_rendered(&files, &mut diagnostics, &sources);
    let [file] = &files;
    let is_good = !diagnostics.iter().any(Diagnostic::is_error);
    assert_printing_keeps_meaning(file, is_good, &printed_text(file), dialect);
    assert_formatting_keeps_meaning(text, &report, dialect);
}

/// Asserts that formatted text has the same meaning, comments included, and that formatting it again changes nothing.
fn assert_formatting_keeps_meaning(text: &str, report: &Value, dialect: Dialect) {
    let Ok(formatted) = fmt::format(text, dialect) else { return };
    assert_eq!(fmt::format(&formatted, dialect).as_ref(), Ok(&formatted), "formatting twice gives another text");
    let mut sources = SourceMap::new();
    sources.add("formatted.tl", formatted.as_str());
    let (file, diagnostics) = parse_as(&sources.sources()[0], dialect);
    assert!(!diagnostics.iter().any(Diagnostic::is_error), "formatted text has errors: {diagnostics:?}\n{formatted}");
    assert_eq!(*report, json_without_diagnostics(&[file]), "formatted text has another meaning:\n{formatted}");
}

/// The JSON report of the schema in `files`, without diagnostics.
fn json_without_diagnostics(files: &[ast::File<'_>]) -> Value {
    json::report(&resolve(files).0, files, &[], &SourceMap::new())
}

/// Asserts that every diagnostic has a valid span and can be rendered. Returns the JSON report without diagnostics.
fn assert_diagnostics_can_be_rendered(
    files: &[ast::File<'_>],
    diagnostics: &mut Vec<Diagnostic>,
    sources: &SourceMap,
) -> Value {
    let (schema, found) = resolve(files);
    assert_eq!(resolve_to_diagnostics(files), found, "`check` and `resolve` disagree about the diagnostics");
    diagnostics.extend(found);
    let first = &diagnostics[..diagnostics.len().min(MAX_RENDERED_DIAGNOSTICS)];
    assert_eq!(render_all(first, sources, Style::Plain).is_empty(), diagnostics.is_empty());
    for label in
        diagnostics.iter().flat_map(|diagnostic| std::iter::once(&diagnostic.primary).chain(&diagnostic.secondary))
    {
        let Span { source, start, end } = label.span;
        assert!(sources.get(source).is_some_and(|source| source.text().get(start..end).is_some()), "{label:?}");
    }
    for ty in &schema.types {
        assert!(ty.constructors.iter().all(|id| (id.0 as usize) < schema.combinators.len()));
    }
    assert!(json::report(&schema, files, diagnostics, sources).is_object());
    json::report(&schema, files, &[], &SourceMap::new())
}

/// Asserts that printed text has no errors, and has the same declarations. Without errors in the original text, the
/// declarations must also have the same meaning.
fn assert_printing_keeps_meaning(file: &ast::File<'_>, is_good: bool, written: &str, dialect: Dialect) {
    let mut sources = SourceMap::new();
    sources.add("printed.tl", written);
    let (again, diagnostics) = parse_as(&sources.sources()[0], dialect);
    assert!(!diagnostics.iter().any(Diagnostic::is_error), "printed text has errors: {diagnostics:?}\n{written}");
    assert_eq!(file.declarations().len(), again.declarations().len());
    assert_eq!(written, printed_text(&again), "printing twice gives another text");
    assert_eq!(canonical_forms(file), canonical_forms(&again), "printed text has other ids:\n{written}");
    // Printing omits invalid statements, although their names count as declared.
    if is_good {
        assert_eq!(
            facts_kept_by_printing(file),
            facts_kept_by_printing(&again),
            "printed text has another meaning:\n{written}"
        );
    }
}

/// The combinators in the JSON report of a file, without facts that printing loses: documentation, and that the source
/// was JSON.
fn facts_kept_by_printing(file: &ast::File<'_>) -> Value {
    let mut combinators = json_without_diagnostics(std::slice::from_ref(file))["combinators"].take();
    for combinator in combinators.as_array_mut().into_iter().flatten() {
        ["doc", "trusted"].into_iter().for_each(|key| _ = combinator[key].take());
    }
    combinators
}

/// All declarations, one a line, each with the header of its section.
fn printed_text(file: &ast::File<'_>) -> String {
    let section = |declaration| match declaration {
        ast::Declaration::Combinator(combinator) => combinator.section(),
        ast::Declaration::Partial(partial) => partial.section(),
        ast::Declaration::Directive(_) => Section::Types,
    };
    let mark = |declaration| match section(declaration) {
        Section::Types => "---types---",
        Section::Functions => "---functions---",
    };
    let line = |declaration| format!("{}\n{}\n", mark(declaration), print::declaration(declaration));
    file.declarations().map(line).collect()
}

fn canonical_forms(file: &ast::File<'_>) -> Vec<[String; 2]> {
    let combinators = file.declarations().filter_map(|declaration| match declaration {
        ast::Declaration::Combinator(combinator) => Some(combinator),
        _ => None,
    });
    combinators.map(|combinator| [Rule::A, Rule::B].map(|rule| canonical(combinator, rule))).collect()
}
