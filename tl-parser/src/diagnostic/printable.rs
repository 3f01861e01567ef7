//! Text from outside, such as the name of a file or a comment of a schema, made safe for a terminal.
//!
//! A terminal obeys control characters, and marks of the text direction reorder a line on the screen. Both are replaced
//! by visible escapes: ESC by `\u{1b}`. Invariant: a text without such characters is returned as it is.

use std::borrow::Cow;
use std::fmt::Write as _;

/// A text with its control characters escaped, also line ends and tabs, so that it takes one line.
///
/// ```
/// use tl_parser::diagnostic::printable;
/// assert_eq!(printable("chat.tl"), "chat.tl");
/// assert_eq!(printable("chat\n\u{1b}[31m.tl"), r"chat\n\u{1b}[31m.tl");
/// ```
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    escape_chars(text, is_hostile, |c, out| out.extend(c.escape_default()))
}

/// A text of several lines with its control characters escaped, but for line feeds and tabs.
#[must_use]
pub fn printable_lines(text: &str) -> Cow<'_, str> {
    let is_escaped = |c| is_hostile(c) && !matches!(c, '\n' | '\t');
    escape_chars(text, is_escaped, |c, out| out.extend(c.escape_default()))
}

/// A JSON text whose strings have no control characters: `\u001b` is the same character for every reader of JSON.
#[must_use]
pub fn printable_json(json: &str) -> Cow<'_, str> {
    // JSON has line feeds, carriage returns and tabs between its values; in a string they are escaped already.
    let is_escaped = |c| is_hostile(c) && !matches!(c, '\n' | '\r' | '\t');
    escape_chars(json, is_escaped, |c, out| _ = write!(out, "\\u{:04x}", u32::from(c)))
}

/// A rendered text in which hostile characters take one column each. Escape sequences are those of the renderer, which
/// replaces the ESC of a source itself.
pub(super) fn rendered_without_hostile_chars(rendered: String) -> String {
    let is_replaced = |c| is_hostile(c) && !matches!(c, '\n' | '\u{1b}');
    match rendered.contains(is_replaced) {
        true => rendered.replace(is_replaced, "\u{fffd}"),
        false => rendered,
    }
}

/// Whether a terminal may obey the character instead of showing it: controls, marks of the text direction, and
/// separators of lines. All of them are in the basic plane of Unicode.
fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn escape_chars(text: &str, is_escaped: impl Fn(char) -> bool, escape: impl Fn(char, &mut String)) -> Cow<'_, str> {
    if !text.contains(&is_escaped) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match is_escaped(c) {
            true => escape(c, &mut out),
            false => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::{printable, printable_json, printable_lines};

    #[test]
    fn controls_and_marks_of_direction_are_escaped() {
        assert_eq!(printable("a\u{7f}\u{9b}1m\u{202e}b"), r"a\u{7f}\u{9b}1m\u{202e}b");
        assert_eq!(printable_lines("a\tb\r\n\u{1b}c"), "a\tb\\r\n\\u{1b}c");
        assert_eq!(printable("жé🙂"), "жé🙂");
    }

    #[test]
    fn escaped_json_is_the_same_value() {
        let value = serde_json::json!({"name": "a\u{1b}\u{7f}\u{9b}\u{2067}\n"});
        let text = value.to_string();
        let escaped = printable_json(&text);
        assert!(!escaped.contains(|c: char| c.is_control() || c == '\u{2067}'), "{escaped:?}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&escaped).unwrap(), value);
    }
}
