//! What copying a page did to it.
//!
//! A blame view puts lone `|` lines and dates between the lines of a page; a page on one line has lost all line ends.
//! The first is undone here, the second told to [`super::sections`], which then cuts at headings. Invariant: a page
//! that nothing happened to stays as it is.

/// What happened to a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Damage {
    /// Nothing.
    None,
    /// It was copied out of a view that shows who wrote which line.
    Blame,
    /// Its lines were joined into one.
    Flat,
}

impl Damage {
    /// What the name of a style gets appended.
    pub(super) fn suffix(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Blame => "-blame",
            Self::Flat => "-flat",
        }
    }
}

/// The text with `\n` alone at the ends of lines, and without byte order marks and other blanks than spaces and tabs.
pub(super) fn unify(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\u{feff}', "").replace('\u{a0}', " ")
}

/// Finds out what happened, and undoes it if lines are enough for that.
pub(super) fn undo(text: &str) -> (String, Damage) {
    if is_blame(text) {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && *line != "|" && !is_date(line));
        return (lines.collect::<Vec<_>>().join("\n"), Damage::Blame);
    }
    match is_flat(text) {
        true => (text.split_whitespace().collect::<Vec<_>>().join(" "), Damage::Flat),
        false => (text.to_owned(), Damage::None),
    }
}

/// In a blame view there are more lone bars than lines of text; no page has one.
fn is_blame(text: &str) -> bool {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let (bars, others): (Vec<_>, Vec<_>) = lines.partition(|line| *line == "|");
    bars.len() >= 3 && bars.len() >= others.len()
}

/// `2018-04-01 13:19:25 +02:00`
fn is_date(line: &str) -> bool {
    const PATTERN: &[u8] = b"0000-00-00 00:00:00 +00:00";
    let fits = |(byte, pattern): (u8, &u8)| match pattern {
        b'0' => byte.is_ascii_digit(),
        b'+' => matches!(byte, b'+' | b'-'),
        _ => byte == *pattern,
    };
    line.len() == PATTERN.len() && line.bytes().zip(PATTERN).all(fits)
}

/// Headings inside the only line, or the longest of very few.
fn is_flat(text: &str) -> bool {
    let n_lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    n_lines <= 3 && text.lines().any(super::sections::has_inner_heading)
}
