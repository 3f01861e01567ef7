//! A page cut into sections at its headings.
//!
//! Headings inside code blocks do not count. Invariant: text after the page, such as the trailer of a host with a
//! second title, is in no section.

use std::borrow::Cow;

use super::damage::CopyDamage;
use super::headings::{
    HeadingOnOneLinePage, is_warning_heading, known_heading_at_start, parse_heading_line, starts_with_ignoring_case,
    strip_heading_anchor,
};

/// The marker before and after a code block.
pub(super) const CODE_FENCE: &str = "```";

/// The sections of a page.
#[derive(Debug, Default)]
pub(super) struct Sections<'a> {
    /// The sections in order; text before the first heading forms a section with an empty heading.
    pub(super) all: Vec<Section<'a>>,
}

/// A heading with the text below it.
#[derive(Debug)]
pub(super) struct Section<'a> {
    /// The number of `#`; 0 for the text before the first heading.
    pub(super) level: usize,
    /// The text of the heading; on a page of one line, only the known beginning.
    pub(super) heading: &'a str,
    /// The text up to the next heading.
    pub(super) body: SectionText<'a>,
}

/// The text of a section.
#[derive(Debug)]
pub(super) enum SectionText<'a> {
    /// Lines, including those of code blocks.
    Lines(Vec<&'a str>),
    /// Text of a page whose lines were joined to one line.
    OneLine(&'a str),
}

impl Section<'_> {
    /// The heading; on a page of one line, the heading and the text below it, since its end is unknown.
    pub(super) fn heading_and_rest_of_line(&self) -> Cow<'_, str> {
        match &self.body {
            SectionText::Lines(_) => self.heading.into(),
            SectionText::OneLine(text) => format!("{} {text}", self.heading).into(),
        }
    }
}

impl<'a> SectionText<'a> {
    /// The lines of the section outside code blocks.
    pub(super) fn text_outside_code(&self) -> Vec<&'a str> {
        match self {
            Self::OneLine(text) => text.split(CODE_FENCE).step_by(2).map(str::trim).collect(),
            Self::Lines(lines) => lines.split(|line| is_code_fence(line)).step_by(2).flatten().copied().collect(),
        }
    }

    /// The text of each code block in the section.
    pub(super) fn code_blocks(&self) -> Vec<String> {
        match self {
            Self::OneLine(text) => text.split(CODE_FENCE).skip(1).step_by(2).map(str::to_owned).collect(),
            Self::Lines(lines) => {
                let blocks = lines.split(|line| is_code_fence(line)).skip(1).step_by(2);
                blocks.filter(|block| !block.is_empty()).map(|block| block.join("\n") + "\n").collect()
            }
        }
    }
}

impl<'a> Sections<'a> {
    /// The first section whose heading begins with `start`, ignoring case.
    pub(super) fn find_by_heading_start(&self, start: &str) -> Option<&Section<'a>> {
        self.find_by_heading(|heading| starts_with_ignoring_case(heading, start))
    }

    /// The first section whose heading satisfies a condition.
    pub(super) fn find_by_heading(&self, is_wanted: impl Fn(&str) -> bool) -> Option<&Section<'a>> {
        self.all.iter().find(|section| section.level > 0 && is_wanted(section.heading))
    }

    /// The section that follows `section`; `None` for the last one.
    pub(super) fn section_following(&self, section: &Section<'a>) -> Option<&Section<'a>> {
        let index = self.all.iter().position(|other| std::ptr::eq(other, section))?;
        self.all.get(index + 1)
    }
}

/// Cuts a page into sections.
pub(super) fn split_into_sections(text: &str, damage: CopyDamage) -> Sections<'_> {
    let mut sections = match damage {
        CopyDamage::OneLine => split_one_line_page(text),
        CopyDamage::None | CopyDamage::Blame => split_at_heading_lines(text),
    };
    remove_page_trailer(&mut sections.all);
    sections
}

/// Cuts a page at its heading lines.
fn split_at_heading_lines(text: &str) -> Sections<'_> {
    let mut all = vec![Section { level: 0, heading: "", body: SectionText::Lines(Vec::new()) }];
    let mut is_code = false;
    for line in text.lines().skip(count_front_matter_lines(text)) {
        is_code ^= is_code_fence(line);
        let heading = if is_code { None } else { parse_heading_line(line) };
        match (heading, all.last_mut()) {
            (Some((level, heading)), _) => all.push(Section { level, heading, body: SectionText::Lines(Vec::new()) }),
            (None, Some(Section { body: SectionText::Lines(lines), .. })) => lines.push(line),
            (None, _) => {}
        }
    }
    Sections { all }
}

