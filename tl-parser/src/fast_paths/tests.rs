//! Compares the fast paths with the general code: over all fixtures, the schemas, and mutated texts.
//!
//! The mutations are the same in every run. Invariant: no other test of this binary depends on the switch.

use std::fs;
use std::path::Path;

use fastrand::Rng;

use super::switch;
use crate::syntax::ast::node::CANONICAL_TEXT_FLAG;
use crate::{Diagnostic, Dialect, SourceMap, parse_as, read_as};

/// The ast, the schema and the diagnostics of a text.
#[derive(Debug, PartialEq)]
struct ReadResult {
    file: String,
    schema: String,
    diagnostics: Vec<Diagnostic>,
}

fn read_result(name: &str, text: &str, dialect: Dialect) -> ReadResult {
    let mut sources = SourceMap::new();
    let id = sources.add(name, text);
    let (mut file, _) = parse_as(&sources.sources()[0], dialect);
    file.nodes.iter_mut().for_each(|node| node.flags &= !CANONICAL_TEXT_FLAG);
    let (schema, diagnostics) = read_as(&sources, &[id], dialect);
    ReadResult { file: format!("{file:?}"), schema: format!("{schema:?}"), diagnostics }
}

fn assert_paths_agree(name: &str, text: &str) {
    let dialect = if name.contains("vk") { Dialect::Vk } else { Dialect::Tl };
    let fast = read_result(name, text, dialect);
    switch::set_fast_paths_on(false);
    let general = read_result(name, text, dialect);
    switch::set_fast_paths_on(true);
    let is_same = fast == general;
    assert!(is_same, "{name} differs:\n{text}\nfast: {:?}\ngeneral: {:?}", fast.diagnostics, general.diagnostics);
}

/// All texts with one of the extensions in a folder of the repository.
fn texts_in_folder(folder: &Path, extensions: &[&str]) -> Vec<(String, String)> {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            found.extend(texts_in_folder(&path, extensions));
        } else if path.extension().is_some_and(|known| extensions.iter().any(|wanted| known == *wanted)) {
            let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
            found.push((path.display().to_string(), text));
        }
    }
    found
}

/// Texts to insert, chosen because they decide whether the fast path or the general code handles a field.
const INSERTED_TEXTS: [&[&str]; 2] = [
    &[
        ":", "#", "?", ".", "<", ">", "*", "%", "!", ";", "=", " ", "\n", "(", ")", "[", "]", "_", "3", "32", "01",
        "x", "X", "int", "Int", "true", "bytes", "flags", "vector", "Vector", "Vector<", "flags:# ", "flags.3?",
        "x:int ", "Final", "a.b", "{n:#} ", " // x\n",
    ],
    &["flags2.0?", "x:Vector<int> ", "{X:Type} ", "n*[ x:int ] ", "aVeryLongNameOfMoreThanSixteenBytes"],
];

/// A text with one to four random changes.
fn with_random_changes(random: &mut Rng, text: &str) -> String {
    let pieces = INSERTED_TEXTS.concat();
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..random.usize(1..=4) {
        let at = random.usize(0..=chars.len());
        let end = (at + random.usize(1..12)).min(chars.len());
        match random.u8(0..4) {
            0 => _ = chars.drain(at..end),
            1 => _ = chars.splice(at..end, pieces[random.usize(..pieces.len())].chars()),
            2 => {
                let copy = chars[at..end].to_vec();
                let to = random.usize(0..=chars.len());
                chars.splice(to..to, copy);
            }
            _ => _ = chars.splice(at..at, pieces[random.usize(..pieces.len())].chars()),
        }
    }
    chars.into_iter().collect()
}

#[test]
fn fast_paths_agree_with_the_general_code() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let fixtures = texts_in_folder(&root.join("tests/fixtures"), &["tl", "json"]);
    let schemas = texts_in_folder(&root.join("schemas"), &["tl"]);
    assert!(fixtures.len() > 600 && schemas.len() >= 2);
    for (name, text) in fixtures.iter().chain(&schemas) {
        assert_paths_agree(name, text);
    }
    let mut random = Rng::with_seed(230);
    for (name, text) in fixtures.iter().filter(|(_, text)| text.len() < 4000) {
        for _ in 0..4 {
            assert_paths_agree(name, &with_random_changes(&mut random, text));
        }
    }
    for (name, text) in &schemas {
        let lines: Vec<_> = text.lines().collect();
        for _ in 0..500 {
            let start = random.usize(0..lines.len());
            let excerpt = lines[start..(start + 20).min(lines.len())].join("\n");
            assert_paths_agree(name, &with_random_changes(&mut random, &excerpt));
        }
    }
}
