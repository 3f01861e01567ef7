//! What keeps a statement from being read at all: characters, ids and nesting.
//!
//! Invariant: a statement without a fault holds no bad token and no bracket deeper than [`MAX_DEPTH`].

use super::MAX_DEPTH;
use crate::diagnostic::{Code, Diagnostic};
use crate::lex::{Token, TokenKind};

/// How deep the brackets of a statement nest, or the first thing in it that the grammar must not see.
pub(super) fn depth_of(tokens: &[Token<'_>]) -> Result<usize, Box<Diagnostic>> {
    let mut depth = 0_usize;
    let mut deepest = 0;
    for token in tokens {
        match token.kind {
            TokenKind::BadChar => return Err(bad_char(token).into()),
            TokenKind::BadId => return Err(bad_id(token).into()),
            TokenKind::Mark('(' | '[' | '<' | '{') => depth += 1,
            TokenKind::Mark(')' | ']' | '>' | '}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            let message = format!("brackets are nested more than {MAX_DEPTH} levels deep");
            return Err(Diagnostic::error(Code::NestingTooDeep, token.span, message).label("too deep").into());
        }
        deepest = deepest.max(depth);
    }
    Ok(deepest)
}

fn bad_char(token: &Token<'_>) -> Diagnostic {
    let first = token.text.chars().next().unwrap_or_default();
    let is_visible = first.is_ascii_graphic() || first.is_alphanumeric();
    let message = match is_visible {
        true => format!("`{}` is not part of any token", token.text),
        false => format!("the character U+{:04X} is not part of any token", first as u32),
    };
    let diagnostic = Diagnostic::error(Code::BadChar, token.span, message).label("unexpected character");
    match token.text {
        "/" => diagnostic.help("a comment begins with `//`"),
        "-" => diagnostic.help("a section mark has three dashes on both sides"),
        _ if !first.is_ascii() => diagnostic.note("only comments may hold characters other than ASCII"),
        _ => diagnostic,
    }
}

fn bad_id(token: &Token<'_>) -> Diagnostic {
    let message = format!("`{}` is not a constructor id", token.text);
    Diagnostic::error(Code::BadId, token.span, message)
        .label("not an id")
        .note("an id is `#` and 1 to 8 lowercase hexadecimal digits, not all zero")
}

/// A deep statement for which the system has no stack.
pub(super) fn no_room(tokens: &[Token<'_>]) -> Diagnostic {
    let span = tokens.first().map(|token| token.span).unwrap_or_default();
    Diagnostic::error(Code::NestingTooDeep, span, "brackets are nested too deep for this system")
}
