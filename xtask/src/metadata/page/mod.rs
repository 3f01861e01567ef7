//! Reference pages about single methods, as facts.
//!
//! - `damage`: what copying a page did to it, undone as far as needed;
//! - `html`: tables and code that are HTML on some pages;
//! - `markdown`: escapes, links, rows of tables;
//! - `sections`: headings and what stands under them;
//! - `table`: rows by the names of their columns;
//! - `ty`: types as cells and result lines write them, in TL's spelling;
//! - `kind`: what a page is about, and who wrote it;
//! - `method`: the facts of a page about a method;
//! - here: the order of all that.
//!
//! Lines are read one by one, without a parser of Markdown: pages that went through other programs have lost the line
//! ends that Markdown lives by, and its tables end at the blank line that one edition puts below the header.
//! Invariant: whatever the text is, there is a page.

mod damage;
mod html;
mod kind;
mod markdown;
mod method;
mod sections;
mod table;
mod ty;

use serde::Serialize;

pub(crate) use kind::Kind;

/// What a page says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Page {
    /// What it is about.
    pub(crate) kind: Kind,
    /// Who wrote it, and what happened to it since: one of a closed list, see [`Page::style`].
    pub(crate) style: String,
    /// The method, in the schema's spelling.
    pub(crate) method: Option<String>,
    /// Whether bots can use it, if the page tells.
    pub(crate) bot_usable: Option<bool>,
    /// Whether users can use it, if the page tells.
    pub(crate) user_usable: Option<bool>,
    /// Whether bots can use it over a business connection, if the page tells.
    pub(crate) business_bot_usable: Option<bool>,
    /// Whether the page says that the library it is about calls the method by itself.
    pub(crate) direct_use_forbidden: bool,
    /// Whether nobody wrote the page: what it says are defaults.
    pub(crate) placeholder: bool,
    /// The parameters, as printed.
    pub(crate) parameters: Vec<Parameter>,
    /// The type of the result.
    pub(crate) returns: Option<String>,
    /// Whether there is a section of errors, which may be empty.
    pub(crate) errors_section: bool,
    /// The errors.
    pub(crate) errors: Vec<PageError>,
    /// The declaration, as printed.
    pub(crate) tl: Option<String>,
    /// Whether the page is of an edition that says the same about bots on every page.
    #[serde(skip)]
    pub(crate) has_constant_flag: bool,
}

/// A parameter of a method.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Parameter {
    /// Its name, as printed.
    pub(crate) name: String,
    /// Its type, in TL's spelling.
    #[serde(rename = "type")]
    pub(crate) ty: String,
    /// Whether it has to be given, if the page tells.
    pub(crate) required: Option<bool>,
}

/// An error of a method.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct PageError {
    /// Its code, if the page has codes.
    pub(crate) code: Option<i32>,
    /// Its type, as printed.
    #[serde(rename = "type")]
    pub(crate) name: String,
}

/// Reads a page.
pub(crate) fn read(text: &str) -> Page {
    let text = damage::unify(text);
    let (text, damage) = damage::undo(&text);
    if let Some(page) = kind::link(&text) {
        return page;
    }
    let text = html::to_markdown(&text, damage);
    let sections = sections::read(&text, damage);
    let (kind, family) = kind::tell(&sections);
    let style = format!("{}{}", family.word(), damage.suffix());
    match kind {
        Kind::Method => method::read(&sections, family, style),
        _ => Page { kind, style, ..Page::default() },
    }
}
