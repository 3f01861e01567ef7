//! Mistakes for which a statement is not parsed at all: bad characters, bad ids, too deep nesting.
//!
//! Invariant: a statement without a fault has no bad token and no bracket deeper than [`MAX_DEPTH`].

use super::help;
use super::limits::MAX_DEPTH;
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::ast::File;
use crate::syntax::grammar::ParseContext;
use crate::text::lex::{Token, TokenKind};
use crate::text::source::Span;

/// The first token of a statement that the grammar must not see: a bad token, or a bracket that is nested too deeply.
pub(super) struct ForbiddenToken {
    pub(super) token: Token,
}

/// The nesting depth of the brackets of a statement, from its first token up to `end`.
pub(super) fn nesting_depth_of(context: &ParseContext<'_>, first: Token, end: u32) -> Result<u32, ForbiddenToken> {
    let (mut depth, mut deepest) = (0_u32, 0);
    for token in context.tokens(first, end) {
        match token.kind {
            TokenKind::BadChar | TokenKind::BadId => return Err(ForbiddenToken { token }),
            TokenKind::Mark(b'(' | b'[' | b'<' | b'{') => depth += 1,
            TokenKind::Mark(b')' | b']' | b'>' | b'}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
        if deepest > MAX_DEPTH as u32 {
            return Err(ForbiddenToken { token });
        }
    }
    Ok(deepest)
}

impl ForbiddenToken {
    pub(super) fn diagnostic(&self, file: &File<'_>) -> Diagnostic {
        let Token { start, end, kind, .. } = self.token;
        let (text, span) = (file.slice(start, end), file.span(start, end));
        match kind {
            TokenKind::BadChar if file.text[start as usize..].starts_with("/*") => {
                block_comment_diagnostic(bad_char_diagnostic(text, span), file.block_comments)
            }
            TokenKind::BadChar => bad_char_diagnostic(text, span),
            TokenKind::BadId => {
                let mark = text.find('#').unwrap_or_default();
                bad_id_diagnostic(&text[mark..], file.span(start + mark as u32, end))
            }
            _ => {
                let message = format!("brackets are nested more than {MAX_DEPTH} levels deep");
                Diagnostic::error(Code::NestingTooDeep, span, message).label("too deep")
            }
        }
    }
}

fn bad_char_diagnostic(text: &str, span: Span) -> Diagnostic {
    let first = text.chars().next().unwrap_or_default();
    let is_visible = first.is_ascii_graphic() || first.is_alphanumeric();
    let message = match is_visible {
        true => format!("`{text}` is not part of any token"),
        false => format!("the character U+{:04X} is not part of any token", first as u32),
    };
    let diagnostic = Diagnostic::error(Code::BadChar, span, message).label("unexpected character");
    match text {
        "/" => diagnostic.help("a comment begins with `//`"),
        "-" => diagnostic.help("a section mark has three dashes on both sides"),
        _ if !first.is_ascii() => diagnostic.note("characters other than ASCII are allowed in comments only"),
        _ => diagnostic,
    }
}

/// The diagnostic for a `/*` that begins no comment.
fn block_comment_diagnostic(diagnostic: Diagnostic, are_block_comments_read: bool) -> Diagnostic {
    // The help for a lone slash says less.
    let diagnostic = Diagnostic { helps: Vec::new(), ..diagnostic };
    match are_block_comments_read {
        true => diagnostic.help("end the comment with `*/`"),
        false => diagnostic
            .help("a comment begins with `//` and ends with its line; `--allow block-comment` also reads `/* … */`"),
    }
}

/// The diagnostic for a malformed id; `text` includes the `#`.
fn bad_id_diagnostic(text: &str, span: Span) -> Diagnostic {
    let message = format!("`{text}` is not a constructor id");
    let diagnostic = Diagnostic::error(Code::BadId, span, message)
        .label("not an id")
        .note("an id is `#` and 1 to 8 lowercase hexadecimal digits, not all zero");
    match help::probably_meant_id(text) {
        Some(meant) => diagnostic.suggest("write the id like this", span, meant),
        None => diagnostic,
    }
}

/// The diagnostic for a deeply nested statement, if the system cannot start the thread that would parse it.
pub(super) fn no_thread_diagnostic(span: Span) -> Diagnostic {
    Diagnostic::error(Code::NestingTooDeep, span, "brackets are nested too deep for this system")
}

/// The diagnostic for a group whose fields, written out, would be far longer than the group.
pub(super) fn large_group_diagnostic(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::Unsupported,
        span,
        "a group of this size is not supported: its fields, written out, are too long",
    )
    .label("not supported")
    .help("declare a constructor for the type, or write several groups")
}
