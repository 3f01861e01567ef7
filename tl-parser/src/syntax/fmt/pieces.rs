//! Splits a text into tokens and comments.
//!
//! Invariant: the pieces and the blanks between them are the whole text.

use crate::text::lex::{Lexer, TokenKind};
use crate::text::source::Source;

/// A token or a comment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece<'a> {
    pub(super) kind: PieceKind,
    pub(super) text: &'a str,
    /// The number of line ends after the previous piece; a comment does not contain its own line end.
    pub(super) n_line_ends: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PieceKind {
    Token,
    Comment,
}

/// The pieces of a text that can be parsed.
pub(super) fn split_into_pieces(source: &Source, block_comments: bool) -> Vec<Piece<'_>> {
    let text = source.text();
    let lexer = Lexer::new(text, block_comments);
    let mut pieces = Vec::with_capacity(text.len() / 4);
    let mut end = source.byte_order_mark_len() as u32;
    loop {
        let token = lexer.token_after(text.as_bytes(), end);
        if token.kind == TokenKind::End {
            push_comments(text.get(end as usize..).unwrap_or_default(), &mut pieces);
            return pieces;
        }
        let between = text.get(end as usize..token.start as usize).unwrap_or_default();
        let n_line_ends = push_comments(between, &mut pieces);
        pieces.push(Piece { kind: PieceKind::Token, text: lexer.text_of(token), n_line_ends });
        end = token.end;
    }
}

/// Adds the comments between two tokens; returns the number of line ends after the last comment.
fn push_comments<'a>(between: &'a str, pieces: &mut Vec<Piece<'a>>) -> usize {
    let mut n_line_ends = 0;
    let mut rest = between;
    // Between two tokens there are only blanks and comments, so the first slash begins a comment.
    while let Some(start) = rest.find('/') {
        n_line_ends += count_line_ends(&rest[..start]);
        let end = match rest[start..].starts_with("/*") {
            true => rest[start..].find("*/").map(|end| end + 2),
            false => rest[start..].find('\n'),
        };
        let len = end.unwrap_or(rest.len() - start);
        let text = rest[start..start + len].trim_ascii_end();
        pieces.push(Piece { kind: PieceKind::Comment, text, n_line_ends });
        n_line_ends = 0;
        rest = &rest[start + len..];
    }
    n_line_ends + count_line_ends(rest)
}

fn count_line_ends(blanks: &str) -> usize {
    blanks.bytes().filter(|byte| *byte == b'\n').count()
}
