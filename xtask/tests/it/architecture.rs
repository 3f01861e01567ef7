//! The map of the project: `ARCHITECTURE.md` is short, and its paths exist.
//!
//! The map shortens paths to their ends, such as `emit/render.rs`, and may leave out the `.rs` of a module. Placeholders in capitals are not checked.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Maximum size of the map in bytes.
const MAX_MAP_BYTES: usize = 12 * 1024;

/// Extensions by which a word without a slash is known as a file.
const FILE_EXTENSIONS: [&str; 5] = [".rs", ".md", ".tsv", ".tl", ".toml"];

/// Files that only other projects have: this one renames nothing, and its schemas have no repetitions.
const FILES_OF_OTHER_PROJECTS: [&str; 2] = ["records.rs", "renames.tsv"];

#[test]
fn the_map_is_short() {
    let size = map_text().len();
    assert!(size <= MAX_MAP_BYTES, "ARCHITECTURE.md has {size} bytes: replace text instead of adding some");
}

#[test]
fn paths_of_the_map_exist() {
    let mut known = BTreeSet::new();
    add_path_ends(&project_root(), Path::new(""), &mut known);
    let paths: BTreeSet<_> = map_text().lines().flat_map(paths_of_line).collect();
    assert!(paths.len() > 50, "few paths were found: {paths:?}");
    let missing: Vec<_> =
        paths.iter().filter(|path| !known.contains(*path) && !known.contains(&format!("{path}.rs"))).collect();
    assert!(missing.is_empty(), "ARCHITECTURE.md names files or folders that do not exist: {missing:?}");
}

#[test]
fn braces_of_a_path_are_expanded() {
    assert_eq!(paths_of_line("a `x/{b,c/{d,e}}.rs`, `T::U`, `NAME.rs`"), ["x/b.rs", "x/c/d.rs", "x/c/e.rs"]);
}

fn project_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is in a folder").to_owned()
}

fn map_text() -> String {
    fs::read_to_string(project_root().join("ARCHITECTURE.md")).expect("the map is readable")
}

/// Adds all ends of the paths below a folder: `src/main.rs` and `main.rs` for the file `xtask/src/main.rs`.
fn add_path_ends(root: &Path, folder: &Path, known: &mut BTreeSet<String>) {
    for entry in fs::read_dir(root.join(folder)).expect("the folder is readable") {
        let entry = entry.expect("the entry is readable");
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') || name == "target" {
            continue;
        }
        let path = folder.join(&name);
        let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
        known.extend((0..parts.len()).map(|start| parts[start..].join("/")));
        if entry.file_type().expect("the entry has a type").is_dir() {
            add_path_ends(root, &path, known);
        }
    }
}

/// The paths in backticks, without those that contain a placeholder.
fn paths_of_line(line: &str) -> Vec<String> {
    let words = line.split('`').skip(1).step_by(2);
    let paths = words.flat_map(expanded).map(|path| path.trim_end_matches('/').to_owned());
    paths.filter(|path| is_path(path)).collect()
}

fn is_path(text: &str) -> bool {
    let is_file = FILE_EXTENSIONS.iter().any(|extension| text.ends_with(extension));
    let has_path_characters = text.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
    let names = text.split('/').map(|part| part.split('.').next().unwrap_or_default());
    let has_placeholder = names.into_iter().any(|name| matches!(name, "NAMESPACE" | "NAME" | "CODE"));
    (is_file || text.contains('/'))
        && has_path_characters
        && !has_placeholder
        && !FILES_OF_OTHER_PROJECTS.contains(&text)
}

/// All texts that a text with braces stands for: `{a,b}.rs` for `a.rs` and `b.rs`.
fn expanded(text: &str) -> Vec<String> {
    let Some(open) = text.find('{') else { return vec![text.to_owned()] };
    let (mut depth, mut start, mut choices) = (0, open + 1, Vec::new());
    for (at, c) in text.char_indices().skip_while(|(at, _)| *at < open) {
        depth += i32::from(c == '{') - i32::from(c == '}');
        if (depth == 1 && c == ',') || depth == 0 {
            choices.push(&text[start..at]);
            start = at + 1;
        }
        if depth == 0 {
            break;
        }
    }
    choices.iter().flat_map(|choice| expanded(&format!("{}{choice}{}", &text[..open], &text[start..]))).collect()
}
