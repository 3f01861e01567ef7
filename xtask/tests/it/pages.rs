//! `metadata read-page`: what is read from pages of all ages, whole and damaged.
//!
//! A fixture is a page in a style of its time; its text is our own, its facts may be wrong. Invariant: what happens to
//! a page on its way changes nothing that is read from it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::project::run;

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/pages");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// What is read from pages, as JSON.
fn read(paths: &[PathBuf]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(["metadata", "read-page", "--format", "json"]).args(paths);
    run(&mut command).succeeds().stdout
}

fn read_text(text: &str) -> String {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("page.md");
    fs::write(&path, text).unwrap();
    read(&[path])
}

#[test]
fn pages_say_what_they_say() {
    let mut shown = String::new();
    for path in fixtures() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        shown.push_str(&format!("## {name}\n{}", read(&[path])));
    }
    insta::assert_snapshot!(shown);
}

/// All pages with their lines in a new form, and the ending that their style gets for it.
#[track_caller]
fn assert_same(damage: impl Fn(&str) -> String, ending: &str) {
    for path in fixtures() {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let page = fs::read_to_string(&path).unwrap();
        let found = read_text(&damage(&page)).replace(&format!("{ending}\""), "\"");
        assert_eq!(found, read(&[path]), "{name}");
    }
}

#[test]
fn a_page_on_one_line_says_the_same() {
    assert_same(|page| page.split_whitespace().collect::<Vec<_>>().join(" "), "-flat");
}

#[test]
fn a_page_in_a_blame_view_says_the_same() {
    let line = |(place, line): (usize, &str)| {
        let date = if place % 5 == 0 { "2018-04-01 13:19:25 +02:00\n" } else { "" };
        let text = line.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("{date}|\n|\n|\n{text}\n|\n")
    };
    assert_same(|page| page.lines().enumerate().map(line).collect(), "-blame");
}

#[test]
fn ends_of_lines_do_not_matter() {
    assert_same(|page| page.replace("\r\n", "\n"), "");
    assert_same(|page| format!("\u{feff}{}", page.replace("\r\n", "\n").replace('\n', "\r\n")), "");
}

/// Whatever is missing from a page, there is an answer.
#[test]
fn parts_of_pages_are_read_all_the_same() {
    let folder = TempDir::new().unwrap();
    let mut parts = Vec::new();
    for path in fixtures() {
        let page = fs::read_to_string(&path).unwrap();
        let ends = page.char_indices().map(|(end, _)| end).step_by(37);
        for end in ends {
            let path = folder.path().join(parts.len().to_string());
            fs::write(&path, &page[..end]).unwrap();
            parts.push(path);
        }
    }
    for chunk in parts.chunks(100) {
        assert_eq!(read(chunk).matches("\"kind\"").count(), chunk.len());
    }
}

/// Time grows with the length of a page, whatever it opens and never closes.
#[test]
fn brackets_that_nothing_closes_cost_no_time() {
    for open in ["[", "[a](", "[["] {
        let rows = format!("|{}|\n|id|[int](../types/int.md)|", open.repeat(500_000));
        let page = format!("# Method: chats.get\n\n### Parameters:\n\n|Name|Type|\n|--|--|\n{rows}\n");
        let shown = read_text(&page);
        assert!(shown.contains("\"name\": \"id\",\n        \"type\": \"int\""), "{}", shown.len());
    }
}
