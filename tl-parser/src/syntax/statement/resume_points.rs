//! The position after a mistake at which parsing continues.
//!
//! After a missing `;` the first words of the next declaration are parsed as arguments of the result before it. So the
//! next declaration may begin before the token at which the mistake was found. Invariant: parsing continues after the
//! first token of the broken statement.

use super::limits::MAX_DEPTH_ON_CALLER_STACK;
use crate::syntax::grammar::{self, ParseContext, begins_declaration};
use crate::text::lex::{Token, TokenKind};

/// Where parsing continues after a declaration without `;`.
pub(super) struct ResumePoint {
    /// The offset after the last token of the declaration without `;`.
    pub(super) before: u32,
    /// The first token of the next declaration in the same statement.
    pub(super) next: Option<Token>,
}

/// The position after a missing `;`; `at` is the token found instead, `first` and `last` delimit the statement.
pub(super) fn resume_after_missing_semicolon(
    context: &ParseContext<'_>,
    first: Token,
    at: Token,
    last: Token,
) -> ResumePoint {
    let before = |token: Token| end_of_token_before(context, first, token);
    let none = ResumePoint { before: before(at), next: None };
    let opening = |token: &Token| begins_declaration(*token) && context.lexer.opens_line(token.start);
    if first.kind == TokenKind::TypeName {
        let next = context.tokens(first, last.start).skip(1).take_while(|token| token.start <= at.start).find(opening);
        return next.map_or(none, |next| ResumePoint { before: before(next), next: Some(next) });
    }
    let mut equals = context.tokens(first, last.start).skip_while(|token| !is_equals_or_arrow(*token));
    let Some(result) = equals.nth(1) else {
        return none;
    };
    if !context.tokens(at, last.start).any(is_equals_or_arrow) {
        return none;
    }
    // The next declaration may begin on a new line, among tokens that were parsed as arguments of the result.
    let after_result = || context.tokens(result, last.start).skip(1);
    if let Some(next) = after_result().take_while(|token| token.start <= at.start).find(opening) {
        return ResumePoint { before: before(next), next: Some(next) };
    }
    // On the same line, the kind of the unexpected token tells how many words before it belong to the next declaration.
    let n_back = match at.kind {
        TokenKind::Mark(b':') => 2,
        TokenKind::Mark(b'{' | b'=') => 1,
        _ => 0,
    };
    let until_found = after_result().skip(n_back).take_while(|token| token.start <= at.start);
    let head = after_result().zip(until_found).map(|(head, _)| head).last();
    let text = |token: Token| context.lexer.text_of(token);
    // A name that the declaration uses before its result is an argument of the result.
    let is_own = |head: Token| context.tokens(first, result.start).any(|token| text(token) == text(head));
    if let Some(head) = head.filter(|head| begins_declaration(*head) && !(is_equals_or_arrow(at) && is_own(*head))) {
        return ResumePoint { before: before(head), next: Some(head) };
    }
    let next = context.tokens(at, last.start).skip(1).find(opening);
    ResumePoint { before: before(at), next }
}

/// The next declaration after an unexpected token, if that is certain: a name with an id at the start of a line.
pub(super) fn resume_after_unexpected(
    context: &ParseContext<'_>,
    first: Token,
    at: Token,
    last: Token,
) -> Option<Token> {
    let from = if at.start > first.start { at } else { context.token_after(first.end) };
    context
        .tokens(from, last.start)
        .find(|token| token.kind == TokenKind::NameWithId && context.lexer.opens_line(token.start))
}

/// The maximum length in bytes of two statements that are tried as one declaration.
const MAX_JOINED_STATEMENTS_LEN: u32 = 1 << 16;

/// The end of a declaration that `semicolon` cuts in two: the rest of the line completes it.
pub(super) fn end_after_early_semicolon(context: &ParseContext<'_>, first: Token, semicolon: Token) -> Option<u32> {
    if semicolon.kind != TokenKind::Mark(b';') {
        return None;
    }
    let mut last = context.token_after(semicolon.end);
    if last.end - first.start > MAX_JOINED_STATEMENTS_LEN || context.lexer.opens_line(last.start) {
        return None;
    }
    while !matches!(last.kind, TokenKind::Mark(b';') | TokenKind::Dashes | TokenKind::End) {
        last = context.token_after(last.end);
        if last.end - first.start > MAX_JOINED_STATEMENTS_LEN {
            return None;
        }
    }
    let text = context.lexer.text;
    let is_declaration = |text: &str| {
        let context = ParseContext::new(text, context.syntax);
        let complete = grammar::parse(&context, context.token_after(0), MAX_DEPTH_ON_CALLER_STACK);
        complete.is_some_and(|complete| complete.next.kind == TokenKind::Mark(b';'))
    };
    let (before, after) = (&text[first.start as usize..semicolon.start as usize], &text[semicolon.end as usize..]);
    let after = &after[..(last.end - semicolon.end) as usize];
    (!is_declaration(after) && is_declaration(&format!("{before} {after}"))).then_some(last.end)
}

pub(super) fn is_equals_or_arrow(token: Token) -> bool {
    matches!(token.kind, TokenKind::Mark(b'=') | TokenKind::Arrow)
}

/// The end of the token before `token`.
fn end_of_token_before(context: &ParseContext<'_>, first: Token, token: Token) -> u32 {
    context.tokens(first, token.start).last().map_or(first.end, |before| before.end)
}
