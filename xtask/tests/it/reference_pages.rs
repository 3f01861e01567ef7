//! `metadata read-page`: pages of all known styles, undamaged and damaged.
//!
//! Each fixture imitates one published style; its sentences are our own and its facts may be wrong. Invariant: damage
//! to a page does not change the answers read from it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::test_project::run_command;

fn fixture_paths() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/pages");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// The JSON that `metadata read-page` prints for the files.
fn json_of_pages(paths: &[PathBuf]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(["metadata", "read-page", "--format", "json"]).args(paths);
    run_command(&mut command).expect_success().stdout
}

fn json_of_page_text(text: &str) -> String {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("page.md");
    fs::write(&path, text).unwrap();
    json_of_pages(&[path])
}

#[test]
fn contents_of_pages_are_as_recorded() {
    let mut shown = String::new();
    for path in fixture_paths() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        shown.push_str(&format!("## {name}\n{}", json_of_pages(&[path])));
    }
    insta::assert_snapshot!(shown);
}

/// Applies `damage` to all fixtures, and checks that the same contents are read, with a style that ends in `ending`.
#[track_caller]
fn assert_damage_keeps_contents(damage: impl Fn(&str) -> String, ending: &str) {
    for path in fixture_paths() {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let page = fs::read_to_string(&path).unwrap();
        let found = json_of_page_text(&damage(&page)).replace(&format!("{ending}\""), "\"");
        assert_eq!(found, json_of_pages(&[path]), "{name}");
    }
}

#[test]
fn a_page_on_one_line_has_the_same_contents() {
    assert_damage_keeps_contents(|page| page.split_whitespace().collect::<Vec<_>>().join(" "), "-flat");
}

#[test]
fn a_page_in_a_blame_view_has_the_same_contents() {
    let line = |(index, line): (usize, &str)| {
        let date = if index % 5 == 0 { "2018-04-01 13:19:25 +02:00\n" } else { "" };
        let text = line.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("{date}|\n|\n|\n{text}\n|\n")
    };
    assert_damage_keeps_contents(|page| page.lines().enumerate().map(line).collect(), "-blame");
}

#[test]
fn line_ends_of_pages_do_not_matter() {
    assert_damage_keeps_contents(|page| page.replace("\r\n", "\n"), "");
    assert_damage_keeps_contents(|page| format!("\u{feff}{}", page.replace("\r\n", "\n").replace('\n', "\r\n")), "");
}

/// A page that is cut off at any position is still read.
#[test]
fn truncated_pages_are_read() {
    let folder = TempDir::new().unwrap();
    let mut parts = Vec::new();
    for path in fixture_paths() {
        let page = fs::read_to_string(&path).unwrap();
        let ends = page.char_indices().map(|(end, _)| end).step_by(37);
        for end in ends {
            let path = folder.path().join(parts.len().to_string());
            fs::write(&path, &page[..end]).unwrap();
            parts.push(path);
        }
    }
    for chunk in parts.chunks(100) {
        assert_eq!(json_of_pages(chunk).matches("\"kind\"").count(), chunk.len());
    }
}

/// Reading takes linear time, even with many unclosed brackets.
#[test]
fn unclosed_brackets_take_linear_time() {
    for open in ["[", "[a](", "[["] {
        let rows = format!("|{}|\n|id|[int](../types/int.md)|", open.repeat(500_000));
        let page = format!("# Method: chats.get\n\n### Parameters:\n\n|Name|Type|\n|--|--|\n{rows}\n");
        let shown = json_of_page_text(&page);
        assert!(shown.contains("\"name\": \"id\",\n        \"type\": \"int\""), "{}", shown.len());
    }
}
