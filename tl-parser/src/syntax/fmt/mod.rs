//! The formatter of schemas. Rules:
//!
//! - one declaration per line, of any length, with the spaces that [`print`](crate::syntax::print) uses:
//!   `user#12345678 flags:# name:flags.0?string pets:Vector<Pet> = User;`;
//! - a section mark on its own line, with an empty line before and after it;
//! - at most one empty line between declarations, and none at the start and end of the text;
//! - comments keep their position: after a declaration, on their own line, or inside a declaration. After a comment
//!   inside a declaration, the rest of the declaration continues on the next line, indented by four spaces;
//! - every line ends as the first line of the text does, with LF or CR LF; blanks at the end of comments and a byte
//!   order mark are removed.
//!
//! The spelling of tokens does not change, so that ids and meanings do not change. Invariants: formatting is
//! idempotent; tokens and comments of the result are those of the text, in the same order.

mod layout;
mod pieces;
mod spacing;

use crate::diagnostic::{Code, Diagnostic};
use crate::json;
use crate::shared_types::Syntax;
use crate::syntax::statement::parse_tl;
use crate::text::source::{Source, SourceMap, Span};

/// Formats a text.
///
/// ```
/// let text = "user id : long\n\tname:string=User;chat = Chat; // of all users\n\n\n---functions---\nget=User;";
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
pub fn format(text: &str, syntax: impl Into<Syntax>) -> Result<String, Vec<Diagnostic>> {
    let mut sources = SourceMap::new();
    sources.add("", text);
    sources.sources().first().map_or(Ok(String::new()), |source| format_source(source, syntax))
}

/// Formats one source of several; otherwise as [`format()`].
///
/// # Errors
///
/// If the text cannot be parsed.
pub fn format_source(source: &Source, syntax: impl Into<Syntax>) -> Result<String, Vec<Diagnostic>> {
    let syntax = syntax.into();
    if json::is_schema(source) {
        let start = Span { source: source.id(), ..Span::default() };
        let message = "a schema in JSON cannot be formatted";
        return Err(vec![Diagnostic::error(Code::Unsupported, start, message).help("use a formatter for JSON")]);
    }
    let (_, diagnostics) = parse_tl(source, syntax);
    match diagnostics.iter().any(Diagnostic::is_error) {
        true => Err(diagnostics),
        false => {
            let pieces = pieces::split_into_pieces(source, syntax.block_comments);
            Ok(with_line_ends_of(source.text(), layout::write_pieces(&pieces)))
        }
    }
}

/// The formatted text with CR LF at the ends of lines if the first line of `text` ends so, and with LF otherwise. Only
/// a comment of several lines can have the other end before.
fn with_line_ends_of(text: &str, formatted: String) -> String {
    let first_line = text.split_inclusive('\n').next().unwrap_or_default();
    match first_line.ends_with("\r\n") {
        true => formatted.replace("\r\n", "\n").replace('\n', "\r\n"),
        false => formatted.replace("\r\n", "\n"),
    }
}
