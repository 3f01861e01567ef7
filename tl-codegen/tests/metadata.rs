//! Diagnostics of metadata tables.
//!
//! A fixture is a folder named after a mistake; it contains the table with the mistake, and the other tables are those
//! of `good`. Invariants: each mistake gives one diagnostic, and no table contents make the reader panic.

use std::fs;
use std::path::{Path, PathBuf};

use tl_codegen::metadata::{Access, AccessBasis, ErrorBasis, Metadata, TableFiles, check_method_names, read_tables};
use tl_parser::{Code, Diagnostic, SourceMap, Style, render_all};

type TableTexts = [String; TableFiles::NAMES.len()];

fn metadata_fixture_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/metadata")
}

/// The texts of the tables of a fixture. A table that the fixture lacks is taken from the fixture `good`.
fn table_texts_of_fixture(name: &str) -> TableTexts {
    TableFiles::NAMES.map(|table| {
        let path = metadata_fixture_folder().join(name).join(table);
        fs::read_to_string(path)
            .unwrap_or_else(|_| fs::read_to_string(metadata_fixture_folder().join("good").join(table)).unwrap())
    })
}

fn read_table_texts(texts: TableTexts) -> (SourceMap, Metadata, Vec<Diagnostic>) {
    let mut sources = SourceMap::new();
    let mut names = TableFiles::NAMES.into_iter();
    let tables = TableFiles::new(texts.map(|text| sources.add(names.next().unwrap(), text)));
    let (metadata, diagnostics) = read_tables(&sources, tables);
    (sources, metadata, diagnostics)
}

#[test]
fn valid_tables_are_read() {
    let (sources, metadata, diagnostics) = read_table_texts(table_texts_of_fixture("good"));
    assert_eq!(render_all(&diagnostics, &sources, Style::Plain), "");

    let terms = &metadata.methods["account.getTerms"];
    assert_eq!((terms.users, terms.bots, terms.basis), (Access::Yes, Access::No, AccessBasis::Listed));
    assert_eq!(terms.errors, Some(Vec::new()));
    let config = &metadata.methods["help.getConfig"];
    assert_eq!(config.sources, ["seed-000", "some"]);
    assert_eq!((config.business, config.business_basis), (Access::Yes, AccessBasis::Listed));
    assert_eq!(config.description, "Returns the configuration");
    let errors = config.errors.as_ref().unwrap();
    let shown: Vec<_> = errors.iter().map(|error| (error.code, error.name.as_str())).collect();
    assert_eq!(shown, [(400, "CONNECTION_NOT_INITED"), (420, "FLOOD_WAIT_%d")]);
    assert_eq!(errors[0].description, "The connection was not opened as it has to be");
    let common: Vec<_> = metadata.common_errors.iter().map(|error| (error.code, error.name.as_str())).collect();
    assert_eq!(common, [(-503, "Timeout"), (420, "FLOOD_WAIT_%d")]);
    assert_eq!(metadata.sources["some"].layer, Some(228));
    assert_eq!(metadata.error_types["Timeout"], "");
}

#[test]
fn unknown_facts_are_not_read_as_no() {
    let (_, metadata, _) = read_table_texts(table_texts_of_fixture("good"));
    let news = &metadata.methods["help.getNews"];
    assert_eq!((news.users, news.bots, news.basis), (Access::Unknown, Access::Unknown, AccessBasis::Unknown));
    assert_eq!(news.errors, None);
    assert!(!metadata.methods.contains_key("help.getThanks"));
}

/// Errors found only in older sources do not change the errors of a method from "unknown" to a list.
#[test]
fn errors_of_older_sources_are_kept_apart() {
    let mut texts = table_texts_of_fixture("good");
    let [_, _, errors, _, descriptions] = &mut texts;
    errors.push_str("help.getNews\t500\tTimeout\tolder\tseed-001\n");
    *errors = errors.replacen("help.", "?\t500\tTimeout\tunplaced\tseed-001\nhelp.", 1);
    descriptions.push_str("help.getThanks\tLists those to thank\n");
    let (_, metadata, diagnostics) = read_table_texts(texts);
    assert_eq!(diagnostics, []);
    let news = &metadata.methods["help.getNews"];
    assert_eq!(news.errors, None);
    assert_eq!(news.older_errors[0].basis, ErrorBasis::Older);
    assert_eq!(metadata.other_errors[0].basis, ErrorBasis::Unplaced);
    let thanks = &metadata.methods["help.getThanks"];
    assert_eq!((thanks.users, &*thanks.description), (Access::Unknown, "Lists those to thank"));
}

#[test]
fn each_mistake_gives_one_diagnostic() {
    let mut names: Vec<_> = fs::read_dir(metadata_fixture_folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let mut shown = String::new();
    for name in names.iter().filter(|name| *name != "good") {
        let (sources, _, diagnostics) = read_table_texts(table_texts_of_fixture(name));
        let rendered = render_all(&diagnostics, &sources, Style::Plain);
        assert_eq!(diagnostics.len(), 1, "{name}:\n{rendered}");
        assert_eq!(diagnostics[0].code, Code::BadMetadata, "{name}");
        shown.push_str(&format!("## {name}\n{rendered}\n\n"));
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn unknown_methods_are_reported() {
    let (mut sources, metadata, _) = read_table_texts(table_texts_of_fixture("good"));
    let text = "help.getNews = Config; ---functions--- account.getTerms = Config; help.getconfig = Config;";
    let id = sources.add("some.tl", text);
    let (schema, diagnostics) = tl_parser::read(&sources, &[id]);
    assert_eq!(diagnostics, []);
    insta::assert_snapshot!(render_all(&check_method_names(&metadata, &schema), &sources, Style::Plain));
}

#[test]
fn damaged_tables_do_not_panic() {
    let good = table_texts_of_fixture("good");
    for table in 0..good.len() {
        for offset in 0..good[table].len() {
            for damage in ["", "\t", "\r", "\"é\u{feff}"] {
                let mut texts = good.clone();
                texts[table].replace_range(offset..offset + 1, damage);
                let (sources, _, diagnostics) = read_table_texts(texts);
                for diagnostic in &diagnostics {
                    let span = diagnostic.primary.span;
                    let text = sources.get(span.source).unwrap().text();
                    assert!(text.get(span.start..span.end).is_some(), "{offset} {damage:?}: {diagnostic:?}");
                }
            }
        }
    }
}

#[test]
fn windows_line_ends_and_byte_order_marks_are_ignored() {
    let (_, expected, _) = read_table_texts(table_texts_of_fixture("good"));
    let (_, metadata, diagnostics) =
        read_table_texts(table_texts_of_fixture("good").map(|text| format!("\u{feff}{}", text.replace('\n', "\r\n"))));
    assert_eq!(diagnostics, []);
    assert_eq!(metadata.common_errors, expected.common_errors);
    assert_eq!(metadata.methods.len(), expected.methods.len());
    for (name, method) in &metadata.methods {
        assert_eq!(method.errors, expected.methods[name].errors);
        assert_eq!(method.description, expected.methods[name].description);
    }
}
