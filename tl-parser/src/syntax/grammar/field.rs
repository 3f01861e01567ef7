//! Productions of fields and parameters.
//!
//! Invariant: after a name or a condition the parser is committed to a field, so that a mistake after it is reported
//! there.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{cut, opt};

use super::cursor::{Cursor, NoMatch, Parsed, mark_parser, token_parser};
use super::ty::{field_name, ident, number, term};
use crate::fast_paths;
use crate::syntax::ast::node::{CALL_FLAG, CONDITION_FLAG, COUNT_FLAG, NodeKind};
use crate::text::lex::{Token, TokenKind};

/// Canonical forms repeat the type of a group for each of its names. All copies together may take this many bytes.
const MAX_WRITTEN_OUT_GROUP_LEN: u64 = 1 << 14;

/// A long group may exceed [`MAX_WRITTEN_OUT_GROUP_LEN`]: up to this many times its own length in bytes.
const MAX_GROUP_GROWTH: u64 = 64;

/// Production `fields`
pub(super) fn fields(mut input: Cursor<'_>) -> Parsed<'_, ()> {
    loop {
        if let Some(rest) = fast_paths::parse_frequent_field(input) {
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

/// Production `field`
fn field(input: Cursor<'_>) -> Parsed<'_, ()> {
    match input.kind() {
        TokenKind::Mark(b'(') => alt((group, single)).parse(input),
        _ => single(input),
    }
}

/// Production `group`: `(x y:flags.0?int)`.
fn group(start: Cursor<'_>) -> Parsed<'_, ()> {
    let (first, _) = mark_parser(b'(', "`(`").parse(start)?;
    let mut input = first;
    while let (rest, Some(_)) = opt(field_name).parse(input)? {
        input = rest;
    }
    if first.token.start == input.token.start {
        return first.fail_wanting("a field");
    }
    let (colon, _) = mark_parser(b':', "`:`").parse(input)?;
    // Without the colon, the brackets would contain a type. So nodes are added only now.
    let at = start.nodes().push_leaf(NodeKind::FieldGroup, 0, start.token.start, start.token.end);
    let mut name = first;
    let mut n_names = 0;
    while name.token.start < input.token.start {
        start.nodes().push_declared_name(NodeKind::Ident, name.token);
        name = name.after_token();
        n_names += 1;
    }
    let (input, ()) = colon.parse_nested(|input| {
        let (input, ()) = condition(input, at)?;
        match input.kind() {
            TokenKind::Mark(b'!') => call(input, at),
            _ => cut(term).parse(input),
        }
    })?;
    let (input, close) = cut(mark_parser(b')', "`)`")).parse(input)?;
    let len = u64::from(close.end - start.token.start);
    if n_names * u64::from(close.end - colon.token.start) > MAX_WRITTEN_OUT_GROUP_LEN.max(len * MAX_GROUP_GROWTH) {
        start.record_large_group();
        return Err(nom::Err::Failure(NoMatch));
    }
    input.nodes().close_node_at(at, close.end);
    Ok((input, ()))
}

/// Production `single`: `x:flags.0?int`, `int`, `n*[ int ]`.
fn single(start: Cursor<'_>) -> Parsed<'_, ()> {
    let Token { start: first, end, .. } = start.token;
    if start.token.is_ident() || start.kind() == TokenKind::Mark(b'_') {
        let rest = start.after_token();
        if rest.kind() == TokenKind::Mark(b':') {
            start.nodes().has_upper |= start.kind() == TokenKind::TypeName;
            return condition_and_type(rest.after_token(), first, end);
        }
        rest.record_wanted("`:`");
        if rest.kind() == TokenKind::Mark(b'.') && start.kind() != TokenKind::Mark(b'_') {
            return condition_and_type(start, first, first);
        }
        rest.record_wanted("`.`");
    } else {
        start.record_wanted("a field");
    }
    match start.kind() {
        TokenKind::Mark(b'!') => condition_and_type(start, first, first),
        _ => repetition_or_term(start),
    }
}

/// `[ condition ] ( call | repetition | term )`, for a field whose name is between two offsets.
fn condition_and_type(input: Cursor<'_>, start: u32, end: u32) -> Parsed<'_, ()> {
    let at = input.nodes().push_leaf(NodeKind::Field, 0, start, end);
    let (input, ()) = condition(input, at)?;
    let (input, ()) = match input.kind() {
        TokenKind::Mark(b'!') => call(input, at)?,
        _ => {
            input.record_wanted("`!`");
            cut(repetition_or_term).parse(input)?
        }
    };
    input.nodes().close_node(at);
    Ok((input, ()))
}

/// `[ condition ]` of the field at `at`: `flags.3?`.
fn condition(input: Cursor<'_>, at: u32) -> Parsed<'_, ()> {
    let flags_field = input.token;
    if !flags_field.is_ident() {
        return Ok((input, ()));
    }
    let dot = input.after_token();
    if dot.kind() != TokenKind::Mark(b'.') {
        dot.record_wanted("`.`");
        return Ok((input, ()));
    }
    let (input, bit) = cut(number).parse(dot.after_token())?;
    let (input, _) = cut(mark_parser(b'?', "`?`")).parse(input)?;
    let mut nodes = input.nodes();
    nodes.push_leaf(NodeKind::FlagsField, 0, flags_field.start, flags_field.end);
    nodes.push_leaf(NodeKind::Bit, 0, bit.start, bit.end);
    nodes.set_flag(at, CONDITION_FLAG);
    Ok((input, ()))
}

/// `call` as the type of the field at `at`: `!X`.
fn call(input: Cursor<'_>, at: u32) -> Parsed<'_, ()> {
    input.nodes().set_flag(at, CALL_FLAG);
    cut(term).parse(input.after_token())
}

/// `repetition | term`: a `*` after a term makes it the count of a repetition.
fn repetition_or_term(input: Cursor<'_>) -> Parsed<'_, ()> {
    let at = input.nodes().len();
    if input.kind() == TokenKind::Mark(b'[') {
        input.nodes().push_leaf(NodeKind::Repetition, 0, input.token.start, input.token.end);
        return repeated_fields(input, at);
    }
    input.record_wanted("`[`");
    let (input, ()) = term(input)?;
    if input.kind() != TokenKind::Mark(b'*') {
        input.record_wanted("`*`");
        return Ok((input, ()));
    }
    input.nodes().wrap_nodes_from(at, NodeKind::Repetition, COUNT_FLAG);
    cut(|input| repeated_fields(input, at)).parse(input.after_token())
}

/// `"[" fields "]"` of the repetition at `at`.
fn repeated_fields(input: Cursor<'_>, at: u32) -> Parsed<'_, ()> {
    let (input, _) = mark_parser(b'[', "`[`").parse(input)?;
    let (input, ()) = input.parse_nested(fields)?;
    let (input, close) = cut(mark_parser(b']', "`]`")).parse(input)?;
    input.nodes().close_node_at(at, close.end);
    Ok((input, ()))
}

/// Production `params`: `{X Y:Type}`. The kind may be any name; a wrong one is reported by the resolver.
pub(super) fn params(start: Cursor<'_>) -> Parsed<'_, ()> {
    let (input, open) = mark_parser(b'{', "`{`").parse(start)?;
    let at = start.nodes().push_leaf(NodeKind::Params, 0, open.start, open.end);
    let (mut input, first) = cut(ident).parse(input)?;
    start.nodes().push_declared_name(NodeKind::Ident, first);
    while let (rest, Some(name)) = opt(ident).parse(input)? {
        start.nodes().push_declared_name(NodeKind::Ident, name);
        input = rest;
    }
    let (input, _) = cut(mark_parser(b':', "`:`")).parse(input)?;
    let is_kind = |token: Token| matches!(token.kind, TokenKind::Name | TokenKind::TypeName | TokenKind::Mark(b'#'));
    let (input, kind) = cut(token_parser("`Type` or `#`", is_kind)).parse(input)?;
    start.nodes().push_leaf(NodeKind::ParamKind, 0, kind.start, kind.end);
    let (input, close) = cut(mark_parser(b'}', "`}`")).parse(input)?;
    input.nodes().close_node_at(at, close.end);
    Ok((input, ()))
}
