//! What a page is about, and who wrote it.
//!
//! Told by the headings alone. Invariant: a page is called one of a method only if it names the method.

use serde::Serialize;

use super::Page;
use super::sections::{Section, Sections, starts_with};

/// What a page is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// A method.
    Method,
    /// A constructor.
    Constructor,
    /// A type.
    Type,
    /// A list of such pages.
    Index,
    /// Nothing: the file holds the name of another file.
    Link,
    /// Something else.
    #[default]
    Other,
}

/// Who wrote a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Family {
    /// MadelineProto.
    MadelineProto,
    /// GramJS.
    GramJs,
    /// Telegram itself.
    Official,
    /// Nobody known.
    #[default]
    Unknown,
}

impl Family {
    /// What styles are called after.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::MadelineProto => "madelineproto",
            Self::GramJs => "gramjs",
            Self::Official => "official",
            Self::Unknown => "unknown",
        }
    }
}

/// The page of a file that is a symbolic link: it holds the name of another page and nothing else.
pub(super) fn link(text: &str) -> Option<Page> {
    let text = text.trim();
    let is_name = !text.contains(char::is_whitespace) && [".md", ".html"].iter().any(|ending| text.ends_with(ending));
    is_name.then(|| Page { kind: Kind::Link, style: Family::Unknown.word().to_owned(), ..Page::default() })
}

/// What a page is about, and who wrote it.
pub(super) fn tell(sections: &Sections<'_>) -> (Kind, Family) {
    let has = |start| sections.find(start).is_some();
    let has_text = |text: &str| {
        let holds = |section: &Section<'_>| section.body.text().iter().any(|line| line.contains(text));
        sections.all.iter().any(holds)
    };
    let titles = [("Method:", Kind::Method), ("Constructor:", Kind::Constructor), ("Type:", Kind::Type)];
    let title = sections.all.iter().find(|section| (1..=2).contains(&section.level));
    if let Some((_, kind)) = title.and_then(|title| titles.iter().find(|(start, _)| starts_with(title.heading, start)))
    {
        return (*kind, Family::MadelineProto);
    }
    let is_indexed = |what: &str| has_text(&format!("Back to {what} index"));
    for (what, kind) in [("methods", Kind::Method), ("constructors", Kind::Constructor), ("types", Kind::Type)] {
        if is_indexed(what) {
            return (kind, Family::MadelineProto);
        }
    }
    if has_text("API documentation index") {
        return (Kind::Index, Family::MadelineProto);
    }
    if title.is_some_and(|title| is_index(title.heading)) || is_list(sections) {
        return (Kind::Index, Family::Unknown);
    }
    if has("Return type:") || has("MadelineProto Example") {
        return (Kind::Method, Family::MadelineProto);
    }
    if has("Attributes") || has("Possible values") {
        let kind = if has("Attributes") { Kind::Constructor } else { Kind::Type };
        return (kind, Family::MadelineProto);
    }
    by_contents(sections, title)
}

/// Pages whose titles are the bare names of what they are about.
fn by_contents(sections: &Sections<'_>, title: Option<&Section<'_>>) -> (Kind, Family) {
    let has = |start| sections.find(start).is_some();
    let is = |heading: &str| sections.find_by(|found| found.eq_ignore_ascii_case(heading)).is_some();
    let is_named = title.is_some_and(|title| is_name(title.heading));
    if !is_named {
        return (Kind::Other, Family::Unknown);
    }
    if has("Can bots use") || (has("Possible errors") && has("Example")) || (has("Example") && has("Result")) {
        return (Kind::Method, Family::GramJs);
    }
    if has("Constructors") || (is("Methods") && !has("Result")) {
        return (Kind::Type, Family::Official);
    }
    let has_functions =
        sections.all.iter().any(|section| section.body.code().iter().any(|code| code.contains("---functions---")));
    let is_about_access = ["Only users can", "Only bots can", "Both users and bots", "Bots can use this"];
    if has_functions || has("Result") || is_about_access.iter().any(|start| has(start)) {
        return (Kind::Method, if has("Example") { Family::GramJs } else { Family::Official });
    }
    if is("Type") || is("Belongs to") {
        return (Kind::Constructor, Family::Official);
    }
    (Kind::Other, Family::Unknown)
}

/// From how many links in a list on a page is an index.
const MANY_LINKS: usize = 10;

/// Whether a page is a list of links and little else.
fn is_list(sections: &Sections<'_>) -> bool {
    let lines = || sections.all.iter().flat_map(|section| section.body.text());
    let is_item = |line: &&str| {
        line.trim_start().starts_with(['*', '-']) && ["](", "<a href="].iter().any(|mark| line.contains(mark))
    };
    let n_items = lines().filter(is_item).count();
    n_items >= MANY_LINKS && n_items * 2 > lines().filter(|line| !line.trim().is_empty()).count()
}

fn is_index(heading: &str) -> bool {
    ["Methods", "Constructors", "Types", "Index", "API documentation"]
        .iter()
        .any(|word| heading.trim().eq_ignore_ascii_case(word))
}

/// Whether a heading can be the name of a method, constructor or type.
fn is_name(heading: &str) -> bool {
    let name = heading.replace('\\', "");
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_'))
}
