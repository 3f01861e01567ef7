//! Schemas: from text to what it means, and back to text.

use serde_json::Value;
use tl_parser::canonical::{Rule, canonical};
use tl_parser::{
    Diagnostic, Dialect, Section, SourceMap, Span, Style, ast, check, fmt, json, parse_as, print, render_all, resolve,
};

use crate::bound::at_once;

/// Bytes of the heap that reading may have at once for each byte of text, and on top of that.
const COST: (usize, usize) = (200, 64 * 1024);

/// Findings that are shown of each text: a finding costs more to show than to find.
const N_RENDERED: usize = 4;

/// Reads a text in both dialects, shows what was found, prints the declarations, and reads that; lays it out, and reads
/// that.
///
/// # Panics
///
/// If a finding can't be shown, if what was printed or laid out is read otherwise, if a second layout differs, or if
/// reading takes more memory than it may.
pub fn schema(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for dialect in [Dialect::Tl, Dialect::Vk] {
        read(&text, dialect);
    }
}

fn read(text: &str, dialect: Dialect) {
    let mut sources = SourceMap::new();
    sources.add("some.tl", text);
    let source = &sources.sources()[0];
    at_once(text.len() * COST.0 + COST.1, || {
        let (file, findings) = parse_as(source, dialect);
        (check(std::slice::from_ref(&file)), findings).1.len()
    });
    let (file, mut findings) = parse_as(source, dialect);
    let files = [file];
    let report = can_be_shown(&files, &mut findings, &sources);
    let [file] = &files;
    let is_good = !findings.iter().any(Diagnostic::is_error);
    comes_back(file, is_good, &printed(file), dialect);
    stays_laid_out(text, &report, dialect);
}

/// What was laid out says the same with the same comments, and stays as it is.
fn stays_laid_out(text: &str, report: &Value, dialect: Dialect) {
    let Ok(formatted) = fmt::format(text, dialect) else { return };
    assert_eq!(fmt::format(&formatted, dialect).as_ref(), Ok(&formatted), "a second layout differs");
    let mut sources = SourceMap::new();
    sources.add("formatted.tl", formatted.as_str());
    let (file, findings) = parse_as(&sources.sources()[0], dialect);
    assert!(!findings.iter().any(Diagnostic::is_error), "what was laid out has mistakes: {findings:?}\n{formatted}");
    assert_eq!(*report, meaning(&[file]), "the layout changes the meaning:\n{formatted}");
}

/// The JSON report without diagnostics.
fn meaning(files: &[ast::File<'_>]) -> Value {
    json::report(&resolve(files).0, files, &[], &SourceMap::new())
}

/// Every finding has a span in the text, and the schema can be shown as JSON, which is returned.
fn can_be_shown(files: &[ast::File<'_>], findings: &mut Vec<Diagnostic>, sources: &SourceMap) -> Value {
    let (schema, found) = resolve(files);
    assert_eq!(check(files), found, "checking finds something else than resolving");
    findings.extend(found);
    let first = &findings[..findings.len().min(N_RENDERED)];
    assert_eq!(render_all(first, sources, Style::Plain).is_empty(), findings.is_empty());
    for label in findings.iter().flat_map(|finding| std::iter::once(&finding.primary).chain(&finding.secondary)) {
        let Span { source, start, end } = label.span;
        assert!(sources.get(source).is_some_and(|source| source.text().get(start..end).is_some()), "{label:?}");
    }
    for ty in &schema.types {
        assert!(ty.constructors.iter().all(|id| (id.0 as usize) < schema.combinators.len()));
    }
    assert!(json::report(&schema, files, findings, sources).is_object());
    json::report(&schema, files, &[], &SourceMap::new())
}

/// What was printed is read without a mistake, as the same declarations with the same meaning.
fn comes_back(file: &ast::File<'_>, is_good: bool, written: &str, dialect: Dialect) {
    let mut sources = SourceMap::new();
    sources.add("printed.tl", written);
    let (again, findings) = parse_as(&sources.sources()[0], dialect);
    assert!(!findings.iter().any(Diagnostic::is_error), "what was printed has mistakes: {findings:?}\n{written}");
    assert_eq!(file.declarations().len(), again.declarations().len());
    assert_eq!(written, printed(&again), "a second print differs");
    assert_eq!(canonical_forms(file), canonical_forms(&again), "what was printed has other ids:\n{written}");
    // Names in what could not be read count as declared, and are not printed.
    if is_good {
        assert_eq!(undocumented(file), undocumented(&again), "printing changes the meaning:\n{written}");
    }
}

/// The combinators in the report of a file, without their documentation, which is not printed.
fn undocumented(file: &ast::File<'_>) -> Value {
    let mut combinators = meaning(std::slice::from_ref(file))["combinators"].take();
    for combinator in combinators.as_array_mut().into_iter().flatten() {
        combinator["doc"].take();
    }
    combinators
}

/// One declaration a line, each under the mark of its section.
fn printed(file: &ast::File<'_>) -> String {
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
