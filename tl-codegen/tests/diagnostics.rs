//! Every diagnostic code has an explanation page with correct examples, and a fixture.
//!
//! A page has a headline and the sections `Wrong`, `Right` and `Why`; the code blocks of the first two are the files of
//! an example. Invariant: a code without a page or a fixture fails.

use std::fs;
use std::path::{Path, PathBuf};

use tl_codegen::metadata::{self, TableFiles};
use tl_codegen::{Metadata, Settings, Unsupported, plan};
use tl_parser::exceptions::Exceptions;
use tl_parser::{Code, Diagnostic, Level, Levels, Severity, SourceMap, Style, lint, read, render_all};

/// File extensions of schemas.
const SCHEMA_EXTENSIONS: [&str; 2] = ["tl", "json"];
const EXCEPTIONS_FILE: &str = "exceptions.tsv";

/// The files of an example: kind (a file extension or a table name) and contents.
type ExampleFiles = Vec<(String, String)>;

/// Folders whose fixtures are named after codes.
const FIXTURE_FOLDERS: [&str; 2] = ["err", "codegen-err"];

fn fixture_folder(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures").join(folder)
}

/// The files of a fixture.
fn files_of_fixture(name: &str) -> ExampleFiles {
    let kinds = ["tl", EXCEPTIONS_FILE].into_iter().chain(TableFiles::NAMES);
    let file = |kind: &str| {
        let mut paths = FIXTURE_FOLDERS.iter().map(|folder| fixture_folder(folder).join(format!("{name}.{kind}")));
        Some((kind.to_owned(), paths.find_map(|path| fs::read_to_string(path).ok())?))
    };
    kinds.filter_map(file).collect()
}

/// All diagnostics of these files, with the lint of `code` enabled.
fn diagnostics_of_files(files: &ExampleFiles, code: Code) -> (SourceMap, Vec<Diagnostic>) {
    let mut sources = SourceMap::new();
    let mut add = |kinds: &[&str]| {
        let (kind, text) = files.iter().find(|(kind, _)| kinds.contains(&kind.as_str()))?;
        let name = if SCHEMA_EXTENSIONS.contains(&kind.as_str()) { format!("schema.{kind}") } else { kind.clone() };
        Some(sources.add(name, text.as_str()))
    };
    let mut ids = vec![add(&SCHEMA_EXTENSIONS)];
    ids.extend([EXCEPTIONS_FILE].into_iter().chain(TableFiles::NAMES).map(|kind| add(&[kind])));
    let schema_id = ids[0].expect("every example has a schema");
    let (schema, mut found) = read(&sources, &[schema_id]);
    if let Some(source) = ids[1].and_then(|id| sources.get(id)) {
        let (exceptions, mistakes) = Exceptions::parse(source);
        found = exceptions.drop_excepted(&schema, found);
        // The exception for a warning may be in a line with a mistake, so warnings prove nothing.
        if !mistakes.is_empty() {
            found.retain(Diagnostic::is_error);
        }
        found.extend(mistakes);
    }
    let mut metadata = Metadata::default();
    let tables: Vec<_> = ids[2..].iter().copied().flatten().collect();
    if let Ok(tables) = tables.try_into() {
        let (read, mistakes) = metadata::read_tables(&sources, TableFiles::new(tables));
        metadata = read;
        found.extend(mistakes);
        found.extend(metadata::check_method_names(&metadata, &schema));
    }
    if !found.iter().any(Diagnostic::is_error) {
        found.extend(lint::check(&schema));
        // Most pages explain rules of the language, and their examples may be schemas that cannot be generated.
        let mut settings = Settings::new("example");
        if code == Code::LeftOut {
            settings.except.push("thing".parse().unwrap());
            settings.unsupported = Unsupported::Skip;
        }
        let planned = plan(&schema, &metadata, &settings).1;
        let is_refusal = |code: Code| code.as_str().starts_with("unsupported");
        found.extend(planned.into_iter().filter(|found| is_refusal(code) || !is_refusal(found.code)));
    }
    let mut levels = Levels::default();
    if code.default_level() == Some(Level::Allow) {
        levels.set(code, Level::Warn).unwrap();
    }
    (sources, levels.apply(found))
}

/// The example files in a section of a page.
fn example_files(code: Code, section: &str) -> ExampleFiles {
    let page = code.explanation();
    let start = page.find(&format!("\n## {section}\n")).unwrap_or_else(|| panic!("{code} has no section {section}"));
    let rest = &page[start + 4..];
    let text = &rest[..rest.find("\n## ").unwrap_or(rest.len())];
    let mut blocks = text.split("```");
    let mut files = ExampleFiles::new();
    while let (Some(_), Some(block)) = (blocks.next(), blocks.next()) {
        let (kind, text) = block.split_once('\n').unwrap();
        files.push((kind.to_owned(), text.to_owned()));
    }
    files
}

#[test]
fn every_page_about_a_code_has_all_sections() {
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
fn wrong_examples_have_only_their_code() {
    let has_other_code =
        |code: Code, found: &[Diagnostic]| found.is_empty() || found.iter().any(|diagnostic| diagnostic.code != code);
    assert_eq!(unexpected_diagnostics("Wrong", has_other_code), "");
}

#[test]
fn right_examples_have_no_diagnostics() {
    assert_eq!(unexpected_diagnostics("Right", |_, found| !found.is_empty()), "");
}

/// The diagnostics of all examples in a section for which `is_unexpected` holds.
fn unexpected_diagnostics(section: &str, is_unexpected: impl Fn(Code, &[Diagnostic]) -> bool) -> String {
    let mut rendered = String::new();
    for code in Code::ALL {
        let (sources, found) = diagnostics_of_files(&example_files(*code, section), *code);
        if is_unexpected(*code, &found) {
            rendered += &format!("{section} of {code}:\n{}\n\n", render_all(&found, &sources, Style::Plain));
        }
    }
    rendered
}

#[test]
fn every_explanation_page_has_a_code() {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tl-parser/src/diagnostic/explanations");
    for entry in fs::read_dir(pages).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(name.strip_suffix(".md").is_some_and(|code| code.parse::<Code>().is_ok()), "{name} explains no code");
    }
}

#[test]
fn every_code_has_a_fixture() {
    for code in Code::ALL {
        let files = files_of_fixture(code.as_str());
        assert!(!files.is_empty(), "{code} has no fixture");
        let (_, found) = diagnostics_of_files(&files, *code);
        assert!(found.iter().any(|diagnostic| diagnostic.code == *code), "the fixture of {code} does not have it");
    }
}

#[test]
fn diagnostics_of_this_crate_are_rendered_as_recorded() {
    for code in [Code::BadMetadata, Code::NameCollision] {
        let (sources, mut found) = diagnostics_of_files(&files_of_fixture(code.as_str()), code);
        found.retain(|diagnostic| diagnostic.code == code);
        assert!(found.iter().all(|diagnostic| diagnostic.severity == Severity::Error), "{code}");
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(code.as_str(), render_all(&found, &sources, Style::Plain));
        });
    }
}
