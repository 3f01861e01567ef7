//! Headings and what stands under them.
//!
//! Only headings outside code count. Invariant: what follows the page (a host's trailer with a heading as high as the
//! page's own) is in no section.

use super::damage::Damage;

/// A page, cut at its headings.
#[derive(Debug, Default)]
pub(super) struct Sections<'a> {
    /// In their order; the first may be what stands before all headings, with an empty heading.
    pub(super) all: Vec<Section<'a>>,
}

/// A heading and what follows it.
#[derive(Debug)]
pub(super) struct Section<'a> {
    /// How many `#` it has; 0 for what stands before the first.
    pub(super) level: usize,
    /// Its text; on a page of one line only as much of it as is known to belong to it.
    pub(super) heading: &'a str,
    /// What follows it.
    pub(super) body: Body<'a>,
}

/// What stands under a heading.
#[derive(Debug)]
pub(super) enum Body<'a> {
    /// Its lines, code included.
    Lines(Vec<&'a str>),
    /// Its only line.
    Flat(&'a str),
}

impl<'a> Body<'a> {
    /// The lines outside code.
    pub(super) fn text(&self) -> Vec<&'a str> {
        match self {
            Self::Flat(text) => text.split("```").step_by(2).map(str::trim).collect(),
            Self::Lines(lines) => {
                let mut is_code = false;
                let is_text = |line: &&&str| {
                    let is_fence = is_fence(line);
                    is_code ^= is_fence;
                    !is_code && !is_fence
                };
                lines.iter().filter(is_text).copied().collect()
            }
        }
    }

    /// The text inside code, one for each block.
    pub(super) fn code(&self) -> Vec<String> {
        match self {
            Self::Flat(text) => text.split("```").skip(1).step_by(2).map(str::to_owned).collect(),
            Self::Lines(lines) => {
                let mut blocks = vec![String::new()];
                let mut is_code = false;
                for line in lines {
                    if is_fence(line) {
                        is_code = !is_code;
                        blocks.push(String::new());
                    } else if is_code && let Some(block) = blocks.last_mut() {
                        block.push_str(line);
                        block.push('\n');
                    }
                }
                blocks.retain(|block| !block.is_empty());
                blocks
            }
        }
    }
}

impl<'a> Sections<'a> {
    /// The first section whose heading begins like this, small and capital letters being the same.
    pub(super) fn find(&self, start: &str) -> Option<&Section<'a>> {
        self.find_by(|heading| starts_with(heading, start))
    }

    /// The first section whose heading is like this.
    pub(super) fn find_by(&self, is_wanted: impl Fn(&str) -> bool) -> Option<&Section<'a>> {
        self.all.iter().find(|section| section.level > 0 && is_wanted(section.heading))
    }

    /// The section after this one.
    pub(super) fn after(&self, section: &Section<'a>) -> Option<&Section<'a>> {
        let place = self.all.iter().position(|other| std::ptr::eq(other, section))?;
        self.all.get(place + 1)
    }
}

/// Whether a text begins with this, small and capital letters being the same.
pub(super) fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start))
}

/// Cuts a page.
pub(super) fn read(text: &str, damage: Damage) -> Sections<'_> {
    let mut sections = match damage {
        Damage::Flat => flat(text),
        Damage::None | Damage::Blame => lines(text),
    };
    cut_trailer(&mut sections.all);
    sections
}

/// Cuts a page at the lines that are headings.
fn lines(text: &str) -> Sections<'_> {
    let mut all = vec![Section { level: 0, heading: "", body: Body::Lines(Vec::new()) }];
    let mut is_code = false;
    for line in text.lines().skip(n_front_matter(text)) {
        is_code ^= is_fence(line);
        let heading = if is_code { None } else { heading(line) };
        match (heading, all.last_mut()) {
            (Some((level, heading)), _) => all.push(Section { level, heading, body: Body::Lines(Vec::new()) }),
            (None, Some(Section { body: Body::Lines(lines), .. })) => lines.push(line),
            (None, _) => {}
        }
    }
    Sections { all }
}

/// How many lines the front matter takes: from `---` to `---`, if no heading stands between them.
fn n_front_matter(text: &str) -> usize {
    let n_blank = text.lines().take_while(|line| line.trim().is_empty()).count();
    let mut lines = text.lines().skip(n_blank);
    if lines.next().map(str::trim) != Some("---") {
        return 0;
    }
    let inside: Vec<_> = lines.by_ref().take_while(|line| line.trim() != "---").collect();
    let is_closed = text.lines().nth(n_blank + 1 + inside.len()).is_some();
    let has_heading = inside.iter().any(|line| line.starts_with("# ") || line.starts_with("## "));
    if is_closed && !has_heading { n_blank + inside.len() + 2 } else { 0 }
}

/// Level and text of a line that is a heading, with or without a blank after the `#`.
fn heading(line: &str) -> Option<(usize, &str)> {
    let line = line.trim_end();
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    ((1..=6).contains(&level) && !text.trim().is_empty()).then(|| (level, without_anchor(text.trim())))
}

/// `[](#parameters)Parameters` as `Parameters`
fn without_anchor(text: &str) -> &str {
    let rest = text.strip_prefix("[](").and_then(|rest| rest.split_once(')'));
    rest.map_or(text, |(_, rest)| rest.trim_start())
}

fn is_fence(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("```") || line.starts_with("~~~")
}

