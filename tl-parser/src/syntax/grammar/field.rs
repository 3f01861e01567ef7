//! Fields: named, anonymous, in groups, conditional, repeated.
//!
//! Invariant: after a name or a condition the parser is committed to a field, so that what is wrong behind it is
//! reported there.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{cut, opt};

use super::cursor::{Cursor, Parsed, Refused, commit, mark, take, token};
use super::ty::{field_name, ident, number, term};
use crate::fast;
use crate::syntax::ast::node::{CALL, CONDITION, COUNT, NodeKind, UPPER};
use crate::text::lex::{Token, TokenKind};

/// A group stands for fields that are written out in canonical forms: that may take so many bytes,
const MOST_SHARED: u64 = 1 << 14;

/// or so many times the group.
const MOST_TIMES: u64 = 64;

/// Any number of fields.
pub(super) fn fields(mut input: Cursor<'_>) -> Parsed<'_, ()> {
    loop {
        if let Some(rest) = fast::field(input) {
            input = rest;
            continue;
        }
        input = match field(input) {
            Ok((rest, ())) => rest,
            Err(nom::Err::Error(_)) => return Ok((input, ())),
            Err(failure) => return Err(failure),
        };
    }
}

/// One field, or one group of them.
fn field(input: Cursor<'_>) -> Parsed<'_, ()> {
    match input.kind() {
        TokenKind::Mark(b'(') => alt((group, single)).parse(input),
        _ => single(input),
    }
}

/// `(x y:flags.0?int)`
fn group(start: Cursor<'_>) -> Parsed<'_, ()> {
    let (mut input, _) = mark(b'(', "`(`").parse(start)?;
    let first = input;
    while let (rest, Some(_)) = opt(field_name).parse(input)? {
        input = rest;
    }
    if first.token.start == input.token.start {
        return first.refuse("a field");
    }
    let (colon, _) = mark(b':', "`:`").parse(input)?;
    let at = start.nodes().push(NodeKind::FieldGroup, 0, start.token.start, start.token.end);
    let mut name = first;
    let mut n_names = 0;
    while name.token.start < input.token.start {
        start.nodes().push_own(NodeKind::Ident, name.token);
        name = name.rest();
        n_names += 1;
    }
    let (input, ()) = colon.inside(|input| {
        let (input, _) = condition(input, at)?;
        match input.kind() {
            TokenKind::Mark(b'!') => call(input, at),
            _ => cut(term).parse(input),
        }
    })?;
    let (input, close) = cut(mark(b')', "`)`")).parse(input)?;
    let len = u64::from(close.end - start.token.start);
    if n_names * u64::from(close.end - colon.token.start) > MOST_SHARED.max(len * MOST_TIMES) {
        start.refuse_group();
        return Err(nom::Err::Failure(Refused));
    }
    input.nodes().close_at(at, close.end);
    Ok((input, ()))
}

/// `x:flags.0?int`, `int`, `n*[ int ]`
#[inline]
fn single(start: Cursor<'_>) -> Parsed<'_, ()> {
    let Token { start: first, end, .. } = start.token;
    if start.token.is_ident() || start.kind() == TokenKind::Mark(b'_') {
        let rest = start.rest();
        if rest.kind() == TokenKind::Mark(b':') {
            start.nodes().has_upper |= start.kind() == TokenKind::TypeName;
            return rest_of_field(rest.rest(), first, end);
        }
        rest.expect("`:`");
        if rest.kind() == TokenKind::Mark(b'.') && start.kind() != TokenKind::Mark(b'_') {
            return rest_of_field(start, first, first);
        }
        rest.expect("`.`");
    } else {
        start.expect("a field");
    }
    match start.kind() {
        TokenKind::Mark(b'!') => rest_of_field(start, first, first),
        _ => counted_or_plain(start),
    }
}

/// What stands behind the name of a field, if it has one.
#[inline]
fn rest_of_field(input: Cursor<'_>, start: u32, end: u32) -> Parsed<'_, ()> {
    let at = input.nodes().push(NodeKind::Field, 0, start, end);
    let input = condition(input, at)?.0;
    let (input, ()) = match input.kind() {
        TokenKind::Name | TokenKind::TypeName => name_alone(input)?,
        TokenKind::Mark(b'!') => call(input, at)?,
        _ => {
            input.expect("`!`");
            cut(counted_or_plain).parse(input)?
        }
    };
    input.nodes().close(at);
    Ok((input, ()))
}

/// A type that begins with a name, and is no more than that, as most are.
#[inline]
fn name_alone(input: Cursor<'_>) -> Parsed<'_, ()> {
    let rest = input.rest();
    if matches!(rest.kind(), TokenKind::Mark(b'<' | b'*')) || input.is_explaining() {
        input.expect("`!`");
        return cut(counted_or_plain).parse(input);
    }
    let flags = if input.kind() == TokenKind::TypeName { UPPER } else { 0 };
    input.nodes().push(NodeKind::Name, flags, input.token.start, input.token.end);
    Ok((rest, ()))
}

/// `flags.3?`, if that is what comes; the field is at `at`.
#[inline]
fn condition(input: Cursor<'_>, at: u32) -> Parsed<'_, ()> {
    let flags = input.token;
    if !flags.is_ident() {
        return Ok((input, ()));
    }
    let rest = input.rest();
    if rest.kind() != TokenKind::Mark(b'.') {
        rest.expect("`.`");
        return Ok((input, ()));
    }
    let (rest, bit) = commit(number(rest.rest()))?;
    let (input, _) = commit(take(rest, "`?`", rest.kind() == TokenKind::Mark(b'?')))?;
    let mut nodes = input.nodes();
    nodes.push(NodeKind::FlagsField, 0, flags.start, flags.end);
    nodes.push(NodeKind::Bit, 0, bit.start, bit.end);
    nodes.flag(at, CONDITION);
    Ok((input, ()))
}

/// `!X`
fn call(input: Cursor<'_>, at: u32) -> Parsed<'_, ()> {
    input.nodes().flag(at, CALL);
    cut(term).parse(input.rest())
}

/// A term, which a `*` behind it makes the count of a repetition, or a repetition without one.
#[inline]
fn counted_or_plain(input: Cursor<'_>) -> Parsed<'_, ()> {
    let at = input.nodes().len();
    if input.kind() == TokenKind::Mark(b'[') {
        input.nodes().push(NodeKind::Repetition, 0, input.token.start, input.token.end);
        return brackets(input, at);
    }
    input.expect("`[`");
    let (input, ()) = term(input)?;
    if input.kind() != TokenKind::Mark(b'*') {
        input.expect("`*`");
        return Ok((input, ()));
    }
    input.nodes().wrap(at, NodeKind::Repetition, COUNT);
    cut(|input| brackets(input, at)).parse(input.rest())
}

/// `[ x:int y:int ]`
fn brackets(input: Cursor<'_>, at: u32) -> Parsed<'_, ()> {
    let (input, _) = mark(b'[', "`[`").parse(input)?;
    let (input, ()) = input.inside(fields)?;
    let (input, close) = cut(mark(b']', "`]`")).parse(input)?;
    input.nodes().close_at(at, close.end);
    Ok((input, ()))
}

/// `{` names `:` kind `}`, if that is what comes.
pub(super) fn params(start: Cursor<'_>) -> Parsed<'_, ()> {
    let (input, open) = mark(b'{', "`{`").parse(start)?;
    let at = start.nodes().push(NodeKind::Params, 0, open.start, open.end);
    let (mut input, first) = cut(ident).parse(input)?;
    start.nodes().push_own(NodeKind::Ident, first);
    while let (rest, Some(name)) = opt(ident).parse(input)? {
        start.nodes().push_own(NodeKind::Ident, name);
        input = rest;
    }
    let (input, _) = cut(mark(b':', "`:`")).parse(input)?;
    let is_kind = |token: Token| matches!(token.kind, TokenKind::Name | TokenKind::TypeName | TokenKind::Mark(b'#'));
    let (input, kind) = cut(token("`Type` or `#`", is_kind)).parse(input)?;
    start.nodes().push(NodeKind::ParamKind, 0, kind.start, kind.end);
    let (input, close) = cut(mark(b'}', "`}`")).parse(input)?;
    input.nodes().close_at(at, close.end);
    Ok((input, ()))
}
