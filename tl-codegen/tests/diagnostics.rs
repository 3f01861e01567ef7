//! That each code is explained by a page whose examples are true, and what the findings of this crate look like.
//!
//! A page has a headline and the sections `Wrong`, `Right` and `Why`; blocks of code in the first two are the files of
//! an example. Invariant: a code without a page or a fixture fails.

use std::fs;
use std::path::{Path, PathBuf};

use tl_codegen::metadata::{self, Tables};
use tl_codegen::{Metadata, Settings, plan};
use tl_parser::exceptions::Exceptions;
use tl_parser::{Code, Diagnostic, Level, Levels, Severity, SourceMap, Style, lint, read, render_all};

/// What schemas are written in.
const SCHEMAS: [&str; 2] = ["tl", "json"];
const EXCEPTIONS: &str = "exceptions.tsv";

/// Files of an example: what they are and what they hold.
type Files = Vec<(String, String)>;

/// Where fixtures are called like codes.
const FOLDERS: [&str; 2] = ["err", "codegen-err"];

fn fixtures(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures").join(folder)
}

/// The files of a fixture.
fn fixture(name: &str) -> Files {
    let kinds = ["tl", EXCEPTIONS].into_iter().chain(Tables::NAMES);
    let file = |kind: &str| {
        let mut paths = FOLDERS.iter().map(|folder| fixtures(folder).join(format!("{name}.{kind}")));
        Some((kind.to_owned(), paths.find_map(|path| fs::read_to_string(path).ok())?))
    };
    kinds.filter_map(file).collect()
}

/// Everything that is wrong with these files, with the lint of `code` at work.
fn findings(files: &Files, code: Code) -> (SourceMap, Vec<Diagnostic>) {
    let mut sources = SourceMap::new();
    let mut add = |kinds: &[&str]| {
        let (kind, text) = files.iter().find(|(kind, _)| kinds.contains(&kind.as_str()))?;
        let name = if SCHEMAS.contains(&kind.as_str()) { format!("schema.{kind}") } else { kind.clone() };
        Some(sources.add(name, text.as_str()))
    };
    let mut ids = vec![add(&SCHEMAS)];
    ids.extend([EXCEPTIONS].into_iter().chain(Tables::NAMES).map(|kind| add(&[kind])));
    let schema_id = ids[0].expect("every example has a schema");
    let (schema, mut found) = read(&sources, &[schema_id]);
    if let Some(source) = ids[1].and_then(|id| sources.get(id)) {
        let (exceptions, mistakes) = Exceptions::parse(source);
        found = exceptions.lift(&schema, found);
        // A line that cannot be read may be the one that is missing.
        if !mistakes.is_empty() {
            found.retain(Diagnostic::is_error);
        }
        found.extend(mistakes);
    }
    let mut metadata = Metadata::default();
    let tables: Vec<_> = ids[2..].iter().copied().flatten().collect();
    if let Ok(tables) = tables.try_into() {
        let (read, mistakes) = metadata::read(&sources, Tables::new(tables));
        metadata = read;
        found.extend(mistakes);
        found.extend(metadata::check_names(&metadata, &schema));
    }
    if !found.iter().any(Diagnostic::is_error) {
        found.extend(lint::check(&schema));
        // Most pages are about the language, which is more than what code is generated of.
        let planned = plan(&schema, &metadata, &Settings::new("example")).1;
        let is_refusal = |code: Code| code.as_str().starts_with("unsupported");
        found.extend(planned.into_iter().filter(|found| is_refusal(code) || !is_refusal(found.code)));
    }
    let mut levels = Levels::default();
    if code.default_level() == Some(Level::Allow) {
        levels.set(code, Level::Warn).unwrap();
    }
    (sources, levels.apply(found))
}

/// The files in a section of a page.
fn example(code: Code, section: &str) -> Files {
    let page = code.explanation();
    let start = page.find(&format!("\n## {section}\n")).unwrap_or_else(|| panic!("{code} has no section {section}"));
    let rest = &page[start + 4..];
    let text = &rest[..rest.find("\n## ").unwrap_or(rest.len())];
    let mut blocks = text.split("```");
    let mut files = Files::new();
    while let (Some(_), Some(block)) = (blocks.next(), blocks.next()) {
        let (kind, text) = block.split_once('\n').unwrap();
        files.push((kind.to_owned(), text.to_owned()));
    }
    files
}

#[test]
fn every_page_has_its_parts() {
    for code in Code::ALL {
        let page = code.explanation();
        let headline = page.lines().next().unwrap_or_default();
        let summary = headline.strip_prefix(&format!("# `{code}`: ")).unwrap_or_else(|| panic!("{headline}"));
        assert!(!summary.is_empty() && !summary.ends_with('.'), "{headline}");
        let headings: Vec<_> = page.lines().filter(|line| line.starts_with("## ")).collect();
        assert_eq!(headings, ["## Wrong", "## Right", "## Why"], "{code}");
        let why = page.split("\n## Why\n").nth(1).unwrap_or_default();
        assert!(why.trim().len() > 40, "{code} does not say why");
    }
}

#[test]
fn wrong_examples_show_their_code_and_nothing_else() {
    let shows_else =
        |code: Code, found: &[Diagnostic]| found.is_empty() || found.iter().any(|diagnostic| diagnostic.code != code);
    assert_eq!(unexpected("Wrong", shows_else), "");
}

#[test]
fn right_examples_show_nothing() {
    assert_eq!(unexpected("Right", |_, found| !found.is_empty()), "");
}

/// What the examples of a section show, where that is unexpected.
fn unexpected(section: &str, is_unexpected: impl Fn(Code, &[Diagnostic]) -> bool) -> String {
    let mut shown = String::new();
    for code in Code::ALL {
        let (sources, found) = findings(&example(*code, section), *code);
        if is_unexpected(*code, &found) {
            shown += &format!("{section} of {code}:\n{}\n\n", render_all(&found, &sources, Style::Plain));
        }
    }
    shown
}

#[test]
fn every_page_is_one_of_a_code() {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tl-parser/src/diagnostic/explanations");
    for entry in fs::read_dir(pages).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(name.strip_suffix(".md").is_some_and(|code| code.parse::<Code>().is_ok()), "{name} explains no code");
    }
}

#[test]
fn every_fixture_shows_its_code() {
    for code in Code::ALL {
        let files = fixture(code.as_str());
        assert!(!files.is_empty(), "{code} has no fixture");
        let (_, found) = findings(&files, *code);
        assert!(found.iter().any(|diagnostic| diagnostic.code == *code), "the fixture of {code} does not show it");
    }
}

#[test]
fn findings_of_this_crate_say_where() {
    for code in [Code::BadMetadata, Code::NameCollision] {
        let (sources, mut found) = findings(&fixture(code.as_str()), code);
        found.retain(|diagnostic| diagnostic.code == code);
        assert!(found.iter().all(|diagnostic| diagnostic.severity == Severity::Error), "{code}");
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(code.as_str(), render_all(&found, &sources, Style::Plain));
        });
    }
}
