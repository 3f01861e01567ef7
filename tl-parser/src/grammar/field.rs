//! Fields: named, anonymous, in groups, conditional, repeated.
//!
//! Invariant: after a name or a condition the parser is committed to a field, so that what is wrong behind it is
//! reported there.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{cut, map, opt};
use nom::multi::{many0, many1};
use nom::sequence::{delimited, preceded, terminated};

use super::error::{Parsed, Tokens, mark, token};
use super::ty::{ident_of, is_name, number, term};
use crate::ast::{Condition, Field, FieldType, Ident, Params, Repetition, Term};
use crate::lex::{Token, TokenKind};

/// One field, or one group of them.
pub(super) fn field(input: Tokens<'_>) -> Parsed<'_, Field> {
    alt((group, single)).parse(input)
}

/// `(x y:flags.0?int)`
fn group(start: Tokens<'_>) -> Parsed<'_, Field> {
    let (input, _) = mark('(', "`(`").parse(start)?;
    let (input, names) = terminated(many1(field_name), mark(':', "`:`")).parse(input)?;
    let (input, condition) = opt(condition).parse(input)?;
    let (input, ty) = cut(alt((call, map(term, FieldType::Plain)))).parse(input)?;
    let (input, _) = cut(mark(')', "`)`")).parse(input)?;
    let span = input.span_since(&start);
    Ok((input, Field { names, is_group: true, condition, ty, span }))
}

/// `x:flags.0?int`, `int`, `n*[ int ]`
fn single(start: Tokens<'_>) -> Parsed<'_, Field> {
    let (input, name) = opt(terminated(field_name, mark(':', "`:`"))).parse(start)?;
    let (input, condition) = opt(condition).parse(input)?;
    let (input, ty) = match name.is_some() || condition.is_some() {
        true => cut(field_type).parse(input)?,
        false => field_type(input)?,
    };
    let names = name.into_iter().collect();
    let span = input.span_since(&start);
    Ok((input, Field { names, is_group: false, condition, ty, span }))
}

/// `flags.3?`
fn condition(input: Tokens<'_>) -> Parsed<'_, Condition> {
    let (input, mask) = terminated(ident, mark('.', "`.`")).parse(input)?;
    let (input, bit) = cut(terminated(number, mark('?', "`?`"))).parse(input)?;
    Ok((input, Condition { mask, bit }))
}

fn field_type(input: Tokens<'_>) -> Parsed<'_, FieldType> {
    alt((map(|input| brackets(input, None), FieldType::Repetition), call, counted_or_plain)).parse(input)
}

/// `!X`
fn call(input: Tokens<'_>) -> Parsed<'_, FieldType> {
    map(preceded(mark('!', "`!`"), cut(term)), FieldType::Call).parse(input)
}

/// A term, which a `*` behind it makes the count of a repetition.
fn counted_or_plain(input: Tokens<'_>) -> Parsed<'_, FieldType> {
    let (input, term) = term(input)?;
    let (input, star) = opt(mark('*', "`*`")).parse(input)?;
    match star {
        None => Ok((input, FieldType::Plain(term))),
        Some(_) => map(cut(|input| brackets(input, Some(term.clone()))), FieldType::Repetition).parse(input),
    }
}

/// `[ x:int y:int ]`
fn brackets(input: Tokens<'_>, count: Option<Term>) -> Parsed<'_, Repetition> {
    let (input, open) = mark('[', "`[`").parse(input)?;
    let bracket = open.span;
    let (input, fields) = cut(terminated(many0(field), mark(']', "`]`"))).parse(input)?;
    Ok((input, Repetition { count, bracket, fields }))
}

/// A name without namespace.
pub(super) fn ident(input: Tokens<'_>) -> Parsed<'_, Ident> {
    map(token("a name", |token| is_name(token) && !token.text.contains('.')), ident_of).parse(input)
}

fn field_name(input: Tokens<'_>) -> Parsed<'_, Ident> {
    let is_underscore = |token: &Token<'_>| token.kind == TokenKind::Mark('_');
    map(token("a field", move |token| is_underscore(token) || (is_name(token) && !token.text.contains('.'))), ident_of)
        .parse(input)
}

/// `{` names `:` kind `}`
pub(super) fn params(input: Tokens<'_>) -> Parsed<'_, Params> {
    let kind = alt((ident, map(mark('#', "`#`"), ident_of)));
    let names = cut(terminated(many1(ident), mark(':', "`:`")));
    map(delimited(mark('{', "`{`"), (names, cut(kind)), cut(mark('}', "`}`"))), |(names, kind)| Params { names, kind })
        .parse(input)
}
