//! The formatter of schemas. Rules:
//!
//! - one declaration per line, of any length, with the spaces that [`print`](crate::syntax::print) uses:
//!   `user#12345678 flags:# name:flags.0?string pets:Vector<Pet> = User;`;
//! - a section mark on its own line, with an empty line before and after it;
//! - at most one empty line between declarations, and none at the start and end of the text;
//! - comments keep their position: after a declaration, on their own line, or inside a declaration. After a comment inside
//!   a declaration, the rest of the declaration continues on the next line, indented by four spaces;
//! - every line ends with LF; blanks at the end of comments and a byte order mark are removed.
//!
//! The spelling of tokens does not change, so that ids and meanings do not change. Invariants: formatting is idempotent;
//! tokens and comments of the result are those of the text, in the same order.

mod layout;
mod pieces;
mod spacing;

use crate::diagnostic::{Code, Diagnostic};
use crate::json;
use crate::syntax::statement::parse_tl;
use crate::text::source::{Source, SourceMap, Span};
use crate::vocabulary::Dialect;

/// Formats a text.
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
/// If the text cannot be parsed. The spans are in a source of index 0. Unknown names are no errors here.
pub fn format(text: &str, dialect: Dialect) -> Result<String, Vec<Diagnostic>> {
    let mut sources = SourceMap::new();
    sources.add("", text);
    sources.sources().first().map_or(Ok(String::new()), |source| format_source(source, dialect))
}

/// Formats one source of several; otherwise as [`format()`].
///
/// # Errors
///
/// If the text cannot be parsed.
pub fn format_source(source: &Source, dialect: Dialect) -> Result<String, Vec<Diagnostic>> {
    if json::is_schema(source) {
        let start = Span { source: source.id(), ..Span::default() };
        let message = "a schema in JSON cannot be formatted";
        return Err(vec![Diagnostic::error(Code::Unsupported, start, message).help("use a formatter for JSON")]);
    }
    let (_, diagnostics) = parse_tl(source, dialect);
    match diagnostics.iter().any(Diagnostic::is_error) {
        true => Err(diagnostics),
        false => Ok(layout::write_pieces(&pieces::split_into_pieces(source))),
    }
}
