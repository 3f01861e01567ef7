//! Types, numbers, sums and their arguments.
//!
//! A word is not looked up here: `n` may be a number or a type. Invariant: recursion happens only inside of brackets.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{cut, opt};

use super::cursor::{Cursor, Parsed, mark, take, token};
use crate::syntax::ast::node::{ANGLE, NodeKind, UPPER};
use crate::text::lex::{Token, TokenKind};

/// Terms side by side, as they stand inside of brackets: one, or a node around them.
fn expr(input: Cursor<'_>) -> Parsed<'_, ()> {
    let at = input.nodes().len();
    let (mut input, ()) = sum(input)?;
    let mut n_sums = 1;
    while begins_term(input) {
        (input, ()) = sum(input)?;
        n_sums += 1;
    }
    expect_term(input);
    if n_sums > 1 {
        input.nodes().wrap(at, NodeKind::Expr, 0);
    }
    Ok((input, ()))
}

/// Any number of terms side by side.
pub(super) fn sums(mut input: Cursor<'_>) -> Parsed<'_, u32> {
    let mut n_sums = 0;
    while begins_term(input) {
        (input, ()) = sum(input)?;
        n_sums += 1;
    }
    expect_term(input);
    Ok((input, n_sums))
}

/// Terms joined by `+`.
fn sum(input: Cursor<'_>) -> Parsed<'_, ()> {
    let at = input.nodes().len();
    let (mut input, ()) = term(input)?;
    if input.kind() != TokenKind::Mark(b'+') {
        input.expect("`+`");
        return Ok((input, ()));
    }
    while let (rest, Some(_)) = opt(mark(b'+', "`+`")).parse(input)? {
        (input, ()) = cut(term).parse(rest)?;
    }
    input.nodes().wrap(at, NodeKind::Sum, 0);
    Ok((input, ()))
}

/// Whether a term may begin here.
#[inline]
fn begins_term(input: Cursor<'_>) -> bool {
    matches!(
        input.kind(),
        TokenKind::Name | TokenKind::TypeName | TokenKind::Number | TokenKind::Mark(b'%' | b'#' | b'(')
    )
}

fn expect_term(input: Cursor<'_>) {
    input.expect("a type");
}

/// `%Vector<int>`, `(row 3)`, `#`, `7`: what a field may have for a type.
#[inline]
pub(super) fn term(input: Cursor<'_>) -> Parsed<'_, ()> {
    match input.kind() {
        TokenKind::Mark(b'%') => percent(input),
        _ => atom(input),
    }
}

fn percent(start: Cursor<'_>) -> Parsed<'_, ()> {
    let mut input = start;
    let mut n_marks = 0;
    while input.kind() == TokenKind::Mark(b'%') {
        input = input.rest();
        n_marks += 1;
    }
    input.expect("`%`");
    let at = start.nodes().push(NodeKind::Percent, 0, start.token.start, n_marks);
    let (input, ()) = cut(atom).parse(input)?;
    input.nodes().close(at);
    Ok((input, ()))
}

fn atom(input: Cursor<'_>) -> Parsed<'_, ()> {
    let Token { start, end, .. } = input.token;
    let mut flags = 0;
    let (kind, rest) = match input.kind() {
        TokenKind::Name => (NodeKind::Name, input.rest()),
        TokenKind::TypeName => {
            flags = UPPER;
            (NodeKind::Name, input.rest())
        }
        TokenKind::Mark(b'#') => (NodeKind::Nat, input.rest()),
        TokenKind::Number => (NodeKind::Number, input.rest()),
        TokenKind::Mark(b'(') => return group(input),
        _ => {
            for what in ["a type", "`#`", "a number"] {
                input.expect(what);
            }
            return input.refuse("`(`");
        }
    };
    let at = input.nodes().push(kind, flags, start, end);
    if kind != NodeKind::Number && rest.kind() == TokenKind::Mark(b'<') {
        let (rest, ()) = angle(rest)?;
        let mut nodes = input.nodes();
        nodes.close(at);
        nodes.flag(at, ANGLE);
        return Ok((rest, ()));
    }
    rest.expect("`<`");
    Ok((rest, ()))
}

/// `(vector int)`
fn group(start: Cursor<'_>) -> Parsed<'_, ()> {
    let at = start.nodes().push(NodeKind::Group, 0, start.token.start, start.token.end);
    let (input, ()) = start.rest().inside(|input| {
        let (mut input, ()) = cut(sum).parse(input)?;
        while begins_term(input) {
            (input, ()) = cut(sum).parse(input)?;
        }
        expect_term(input);
        Ok((input, ()))
    })?;
    let (input, close) = cut(mark(b')', "`)`")).parse(input)?;
    input.nodes().close_at(at, close.end);
    Ok((input, ()))
}

/// `<int, string>`
fn angle(start: Cursor<'_>) -> Parsed<'_, ()> {
    let (input, ()) = start.rest().inside(|input| {
        let (mut input, ()) = cut(expr).parse(input)?;
        while let (rest, Some(_)) = opt(mark(b',', "`,`")).parse(input)? {
            (input, ()) = cut(expr).parse(rest)?;
        }
        Ok((input, ()))
    })?;
    let (input, _) = cut(mark(b'>', "`>`")).parse(input)?;
    Ok((input, ()))
}

/// A type name and what it is applied to, as a result or a partial application has it; says whether to anything.
pub(super) fn application(input: Cursor<'_>) -> Parsed<'_, bool> {
    let (input, name) = type_name(input)?;
    let at = input.nodes().push(NodeKind::Name, UPPER, name.start, name.end);
    if input.kind() == TokenKind::Mark(b'<') {
        let (input, ()) = angle(input)?;
        let mut nodes = input.nodes();
        nodes.close(at);
        nodes.flag(at, ANGLE);
        return Ok((input, true));
    }
    input.expect("`<`");
    let (input, n_sums) = sums(input)?;
    input.nodes().close(at);
    Ok((input, n_sums > 0))
}

/// A constructor name and its arguments.
pub(super) fn constructor_application(input: Cursor<'_>) -> Parsed<'_, bool> {
    let (input, name) = combinator_name(input)?;
    let at = input.nodes().push(NodeKind::Name, 0, name.start, name.end);
    let (input, n_sums) = sums(input)?;
    input.nodes().close(at);
    Ok((input, n_sums > 0))
}

/// `Vector`, `messages.Dialogs`
pub(super) fn type_name(input: Cursor<'_>) -> Parsed<'_, Token> {
    take(input, "a type name", input.kind() == TokenKind::TypeName)
}

/// `vector`, `messages.dialogs`
pub(super) fn combinator_name(input: Cursor<'_>) -> Parsed<'_, Token> {
    take(input, "a combinator name", input.kind() == TokenKind::Name)
}

/// `7`
pub(super) fn number(input: Cursor<'_>) -> Parsed<'_, Token> {
    take(input, "a number", input.kind() == TokenKind::Number)
}

/// `flags`, `F`: a name without namespace.
pub(super) fn ident(input: Cursor<'_>) -> Parsed<'_, Token> {
    take(input, "a name", input.token.is_ident())
}

/// The name of a field, which may be `_`.
pub(super) fn field_name(input: Cursor<'_>) -> Parsed<'_, Token> {
    alt((token("a field", Token::is_ident), token("a field", |token| token.kind == TokenKind::Mark(b'_')))).parse(input)
}
