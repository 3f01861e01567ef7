//! The layout of a schema, made what it usually is.
//!
//! - one declaration on a line, however long; in it one space where one may stand and none where none is usual, as
//!   [`print`](crate::syntax::print) has it: `user#12345678 flags:# name:flags.0?string pets:Vector<Pet> = User;`;
//! - a section mark on a line of its own, an empty line before and after it;
//! - empty lines between declarations stay, several become one; at the start and the end of the text there are none;
//! - comments stay where they are: behind a declaration, on lines of their own, or inside of a declaration, which then
//!   goes on on the next line, four spaces further in; only blanks at their end go;
//! - lines end with LF, the last one too; a byte order mark goes.
//!
//! Tokens stay as they are spelled, so that no id and no meaning changes. Invariants: what was formatted stays the same
//! when it is formatted again; tokens and comments are those of the text, in their order.

mod layout;
mod pieces;
mod spacing;

use crate::diagnostic::{Code, Diagnostic};
use crate::json;
use crate::syntax::statement::parse_tl;
use crate::text::source::{Source, SourceMap, Span};
use crate::vocabulary::Dialect;

/// The text in the usual layout.
///
/// ```
/// let text = "user id : long\r\n\tname:string=User;chat = Chat; // of all users\n\n\n---functions---\nget=User;";
/// let formatted = "\
/// user id:long name:string = User;
/// chat = Chat; // of all users
///
/// ---functions---
///
/// get = User;
/// ";
/// assert_eq!(tl_parser::fmt::format(text, tl_parser::Dialect::Tl).as_deref(), Ok(formatted));
/// ```
///
/// # Errors
///
/// If the text cannot be parsed; places are in a source of index 0. What names mean does not matter.
pub fn format(text: &str, dialect: Dialect) -> Result<String, Vec<Diagnostic>> {
    let mut sources = SourceMap::new();
    sources.add("", text);
    sources.sources().first().map_or(Ok(String::new()), |source| format_source(source, dialect))
}

/// As [`format()`], for a text that is one of several.
///
/// # Errors
///
/// If the text cannot be parsed.
pub fn format_source(source: &Source, dialect: Dialect) -> Result<String, Vec<Diagnostic>> {
    if json::is_schema(source) {
        let start = Span { source: source.id(), ..Span::default() };
        let message = "a schema in JSON is not laid out here";
        return Err(vec![Diagnostic::error(Code::Unsupported, start, message).help("use a formatter of JSON")]);
    }
    let (_, diagnostics) = parse_tl(source, dialect);
    match diagnostics.iter().any(Diagnostic::is_error) {
        true => Err(diagnostics),
        false => Ok(layout::layout(&pieces::pieces(source))),
    }
}
