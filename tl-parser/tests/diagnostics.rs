//! Rendered diagnostics, and a fixture for each diagnostic code.
//!
//! Fixtures are `err/<code>.tl`, with a list of exceptions if the code is about one. Invariant: a code without a
//! fixture that produces it fails.

mod common;

use std::fs;

use common::fixture_folder;
use tl_parser::exceptions::Exceptions;
use tl_parser::{Code, Diagnostic, Level, Levels, SourceMap, Style, lint, read, render, render_all};

/// Codes that only `tl-codegen` produces; its tests have the fixtures.
fn is_code_of_generator(code: Code) -> bool {
    matches!(code, Code::BadMetadata | Code::LeftOut | Code::NameCollision | Code::InfiniteType)
        || code.as_str().starts_with("unsupported-")
}

/// All diagnostics of a fixture and its exceptions; the lint named like the fixture is enabled.
fn diagnostics_of_fixture(name: &str) -> (SourceMap, Vec<Diagnostic>) {
    let path = fixture_folder("err").join(format!("{name}.tl"));
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
        diagnostics = exceptions.drop_excepted(&schema, diagnostics);
        diagnostics.extend(found);
    }
    (sources, levels_with_lint_enabled(name).apply(diagnostics))
}

/// Default levels, except that the lint of this name is at least a warning.
fn levels_with_lint_enabled(name: &str) -> Levels {
    let mut levels = Levels::default();
    let code = name.parse::<Code>().unwrap();
    if code.default_level() == Some(Level::Allow) {
        levels.set(code, Level::Warn).unwrap();
    }
    levels
}

#[test]
fn every_code_has_a_fixture() {
    for code in Code::ALL.iter().filter(|code| !is_code_of_generator(**code)) {
        let (sources, diagnostics) = diagnostics_of_fixture(code.as_str());
        let n_found = diagnostics.iter().filter(|diagnostic| diagnostic.code == *code).count();
        assert!(n_found > 0, "the fixture of {code} does not have it");
        let text = sources.sources()[0].text();
        let rendered = render_all(&diagnostics, &sources, Style::Plain);
        insta::with_settings!({ description => text, omit_expression => true }, {
            insta::assert_snapshot!(code.as_str(), rendered);
        });
    }
}

#[test]
fn every_fixture_is_named_after_a_code() {
    for path in common::fixture_files("err", "tl") {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(Code::ALL.iter().any(|code| code.as_str() == name), "{name} is no code");
    }
}

#[test]
fn rendered_diagnostics_have_a_position() {
    let mut n_diagnostics = 0;
    for path in common::fixture_files("conformance", "tl").into_iter().chain(common::fixture_files("err", "tl")) {
        let (sources, diagnostics) = common::diagnostics_of("schemas/some.tl", fs::read_to_string(&path).unwrap());
        for diagnostic in diagnostics {
            let location = sources.location(diagnostic.primary.span);
            let position = format!("schemas/some.tl:{}:{}\n", location.line, location.column);
            let rendered = render(&diagnostic, &sources, Style::Plain) + "\n";
            assert!(rendered.contains(&position), "{}: {position} is not in\n{rendered}", path.display());
            n_diagnostics += 1;
        }
    }
    assert!(n_diagnostics > 100, "only {n_diagnostics} diagnostics");
}

#[test]
fn colours_do_not_change_the_text() {
    let (sources, diagnostics) = diagnostics_of_fixture("duplicate-name");
    let coloured = render_all(&diagnostics, &sources, Style::Coloured);
    assert!(coloured.contains("\u{1b}["), "no escapes in {coloured:?}");
    let mut plain = String::new();
    for (idx, part) in coloured.split('\u{1b}').enumerate() {
        plain.push_str(if idx == 0 { part } else { part.split_once('m').map_or("", |(_, text)| text) });
    }
    assert_eq!(plain, render_all(&diagnostics, &sources, Style::Plain));
}
