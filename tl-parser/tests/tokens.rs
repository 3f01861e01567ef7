//! Any single token left out, doubled or swapped with the next one: an answer, soon, and what is read is printed as it was.
//!
//! All fixtures are taken, and all their tokens, so that it takes no luck to meet the one that matters. Invariant: what is
//! accepted, printed and read again has the same ast.

mod common;

use std::fs;
use std::time::{Duration, Instant};

use tl_parser::ast::Declaration;
use tl_parser::{Section, SourceMap, Style, parse, print, render_all, resolve};

/// How long one text may take; they are small.
const SOON: Duration = Duration::from_secs(1);

/// Texts of so many bytes at most: of the others, only what grows with them would be tested as well.
const SMALL: usize = 4000;

#[test]
fn one_token_makes_no_harm() {
    let mut n_texts = 0;
    let mut n_accepted = 0;
    for folder in ["ok", "err", "mix", "conformance"] {
        for path in common::files(folder, "tl") {
            let text = fs::read_to_string(&path).unwrap();
            if text.len() > SMALL {
                continue;
            }
            for changed in changes(&text) {
                n_texts += 1;
                n_accepted += usize::from(is_accepted(&changed));
            }
        }
    }
    assert!(n_texts > 10_000, "only {n_texts} texts");
    assert!((n_texts / 20..n_texts).contains(&n_accepted), "{n_accepted} of {n_texts} are accepted");
}

/// The text without each of its tokens, with each of them twice, and with each pair of neighbours the other way around.
fn changes(text: &str) -> impl Iterator<Item = String> {
    let tokens = tokens(text);
    (0..tokens.len()).flat_map(move |idx| {
        let (start, end) = tokens[idx];
        let (before, token, after) = (&text[..start], &text[start..end], &text[end..]);
        let swapped = tokens.get(idx + 1).map(|(next_start, next_end)| {
            let (between, next) = (&text[end..*next_start], &text[*next_start..*next_end]);
            format!("{before}{next}{between}{token}{}", &text[*next_end..])
        });
        [format!("{before}{after}"), format!("{before}{token} {token}{after}")].into_iter().chain(swapped)
    })
}

/// Words, and every other character that is no blank by itself.
fn tokens(text: &str) -> Vec<(usize, usize)> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut tokens: Vec<(usize, usize)> = Vec::new();
    let mut is_open = false;
    for (start, c) in text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        let end = start + c.len_utf8();
        match tokens.last_mut().filter(|last| is_open && is_word(c) && last.1 == start) {
            Some(last) => last.1 = end,
            None => tokens.push((start, end)),
        }
        is_open = is_word(c);
    }
    tokens
}

/// Reads a text, and again what it is printed as; whether it is accepted.
fn is_accepted(text: &str) -> bool {
    let start = Instant::now();
    let mut sources = SourceMap::new();
    sources.add("changed.tl", text);
    let (file, mut found) = parse(&sources.sources()[0]);
    let n_syntax = found.len();
    found.extend(resolve(std::slice::from_ref(&file)).1);
    if n_syntax == 0 {
        let mut printed = String::new();
        for declaration in file.declarations() {
            printed.push_str(&format!("{}\n{}\n", mark(declaration), print::declaration(declaration)));
        }
        let mut again = SourceMap::new();
        again.add("printed.tl", printed.as_str());
        let (file_again, found) = parse(&again.sources()[0]);
        assert!(found.is_empty(), "{text}\nis printed as\n{printed}{}", render_all(&found, &again, Style::Plain));
        assert_eq!(common::dump::ast(&file), common::dump::ast(&file_again), "{text}\nis printed as\n{printed}");
    }
    assert!(start.elapsed() < SOON, "{:?} for {text}", start.elapsed());
    !found.iter().any(|diagnostic| diagnostic.is_error())
}

/// The mark of the section that a declaration stands in.
fn mark(declaration: Declaration<'_>) -> &'static str {
    let section = match declaration {
        Declaration::Combinator(combinator) => combinator.section(),
        Declaration::Partial(partial) => partial.section(),
        Declaration::Directive(_) => Section::Types,
    };
    match section {
        Section::Types => "---types---",
        Section::Functions => "---functions---",
    }
}
