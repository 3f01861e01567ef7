//! Rendered diagnostics of long lines and of distant labels: excerpts are short and positions are correct.
//!
//! Invariant: time and size of the output depend on the number of diagnostics, not on the length of a line or text.

mod common;

use common::{assert_linear, diagnostics_of};
use tl_parser::{Style, render, render_all};

fn rendered_diagnostics(text: impl Into<String>) -> String {
    let (sources, diagnostics) = diagnostics_of("some.tl", text);
    render_all(&diagnostics, &sources, Style::Plain)
}

/// A long line with diagnostics everywhere, one of them with a distant second label, and four-byte characters.
fn long_line_with_many_mistakes() -> String {
    let fields = |letter: char, n: usize| (0..n).map(|idx| format!("{letter}{idx}:int ")).collect::<String>();
    let (left, right) = (fields('a', 100), fields('b', 100));
    format!(
        "int ? = Int;\nuser name:int {left}name:int {right}= User; 🙂 = A; {left}x = X; chat {right}y:Usr = Chat; // 🙂\n"
    )
}

#[test]
fn long_lines_are_cut_around_labels() {
    insta::assert_snapshot!(rendered_diagnostics(long_line_with_many_mistakes()));
}

#[test]
fn near_labels_of_a_long_line_share_an_excerpt() {
    let text = format!("b = B; {}a x:int x:int = A;\n", " ".repeat(400));
    insta::assert_snapshot!(rendered_diagnostics(text));
}

#[test]
fn distant_labels_have_separate_excerpts() {
    insta::assert_snapshot!(rendered_diagnostics(format!("user = User;\n{}user = User;\n", "\n".repeat(5000))));
}

#[test]
fn headers_of_cut_lines_have_the_real_position() {
    for style in [Style::Plain, Style::Coloured] {
        let (sources, diagnostics) = diagnostics_of("some.tl", long_line_with_many_mistakes());
        assert!(diagnostics.len() > 2);
        for diagnostic in &diagnostics {
            let text = render(diagnostic, &sources, style);
            let labels = std::iter::once(&diagnostic.primary).chain(&diagnostic.secondary);
            for location in labels.map(|label| sources.location(label.span)) {
                let position = format!("some.tl:{}:{}", location.line, location.column);
                let (_, rest) = text.split_once(&position).unwrap_or_else(|| panic!("{position} is not in\n{text}"));
                assert!(!rest.starts_with(|next: char| next == ':' || next.is_ascii_digit()), "{position} in\n{text}");
            }
        }
    }
}

/// A text of a given size.
type TextOfSize = fn(usize) -> String;

#[test]
fn size_of_rendered_text_is_bounded() {
    let texts: [(TextOfSize, usize, usize); 4] = [
        (|n| "a x:int = A; ".repeat(n), 4000, 4_000_000),
        (|n| format!("{}a x:Unknown = A;", " ".repeat(n)), 10_000_000, 1000),
        (|n| "a x:int = A;\n".repeat(n), 12_000, 12_000_000),
        (|n| format!("a = A; {0} = A; {0} = A;", "b".repeat(n)), 100_000, 300_000),
    ];
    for (text, n, most) in texts {
        let found = |n| diagnostics_of("some.tl", text(n));
        assert_linear(&text(10), n, found, |(sources, diagnostics)| {
            let text = render_all(&diagnostics, &sources, Style::Plain);
            assert!(text.len() < most, "{} bytes: {}", text.len(), &text[..2000]);
        });
    }
}

#[test]
fn misspelled_built_in_names_get_a_suggestion() {
    for (name, help) in [
        ("Strng", "there is a type `string`"),
        ("lng", "there is a constructor `long`"),
        ("String", "there is a type `string`"),
        ("byte", "there is a constructor `bytes`"),
        ("vectr", "there is a constructor `vector`"),
    ] {
        let (_, diagnostics) = diagnostics_of("some.tl", format!("user x:{name} = User;"));
        assert_eq!(diagnostics.len(), 1);
        assert_eq!(diagnostics[0].helps[0].text, help, "{name}");
    }
    let (_, diagnostics) = diagnostics_of("some.tl", "stringy = Stringy; user x:Stringi = User;");
    assert_eq!(diagnostics[0].helps[0].text, "there is a type `Stringy`");
}

/// A schema and a file name that try to control a terminal: escape sequences, marks of the text direction, line ends.
#[test]
fn names_and_texts_do_not_control_a_terminal() {
    let name = "a\u{1b}[31m\nerror: all is lost\u{202e}\u{9b}.tl";
    let comment = "// \u{1b}[2J \u{202e} \u{7f} \u{9b}31m \u{85} \u{2028}\n";
    let long = format!("// {}\u{9b}1m\nchat x:Usr = Chat; // {}\u{9b}1m\u{202e}", "x".repeat(400), "y".repeat(400));
    for text in [format!("user é{comment} id:lng = User; {comment}"), format!("{comment}user id:\u{1b}[31m"), long] {
        let (sources, diagnostics) = diagnostics_of(name, text);
        assert!(!diagnostics.is_empty());
        let plain = render_all(&diagnostics, &sources, Style::Plain);
        let coloured = render_all(&diagnostics, &sources, Style::Coloured);
        assert!(plain.contains(r"a\u{1b}[31m\nerror: all is lost\u{202e}\u{9b}.tl"), "{plain:?}");
        let others = tl_parser::diagnostic::github::lines(&diagnostics, &sources);
        let others = others.into_iter().chain(tl_parser::diagnostic::json::lines(&diagnostics, &sources));
        let texts = others.chain([plain, without_colours(&coloured)]);
        for text in texts {
            let is_hostile = |c: char| c != '\n' && c.is_control() || ('\u{2028}'..='\u{202e}').contains(&c);
            assert!(!text.contains(is_hostile), "{text:?}");
        }
    }
}

/// The text without the escape sequences for colour that the renderer writes.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |plain, part| {
        let (codes, rest) = part.split_once('m').unwrap();
        assert!(codes.bytes().all(|byte| byte.is_ascii_digit() || byte == b';'), "{codes:?}");
        plain + rest
    })
}
