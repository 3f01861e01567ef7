//! Reference pages about single methods, read from Markdown.
//!
//! Several projects publish such pages, and their form changed over the years. A small page in one of the styles:
//!
//! ```text
//! # Method: chats.rename
//!
//! ### Parameters:
//!
//! | Name | Type | Required |
//! |------|------|----------|
//! |id|[long](../types/long.md)|Yes|
//!
//! ### Return type: [Chat](../types/Chat.md)
//!
//! ### Can bots use this method: **YES**
//!
//! ### Errors
//!
//! | Code | Type |
//! |------|------|
//! |400|CHAT_ID_INVALID|
//! ```
//!
//! This example yields a [`Page`] with the method `chats.rename`, the parameter `id:long`, the result `Chat`, the
//! answer that bots can use it, and the error `400 CHAT_ID_INVALID`. The grammar, with alternatives of other styles
//! after `|`:
//!
//! ```text
//! page       = front-matter? section* trailer?
//! section    = "#"+ heading text
//! title      = "Method:" name | name
//! parameters = "Parameters" table
//! result     = "Return type:" type | ("Result" | "Returns") text
//! access     = ("Can users use this" | "Can bots use this") answer
//!            | "Only users can" | "Only bots can" | "Both users and bots" | "Bots can use this"
//! errors     = ("Errors" | "Possible errors") table
//! table      = row+          a row begins with "|"; the header names the columns
//! code       = "```" text "```"
//! ```
//!
//! Reading has these steps, one module for each:
//!
//! 1. `damage`: detects and repairs damage by copying, such as lost line ends;
//! 2. `html`: converts HTML tables and code blocks to Markdown;
//! 3. `sections`, with `headings`: cuts the page at its headings;
//! 4. `kind`: determines the subject and the publisher of the page;
//! 5. `method`: reads the answers, with `table` for rows, `ty` for types and `markdown` for links and escapes.
//!
//! There is no Markdown parser: damaged pages lack the line ends that Markdown depends on, and one edition has a blank
//! line inside its tables. Invariant: every text yields a page, if only one of kind "other".

mod damage;
mod headings;
mod html;
mod kind;
mod markdown;
mod method;
mod sections;
mod table;
mod ty;

use std::fmt;

use serde::Serialize;

pub use kind::PageKind;

/// The subject of a page, and its answers about a method.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Page {
    /// The subject of the page.
    pub kind: PageKind,
    /// The publisher and the damage of the page: `gramjs`, `official-flat`, `madelineproto-blame`, `unknown`.
    pub style: String,
    /// The name of the method, in the spelling of the schema.
    pub method: Option<String>,
    /// Whether bots can use the method.
    pub bot_usable: Option<bool>,
    /// Whether users can use the method.
    pub user_usable: Option<bool>,
    /// Whether bots can use the method over a business connection.
    pub business_bot_usable: Option<bool>,
    /// Whether the page forbids direct use, because the library calls the method by itself.
    pub direct_use_forbidden: bool,
    /// Whether the page is a placeholder without an author; its answers are then defaults.
    pub placeholder: bool,
    /// The parameters of the method, as printed.
    pub parameters: Vec<DocumentedParameter>,
    /// The result type of the method.
    pub returns: Option<String>,
    /// Whether the page has a section of errors, which may be empty.
    pub errors_section: bool,
    /// The errors of the method.
    pub errors: Vec<DocumentedError>,
    /// The declaration of the method, as printed.
    pub tl: Option<String>,
    /// Whether the page belongs to an edition with the same answer about bots on every page.
    #[serde(skip)]
    pub has_constant_flag: bool,
}

/// A parameter on a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DocumentedParameter {
    /// The name of the parameter, as printed.
    pub name: String,
    /// The type of the parameter, in the spelling of TL.
    #[serde(rename = "type")]
    pub ty: String,
    /// Whether the parameter is required; `None` if the page does not say.
    pub required: Option<bool>,
}

/// An error on a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DocumentedError {
    /// The error code; `None` if the page has no codes.
    pub code: Option<i32>,
    /// The error type, as printed.
    #[serde(rename = "type")]
    pub name: String,
}

/// Reads a reference page; every text yields a [`Page`].
pub fn read_page(text: &str) -> Page {
    let text = damage::normalize_line_ends_and_blanks(text);
    let (text, damage) = damage::detect_and_repair_damage(&text);
    if let Some(page) = kind::page_of_symbolic_link(&text) {
        return page;
    }
    let text = html::html_to_markdown(&text, damage);
    let sections = sections::split_into_sections(&text, damage);
    let (kind, publisher) = kind::classify_page(&sections);
    let style = format!("{}{}", publisher.style_prefix(), damage.style_suffix());
    match kind {
        PageKind::Method => method::read_method_page(&sections, publisher, style),
        _ => Page { kind, style, ..Page::default() },
    }
}

/// Prints several lines: the subject, then one line for each answer.
impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, style, user_usable, bot_usable, business_bot_usable, .. } = self;
        if *kind != PageKind::Method {
            let kind = format!("{kind:?}").to_lowercase();
            return write!(f, "not the page of a method: {kind} ({style})");
        }
        let word = |answer: &Option<bool>| match answer {
            None => "no answer",
            Some(true) => "yes",
            Some(false) => "no",
        };
        let [users, bots, business] = [user_usable, bot_usable, business_bot_usable].map(word);
        write!(f, "{} ({style})", self.method.as_deref().unwrap_or_default())?;
        write!(f, "\n  users: {users}; bots: {bots}; business: {business}")?;
        for DocumentedParameter { name, ty, required } in &self.parameters {
            write!(f, "\n  {name}:{ty} (required: {})", word(required))?;
        }
        write!(f, "\n  result: {}", self.returns.as_deref().unwrap_or("no answer"))?;
        for DocumentedError { code, name } in &self.errors {
            write!(f, "\n  error {} {name}", code.map_or("?".to_owned(), |code| code.to_string()))?;
        }
        Ok(())
    }
}
