//! Lines of pieces.
//!
//! Invariant: every piece is written once, in order.

use super::pieces::{Piece, PieceKind};
use super::spacing::Before;

/// Stands before what goes on with a declaration after a comment in it.
const INDENT: &str = "    ";

/// What the last thing was that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Last {
    /// Nothing yet.
    Nothing,
    /// A declaration, and perhaps comments behind it.
    Declaration,
    /// A section mark, and perhaps comments behind it.
    Mark,
    /// A comment on a line of its own.
    Comment,
}

/// Writes pieces as a text.
pub(super) fn layout(pieces: &[Piece<'_>]) -> String {
    let mut writer = Writer { text: String::new(), last: Last::Nothing };
    let mut rest = pieces;
    while let [first, ..] = rest {
        let n_taken = match (first.kind, first.text) {
            (PieceKind::Comment, _) => writer.comment(first),
            (PieceKind::Token, "---") => writer.mark(rest),
            (PieceKind::Token, _) => writer.declaration(rest),
        };
        rest = &rest[n_taken..];
    }
    if writer.last != Last::Nothing {
        writer.text.push('\n');
    }
    writer.text
}

struct Writer {
    text: String,
    last: Last,
}

impl Writer {
    /// A comment between declarations.
    fn comment(&mut self, comment: &Piece<'_>) -> usize {
        let is_behind = comment.n_line_ends == 0 && matches!(self.last, Last::Declaration | Last::Mark);
        if is_behind {
            self.text.push(' ');
        } else {
            self.start_line(comment.n_line_ends > 1 || self.last == Last::Mark);
            self.last = Last::Comment;
        }
        self.text.push_str(comment.text);
        1
    }

    /// `---types---`; says how many pieces it took.
    fn mark(&mut self, pieces: &[Piece<'_>]) -> usize {
        let is_end = |piece: &Piece<'_>| piece.kind == PieceKind::Token && piece.text == "---";
        let last = pieces.iter().skip(1).position(is_end).map_or(0, |position| position + 1);
        // A comment right above is about the section.
        self.start_line(pieces[0].n_line_ends > 1 || self.last != Last::Comment);
        self.tokens(&pieces[..=last], |_, _| false);
        self.last = Last::Mark;
        last + 1
    }

    /// Everything up to a `;`; says how many pieces that is.
    fn declaration(&mut self, pieces: &[Piece<'_>]) -> usize {
        let is_end = |piece: &Piece<'_>| piece.kind == PieceKind::Token && piece.text == ";";
        let last = pieces.iter().position(is_end).unwrap_or(pieces.len() - 1);
        self.start_line(pieces[0].n_line_ends > 1 || self.last == Last::Mark);
        self.tokens(&pieces[..=last], Before::wants_space);
        self.last = Last::Declaration;
        last + 1
    }

    /// Tokens on one line, or on several if there are comments among them.
    fn tokens<'a>(&mut self, pieces: &[Piece<'a>], wants_space: impl Fn(Before<'a>, &'a str) -> bool) {
        let mut before = Before::default();
        let mut is_after_comment = false;
        for piece in pieces {
            let is_behind = piece.kind == PieceKind::Comment && piece.n_line_ends == 0;
            if is_after_comment || (piece.kind == PieceKind::Comment && !is_behind) {
                self.text.push('\n');
                self.text.push_str(INDENT);
            } else if is_behind || wants_space(before, piece.text) {
                self.text.push(' ');
            }
            self.text.push_str(piece.text);
            is_after_comment = piece.kind == PieceKind::Comment;
            if piece.kind == PieceKind::Token {
                before = before.then(piece.text);
            }
        }
    }

    /// Ends the line before, and leaves one empty if that is wanted and there is anything before.
    fn start_line(&mut self, is_apart: bool) {
        if self.last != Last::Nothing {
            self.text.push_str(if is_apart { "\n\n" } else { "\n" });
        }
    }
}
