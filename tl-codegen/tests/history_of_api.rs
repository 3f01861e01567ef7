//! The history of `api`: its tables are sound, and the newest kept layer is the schema.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use tl_codegen::history::{History, HistoryFiles, read_history};
use tl_parser::SourceMap;
use tl_parser::exceptions::Exceptions;

fn read_table(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas/api").join(name);
    fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

fn history_of_api() -> History {
    let mut sources = SourceMap::new();
    let mut add = |name: &str| sources.add(name, read_table(name));
    let (history, layers, forms) = (add("history.tsv"), add("layers.tsv"), Some(add("forms.tsv")));
    let (history, found) = read_history(&sources, HistoryFiles { history, layers, forms }, &Exceptions::default());
    assert!(found.is_empty(), "{found:#?}");
    history
}

fn declarations(text: &str) -> BTreeSet<String> {
    let lines = text.lines().filter(|line| line.ends_with(';'));
    lines.map(str::to_owned).collect()
}

#[test]
fn tables_are_written_as_they_were_read() {
    for (name, text) in history_of_api().table_texts() {
        assert!(text == read_table(name), "{name}");
    }
}

#[test]
fn the_newest_kept_layer_is_the_schema() {
    let history = history_of_api();
    let newest = history.newest_layer().unwrap();
    let schema = read_table("api.tl");
    assert!(schema.contains(&format!("// LAYER {newest}\n")));
    assert_eq!(declarations(&history.rebuild(newest).unwrap()), declarations(&schema));
}

/// Each kept layer has as many declarations as its main text.
#[test]
fn kept_layers_have_the_recorded_number_of_combinators() {
    let history = history_of_api();
    for layer in history.layers() {
        let text = history.main_text(layer).unwrap();
        assert_eq!(declarations(&history.rebuild(layer).unwrap()).len(), text.n_combinators, "{layer}");
    }
}
