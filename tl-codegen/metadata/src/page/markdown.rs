//! The parts of Markdown that pages use: escapes, emphasis, links, table cells.
//!
//! Nothing here depends on the subject of a page. Invariant: text without marks is unchanged, except for blanks around
//! it.

use std::collections::HashMap;

/// A piece of a line: text or a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextOrLink<'a> {
    /// Text that is no link.
    Text(&'a str),
    /// A link, `[label](target)`: its label and its target.
    Link(&'a str, &'a str),
}

/// Removes the backslashes of escapes, and replaces HTML entities.
pub(super) fn remove_backslash_escapes(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' if characters.peek().is_some_and(char::is_ascii_punctuation) => plain.extend(characters.next()),
            _ => plain.push(character),
        }
    }
    decode_html_entities(&plain)
}

/// Replaces HTML entities: `&lt;` becomes `<`.
pub(super) fn decode_html_entities(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&#124;", "|").replace("&amp;", "&")
}

/// A cell or line without emphasis, code marks, link targets, escapes and surrounding blanks.
pub(super) fn without_markdown_marks(text: &str) -> String {
    let mut joined = String::new();
    for piece in split_at_links(text) {
        match piece {
            TextOrLink::Text(text) | TextOrLink::Link(text, _) => joined.push_str(text),
        }
    }
    let bare = strip_emphasis_marks(joined.trim());
    remove_backslash_escapes(&bare.replace('`', "")).trim().to_owned()
}

/// Removes emphasis: `**name**`, `*name*` and `__name__` become `name`.
fn strip_emphasis_marks(text: &str) -> &str {
    for mark in ["**", "__", "*"] {
        let inner = text.strip_prefix(mark).and_then(|text| text.strip_suffix(mark));
        if let Some(inner) = inner.filter(|inner| !inner.is_empty() && !inner.ends_with('\\')) {
            return strip_emphasis_marks(inner.trim());
        }
    }
    text
}

/// Splits a line into links and the text between them.
pub(super) fn split_at_links(text: &str) -> Vec<TextOrLink<'_>> {
    let mut pieces = Vec::new();
    let brackets = BracketPairs::find_in_text(text);
    let (mut start, mut at) = (0, 0);
    while let Some(offset) = position_of_unescaped(&text[at..], &['[']) {
        let open = at + offset;
        match brackets.link_at(text, open) {
            Some((label, target, end)) => {
                if start < open {
                    pieces.push(TextOrLink::Text(&text[start..open]));
                }
                pieces.push(TextOrLink::Link(label, target));
                at = end;
                start = at;
            }
            None => at = open + 1,
        }
    }
    if start < text.len() {
        pieces.push(TextOrLink::Text(&text[start..]));
    }
    pieces
}

/// Maps the offset of each opening bracket to that of its closing bracket; escaped brackets do not count.
///
/// All pairs are found in one pass, so that many unclosed brackets do not make the search quadratic.
struct BracketPairs(HashMap<usize, usize>);

impl BracketPairs {
    fn find_in_text(text: &str) -> Self {
        let mut closed = HashMap::new();
        let (mut squares, mut rounds) = (Vec::new(), Vec::new());
        let mut at = 0;
        while let Some(offset) = position_of_unescaped(&text[at..], &['[', ']', '(', ')']) {
            let bracket = at + offset;
            at = bracket + 1;
            match text.as_bytes()[bracket] {
                b'[' => squares.push(bracket),
                b'(' => rounds.push(bracket),
                b']' => closed.extend(squares.pop().map(|open| (open, bracket))),
                _ => closed.extend(rounds.pop().map(|open| (open, bracket))),
            }
        }
        Self(closed)
    }

    /// Label, target and end of the link whose opening bracket is at offset `open`.
    fn link_at<'a>(&self, text: &'a str, open: usize) -> Option<(&'a str, &'a str, usize)> {
        let label_end = *self.0.get(&open)?;
        let target = label_end + 1;
        let target_end = *self.0.get(&target).filter(|_| text[target..].starts_with('('))?;
        Some((&text[open + 1..label_end], text[target + 1..target_end].trim(), target_end + 1))
    }
}

/// The offset of the first unescaped character that is one of `wanted`.
fn position_of_unescaped(text: &str, wanted: &[char]) -> Option<usize> {
    let mut is_escaped = false;
    for (offset, character) in text.char_indices() {
        if is_escaped {
            is_escaped = false;
        } else if character == '\\' {
            is_escaped = true;
        } else if wanted.contains(&character) {
            return Some(offset);
        }
    }
    None
}

/// The cells of a table row, without surrounding blanks: the texts between unescaped bars.
///
/// A bar in the target of a link does not separate cells, since some pages escape it only in the label. Neither does a
/// bar between two words of a label, which other pages do not escape: `[long|string](…)`.
pub(super) fn cells_of_table_row(line: &str) -> Vec<&str> {
    let mut cells = Vec::new();
    let brackets = BracketPairs::find_in_text(line);
    let (mut start, mut at) = (0, 0);
    while let Some(offset) = position_of_unescaped(&line[at..], &['|', '[']) {
        let mark = at + offset;
        at = mark + 1;
        if line[mark..].starts_with('|') {
            cells.push(line[start..mark].trim());
            start = at;
        } else if let Some((label, _, end)) = brackets.link_at(line, mark)
            && (position_of_unescaped(label, &['|']).is_none() || label.split('|').all(is_single_word))
        {
            at = end;
        }
    }
    cells.push(line[start..].trim());
    cells
}

fn is_single_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'!'))
}

/// Whether a cell belongs to the rule below the header of a table: `---`, `:-:`
pub(super) fn is_cell_of_separator_row(cell: &str) -> bool {
    cell.contains('-') && cell.bytes().all(|byte| matches!(byte, b'-' | b':'))
}

/// The last path segment of a link target, decoded, without the extensions `.md` and `.html`.
pub(super) fn last_path_segment(target: &str) -> String {
    let target = target.split_whitespace().next().unwrap_or_default();
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let last = last.strip_suffix(".md").or_else(|| last.strip_suffix(".html")).unwrap_or(last);
    decode_percent(&remove_backslash_escapes(last))
}

/// Decodes percent escapes: `%23` becomes `#`.
fn decode_percent(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = digits.filter(|_| *first == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