/// What headings begin with on the pages that are known, but for their titles.
const KNOWN: [&str; 35] = [
    "Method:",
    "Constructor:",
    "Type:",
    "Parameters",
    "Return type:",
    "Can users use",
    "Can userbots use",
    "Can bots use",
    "MadelineProto Example",
    "Errors",
    "[PWRTelegram",
    "PWRTelegram",
    "As a bot:",
    "As a user:",
    "Usage of",
    "Return value",
    "Warning",
    "Example",
    "TL schema",
    "Result",
    "Possible errors",
    "Related pages",
    "Attributes",
    "Possible values",
    "Methods that return",
    "Only users can",
    "Only bots can",
    "Both users and bots",
    "Bots can use",
    "This method can be invoked over a",
    "Predicates",
    "Belongs to",
    "Constructors",
    "Methods",
    "Type",
];

/// Whether a line holds a heading that is not at its start.
pub(super) fn has_inner_heading(line: &str) -> bool {
    line.match_indices(" #").any(|(offset, _)| known(&line[offset + 1..]).is_some())
}

/// The level of the heading that a text begins with, and what it begins with, if it is one that pages have.
fn known(text: &str) -> Option<(usize, usize, usize)> {
    let rest = text.trim_start_matches('#');
    let level = text.len() - rest.len();
    if !(1..=6).contains(&level) {
        return None;
    }
    let n_blanks = rest.len() - rest.trim_start().len();
    let title = without_anchor(rest.trim_start());
    let start = text.len() - title.len();
    let found = KNOWN.iter().find(|known| starts_with(title, known));
    let answer = || ["yes", "no"].into_iter().find(|word| starts_with(title, word) && ends_word(&title[word.len()..]));
    found.copied().or_else(answer).filter(|_| n_blanks > 0 || level > 1).map(|known| (level, start, known.len()))
}

fn ends_word(rest: &str) -> bool {
    !rest.starts_with(|character: char| character.is_alphanumeric())
}

/// Cuts a page of one line at the headings that pages have, and at its own title.
fn flat(text: &str) -> Sections<'_> {
    let text = without_flat_front_matter(text);
    let mut starts: Vec<(usize, usize, usize, usize)> = Vec::new();
    if text.starts_with('#') && known(text).is_none() {
        let title = text.trim_start_matches('#').trim_start();
        let start = text.len() - title.len();
        let title = without_anchor(title);
        let start = start.max(text.len() - title.len());
        let length = title.find(' ').unwrap_or(title.len());
        starts.push((0, 1, start, start + length));
    }
    for (offset, level, start, length) in headings(text) {
        starts.push((offset, level, start, start + length));
    }
    let mut all = Vec::new();
    for (place, (_, level, start, end)) in starts.iter().enumerate() {
        let next = starts.get(place + 1).map_or(text.len(), |(offset, ..)| *offset);
        let body = text.get(*end..next).unwrap_or_default();
        all.push(Section { level: *level, heading: &text[*start..*end], body: Body::Flat(body.trim()) });
    }
    if all.is_empty() {
        all.push(Section { level: 0, heading: "", body: Body::Flat(text) });
    }
    Sections { all }
}

/// The headings outside code: where each begins, its level, where its text begins, and how long its known part is.
fn headings(text: &str) -> Vec<(usize, usize, usize, usize)> {
    let mut headings = Vec::new();
    let mut offset = 0;
    let mut is_code = false;
    for block in text.split("```") {
        if !is_code {
            let marks = block.match_indices('#').map(|(place, _)| place);
            for place in marks.filter(|place| *place == 0 || block[..*place].ends_with(' ')) {
                if let Some((level, start, length)) = known(&block[place..]) {
                    headings.push((offset + place, level, offset + place + start, length));
                }
            }
            cut_flat_trailer(block, offset, &mut headings);
        }
        offset += block.len() + 3;
        is_code = !is_code;
    }
    headings
}

/// A rule and a heading as high as the page's own, after the page: told as a heading, for [`cut_trailer`].
fn cut_flat_trailer(block: &str, offset: usize, headings: &mut Vec<(usize, usize, usize, usize)>) {
    const MARK: &str = "--- # ";
    if let Some(place) = block.find(MARK).filter(|_| offset > 0 || !headings.is_empty()) {
        let start = offset + place + MARK.len();
        if headings.iter().all(|(_, _, other, _)| *other != start) {
            headings.push((offset + place, 1, start, 0));
            headings.sort_unstable();
        }
    }
}

/// A page of one line without what stands between `---` and `---` in front of its title.
fn without_flat_front_matter(text: &str) -> &str {
    let Some(rest) = text.strip_prefix("--- ") else { return text };
    let end = rest.match_indices(" --- ").map(|(place, mark)| &rest[place + mark.len()..]);
    let mut ends = end.clone().filter(|rest| rest.starts_with('#'));
    ends.next().or_else(|| end.clone().next()).unwrap_or(text)
}

/// Whether a heading is one of the warnings that some pages write above everything else.
pub(super) fn is_warning(heading: &str) -> bool {
    heading.to_ascii_lowercase().contains("warning")
}

/// Leaves out what begins with a second title. Warnings are written as titles and belong to the page.
fn cut_trailer(all: &mut Vec<Section<'_>>) {
    let mut has_title = false;
    let is_second = |section: &Section<'_>| {
        let is_title = section.level == 1 && !is_warning(section.heading);
        let is_second = is_title && has_title;
        has_title |= is_title || starts_with(section.heading, "Method:");
        is_second
    };
    if let Some(end) = all.iter().position(is_second) {
        all.truncate(end);
    }
}
