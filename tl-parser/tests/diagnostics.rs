//! What findings look like, and that each code has an example.
//!
//! Fixtures are `err/<code>.tl`, with a list of exceptions beside them where the code is about one. Invariant: a code
//! without a fixture that shows it fails.

mod common;

use std::fs;

use common::fixture;
use tl_parser::exceptions::Exceptions;
use tl_parser::{Code, Diagnostic, Level, Levels, SourceMap, Style, lint, read, render, render_all};

/// Codes of findings that `tl-codegen` makes, whose tests have the examples.
fn is_found_by_codegen(code: Code) -> bool {
    matches!(code, Code::BadMetadata | Code::NameCollision | Code::InfiniteType)
        || code.as_str().starts_with("unsupported-")
}

/// Everything that is wrong with a fixture and the exceptions beside it, with its own lint at work.
fn findings(name: &str) -> (SourceMap, Vec<Diagnostic>) {
    let path = fixture("err").join(format!("{name}.tl"));
    let mut sources = SourceMap::new();
    let text = fs::read_to_string(&path).unwrap_or_else(|why| panic!("{name} has no fixture: {why}"));
    let id = sources.add(format!("{name}.tl"), text);
    let (schema, mut diagnostics) = read(&sources, &[id]);
    if !diagnostics.iter().any(Diagnostic::is_error) {
        diagnostics.extend(lint::check(&schema));
    }
    if let Ok(text) = fs::read_to_string(path.with_extension("exceptions.tsv")) {
        let id = sources.add("exceptions.tsv", text);
        let (exceptions, found) = Exceptions::parse(sources.get(id).unwrap());
        let is_broken = diagnostics.iter().any(Diagnostic::is_error);
        diagnostics = exceptions.lift(&schema, diagnostics);
        // What a line is about may be part of the mistake.
        diagnostics.retain(|diagnostic| !is_broken || diagnostic.code != Code::StaleException);
        diagnostics.extend(found);
    }
    (sources, levels(name).apply(diagnostics))
}

/// The usual levels, with a lint of this name at least a warning.
fn levels(name: &str) -> Levels {
    let mut levels = Levels::default();
    let code = name.parse::<Code>().unwrap();
    if code.default_level() == Some(Level::Allow) {
        levels.set(code, Level::Warn).unwrap();
    }
    levels
}

#[test]
fn every_code_has_an_example() {
    for code in Code::ALL.iter().filter(|code| !is_found_by_codegen(**code)) {
        let (sources, diagnostics) = findings(code.as_str());
        let n_found = diagnostics.iter().filter(|diagnostic| diagnostic.code == *code).count();
        assert!(n_found > 0, "the fixture of {code} does not show it");
        let text = sources.sources()[0].text();
        let rendered = render_all(&diagnostics, &sources, Style::Plain);
        insta::with_settings!({ description => text, omit_expression => true }, {
            insta::assert_snapshot!(code.as_str(), rendered);
        });
    }
}

#[test]
fn no_fixture_is_left_over() {
    for path in common::files("err", "tl") {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(Code::ALL.iter().any(|code| code.as_str() == name), "{name} is no code");
    }
}

#[test]
fn rendered_findings_say_where() {
    let mut n_findings = 0;
    for path in common::files("conformance", "tl").into_iter().chain(common::files("err", "tl")) {
        let mut sources = SourceMap::new();
        let id = sources.add("schemas/some.tl", fs::read_to_string(&path).unwrap());
        for diagnostic in read(&sources, &[id]).1 {
            let location = sources.location(diagnostic.primary.span);
            let place = format!("schemas/some.tl:{}:{}\n", location.line, location.column);
            let rendered = render(&diagnostic, &sources, Style::Plain) + "\n";
            assert!(rendered.contains(&place), "{}: {place} is not in\n{rendered}", path.display());
            n_findings += 1;
        }
    }
    assert!(n_findings > 100, "only {n_findings} findings");
}

#[test]
fn colour_changes_nothing_but_colour() {
    let (sources, diagnostics) = findings("duplicate-name");
    let coloured = render_all(&diagnostics, &sources, Style::Coloured);
    assert!(coloured.contains("\u{1b}["), "no escapes in {coloured:?}");
    let mut plain = String::new();
    for (idx, part) in coloured.split('\u{1b}').enumerate() {
        plain.push_str(if idx == 0 { part } else { part.split_once('m').map_or("", |(_, text)| text) });
    }
    assert_eq!(plain, render_all(&diagnostics, &sources, Style::Plain));
}
