//! A text as tokens and comments, in one row.
//!
//! Invariant: together with the blanks between them, pieces are the whole text.

use crate::lex::{self, TokenKind};
use crate::source::Source;

/// A token or a comment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece<'a> {
    pub(super) kind: PieceKind,
    pub(super) text: &'a str,
    /// How many lines end between the piece before and this one; those of comments count.
    pub(super) n_line_ends: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PieceKind {
    Token,
    Comment,
}

/// Takes a text without mistakes apart.
pub(super) fn pieces(source: &Source) -> Vec<Piece<'_>> {
    let lexed = lex::lex(source);
    let mut pieces = Vec::with_capacity(lexed.tokens.len());
    let mut end = source.mark_len();
    for token in &lexed.tokens {
        let n_line_ends = comments(source.text().get(end..token.span.start).unwrap_or_default(), &mut pieces);
        if token.kind != TokenKind::End {
            pieces.push(Piece { kind: PieceKind::Token, text: token.text, n_line_ends });
            end = token.span.end;
        }
    }
    comments(source.text().get(end..).unwrap_or_default(), &mut pieces);
    pieces
}

/// Adds the comments in what stands between two tokens; says how many lines end behind the last of them.
fn comments<'a>(between: &'a str, pieces: &mut Vec<Piece<'a>>) -> usize {
    let mut n_line_ends = 0;
    let mut rest = between;
    while let Some(start) = rest.find("//") {
        n_line_ends += count_line_ends(&rest[..start]);
        let len = rest[start..].find('\n').unwrap_or(rest.len() - start);
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
