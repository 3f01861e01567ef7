//! The page of typical diagnostics, `DIAGNOSTICS.md`, shows the real output.
//!
//! `TL_BLESS=1 cargo test -p tl-parser --test gallery` rewrites it. Invariant: this crate renders every example on the
//! page from the schema above it, except the output of rustc at the end.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use tl_parser::{Code, Level, Levels, Style, lint, read_text, render_all};

#[test]
fn the_page_of_diagnostics_shows_the_real_output() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("DIAGNOSTICS.md");
    let found = fs::read_to_string(&path).unwrap();
    let mut examples = found.split("```tl\n");
    let mut page = examples.next().unwrap().to_owned();
    let mut n_examples = 0;
    for example in examples {
        let (schema, output) = example.split_once("```\n\n```text\n").unwrap();
        let (_, prose) = output.split_once("\n```\n").unwrap();
        write!(page, "```tl\n{schema}```\n\n```text\n{}\n```\n{prose}", rendered_diagnostics(schema)).unwrap();
        n_examples += 1;
    }
    assert_eq!(n_examples, 10);
    if std::env::var_os("TL_BLESS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    assert!(found == page, "DIAGNOSTICS.md is out of date: run this test with TL_BLESS=1 and review the diff");
}

/// Renders the diagnostics of a schema. An example without mistakes shows a lint that is allowed by default.
fn rendered_diagnostics(text: &str) -> String {
    let (sources, schema, mut found) = read_text("chat.tl", text);
    let mut levels = Levels::default();
    if found.is_empty() {
        levels.set(Code::SharedFlagBit, Level::Warn).unwrap();
        found.extend(lint::check(&schema));
    }
    render_all(&levels.apply(found), &sources, Style::Plain)
}
