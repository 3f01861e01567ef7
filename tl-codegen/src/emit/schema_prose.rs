//! Text of a schema as Markdown for rustdoc.
//!
//! The text is a stranger's: it becomes one paragraph that shows its characters and has no meaning to rustdoc, except
//! for links to web pages, and TL names in backticks as code. Invariant: no code block, heading, list, link to an item,
//! HTML, control or bidi character.

use crate::invisible_characters::is_invisible;

/// The text as one paragraph of Markdown; `None` if nothing visible is left.
pub(super) fn paragraph_of_schema_text(text: &str) -> Option<String> {
    let words = text.split(|character: char| character.is_whitespace() || character.is_control());
    let words = words.map(|word| word.chars().filter(|character| !is_invisible(*character)).collect::<String>());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).map(|word| escaped_word(&word)).collect();
    let paragraph = words.join(" ");
    (!paragraph.is_empty())
        .then(|| if starts_markdown_block(&paragraph) { format!("\\{paragraph}") } else { paragraph })
        .map(escape_leading_list_number)
        .map(with_final_dot)
}

/// The paragraph, which ends as a sentence does.
fn with_final_dot(mut paragraph: String) -> String {
    if !paragraph.ends_with(['.', '!', '?', ':', '…']) {
        paragraph.push('.');
    }
    paragraph
}

/// A word with backslashes before characters that have a meaning; a web address in angle brackets.
fn escaped_word(word: &str) -> String {
    let Some(start) = ["https://", "http://"].iter().find_map(|scheme| word.find(scheme)) else {
        return escaped_outside_code(word);
    };
    let address = &word[start..];
    let address = &address[..address.find(|character| !is_url_character(character)).unwrap_or(address.len())];
    let address = address.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'']);
    let (before, after) = (&word[..start], &word[start + address.len()..]);
    if address.ends_with('/') && address.matches('/').count() == 2 {
        // Without a host it is no address, and rustdoc must not take it for one.
        return escaped_outside_code(word).replace("://", ":\\//");
    }
    format!("{}<{address}>{}", escaped_outside_code(before), escaped_outside_code(after).replace("://", ":\\//"))
}

fn is_url_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || "-._~:/?#@!$&'()+,;=%".contains(character)
}

/// The text with backslashes before characters that have a meaning. A TL name in backticks stays as it is.
fn escaped_outside_code(text: &str) -> String {
    match text.split_once('`').and_then(|(before, rest)| Some((before, rest.split_once('`')?))) {
        Some((before, (name, after))) if !name.is_empty() && name.chars().all(is_tl_name_character) => {
            format!("{}`{name}`{}", escape_markdown(before), escaped_outside_code(after))
        }
        _ => escape_markdown(text),
    }
}

fn is_tl_name_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '.' | '%')
}

/// The text with a backslash before each character that has a meaning in Markdown.
pub(super) fn escape_markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '&' | '~' | '$') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// Whether Markdown would take the first character for a heading, a list or a rule.
fn starts_markdown_block(paragraph: &str) -> bool {
    paragraph.starts_with(['#', '-', '+', '='])
}

/// Escapes the dot of `1.` at the start, which would begin a numbered list.
fn escape_leading_list_number(paragraph: String) -> String {
    let digits = paragraph.bytes().take_while(u8::is_ascii_digit).count();
    match paragraph.as_bytes().get(digits) {
        Some(b'.' | b')') if digits > 0 => format!("{}\\{}", &paragraph[..digits], &paragraph[digits..]),
        _ => paragraph,
    }
}

#[cfg(test)]
mod tests {
    use super::paragraph_of_schema_text;

    #[track_caller]
    fn assert_paragraph(text: &str, expected: &str) {
        assert_eq!(paragraph_of_schema_text(text), Some(format!("{expected}.")));
    }

    #[test]
    fn markdown_in_schema_text_is_escaped() {
        assert_paragraph("see [`User`] and <b>", "see \\[`User`\\] and \\<b\\>");
        assert_paragraph("`a` of `b.c`, not `", "`a` of `b.c`, not \\`");
        assert_paragraph("# no heading", "\\# no heading");
        assert_paragraph("- no item", "\\- no item");
        assert_paragraph("1. no item", "1\\. no item");
        assert_paragraph("    let code = 1;\n```\nloop {}\n```", "let code = 1; \\`\\`\\` loop {} \\`\\`\\`");
        assert_paragraph("a &amp; b", "a \\&amp; b");
    }

    #[test]
    fn control_and_bidi_characters_are_removed() {
        assert_paragraph("a\u{202e}b\u{0}c\u{2066}\rd\u{feff}", "ab c d");
        assert_eq!(paragraph_of_schema_text(" \u{200b}\u{7}"), None);
    }

    #[test]
    fn web_addresses_become_links() {
        assert_paragraph("see https://example.org/a_b.", "see <https://example.org/a_b>");
        assert_paragraph("(http://example.org)", "(<http://example.org>)");
        assert_paragraph("https://", "https:\\//");
    }
}
