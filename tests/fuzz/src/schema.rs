//! Schemas: from text to what it means, and back to text.

use tl_parser::canonical::{Rule, canonical};
use tl_parser::{Severity, SourceMap, Span, Style, ast, parse, print, read, render_all};

use crate::bound::at_once;

/// Bytes of the heap that reading may have at once for each byte of text, and on top of that.
const COST: (usize, usize) = (1000, 64 * 1024);

/// Findings that are shown of each text: a finding costs more to show than to find.
const N_RENDERED: usize = 4;

/// Reads a text, shows what was found, prints the declarations, and reads that.
///
/// # Panics
///
/// If a finding can't be shown, if what was printed is read otherwise, or if it takes more memory than it may.
pub fn schema(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut sources = SourceMap::new();
    let id = sources.add("some.tl", &*text);
    let (schema, findings) = at_once(text.len() * COST.0 + COST.1, || read(&sources, &[id]));
    let first = &findings[..findings.len().min(N_RENDERED)];
    assert_eq!(render_all(first, &sources, Style::Plain).is_empty(), findings.is_empty());
    for label in findings.iter().flat_map(|finding| std::iter::once(&finding.primary).chain(&finding.secondary)) {
        let Span { source, start, end } = label.span;
        assert!(sources.get(source).is_some_and(|source| source.text().get(start..end).is_some()), "{label:?}");
    }
    for ty in &schema.types {
        assert!(ty.constructors.iter().all(|id| (id.0 as usize) < schema.combinators.len()));
    }

    let (file, _) = parse(&sources.sources()[0]);
    let printed = printed(&file.declarations);
    sources.add("printed.tl", &*printed);
    let (again, findings) = parse(&sources.sources()[1]);
    let errors: Vec<_> = findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "what was printed has mistakes: {errors:?}\n{printed}");
    assert_eq!(forms(&file), forms(&again), "what was printed is read otherwise:\n{printed}");
    assert_eq!(printed, self::printed(&again.declarations), "a second print differs");
}

/// One declaration a line, each under the mark of its section.
fn printed(declarations: &[ast::Declaration]) -> String {
    let mark = |declaration: &ast::Declaration| match declaration {
        ast::Declaration::Combinator(ast::Combinator { section, .. })
        | ast::Declaration::Partial(ast::Partial { section, .. }) => match section {
            tl_parser::Section::Functions => "---functions---",
            tl_parser::Section::Types => "---types---",
        },
        ast::Declaration::Directive(_) => "---types---",
    };
    let lines =
        declarations.iter().map(|declaration| format!("{}\n{}\n", mark(declaration), print::declaration(declaration)));
    lines.collect()
}

/// Each declaration as `Debug` shows it, but for places, with its canonical forms.
fn forms(file: &ast::File) -> Vec<String> {
    let form = |declaration: &ast::Declaration| {
        let mut form = without_places(&format!("{declaration:?}"));
        if let ast::Declaration::Combinator(combinator) = declaration {
            form.extend([Rule::A, Rule::B].map(|rule| canonical(combinator, rule)));
        }
        form
    };
    file.declarations.iter().map(form).collect()
}

/// Takes all `Span { … }` out, which have no brackets inside but for one pair.
fn without_places(shown: &str) -> String {
    let mut parts = shown.split("Span { ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| kept + part.split_once(" }").map_or(part, |(_, rest)| rest))
}
