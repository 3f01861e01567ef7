//! The kind of a page, and its publisher.
//!
//! Both follow from the headings and a few fixed phrases. Invariant: a page is of kind "method" only if it names the
//! method.

use serde::Serialize;

use super::Page;
use super::headings::starts_with_ignoring_case;
use super::sections::{Section, Sections};

/// The subject of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PageKind {
    /// A page about a method.
    Method,
    /// A page about a constructor.
    Constructor,
    /// A page about a type.
    Type,
    /// A list of links to other pages.
    Index,
    /// The file is no page but a symbolic link, whose text is the name of another file.
    Link,
    /// A page about another subject.
    #[default]
    Other,
}

/// The project that published a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Publisher {
    /// The page was published by the project MadelineProto.
    MadelineProto,
    /// The page was published by the project GramJS.
    GramJs,
    /// The page was published by Telegram itself.
    Official,
    /// The publisher of the page is unknown.
    #[default]
    Unknown,
}

impl Publisher {
    /// The first part of [`Page::style`].
    pub(super) fn style_prefix(self) -> &'static str {
        match self {
            Self::MadelineProto => "madelineproto",
            Self::GramJs => "gramjs",
            Self::Official => "official",
            Self::Unknown => "unknown",
        }
    }
}

/// The result for a file that is a symbolic link; `None` if the text is not the name of another page.
pub(super) fn page_of_symbolic_link(text: &str) -> Option<Page> {
    let text = text.trim();
    let is_name = !text.contains(char::is_whitespace) && [".md", ".html"].iter().any(|ending| text.ends_with(ending));
    is_name.then(|| Page {
        kind: PageKind::Link,
        style: Publisher::Unknown.style_prefix().to_owned(),
        ..Page::default()
    })
}

/// Determines the kind and the publisher of a page.
pub(super) fn classify_page(sections: &Sections<'_>) -> (PageKind, Publisher) {
    let has = |start| sections.find_by_heading_start(start).is_some();
    let has_text = |text: &str| {
        let holds = |section: &Section<'_>| section.body.text_outside_code().iter().any(|line| line.contains(text));
        sections.all.iter().any(holds)
    };
    let title = sections.all.iter().find(|section| (1..=2).contains(&section.level));
    let is_titled = |start: &str| title.is_some_and(|title| starts_with_ignoring_case(title.heading, start));
    let subjects = [
        (PageKind::Method, "Method:", "Back to methods index"),
        (PageKind::Constructor, "Constructor:", "Back to constructors index"),
        (PageKind::Type, "Type:", "Back to types index"),
    ];
    let titled = subjects.iter().find(|(_, start, _)| is_titled(start));
    if let Some((kind, ..)) = titled.or_else(|| subjects.iter().find(|(.., phrase)| has_text(phrase))) {
        return (*kind, Publisher::MadelineProto);
    }
    if has_text("API documentation index") {
        return (PageKind::Index, Publisher::MadelineProto);
    }
    if title.is_some_and(|title| is_index_heading(title.heading)) || is_list_of_links(sections) {
        return (PageKind::Index, Publisher::Unknown);
    }
    if has("Return type:") || has("MadelineProto Example") {
        return (PageKind::Method, Publisher::MadelineProto);
    }
    if has("Attributes") || has("Possible values") {
        let kind = if has("Attributes") { PageKind::Constructor } else { PageKind::Type };
        return (kind, Publisher::MadelineProto);
    }
    classify_page_by_contents(sections, title)
}

/// Classifies a page whose title is the bare name of its subject.
fn classify_page_by_contents(sections: &Sections<'_>, title: Option<&Section<'_>>) -> (PageKind, Publisher) {
    let has = |start| sections.find_by_heading_start(start).is_some();
    let is = |heading: &str| sections.find_by_heading(|found| found.eq_ignore_ascii_case(heading)).is_some();
    let is_named = title.is_some_and(|title| could_be_method_or_type_name(title.heading));
    if !is_named {
        return (PageKind::Other, Publisher::Unknown);
    }
    if has("Can bots use") || (has("Possible errors") && has("Example")) || (has("Example") && has("Result")) {
        return (PageKind::Method, Publisher::GramJs);
    }
    if has("Constructors") || (is("Methods") && !has("Result")) {
        return (PageKind::Type, Publisher::Official);
    }
    let has_functions = sections
        .all
        .iter()
        .any(|section| section.body.code_blocks().iter().any(|code| code.contains("---functions---")));
    let is_about_access = ["Only users can", "Only bots can", "Both users and bots", "Bots can use this"];
    if has_functions || has("Result") || is_about_access.iter().any(|start| has(start)) {
        return (PageKind::Method, if has("Example") { Publisher::GramJs } else { Publisher::Official });
    }
    if is("Type") || is("Belongs to") {
        return (PageKind::Constructor, Publisher::Official);
    }
    (PageKind::Other, Publisher::Unknown)
}

/// Minimum number of links in the list of an index.
const MIN_INDEX_LINKS: usize = 10;

/// Whether a page is an index: more than half of its lines are items of a list of links.
fn is_list_of_links(sections: &Sections<'_>) -> bool {
    let lines = || sections.all.iter().flat_map(|section| section.body.text_outside_code());
    let is_item = |line: &&str| {
        line.trim_start().starts_with(['*', '-']) && ["](", "<a href="].iter().any(|mark| line.contains(mark))
    };
    let n_items = lines().filter(is_item).count();
    n_items >= MIN_INDEX_LINKS && n_items * 2 > lines().filter(|line| !line.trim().is_empty()).count()
}

fn is_index_heading(heading: &str) -> bool {
    ["Methods", "Constructors", "Types", "Index", "API documentation"]
        .iter()
        .any(|word| heading.trim().eq_ignore_ascii_case(word))
}

/// Whether a heading can be the name of a method, constructor or type.
fn could_be_method_or_type_name(heading: &str) -> bool {
    let name = heading.replace('\\', "");
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_'))
}
