//! Fuzz target for the parser: reads, prints and formats the text of a schema.

use tl_parser::canonical::{Rule, canonical};
use tl_parser::{
    Diagnostic, Dialect, Model, Section, SourceMap, Span, Style, ast, fmt, json, parse_as, print, render_all, resolve,
};

use crate::checks::assert_live_bytes;

/// Limit of live heap bytes while parsing: a factor for the length of the text, and a constant.
const LIVE_BYTES: (usize, usize) = (200, 64 * 1024);

/// Maximum number of rendered diagnostics for each text: rendering is slower than parsing.
const N_RENDERED: usize = 4;

/// Reads a text in both dialects, renders the diagnostics, and reads the printed and the formatted text again.
///
/// # Panics
///
/// If a diagnostic cannot be rendered, if printed or formatted text has another meaning, if formatting twice gives
/// another text, or if the memory limit is exceeded.
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
    assert_live_bytes(text.len() * LIVE_BYTES.0 + LIVE_BYTES.1, || {
        let (file, findings) = parse_as(source, dialect);
        (resolve(std::slice::from_ref(&file)).1, findings).1.len()
    });
    let (file, mut findings) = parse_as(source, dialect);
    let files = [file];
    let (model, found) = resolve(&files);
    findings.extend(found);
    assert_rendered(&model, &findings, &sources);
    let [file] = &files;
    let written = printed(file);
    let is_good = !findings.iter().any(Diagnostic::is_error);
    assert_printed(file, is_good.then_some(&model), &written, dialect);
    assert_formatted(text, &model, dialect);
}

/// Asserts that formatted text has the same meaning, comments included, and that formatting it again changes nothing.
fn assert_formatted(text: &str, model: &Model<'_>, dialect: Dialect) {
    let Ok(formatted) = fmt::format(text, dialect) else { return };
    assert_eq!(fmt::format(&formatted, dialect).as_ref(), Ok(&formatted), "formatting twice gives another text");
    let mut sources = SourceMap::new();
    sources.add("formatted.tl", formatted.as_str());
    let (file, findings) = parse_as(&sources.sources()[0], dialect);
    assert!(!findings.iter().any(Diagnostic::is_error), "formatted text has errors: {findings:?}\n{formatted}");
    let files = [file];
    let (again, _) = resolve(&files);
    let report = |model: &Model<'_>| json::report(model, &[], &SourceMap::new());
    assert_eq!(report(model), report(&again), "formatted text has another meaning:\n{formatted}");
}

/// Asserts that every diagnostic has a valid span, and that the schema can be written as JSON.
fn assert_rendered(model: &Model<'_>, findings: &[Diagnostic], sources: &SourceMap) {
    let first = &findings[..findings.len().min(N_RENDERED)];
    assert_eq!(render_all(first, sources, Style::Plain).is_empty(), findings.is_empty());
    for label in findings.iter().flat_map(|finding| std::iter::once(&finding.primary).chain(&finding.secondary)) {
        let Span { source, start, end } = label.span;
        assert!(sources.get(source).is_some_and(|source| source.text().get(start..end).is_some()), "{label:?}");
    }
    assert!(json::report(model, findings, sources).is_object());
    let schema = model.schema();
    for ty in &schema.types {
        assert!(ty.constructors.iter().all(|id| (id.0 as usize) < schema.combinators.len()));
    }
}

/// Asserts that printed text has no errors, and has the same declarations with the same meaning.
fn assert_printed(file: &ast::File<'_>, model: Option<&Model<'_>>, written: &str, dialect: Dialect) {
    let mut sources = SourceMap::new();
    sources.add("printed.tl", written);
    let (again, findings) = parse_as(&sources.sources()[0], dialect);
    assert!(!findings.iter().any(Diagnostic::is_error), "printed text has errors: {findings:?}\n{written}");
    assert_eq!(file.declarations().len(), again.declarations().len());
    assert_eq!(written, printed(&again), "printing twice gives another text");
    assert_eq!(canonical_forms(file), canonical_forms(&again), "printed text has other ids:\n{written}");
    // Names in broken statements count as declared, but are not printed.
    let Some(model) = model else { return };
    let again = [again];
    let (again, _) = resolve(&again);
    let shown = |model: &Model<'_>| -> Vec<String> {
        let shown = |resolved: tl_parser::model::Resolved<'_>| {
            let fields: Vec<_> = resolved.fields().collect();
            format!("{} {:08x} {} {fields:?}", resolved.name(), resolved.id(), resolved.result())
        };
        model.combinators().map(shown).collect()
    };
    assert_eq!(shown(model), shown(&again), "printed text has another meaning:\n{written}");
}

/// All declarations, one a line, each with the header of its section.
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
