//! Headings: their levels, their texts, and the beginnings that all known pages use.
//!
//! A page on one line has no line ends that mark its headings, so they are recognised by their beginnings. Invariant:
//! comparisons ignore the case of ASCII letters.

/// The level and the text of a heading line: `(2, "Errors")` for `## Errors` and `##Errors`.
pub(super) fn parse_heading_line(line: &str) -> Option<(usize, &str)> {
    let line = line.trim_end();
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    ((1..=6).contains(&level) && !text.trim().is_empty()).then(|| (level, strip_heading_anchor(text.trim())))
}

/// The text after an empty link: `[](#parameters)Parameters` is `Parameters`.
pub(super) fn strip_heading_anchor(text: &str) -> &str {
    let rest = text.strip_prefix("[](").and_then(|rest| rest.split_once(')'));
    rest.map_or(text, |(_, rest)| rest.trim_start())
}

/// Whether a text begins with `start`, ignoring the case of ASCII letters.
pub(super) fn starts_with_ignoring_case(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start))
}

/// Whether a heading is a warning, which some pages print above their title.
pub(super) fn is_warning_heading(heading: &str) -> bool {
    heading.to_ascii_lowercase().contains("warning")
}

/// The beginnings of all headings on known pages, except titles.
#[rustfmt::skip]
const KNOWN_HEADING_STARTS: [&str; 35] = [
    "Method:", "Constructor:", "Type:", "Parameters", "Return type:", "Can users use", "Can userbots use",
    "Can bots use", "MadelineProto Example", "Errors", "[PWRTelegram", "PWRTelegram", "As a bot:",
    "As a user:", "Usage of", "Return value", "Warning", "Example", "TL schema", "Result", "Possible errors",
    "Related pages", "Attributes", "Possible values", "Methods that return", "Only users can",
    "Only bots can", "Both users and bots", "Bots can use", "This method can be invoked over a", "Predicates",
    "Belongs to", "Constructors", "Methods", "Type",
];

/// Whether a line contains a known heading, not counting one at its start.
pub(super) fn contains_heading_inside_line(line: &str) -> bool {
    line.match_indices(" #").any(|(offset, _)| known_heading_at_start(&line[offset + 1..]).is_some())
}

/// A known heading on a page of one line; offsets are bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct HeadingOnOneLinePage {
    /// The offset of the first `#` of the heading.
    pub(super) offset: usize,
    /// The number of `#` characters of the heading.
    pub(super) level: usize,
    /// The offset of the heading's text, after the `#` characters.
    pub(super) start: usize,
    /// The end offset of the known beginning; more of the heading may follow.
    pub(super) end: usize,
}

/// The known heading that a text begins with: `## Errors 400 ...` begins with `## Errors`.
pub(super) fn known_heading_at_start(text: &str) -> Option<HeadingOnOneLinePage> {
    let rest = text.trim_start_matches('#');
    let level = text.len() - rest.len();
    if !(1..=6).contains(&level) {
        return None;
    }
    let n_blanks = rest.len() - rest.trim_start().len();
    let title = strip_heading_anchor(rest.trim_start());
    let start = text.len() - title.len();
    let found = KNOWN_HEADING_STARTS.iter().find(|known| starts_with_ignoring_case(title, known));
    let answer = || {
        ["yes", "no"]
            .into_iter()
            .find(|word| starts_with_ignoring_case(title, word) && starts_at_word_boundary(&title[word.len()..]))
    };
    let found = found.copied().or_else(answer).filter(|_| n_blanks > 0 || level > 1)?;
    Some(HeadingOnOneLinePage { offset: 0, level, start, end: start + found.len() })
}

fn starts_at_word_boundary(rest: &str) -> bool {
    !rest.starts_with(|character: char| character.is_alphanumeric())
}
