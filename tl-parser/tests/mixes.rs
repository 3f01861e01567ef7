//! Texts with many errors: each error is reported once, at its line, in order.
//!
//! Fixtures are `mix/*.tl`. A comment `//~ code` at the end of a line announces a diagnostic of that line. Invariant:
//! both an unannounced diagnostic and a missing one fail.

mod common;

use std::fs;

use tl_parser::{Style, render_all};

#[test]
fn every_error_is_reported_once_in_order() {
    let paths = common::fixture_files("mix", "tl");
    assert!(paths.len() >= 5, "only {} fixtures", paths.len());
    let mut unexpected = String::new();
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        let (sources, found) = common::diagnostics_of(&name, text.as_str());
        let shown: Vec<_> = found
            .iter()
            .map(|diagnostic| (sources.location(diagnostic.primary.span).line, diagnostic.code.to_string()))
            .collect();
        let wanted = diagnostics_announced_in_comments(&text);
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

/// The announced diagnostics, with their lines.
fn diagnostics_announced_in_comments(text: &str) -> Vec<(usize, String)> {
    let mut announced = Vec::new();
    for (idx, line) in text.lines().enumerate() {
        let codes = line.split_once("//~").map_or("", |(_, codes)| codes);
        announced.extend(codes.split_whitespace().map(|code| (idx + 1, code.to_owned())));
    }
    announced
}
