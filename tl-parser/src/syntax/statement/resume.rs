//! Where to go on after a mistake.
//!
//! Words of the next declaration pass for arguments of the result before it, so the place where a missing `;` shows is
//! not where the next declaration begins. Invariant: reading always resumes further on.

use super::SHALLOW;
use crate::syntax::grammar::{self, Context, begins_declaration};
use crate::text::lex::{Token, TokenKind};

/// Where a declaration without `;` ends, and the next one begins.
pub(super) struct Resume {
    /// The offset just after its last token.
    pub(super) before: u32,
    /// The first token of the next declaration, if there is one in this statement.
    pub(super) next: Option<Token>,
}

/// Where the declaration after a missing `;` begins, `at` being the token that showed it.
pub(super) fn after_missing_semicolon(context: &Context<'_>, first: Token, at: Token, last: Token) -> Resume {
    let end_before = |token: Token| end_before(context, first, token);
    let none = Resume { before: end_before(at), next: None };
    let opening = |token: &Token| begins_declaration(*token) && context.lexer.opens_line(token.start);
    if first.kind == TokenKind::TypeName {
        let next = tokens(context, first, last).skip(1).take_while(|token| token.start <= at.start).find(opening);
        return next.map_or(none, |next| Resume { before: end_before(next), next: Some(next) });
    }
    let mut equals = tokens(context, first, last).skip_while(|token| !is_equals(*token));
    let Some(result) = equals.nth(1) else {
        return none;
    };
    if !tokens(context, at, last).any(is_equals) {
        return none;
    }
    // The first line of the next declaration, which may have passed for arguments of the result.
    let behind_result = tokens(context, result, last).skip(1);
    if let Some(next) = behind_result.take_while(|token| token.start <= at.start).find(opening) {
        return Resume { before: end_before(next), next: Some(next) };
    }
    // On the same line: a mark that shows what the words before it were.
    let n_back = match at.kind {
        TokenKind::Mark(b':') => 2,
        TokenKind::Mark(b'{' | b'=') => 1,
        _ => 0,
    };
    let between: Vec<_> = match n_back {
        0 => vec![at],
        _ => {
            let mut latest = std::collections::VecDeque::with_capacity(4);
            for token in tokens(context, result, last).skip(1).take_while(|token| token.start <= at.start) {
                latest.push_back(token);
                if latest.len() > n_back + 1 {
                    latest.pop_front();
                }
            }
            latest.into_iter().rev().skip(n_back).collect()
        }
    };
    let text = |token: Token| context.lexer.text_of(token);
    // A name that the declaration has used itself is an argument.
    let is_own = |head: Token| {
        tokens(context, first, last)
            .take_while(|token| token.start < result.start)
            .any(|token| text(token) == text(head))
    };
    if let [head] = between.as_slice()
        && head.start > result.start
        && begins_declaration(*head)
        && !(is_equals(at) && is_own(*head))
    {
        return Resume { before: end_before(*head), next: Some(*head) };
    }
    let next = tokens(context, at, last).skip(1).find(opening);
    Resume { before: end_before(at), next }
}

/// Where a declaration surely begins behind a token out of place: a name with an id that opens a line.
pub(super) fn after_unexpected(context: &Context<'_>, first: Token, at: Token, last: Token) -> Option<Token> {
    let from = if at.start > first.start { at } else { context.token_after(first.end) };
    tokens(context, from, last)
        .find(|token| token.kind == TokenKind::NameWithId && context.lexer.opens_line(token.start))
}

/// Bytes of two statements that are looked at together.
const MOST_JOINED: u32 = 1 << 16;

/// Where a declaration really ends that `semicolon` has cut in two, if what follows on its line says so.
pub(super) fn after_early_semicolon(context: &Context<'_>, first: Token, semicolon: Token) -> Option<u32> {
    if semicolon.kind != TokenKind::Mark(b';') {
        return None;
    }
    let mut last = context.token_after(semicolon.end);
    if last.end - first.start > MOST_JOINED || context.lexer.opens_line(last.start) {
        return None;
    }
    while !matches!(last.kind, TokenKind::Mark(b';') | TokenKind::Dashes | TokenKind::End) {
        last = context.token_after(last.end);
        if last.end - first.start > MOST_JOINED {
            return None;
        }
    }
    let text = context.lexer.text;
    let is_declaration = |text: &str| {
        let context = Context::new(text, context.dialect);
        let complete = grammar::read(&context, context.token_after(0), SHALLOW);
        complete.is_some_and(|complete| complete.next.kind == TokenKind::Mark(b';'))
    };
    let (before, after) = (&text[first.start as usize..semicolon.start as usize], &text[semicolon.end as usize..]);
    let after = &after[..(last.end - semicolon.end) as usize];
    (!is_declaration(after) && is_declaration(&format!("{before} {after}"))).then_some(last.end)
}

fn is_equals(token: Token) -> bool {
    matches!(token.kind, TokenKind::Mark(b'=') | TokenKind::Arrow)
}

/// The tokens from `first` up to the one that ends the statement.
fn tokens(context: &Context<'_>, first: Token, last: Token) -> impl Iterator<Item = Token> {
    let follow = |token: &Token| Some(context.token_after(token.end));
    std::iter::successors(Some(first), follow)
        .take_while(move |token| token.start < last.start && token.kind != TokenKind::End)
}

/// The offset after the token before this one.
fn end_before(context: &Context<'_>, first: Token, token: Token) -> u32 {
    let before = std::iter::successors(Some(first), |token| Some(context.token_after(token.end)));
    before
        .take_while(|one| one.start < token.start && one.kind != TokenKind::End)
        .last()
        .map_or(first.end, |one| one.end)
}
