//! Where to go on after a missing `;`.
//!
//! Words of the next declaration pass for arguments of the result before it, so the place where the mistake shows is
//! not where the next declaration begins. Invariant: reading always resumes further on.

use crate::lex::{Token, TokenKind};

/// Where the declaration after a missing `;` begins, `at` being the token that showed it.
pub(super) fn after_missing_semicolon(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let equals = tokens.iter().position(|token| token.kind == TokenKind::Mark('='))?;
    let result = equals + 1;
    let begins =
        |idx: usize| matches!(tokens[idx].kind, TokenKind::Name | TokenKind::NameWithId | TokenKind::Mark('_'));
    let has_body = tokens[at..].iter().any(|token| token.kind == TokenKind::Mark('='));
    if !has_body {
        return None;
    }
    // The first line of the next declaration, which may have passed for arguments of the result.
    let opening = |idx: &usize| tokens[*idx].opens_line && begins(*idx);
    if let Some(idx) = (result + 1..=at).find(opening) {
        return Some(idx);
    }
    // On the same line: a mark that shows what the words before it were.
    let head = match tokens[at].kind {
        TokenKind::Mark(':') => at.saturating_sub(2),
        TokenKind::Mark('{') => at.saturating_sub(1),
        _ => at,
    };
    if head > result && begins(head) {
        return Some(head);
    }
    (at + 1..tokens.len()).find(opening)
}

/// The first `len` tokens of a statement, ended by a `;` of their own.
pub(super) fn truncated<'a>(tokens: &[Token<'a>], len: usize) -> Vec<Token<'a>> {
    let mut shorter = tokens[..len].to_vec();
    let span = shorter.last().map(|last| last.span.after()).unwrap_or_default();
    shorter.push(Token { kind: TokenKind::Mark(';'), text: ";", span, opens_line: false });
    shorter
}