/// The number of lines of front matter: from `---` to `---`, unless there is a heading in between.
fn count_front_matter_lines(text: &str) -> usize {
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

fn is_code_fence(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with(CODE_FENCE) || line.starts_with("~~~")
}

/// Cuts a page of one line at the known headings and at its title.
fn split_one_line_page(text: &str) -> Sections<'_> {
    let text = strip_one_line_front_matter(text);
    let mut headings = find_known_headings(text);
    if text.starts_with('#') && known_heading_at_start(text).is_none() {
        // The title is not a known heading: it ends at the first space.
        let title = strip_heading_anchor(text.trim_start_matches('#').trim_start());
        let start = text.len() - title.len();
        let end = start + title.find(' ').unwrap_or(title.len());
        headings.insert(0, HeadingOnOneLinePage { offset: 0, level: 1, start, end });
    }
    let ends = headings.iter().skip(1).map(|next| next.offset).chain([text.len()]);
    let sections = headings.iter().zip(ends).map(|(heading, next)| Section {
        level: heading.level,
        heading: &text[heading.start..heading.end],
        body: SectionText::OneLine(text.get(heading.end..next).unwrap_or_default().trim()),
    });
    let mut all: Vec<_> = sections.collect();
    if all.is_empty() {
        all.push(Section { level: 0, heading: "", body: SectionText::OneLine(text) });
    }
    Sections { all }
}

/// The known headings of a page of one line, outside code blocks.
fn find_known_headings(text: &str) -> Vec<HeadingOnOneLinePage> {
    let mut headings = Vec::new();
    let mut offset = 0;
    let mut is_code = false;
    for block in text.split(CODE_FENCE) {
        if !is_code {
            let marks = block.match_indices('#').map(|(mark, _)| mark);
            for mark in marks.filter(|mark| *mark == 0 || block[..*mark].ends_with(' ')) {
                if let Some(HeadingOnOneLinePage { level, start, end, .. }) = known_heading_at_start(&block[mark..]) {
                    let at = offset + mark;
                    headings.push(HeadingOnOneLinePage { offset: at, level, start: at + start, end: at + end });
                }
            }
            add_trailer_heading(block, offset, &mut headings);
        }
        offset += block.len() + CODE_FENCE.len();
        is_code = !is_code;
    }
    headings
}

/// Adds a rule followed by a second title as a heading, which [`remove_page_trailer`] then removes.
fn add_trailer_heading(block: &str, offset: usize, headings: &mut Vec<HeadingOnOneLinePage>) {
    const TRAILER_MARK: &str = "--- # ";
    if let Some(mark) = block.find(TRAILER_MARK).filter(|_| offset > 0 || !headings.is_empty()) {
        let start = offset + mark + TRAILER_MARK.len();
        if headings.iter().all(|heading| heading.start != start) {
            headings.push(HeadingOnOneLinePage { offset: offset + mark, level: 1, start, end: start });
            headings.sort_unstable();
        }
    }
}

/// A page of one line without its front matter, which is between `---` and `---` before the title.
fn strip_one_line_front_matter(text: &str) -> &str {
    let Some(rest) = text.strip_prefix("--- ") else { return text };
    let end = rest.match_indices(" --- ").map(|(offset, mark)| &rest[offset + mark.len()..]);
    let mut ends = end.clone().filter(|rest| rest.starts_with('#'));
    ends.next().or_else(|| end.clone().next()).unwrap_or(text)
}

/// Removes all sections from a second title on. Warnings look like titles and stay.
fn remove_page_trailer(all: &mut Vec<Section<'_>>) {
    let mut has_title = false;
    let is_second = |section: &Section<'_>| {
        let is_title = section.level == 1 && !is_warning_heading(section.heading);
        let is_second = is_title && has_title;
        has_title |= is_title || starts_with_ignoring_case(section.heading, "Method:");
        is_second
    };
    if let Some(end) = all.iter().position(is_second) {
        all.truncate(end);
    }
}
