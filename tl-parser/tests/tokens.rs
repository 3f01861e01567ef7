//! Texts with a single token removed, doubled or swapped with the next one.
//!
//! All tokens of all fixtures are changed, so no change depends on chance. Invariants: each text is parsed in bounded
//! time, and an accepted text, printed and parsed again, has the same ast.

mod common;

use std::fs;
use std::time::{Duration, Instant};

use common::{printed_text, source_map_of};
use tl_parser::{Style, parse, render_all, resolve};

/// Maximum time for parsing one changed text.
const PARSING_TIME_LIMIT: Duration = Duration::from_secs(1);

/// Maximum length in bytes of a fixture that is changed; longer fixtures are slow and test nothing new.
const MAX_FIXTURE_LEN: usize = 4000;

#[test]
fn changes_of_one_token_do_not_panic() {
    let mut n_texts = 0;
    let mut n_accepted = 0;
    for folder in ["ok", "err", "mix", "conformance"] {
        for path in common::fixture_files(folder, "tl") {
            let text = fs::read_to_string(&path).unwrap();
            if text.len() > MAX_FIXTURE_LEN {
                continue;
            }
            for changed in texts_with_one_token_changed(&text) {
                n_texts += 1;
                // A run may be interrupted by other processes, five runs hardly.
                let is_accepted = (0..5).find_map(|_| {
                    let start = Instant::now();
                    Some(parses_and_prints_back(&changed)).filter(|_| start.elapsed() < PARSING_TIME_LIMIT)
                });
                n_accepted +=
                    usize::from(is_accepted.unwrap_or_else(|| panic!("{PARSING_TIME_LIMIT:?} for {changed}")));
            }
        }
    }
    assert!(n_texts > 10_000, "only {n_texts} texts");
    assert!((n_texts / 20..n_texts).contains(&n_accepted), "{n_accepted} of {n_texts} are accepted");
}

/// The text without each of its tokens, with each of them doubled, and with each pair of neighbours swapped.
fn texts_with_one_token_changed(text: &str) -> impl Iterator<Item = String> {
    let tokens = word_and_mark_ranges(text);
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

/// Start and end of each token: a word, or a single other character that is not a blank.
fn word_and_mark_ranges(text: &str) -> Vec<(usize, usize)> {
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

/// Whether a text is accepted. Asserts that its printed form has the same ast.
fn parses_and_prints_back(text: &str) -> bool {
    let changed = source_map_of("changed.tl", text);
    let (file, mut found) = parse(&changed.sources()[0]);
    let n_syntax = found.len();
    found.extend(resolve(std::slice::from_ref(&file)).1);
    if n_syntax == 0 {
        let printed = printed_text(file.declarations());
        let again = source_map_of("printed.tl", &printed);
        let (file_again, found) = parse(&again.sources()[0]);
        assert!(found.is_empty(), "{text}\nis printed as\n{printed}{}", render_all(&found, &again, Style::Plain));
        assert_eq!(
            common::dump::ast_as_text(&file),
            common::dump::ast_as_text(&file_again),
            "{text}\nis printed as\n{printed}"
        );
    }
    !found.iter().any(|diagnostic| diagnostic.is_error())
}
