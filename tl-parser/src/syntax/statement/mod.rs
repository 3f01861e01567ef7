//! Splits a text into statements and parses each of them, so that a mistake in one does not hide the others.
//!
//! - `parser`: the loop over the statements of a text;
//! - `recovery`: diagnostics for a statement that cannot be parsed;
//! - `resume_points`: the position after a mistake at which parsing continues;
//! - `fault`: mistakes for which a statement is not parsed at all: bad tokens, too deep nesting;
//! - `help`: suggestions for a token that was not expected;
//! - `section_marks`: section marks;
//! - `limits`: bounds on size and depth.
//!
//! A declaration is parsed from its first token on. Only if that fails, the extent of its statement is determined: it
//! ends with a `;`, before a section mark, or with the text. Invariant: every token is visited a bounded number of
//! times, and the grammar sees brackets of at most [`MAX_DEPTH`] levels.

mod fault;
mod help;
mod limits;
mod parser;
mod recovery;
mod resume_points;
mod section_marks;

use crate::diagnostic::{Code, Diagnostic};
use crate::shared_types::{Dialect, Syntax};
use crate::syntax::ast::File;
use crate::text::restored::RestoredText;
use crate::text::source::{Source, Span};
pub use limits::MAX_DEPTH;
use limits::MAX_TEXT_LEN;
use parser::FileParser;

/// Parses a source that is TL.
pub(crate) fn parse_tl(source: &Source, syntax: Syntax) -> (File<'_>, Vec<Diagnostic>) {
    if source.text().len() > MAX_TEXT_LEN {
        return file_of_too_long_text(source, syntax.dialect);
    }
    FileParser::new(source.id(), source.text(), syntax).parse(source.byte_order_mark_len() as u32)
}

/// Parses the TL text that was restored from a source.
pub(crate) fn parse_restored<'a>(
    source: &'a Source,
    restored: &'a RestoredText,
    dialect: Dialect,
) -> (File<'a>, Vec<Diagnostic>) {
    if source.text().len().max(restored.text.len()) > MAX_TEXT_LEN {
        return file_of_too_long_text(source, dialect);
    }
    let (mut file, diagnostics) = FileParser::for_restored_text(source.id(), restored, dialect).parse(0);
    let entries = (0_u32..).zip(&file.entries);
    let unverifiable =
        entries.filter(|(_, entry)| restored.is_in_incomplete_declaration(entry.name_start)).map(|(idx, _)| idx);
    (file.unverifiable, file.layer) = (unverifiable.collect(), restored.layer);
    (file, diagnostics)
}

fn file_of_too_long_text(source: &Source, dialect: Dialect) -> (File<'_>, Vec<Diagnostic>) {
    let file = File { source: source.id(), dialect, ..File::default() };
    let start = Span { source: source.id(), ..Span::default() };
    let message = "a text of more than 512 MiB is not supported";
    (file, vec![Diagnostic::error(Code::Unsupported, start, message)])
}
