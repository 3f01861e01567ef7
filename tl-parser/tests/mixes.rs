//! Texts with many mistakes: each is reported once, at its line, in order, and nothing else is.
//!
//! Fixtures are `mix/*.tl`, with `//~ code` behind a line for each finding that it makes. Invariant: a finding that no
//! comment announces fails, as does a comment that no finding follows.

mod common;

use std::fs;

use tl_parser::{SourceMap, Style, read, render_all};

#[test]
fn every_mistake_is_reported_once_and_in_order() {
    let paths = common::files("mix", "tl");
    assert!(paths.len() >= 5, "only {} fixtures", paths.len());
    let mut unexpected = String::new();
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        let mut sources = SourceMap::new();
        let id = sources.add(name.as_str(), text.as_str());
        let (_, found) = read(&sources, &[id]);
        let shown: Vec<_> = found
            .iter()
            .map(|diagnostic| (sources.location(diagnostic.primary.span).line, diagnostic.code.to_string()))
            .collect();
        let wanted = announced(&text);
        for (line, code) in wanted.iter().filter(|wanted| !shown.contains(wanted)) {
            unexpected += &format!("{name}:{line}: no {code}\n");
        }
        let surplus = |line: usize, code: &str| !wanted.contains(&(line, code.to_owned()));
        let surplus: Vec<_> = (found.iter().zip(&shown))
            .filter(|(_, (line, code))| surplus(*line, code))
            .map(|(diagnostic, _)| diagnostic.clone())
            .collect();
        unexpected += &render_all(&surplus, &sources, Style::Plain);
        if unexpected.is_empty() {
            assert_eq!(shown, wanted, "{name}");
        }
    }
    assert!(unexpected.is_empty(), "{unexpected}");
}

/// The findings that comments announce, by line.
fn announced(text: &str) -> Vec<(usize, String)> {
    let mut announced = Vec::new();
    for (idx, line) in text.lines().enumerate() {
        let codes = line.split_once("//~").map_or("", |(_, codes)| codes);
        announced.extend(codes.split_whitespace().map(|code| (idx + 1, code.to_owned())));
    }
    announced
}
