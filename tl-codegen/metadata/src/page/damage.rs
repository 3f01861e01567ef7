//! Damage that copying did to a page.
//!
//! A blame view puts lines with a single `|` and lines with dates between the lines of a page; these are removed here.
//! A page on one line has lost its line ends; [`super::sections`] then cuts it at known headings. Invariant: an
//! undamaged page stays as it is.

use super::headings::contains_heading_inside_line;

/// The damage that copying did to a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CopyDamage {
    /// The page is undamaged.
    None,
    /// The page was copied from a view that shows the author of each line.
    Blame,
    /// The lines of the page were joined to one line.
    OneLine,
}

impl CopyDamage {
    /// The suffix of [`Page::style`](super::Page::style).
    pub(super) fn style_suffix(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Blame => "-blame",
            Self::OneLine => "-flat",
        }
    }
}

/// The text with `\n` as line end, spaces for no-break spaces, and without byte order marks.
pub(super) fn normalize_line_ends_and_blanks(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\u{feff}', "").replace('\u{a0}', " ")
}

/// Detects the damage; removes the lines of a blame view, and makes blanks of a one-line page single spaces.
pub(super) fn detect_and_repair_damage(text: &str) -> (String, CopyDamage) {
    if is_copy_of_blame_view(text) {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && *line != "|" && !is_date_line(line));
        return (lines.collect::<Vec<_>>().join("\n"), CopyDamage::Blame);
    }
    match has_lost_line_ends(text) {
        true => (text.split_whitespace().collect::<Vec<_>>().join(" "), CopyDamage::OneLine),
        false => (text.to_owned(), CopyDamage::None),
    }
}

/// Whether at least half of the lines, and at least 3, are a single bar; undamaged pages have no such line.
fn is_copy_of_blame_view(text: &str) -> bool {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let (bars, others): (Vec<_>, Vec<_>) = lines.partition(|line| *line == "|");
    bars.len() >= 3 && bars.len() >= others.len()
}

/// Whether a line is a date: `2018-04-01 13:19:25 +02:00`
fn is_date_line(line: &str) -> bool {
    const DATE_PATTERN: &[u8] = b"0000-00-00 00:00:00 +00:00";
    let fits = |(byte, pattern): (u8, &u8)| match pattern {
        b'0' => byte.is_ascii_digit(),
        b'+' => matches!(byte, b'+' | b'-'),
        _ => byte == *pattern,
    };
    line.len() == DATE_PATTERN.len() && line.bytes().zip(DATE_PATTERN).all(fits)
}

/// Whether a page of at most 3 lines has a known heading inside a line.
fn has_lost_line_ends(text: &str) -> bool {
    let n_lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    n_lines <= 3 && text.lines().any(contains_heading_inside_line)
}
