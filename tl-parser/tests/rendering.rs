//! Findings in long lines and far from each other: what is shown is short, and says where it is.
//!
//! Invariant: the time and the output are bounded by what is found, not by the length of a line or a text.

use std::time::{Duration, Instant};

use tl_parser::{Diagnostic, SourceMap, Style, read, render, render_all};

fn found(text: impl Into<String>) -> (SourceMap, Vec<Diagnostic>) {
    let mut sources = SourceMap::new();
    let id = sources.add("some.tl", text);
    let diagnostics = read(&sources, &[id]).1;
    (sources, diagnostics)
}

fn rendered(text: impl Into<String>) -> String {
    let (sources, diagnostics) = found(text);
    render_all(&diagnostics, &sources, Style::Plain)
}

/// Findings all over a long line, one of them with a label far to the left, with characters of four bytes before others.
fn long_line() -> String {
    let fields = |letter: char, n: usize| (0..n).map(|idx| format!("{letter}{idx}:int ")).collect::<String>();
    let (left, right) = (fields('a', 100), fields('b', 100));
    format!(
        "int ? = Int;\nuser name:int {left}name:int {right}= User; 🙂 = A; {left}x = X; chat {right}y:Usr = Chat; // 🙂\n"
    )
}

#[test]
fn long_lines_are_cut_around_the_labels() {
    insta::assert_snapshot!(rendered(long_line()));
}

#[test]
fn labels_of_a_long_line_that_are_near_share_an_excerpt() {
    let text = format!("b = B; {}a x:int x:int = A;\n", " ".repeat(400));
    insta::assert_snapshot!(rendered(text));
}

#[test]
fn labels_that_are_far_apart_have_an_excerpt_each() {
    insta::assert_snapshot!(rendered(format!("user = User;\n{}user = User;\n", "\n".repeat(5000))));
}

#[test]
fn headers_say_the_real_place() {
    for style in [Style::Plain, Style::Coloured] {
        let (sources, diagnostics) = found(long_line());
        assert!(diagnostics.len() > 2);
        for diagnostic in &diagnostics {
            let text = render(diagnostic, &sources, style);
            let labels = std::iter::once(&diagnostic.primary).chain(&diagnostic.secondary);
            for location in labels.map(|label| sources.location(label.span)) {
                let place = format!("some.tl:{}:{}", location.line, location.column);
                let (_, rest) = text.split_once(&place).unwrap_or_else(|| panic!("{place} is not in\n{text}"));
                assert!(!rest.starts_with(|next: char| next == ':' || next.is_ascii_digit()), "{place} in\n{text}");
            }
        }
    }
}

#[test]
fn the_cost_is_that_of_what_is_shown() {
    let in_one_line = "a x:int = A; ".repeat(4000);
    let at_the_end = format!("{}a x:Unknown = A;", " ".repeat(10_000_000));
    let far_away = "a x:int = A;\n".repeat(12_000);
    let a_long_name = format!("a = A; {0} = A; {0} = A;", "b".repeat(100_000));
    for (text, most) in [(in_one_line, 4_000_000), (at_the_end, 1000), (far_away, 12_000_000), (a_long_name, 300_000)] {
        let (sources, diagnostics) = found(text);
        let start = Instant::now();
        let text = render_all(&diagnostics, &sources, Style::Plain);
        assert!(text.len() < most, "{} bytes: {}", text.len(), &text[..2000]);
        assert!(start.elapsed() < Duration::from_secs(10), "{:?}: {}", start.elapsed(), &text[..200]);
    }
}

#[test]
fn a_name_that_is_nearly_a_built_in_one_gets_help() {
    for (name, help) in [
        ("Strng", "there is a type `string`"),
        ("lng", "there is a constructor `long`"),
        ("String", "there is a type `string`"),
        ("byte", "there is a constructor `bytes`"),
        ("vectr", "there is a constructor `vector`"),
    ] {
        let (_, diagnostics) = found(format!("user x:{name} = User;"));
        assert_eq!(diagnostics.len(), 1);
        assert_eq!(diagnostics[0].helps[0].text, help, "{name}");
    }
    let (_, diagnostics) = found("stringy = Stringy; user x:Stringi = User;");
    assert_eq!(diagnostics[0].helps[0].text, "there is a type `Stringy`");
}
