//! Writing pieces as lines.
//!
//! Invariant: every piece is written once, in order.

use super::pieces::{Piece, PieceKind};
use super::spacing::LastThreeTokens;

/// The indentation of the rest of a declaration after a comment in it.
const CONTINUATION_INDENT: &str = "    ";

/// The kind of the line that was written last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LastLineKind {
    /// No line has been written.
    Nothing,
    /// A declaration, perhaps with comments after it.
    Declaration,
    /// A section mark, perhaps with comments after it.
    Mark,
    /// A comment on its own line.
    Comment,
}

/// Writes pieces as a text.
pub(super) fn write_pieces(pieces: &[Piece<'_>]) -> String {
    let mut writer = LayoutWriter { text: String::new(), last: LastLineKind::Nothing };
    let mut rest = pieces;
    while let [first, ..] = rest {
        let n_taken = match (first.kind, first.text) {
            (PieceKind::Comment, _) => writer.write_comment(first),
            (PieceKind::Token, "---") => writer.write_section_mark(rest),
            (PieceKind::Token, _) => writer.write_declaration(rest),
        };
        rest = &rest[n_taken..];
    }
    if writer.last != LastLineKind::Nothing {
        writer.text.push('\n');
    }
    writer.text
}

struct LayoutWriter {
    text: String,
    last: LastLineKind,
}

impl LayoutWriter {
    /// Writes a comment between declarations; returns the number of pieces written, which is 1.
    fn write_comment(&mut self, comment: &Piece<'_>) -> usize {
        let is_same_line =
            comment.n_line_ends == 0 && matches!(self.last, LastLineKind::Declaration | LastLineKind::Mark);
        if is_same_line {
            self.text.push(' ');
        } else {
            self.start_line(comment.n_line_ends > 1 || self.last == LastLineKind::Mark);
            self.last = LastLineKind::Comment;
        }
        self.text.push_str(comment.text);
        1
    }

    /// Writes a section mark; returns the number of pieces written.
    fn write_section_mark(&mut self, pieces: &[Piece<'_>]) -> usize {
        let is_end = |piece: &Piece<'_>| piece.kind == PieceKind::Token && piece.text == "---";
        let last = pieces.iter().skip(1).position(is_end).map_or(0, |position| position + 1);
        // A comment directly above belongs to the section.
        self.start_line(pieces[0].n_line_ends > 1 || self.last != LastLineKind::Comment);
        self.write_tokens(&pieces[..=last], |_, _| false);
        self.last = LastLineKind::Mark;
        last + 1
    }

    /// Writes a declaration up to its `;`; returns the number of pieces written.
    fn write_declaration(&mut self, pieces: &[Piece<'_>]) -> usize {
        let is_end = |piece: &Piece<'_>| piece.kind == PieceKind::Token && piece.text == ";";
        let last = pieces.iter().position(is_end).unwrap_or(pieces.len() - 1);
        self.start_line(pieces[0].n_line_ends > 1 || self.last == LastLineKind::Mark);
        self.write_tokens(&pieces[..=last], LastThreeTokens::wants_space);
        self.last = LastLineKind::Declaration;
        last + 1
    }

    /// Writes tokens on one line, or on several if there are comments between them.
    fn write_tokens<'a>(&mut self, pieces: &[Piece<'a>], wants_space: impl Fn(LastThreeTokens<'a>, &'a str) -> bool) {
        let mut before = LastThreeTokens::default();
        let mut is_after_comment = false;
        for piece in pieces {
            let is_same_line = piece.kind == PieceKind::Comment && piece.n_line_ends == 0;
            if is_after_comment || (piece.kind == PieceKind::Comment && !is_same_line) {
                self.text.push('\n');
                self.text.push_str(CONTINUATION_INDENT);
            } else if is_same_line || wants_space(before, piece.text) {
                self.text.push(' ');
            }
            self.text.push_str(piece.text);
            is_after_comment = piece.kind == PieceKind::Comment;
            if piece.kind == PieceKind::Token {
                before = before.followed_by(piece.text);
            }
        }
    }

    /// Ends the previous line of the output; adds an empty line before the new line if `is_apart`.
    fn start_line(&mut self, is_apart: bool) {
        if self.last != LastLineKind::Nothing {
            self.text.push_str(if is_apart { "\n\n" } else { "\n" });
        }
    }
}
