//! Texts for the benchmark.
//!
//! Invariant: they have no diagnostics, so no time is spent on creating any.
#![allow(dead_code, reason = "each bench compiles this module and uses its own part of it")]

use std::collections::HashSet;
use std::fmt::Write as _;

use tl_parser::ast::Declaration;
use tl_parser::canonical::{Rule, canonical, crc};
use tl_parser::{Diagnostic, SourceMap, parse, print};

/// The schema of Telegram's API, layer 230.
pub(crate) fn api_text() -> &'static str {
    include_str!("../../../schemas/api/api.tl")
}

/// A schema of about `n_bytes` bytes with the composition of the API: copies of it, with a number after each name.
pub(crate) fn large_text(n_bytes: usize) -> String {
    let sources = source_map_of(api_text());
    let (file, _) = parse(&sources.sources()[0]);
    let mut names = HashSet::new();
    for declaration in file.declarations() {
        if let Declaration::Combinator(combinator) = declaration {
            let result = combinator.result_name().text;
            let is_param = combinator.params().any(|params| params.names().any(|name| name.text == result));
            names.insert(combinator.name().text);
            names.extend((!is_param).then_some(result));
        }
    }
    // Names with a meaning of their own stay: rule B omits fields of type `true`, and the codec supplies vectors.
    names.retain(|name| !matches!(*name, "true" | "True" | "vector" | "Vector"));
    let mut text = String::with_capacity(n_bytes + 1000);
    let mut ids = HashSet::new();
    for number in 0.. {
        if text.len() >= n_bytes {
            break;
        }
        // Declarations with an unchanged name occur only once.
        let is_new = |line: &&str| number == 0 || !line.starts_with("true#") && !line.starts_with("vector#");
        let lines = api_text().lines().filter(is_new);
        let copy: String = lines.map(|line| renamed_line_without_id(line, &names, number) + "\n").collect();
        // A copy with an id that is already taken is left out; the next number is tried.
        if let Some(copy) = with_computed_ids(&copy, &mut ids) {
            text.push_str(&copy);
        }
    }
    text
}

/// A line without its id, with the number of the copy after each declared name.
fn renamed_line_without_id(line: &str, names: &HashSet<&str>, copy: usize) -> String {
    let mut out = String::new();
    let mut rest = line.strip_prefix("//").map_or(line, |_| "");
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    while !rest.is_empty() {
        let (word, after) = rest.split_at(rest.find(|c| !is_word(c)).unwrap_or(rest.len()));
        let is_field = after.starts_with(':');
        let is_id = out.ends_with('#');
        // `?` ends a word, so condition and type of a field are separate words.
        match names.contains(word) && !is_field {
            true => write!(out, "{word}{copy}").unwrap(),
            false if is_id && !word.is_empty() => _ = out.pop(),
            false => out.push_str(word),
        }
        let mark = after.chars().next();
        out.extend(mark);
        rest = &after[mark.map_or(0, char::len_utf8)..];
    }
    out
}

/// Declarations with their computed ids; `None` if one of the ids is already taken.
fn with_computed_ids(renamed: &str, taken: &mut HashSet<u32>) -> Option<String> {
    let mut text = String::new();
    let mut ids = HashSet::new();
    let sources = source_map_of(renamed);
    let (file, found) = parse(&sources.sources()[0]);
    assert!(found.is_empty(), "{found:?}");
    for mark in ["---types---", "---functions---"] {
        writeln!(text, "{mark}").unwrap();
        for declaration in file.declarations() {
            let Declaration::Combinator(combinator) = declaration else { continue };
            if mark.contains("types") != (combinator.section() == tl_parser::Section::Types) {
                continue;
            }
            let id = crc(&canonical(combinator, Rule::B));
            if taken.contains(&id) || !ids.insert(id) {
                return None;
            }
            let name = combinator.name().text;
            let line = print::line_with_full_id(combinator);
            writeln!(text, "{name}#{id:08x}{}", &line[name.len()..]).unwrap();
        }
    }
    taken.extend(ids);
    Some(text)
}

/// A source map with one text.
pub(crate) fn source_map_of(text: &str) -> SourceMap {
    let mut sources = SourceMap::new();
    sources.add("schema.tl", text);
    sources
}

/// Parses, resolves every name and checks all ids; returns the number of declarations as well.
pub(crate) fn parse_and_check(sources: &SourceMap) -> (usize, Vec<Diagnostic>) {
    let (file, mut diagnostics) = parse(&sources.sources()[0]);
    diagnostics.extend(tl_parser::resolve_to_diagnostics(std::slice::from_ref(&file)));
    (file.declarations().len(), diagnostics)
}
