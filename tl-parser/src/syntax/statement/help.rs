//! Suggestions for a token that was not expected.
//!
//! Only called for texts with mistakes, so speed does not matter. Invariant: help is added to a diagnostic; none is
//! created or removed.

use crate::diagnostic::Diagnostic;
use crate::shared_types::Dialect;
use crate::syntax::ast::File;
use crate::syntax::grammar::ParseContext;
use crate::text::lex::{Token, TokenKind};

/// Adds help for `token`, found where `wanted` was expected; `first` begins the statement.
pub(super) fn add_help_for_unexpected(
    diagnostic: Diagnostic,
    (context, file): (&ParseContext<'_>, &File<'_>),
    (first, token): (Token, Token),
    wanted: &str,
) -> Diagnostic {
    let is_foreign = matches!(token.kind, TokenKind::Arrow | TokenKind::Annotation);
    if is_foreign && context.syntax.dialect == Dialect::Tl {
        return diagnostic.help("annotations and arrows are VK's dialect of TL: select that dialect");
    }
    if token.kind == TokenKind::Mark(b',') && wanted.contains("a field") {
        return diagnostic.suggest(
            "separate fields with blanks, not with commas",
            file.span(token.start, token.end),
            "",
        );
    }
    match innermost_open_bracket(context, first, token) {
        Some((open, close)) if wanted.contains(&format!("`{}`", char::from(close))) => diagnostic
            .secondary_label(file.span(open.start, open.end), format!("this bracket has no `{}`", char::from(close))),
        _ => diagnostic,
    }
}

/// The innermost bracket that is open before `token`, and its closing mark.
fn innermost_open_bracket(context: &ParseContext<'_>, first: Token, token: Token) -> Option<(Token, u8)> {
    let mut open = Vec::new();
    for next in context.tokens(first, token.start) {
        match next.kind {
            TokenKind::Mark(b'(') => open.push((next, b')')),
            TokenKind::Mark(b'[') => open.push((next, b']')),
            TokenKind::Mark(b'<') => open.push((next, b'>')),
            TokenKind::Mark(b'{') => open.push((next, b'}')),
            TokenKind::Mark(b')' | b']' | b'>' | b'}') => _ = open.pop(),
            _ => {}
        }
    }
    open.pop()
}

/// The id that was probably meant by the malformed id `text`; both include the `#`.
pub(super) fn probably_meant_id(text: &str) -> Option<String> {
    let digits = text.strip_prefix('#')?.to_ascii_lowercase();
    let digits = digits.strip_prefix("0x").unwrap_or(&digits);
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_id = is_hex && (1..=8).contains(&digits.len()) && digits.bytes().any(|byte| byte != b'0');
    is_id.then(|| format!("#{digits}"))
}
